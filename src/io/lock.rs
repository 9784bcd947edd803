//! The lock that keeps two runs from building one site at once. The system releases it if a run is killed.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Held while a run may write. Released when dropped or when the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why the lock could not be taken.
#[derive(Debug)]
pub enum Unlocked {
    /// Another run holds it.
    Held,
    /// The lock file could not be opened or locked.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock file `path`, creating it if missing. Does not wait.
    ///
    /// # Errors
    /// [`Unlocked`], which says whether another run holds the lock.
    pub fn take(path: &Path) -> Result<Self, Unlocked> {
        let file = File::options().create(true).append(true).open(path).map_err(Unlocked::Io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Unlocked::Held),
            Err(TryLockError::Error(error)) => Err(Unlocked::Io(error)),
        }
    }
}
