//! Replaces files with one rename, so that whoever reads them meanwhile, or after a killed run, finds the old file or the
//! new one.

use std::fs;
use std::io;
use std::path::Path;

use super::rename::rename;

/// Writes `bytes` to a hidden temporary file beside `path` and renames it to `path`.
///
/// # Errors
/// An I/O error; the old file is then unchanged.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.tmp"));
    fs::write(&temporary, bytes).and_then(|()| rename(&temporary, path))
}
