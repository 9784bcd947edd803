//! The operations that publishing needs on a target, local or remote.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Change, TargetSnapshot, Upload};
use crate::publish::release::fault::Hashes;
use crate::publish::release::{Marker, ReleaseId};

/// The lock of a target, released when dropped.
pub trait TargetLock {}

/// A target that releases are published to.
pub trait Target {
    /// Takes a snapshot without changing anything.
    ///
    /// # Errors
    /// If it cannot be read.
    fn snapshot(&self) -> Result<TargetSnapshot>;

    /// The bytes of files below a folder of the target, such as `releases/<id>`; missing files are left out.
    ///
    /// # Errors
    /// If an existing file cannot be read.
    fn read(&self, folder: &str, paths: &[String]) -> Result<BTreeMap<String, Vec<u8>>>;

    /// Creates the folder of the target if it is missing, and writes its marker.
    ///
    /// # Errors
    /// If it cannot be written.
    fn create(&self, marker: &Marker) -> Result<()>;

    /// Takes the target's lock, then removes or completes what a killed run left.
    ///
    /// # Errors
    /// [`crate::publish::release::Refusal::Locked`], or an I/O error.
    fn lock(&self) -> Result<Box<dyn TargetLock>>;

    /// Fills `releases/<id>.tmp`.
    ///
    /// # Errors
    /// If it cannot be filled.
    fn upload(&self, upload: &Upload<'_>) -> Result<()>;

    /// Sends the `faulty` files of `releases/<id>.tmp` again if they are in `send`, and removes the others.
    ///
    /// # Errors
    /// If that fails.
    fn resend(&self, upload: &Upload<'_>, faulty: &[&str]) -> Result<()>;

    /// Removes the files `extra` from the release `id`, then moves the files of `releases/<id>.tmp` over those of the
    /// release, each with one rename.
    ///
    /// # Errors
    /// If that fails; each file is then the old or the new one.
    fn replace(&self, upload: &Upload<'_>, extra: &[&str]) -> Result<()>;

    /// Removes `releases/<id>.tmp` after a failure; if the disk is full, this frees it.
    ///
    /// # Errors
    /// If it cannot be removed.
    fn discard(&self, id: &ReleaseId) -> Result<()>;

    /// The hashes of all files in a folder of the target, read from its disk; empty if the folder does not exist.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    fn hashes(&self, folder: &str) -> Result<Hashes>;

    /// Renames `releases/<id>.tmp` to the release `id`, after flushing it to disk.
    ///
    /// # Errors
    /// If that fails.
    fn commit(&self, id: &ReleaseId) -> Result<()>;

    /// Writes a signature beside the manifest of a release with one rename, and beside the manifest of `current` if that
    /// is a copy of the release.
    ///
    /// # Errors
    /// If it cannot be written.
    fn sign(&self, id: &ReleaseId, signature: &str) -> Result<()>;

    /// Switches `current` to another release and logs it.
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
