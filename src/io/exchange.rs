//! Two folders exchanged in one step, where the system can.

use std::io;
use std::path::Path;

/// Puts `a` in the place of `b` and `b` in that of `a`; nobody sees one without the other.
///
/// # Errors
/// An I/O error; [`io::ErrorKind::Unsupported`] on systems that have no such step. Both are then where they were.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Puts `a` in the place of `b` and `b` in that of `a`: not on this system.
///
/// # Errors
/// Always [`io::ErrorKind::Unsupported`].
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
