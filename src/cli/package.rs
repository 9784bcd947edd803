//! `gongshi package`: a release as one file, for hosts without a network.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::assemble::{self, Workspace};
use super::{Exit, Session};
use crate::archive::Options;
use crate::notice::Audience;
use crate::publish::package;

/// Arguments of `gongshi package`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi package 更新.tar.gz --audience intranet
  gongshi apply 更新.tar.gz /srv/gongshi           在那台机器上")]
pub struct PackageArgs {
    /// 写到哪里（where to）
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// 给谁看（who the site is for）
    #[arg(long, value_name = "public|intranet", default_value = "public", value_parser = super::build::audience)]
    audience: Audience,
    /// 文本文件旁边另放一份压缩好的 .gz（a .gz beside every text, for servers that send it as it is）
    #[arg(long)]
    precompress: bool,
}

/// Checks, builds and packs the site; the same release gives the same bytes.
pub(super) fn run(session: &Session, args: &PackageArgs) -> Result<Exit> {
    session.need_site()?;
    let site = session.site()?;
    let options = Options { audience: args.audience, drafts: false, precompressed: args.precompress };
    let workspace = Workspace::open(session)?;
    let assembled = assemble::site(session, &workspace, &site, options)?;
    package::write(&args.out, &assembled.source, &assembled.opened)?;
    let (out, id) = (args.out.display(), assembled.opened.manifest.id());
    session.say(session.language.pick(
        format!("打包了 {id}（{}）：{out}。在目标机器上运行 gongshi apply {out} 目标文件夹。", args.audience.name()),
        format!("Packed {id} ({}): {out}. On the target's machine run gongshi apply {out} DIR.", args.audience.name()),
    ));
    Ok(Exit::Done)
}
