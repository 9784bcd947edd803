//! Exchanges two folders atomically where the system supports it.

use std::io;
use std::path::Path;

/// Exchanges the folders `a` and `b` atomically.
///
/// # Errors
/// An I/O error; [`io::ErrorKind::Unsupported`] on systems without such a call. Both folders are then unchanged.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Not supported on this system.
///
/// # Errors
/// Always [`io::ErrorKind::Unsupported`].
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
