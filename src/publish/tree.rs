//! Folders of files on disk: hashing them in parallel, and writing them durably (flushed to disk).

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::io::rename::{self, rename};
use crate::publish::release::fault::Hashes;

/// The hashes of all files below `folder`; links are not followed. A file that cannot be read has none.
///
/// # Errors
/// If a folder cannot be listed, or the system runs out of file handles.
pub fn hashes(folder: &Path) -> Result<Hashes> {
    let hashed = files(folder)?.into_par_iter().map(|(path, file)| match file.as_deref().map(hash).transpose() {
        Err(error) if is_resource_exhaustion(&error) => Err(error).with_context(|| path.clone()),
        hash => Ok((path, hash.ok().flatten())),
    });
    hashed.collect()
}

/// The hashes of all files below `folder`, every one of which must be readable.
///
/// # Errors
/// If a folder cannot be listed or a file cannot be read.
pub fn hashes_of_all(folder: &Path) -> Result<Hashes> {
    let hashed = files(folder)?.into_par_iter().map(|(path, file)| {
        let hash = file.as_deref().map(hash).transpose().with_context(|| path.clone())?;
        Ok((path, hash))
    });
    hashed.collect()
}

/// Whether an error has nothing to do with its file: too many open files, or out of memory.
fn is_resource_exhaustion(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_exhausted = {
        use rustix::io::Errno;
        let exhausted = [Errno::MFILE, Errno::NFILE];
        exhausted.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
    };
    #[cfg(not(unix))]
    let is_exhausted = false;
    is_exhausted || error.kind() == io::ErrorKind::OutOfMemory
}

/// Everything below `folder` except folders, by path; only regular files have a path on disk.
fn files(folder: &Path) -> Result<Vec<(String, Option<PathBuf>)>> {
    let mut files: Vec<(String, Option<PathBuf>)> = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1) {
        let entry = entry.map_err(io::Error::from).with_context(|| folder.display().to_string())?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let path = path.to_string_lossy().replace('\\', "/");
            files.push((path, entry.file_type().is_file().then(|| entry.into_path())));
        }
    }
    Ok(files)
}

/// Bytes read at a time; many times a disk block. Not measured.
pub const BUFFER: usize = 1 << 16;

fn hash(path: &Path) -> io::Result<[u8; 32]> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; BUFFER]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().into()),
            read => hasher.update(&buffer[..read]),
        }
    }
}

/// Writes a file that everybody may read, in an existing folder.
///
/// # Errors
/// An I/O error with its path.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).and_then(|()| set_mode(path, 0o644)).with_context(|| path.display().to_string())
}

/// Replaces a file with one rename, after its bytes are flushed to disk.
///
/// # Errors
/// An I/O error with its path; the old file is then unchanged.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = path.with_extension("tmp");
    write(&temporary, bytes)?;
    let file = open_for_sync(&temporary).and_then(|file| file.sync_all());
    file.and_then(|()| rename(&temporary, path)).with_context(|| path.display().to_string())
}

/// Creates a folder and missing ones between it and `root`, accessible to everybody.
///
/// # Errors
/// An I/O error with its path.
pub fn create_folder(root: &Path, folder: &Path) -> Result<()> {
    if folder != root
        && let Some(parent) = folder.parent()
        && !parent.is_dir()
    {
        create_folder(root, parent)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.and_then(|()| set_mode(folder, 0o755)).with_context(|| folder.display().to_string()),
    }
}

/// Sets the mode of a file or folder, whatever the umask is.
///
/// # Errors
/// An I/O error.
#[cfg(unix)]
pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Does nothing: only Unix has modes.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Waits until all files below `folder` are on disk.
///
/// # Errors
/// An I/O error with its path.
pub fn sync_all(folder: &Path) -> Result<()> {
    #[cfg(target_os = "linux")]
    {
        let opened = File::open(folder).with_context(|| folder.display().to_string())?;
        match rustix::fs::syncfs(&opened) {
            Err(rustix::io::Errno::NOSYS) => {}
            done => return done.map_err(io::Error::from).with_context(|| folder.display().to_string()),
        }
    }
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(io::Error::from).with_context(|| folder.display().to_string())?;
        sync(entry.path())?;
    }
    Ok(())
}

/// Waits until one file or folder is on disk.
///
/// # Errors
/// An I/O error with its path.
pub fn sync(path: &Path) -> Result<()> {
    // Windows cannot open folders and flushes them by itself
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    open_for_sync(path).and_then(|file| file.sync_all()).with_context(|| path.display().to_string())
}

/// Opens a file for flushing: Windows refuses to flush files opened for reading only.
fn open_for_sync(path: &Path) -> io::Result<File> {
    match cfg!(windows) {
        true => File::options().append(true).open(path),
        false => File::open(path),
    }
}

/// Removes a file or folder if it exists.
///
/// # Errors
/// An I/O error with its path.
pub fn remove(path: &Path) -> Result<()> {
    rename::remove(path).with_context(|| path.display().to_string())
}
