//! The cache of the last build: the records of all entries, and the output they describe.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::output::Output;
use crate::archive::Address;
use crate::io::cache::{self, CacheEntry, CacheRead, CacheState, CachedEntries};
use crate::pages::{FileRecord, Key, Record, Records};
use crate::text::fingerprint::Fingerprint;

/// The records of the last build into an output folder.
#[derive(Debug, Default)]
pub struct BuildCache {
    /// The cache file.
    pub(super) path: PathBuf,
    pub(super) head: BuildCacheHead,
    /// Records by address.
    pub(super) records: BTreeMap<Address, Arc<Record>>,
    /// Hash of the snapshot and names in the delta, needed to save the next delta.
    cache_state: CacheState,
    /// Whether the cache was damaged and is ignored.
    pub(super) damaged: bool,
}

/// Longest time between two ticks of the clock that file systems stamp files with: Linux ticks 100 times a second or
/// more. A file added to the output within one tick of the build would look older than the build and be lost, so every
/// build waits this long at its end.
const TICK: Duration = Duration::from_millis(10);

/// Facts about the output as a whole.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct BuildCacheHead {
    /// Absolute path of the output.
    output: String,
    /// Hash of the manifest that the records describe.
    manifest: Option<Fingerprint>,
    /// When the cache was written, in nanoseconds since 1970. Files modified later were changed by someone else.
    pub(super) written: u64,
    /// Hash of all build inputs. If it equals the next build's, nothing needs rebuilding.
    pub(super) inputs: Option<Fingerprint>,
    /// Files in which the previous output, kept beside the cache, differs from the output; `None` if it was not kept.
    pub(super) stale: Option<Vec<String>>,
}

impl CacheEntry for (Address, Arc<Record>) {
    fn name(&self) -> &str {
        self.0.as_str()
    }
}

impl BuildCacheHead {
    /// The head for a build that was just written.
    pub(super) fn new(manifest: Fingerprint, inputs: Option<Fingerprint>, stale: Option<Vec<String>>) -> Self {
        Self { manifest: Some(manifest), inputs, stale, ..Self::default() }
    }

    /// Whether `output` still is what the last build wrote.
    fn describes(&self, output: &Output) -> bool {
        self.output == absolute(output) && self.manifest.is_some() && output.manifest() == self.manifest
    }
}

impl BuildCache {
    /// Loads the cache file `path`, if it describes `output`.
    pub fn load(output: &Output, path: PathBuf) -> Self {
        let loaded = cache::load_all::<BuildCacheHead, (Address, Arc<Record>)>(&path);
        let empty = Self { path, ..Self::default() };
        match loaded {
            CacheRead::Found(CachedEntries { head, values, state }) if head.describes(output) => {
                Self { head, records: values.into_iter().collect(), cache_state: state, ..empty }
            }
            CacheRead::Damaged => Self { damaged: true, ..empty },
            CacheRead::Found(_) | CacheRead::Missing => empty,
        }
    }

    /// Writes the cache for the next build. `records` describe the new `output`.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub(super) fn save(
        &self,
        output: &Output,
        head: BuildCacheHead,
        records: BTreeMap<Address, Arc<Record>>,
    ) -> Result<()> {
        let since = Instant::now();
        let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let written = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
        let head = BuildCacheHead { output: absolute(output), written, ..head };
        let is_unchanged = |(address, record): &(&Address, &Arc<Record>)| {
            self.records.get(*address).is_some_and(|last| Arc::ptr_eq(last, record))
        };
        let changed = records.iter().filter(|record| !is_unchanged(record)).map(|(address, _)| address);
        let removed = self.records.keys().filter(|address| !records.contains_key(*address));
        let changed = changed.chain(removed).map(ToString::to_string).collect();
        let records: Vec<(Address, Arc<Record>)> = records.into_iter().collect();
        let saved = cache::save_all(&self.path, &head, &records, &self.cache_state, changed);
        // later changes to the output must get a later time than this build
        std::thread::sleep(TICK.saturating_sub(since.elapsed()));
        saved.with_context(|| self.path.display().to_string())
    }

    /// All files but the manifest.
    pub(super) fn files(&self) -> impl Iterator<Item = FileRecord> {
        self.records.values().flat_map(|record| record.files.iter())
    }

    /// The files of the entries at `addresses`.
    pub(super) fn files_of<'a>(
        &'a self,
        addresses: impl Iterator<Item = &'a Address>,
    ) -> impl Iterator<Item = FileRecord> {
        addresses.filter_map(|address| self.records.get(address)).flat_map(|record| record.files.iter())
    }

    /// Number of files besides the manifest.
    pub(super) fn file_count(&self) -> usize {
        self.records.values().map(|record| record.files.len()).sum()
    }

    /// All folders that hold files, and the folders above them, without the output folder itself.
    pub(super) fn folders(&self) -> HashSet<String> {
        let mut folders = HashSet::new();
        let mut last = String::new();
        for file in self.files() {
            let mut folder = parent(&file.path);
            // skips the look-up for files in the same folder as the file before, which most are
            if folder != last {
                last.clear();
                last.push_str(folder);
                while !folder.is_empty() && !folders.contains(folder) {
                    folders.insert(folder.to_owned());
                    folder = parent(folder);
                }
            }
        }
        folders
    }

    /// The key of the entry at `address` in the last build.
    pub fn key(&self, address: &Address) -> Option<&Key> {
        self.records.get(address).map(|record| &record.key)
    }

    /// The records of all entries but the one at `address`, as input for entries of the second stage.
    pub fn records_without(&self, address: &Address) -> Records {
        let remaining = self.records.iter().filter(|(other, _)| *other != address);
        Records::of(remaining.map(|(address, record)| (address.clone(), record.clone())))
    }
}

fn absolute(output: &Output) -> String {
    std::path::absolute(output.path()).unwrap_or_else(|_| output.path().to_owned()).to_string_lossy().into_owned()
}

/// Folder of a path in the output; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
