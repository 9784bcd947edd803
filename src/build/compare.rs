//! Compares the plan with the last build: which entries have an unchanged key, and which of their files are intact.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::build_cache::BuildCache;
use super::output::Output;
use crate::io::file_stat::StatRoot;
use crate::io::source::is_system_file;
use crate::pages::{Entry, FileRecord, Key, Record, Records};
use crate::site::{Plan, manifest};

/// Most entries in one task of a thread. Small, because entries of notices come first and take far longer than the
/// rest, so that large tasks would leave threads without work. Not measured.
pub(super) const ENTRIES_PER_TASK: usize = 64;

/// The output on disk compared with the cache of the last build.
pub(super) struct LastOutput<'a> {
    pub(super) cache: &'a BuildCache,
    output: &'a Output,
    root: StatRoot,
}

/// An entry with its key, and whether it can be kept: the key is unchanged and its files are intact.
pub(super) struct KeyedEntry {
    pub(super) entry: Entry,
    pub(super) key: Key,
    pub(super) can_keep: bool,
}

/// The entries of a plan sorted by address. Of two entries with one address the first wins.
pub(super) fn planned(plan: &Plan<'_>) -> Vec<Entry> {
    let mut planned: Vec<Entry> = plan.entries().collect();
    planned.par_sort_by(|a, b| a.address.cmp(&b.address));
    planned.dedup_by(|later, entry| later.address == entry.address);
    planned
}

impl<'a> LastOutput<'a> {
    pub(super) fn open(cache: &'a BuildCache, output: &'a Output) -> Self {
        Self { cache, output, root: StatRoot::open(output.path()) }
    }

    /// Whether every file of the last build is intact.
    pub(super) fn is_all_intact(&self) -> bool {
        let records: Vec<&Arc<Record>> = self.cache.records.values().collect();
        records.into_par_iter().with_max_len(ENTRIES_PER_TASK).all(|record| self.is_intact(record))
    }

    /// Whether the output holds only the files of the last build. Adding a file to a folder changes the folder's time.
    /// In the top folder, where dot-files may come and go, names are compared instead.
    pub(super) fn holds_nothing_else(&self) -> bool {
        let folders = self.cache.folders();
        let in_top: HashSet<String> =
            self.cache.files().map(|file| file.path).filter(|path| !path.contains('/')).collect();
        let is_ours = |name: &str| name == manifest::PATH || in_top.contains(name) || folders.contains(name);
        let is_expected = |name: &str| name.starts_with('.') || is_system_file(name) || is_ours(name);
        let Ok(mut entries) = std::fs::read_dir(self.output.path()) else { return false };
        let is_untouched = |folder: &String| {
            let stat = self.root.stat(folder);
            stat.is_some_and(|stat| stat.is_folder && stat.changed <= self.cache.head.written)
        };
        !self.cache.records.is_empty()
            && entries.all(|entry| entry.is_ok_and(|entry| is_expected(&entry.file_name().to_string_lossy())))
            && folders.par_iter().all(is_untouched)
    }

    /// Computes the keys of entries of the first stage.
    pub(super) fn compare(&self, plan: &Plan<'_>, entries: Vec<Entry>) -> Vec<KeyedEntry> {
        let no_records = Records::default();
        let keyed =
            entries.into_par_iter().with_max_len(ENTRIES_PER_TASK).map(|entry| self.keyed(plan, entry, &no_records));
        keyed.collect()
    }

    /// Computes the key of an entry that depends on the records of the stage before.
    pub(super) fn keyed(&self, plan: &Plan<'_>, entry: Entry, records: &Records) -> KeyedEntry {
        let key = plan.key(&entry, records);
        let record = self.cache.records.get(&entry.address);
        let can_keep = record.is_some_and(|record| record.key == key && self.is_intact(record));
        KeyedEntry { entry, key, can_keep }
    }

    /// The cached records of entries that are all kept.
    pub(super) fn keep_all(&self, keyed: &[KeyedEntry]) -> Records {
        let records = keyed.iter().filter_map(|keyed| self.cache.records.get_key_value(&keyed.entry.address));
        Records::of(records.map(|(address, record)| (address.clone(), record.clone())))
    }

    fn is_intact(&self, record: &Record) -> bool {
        record.files.iter().all(|file| self.is_file_intact(&file))
    }

    /// Whether a file is intact, judged by its size and time.
    pub(super) fn is_file_intact(&self, file: &FileRecord) -> bool {
        let stat = self.root.stat(&file.path);
        stat.is_some_and(|stat| stat.is_file && stat.size == file.size && stat.modified <= self.cache.head.written)
    }
}
