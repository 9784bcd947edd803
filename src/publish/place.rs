//! The operations that publishing needs on a target, local or remote.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Change, TargetSnapshot, Upload};
use crate::publish::release::fault::Hashes;
use crate::publish::release::{Marker, ReleaseId};

/// The lock of a target, released when dropped.
pub trait TargetLock {}

/// A place that releases are published to.
pub trait Place {
    /// Takes a snapshot without changing anything.
    ///
    /// # Errors
    /// If it cannot be read.
    fn snapshot(&self) -> Result<TargetSnapshot>;

    /// The bytes of files below a folder of the target, such as `releases/<id>`; those that are not there are left out.
    ///
    /// # Errors
    /// If an existing file cannot be read.
    fn read(&self, folder: &str, paths: &[String]) -> Result<BTreeMap<String, Vec<u8>>>;

    /// Makes the target ours where it is absent or empty.
    ///
    /// # Errors
    /// If it cannot be written.
    fn create(&self, marker: &Marker) -> Result<()>;

    /// Takes the target's lock, then removes or completes what a killed run left.
    ///
    /// # Errors
    /// [`crate::publish::release::Refusal::Locked`], or where it cannot be written.
    fn lock(&self) -> Result<Box<dyn TargetLock>>;

    /// Fills `releases/<id>.tmp`.
    ///
    /// # Errors
    /// If it cannot be filled.
    fn upload(&self, upload: &Upload<'_>) -> Result<()>;

    /// Puts files of `releases/<id>.tmp` in their places once more, and removes those that are not in `send`.
    ///
    /// # Errors
    /// If that fails.
    fn resend(&self, upload: &Upload<'_>, faulty: &[&str]) -> Result<()>;

    /// Moves the files of `releases/<id>.tmp` over those of the release `id`, each in one step, having removed `extra`
    /// from it.
    ///
    /// # Errors
    /// If that fails; each file is then the old or the new one.
    fn replace(&self, upload: &Upload<'_>, extra: &[&str]) -> Result<()>;

    /// Removes `releases/<id>.tmp` after a failure, which may have been a full disk.
    ///
    /// # Errors
    /// If it cannot be removed.
    fn discard(&self, id: &ReleaseId) -> Result<()>;

    /// The hashes of all files in a folder of the target, read from its disk; none if there is no such folder.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    fn hashes(&self, folder: &str) -> Result<Hashes>;

    /// Renames `releases/<id>.tmp` to the release `id`, after flushing it to disk.
    ///
    /// # Errors
    /// If that fails.
    fn commit(&self, id: &ReleaseId) -> Result<()>;

    /// Puts a signature beside the manifest of a release that is there, in one step, and of what is served where that
    /// is a copy of it.
    ///
    /// # Errors
    /// If it cannot be written.
    fn sign(&self, id: &ReleaseId, signature: &str) -> Result<()>;

    /// Serves another release and logs it.
    ///
    /// # Errors
    /// If it fails; the old release is then still served.
    fn switch(&self, change: &Change<'_>) -> Result<()>;

    /// Removes releases.
    ///
    /// # Errors
    /// If one cannot be removed.
    fn remove(&self, releases: &[ReleaseId]) -> Result<()>;
}
