//! The search index of `serve`: segments built once in the background and cached in `.gongshi/search`, and an overlay
//! of the notices changed since.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::additions;
use super::answer::Answer;
use crate::io::cache::{self, CacheRead};
use crate::io::load::{ContentFolder, LoadedSite};
use crate::io::rename::rename;
use crate::pages::segment::{SegmentFiles, combine_segments, root_files};
use crate::pages::{Key, MakeError, Outcome, Records};
use crate::search::index::SegmentReport;
use crate::search::root::{Overlay, Segments};
use crate::site::Plan;
use crate::site::overlay::{IndexedNotices, OverlayChanges};
use crate::text::fingerprint::Fingerprint;

/// Most notices in the overlay. With more, the segments are rebuilt in the background. Not measured.
const MAX_OVERLAY: usize = 64;

/// The segments built from one state of the sources.
#[derive(Debug)]
pub struct BaseIndex {
    /// Newest first.
    packs: Vec<Pack>,
    segments: Segments,
    /// The directory of the segments.
    directory: Outcome,
    indexed: IndexedNotices,
}

/// Result of a build in the background.
pub type IndexResult = Result<Box<BaseIndex>>;

/// The files of one segment concatenated, on disk or, where they cannot be written, in memory.
#[derive(Debug)]
struct Pack {
    index: PackIndex,
    path: Option<PathBuf>,
    bytes: Vec<u8>,
}

/// Where the files of a pack are in it, and what they were made from.
#[derive(Debug, Default, Serialize, Deserialize)]
struct PackIndex {
    key: Option<Key>,
    note: Vec<u8>,
    hash: Option<Fingerprint>,
    /// Offset and length of each file in the pack.
    files: BTreeMap<String, (u64, usize)>,
}

/// A changed notice with its overlay segment.
struct ChangedNotice {
    fingerprint: Fingerprint,
    report: SegmentReport,
    outcome: Outcome,
}

/// The current state of the site.
#[derive(Clone, Copy)]
pub struct CurrentSite<'a> {
    /// The loaded site.
    pub loaded: &'a Arc<LoadedSite>,
    /// Its plan.
    pub plan: &'a Plan<'a>,
    /// The sources on disk.
    pub content: &'a ContentFolder,
}

/// The search index of a site that is being served.
pub struct Index {
    cache_folder: PathBuf,
    /// Sends the result of a background build to the site's thread.
    deliver: Arc<dyn Fn(IndexResult) + Send + Sync>,
    base: Option<Box<BaseIndex>>,
    is_building: bool,
    waiting: Vec<(String, oneshot::Sender<Answer>)>,
    changed: HashMap<String, ChangedNotice>,
    /// The root over `base` and the overlay, if it has been made.
    root: Option<OverlayRoot>,
}

/// The search root over the segments and the overlay.
struct OverlayRoot {
    /// The notices in the overlay, with the hashes of their rows.
    overlay: Vec<(String, Fingerprint)>,
    /// The ids of notices in the segments that the overlay hides.
    hides: Vec<String>,
    /// The files of the root.
    outcome: Outcome,
}

impl Index {
    /// An index that caches its segments in the folder `cache_folder` and calls `deliver` with the result of each build.
    pub fn new(cache_folder: PathBuf, deliver: impl Fn(IndexResult) + Send + Sync + 'static) -> Self {
        let deliver = Arc::new(deliver);
        Self {
            cache_folder,
            deliver,
            base: None,
            is_building: false,
            waiting: Vec::new(),
            changed: HashMap::new(),
            root: None,
        }
    }

    /// Whether `path` is a file of the index.
    pub fn serves(&self, path: &str) -> bool {
        let below = path.strip_prefix("search/").unwrap_or_default();
        ["s/", "x/", "d/"].iter().any(|folder| below.starts_with(folder)) || below == "root.js" || below == "facets.js"
    }

    /// Starts building the segments in the background, unless a build is running.
    pub fn start_build(&mut self, loaded: &Arc<LoadedSite>, content: &ContentFolder) {
        if self.is_building {
            return;
        }
        let (loaded, content) = (Arc::clone(loaded), content.clone());
        let (cache_folder, deliver) = (self.cache_folder.clone(), Arc::clone(&self.deliver));
        let work = move || {
            deliver(build_readable(&loaded, &content, &cache_folder).map(Box::new));
        };
        self.is_building = thread::Builder::new().name("index".to_owned()).spawn(work).is_ok();
    }

    /// Installs the result of a build, and answers the requests that waited for it. Returns the error of a failed one.
    pub fn install(&mut self, result: IndexResult, site: &CurrentSite<'_>) -> Option<anyhow::Error> {
        self.is_building = false;
        let failure = match result {
            Ok(base) => {
                self.base = Some(base);
                (self.root, self.changed) = (None, HashMap::new());
                None
            }
            Err(error) => Some(error),
        };
        for (path, reply) in std::mem::take(&mut self.waiting) {
            if failure.is_some() && self.base.is_none() {
                let _ = reply.send(Answer { status: 503, ..Answer::default() });
            } else {
                self.answer(path, reply, site);
            }
        }
        failure
    }

    /// Answers with a file of the index, now or once the segments are built.
    pub fn answer(&mut self, path: String, reply: oneshot::Sender<Answer>, site: &CurrentSite<'_>) {
        let changes = self.base.as_ref().map(|base| site.plan.changes_since(&base.indexed));
        match changes.filter(|changes| changes.changed.len() <= MAX_OVERLAY && changes.hides.len() <= MAX_OVERLAY) {
            None => {
                self.waiting.push((path, reply));
                self.start_build(site.loaded, site.content);
            }
            Some(changes) => drop(reply.send(self.answer_now(&path, &changes, site))),
        }
    }

    fn answer_now(&mut self, path: &str, changes: &OverlayChanges, site: &CurrentSite<'_>) -> Answer {
        let overlay = self.update_overlay(changes, site);
        self.update_root(&overlay, changes, site.plan);
        let Some(base) = &self.base else { return Answer { status: 503, ..Answer::default() } };
        let outcomes = overlay.iter().filter_map(|(id, _)| self.changed.get(id)).map(|changed| &changed.outcome);
        let outcomes = outcomes.chain(self.root.as_ref().map(|root| &root.outcome)).chain([&base.directory]);
        let found = outcomes.flat_map(|outcome| &outcome.files).find(|(name, _)| name == path);
        let bytes = match found {
            Some((_, bytes)) => Some(bytes.clone()),
            None => base.packs.iter().find_map(|pack| pack.file(path)).or_else(|| excerpts(path, site)),
        };
        match bytes {
            Some(bytes) => Answer { status: 200, media: additions::media_type(path), bytes, ..Answer::default() },
            None => Answer { status: 404, media: additions::media_type(".txt"), ..Answer::default() },
        }
    }

    /// Makes missing overlay segments of `changes`. Returns the notices in the overlay.
    fn update_overlay(&mut self, changes: &OverlayChanges, site: &CurrentSite<'_>) -> Vec<(String, Fingerprint)> {
        let mut overlay = Vec::new();
        for at in &changes.changed {
            let row = &site.plan.inputs.archive.rows()[*at];
            let (id, fingerprint) = (row.id().to_owned(), row.fingerprint);
            if self.changed.get(&id).is_none_or(|changed| changed.fingerprint != fingerprint) {
                // a source that cannot be read now keeps its earlier segment
                if let Ok((report, outcome)) = site.plan.segment_of_one(*at, site.content) {
                    self.changed.insert(id.clone(), ChangedNotice { fingerprint, report, outcome });
                }
            }
            if let Some(changed) = self.changed.get(&id) {
                overlay.push((id, changed.fingerprint));
            }
        }
        overlay
    }

    /// Remakes the root unless it is already the root over this overlay.
    fn update_root(&mut self, overlay: &[(String, Fingerprint)], changes: &OverlayChanges, plan: &Plan<'_>) {
        let is_same = |root: &OverlayRoot| root.overlay == overlay && root.hides == changes.hides;
        let is_current = self.root.as_ref().is_some_and(is_same);
        if let Some(base) = self.base.as_ref().filter(|_| !is_current) {
            let reports =
                overlay.iter().filter_map(|(id, _)| self.changed.get(id)).map(|changed| changed.report.clone());
            let segments = Overlay { segments: reports.collect(), hides: changes.hides.clone() };
            let outcome = root_files(&plan.inputs, &base.segments, &segments);
            self.root = Some(OverlayRoot { overlay: overlay.to_vec(), hides: changes.hides.clone(), outcome });
        }
    }
}

/// The excerpts of a notice in the segments; they are made with its page.
fn excerpts(path: &str, site: &CurrentSite<'_>) -> Option<Vec<u8>> {
    let entry = site.plan.find(path).filter(|_| path.starts_with("search/x/"))?;
    let outcome = site.plan.make(&entry, site.content, &Records::default()).ok()?;
    outcome.files.into_iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes)
}

/// Builds the segments. Leaves out notices that change meanwhile or cannot be read: they go into the overlay.
fn build_readable(loaded: &LoadedSite, content: &ContentFolder, cache_folder: &Path) -> Result<BaseIndex> {
    let mut result = build_segments(loaded, content, cache_folder);
    let mut reduced: Option<LoadedSite> = None;
    for _ in 0..MAX_OVERLAY {
        let reason = result.as_ref().err().and_then(|error| error.downcast_ref::<MakeError>());
        let Some(source) = reason.and_then(MakeError::culprit) else { break };
        reduced = reduced.as_ref().unwrap_or(loaded).without(source);
        let Some(reduced) = &reduced else { break };
        result = build_segments(reduced, content, cache_folder);
    }
    result
}

/// Builds all segments, taking those with unchanged keys from the cache.
fn build_segments(loaded: &LoadedSite, content: &ContentFolder, cache_folder: &Path) -> Result<BaseIndex> {
    let plan = loaded.plan();
    let no_records = Records::default();
    let mut packs = Vec::new();
    for index in 0..plan.inputs.segments().len() {
        let entry = SegmentFiles::entry(&plan.inputs, index);
        let key = plan.key(&entry, &no_records);
        let cached = Pack::load(cache_folder, &key);
        packs.push(match cached {
            Some(pack) => pack,
            None => Pack::make(cache_folder, key, plan.make(&entry, content, &no_records)?),
        });
    }
    remove_unused(cache_folder, &packs);
    packs.reverse();
    let reports = packs.iter().map(|pack| postcard::from_bytes::<SegmentReport>(&pack.index.note));
    let reports: Vec<SegmentReport> =
        reports.collect::<Result<_, _>>().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    let (segments, directory) = combine_segments(&reports);
    Ok(BaseIndex { packs, segments, directory, indexed: plan.indexed() })
}

impl Pack {
    fn load(cache_folder: &Path, key: &Key) -> Option<Self> {
        let path_on_disk = cache_folder.join(key.whole.short(32));
        let CacheRead::Found(index) = cache::load::<PackIndex>(&path_on_disk.with_extension("list")) else {
            return None;
        };
        let bytes = fs::read(&path_on_disk).ok()?;
        let is_whole = index.key.as_ref() == Some(key) && index.hash == Some(Fingerprint::of(&bytes));
        is_whole.then(|| Self { index, path: Some(path_on_disk), bytes: Vec::new() })
    }

    /// Packs the files of a segment into the cache, or keeps them in memory if that fails.
    fn make(cache_folder: &Path, key: Key, outcome: Outcome) -> Self {
        let mut index = PackIndex { note: outcome.note, ..PackIndex::default() };
        let mut bytes = Vec::new();
        for (path, file) in outcome.files {
            index.files.insert(path, (bytes.len() as u64, file.len()));
            bytes.extend(file);
        }
        let path_on_disk = cache_folder.join(key.whole.short(32));
        (index.hash, index.key) = (Some(Fingerprint::of(&bytes)), Some(key));
        let write = || -> io::Result<()> {
            fs::create_dir_all(cache_folder)?;
            let beside = path_on_disk.with_extension("tmp");
            fs::write(&beside, &bytes)?;
            rename(&beside, &path_on_disk)?;
            cache::save(&path_on_disk.with_extension("list"), &index)
        };
        match write() {
            Ok(()) => Self { index, path: Some(path_on_disk), bytes: Vec::new() },
            Err(_) => Self { index, path: None, bytes },
        }
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let (start, length) = *self.index.files.get(path)?;
        let Some(path_on_disk) = &self.path else {
            let start = usize::try_from(start).ok()?;
            return self.bytes.get(start..start + length).map(<[u8]>::to_vec);
        };
        let mut file = File::open(path_on_disk).ok()?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// Removes cached packs that are no longer used.
fn remove_unused(cache_folder: &Path, packs: &[Pack]) {
    let kept: HashSet<&Path> = packs.iter().filter_map(|pack| pack.path.as_deref()).collect();
    let entries = fs::read_dir(cache_folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for path in entries.filter(|path| !kept.contains(path.with_extension("").as_path())) {
        // a file that cannot be removed now is removed by the next run
        let _ = fs::remove_file(path);
    }
}
