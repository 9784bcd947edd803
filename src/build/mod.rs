//! Building: the plan compared with what is there, what differs made anew, the new tree swapped with the old.

pub mod explain;
pub mod output;
pub mod staging;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::output::Output;
use self::staging::Stage;
use crate::archive::Address;
use crate::io::cache::{self, Kept, Loaded, Named, Saved};
use crate::io::glance::Root;
use crate::io::progress::Progress;
use crate::io::watchdog::Watchdog;
use crate::pages::{Entry, FileRecord, Key, Made, Record, Sources, Stage as Pass};
use crate::site::{Plan, manifest};
use crate::text::fingerprint::Fingerprint;

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

/// A thread takes no more entries at a time, for notices take far longer than what comes after them.
const AT_ONCE: usize = 64;

/// What is remembered of an output folder between runs.
#[derive(Debug, Default)]
pub struct Memory {
    /// The file this is remembered in.
    path: PathBuf,
    head: Head,
    /// What was made.
    records: BTreeMap<Address, Arc<Record>>,
    /// Where the records lie.
    saved: Saved,
    /// Whether what was remembered was damaged, so that nothing is known.
    damaged: bool,
}

/// What is remembered of an output folder as a whole.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    /// Where the output lies.
    output: String,
    /// The manifest this describes.
    manifest: Option<Fingerprint>,
    /// When it was written, in nanoseconds since 1970: a file changed later is not ours any more.
    written: u64,
    /// Everything it was made from.
    inputs: Option<Fingerprint>,
    /// The files in which the spare tree differs from the output; `None` where there is no spare.
    stale: Option<Vec<String>>,
}

/// Makes `output` what `plan` says, where the last build left what is `known`, and remembers this one.
///
/// # Errors
/// [`crate::pages::MakeError`] where a page cannot be made, else an I/O error with its path. The old output is then as
/// it was.
pub fn build(plan: &Plan<'_>, sources: &dyn Sources, output: &Output, known: &Memory, quiet: bool) -> Result<Built> {
    let memory = known.path.as_path();
    cache::tidy(memory);
    let watchdog = Watchdog::start();
    let root = Root::open(output.path());
    let work = Work { plan, sources, output, root: &root, known, watchdog: &watchdog, quiet };
    let inputs = plan.inputs.fingerprint();
    let unchanged = Built { files: known.file_count() + 1, made: 0, changed: false, damaged: known.damaged };
    if inputs.is_some() && inputs == known.head.inputs && work.all_intact() {
        return Ok(unchanged);
    }
    let planned = planned(plan);
    let is_planned = |address: &Address| planned.binary_search_by(|entry| entry.address.cmp(address)).is_ok();
    let dropped: Vec<&Address> = known.records.keys().filter(|address| !is_planned(address)).collect();
    let (first, second): (Vec<Entry>, Vec<Entry>) = planned.into_iter().partition(|entry| entry.stage() == Pass::First);
    let keyed = work.compare(first);
    if dropped.is_empty() && keyed.iter().all(|keyed| keyed.fresh) {
        let kept = work.keep_all(&keyed);
        if second.iter().all(|entry| work.is_fresh(entry, &kept)) {
            return Ok(unchanged);
        }
    }
    // Each memory has a spare of its own: a tree made for one audience never becomes part of another's.
    let name = memory.file_name().unwrap_or_default().to_string_lossy();
    let spare = memory.with_file_name(format!("spare-{name}"));
    let can_spare = work.holds_nothing_else();
    let stage = work.stage(&spare)?;
    let filled = work.drop_files(&stage, &dropped).and_then(|()| work.fill(&stage, keyed, second)).and_then(|made| {
        let stale = work.stale(&made, &dropped);
        stale.iter().filter(|path| !made.wrote(path)).try_for_each(|path| stage.drop(path))?;
        let written = write_manifest(&stage, &made.made)?;
        Ok((made, stale, written))
    });
    let (made, stale, manifest) = match filled {
        Ok(filled) => filled,
        Err(error) => {
            // Why it failed matters more than what stays until the next run.
            let _ = stage.abandon();
            return Err(error);
        }
    };
    let spared = stage.swap(can_spare.then_some(spare.as_path()))?;
    let (built, records) = (made.built(known.damaged), made.made.into_records());
    let stale = spared.then(|| stale.into_iter().collect());
    remember(output, known, Head { manifest: Some(manifest), inputs, stale, ..Head::default() }, records)?;
    Ok(built)
}

/// The entries by address, of two at one address the one that comes first.
fn planned(plan: &Plan<'_>) -> Vec<Entry> {
    let mut planned: Vec<Entry> = plan.entries().collect();
    planned.par_sort_by(|a, b| a.address.cmp(&b.address));
    planned.dedup_by(|later, entry| later.address == entry.address);
    planned
}

impl Memory {
    /// All files but the manifest.
    fn files(&self) -> impl Iterator<Item = FileRecord> {
        self.records.values().flat_map(|record| record.files.iter())
    }

    /// How many files there are but for the manifest.
    fn file_count(&self) -> usize {
        self.records.values().map(|record| record.files.len()).sum()
    }

    /// The folders in which the files lie, and those above, but for the output folder itself.
    fn folders(&self) -> HashSet<String> {
        let mut folders = HashSet::new();
        let mut last = String::new();
        for file in self.files() {
            let mut folder = parent(&file.path);
            // most files lie where the one before lies
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

/// What the file `path` remembers of the last build, as far as `output` still is what that build left.
pub fn recall(output: &Output, path: PathBuf) -> Memory {
    let kept = cache::load_all::<Head, (Address, Arc<Record>)>(&path);
    let nothing = Memory { path, ..Memory::default() };
    match kept {
        Kept::Found(Loaded { head, values, saved }) if head.describes(output) => {
            Memory { head, records: values.into_iter().collect(), saved, ..nothing }
        }
        Kept::Damaged => Memory { damaged: true, ..nothing },
        Kept::Found(_) | Kept::Nothing => nothing,
    }
}

impl Head {
    /// Whether `output` still is what the last build left.
    fn describes(&self, output: &Output) -> bool {
        self.output == place(output) && self.manifest.is_some() && output.manifest() == self.manifest
    }
}

impl Named for (Address, Arc<Record>) {
    fn name(&self) -> &str {
        self.0.as_str()
    }
}

fn remember(output: &Output, known: &Memory, head: Head, records: BTreeMap<Address, Arc<Record>>) -> Result<()> {
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let written = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
    let head = Head { output: place(output), written, ..head };
    let is_known = |(address, record): &(&Address, &Arc<Record>)| {
        known.records.get(*address).is_some_and(|known| Arc::ptr_eq(known, record))
    };
    let others = records.iter().filter(|record| !is_known(record)).map(|(address, _)| address);
    let gone = known.records.keys().filter(|address| !records.contains_key(*address));
    let others = others.chain(gone).map(ToString::to_string).collect();
    let records: Vec<(Address, Arc<Record>)> = records.into_iter().collect();
    let Memory { path, saved, .. } = known;
    cache::save_all(path, &head, &records, saved, others).with_context(|| path.display().to_string())
}

fn place(output: &Output) -> String {
    std::path::absolute(output.path()).unwrap_or_else(|_| output.path().to_owned()).to_string_lossy().into_owned()
}

/// Writes the manifest of everything made.
fn write_manifest(stage: &Stage, made: &Made) -> Result<Fingerprint> {
    let pieces = manifest::write(&made.files());
    let (written, fingerprint) =
        rayon::join(|| stage.write_pieces(manifest::PATH, &pieces), || Fingerprint::of_pieces(&pieces));
    written.map(|()| fingerprint)
}

/// What all steps of a build need.
struct Work<'a> {
    plan: &'a Plan<'a>,
    sources: &'a dyn Sources,
    output: &'a Output,
    root: &'a Root,
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

/// What a stage was filled with.
struct Filled {
    made: Made,
    /// How many entries are others than before.
    anew: usize,
    /// Their files that are new or others than before, where there was a tree before.
    written: HashSet<String>,
    /// Their files that are no more.
    gone: Vec<String>,
}

/// What became of an entry.
struct Became {
    record: Arc<Record>,
    /// Whether any of its files is another than before.
    anew: bool,
    /// Its files that are new or others than before, where there was a tree before.
    written: Vec<String>,
    /// Its files that are no more.
    gone: Vec<String>,
}

impl Filled {
    fn add(&mut self, address: Address, became: Became) {
        let Became { record, anew, written, gone } = became;
        self.anew += usize::from(anew);
        self.written.extend(written);
        self.gone.extend(gone);
        self.made.add(address, record);
    }

    /// Whether a file was written anew.
    fn wrote(&self, path: &str) -> bool {
        self.written.contains(path) || path == manifest::PATH
    }

    fn built(&self, damaged: bool) -> Built {
        Built { files: self.made.file_count() + 1, made: self.anew, changed: true, damaged }
    }
}

impl Work<'_> {
    /// Whether all that was made lies in the output as it was written.
    fn all_intact(&self) -> bool {
        let records: Vec<&Arc<Record>> = self.known.records.values().collect();
        records.into_par_iter().with_max_len(AT_ONCE).all(|record| self.is_intact(record))
    }

    /// Whether the output is known to hold what was made and nothing else, so that it may serve as a spare. What was
    /// put into a folder changed the folder's time; the topmost, where dot-files may come and go, is looked through.
    fn holds_nothing_else(&self) -> bool {
        let folders = self.known.folders();
        let in_top: HashSet<String> =
            self.known.files().map(|file| file.path).filter(|path| !path.contains('/')).collect();
        let is_ours = |name: &str| name == manifest::PATH || in_top.contains(name) || folders.contains(name);
        let is_known = |name: &str| name.starts_with('.') || is_ours(name);
        let Ok(mut entries) = std::fs::read_dir(self.output.path()) else { return false };
        let is_untouched = |folder: &String| {
            let seen = self.root.glance(folder);
            seen.is_some_and(|seen| seen.is_folder && seen.modified <= self.known.head.written)
        };
        !self.known.records.is_empty()
            && entries.all(|entry| entry.is_ok_and(|entry| is_known(&entry.file_name().to_string_lossy())))
            && folders.par_iter().all(is_untouched)
    }

    /// A stage: the spare where there is one, else empty.
    fn stage(&self, spare: &Path) -> Result<Stage> {
        if let Some(stale) = &self.known.head.stale
            && let Some(stage) = Stage::of_spare(self.output, spare, stale)?
        {
            return Ok(stage);
        }
        Stage::empty(self.output)
    }

    fn drop_files(&self, stage: &Stage, dropped: &[&Address]) -> Result<()> {
        self.known_files(dropped.iter().copied()).try_for_each(|file| stage.drop(&file.path))
    }

    fn known_files<'a>(&'a self, of: impl Iterator<Item = &'a Address>) -> impl Iterator<Item = FileRecord> {
        of.filter_map(|address| self.known.records.get(address)).flat_map(|record| record.files.iter())
    }

    /// The files in which the output's old tree differs from the new one.
    fn stale(&self, filled: &Filled, dropped: &[&Address]) -> BTreeSet<String> {
        let dropped = self.known_files(dropped.iter().copied()).map(|file| file.path);
        let all = dropped.chain(filled.gone.iter().cloned()).chain(filled.written.iter().cloned());
        all.chain([manifest::PATH.to_owned()]).collect()
    }

    /// Takes the keys of entries of stage 0.
    fn compare(&self, entries: Vec<Entry>) -> Vec<Keyed> {
        let nothing = Made::default();
        let keyed = entries.into_par_iter().with_max_len(AT_ONCE).map(|entry| {
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
        record.files.iter().all(|file| self.is_file_intact(&file))
    }

    fn is_file_intact(&self, file: &FileRecord) -> bool {
        let seen = self.root.glance(&file.path);
        seen.is_some_and(|seen| seen.is_file && seen.size == file.size && seen.modified <= self.known.head.written)
    }

    fn keep_all(&self, keyed: &[Keyed]) -> Made {
        let records = keyed.iter().filter_map(|keyed| self.known.records.get_key_value(&keyed.entry.address));
        Made::of(records.map(|(address, record)| (address.clone(), record.clone())))
    }

    /// Fills the stage: what is fresh is kept, the rest made, stage by stage, what takes most memory last.
    fn fill(&self, stage: &Stage, mut first: Vec<Keyed>, second: Vec<Entry>) -> Result<Filled> {
        let progress = Progress::begin("生成 building", first.len(), self.quiet);
        first.sort_by_key(|keyed| keyed.entry.weight());
        let entries: Vec<(Address, Became)> = first
            .into_iter()
            .par_bridge()
            .map(|keyed| {
                let became = self.record(stage, &keyed, &Made::default())?;
                progress.step();
                Ok((keyed.entry.address, became))
            })
            .collect::<Result<_>>()?;
        let mut filled = Filled { made: Made::default(), anew: 0, written: HashSet::new(), gone: Vec::new() };
        entries.into_iter().for_each(|(address, became)| filled.add(address, became));
        let second: Vec<(Address, Became)> = second
            .into_par_iter()
            .map(|entry| {
                let (key, fresh) = (self.plan.key(&entry, &filled.made), self.is_fresh(&entry, &filled.made));
                let keyed = Keyed { entry, key, fresh };
                let became = self.record(stage, &keyed, &filled.made)?;
                Ok((keyed.entry.address, became))
            })
            .collect::<Result<_>>()?;
        second.into_iter().for_each(|(address, became)| filled.add(address, became));
        Ok(filled)
    }

    /// Puts the files of one entry on the stage. A file that comes out as it was stays the file it was.
    fn record(&self, stage: &Stage, keyed: &Keyed, made: &Made) -> Result<Became> {
        let known = self.known.records.get(&keyed.entry.address);
        if let Some(record) = known.filter(|_| keyed.fresh)
            && record.files.iter().all(|file| stage.keep(&file.path).is_ok())
        {
            let record = Arc::clone(record);
            return Ok(Became { record, anew: false, written: Vec::new(), gone: Vec::new() });
        }
        let outcome = {
            let _watched = self.watchdog.watch(&keyed.entry.address);
            self.plan.make(&keyed.entry, self.sources, made)?
        };
        let record = Arc::new(Record::of(keyed.key.clone(), &outcome));
        let (before, now): (BTreeSet<FileRecord>, Vec<FileRecord>) =
            (known.iter().flat_map(|known| known.files.iter()).collect(), record.files.iter().collect());
        let written = outcome.files.par_iter().zip(&now).with_min_len(AT_ONCE).map(|((path, bytes), file)| {
            let stays = before.contains(file) && self.is_file_intact(file) && stage.keep(path).is_ok();
            if !stays {
                stage.write(path, bytes)?;
            }
            Ok((!stays).then(|| path.clone()))
        });
        let mut written: Vec<String> = written.filter_map(Result::transpose).collect::<Result<_>>()?;
        let now: HashSet<&str> = now.iter().map(|file| file.path.as_str()).collect();
        let gone = before.into_iter().map(|file| file.path).filter(|path| !now.contains(path.as_str()));
        let gone: Vec<String> = gone.collect();
        let anew = !written.is_empty() || !gone.is_empty();
        if self.known.records.is_empty() {
            // all is new, and nobody asks what
            written = Vec::new();
        }
        Ok(Became { record, anew, written, gone })
    }
}

/// The folder of a path in the output; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
