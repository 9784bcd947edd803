//! The manifest of a release, parsed, and the id derived from it.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::pages::FileRecord;
use crate::site::manifest as written;
use crate::text::hex::{self, hex};

/// Paths of the note that publishing adds to a release: for programs, and for the page 校验.
pub const NOTE: [&str; 2] = [written::RELEASE, written::RELEASE_SCRIPT];
/// The file that holds the manifest's signature.
pub const SIGNATURE: &str = written::SIGNATURE;
/// Files in a release that its manifest does not list.
pub const UNLISTED: [&str; 4] = written::RESERVED;

/// Id of a release: the first 12 hexadecimal digits of its manifest's SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReleaseId(String);

impl ReleaseId {
    /// The id of the release whose manifest has this hash.
    pub fn of(manifest_sha256: &[u8; 32]) -> Self {
        Self(hex(&manifest_sha256[..6]))
    }

    /// The id `text` spells: 12 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        (text.len() == 12 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The 12 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The files of a release, sorted by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// All files except the manifest itself and those that publishing adds.
    pub files: Vec<FileRecord>,
    /// The SHA-256 of the manifest's own bytes.
    pub sha256: [u8; 32],
}

#[derive(Deserialize)]
struct ManifestFields {
    gongshi: u32,
    files: Vec<WrittenFile>,
}

#[derive(Deserialize)]
struct WrittenFile {
    path: String,
    size: u64,
    sha256: String,
}

impl Manifest {
    /// Reads a manifest; `None` for bytes that are none, and for paths that would lead out of a folder.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let written: ManifestFields = serde_json::from_slice(bytes).ok()?;
        let files = written.files.into_iter().map(|file| {
            let sha256 = hex::bytes(&file.sha256)?;
            is_safe(&file.path).then_some(FileRecord { path: file.path, size: file.size, sha256 })
        });
        let files: Vec<FileRecord> = files.collect::<Option<_>>()?;
        let is_sorted = files.windows(2).all(|pair| pair[0].path < pair[1].path);
        (written.gongshi == 1 && is_sorted).then(|| Self { files, sha256: Sha256::digest(bytes).into() })
    }

    /// The release's id.
    pub fn id(&self) -> ReleaseId {
        ReleaseId::of(&self.sha256)
    }

    /// The record of the file at `path`.
    pub fn find(&self, path: &str) -> Option<&FileRecord> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| &self.files[at])
    }

    /// Whether both manifests list `path` with the same hash.
    pub fn agrees_on(&self, path: &str, other: &Self) -> bool {
        self.find(path).zip(other.find(path)).is_some_and(|(a, b)| a.sha256 == b.sha256)
    }
}

/// Whether a manifest may list a path.
pub(super) fn is_safe(path: &str) -> bool {
    written::is_plain_path(path) && !UNLISTED.contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_parsed_and_unsafe_paths_refused() {
        let files = [FileRecord::of("a.html", b"x"), FileRecord::of("公示/b.csv", b"")];
        let bytes = written::write(&files).concat();
        let manifest = Manifest::parse(&bytes).unwrap();
        assert_eq!(manifest.files, files);
        assert_eq!(ReleaseId::parse(manifest.id().as_str()), Some(manifest.id()));
        for path in ["../a", "/a", "a//b", "a/./b", "a\\b", "a\nb", "", "release.json"] {
            assert_eq!(Manifest::parse(&written::write(&[FileRecord::of(path, b"")]).concat()), None, "{path}");
        }
        assert_eq!(Manifest::parse(&bytes[..bytes.len() - 4]), None);
        assert_eq!(Manifest::parse(&written::write(&[files[1].clone(), files[0].clone()]).concat()), None);
    }
}
