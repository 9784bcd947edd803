//! Fills the staging tree: keeps the files of unchanged entries, makes and writes the others.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use rayon::prelude::*;

use super::compare::{ENTRIES_PER_TASK, KeyedEntry, LastOutput};
use super::costs::Costs;
use super::staging::StagingTree;
use crate::archive::Address;
use crate::config::{Language, Phrase};
use crate::io::progress::Progress;
use crate::io::watchdog::Watchdog;
use crate::pages::{Entry, FileRecord, Record, Records, Sources};
use crate::site::{Plan, manifest};
use crate::text::fingerprint::Fingerprint;

/// Input for filling a staging tree.
pub(super) struct Filler<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) sources: &'a dyn Sources,
    pub(super) last: &'a LastOutput<'a>,
    pub(super) watchdog: &'a Watchdog,
    pub(super) progress: Option<Language>,
    pub(super) costs: Option<&'a Costs>,
}

/// Result of filling a staging tree.
#[derive(Default)]
pub(super) struct Filled {
    pub(super) records: Records,
    /// Number of entries with a new, changed or removed file.
    pub(super) changed: usize,
    /// New or changed files; empty in the first build.
    written: HashSet<String>,
    /// Removed files.
    removed: Vec<String>,
}

/// The files of one entry in the staging tree.
struct FilledEntry {
    address: Address,
    record: Arc<Record>,
    /// Whether any of its files is new, changed or removed.
    is_changed: bool,
    /// New or changed files; empty in the first build.
    written: Vec<String>,
    /// Removed files.
    removed: Vec<String>,
}

impl Filled {
    fn add(&mut self, entry: FilledEntry) {
        let FilledEntry { address, record, is_changed, written, removed } = entry;
        self.changed += usize::from(is_changed);
        self.written.extend(written);
        self.removed.extend(removed);
        self.records.add(address, record);
    }

    /// Files in which the old output differs from the new one, including those of the removed entries `dropped`.
    pub(super) fn stale(&self, dropped: impl Iterator<Item = FileRecord>) -> BTreeSet<String> {
        let dropped = dropped.map(|file| file.path);
        let all = dropped.chain(self.removed.iter().cloned()).chain(self.written.iter().cloned());
        all.chain([manifest::PATH.to_owned()]).collect()
    }

    /// Whether a file was written in this build.
    pub(super) fn wrote(&self, path: &str) -> bool {
        self.written.contains(path) || path == manifest::PATH
    }

    /// Writes the manifest of all records. Returns its hash.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub(super) fn write_manifest(&self, stage: &StagingTree) -> Result<Fingerprint> {
        let pieces = manifest::write(&self.records.files());
        let (written, hash) =
            rayon::join(|| stage.write_pieces(manifest::PATH, &pieces), || Fingerprint::of_pieces(&pieces));
        written.map(|()| hash)
    }
}

impl Filler<'_> {
    /// Fills the staging tree with the entries of the first stage, then with those of the `second`, which depend on
    /// them.
    ///
    /// # Errors
    /// [`crate::pages::MakeError`], or an I/O error with its path.
    pub(super) fn fill(&self, stage: &StagingTree, mut first: Vec<KeyedEntry>, second: Vec<Entry>) -> Result<Filled> {
        let progress = Progress::begin(Phrase::new("生成", "building"), first.len(), self.progress);
        // entries that need most memory come last, when texts that only pages need are freed
        first.sort_by_key(|keyed| keyed.entry.weight());
        let entries: Vec<FilledEntry> = first
            .into_iter()
            .par_bridge()
            .map(|keyed| {
                let filled = self.fill_entry(stage, keyed, &Records::default());
                progress.step();
                filled
            })
            .collect::<Result<_>>()?;
        let mut filled = Filled::default();
        entries.into_iter().for_each(|entry| filled.add(entry));
        let second: Vec<FilledEntry> = second
            .into_par_iter()
            .map(|entry| {
                let keyed = self.last.keyed(self.plan, entry, &filled.records);
                self.fill_entry(stage, keyed, &filled.records)
            })
            .collect::<Result<_>>()?;
        second.into_iter().for_each(|entry| filled.add(entry));
        Ok(filled)
    }

    /// Puts the files of one entry into the staging tree and adds up their cost.
    fn fill_entry(&self, stage: &StagingTree, keyed: KeyedEntry, records: &Records) -> Result<FilledEntry> {
        let (began, kind) = (Instant::now(), keyed.entry.kind.about());
        let filled = self.keep_or_make(stage, keyed, records)?;
        if let Some(costs) = self.costs {
            costs.add(kind, &filled.record, began.elapsed());
        }
        Ok(filled)
    }

    /// Keeps the entry's files if its key is unchanged, else makes them. Of these, files with unchanged content are kept,
    /// not rewritten.
    fn keep_or_make(&self, stage: &StagingTree, keyed: KeyedEntry, records: &Records) -> Result<FilledEntry> {
        let last_record = self.last.cache.records.get(&keyed.entry.address);
        if let Some(record) = last_record.filter(|_| keyed.can_keep)
            && record.files.iter().all(|file| stage.keep(&file.path).is_ok())
        {
            let (address, record) = (keyed.entry.address, Arc::clone(record));
            return Ok(FilledEntry { address, record, is_changed: false, written: Vec::new(), removed: Vec::new() });
        }
        let outcome = {
            let _watch = self.watchdog.watch(&keyed.entry.address);
            self.plan.make(&keyed.entry, self.sources, records)?
        };
        let record = Arc::new(Record::of(keyed.key, &outcome));
        let (before, now): (BTreeSet<FileRecord>, Vec<FileRecord>) =
            (last_record.iter().flat_map(|last| last.files.iter()).collect(), record.files.iter().collect());
        let written = outcome.files.par_iter().zip(&now).with_min_len(ENTRIES_PER_TASK).map(|((path, bytes), file)| {
            let is_kept = before.contains(file) && self.last.is_file_intact(file) && stage.keep(path).is_ok();
            if !is_kept {
                stage.write(path, bytes)?;
            }
            Ok((!is_kept).then(|| path.clone()))
        });
        let mut written: Vec<String> = written.filter_map(Result::transpose).collect::<Result<_>>()?;
        let now: HashSet<&str> = now.iter().map(|file| file.path.as_str()).collect();
        let removed = before.into_iter().map(|file| file.path).filter(|path| !now.contains(path.as_str()));
        let removed: Vec<String> = removed.collect();
        let is_changed = !written.is_empty() || !removed.is_empty();
        if self.last.cache.records.is_empty() {
            // everything is new: the list is not needed
            written = Vec::new();
        }
        Ok(FilledEntry { address: keyed.entry.address, record, is_changed, written, removed })
    }
}
