//! The sources as they were read last, kept up to date by looking at what may have changed.
//!
//! A notice that cannot be read while it is being typed keeps what was read of it before.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::check::catalogue;
use crate::io::reading::{self, ReadFile, SourcesRead};
use crate::io::source;
use crate::io::watch::Changes;
use crate::notice::{Finding, SourcePath};

/// For more paths than this, everything is looked at in one walk.
const MANY: usize = 256;

/// The sources of a site.
pub struct SourceTree {
    content: PathBuf,
    /// The sources as they were read last.
    pub reading: SourcesRead,
    /// Those that leave no page to write.
    fatal: BTreeSet<SourcePath>,
}

impl SourceTree {
    /// Reads the sources in `content`, remembering in `memory`.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn open(content: &Path, memory: &Path) -> Result<Self> {
        let reading = reading::read(content, memory, true, &|_, _, _| ())?;
        Ok(Self { content: content.to_owned(), fatal: fatal(&reading), reading })
    }

    /// Looks at what may have changed below `content`, whose path as the watcher sees it is `watched`; adds the sources
    /// that did to `changed`.
    ///
    /// # Errors
    /// An I/O error with its path; what was read before is kept.
    pub fn look(&mut self, changes: &Changes, watched: &Path, changed: &mut BTreeSet<SourcePath>) -> Result<()> {
        let mut paths = BTreeSet::new();
        for path in &changes.paths {
            let below = path.strip_prefix(watched).ok().and_then(Path::to_str);
            if let Some(below) = below.filter(|below| !below.is_empty()).map(SourcePath::new) {
                // a link to a folder is not followed
                let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
                if is_folder && !source::is_passed_over(&below) {
                    self.list_below(&below, &mut paths)?;
                }
                paths.insert(below);
            }
        }
        if changes.everything || paths.len() > MANY {
            return self.look_at_everything(changed);
        }
        paths.iter().try_for_each(|path| self.look_at(path, changed))
    }

    /// Adds what lies, and what lay, in a folder.
    fn list_below(&mut self, folder: &SourcePath, paths: &mut BTreeSet<SourcePath>) -> Result<()> {
        let now = match source::list_below(&self.content, &source::locate(&self.content, folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => source::ContentTree::default(),
            now => now?,
        };
        let below = format!("{folder}/");
        let is_below = |path: &SourcePath| path.as_str().starts_with(&below);
        let known = self.reading.files.iter().map(|file| &file.path).filter(|path| is_below(path));
        paths.extend(known.cloned().chain(now.files.into_iter().map(|file| file.path)));
        self.reading.findings.retain(|finding| finding.source != *folder && !is_below(&finding.source));
        self.reading.findings.extend(now.findings);
        self.reading.findings.sort();
        Ok(())
    }

    /// Looks at one source.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn look_at(&mut self, path: &SourcePath, changed: &mut BTreeSet<SourcePath>) -> Result<()> {
        let place = self.reading.files.binary_search_by(|file| file.path.cmp(path));
        let known = place.ok().map(|at| &self.reading.files[at]);
        let now = match source::find(&self.content, path) {
            Some(file) => reading::again(&self.content, &file, known)?,
            None => None,
        };
        let now = now.map(|file| or_last_good(file, known));
        if now.as_ref().map(identity) != known.map(identity) {
            changed.insert(path.clone());
        }
        match now.as_ref().is_some_and(|file| file.findings.iter().any(is_fatal)) {
            true => self.fatal.insert(path.clone()),
            false => self.fatal.remove(path),
        };
        match (place, now) {
            (Ok(at), Some(file)) => self.reading.files[at] = file,
            (Err(at), Some(file)) => self.reading.files.insert(at, file),
            (Ok(at), None) => drop(self.reading.files.remove(at)),
            (Err(_), None) => self.drop_folder(path, changed),
        }
        Ok(())
    }

    /// A folder may have gone with all that was in it.
    fn drop_folder(&mut self, path: &SourcePath, changed: &mut BTreeSet<SourcePath>) {
        let folder = format!("{path}/");
        let (gone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.reading.files)
            .into_iter()
            .partition(|file| file.path.as_str().starts_with(&folder));
        self.reading.files = kept;
        self.fatal.retain(|path| !path.as_str().starts_with(&folder));
        changed.extend(gone.into_iter().map(|file| file.path));
    }

    fn look_at_everything(&mut self, changed: &mut BTreeSet<SourcePath>) -> Result<()> {
        let mut now = reading::refresh(&self.content, self.reading.files.clone(), true)?;
        let before = std::mem::take(&mut self.reading.files);
        let known = |path: &SourcePath| before.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &before[at]);
        now.files = now.files.into_iter().map(|file| or_last_good(file.clone(), known(&file.path))).collect();
        for file in &now.files {
            if known(&file.path).map(identity) != Some(identity(file)) {
                changed.insert(file.path.clone());
            }
        }
        let is_there = |path: &SourcePath| now.files.binary_search_by(|file| file.path.cmp(path)).is_ok();
        changed.extend(before.iter().filter(|file| !is_there(&file.path)).map(|file| file.path.clone()));
        self.reading = now;
        self.fatal = fatal(&self.reading);
        Ok(())
    }

    /// The findings that leave no page to write.
    pub fn fatal(&self) -> impl Iterator<Item = &Finding> {
        let files = self.fatal.iter().filter_map(|path| self.reading.file(path));
        files.flat_map(|file| &file.findings).filter(|finding| is_fatal(finding))
    }
}

/// What tells whether a source changed: its bytes, or for files that are not read their stamp.
fn identity(file: &ReadFile) -> (Option<[u8; 32]>, Option<source::FileStamp>, usize) {
    let fingerprint = file.fingerprint.map(|print| *print.bytes());
    (fingerprint, fingerprint.is_none().then_some(file.stamp), file.findings.len())
}

fn fatal(reading: &SourcesRead) -> BTreeSet<SourcePath> {
    let files = reading.files.iter().filter(|file| file.findings.iter().any(is_fatal));
    files.map(|file| file.path.clone()).collect()
}

/// Whether findings leave no page to write.
pub fn is_fatal(finding: &Finding) -> bool {
    catalogue::rule(finding.code.as_str()).is_none_or(|rule| rule.fatal)
}

/// The file with what was read of it when it could be read.
fn or_last_good(mut file: ReadFile, known: Option<&ReadFile>) -> ReadFile {
    if file.summary.is_none() || file.findings.iter().any(is_fatal) {
        let good = known.and_then(|known| known.summary.clone());
        file.summary = good.or(file.summary);
    }
    file
}
