//! Delivers a release to a target: compares, uploads, verifies the upload, commits, switches, logs, removes old releases.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Change, KEPT_RELEASES, Overrides, Target, TargetLock, TargetSnapshot, TargetState, Upload, folder_of};
use crate::io::folder::below;
use crate::publish::release::difference::{self, Difference, ReleaseSide, wanted};
use crate::publish::release::fault::{FileFault, faults, found_files};
use crate::publish::release::manifest::{SIGNATURE, UNLISTED};
use crate::publish::release::{Log, LogEntry, Manifest, Marker, Note, Refusal, ReleaseId, guard};
use crate::site::manifest;
use crate::text::hex::hex;

/// A built site that is ready to be published, and who publishes it.
#[derive(Clone, Debug)]
pub struct Delivery<'a> {
    /// The folder.
    pub source: &'a Path,
    /// Its manifest.
    pub manifest: &'a Manifest,
    /// The manifest's own bytes.
    pub manifest_bytes: &'a [u8],
    /// The manifest's signature.
    pub signature: Option<String>,
    /// Site and audience.
    pub marker: &'a Marker,
    /// The release that was live on the target when this checkout last published or compared.
    pub seen: Option<ReleaseId>,
    /// Log entry with user, time and message; counts and hashes are filled in here.
    pub entry: LogEntry,
    /// Guards that the user overrides.
    pub allowed: Overrides,
}

/// Context of an error while switching to this release: it may be live despite the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedSwitch(pub ReleaseId);

impl fmt::Display for FailedSwitch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "→ {}", self.0)
    }
}

/// A target compared with a built site.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The target's log.
    pub log: Log,
    /// The release that is served.
    pub current: Option<ReleaseId>,
    /// Its manifest.
    pub base: Option<Manifest>,
    /// Changes between the two.
    pub difference: Difference,
    /// Addresses of notices that would be reverted to an earlier release.
    pub reverted: Vec<String>,
}

/// Compares `snapshot`, taken of `target`, with a built site.
///
/// # Errors
/// A [`Refusal`] if nothing may be published to this target, else an I/O error.
pub fn compare(target: &dyn Target, snapshot: &TargetSnapshot, delivery: &Delivery<'_>) -> Result<Comparison> {
    match &snapshot.state {
        TargetState::NoParent(folder) => return Err(Refusal::NoParent(folder.clone()).into()),
        TargetState::Damaged => return Err(Refusal::BadMarker.into()),
        TargetState::Foreign(file) => return Err(Refusal::Foreign(file.clone()).into()),
        TargetState::Absent | TargetState::Empty | TargetState::Ours => {}
    }
    if let Some(marker) = &snapshot.marker {
        guard::target(delivery.marker, marker)?;
    }
    let log = Log::parse(&snapshot.log).map_err(|broken| Refusal::BrokenLog(broken.0))?;
    if log.last().map(|entry| &entry.release) != snapshot.current.as_ref() {
        return Err(Refusal::Unlogged.into());
    }
    if let Some(last) = log.last().filter(|_| !delivery.allowed.clock) {
        guard::clock(&delivery.entry.time, &last.time)?;
    }
    let base = match &snapshot.current {
        Some(id) => Some(live_manifest(target, id, delivery)?),
        None => None,
    };
    let difference = difference_of(target, base.as_ref().zip(snapshot.current.as_ref()), delivery)?;
    let reverted = reverted(target, snapshot, &log, base.as_ref(), delivery)?;
    Ok(Comparison { log, current: snapshot.current.clone(), base, difference, reverted })
}

/// Notices that would be reverted because the site was built from an older checkout. If this checkout published or last
/// saw the live release, it has its changes. Otherwise a notice is reverted if its text equals that of the release last
/// seen.
fn reverted(
    target: &dyn Target,
    snapshot: &TargetSnapshot,
    log: &Log,
    base: Option<&Manifest>,
    delivery: &Delivery<'_>,
) -> Result<Vec<String>> {
    let Some((current, base)) = snapshot.current.as_ref().zip(base) else { return Ok(Vec::new()) };
    // after a rollback the older release is live, and publishing again is expected
    let is_rollback = log.last().is_some_and(|last| last.action == "rollback");
    if delivery.seen.as_ref() == Some(current) || is_rollback {
        return Ok(Vec::new());
    }
    let seen = delivery.seen.as_ref().filter(|seen| snapshot.releases.contains(seen));
    let earlier = seen.or_else(|| log.before(current)).filter(|id| snapshot.releases.contains(id));
    let earlier = earlier.map(|id| manifest_of(target, id)).transpose()?.flatten();
    Ok(earlier.map(|earlier| difference::reverted(&earlier, base, delivery.manifest)).unwrap_or_default())
}

/// The manifest of a release on a target; `None` if it is missing or damaged, so that its hash is not the release's id.
///
/// # Errors
/// If the target cannot be read.
pub fn manifest_of(target: &dyn Target, id: &ReleaseId) -> Result<Option<Manifest>> {
    let mut files = target.read(&folder_of(id), &[manifest::PATH.to_owned()])?;
    let manifest = files.remove(manifest::PATH).and_then(|bytes| Manifest::parse(&bytes));
    Ok(manifest.filter(|manifest| manifest.id() == *id))
}

/// The manifest of the live release. If it is damaged, a manifest of the existing files, so that the next release can
/// still be compared with the one that readers see.
fn live_manifest(target: &dyn Target, id: &ReleaseId, delivery: &Delivery<'_>) -> Result<Manifest> {
    if delivery.manifest.id() == *id {
        return Ok(delivery.manifest.clone());
    }
    match manifest_of(target, id)? {
        Some(manifest) => Ok(manifest),
        None => Ok(found_files(&target.hashes(&folder_of(id))?)),
    }
}

fn difference_of(
    target: &dyn Target,
    base: Option<(&Manifest, &ReleaseId)>,
    delivery: &Delivery<'_>,
) -> Result<Difference> {
    let empty = Manifest { files: Vec::new(), sha256: [0; 32] };
    let (of_old, of_new) = wanted(base.map_or(&empty, |(manifest, _)| manifest), delivery.manifest);
    let mut new = BTreeMap::new();
    for path in of_new {
        let file = below(delivery.source, &path);
        new.insert(path, std::fs::read(&file).with_context(|| file.display().to_string())?);
    }
    let old = match base {
        Some((_, id)) if !of_old.is_empty() => target.read(&folder_of(id), &of_old)?,
        _ => BTreeMap::new(),
    };
    let old = base.map(|(manifest, _)| ReleaseSide { manifest, files: &old });
    Ok(Difference::between(old, ReleaseSide { manifest: delivery.manifest, files: &new }))
}

/// Publishes a compared site.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the old release is then still served.
pub fn deliver(target: &dyn Target, comparison: &Comparison, delivery: &Delivery<'_>) -> Result<()> {
    if comparison.current.is_none() && comparison.log.entries.is_empty() {
        target.create(delivery.marker)?;
    }
    let (_lock, snapshot) = lock_compared(target, comparison)?;
    let id = delivery.manifest.id();
    if snapshot.releases.contains(&id) {
        let is_sound = manifest_of(target, &id)?.is_some()
            && faults(delivery.manifest, &target.hashes(&folder_of(&id))?).is_empty();
        match is_sound {
            true if is_unsigned(target, delivery)? => {
                target.sign(&id, delivery.signature.as_deref().unwrap_or_default())?
            }
            true => {}
            false => {
                target.remove(std::slice::from_ref(&id))?;
                upload_or_discard(target, comparison, delivery, &id)?;
            }
        }
    } else {
        upload_or_discard(target, comparison, delivery, &id)?;
    }
    let difference = &comparison.difference;
    let entry = LogEntry {
        base: comparison.current.clone(),
        release: id.clone(),
        manifest_sha256: hex(&delivery.manifest.sha256),
        added: difference.added.len(),
        changed: difference.changed.len(),
        removed: difference.ended_count(),
        ..delivery.entry.clone()
    };
    let log = comparison.log.with(entry);
    let from = comparison.current.as_ref();
    let change = Change { to: &id, from, log: &log, allow_non_atomic: delivery.allowed.non_atomic };
    target.switch(&change).context(FailedSwitch(id.clone()))?;
    let recent = log.recent();
    let old = snapshot.releases.iter().filter(|id| !recent.iter().take(KEPT_RELEASES).any(|kept| kept == id));
    // the new release is live; an old one that cannot be removed now is removed next time
    let _ = target.remove(&old.cloned().collect::<Vec<_>>());
    Ok(())
}

/// Locks a target that was compared, and checks that it is unchanged since. Returns the lock with a new snapshot.
///
/// # Errors
/// [`Refusal::Moved`] if something was published meanwhile, [`Refusal::Locked`], or an I/O error.
pub(super) fn lock_compared(
    target: &dyn Target,
    comparison: &Comparison,
) -> Result<(Box<dyn TargetLock>, TargetSnapshot)> {
    let lock = target.lock()?;
    let snapshot = target.snapshot()?;
    match snapshot.current == comparison.current && snapshot.log == comparison.log.bytes() {
        true => Ok((lock, snapshot)),
        false => Err(Refusal::Moved(snapshot.current).into()),
    }
}

/// Whether the release is on the target without its signature: it was published before there was a key, or with
/// another key.
///
/// # Errors
/// If the target cannot be read.
pub fn is_unsigned(target: &dyn Target, delivery: &Delivery<'_>) -> Result<bool> {
    let Some(wanted) = &delivery.signature else { return Ok(false) };
    let files = target.read(&folder_of(&delivery.manifest.id()), &[SIGNATURE.to_owned()])?;
    Ok(files.get(SIGNATURE).map(Vec::as_slice) != Some(wanted.as_bytes()))
}

/// Signs the release that is served, which is the one to be delivered.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the served files are unchanged except for the signature.
pub fn sign(target: &dyn Target, delivery: &Delivery<'_>) -> Result<()> {
    let _lock = target.lock()?;
    let id = delivery.manifest.id();
    let snapshot = target.snapshot()?;
    if snapshot.current.as_ref() != Some(&id) {
        return Err(Refusal::Moved(snapshot.current).into());
    }
    target.sign(&id, delivery.signature.as_deref().unwrap_or_default())
}

/// Uploads the release. If that fails, the part that was uploaded is removed.
pub(super) fn upload_or_discard(
    target: &dyn Target,
    comparison: &Comparison,
    delivery: &Delivery<'_>,
    id: &ReleaseId,
) -> Result<()> {
    upload(target, comparison, delivery, id).inspect_err(|_| {
        // the upload's error is the one to report; the next run removes what stays
        let _ = target.discard(id);
    })
}

/// The files that publishing adds to those of the site: the manifest, the note, the signature.
pub(super) fn metadata_files(delivery: &Delivery<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut metadata = BTreeMap::from(Note::of(delivery.manifest, &delivery.entry.time).files());
    metadata.insert(manifest::PATH.to_owned(), delivery.manifest_bytes.to_vec());
    metadata.extend(delivery.signature.clone().map(|signature| (SIGNATURE.to_owned(), signature.into_bytes())));
    metadata
}

/// How often a file is sent before a target that returns other bytes is refused.
const UPLOADS: usize = 2;

fn upload(target: &dyn Target, comparison: &Comparison, delivery: &Delivery<'_>, id: &ReleaseId) -> Result<()> {
    let metadata = metadata_files(delivery);
    let paths = delivery.manifest.files.iter().map(|file| file.path.as_str());
    let is_kept = |path: &&str| comparison.base.as_ref().is_some_and(|base| base.agrees_on(path, delivery.manifest));
    let (keep, send) = paths.partition(&is_kept);
    let base_files = comparison.base.iter().flat_map(|base| &base.files).map(|file| file.path.as_str());
    let stale = base_files.filter(|path| !is_kept(path)).chain(UNLISTED).collect();
    let base = comparison.current.as_ref();
    let upload = Upload { id, base, keep, stale, send, source: delivery.source, metadata: &metadata };
    target.upload(&upload)?;
    let unfinished = format!("{}.tmp", folder_of(id));
    for attempt in 0..UPLOADS {
        let faults = faults(delivery.manifest, &target.hashes(&unfinished)?);
        let Some(first) = faults.first() else { return target.commit(id) };
        if attempt + 1 == UPLOADS {
            return Err(Refusal::Unfaithful(first.path().to_owned()).into());
        }
        // files linked from a base release that was changed on the target are replaced by sent ones
        let faulty: Vec<&str> = faults.iter().map(FileFault::path).collect();
        let listed = |path: &&str| delivery.manifest.find(path).is_some();
        let send = faulty.iter().copied().filter(listed).collect();
        target.resend(&Upload { send, ..upload.clone() }, &faulty)?;
    }
    Ok(())
}

/// Switches to a release that is on the target: `to`, else the one before the live one.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the old release is then still served.
pub fn roll_back(
    target: &dyn Target,
    to: Option<&ReleaseId>,
    entry: LogEntry,
    allowed: Overrides,
) -> Result<ReleaseId> {
    match target.snapshot()?.state {
        TargetState::Ours => {}
        TargetState::Damaged => return Err(Refusal::BadMarker.into()),
        TargetState::NoParent(_) | TargetState::Absent | TargetState::Empty | TargetState::Foreign(_) => {
            return Err(Refusal::Unpublished.into());
        }
    }
    let _lock = target.lock()?;
    let snapshot = target.snapshot()?;
    let log = Log::parse(&snapshot.log).map_err(|broken| Refusal::BrokenLog(broken.0))?;
    let before = snapshot.current.as_ref().and_then(|current| log.before(current));
    let to = to.or(before).ok_or(Refusal::NoRelease(None))?.clone();
    if !snapshot.releases.contains(&to) {
        return Err(Refusal::NoRelease(Some(to)).into());
    }
    if let Some(last) = log.last().filter(|_| !allowed.clock) {
        guard::clock(&entry.time, &last.time)?;
    }
    let manifest = manifest_of(target, &to)?.ok_or_else(|| Refusal::Damaged(to.clone()))?;
    if !faults(&manifest, &target.hashes(&folder_of(&to))?).is_empty() {
        return Err(Refusal::Damaged(to).into());
    }
    let sha256 = hex(&manifest.sha256);
    let entry = LogEntry { base: snapshot.current.clone(), release: to.clone(), manifest_sha256: sha256, ..entry };
    let log = log.with(entry);
    let from = snapshot.current.as_ref();
    target
        .switch(&Change { to: &to, from, log: &log, allow_non_atomic: allowed.non_atomic })
        .context(FailedSwitch(to.clone()))?;
    Ok(to)
}
