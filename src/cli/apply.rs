//! `gongshi apply`: publishes a package.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::assemble::Workspace;
use super::{Exit, Session, publish as publishing, target};
use crate::publish::package::{self, PackageContents};
use crate::publish::release::Refusal;
use crate::publish::{self, Delivery, tree};

/// Arguments of `gongshi apply`.
#[derive(Debug, Args)]
#[command(after_long_help = "例（example）:\n  gongshi apply 更新.tar.gz /srv/gongshi")]
pub struct ApplyArgs {
    /// gongshi package 生成的包（a package made by gongshi package）
    #[arg(value_name = "PACKAGE")]
    package: PathBuf,
    /// 目标的名字，或一个文件夹（a target's name, or a folder）
    #[arg(value_name = "TARGET")]
    target: String,
    /// 只看会改什么，不改目标（show the changes without publishing them）
    #[arg(long)]
    dry_run: bool,
    /// 允许至多 N 份通报或网址消失（allow up to N notices or addresses to be removed）
    #[arg(long, value_name = "N")]
    allow_remove: Option<usize>,
    /// 允许把比包更新的通报改回旧的（allow notices newer than the package to be reverted）
    #[arg(long)]
    allow_revert: bool,
    #[command(flatten)]
    allow: target::OverrideArgs,
    /// 写进发布记录的一句话（message for the release log）
    #[arg(short, long, value_name = "MESSAGE")]
    message: Option<String>,
}

/// Unpacks and verifies the package, then publishes it.
pub(super) fn run(session: &Session, args: &ApplyArgs) -> Result<Exit> {
    let found = target::of_site_or_folder(session, Some(&args.target))?;
    let failed = |error: anyhow::Error| target::failed(session, &found, error);
    let workspace = Workspace::open(session).map_err(failed)?;
    let unpacked = workspace.incoming();
    let outcome = unpack(&args.package, &unpacked)
        .map_err(failed)
        .and_then(|contents| apply(session, args, &found, &UnpackedPackage { contents, folder: unpacked.clone() }));
    // the next run removes what stays
    let _ = tree::remove(&unpacked);
    outcome
}

/// Unpacks `package` into the new folder `to`.
fn unpack(package: &Path, to: &Path) -> Result<PackageContents> {
    std::fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    package::open(package, to).map_err(|error| match error.is::<Refusal>() {
        true => error.context(package.display().to_string()),
        false => error,
    })
}

/// An unpacked package.
struct UnpackedPackage {
    contents: PackageContents,
    folder: PathBuf,
}

fn apply(session: &Session, args: &ApplyArgs, found: &target::FoundTarget, package: &UnpackedPackage) -> Result<Exit> {
    let PackageContents { marker, manifest, manifest_bytes, signature } = &package.contents;
    let delivery = Delivery {
        source: &package.folder,
        manifest,
        manifest_bytes,
        signature: signature.clone(),
        marker,
        seen: None,
        entry: target::entry("apply", args.message.as_deref()),
        allowed: found.overrides(args.allow),
    };
    let wanted = manifest.id();
    let failed = |error: anyhow::Error| target::failed(session, found, error);
    if let Some(audience) = found.audience.filter(|audience| *audience != marker.audience) {
        return Err(failed(Refusal::OtherAudience(audience).into()));
    }
    let snapshot = found.target.snapshot().map_err(failed)?;
    let comparison = publish::compare(&*found.target, &snapshot, &delivery).map_err(failed)?;
    if comparison.current.as_ref() == Some(&wanted) {
        publishing::repair_and_sign(session, found, &comparison, &delivery, args.dry_run).map_err(failed)?;
        return Ok(Exit::Done);
    }
    publishing::print_changes(session, found, &comparison, &delivery);
    publishing::guard_changes(&comparison, args.allow_remove, args.allow_revert)
        .map_err(|refusal| failed(refusal.into()))?;
    if args.dry_run {
        return Ok(Exit::Done);
    }
    session.check_output()?;
    publish::deliver(&*found.target, &comparison, &delivery).map_err(failed)?;
    session.info(publishing::published_message(session, &wanted));
    Ok(Exit::Done)
}
