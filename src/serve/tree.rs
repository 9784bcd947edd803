//! The sources as last read, updated file by file when the watcher reports changes.
//!
//! A notice that cannot be read for a moment, because it is being edited, keeps its last good summary.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::check::catalogue;
use crate::io::reading::{self, ReadFile, SourcesRead};
use crate::io::source;
use crate::io::watch::Changes;
use crate::notice::{Finding, SourcePath};

/// With more changed paths than this, the whole tree is listed instead of looking at each path. Not measured.
const MAX_CHANGED_PATHS: usize = 256;

/// The sources of a site.
pub struct SourceTree {
    content: PathBuf,
    /// The sources as last read.
    pub reading: SourcesRead,
    /// Sources with findings that stop a build.
    fatal: BTreeSet<SourcePath>,
}

impl SourceTree {
    /// Reads the sources in `content`, using the cache file `cache`.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn open(content: &Path, cache: &Path) -> Result<Self> {
        let reading = reading::read(content, cache, None, &|_, _, _| ())?;
        Ok(Self { content: content.to_owned(), fatal: fatal(&reading), reading })
    }

    /// Re-reads the changed paths below `content`, which the watcher reports below `watched`. Adds the sources that
    /// changed to `changed`.
    ///
    /// # Errors
    /// An I/O error with its path; the earlier reading then stays.
    pub fn update(&mut self, changes: &Changes, watched: &Path, changed: &mut BTreeSet<SourcePath>) -> Result<()> {
        let mut paths = BTreeSet::new();
        for path in &changes.paths {
            let below = path.strip_prefix(watched).ok().and_then(Path::to_str);
            if let Some(below) = below.filter(|below| !below.is_empty()).map(SourcePath::new) {
                // links to folders are not followed
                let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
                if is_folder && !source::is_skipped(&below) {
                    self.list_below(&below, &mut paths)?;
                }
                paths.insert(below);
            }
        }
        if changes.everything || paths.len() > MAX_CHANGED_PATHS {
            return self.update_all(changed);
        }
        paths.iter().try_for_each(|path| self.update_one(path, changed))
    }

    /// Adds the sources that are, or were, in a folder.
    fn list_below(&mut self, folder: &SourcePath, paths: &mut BTreeSet<SourcePath>) -> Result<()> {
        let current = match source::list_below(&self.content, &source::locate(&self.content, folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => source::ContentTree::default(),
            current => current?,
        };
        let below = format!("{folder}/");
        let is_below = |path: &SourcePath| path.as_str().starts_with(&below);
        let earlier = self.reading.files.iter().map(|file| &file.path).filter(|path| is_below(path));
        paths.extend(earlier.cloned().chain(current.files.into_iter().map(|file| file.path)));
        self.reading.findings.retain(|finding| finding.source != *folder && !is_below(&finding.source));
        self.reading.findings.extend(current.findings);
        self.reading.findings.sort();
        Ok(())
    }

    /// Re-reads one source.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn update_one(&mut self, path: &SourcePath, changed: &mut BTreeSet<SourcePath>) -> Result<()> {
        let position = self.reading.files.binary_search_by(|file| file.path.cmp(path));
        let earlier = position.ok().map(|at| &self.reading.files[at]);
        let current = match source::find(&self.content, path) {
            Some(file) => reading::reread(&self.content, &file, earlier)?,
            None => None,
        };
        let current = current.map(|file| or_last_good(file, earlier));
        if current.as_ref().map(identity) != earlier.map(identity) {
            changed.insert(path.clone());
        }
        match current.as_ref().is_some_and(|file| file.findings.iter().any(is_fatal)) {
            true => self.fatal.insert(path.clone()),
            false => self.fatal.remove(path),
        };
        match (position, current) {
            (Ok(at), Some(file)) => self.reading.files[at] = file,
            (Err(at), Some(file)) => self.reading.files.insert(at, file),
            (Ok(at), None) => drop(self.reading.files.remove(at)),
            (Err(_), None) => self.drop_folder(path, changed),
        }
        Ok(())
    }

    /// Removes the sources below a folder that no longer exists.
    fn drop_folder(&mut self, path: &SourcePath, changed: &mut BTreeSet<SourcePath>) {
        let folder = format!("{path}/");
        let (removed, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.reading.files)
            .into_iter()
            .partition(|file| file.path.as_str().starts_with(&folder));
        self.reading.files = kept;
        self.fatal.retain(|path| !path.as_str().starts_with(&folder));
        changed.extend(removed.into_iter().map(|file| file.path));
    }

    fn update_all(&mut self, changed: &mut BTreeSet<SourcePath>) -> Result<()> {
        let mut current = reading::refresh(&self.content, self.reading.files.clone())?;
        let before = std::mem::take(&mut self.reading.files);
        let earlier =
            |path: &SourcePath| before.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &before[at]);
        current.files = current.files.into_iter().map(|file| or_last_good(file.clone(), earlier(&file.path))).collect();
        for file in &current.files {
            if earlier(&file.path).map(identity) != Some(identity(file)) {
                changed.insert(file.path.clone());
            }
        }
        let exists = |path: &SourcePath| current.files.binary_search_by(|file| file.path.cmp(path)).is_ok();
        changed.extend(before.iter().filter(|file| !exists(&file.path)).map(|file| file.path.clone()));
        self.reading = current;
        self.fatal = fatal(&self.reading);
        Ok(())
    }

    /// Findings that stop a build.
    pub fn fatal(&self) -> impl Iterator<Item = &Finding> {
        let files = self.fatal.iter().filter_map(|path| self.reading.file(path));
        files.flat_map(|file| &file.findings).filter(|finding| is_fatal(finding))
    }
}

/// Identity of a source's content: the hash of its bytes or, if they are not read, its stamp.
fn identity(file: &ReadFile) -> (Option<[u8; 32]>, Option<source::FileStamp>, usize) {
    let fingerprint = file.fingerprint.map(|hash| *hash.bytes());
    (fingerprint, fingerprint.is_none().then_some(file.stamp), file.findings.len())
}

fn fatal(reading: &SourcesRead) -> BTreeSet<SourcePath> {
    let files = reading.files.iter().filter(|file| file.findings.iter().any(is_fatal));
    files.map(|file| file.path.clone()).collect()
}

/// Whether a finding stops a build.
pub fn is_fatal(finding: &Finding) -> bool {
    catalogue::rule(finding.code.as_str()).is_none_or(|rule| rule.fatal)
}

/// The file with its last good summary, if it cannot be read now.
fn or_last_good(mut file: ReadFile, earlier: Option<&ReadFile>) -> ReadFile {
    if file.summary.is_none() || file.findings.iter().any(is_fatal) {
        let good = earlier.and_then(|earlier| earlier.summary.clone());
        file.summary = good.or(file.summary);
    }
    file
}
