//! `gongshi apply`: publishes a package.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::assemble::Workspace;
use super::{Exit, Session, publish as publishing, target};
use crate::publish::package::{self, PackageContents};
use crate::publish::release::{Refusal, guard};
use crate::publish::{self, Delivery, tree};

/// Arguments of `gongshi apply`.
#[derive(Debug, Args)]
#[command(after_long_help = "例（example）:\n  gongshi apply 更新.tar.gz /srv/gongshi")]
pub struct ApplyArgs {
    /// gongshi package 生成的包（what gongshi package made）
    #[arg(value_name = "IN")]
    package: PathBuf,
    /// 目标的名字，或一个文件夹（a target's name, or a folder）
    #[arg(value_name = "TARGET")]
    target: String,
    /// 只说会改什么，不碰目标（say what would change and touch nothing）
    #[arg(long)]
    dry_run: bool,
    /// 允许至多 N 份通报或网址消失（let N notices or addresses go）
    #[arg(long, value_name = "N")]
    allow_remove: Option<usize>,
    /// 允许把比包更新的通报改回旧的（let notices that are newer than the package change back）
    #[arg(long)]
    allow_revert: bool,
    #[command(flatten)]
    allow: target::OverrideArgs,
    /// 写进发布记录的一句话（what the log says）
    #[arg(short, long, value_name = "MESSAGE")]
    message: Option<String>,
}

/// Unpacks and verifies the package, then publishes it.
pub(super) fn run(session: &Session, args: &ApplyArgs) -> Result<Exit> {
    let found = target::anywhere(session, Some(&args.target))?;
    let failed = |error: anyhow::Error| target::failed(session, &found, error);
    let workspace = Workspace::open(session).map_err(failed)?;
    let unpacked = workspace.incoming();
    let outcome = unpack(&args.package, &unpacked)
        .map_err(failed)
        .and_then(|opened| apply(session, args, &found, &Delivered { opened, unpacked: unpacked.clone() }));
    // the next run removes what stays
    let _ = tree::remove(&unpacked);
    outcome
}

/// Unpacks `package` into the folder `to`, which is not there yet.
fn unpack(package: &Path, to: &Path) -> Result<PackageContents> {
    std::fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    package::open(package, to).map_err(|error| match error.is::<Refusal>() {
        true => error.context(package.display().to_string()),
        false => error,
    })
}

/// A package that was unpacked.
struct Delivered {
    opened: PackageContents,
    unpacked: PathBuf,
}

fn apply(session: &Session, args: &ApplyArgs, found: &target::FoundTarget, delivered: &Delivered) -> Result<Exit> {
    let PackageContents { marker, manifest, manifest_bytes, signature } = &delivered.opened;
    let delivery = Delivery {
        source: &delivered.unpacked,
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
    let snapshot = found.place.snapshot().map_err(failed)?;
    let comparison = publish::compare(&*found.place, &snapshot, &delivery).map_err(failed)?;
    if comparison.current.as_ref() == Some(&wanted) {
        publishing::live(session, found, &comparison, &delivery, args.dry_run).map_err(failed)?;
        return Ok(Exit::Done);
    }
    publishing::tell(session, found, &comparison, &delivery);
    guard::changes(&comparison.difference, args.allow_remove).map_err(|refusal| failed(refusal.into()))?;
    if !args.allow_revert {
        guard::reverts(&comparison.reverted, comparison.log.last()).map_err(|refusal| failed(refusal.into()))?;
    }
    if args.dry_run {
        return Ok(Exit::Done);
    }
    session.printed()?;
    publish::deliver(&*found.place, &comparison, &delivery).map_err(failed)?;
    session.say(publishing::published(session, &wanted));
    Ok(Exit::Done)
}
