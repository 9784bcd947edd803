//! The files made for an entry, and their record, which is kept between builds.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key::Key;
use crate::archive::Address;
use crate::text::coded::Coded;
use crate::text::fingerprint::hash;
use crate::text::hex::hex;

/// The files made for an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Paths below the output folder with their bytes; nearly always one.
    pub files: Vec<(String, Vec<u8>)>,
    /// Data for entries of a later stage.
    pub note: Vec<u8>,
    /// Records of files that were hashed while making others (a notice's page shows the hashes of its downloads), so that
    /// nothing is hashed twice.
    pub hashed: Vec<FileRecord>,
}

impl Outcome {
    /// One file.
    pub fn file(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { files: vec![(path.into(), bytes)], ..Self::default() }
    }
}

/// A file of the output as the manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileRecord {
    /// The path below the output folder.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes.
    #[serde(with = "hash")]
    pub sha256: [u8; 32],
}

impl FileRecord {
    /// The record of `bytes` at `path`.
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), size: bytes.len() as u64, sha256: Sha256::digest(bytes).into() }
    }

    /// The SHA-256 in hexadecimal.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

/// The record of an entry, kept between runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The key it was made under.
    pub key: Key,
    /// Its files.
    pub files: Coded<FileRecord>,
    /// Data for entries of a later stage.
    pub note: Vec<u8>,
}

impl Record {
    /// The record of `outcome`, made under `key`.
    pub fn of(key: Key, outcome: &Outcome) -> Self {
        let hashed = |path: &str| outcome.hashed.iter().find(|file| file.path == path).cloned();
        let record = |(path, bytes): &(String, Vec<u8>)| hashed(path).unwrap_or_else(|| FileRecord::of(path, bytes));
        let files: Vec<FileRecord> = outcome.files.iter().map(record).collect();
        Self { key, files: Coded::of(&files), note: outcome.note.clone() }
    }
}

/// The records of entries by address.
#[derive(Clone, Debug, Default)]
pub struct Records {
    records: BTreeMap<Address, Arc<Record>>,
}

impl Records {
    /// Collects records.
    pub fn of(records: impl Iterator<Item = (Address, Arc<Record>)>) -> Self {
        Self { records: records.collect() }
    }

    /// Adds a record.
    pub fn add(&mut self, address: Address, record: Arc<Record>) {
        self.records.insert(address, record);
    }

    /// All files, sorted by path.
    pub fn files(&self) -> Vec<FileRecord> {
        let mut files: Vec<FileRecord> =
            self.records.par_iter().flat_map_iter(|(_, record)| record.files.iter()).collect();
        files.par_sort_unstable();
        files
    }

    /// The number of files.
    pub fn file_count(&self) -> usize {
        self.records.values().map(|record| record.files.len()).sum()
    }

    /// The record of an entry.
    pub fn record(&self, address: &Address) -> Option<&Record> {
        self.records.get(address).map(Arc::as_ref)
    }

    /// The records by address.
    pub fn into_records(self) -> BTreeMap<Address, Arc<Record>> {
        self.records
    }
}
