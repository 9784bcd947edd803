//! Renames and removals that wait for other programs.
//!
//! On Windows a file that a program has open can be neither renamed nor removed, nor can the folders above it.
//! Antivirus programs and indexers open each new file for some milliseconds, so a refusal is tried again. Unix knows no
//! such refusal.

use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// The first wait; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(10);
/// The last wait, after which an error is final: two and a half seconds in all.
const LAST_WAIT: Duration = Duration::from_millis(1280);

/// Renames a file or folder.
///
/// # Errors
/// An I/O error.
pub fn rename(from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
    patiently(|| fs::rename(&from, &to), is_held, thread::sleep)
}

/// Removes a file, a link, or a folder with everything in it, if it exists. Folders that somebody made read-only are no
/// obstacle.
///
/// # Errors
/// An I/O error.
pub fn remove(path: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path).is_ok_and(|data| data.is_dir()) {
        return remove_file(path);
    }
    match unless_missing(|| fs::remove_dir_all(path)) {
        Err(error) if cfg!(unix) && error.kind() == io::ErrorKind::PermissionDenied => {
            unlock_folders(path);
            unless_missing(|| fs::remove_dir_all(path))
        }
        removed => removed,
    }
}

/// Makes a folder and those in it writable for their owner, where that is allowed.
fn unlock_folders(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // where this fails, the removal fails and says why
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            unlock_folders(&entry.path());
        }
    }
}

/// Removes a file or a link, if it exists.
///
/// # Errors
/// An I/O error.
pub fn remove_file(path: &Path) -> io::Result<()> {
    unless_missing(|| fs::remove_file(path))
}

fn unless_missing(removal: impl Fn() -> io::Result<()>) -> io::Result<()> {
    match patiently(removal, is_held, thread::sleep) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Attempts until it succeeds, or fails for another reason than that something is held, or has failed for long.
fn patiently(
    attempt: impl Fn() -> io::Result<()>,
    is_held: impl Fn(&io::Error) -> bool,
    sleep: impl Fn(Duration),
) -> io::Result<()> {
    let mut wait = FIRST_WAIT;
    loop {
        match attempt() {
            Err(error) if is_held(&error) && wait <= LAST_WAIT => sleep(wait),
            done => return done,
        }
        wait *= 2;
    }
}

/// Whether Windows refused because another program has something open.
fn is_held(error: &io::Error) -> bool {
    // ERROR_ACCESS_DENIED (for the folders above it), ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION,
    // ERROR_DIR_NOT_EMPTY (a file removed while open is there until it is closed)
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33 | 145))
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    /// Result of an action that is refused `refusals` times, and the waits between its attempts in milliseconds.
    fn tried(refusals: usize, kind: io::ErrorKind) -> (io::Result<()>, Vec<u128>) {
        let (left, waits) = (Cell::new(refusals), RefCell::new(Vec::new()));
        let attempt = || match left.replace(left.get().saturating_sub(1)) {
            0 => Ok(()),
            _ => Err(kind.into()),
        };
        let is_held = |error: &io::Error| error.kind() == io::ErrorKind::ResourceBusy;
        let result = patiently(attempt, is_held, |wait| waits.borrow_mut().push(wait.as_millis()));
        (result, waits.into_inner())
    }

    #[test]
    fn only_what_is_held_is_tried_again_and_not_for_ever() {
        let (result, waits) = tried(3, io::ErrorKind::ResourceBusy);
        assert!(result.is_ok());
        assert_eq!(waits, [10, 20, 40]);
        let (result, waits) = tried(1, io::ErrorKind::StorageFull);
        assert_eq!((result.unwrap_err().kind(), waits.len()), (io::ErrorKind::StorageFull, 0));
        let (result, waits) = tried(usize::MAX, io::ErrorKind::ResourceBusy);
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::ResourceBusy);
        assert_eq!(waits.iter().sum::<u128>(), 2550);
    }

    #[test]
    fn files_links_and_folders_are_removed_and_missing_ones_are_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join("c"), "x").unwrap();
        remove(&inner.join("c")).unwrap();
        rename(&inner, folder.path().join("d")).unwrap();
        remove(folder.path()).unwrap();
        remove(folder.path()).unwrap();
        assert!(!folder.path().exists());
    }

    /// A program that reads a file without sharing it, for a fraction of a second.
    #[cfg(windows)]
    #[test]
    fn a_file_that_another_program_holds_for_a_moment_is_waited_for() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&from, "x").unwrap();
        let held = fs::File::options().read(true).share_mode(0).open(&from).unwrap();
        assert_eq!(fs::rename(&from, &to).unwrap_err().raw_os_error(), Some(32), "it is held");
        let other = thread::spawn(move || {
            thread::sleep(Duration::from_millis(200));
            drop(held);
        });
        rename(&from, &to).unwrap();
        other.join().unwrap();
        assert!(to.exists() && !from.exists());
    }
}
