//! What a build remembers for the next one: the records of all entries, and which output they describe.

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
    /// The files of every entry, with the key they were made under.
    pub(super) records: BTreeMap<Address, Arc<Record>>,
    /// Which of the records are in which cache file.
    cache_state: CacheState,
    /// Whether the cache was damaged, so that nothing is known.
    pub(super) damaged: bool,
}

/// File systems stamp files with the time of the last tick of the kernel's clock, which is at most so long ago. A file
/// put into the output within it would look older than the build, and be lost without a word. Costs this long a build.
const TICK: Duration = Duration::from_millis(10);

/// What is remembered of an output folder as a whole.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct BuildCacheHead {
    /// The absolute path of the output.
    output: String,
    /// Hash of the manifest that the records describe.
    manifest: Option<Fingerprint>,
    /// When the cache was written, in nanoseconds since 1970: a file changed later is not the one that was built.
    pub(super) written: u64,
    /// Hash of all build inputs. If it equals the next build's, nothing needs rebuilding.
    pub(super) inputs: Option<Fingerprint>,
    /// The files in which the previous output, kept beside the cache, differs from the output; `None` where it was not
    /// kept.
    pub(super) stale: Option<Vec<String>>,
}

impl CacheEntry for (Address, Arc<Record>) {
    fn name(&self) -> &str {
        self.0.as_str()
    }
}

impl BuildCacheHead {
    /// A head for what a build just wrote.
    pub(super) fn new(manifest: Fingerprint, inputs: Option<Fingerprint>, stale: Option<Vec<String>>) -> Self {
        Self { manifest: Some(manifest), inputs, stale, ..Self::default() }
    }

    /// Whether `output` is still what the last build wrote.
    fn describes(&self, output: &Output) -> bool {
        self.output == absolute(output) && self.manifest.is_some() && output.manifest() == self.manifest
    }
}

impl BuildCache {
    /// What the cache file `path` holds about `output`, if that is still what the last build wrote.
    pub fn load(output: &Output, path: PathBuf) -> Self {
        let kept = cache::load_all::<BuildCacheHead, (Address, Arc<Record>)>(&path);
        let nothing = Self { path, ..Self::default() };
        match kept {
            CacheRead::Found(CachedEntries { head, values, state }) if head.describes(output) => {
                Self { head, records: values.into_iter().collect(), cache_state: state, ..nothing }
            }
            CacheRead::Damaged => Self { damaged: true, ..nothing },
            CacheRead::Found(_) | CacheRead::Missing => nothing,
        }
    }

    /// Writes the cache: `records` describe the new `output`.
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
            self.records.get(*address).is_some_and(|known| Arc::ptr_eq(known, record))
        };
        let changed = records.iter().filter(|record| !is_unchanged(record)).map(|(address, _)| address);
        let gone = self.records.keys().filter(|address| !records.contains_key(*address));
        let changed = changed.chain(gone).map(ToString::to_string).collect();
        let records: Vec<(Address, Arc<Record>)> = records.into_iter().collect();
        let saved = cache::save_all(&self.path, &head, &records, &self.cache_state, changed);
        // whatever changes from here on must bear a later time than this build
        std::thread::sleep(TICK.saturating_sub(since.elapsed()));
        saved.with_context(|| self.path.display().to_string())
    }

    /// All files but the manifest.
    pub(super) fn files(&self) -> impl Iterator<Item = FileRecord> {
        self.records.values().flat_map(|record| record.files.iter())
    }

    /// The files of some entries.
    pub(super) fn files_of<'a>(&'a self, of: impl Iterator<Item = &'a Address>) -> impl Iterator<Item = FileRecord> {
        of.filter_map(|address| self.records.get(address)).flat_map(|record| record.files.iter())
    }

    /// How many files there are besides the manifest.
    pub(super) fn file_count(&self) -> usize {
        self.records.values().map(|record| record.files.len()).sum()
    }

    /// The folders of all files and those above, without the output folder itself.
    pub(super) fn folders(&self) -> HashSet<String> {
        let mut folders = HashSet::new();
        let mut last = String::new();
        for file in self.files() {
            let mut folder = parent(&file.path);
            // most files are in the folder of the file before
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

    /// The key that the entry at `address` was made under.
    pub fn key(&self, address: &Address) -> Option<&Key> {
        self.records.get(address).map(|record| &record.key)
    }

    /// What was made for all entries but the one at `address`, which the stages after the first depend on.
    pub fn records_without(&self, address: &Address) -> Records {
        let others = self.records.iter().filter(|(other, _)| *other != address);
        Records::of(others.map(|(address, record)| (address.clone(), record.clone())))
    }
}

fn absolute(output: &Output) -> String {
    std::path::absolute(output.path()).unwrap_or_else(|_| output.path().to_owned()).to_string_lossy().into_owned()
}

/// The folder of a path in the output; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
