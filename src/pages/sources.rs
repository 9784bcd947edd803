//! The sources that entries are made from, and the errors of making them.

use std::fmt;
use std::io;

use crate::archive::Address;
use crate::notice::{Layout, SourcePath, Summary};
use crate::render::page::RenderError;
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;

/// Reads the bytes of sources.
pub trait Sources: Sync {
    /// The bytes of a source as they are now.
    ///
    /// # Errors
    /// An I/O error where the source cannot be read.
    fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>>;

    /// The layout of a notice if its reading is still in memory, so that it need not be read again.
    fn layout(&self, _path: &SourcePath) -> Option<Layout> {
        None
    }
}

/// Why an entry could not be made.
#[derive(Debug)]
pub enum MakeError {
    /// A source changed since it was planned; a new plan is needed.
    Changed(SourcePath),
    /// A source could not be read.
    Unreadable(SourcePath, io::Error),
    /// A template failed on the page at an address.
    Template(Address, RenderError),
}

impl MakeError {
    /// Whether a new plan may solve it.
    pub const fn is_change(&self) -> bool {
        matches!(self, Self::Changed(_))
    }

    /// The source at fault.
    pub const fn culprit(&self) -> Option<&SourcePath> {
        match self {
            Self::Changed(path) | Self::Unreadable(path, _) => Some(path),
            Self::Template(..) => None,
        }
    }
}

impl fmt::Display for MakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(path) => write!(f, "content/{path}: the file changed while it was read"),
            Self::Unreadable(path, error) => write!(f, "content/{path}: {error}"),
            Self::Template(address, error) => write!(f, "/{address}: {error}"),
        }
    }
}

impl std::error::Error for MakeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, error) => Some(error),
            Self::Changed(_) | Self::Template(..) => None,
        }
    }
}

/// The bytes of a source, which must have the hash `expected`.
///
/// # Errors
/// [`MakeError`] if it cannot be read or changed since it was planned.
pub fn source_bytes(
    sources: &dyn Sources,
    path: &SourcePath,
    expected: Option<Fingerprint>,
) -> Result<Vec<u8>, MakeError> {
    let bytes = match sources.bytes(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(MakeError::Changed(path.clone())),
        Err(error) => return Err(MakeError::Unreadable(path.clone(), error)),
    };
    match expected == Some(Fingerprint::of(&bytes)) {
        true => Ok(bytes),
        false => Err(MakeError::Changed(path.clone())),
    }
}

/// The text of the source of `summary`.
///
/// # Errors
/// [`MakeError`] if it cannot be read or changed since it was planned.
pub fn source_text(sources: &dyn Sources, summary: &Summary) -> Result<String, MakeError> {
    let bytes = source_bytes(sources, &summary.source, Some(summary.fingerprint))?;
    let decoded = decode::decode(&bytes).map_err(|_| MakeError::Changed(summary.source.clone()))?;
    Ok(decoded.text)
}
