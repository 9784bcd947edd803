//! Exit codes, and errors that carry one.

use std::fmt;
use std::process::ExitCode;

/// Exit code of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; also a build with findings that leave every page writable.
    Done = 0,
    /// There are findings for which the command fails.
    Findings = 1,
    /// It could not run: usage, configuration, theme.
    Unable = 2,
    /// An error of the environment: files, disk, network.
    Environment = 3,
    /// Another run holds the lock.
    Locked = 4,
    /// A publish, rollback or apply was refused or failed; the old release is still live.
    Refused = 5,
    /// Verify found differences, or a package or log is damaged.
    Differs = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error with a message for the user and an exit code.
#[derive(Debug)]
pub struct ExitError {
    /// The exit code.
    pub exit: Exit,
    /// The message: what is wrong and what to do.
    pub message: String,
}

impl ExitError {
    /// An error with this exit code and message.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }
}

impl fmt::Display for ExitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ExitError {}
