//! What publishing asks of a place, wherever it lies.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Change, TargetSnapshot, Upload};
use crate::publish::release::fault::Hashes;
use crate::publish::release::{Marker, ReleaseId};

/// Something that keeps others from a target until it is dropped.
pub trait TargetLock {}

/// A place that releases are published to.
pub trait Place {
    /// Looks at it and changes nothing.
    ///
    /// # Errors
    /// Where it cannot be looked at.
    fn look(&self) -> Result<TargetSnapshot>;

    /// The bytes of files below a folder of the target, such as `releases/<id>`; those that are not there are left out.
    ///
    /// # Errors
    /// Where a file that is there cannot be read.
    fn read(&self, folder: &str, paths: &[String]) -> Result<BTreeMap<String, Vec<u8>>>;

    /// Makes the target ours where it is absent or empty.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn begin(&self, marker: &Marker) -> Result<()>;

    /// Takes the target's lock, then clears away or finishes what a killed run left.
    ///
    /// # Errors
    /// [`crate::publish::release::Refusal::Locked`], or where it cannot be written.
    fn hold(&self) -> Result<Box<dyn TargetLock>>;

    /// Fills `releases/<id>.tmp`.
    ///
    /// # Errors
    /// Where it cannot be filled.
    fn upload(&self, upload: &Upload<'_>) -> Result<()>;

    /// Puts files of `releases/<id>.tmp` in their places once more, and removes those that are not in `send`.
    ///
    /// # Errors
    /// Where that fails.
    fn mend(&self, upload: &Upload<'_>, faulty: &[&str]) -> Result<()>;

    /// Throws away `releases/<id>.tmp`, so that what failed for want of room leaves none in the way.
    ///
    /// # Errors
    /// Where it cannot be removed.
    fn abandon(&self, id: &ReleaseId) -> Result<()>;

    /// The hashes of all files in a folder of the target, read from its disk.
    ///
    /// # Errors
    /// Where the folder cannot be listed.
    fn hashes(&self, folder: &str) -> Result<Hashes>;

    /// Makes `releases/<id>.tmp` the release `id`, on disk for good.
    ///
    /// # Errors
    /// Where that fails.
    fn seal(&self, id: &ReleaseId) -> Result<()>;

    /// Puts a signature beside the manifest of a release that is there, in one step, and of what is served where that
    /// is a copy of it.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn sign(&self, id: &ReleaseId, signature: &str) -> Result<()>;

    /// Serves another release, and logs it.
    ///
    /// # Errors
    /// Where the old release is still served.
    fn switch(&self, change: &Change<'_>) -> Result<()>;

    /// Removes releases.
    ///
    /// # Errors
    /// Where one cannot be removed.
    fn remove(&self, releases: &[ReleaseId]) -> Result<()>;
}
