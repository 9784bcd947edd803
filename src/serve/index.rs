//! The search index while drafting: segments made once in the background and kept in our notes, and over them the
//! notices that changed since.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::answer::Answer;
use super::page;
use crate::io::cache::{self, Kept};
use crate::io::load::{ContentFolder, LoadedSite};
use crate::pages::segment::{SegmentFiles, over_segments, segments_together};
use crate::pages::{Key, Made as Earlier, MakeError, Outcome};
use crate::search::index::SegmentReport;
use crate::search::root::{Overlay, Segments};
use crate::site::Plan;
use crate::site::overlay::{Indexed, OverlayChanges};
use crate::text::fingerprint::Fingerprint;

/// So many changed notices lie over the segments at most; for more the segments are made again.
const MOST: usize = 64;

/// The segments of one state of the sources.
#[derive(Debug)]
pub struct Base {
    /// Newest first.
    packs: Vec<Pack>,
    segments: Segments,
    /// The directory of the segments.
    directory: Outcome,
    indexed: Indexed,
}

/// What the background came to.
pub type IndexResult = Result<Box<Base>, String>;

/// A segment's files in one file on disk, or in memory where the disk is full.
#[derive(Debug)]
struct Pack {
    stored: Stored,
    place: Option<PathBuf>,
    bytes: Vec<u8>,
}

/// What is remembered of a segment between runs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    key: Option<Key>,
    note: Vec<u8>,
    hash: Option<Fingerprint>,
    /// Where each file begins in the pack, and how long it is.
    files: BTreeMap<String, (u64, usize)>,
}

/// A notice over the segments, as it was made.
struct Changed {
    fingerprint: Fingerprint,
    report: SegmentReport,
    outcome: Outcome,
}

/// The site as it is now.
#[derive(Clone, Copy)]
pub struct Now<'a> {
    /// What is loaded.
    pub loaded: &'a Arc<LoadedSite>,
    /// Its plan.
    pub plan: &'a Plan<'a>,
    /// Where texts come from.
    pub content: &'a ContentFolder,
}

/// The index.
pub struct Index {
    notes: PathBuf,
    /// Hands over what the background made; nobody waiting for it is no reason to fail.
    deliver: Arc<dyn Fn(IndexResult) + Send + Sync>,
    base: Option<Box<Base>>,
    is_making: bool,
    waiting: Vec<(String, oneshot::Sender<Answer>)>,
    changed: HashMap<String, Changed>,
    /// What stands over the segments, and for which changes it was made.
    root: Option<Root>,
}

/// The prints of the changes over the segments, the notices they hide, and the files made for them.
type Root = (Vec<(String, Fingerprint)>, Vec<String>, Outcome);

impl Index {
    /// An index that keeps its segments in the folder `notes`; `deliver` takes what the background comes to.
    pub fn new(notes: PathBuf, deliver: impl Fn(IndexResult) + Send + Sync + 'static) -> Self {
        let deliver = Arc::new(deliver);
        Self { notes, deliver, base: None, is_making: false, waiting: Vec::new(), changed: HashMap::new(), root: None }
    }

    /// Whether the file at `path` is of the index.
    pub fn has(&self, path: &str) -> bool {
        let below = path.strip_prefix("search/").unwrap_or_default();
        ["s/", "x/", "d/"].iter().any(|folder| below.starts_with(folder)) || below == "root.js" || below == "facets.js"
    }

    /// Begins to make the segments of the site, unless that is going on.
    pub fn make(&mut self, loaded: &Arc<LoadedSite>, content: &ContentFolder) {
        if self.is_making {
            return;
        }
        let (loaded, content) = (Arc::clone(loaded), content.clone());
        let (notes, deliver) = (self.notes.clone(), Arc::clone(&self.deliver));
        let work = move || {
            let made = readable(&loaded, &content, &notes).map(Box::new).map_err(|error| format!("{error:#}"));
            deliver(made);
        };
        self.is_making = thread::Builder::new().name("index".to_owned()).spawn(work).is_ok();
    }

    /// Takes in what the background made, and answers those who waited for it.
    pub fn take(&mut self, made: IndexResult, now: &Now<'_>) {
        self.is_making = false;
        let failed = match made {
            Ok(base) => {
                self.base = Some(base);
                (self.root, self.changed) = (None, HashMap::new());
                false
            }
            Err(_) => true,
        };
        for (path, reply) in std::mem::take(&mut self.waiting) {
            if failed && self.base.is_none() {
                let _ = reply.send(Answer { status: 503, ..Answer::default() });
            } else {
                self.answer(path, reply, now);
            }
        }
    }

    /// Answers with a file of the index, at once or when it is made.
    pub fn answer(&mut self, path: String, reply: oneshot::Sender<Answer>, now: &Now<'_>) {
        let since = self.base.as_ref().map(|base| now.plan.since(&base.indexed));
        match since.filter(|since| since.changed.len() <= MOST && since.hides.len() <= MOST) {
            None => {
                self.waiting.push((path, reply));
                self.make(now.loaded, now.content);
            }
            Some(since) => drop(reply.send(self.file(&path, &since, now))),
        }
    }

    fn file(&mut self, path: &str, since: &OverlayChanges, now: &Now<'_>) -> Answer {
        let overlay = self.overlay(since, now);
        self.over(&overlay, since, now.plan);
        let Some(base) = &self.base else { return Answer { status: 503, ..Answer::default() } };
        let over = overlay.iter().filter_map(|(id, _)| self.changed.get(id)).map(|changed| &changed.outcome);
        let over = over.chain(self.root.as_ref().map(|(.., outcome)| outcome)).chain([&base.directory]);
        let found = over.flat_map(|outcome| &outcome.files).find(|(name, _)| name == path);
        let bytes = match found {
            Some((_, bytes)) => Some(bytes.clone()),
            None => base.packs.iter().find_map(|pack| pack.file(path)).or_else(|| excerpts(path, now)),
        };
        match bytes {
            Some(bytes) => Answer { status: 200, media: page::media_type(path), bytes, ..Answer::default() },
            None => Answer { status: 404, media: page::media_type(".txt"), ..Answer::default() },
        }
    }

    /// Makes the segments of the changed notices that are not made yet; gives which notices lie over the segments.
    fn overlay(&mut self, since: &OverlayChanges, now: &Now<'_>) -> Vec<(String, Fingerprint)> {
        let mut over = Vec::new();
        for at in &since.changed {
            let row = &now.plan.inputs.archive.rows()[*at];
            let (id, fingerprint) = (row.id().to_owned(), row.fingerprint);
            if self.changed.get(&id).is_none_or(|changed| changed.fingerprint != fingerprint) {
                // a source that cannot be read now keeps what was found in it before
                if let Ok((report, outcome)) = now.plan.segment_of_one(*at, now.content) {
                    self.changed.insert(id.clone(), Changed { fingerprint, report, outcome });
                }
            }
            if let Some(changed) = self.changed.get(&id) {
                over.push((id, changed.fingerprint));
            }
        }
        over
    }

    /// Makes what stands over the segments, unless it is of these changes.
    fn over(&mut self, over: &[(String, Fingerprint)], since: &OverlayChanges, plan: &Plan<'_>) {
        let is_fresh = self.root.as_ref().is_some_and(|(of, hides, _)| of == over && *hides == since.hides);
        if let Some(base) = self.base.as_ref().filter(|_| !is_fresh) {
            let segments = over.iter().filter_map(|(id, _)| self.changed.get(id)).map(|changed| changed.report.clone());
            let overlay = Overlay { segments: segments.collect(), hides: since.hides.clone() };
            let outcome = over_segments(&plan.inputs, &base.segments, &overlay);
            self.root = Some((over.to_vec(), since.hides.clone(), outcome));
        }
    }
}

/// The excerpts of a notice that is as it was when the segments were made, which are made with its page.
fn excerpts(path: &str, now: &Now<'_>) -> Option<Vec<u8>> {
    let entry = now.plan.find(path).filter(|_| path.starts_with("search/x/"))?;
    let outcome = now.plan.make(&entry, now.content, &Earlier::default()).ok()?;
    outcome.files.into_iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes)
}

/// Makes the segments without the notices that were saved meanwhile or cannot be read now: these come over them.
fn readable(loaded: &LoadedSite, content: &ContentFolder, notes: &Path) -> Result<Base> {
    let mut made = segments(loaded, content, notes);
    let mut others: Option<LoadedSite> = None;
    for _ in 0..MOST {
        let reason = made.as_ref().err().and_then(|error| error.downcast_ref::<MakeError>());
        let Some(source) = reason.and_then(MakeError::culprit) else { break };
        others = others.as_ref().unwrap_or(loaded).without(source);
        let Some(others) = &others else { break };
        made = segments(others, content, notes);
    }
    made
}

/// Makes all segments of the site, or takes them from the notes.
fn segments(loaded: &LoadedSite, content: &ContentFolder, notes: &Path) -> Result<Base> {
    let plan = loaded.plan();
    let nothing = Earlier::default();
    let mut packs = Vec::new();
    for place in 0..plan.inputs.segments().len() {
        let entry = SegmentFiles::entry(&plan.inputs, place);
        let key = plan.key(&entry, &nothing);
        let kept = Pack::recall(notes, &key);
        packs.push(match kept {
            Some(pack) => pack,
            None => Pack::make(notes, key, plan.make(&entry, content, &nothing)?),
        });
    }
    sweep(notes, &packs);
    packs.reverse();
    let reports: Vec<SegmentReport> =
        packs.iter().map(|pack| postcard::from_bytes(&pack.stored.note)).collect::<Result<_, _>>().context("search")?;
    let (segments, directory) = segments_together(&reports);
    Ok(Base { packs, segments, directory, indexed: plan.indexed() })
}

impl Pack {
    fn recall(notes: &Path, key: &Key) -> Option<Self> {
        let place = notes.join(key.whole.short(32));
        let Kept::Found(stored) = cache::load::<Stored>(&place.with_extension("list")) else { return None };
        let bytes = fs::read(&place).ok()?;
        let is_whole = stored.key.as_ref() == Some(key) && stored.hash == Some(Fingerprint::of(&bytes));
        is_whole.then(|| Self { stored, place: Some(place), bytes: Vec::new() })
    }

    /// Packs the files of a segment and keeps them in the notes; in memory where they cannot be kept.
    fn make(notes: &Path, key: Key, outcome: Outcome) -> Self {
        let mut stored = Stored { note: outcome.note, ..Stored::default() };
        let mut bytes = Vec::new();
        for (path, file) in outcome.files {
            stored.files.insert(path, (bytes.len() as u64, file.len()));
            bytes.extend(file);
        }
        let place = notes.join(key.whole.short(32));
        (stored.hash, stored.key) = (Some(Fingerprint::of(&bytes)), Some(key));
        let write = || -> io::Result<()> {
            fs::create_dir_all(notes)?;
            let beside = place.with_extension("tmp");
            fs::write(&beside, &bytes)?;
            fs::rename(&beside, &place)?;
            cache::save(&place.with_extension("list"), &stored)
        };
        match write() {
            Ok(()) => Self { stored, place: Some(place), bytes: Vec::new() },
            Err(_) => Self { stored, place: None, bytes },
        }
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let (start, length) = *self.stored.files.get(path)?;
        let Some(place) = &self.place else {
            let start = usize::try_from(start).ok()?;
            return self.bytes.get(start..start + length).map(<[u8]>::to_vec);
        };
        let mut file = File::open(place).ok()?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// Removes the packs of segments that are no more.
fn sweep(notes: &Path, packs: &[Pack]) {
    let kept: HashSet<&Path> = packs.iter().filter_map(|pack| pack.place.as_deref()).collect();
    let entries = fs::read_dir(notes).into_iter().flatten().flatten().map(|entry| entry.path());
    for path in entries.filter(|path| !kept.contains(path.with_extension("").as_path())) {
        // what cannot be removed now is removed by the next run
        let _ = fs::remove_file(path);
    }
}
