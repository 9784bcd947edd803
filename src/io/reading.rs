//! Reads the sources of a site. Changed files are re-read; the readings of unchanged ones come from the cache.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{self, CacheEntry, CacheRead, CacheState};
use super::input::{self, Refused};
use super::progress::Progress;
use super::reason;
use super::source::{self, ContentTree, FileRole, FileStamp, SourceFile};
use crate::config::{Language, Phrase};
use crate::notice::{Code, Finding, Layout, SourcePath, Summary};
use crate::read;
use crate::text::decode::{self, Undecodable};
use crate::text::fingerprint::Fingerprint;
use crate::text::span::Span;

/// A file is not text in an encoding we read. Arguments: `offset`.
pub const NOT_TEXT: Code = Code::new("not-text");
/// A file holds NUL bytes. Arguments: `offset`.
pub const BINARY: Code = Code::new("binary-file");
/// A file is larger than any notice. Arguments: `size`, `limit` (MiB).
pub const TOO_LARGE: Code = Code::new("file-too-large");

/// A source as it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReadFile {
    /// Its path below `content/`.
    pub path: SourcePath,
    /// Its role in the site.
    pub role: FileRole,
    /// Size and times, to detect changes.
    pub stamp: FileStamp,
    /// Hash of its bytes; only of notices and pages.
    pub fingerprint: Option<Fingerprint>,
    /// The summary of a notice or page that could be read.
    pub summary: Option<Arc<Summary>>,
    /// Findings inside it.
    pub findings: Vec<Finding>,
    /// The layout of a notice read in this run; not cached.
    #[serde(skip)]
    layout: TakeOnce,
}

/// A serialised layout that can be taken once: the notice's page takes it, which frees the memory. A clone is empty. It
/// saves reading a changed notice twice in one build.
#[derive(Debug, Default)]
struct TakeOnce(Mutex<Option<Box<[u8]>>>);

impl Clone for TakeOnce {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl CacheEntry for ReadFile {
    fn name(&self) -> &str {
        self.path.as_str()
    }
}

impl ReadFile {
    /// Takes the layout of a notice that was read in this run; `None` the second time.
    pub fn layout(&self) -> Option<Layout> {
        let layout = self.layout.0.lock().ok()?.take()?;
        postcard::from_bytes(&layout).ok()
    }
}

/// Readings of all sources of a site.
#[derive(Clone, Debug, Default)]
pub struct SourcesRead {
    /// The files, sorted by path.
    pub files: Vec<ReadFile>,
    /// Findings about names, links and folders of the tree.
    pub findings: Vec<Finding>,
    /// Number of files read in this run.
    pub read: usize,
    /// State of the cache files, needed to save them.
    cache_state: CacheState,
    /// Paths of the files that differ from the cache, or were removed.
    changed: BTreeSet<String>,
    /// Whether the cache was damaged.
    pub damaged: bool,
}

/// Called with each notice or page that is read in this run: the file, its text, and its reading.
pub type ReviewFn<'a> = &'a (dyn Fn(&ReadFile, &str, &read::Reading) + Sync);

impl SourcesRead {
    /// The file read from `path`.
    pub fn file(&self, path: &SourcePath) -> Option<&ReadFile> {
        let index = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        Some(&self.files[index])
    }
}

/// Reads the files in `content` that differ from the cache file `cache_path`. Calls `review` with each file that is read.
///
/// # Errors
/// An I/O error with its path. A file that vanishes meanwhile is skipped.
pub fn read(
    content: &Path,
    cache_path: &Path,
    progress: Option<Language>,
    review: ReviewFn<'_>,
) -> Result<SourcesRead> {
    let now = now();
    let (tree, earlier) = rayon::join(|| list(content), || cache::load_all::<(), ReadFile>(cache_path));
    let (earlier, cache_state, damaged) = match earlier {
        CacheRead::Found(loaded) => (loaded.values, loaded.state, false),
        CacheRead::Missing => (Vec::new(), CacheState::default(), false),
        CacheRead::Damaged => (Vec::new(), CacheState::default(), true),
    };
    Ok(SourcesRead { cache_state, damaged, ..compare(content, (tree?, now), earlier, progress, review)? })
}

/// The readings in the cache file `cache_path`, which [`save`] wrote.
pub fn load_cached(cache_path: &Path) -> Vec<ReadFile> {
    match cache::load_all::<(), ReadFile>(cache_path) {
        CacheRead::Found(loaded) => loaded.values,
        CacheRead::Missing | CacheRead::Damaged => Vec::new(),
    }
}

/// Reads the files in `content` that differ from the earlier readings `earlier`.
///
/// # Errors
/// An I/O error with its path. A file that vanishes meanwhile is skipped.
pub fn refresh(content: &Path, earlier: Vec<ReadFile>) -> Result<SourcesRead> {
    let now = now();
    compare(content, (list(content)?, now), earlier, None, &|_, _, _| ())
}

fn list(content: &Path) -> Result<ContentTree> {
    source::list(content).with_context(|| content.display().to_string())
}

/// Reads the files of a tree that differ from the earlier readings. The tree was listed after `now`.
fn compare(
    content: &Path,
    (tree, now): (ContentTree, i128),
    earlier: Vec<ReadFile>,
    progress: Option<Language>,
    review: ReviewFn<'_>,
) -> Result<SourcesRead> {
    let mut earlier: HashMap<SourcePath, ReadFile> =
        earlier.into_iter().map(|file| (file.path.clone(), file)).collect();
    let listed: Vec<(SourceFile, Option<ReadFile>)> = tree
        .files
        .into_iter()
        .map(|file| (earlier.remove(&file.path), file))
        .map(|(earlier, file)| (file, earlier))
        .collect();
    let mut changed: BTreeSet<String> = earlier.into_keys().map(|path| path.to_string()).collect();
    let progress = Progress::begin(Phrase::new("读取", "reading"), listed.len(), progress);
    let files: Vec<(ReadFile, FileOutcome)> = listed
        .into_par_iter()
        .filter_map(|(file, earlier)| {
            let outcome = read_file(content, &file, earlier, now, review);
            progress.step();
            outcome.transpose()
        })
        .collect::<Result<_>>()?;
    let read = files.iter().filter(|(_, outcome)| *outcome == FileOutcome::Read).count();
    let not_cached = files.iter().filter(|(_, outcome)| *outcome != FileOutcome::Unchanged);
    changed.extend(not_cached.map(|(file, _)| file.path.to_string()));
    let files = files.into_iter().map(|(file, _)| file).collect();
    Ok(SourcesRead { files, findings: tree.findings, read, changed, ..SourcesRead::default() })
}

/// Reads one file again unless it equals the earlier reading `earlier`; `None` if it vanished.
///
/// # Errors
/// An I/O error with its path.
pub fn reread(content: &Path, file: &SourceFile, earlier: Option<&ReadFile>) -> Result<Option<ReadFile>> {
    Ok(read_file(content, file, earlier.cloned(), now(), &|_, _, _| ())?.map(|(file, _)| file))
}

/// Writes the cache for the next run.
///
/// # Errors
/// An I/O error with its path.
pub fn save(cache_path: &Path, reading: &SourcesRead) -> Result<()> {
    let SourcesRead { files, cache_state, changed, .. } = reading;
    if changed.is_empty() && !reading.damaged {
        return Ok(());
    }
    cache::save_all(cache_path, &(), files, cache_state, changed.clone())
        .with_context(|| cache_path.display().to_string())
}

/// How a file compares with the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileOutcome {
    /// Same stamp.
    Unchanged,
    /// Same bytes, new stamp.
    Touched,
    /// Read in this run.
    Read,
}

/// Returns the earlier reading if stamp or bytes are unchanged, else reads the file; `None` if it vanished.
fn read_file(
    content: &Path,
    file: &SourceFile,
    earlier: Option<ReadFile>,
    now: i128,
    review: ReviewFn<'_>,
) -> Result<Option<(ReadFile, FileOutcome)>> {
    let earlier = earlier.filter(|earlier| earlier.role == file.role);
    let is_same = earlier.as_ref().is_some_and(|earlier| earlier.stamp == file.stamp);
    let unread = if is_same { FileOutcome::Unchanged } else { FileOutcome::Touched };
    let earlier = match earlier {
        Some(earlier) if is_same && !earlier.stamp.is_fresh(now) => return Ok(Some((earlier, unread))),
        earlier => earlier,
    };
    let blank = ReadFile {
        path: file.path.clone(),
        role: file.role,
        stamp: file.stamp,
        fingerprint: None,
        summary: None,
        findings: Vec::new(),
        layout: TakeOnce::default(),
    };
    if !file.role.is_text() {
        return Ok(Some((blank, unread)));
    }
    let path = source::locate(content, &file.path);
    let bytes = match input::read(&path, input::NOTICE) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let finding = refusal(&file.path, file.stamp.size, &error);
            let findings = vec![finding.unwrap_or_else(|| reason::unreadable(&file.path, &error))];
            return Ok(Some((ReadFile { findings, ..blank }, FileOutcome::Read)));
        }
    };
    let (fingerprint, stamp) = (Fingerprint::of(&bytes), file.stamp.settled(now));
    if let Some(earlier) = earlier.filter(|earlier| earlier.fingerprint == Some(fingerprint)) {
        return Ok(Some((ReadFile { stamp, ..earlier }, unread)));
    }
    let blank = ReadFile { fingerprint: Some(fingerprint), stamp, ..blank };
    Ok(Some((summarise(blank, &bytes, fingerprint, review), FileOutcome::Read)))
}

/// Reads the bytes of a notice or page.
fn summarise(file: ReadFile, bytes: &[u8], fingerprint: Fingerprint, review: ReviewFn<'_>) -> ReadFile {
    match decode::decode(bytes) {
        Ok(decoded) => {
            let reading = read::read(&file.path, &decoded.text);
            let summary = Some(Arc::new(Summary::of(&reading.notice, fingerprint)));
            let layout = postcard::to_allocvec(&reading.notice.layout()).ok().map(Vec::into_boxed_slice);
            let file = ReadFile { summary, layout: TakeOnce(Mutex::new(layout)), ..file };
            review(&file, &decoded.text, &reading);
            ReadFile { findings: reading.findings, ..file }
        }
        Err(undecodable) => {
            let findings = vec![undecoded(&file.path, undecodable)];
            ReadFile { findings, ..file }
        }
    }
}

/// The finding for a file of `size` bytes that is refused; `None` for other read errors.
fn refusal(path: &SourcePath, size: u64, error: &io::Error) -> Option<Finding> {
    match Refused::of(error)? {
        Refused::TooLarge(limit) => {
            let finding = Finding::new(TOO_LARGE, path, Span::default());
            Some(finding.with("size", size >> 20).with("limit", limit >> 20))
        }
        Refused::NotAFile => Some(Finding::new(source::SPECIAL, path, Span::default())),
        // only `input::read_text` raises this, which reads no notices
        Refused::NotText => None,
    }
}

/// The finding for bytes that are not text.
pub fn undecoded(path: &SourcePath, undecodable: Undecodable) -> Finding {
    let (code, at) = match undecodable {
        Undecodable::Binary { at } => (BINARY, at),
        Undecodable::Unknown { at } => (NOT_TEXT, at),
    };
    Finding::new(code, path, Span::default()).with("offset", at)
}

/// The current time in nanoseconds since 1970.
fn now() -> i128 {
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i128::try_from(elapsed.as_nanos()).unwrap_or(i128::MAX)
}
