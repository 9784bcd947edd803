//! The way of a release to a target: compare, upload, verify there, seal, switch, log, keep the last few.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Change, KEPT, Overrides, Place, TargetSnapshot, TargetState, Upload, folder_of};
use crate::io::folder::below;
use crate::publish::release::difference::{self, Difference, ReleaseSide, wanted};
use crate::publish::release::fault::{FileFault, faults, found_files};
use crate::publish::release::manifest::{SIGNATURE, UNLISTED};
use crate::publish::release::{Log, LogEntry, Manifest, Marker, Note, Refusal, ReleaseId, guard};
use crate::site::manifest;
use crate::text::hex::hex;

/// A built site ready to be published, and how it identifies itself.
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
    /// The release that this checkout published to the target or saw there last.
    pub seen: Option<ReleaseId>,
    /// Log entry with user, time and message; counts and hashes are filled in here.
    pub entry: LogEntry,
    /// Guards that the user overrides.
    pub allowed: Overrides,
}

/// The release that was being switched to when something failed: it may be live all the same.
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
    /// Its manifest, where it is sound.
    pub base: Option<Manifest>,
    /// Changes between the two.
    pub difference: Difference,
    /// Addresses of notices that would be reverted to an earlier release.
    pub reverted: Vec<String>,
}

/// Compares the snapshot `snapshot` of `place` with a built site.
///
/// # Errors
/// A [`Refusal`] where the target is not one to publish to, else an I/O error.
pub fn compare(place: &dyn Place, snapshot: &TargetSnapshot, delivery: &Delivery<'_>) -> Result<Comparison> {
    match &snapshot.state {
        TargetState::NoParent(folder) => return Err(Refusal::NoParent(folder.clone()).into()),
        TargetState::Damaged => return Err(Refusal::BadMarker.into()),
        TargetState::Foreign(holds) => return Err(Refusal::Foreign(holds.clone()).into()),
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
        Some(id) => Some(served(place, id, delivery)?),
        None => None,
    };
    let difference = difference_of(place, base.as_ref().zip(snapshot.current.as_ref()), delivery)?;
    let reverted = reverted(place, snapshot, &log, base.as_ref(), delivery)?;
    Ok(Comparison { log, current: snapshot.current.clone(), base, difference, reverted })
}

/// Notices that would be reverted because the site was built from an older checkout. If this checkout published or last
/// saw the live release, it has its changes. Otherwise a notice is reverted if its text equals that of the release last
/// seen.
fn reverted(
    place: &dyn Place,
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
    let earlier = earlier.map(|id| manifest_of(place, id)).transpose()?.flatten();
    Ok(earlier.map(|earlier| difference::reverted(&earlier, base, delivery.manifest)).unwrap_or_default())
}

/// The manifest of a release on a target, where it is the one that gave the release its name.
///
/// # Errors
/// If the target cannot be read.
pub fn manifest_of(place: &dyn Place, id: &ReleaseId) -> Result<Option<Manifest>> {
    let mut files = place.read(&folder_of(id), &[manifest::PATH.to_owned()])?;
    let manifest = files.remove(manifest::PATH).and_then(|bytes| Manifest::parse(&bytes));
    Ok(manifest.filter(|manifest| manifest.id() == *id))
}

/// The manifest of the live release; where it is damaged, that of the files that are there, so that the next release
/// can still be compared with what readers see.
fn served(place: &dyn Place, id: &ReleaseId, delivery: &Delivery<'_>) -> Result<Manifest> {
    if delivery.manifest.id() == *id {
        return Ok(delivery.manifest.clone());
    }
    match manifest_of(place, id)? {
        Some(manifest) => Ok(manifest),
        None => Ok(found_files(&place.hashes(&folder_of(id))?)),
    }
}

fn difference_of(
    place: &dyn Place,
    base: Option<(&Manifest, &ReleaseId)>,
    delivery: &Delivery<'_>,
) -> Result<Difference> {
    let nothing = Manifest { files: Vec::new(), sha256: [0; 32] };
    let (of_old, of_new) = wanted(base.map_or(&nothing, |(manifest, _)| manifest), delivery.manifest);
    let mut new = BTreeMap::new();
    for path in of_new {
        let place = below(delivery.source, &path);
        new.insert(path, std::fs::read(&place).with_context(|| place.display().to_string())?);
    }
    let old = match base {
        Some((_, id)) if !of_old.is_empty() => place.read(&folder_of(id), &of_old)?,
        _ => BTreeMap::new(),
    };
    let old = base.map(|(manifest, _)| ReleaseSide { manifest, files: &old });
    Ok(Difference::between(old, ReleaseSide { manifest: delivery.manifest, files: &new }))
}

/// Publishes a compared site.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the old release is then still served.
pub fn deliver(place: &dyn Place, comparison: &Comparison, delivery: &Delivery<'_>) -> Result<()> {
    if comparison.current.is_none() && comparison.log.entries.is_empty() {
        place.create(delivery.marker)?;
    }
    let _lock = place.lock()?;
    let snapshot = place.snapshot()?;
    if snapshot.current != comparison.current || snapshot.log != comparison.log.bytes() {
        return Err(Refusal::Moved(snapshot.current).into());
    }
    let id = delivery.manifest.id();
    if snapshot.releases.contains(&id) {
        let is_sound =
            manifest_of(place, &id)?.is_some() && faults(delivery.manifest, &place.hashes(&folder_of(&id))?).is_empty();
        match is_sound {
            true if is_unsigned(place, delivery)? => {
                place.sign(&id, delivery.signature.as_deref().unwrap_or_default())?
            }
            true => {}
            false => {
                place.remove(std::slice::from_ref(&id))?;
                upload_or_discard(place, comparison, delivery, &id)?;
            }
        }
    } else {
        upload_or_discard(place, comparison, delivery, &id)?;
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
    place.switch(&change).context(FailedSwitch(id.clone()))?;
    let recent = log.recent();
    let old = snapshot.releases.iter().filter(|id| !recent.iter().take(KEPT).any(|kept| kept == id));
    // the new release is live; an old one that cannot be removed now is removed next time
    let _ = place.remove(&old.cloned().collect::<Vec<_>>());
    Ok(())
}

/// Whether the release is on the target without its signature: it was published before there was a key, or with
/// another.
///
/// # Errors
/// If the target cannot be read.
pub fn is_unsigned(place: &dyn Place, delivery: &Delivery<'_>) -> Result<bool> {
    let Some(wanted) = &delivery.signature else { return Ok(false) };
    let files = place.read(&folder_of(&delivery.manifest.id()), &[SIGNATURE.to_owned()])?;
    Ok(files.get(SIGNATURE).map(Vec::as_slice) != Some(wanted.as_bytes()))
}

/// Signs the release that is served, which is the one to be delivered.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the served files are unchanged except for the signature.
pub fn sign(place: &dyn Place, delivery: &Delivery<'_>) -> Result<()> {
    let _lock = place.lock()?;
    let id = delivery.manifest.id();
    let snapshot = place.snapshot()?;
    if snapshot.current.as_ref() != Some(&id) {
        return Err(Refusal::Moved(snapshot.current).into());
    }
    place.sign(&id, delivery.signature.as_deref().unwrap_or_default())
}

/// Brings the release to the target, or nothing of it.
pub(super) fn upload_or_discard(
    place: &dyn Place,
    comparison: &Comparison,
    delivery: &Delivery<'_>,
    id: &ReleaseId,
) -> Result<()> {
    upload(place, comparison, delivery, id).inspect_err(|_| {
        // Why the upload failed matters more than that the rest of it stays until the next run.
        let _ = place.discard(id);
    })
}

/// What is in a release besides the files of the site: the manifest, the note, the signature.
pub(super) fn own_files(delivery: &Delivery<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut own = BTreeMap::from(Note::of(delivery.manifest, &delivery.entry.time).files());
    own.insert(manifest::PATH.to_owned(), delivery.manifest_bytes.to_vec());
    own.extend(delivery.signature.clone().map(|signature| (SIGNATURE.to_owned(), signature.into_bytes())));
    own
}

fn upload(place: &dyn Place, comparison: &Comparison, delivery: &Delivery<'_>, id: &ReleaseId) -> Result<()> {
    let own = own_files(delivery);
    let paths = delivery.manifest.files.iter().map(|file| file.path.as_str());
    let is_kept = |path: &&str| comparison.base.as_ref().is_some_and(|base| base.agrees_on(path, delivery.manifest));
    let (keep, send) = paths.partition(&is_kept);
    let base_files = comparison.base.iter().flat_map(|base| &base.files).map(|file| file.path.as_str());
    let stale = base_files.filter(|path| !is_kept(path)).chain(UNLISTED).collect();
    let base = comparison.current.as_ref();
    let upload = Upload { id, base, keep, stale, send, source: delivery.source, own: &own };
    place.upload(&upload)?;
    let unfinished = format!("{}.tmp", folder_of(id));
    for attempt in 0..2 {
        let faults = faults(delivery.manifest, &place.hashes(&unfinished)?);
        let Some(first) = faults.first() else { return place.commit(id) };
        if attempt > 0 {
            return Err(Refusal::Unfaithful(first.path().to_owned()).into());
        }
        // a base file that was changed on the target must not spoil the new release
        let faulty: Vec<&str> = faults.iter().map(FileFault::path).collect();
        let listed = |path: &&str| delivery.manifest.find(path).is_some();
        let send = faulty.iter().copied().filter(listed).collect();
        place.resend(&Upload { send, ..upload.clone() }, &faulty)?;
    }
    Ok(())
}

/// Serves a release that is on the target: the named one, else the one before.
///
/// # Errors
/// A [`Refusal`] or an I/O error; the old release is then still served.
pub fn roll_back(place: &dyn Place, to: Option<&ReleaseId>, entry: LogEntry, allowed: Overrides) -> Result<ReleaseId> {
    match place.snapshot()?.state {
        TargetState::Ours => {}
        TargetState::Damaged => return Err(Refusal::BadMarker.into()),
        TargetState::NoParent(_) | TargetState::Absent | TargetState::Empty | TargetState::Foreign(_) => {
            return Err(Refusal::Unpublished.into());
        }
    }
    let _lock = place.lock()?;
    let snapshot = place.snapshot()?;
    let log = Log::parse(&snapshot.log).map_err(|broken| Refusal::BrokenLog(broken.0))?;
    let before = snapshot.current.as_ref().and_then(|current| log.before(current));
    let to = to.or(before).ok_or(Refusal::NoRelease(None))?.clone();
    if !snapshot.releases.contains(&to) {
        return Err(Refusal::NoRelease(Some(to)).into());
    }
    if let Some(last) = log.last().filter(|_| !allowed.clock) {
        guard::clock(&entry.time, &last.time)?;
    }
    let manifest = manifest_of(place, &to)?.ok_or_else(|| Refusal::Damaged(to.clone()))?;
    if !faults(&manifest, &place.hashes(&folder_of(&to))?).is_empty() {
        return Err(Refusal::Damaged(to).into());
    }
    let sha256 = hex(&manifest.sha256);
    let entry = LogEntry { base: snapshot.current.clone(), release: to.clone(), manifest_sha256: sha256, ..entry };
    let log = log.with(entry);
    let from = snapshot.current.as_ref();
    place
        .switch(&Change { to: &to, from, log: &log, allow_non_atomic: allowed.non_atomic })
        .context(FailedSwitch(to.clone()))?;
    Ok(to)
}
