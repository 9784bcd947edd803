//! The lock that keeps two runs from building one site at once; the system releases it when a run is killed.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Held while a run may write. Dropping it, or dying, releases it.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum Unlocked {
    /// Another run holds it.
    Held,
    /// The lock file could not be made.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock `path`, making the file where there is none. Does not wait.
    ///
    /// # Errors
    /// [`Unlocked`], saying whether another run is the reason.
    pub fn take(path: &Path) -> Result<Self, Unlocked> {
        let file = File::options().create(true).append(true).open(path).map_err(Unlocked::Io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Unlocked::Held),
            Err(TryLockError::Error(error)) => Err(Unlocked::Io(error)),
        }
    }
}
