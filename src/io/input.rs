//! Reads files of unknown content. Each kind of input has a size limit. Anything but a regular file (a FIFO, a device, a
//! socket) is refused before it is opened, because opening or reading it may never return.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use crate::text::decode;

/// Bytes in a MiB.
const MIB: u64 = 1 << 20;
/// Largest notice or plain page. A notice of 100 pages has about 0.3 MiB.
pub const NOTICE: u64 = 16 * MIB;
/// Largest file that is copied into the site: an attachment, a picture, a font of a theme.
pub const ATTACHMENT: u64 = 1024 * MIB;
/// Largest `site.yaml`.
pub const SITE: u64 = 4 * MIB;
/// Largest template, style sheet or picture of a theme.
pub const THEME_FILE: u64 = 64 * MIB;
/// Largest marker of a target, note of a release, key or signature.
pub const SMALL: u64 = MIB / 16;
/// Largest log of a target: at about 400 bytes an entry, more than a hundred thousand publications.
pub const LOG: u64 = 64 * MIB;
/// Largest manifest: at about 130 bytes a file, about four million files.
pub const MANIFEST: u64 = 512 * MIB;
/// Largest package.
pub const PACKAGE: u64 = 64 * 1024 * MIB;

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not a regular file.
    NotAFile,
    /// Larger than this many bytes.
    TooLarge(u64),
    /// Not text in an encoding that notices may have.
    NotText,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooLarge(limit) if *limit < MIB => write!(f, "larger than {} KiB", limit >> 10),
            Self::TooLarge(limit) => write!(f, "larger than {} MiB", limit >> 20),
            Self::NotText => f.write_str("not a text file"),
        }
    }
}

impl std::error::Error for Refused {}

impl Refused {
    /// The refusal inside an I/O error, if there is one.
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        let kind = match refused {
            Refused::NotAFile => io::ErrorKind::InvalidInput,
            Refused::TooLarge(_) => io::ErrorKind::FileTooLarge,
            Refused::NotText => io::ErrorKind::InvalidData,
        };
        Self::new(kind, refused)
    }
}

/// Reads the file at `path`, at most `limit` bytes. Symbolic links are followed.
///
/// # Errors
/// An I/O error; [`Refused`] within it if the file is too large or not a regular file.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let (file, size) = open(path, limit)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // the file may grow while it is read
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Refused::TooLarge(limit).into());
    }
    Ok(bytes)
}

/// Reads a file as text, in any encoding that a notice may have: an old Notepad saves `site.yaml` as GB18030 or UTF-16.
///
/// # Errors
/// As [`read`]; [`Refused::NotText`] for other bytes.
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    let decoded = decode::decode(&read(path, limit)?).map_err(|_| Refused::NotText)?;
    Ok(decoded.text)
}

/// Opens the regular file at `path` for reading. Returns it with its size.
///
/// # Errors
/// As [`read`].
pub fn open(path: &Path, limit: u64) -> io::Result<(File, u64)> {
    let accepted_size = |data: &Metadata| -> io::Result<u64> {
        if data.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !data.is_file() {
            return Err(Refused::NotAFile.into());
        }
        if data.len() > limit {
            return Err(Refused::TooLarge(limit).into());
        }
        Ok(data.len())
    };
    // check before opening, because opening a FIFO waits for a writer
    accepted_size(&path.metadata()?)?;
    let file = File::open(path)?;
    let size = accepted_size(&file.metadata()?)?;
    Ok((file, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_within_the_limit_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(Refused::of(&read(&path, 4).unwrap_err()), Some(Refused::TooLarge(4)));
        assert_eq!(read(folder.path(), 5).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(read(&folder.path().join("b"), 5).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn devices_are_refused_although_their_size_is_zero() {
        assert_eq!(Refused::of(&read(Path::new("/dev/zero"), SITE).unwrap_err()), Some(Refused::NotAFile));
    }
}
