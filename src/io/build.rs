//! Building: the plan compared with what is there, what differs made anew, the new tree swapped with the old.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{self, Kept};
use super::output::{Output, Stage};
use super::progress::Progress;
use super::watchdog::Watchdog;
use crate::archive::Address;
use crate::site::make::Made;
use crate::site::{Entry, FileRecord, Key, Plan, Record, Sources, manifest};

/// What a build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Files of the site, the manifest included.
    pub files: usize,
    /// Entries made anew.
    pub made: usize,
    /// Whether the output was touched at all.
    pub changed: bool,
    /// Whether what was remembered of the last build was damaged.
    pub damaged: bool,
}

/// What is remembered of an output folder between runs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Where the output lies.
    output: String,
    /// The manifest this describes.
    manifest_sha256: [u8; 32],
    /// When it was written, in nanoseconds since 1970: a file changed later is not ours any more.
    written: u64,
    /// What was made.
    records: BTreeMap<Address, Record>,
}

/// Makes `output` what `plan` says, remembering it in the file `memory`.
///
/// # Errors
/// [`crate::site::MakeError`] where a page cannot be made, else an I/O error with its path. The old output is then as
/// it was.
pub fn build(plan: &Plan<'_>, sources: &dyn Sources, output: &Output, memory: &Path, quiet: bool) -> Result<Built> {
    let (known, damaged) = recall(output, memory);
    let watchdog = Watchdog::start();
    let work = Work { plan, sources, output, known: &known, watchdog: &watchdog, quiet };
    let mut planned: BTreeMap<Address, Entry> = BTreeMap::new();
    for entry in plan.entries() {
        planned.entry(entry.address.clone()).or_insert(entry);
    }
    let (first, second): (Vec<Entry>, Vec<Entry>) = planned.into_values().partition(|entry| entry.stage() == 0);
    let keyed = work.compare(first);
    let todo = keyed.iter().filter(|keyed| !keyed.fresh).count();
    if todo == 0 && keyed.len() + second.len() == known.records.len() {
        let kept = work.keep_all(&keyed);
        if second.iter().all(|entry| work.is_fresh(entry, &kept)) {
            let files = known.records.values().map(|record| record.files.len()).sum::<usize>() + 1;
            return Ok(Built { files, made: 0, changed: false, damaged });
        }
    }
    let stage = output.stage()?;
    let made = work.fill(&stage, keyed, second);
    let (made, anew) = match made {
        Ok(made) => made,
        Err(error) => {
            stage.abandon()?;
            return Err(error);
        }
    };
    let (manifest_sha256, files) = finish(stage, &made)?;
    let records = made.into_records();
    remember(output, memory, Memory { output: String::new(), manifest_sha256, written: 0, records })?;
    Ok(Built { files, made: anew, changed: true, damaged })
}

impl Memory {
    /// The key the entry at `address` was made under.
    pub fn key(&self, address: &Address) -> Option<&Key> {
        self.records.get(address).map(|record| &record.key)
    }

    /// What was made of all entries but that at `address`, for the stages after the first.
    pub fn made(&self, address: &Address) -> Made {
        let others = self.records.iter().filter(|(other, _)| *other != address);
        Made::of(others.map(|(address, record)| (address.clone(), record.clone())))
    }
}

/// What is remembered of the last build, as far as `output` still is what that build left.
pub fn recall(output: &Output, memory: &Path) -> (Memory, bool) {
    let known: Memory = match cache::load(memory) {
        Kept::Found(known) => known,
        Kept::Nothing => return (Memory::default(), false),
        Kept::Damaged => return (Memory::default(), true),
    };
    let is_that = known.output == place(output) && output.manifest_sha256() == Some(known.manifest_sha256);
    (if is_that { known } else { Memory::default() }, false)
}

fn remember(output: &Output, memory: &Path, made: Memory) -> Result<()> {
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let written = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
    let made = Memory { output: place(output), written, ..made };
    cache::save(memory, &made).with_context(|| memory.display().to_string())
}

fn place(output: &Output) -> String {
    std::path::absolute(output.path()).unwrap_or_else(|_| output.path().to_owned()).to_string_lossy().into_owned()
}

/// Writes the manifest and swaps the trees; gives the manifest's hash and the number of files.
fn finish(stage: Stage, made: &Made) -> Result<([u8; 32], usize)> {
    let mut files: Vec<&FileRecord> = made.files().collect();
    files.sort();
    let bytes = manifest::write(files.iter().copied());
    stage.write(manifest::PATH, &bytes)?;
    let count = files.len() + 1;
    stage.swap()?;
    Ok((FileRecord::of(manifest::PATH, &bytes).sha256, count))
}

/// What all steps of a build need.
struct Work<'a> {
    plan: &'a Plan<'a>,
    sources: &'a dyn Sources,
    output: &'a Output,
    known: &'a Memory,
    watchdog: &'a Watchdog,
    quiet: bool,
}

/// An entry with its key, and whether what was made under that key is still there.
struct Keyed {
    entry: Entry,
    key: Key,
    fresh: bool,
}

impl Work<'_> {
    /// Takes the keys of entries of stage 0.
    fn compare(&self, entries: Vec<Entry>) -> Vec<Keyed> {
        let nothing = Made::default();
        let keyed = entries.into_par_iter().map(|entry| {
            let key = self.plan.key(&entry, &nothing);
            let fresh = self
                .known
                .records
                .get(&entry.address)
                .is_some_and(|record| record.key == key && self.is_intact(record));
            Keyed { entry, key, fresh }
        });
        keyed.collect()
    }

    fn is_fresh(&self, entry: &Entry, made: &Made) -> bool {
        let record = self.known.records.get(&entry.address);
        record.is_some_and(|record| record.key == self.plan.key(entry, made) && self.is_intact(record))
    }

    /// Whether the files of a record lie in the output as they were written.
    fn is_intact(&self, record: &Record) -> bool {
        record.files.iter().all(|file| {
            let data = std::fs::symlink_metadata(self.output.locate(&file.path));
            data.is_ok_and(|data| {
                let modified = data.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
                let modified = modified.and_then(|time| u64::try_from(time.as_nanos()).ok()).unwrap_or(u64::MAX);
                data.is_file() && data.len() == file.size && modified <= self.known.written
            })
        })
    }

    fn keep_all(&self, keyed: &[Keyed]) -> Made {
        let records = keyed.iter().filter_map(|keyed| self.known.records.get_key_value(&keyed.entry.address));
        Made::of(records.map(|(address, record)| (address.clone(), record.clone())))
    }

    /// Fills the stage: what is fresh is kept, the rest made, stage by stage. Gives all records and how many are new.
    fn fill(&self, stage: &Stage, first: Vec<Keyed>, second: Vec<Entry>) -> Result<(Made, usize)> {
        let anew = AtomicUsize::new(0);
        let progress = Progress::begin("生成 building", first.len(), self.quiet);
        let records: Vec<(Address, Record)> = first
            .into_par_iter()
            .map(|keyed| {
                let record = self.record(stage, &keyed, &Made::default(), &anew)?;
                progress.step();
                Ok((keyed.entry.address, record))
            })
            .collect::<Result<_>>()?;
        let mut made = Made::of(records.into_iter());
        for entry in second {
            let (key, fresh) = (self.plan.key(&entry, &made), self.is_fresh(&entry, &made));
            let record = self.record(stage, &Keyed { entry: entry.clone(), key, fresh }, &made, &anew)?;
            made.add(entry.address, record);
        }
        Ok((made, anew.into_inner()))
    }

    /// Puts the files of one entry on the stage.
    fn record(&self, stage: &Stage, keyed: &Keyed, made: &Made, anew: &AtomicUsize) -> Result<Record> {
        let known = self.known.records.get(&keyed.entry.address).filter(|_| keyed.fresh);
        if let Some(record) = known
            && record.files.iter().all(|file| stage.keep(&file.path).is_ok())
        {
            return Ok(record.clone());
        }
        let outcome = {
            let _watched = self.watchdog.watch(&keyed.entry.address);
            self.plan.make(&keyed.entry, self.sources, made)?
        };
        anew.fetch_add(1, Ordering::Relaxed);
        for (path, bytes) in &outcome.files {
            stage.write(path, bytes)?;
        }
        Ok(Record::of(keyed.key.clone(), &outcome))
    }
}
