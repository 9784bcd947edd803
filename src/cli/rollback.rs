//! `gongshi rollback`: switches a target back to an earlier release.

use anyhow::Result;
use clap::Args;

use super::{Exit, ExitError, Session, target};
use crate::publish;
use crate::publish::release::ReleaseId;

/// Arguments of `gongshi rollback`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi rollback intranet                      退回上一版
  gongshi rollback intranet --to 3f2a91c07b5d    换成指定的一版（gongshi releases 列出有哪些）")]
pub struct RollbackArgs {
    /// 目标的名字，或一个文件夹（a target's name, or a folder）
    #[arg(value_name = "TARGET")]
    target: Option<String>,
    /// 换成哪一版，默认为上一版（the release to switch to; default: the previous one）
    #[arg(long, value_name = "ID")]
    to: Option<String>,
    /// 写进发布记录的一句话（message for the release log）
    #[arg(short, long, value_name = "MESSAGE")]
    message: Option<String>,
    #[command(flatten)]
    allow: target::OverrideArgs,
}

/// Switches the target to an earlier release, and logs it.
pub(super) fn run(session: &Session, args: &RollbackArgs) -> Result<Exit> {
    let found = target::of_site_or_folder(session, args.target.as_deref())?;
    let to = args.to.as_deref().map(|to| {
        let message =
            session.language.pick("不是一版的编号（12 位十六进制）", "is not a release id (12 hexadecimal digits)");
        ReleaseId::parse(to).ok_or_else(|| ExitError::new(Exit::Unable, format!("{to} {message}")))
    });
    let to = to.transpose()?;
    let entry = target::entry("rollback", args.message.as_deref());
    let live = publish::roll_back(&*found.target, to.as_ref(), entry, found.overrides(args.allow))
        .map_err(|error| target::failed(session, &found, error))?;
    session.info(session.language.pick(format!("现在在线的是 {live}。"), format!("{live} is live now.")));
    Ok(Exit::Done)
}
