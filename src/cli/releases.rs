//! `gongshi releases`: lists what was published to a target, and which releases are still there.

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;

use super::{Exit, ExitError, Session, target};
use crate::publish::TargetState;
use crate::publish::release::{Log, Refusal};

/// Arguments of `gongshi releases`.
#[derive(Debug, Args)]
#[command(after_long_help = "例（example）:\n  gongshi releases intranet")]
pub struct ReleasesArgs {
    /// 目标的名字，或一个文件夹（a target's name, or a folder）
    #[arg(value_name = "TARGET")]
    target: Option<String>,
}

/// Prints the log, newest first: `*` marks the live release, `-` those that are no longer kept.
pub(super) fn run(session: &Session, args: &ReleasesArgs) -> Result<Exit> {
    let found = target::of_site_or_folder(session, args.target.as_deref())?;
    let snapshot = found.target.snapshot()?;
    let language = session.language;
    if snapshot.state == TargetState::Damaged {
        return Err(ExitError::new(Exit::Differs, Refusal::BadMarker.message(language)).into());
    }
    if snapshot.state != TargetState::Ours {
        return Err(ExitError::new(Exit::Unable, Refusal::Unpublished.message(language)).into());
    }
    let log = Log::parse(&snapshot.log)
        .map_err(|broken| ExitError::new(Exit::Differs, Refusal::BrokenLog(broken.0).message(language)))?;
    let mut text = String::new();
    for (at, entry) in log.entries.iter().enumerate().rev() {
        let is_live = at + 1 == log.entries.len() && snapshot.current.as_ref() == Some(&entry.release);
        let mark = match snapshot.releases.contains(&entry.release) {
            _ if is_live => '*',
            true => ' ',
            false => '-',
        };
        let (added, changed, removed) = (entry.added, entry.changed, entry.removed);
        let message = entry.message.as_ref().map(|message| format!("  {message}")).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{mark} {}  {}  {:<8}  +{added} ~{changed} -{removed}  {}@{}{message}",
            entry.release, entry.time, entry.action, entry.user, entry.host
        );
    }
    session.print(text);
    Ok(Exit::Done)
}
