//! Switches `current` to another release, atomically if the file system can.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use super::tree;
use crate::io::exchange::exchange;
use crate::io::rename::rename;
use crate::publish::release::{Refusal, ReleaseId};

/// Name of the old `current` folder between two renames; the next run restores or removes it.
pub const ASIDE: &str = "current.old.tmp";

/// Points `current` in `target` to the release `id`.
///
/// # Errors
/// [`Refusal::NonAtomic`] if readers might find nothing for a moment and that is not allowed, else an I/O error with its
/// path. The old release is then still live.
pub fn switch_current(target: &Path, id: &ReleaseId, allow_non_atomic: bool) -> Result<()> {
    let (current, next) = (target.join("current"), target.join("current.tmp"));
    tree::remove(&next)?;
    let is_folder = fs::symlink_metadata(&current).is_ok_and(|data| data.is_dir());
    if !is_folder {
        match link(id, &next) {
            Ok(()) => {
                rename(&next, &current).with_context(|| current.display().to_string())?;
                return tree::sync(target);
            }
            Err(error) if is_unsupported(&error) => {}
            Err(error) => return Err(error).with_context(|| next.display().to_string()),
        }
    }
    copy(&target.join("releases").join(id.as_str()), &next)?;
    tree::sync_all(&next)?;
    let swapped = if is_folder { swap(&next, &current, allow_non_atomic) } else { Ok(rename(&next, &current)?) };
    swapped.and_then(|()| tree::sync(target)).and_then(|()| tree::remove(&next))
}

/// Completes or undoes a switch that was killed between two renames.
///
/// # Errors
/// An I/O error with its path.
pub fn recover(target: &Path) -> Result<()> {
    let (current, next, old) = (target.join("current"), target.join("current.tmp"), target.join(ASIDE));
    if fs::symlink_metadata(&current).is_err() && old.is_dir() {
        rename(&old, &current).with_context(|| current.display().to_string())?;
    }
    tree::remove(&next)?;
    tree::remove(&old)
}

fn swap(next: &Path, current: &Path, allow_non_atomic: bool) -> Result<()> {
    match exchange(next, current) {
        Err(error) if is_unsupported(&error) => {}
        exchanged => return exchanged.with_context(|| current.display().to_string()),
    }
    if !allow_non_atomic {
        tree::remove(next)?;
        return Err(Refusal::NonAtomic.into());
    }
    let old = current.with_file_name(ASIDE);
    rename(current, &old).with_context(|| current.display().to_string())?;
    if let Err(error) = rename(next, current) {
        rename(&old, current).with_context(|| current.display().to_string())?;
        return Err(error).with_context(|| current.display().to_string());
    }
    tree::remove(&old)
}

/// Copies a release with hard links, or byte by byte where links are not supported.
fn copy(release: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(release) {
        let entry = entry.map_err(io::Error::from).with_context(|| release.display().to_string())?;
        let target: PathBuf = to.join(entry.path().strip_prefix(release).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            tree::create_folder(&target, &target)?;
        } else {
            fs::hard_link(entry.path(), &target)
                .or_else(|_| fs::copy(entry.path(), &target).map(|_| ()))
                .with_context(|| target.display().to_string())?;
        }
    }
    Ok(())
}

/// Whether the file system does not support an operation, rather than failed at it.
fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_missing = {
        use rustix::io::Errno;
        let missing = [Errno::PERM, Errno::NOTSUP, Errno::NOSYS, Errno::INVAL];
        missing.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
    };
    // on Windows few accounts may create links
    #[cfg(not(unix))]
    let is_missing = error.kind() == io::ErrorKind::PermissionDenied;
    is_missing || error.kind() == io::ErrorKind::Unsupported
}

#[cfg(unix)]
fn link(id: &ReleaseId, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(super::folder_of(id), at)
}

#[cfg(not(unix))]
fn link(_id: &ReleaseId, _at: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
