//! Differences between a folder and its manifest.

use std::collections::BTreeMap;

use super::manifest::{Manifest, UNLISTED, is_safe};
use crate::config::Language;
use crate::pages::FileRecord;

/// A file that differs from the manifest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileFault {
    /// Listed, but missing.
    Missing(String),
    /// It has other bytes, or cannot be read.
    Differs(String),
    /// Not listed.
    Extra(String),
}

impl FileFault {
    /// The file.
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Differs(path) | Self::Extra(path) => path,
        }
    }

    /// The fault in words.
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Missing(path) => language.pick(format!("缺少 {path}"), format!("missing {path}")),
            Self::Differs(path) => language.pick(format!("不符 {path}"), format!("differs {path}")),
            Self::Extra(path) => language.pick(format!("多出 {path}"), format!("extra {path}")),
        }
    }
}

/// The SHA-256 of every file in a folder by path; `None` if it cannot be read or is not a regular file.
pub type Hashes = BTreeMap<String, Option<[u8; 32]>>;

/// Every fault of a folder whose files have these hashes, sorted by kind and path.
pub fn faults(manifest: &Manifest, hashes: &Hashes) -> Vec<FileFault> {
    let listed = manifest.files.iter().filter_map(|file| match hashes.get(&file.path) {
        None => Some(FileFault::Missing(file.path.clone())),
        Some(found) if *found != Some(file.sha256) => Some(FileFault::Differs(file.path.clone())),
        Some(_) => None,
    });
    let is_extra = |path: &&String| manifest.find(path).is_none() && !UNLISTED.contains(&path.as_str());
    let extra = hashes.keys().filter(is_extra).map(|path| FileFault::Extra(path.clone()));
    let mut faults: Vec<FileFault> = listed.chain(extra).collect();
    faults.sort();
    faults
}

/// A manifest of the regular files of a folder, without sizes.
pub fn found_files(hashes: &Hashes) -> Manifest {
    let files = hashes.iter().filter(|(path, _)| is_safe(path));
    let record = |(path, sha256): (&String, &Option<[u8; 32]>)| {
        sha256.map(|sha256| FileRecord { path: path.clone(), size: 0, sha256 })
    };
    Manifest { files: files.filter_map(record).collect(), sha256: [0; 32] }
}
