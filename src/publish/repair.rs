//! Repairs the live release: files that differ from the manifest are sent again, and each replaces the damaged one with
//! one rename, so readers never get half a file. The next run completes an interrupted repair.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::deliver::{lock_compared, metadata_files, upload_or_discard};
use super::{Change, Comparison, Delivery, FailedSwitch, Target, Upload, folder_of};
use crate::pages::FileRecord;
use crate::publish::release::fault::{FileFault, faults};
use crate::publish::release::manifest::{NOTE, UNLISTED};
use crate::publish::release::{LogEntry, Manifest, Note, Refusal, ReleaseId};
use crate::site::manifest;

/// Action of a repair in the log.
const ACTION: &str = "repair";

/// The files that readers see: `current` is a link to a release or a copy of one.
const LIVE_FILES: &str = "current/.";

/// Differences between the live release and its manifest.
///
/// # Errors
/// If the target cannot be read.
pub fn damage(target: &dyn Target, delivery: &Delivery<'_>) -> Result<Vec<FileFault>> {
    faults_in(target, LIVE_FILES, delivery)
}

/// Sends the differing files of the live release again, and logs the repair.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the served files are then no worse than before.
pub fn repair(target: &dyn Target, comparison: &Comparison, delivery: &Delivery<'_>) -> Result<()> {
    let (_lock, snapshot) = lock_compared(target, comparison)?;
    let id = delivery.manifest.id();
    match snapshot.releases.contains(&id) {
        true => replace(target, delivery, &id)?,
        false => upload_or_discard(target, &Comparison { base: None, ..comparison.clone() }, delivery, &id)?,
    }
    let manifest_sha256 = crate::text::hex::hex(&delivery.manifest.sha256);
    let entry = LogEntry {
        action: ACTION.to_owned(),
        base: Some(id.clone()),
        release: id.clone(),
        manifest_sha256,
        ..delivery.entry.clone()
    };
    let log = comparison.log.with(entry);
    // if `current` is a copy, this copies the repaired release again
    let change = Change { to: &id, from: Some(&id), log: &log, allow_non_atomic: delivery.allowed.non_atomic };
    target.switch(&change).context(FailedSwitch(id.clone()))
}

/// Sends the differing files, checks them in the staging folder, then moves them into the release.
fn replace(target: &dyn Target, delivery: &Delivery<'_>, id: &ReleaseId) -> Result<()> {
    let folder = folder_of(id);
    let found = faults_in(target, &folder, delivery)?;
    let is_metadata = |path: &str| UNLISTED.contains(&path);
    let is_listed = |path: &str| delivery.manifest.find(path).is_some();
    let paths = || found.iter().map(FileFault::path);
    let mut metadata = metadata_files(delivery);
    // the files of a note name the same time, so they are written together
    let is_note = |path: &str| NOTE.contains(&path);
    metadata.retain(|path, _| paths().any(|faulty| faulty == path || is_note(faulty) && is_note(path)));
    let send: BTreeSet<&str> = paths().filter(|path| is_listed(path)).collect();
    let extra: Vec<&str> = paths().filter(|path| !is_listed(path) && !is_metadata(path)).collect();
    let is_sent = |file: &&FileRecord| send.contains(file.path.as_str());
    let files = delivery.manifest.files.iter().filter(is_sent).cloned().collect();
    let staged = Manifest { files, sha256: delivery.manifest.sha256 };
    let (keep, stale, send) = (Vec::new(), Vec::new(), send.into_iter().collect());
    let upload = Upload { id, base: None, keep, stale, send, source: delivery.source, metadata: &metadata };
    target.upload(&upload)?;
    let staged_faults = target.hashes(&format!("{folder}.tmp")).map(|hashes| faults(&staged, &hashes))?;
    refuse_faults(&staged_faults)?;
    target.replace(&upload, &extra)?;
    refuse_faults(&faults_in(target, &folder, delivery)?)
}

fn refuse_faults(faults: &[FileFault]) -> Result<()> {
    match faults.first() {
        Some(fault) => Err(Refusal::Unfaithful(fault.path().to_owned()).into()),
        None => Ok(()),
    }
}

/// The faults of a folder of the target, including those of the manifest itself and of the note beside it.
fn faults_in(target: &dyn Target, folder: &str, delivery: &Delivery<'_>) -> Result<Vec<FileFault>> {
    let mut found = faults(delivery.manifest, &target.hashes(folder)?);
    let own = target.read(folder, &[manifest::PATH, NOTE[0], NOTE[1]].map(str::to_owned))?;
    if own.get(manifest::PATH).is_none_or(|bytes| bytes != delivery.manifest_bytes) {
        found.push(FileFault::Differs(manifest::PATH.to_owned()));
    }
    found.extend(Note::faults(&own, delivery.manifest));
    Ok(found)
}
