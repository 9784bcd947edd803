//! `gongshi package`: writes a release to one file, for hosts without a network.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::assemble::{self, Workspace};
use super::{Exit, ExitError, Session};
use crate::archive::Options;
use crate::notice::Audience;
use crate::publish::package;
use crate::publish::release::Marker;
use crate::render::feeds;

/// Arguments of `gongshi package`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi package 更新.tar.gz --audience intranet
  gongshi apply 更新.tar.gz /srv/gongshi           在那台机器上")]
pub struct PackageArgs {
    /// 写到哪里（package file to write）
    #[arg(value_name = "PACKAGE")]
    out: PathBuf,
    /// 给谁看（audience of the site）
    #[arg(long, value_name = "public|intranet", default_value = "public", value_parser = super::build::audience)]
    audience: Audience,
    /// 文本文件旁边另放一份压缩好的 .gz（write a .gz beside each text file, for servers that send precompressed files）
    #[arg(long)]
    precompress: bool,
}

/// Checks, builds and packs the site; the same release gives the same bytes.
pub(super) fn run(session: &Session, args: &PackageArgs) -> Result<Exit> {
    session.need_site()?;
    let site = session.site()?;
    let options = Options { audience: args.audience, drafts: false, precompressed: args.precompress };
    may_replace(session, &args.out, &Marker::new(feeds::site_id(&site), args.audience))?;
    let workspace = Workspace::open(session)?;
    let assembled = assemble::site(session, &workspace, &site, options)?;
    package::write(&args.out, &assembled.source, &assembled.contents)?;
    let (out, id) = (args.out.display(), assembled.contents.manifest.id());
    session.info(session.language.pick(
        format!("打包了 {id}（{}）：{out}。在目标机器上运行 gongshi apply {out} 目标文件夹。", args.audience.name()),
        format!("Packed {id} ({}): {out}. On the target's machine, run gongshi apply {out} DIR.", args.audience.name()),
    ));
    Ok(Exit::Done)
}

/// Refuses to write over anything but an earlier package of the same site and audience.
fn may_replace(session: &Session, out: &Path, marker: &Marker) -> Result<()> {
    let found = match package::marker_of(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.with_context(|| out.display().to_string())?,
    };
    let (zh, en) = match &found {
        Some(found) if found == marker => return Ok(()),
        Some(found) if found.site == marker.site => {
            let audience = found.audience.name();
            (format!("是给 {audience} 的包"), format!("is a package for {audience}"))
        }
        Some(_) => ("是另一个站点的包".to_owned(), "is a package of another site".to_owned()),
        None => ("不是 gongshi package 生成的包".to_owned(), "is not a package made by gongshi package".to_owned()),
    };
    let out = out.display();
    let message = session.language.pick(
        format!("{out} 已经有了，{zh}，没有覆盖它。换一个文件名，或先删去它。"),
        format!("{out} already exists and {en}; it was not overwritten. Choose another name, or delete it first."),
    );
    Err(ExitError::new(Exit::Unable, message).into())
}
