//! Everything that `check` finds in a site: all rules over every notice, the privacy rules over every plain page, and
//! what is wrong between them. `check`, `build` and `publish` report these same findings.
//!
//! A file is reviewed while it is read. What was found in files that did not change since is remembered by their hash.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{self, CacheEntry, Kept, Saved};
use super::folder::Folder;
use super::input;
use super::load::{Fixed, LoadedSite};
use super::reading::{self, ReadFile};
use super::source::{self, FileRole};
use crate::archive::{Options, Registers};
use crate::check::{self, Subject};
use crate::config::Site;
use crate::notice::{Audience, Date, Finding, SourcePath, Summary};
use crate::read;
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;

/// What the findings of a file depend on besides the file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Surroundings {
    /// The hash of `site.yaml`: registers, severities, languages.
    site: Fingerprint,
    /// Today: a date may lie in the future, a deadline may have passed.
    today: Date,
}

/// The findings of one file as they are remembered.
#[derive(Clone, Serialize, Deserialize)]
struct Remembered {
    source: SourcePath,
    fingerprint: Fingerprint,
    findings: SharedFindings,
}

impl CacheEntry for Remembered {
    fn name(&self) -> &str {
        self.source.as_str()
    }
}

/// Reviews the files of a site.
pub struct Reviewer<'a> {
    site: &'a Site,
    site_yaml: String,
    surroundings: Surroundings,
    registers: Registers<'a>,
    known: HashMap<SourcePath, Remembered>,
    saved: Saved,
    /// The findings of the files that were read in this run.
    fresh: Mutex<BTreeMap<SourcePath, SharedFindings>>,
}

/// What a review found.
pub struct Review {
    /// All findings, in the order of their files.
    pub findings: Vec<Arc<Finding>>,
    /// How many notices were reviewed.
    pub files: usize,
    surroundings: Surroundings,
    values: Vec<Remembered>,
    saved: Saved,
    changed: BTreeSet<String>,
}

/// Findings that several hold without copies: what is remembered, what is counted, what is printed.
type SharedFindings = Arc<[Arc<Finding>]>;

fn shared(findings: Vec<Finding>) -> SharedFindings {
    findings.into_iter().map(Arc::new).collect()
}

/// The file in which the findings of a site are remembered.
fn memory(folder: &Folder) -> PathBuf {
    folder.notes().join("checks")
}

impl<'a> Reviewer<'a> {
    /// A reviewer of the site in `folder` on the day `today`, who remembers earlier runs.
    ///
    /// # Errors
    /// Where `site.yaml` cannot be read.
    pub fn open(folder: &Folder, site: &'a Site, today: Date) -> Result<Self> {
        let site_yaml = folder.site_yaml()?;
        let surroundings = Surroundings { site: Fingerprint::of(site_yaml.as_bytes()), today };
        let (known, saved) = match cache::load_all::<Surroundings, Remembered>(&memory(folder)) {
            Kept::Found(loaded) if loaded.head == surroundings => (loaded.values, loaded.saved),
            Kept::Found(_) | Kept::Nothing | Kept::Damaged => Default::default(),
        };
        let known = known.into_iter().map(|file| (file.source.clone(), file)).collect();
        let registers = Registers::of(site);
        Ok(Self { site, site_yaml, surroundings, registers, known, saved, fresh: Mutex::default() })
    }

    /// Reviews a file that is being read.
    pub fn see(&self, file: &ReadFile, text: &str, read: &read::Reading) {
        let findings = self.review(file.role, text, read, file.summary.as_deref(), &[]);
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.clone(), shared(findings));
    }

    /// Reviews what was loaded of the site in `folder`: the files for which `is_wanted` holds.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn review_all(
        self,
        folder: &Folder,
        loaded: &LoadedSite,
        is_wanted: &(dyn Fn(&SourcePath) -> bool + Sync),
    ) -> Result<Review> {
        let between = self.between(folder, loaded)?;
        let fresh = std::mem::take(&mut *self.fresh.lock().unwrap_or_else(PoisonError::into_inner));
        let content = folder.content();
        let files = loaded.reading.files.par_iter().filter(|file| file.summary.is_some() && is_wanted(&file.path));
        let reviewed: Vec<(Remembered, bool, SharedFindings)> = files
            .map(|file| {
                let others = between.get(&file.path).map(Vec::as_slice).unwrap_or_default();
                let (own, is_known) = self.own(&content, file, &fresh)?;
                let findings = match others.is_empty() {
                    true => Arc::clone(&own.findings),
                    false => self.with_others(&content, file, &own.findings, others)?,
                };
                Ok((own, is_known, findings))
            })
            .collect::<Result<_>>()?;
        let is_reviewed = |path: &SourcePath| reviewed.binary_search_by(|(own, ..)| own.source.cmp(path)).is_ok();
        let unreviewed = between.iter().filter(|(path, _)| is_wanted(path) && !is_reviewed(path));
        let mut findings: Vec<Arc<Finding>> =
            unreviewed.flat_map(|(_, findings)| findings.iter().cloned().map(Arc::new)).collect();
        findings.extend(reviewed.iter().flat_map(|(.., findings)| findings.iter().cloned()));
        if is_wanted(&SourcePath::new("site.yaml")) {
            findings.extend(check::unknown_rules(self.site, &self.site_yaml).into_iter().map(Arc::new));
        }
        let is_notice = |file: &&ReadFile| file.role == FileRole::Notice && is_wanted(&file.path);
        let files = loaded.reading.files.iter().filter(is_notice).count();
        let gone = self.known.keys().filter(|path| !is_reviewed(path)).map(ToString::to_string);
        let new = reviewed.iter().filter(|(_, is_known, _)| !is_known).map(|(own, ..)| own.source.to_string());
        let changed = gone.chain(new).collect();
        let values = reviewed.into_iter().map(|(own, ..)| own).collect();
        Ok(Review { findings, files, surroundings: self.surroundings, values, saved: self.saved, changed })
    }

    /// What is found in a file alone, and whether it was remembered.
    fn own(
        &self,
        content: &Path,
        file: &ReadFile,
        fresh: &BTreeMap<SourcePath, SharedFindings>,
    ) -> Result<(Remembered, bool)> {
        let fingerprint = file.fingerprint.unwrap_or_else(|| Fingerprint::of(b""));
        let remember = |findings: SharedFindings| Remembered { source: file.path.clone(), fingerprint, findings };
        if let Some(findings) = fresh.get(&file.path) {
            return Ok((remember(Arc::clone(findings)), false));
        }
        match self.known.get(&file.path).filter(|known| Some(known.fingerprint) == file.fingerprint) {
            Some(known) => Ok((known.clone(), true)),
            None => Ok((remember(shared(self.review_file(content, file, &[])?)), false)),
        }
    }

    /// What is found in a file, and what is wrong between it and others. A file may waive either, so one that may hold a
    /// waiver is reviewed again; few do.
    fn with_others(
        &self,
        content: &Path,
        file: &ReadFile,
        own: &[Arc<Finding>],
        others: &[Finding],
    ) -> Result<SharedFindings> {
        let read = input::read(&source::locate(content, &file.path), input::NOTICE);
        let decoded = read.ok().and_then(|bytes| decode::decode(&bytes).ok());
        match decoded.is_some_and(|decoded| !check::may_waive(&decoded.text)) {
            true => Ok(own.iter().cloned().chain(others.iter().cloned().map(Arc::new)).collect()),
            false => Ok(shared(self.review_file(content, file, others)?)),
        }
    }

    /// Reads and reviews a file of the site; one that vanished meanwhile has no findings.
    fn review_file(&self, content: &Path, file: &ReadFile, others: &[Finding]) -> Result<Vec<Finding>> {
        let path = source::locate(content, &file.path);
        match input::read(&path, input::NOTICE) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            read => {
                let bytes = read.with_context(|| path.display().to_string())?;
                Ok(self.review_bytes(&file.path, file.role, &bytes, others))
            }
        }
    }

    /// Reviews the bytes of a file; `others` is what is wrong between it and other files.
    pub fn review_bytes(&self, source: &SourcePath, role: FileRole, bytes: &[u8], others: &[Finding]) -> Vec<Finding> {
        match decode::decode(bytes) {
            Ok(decoded) => {
                let read = read::read(source, &decoded.text);
                let summary = Summary::of(&read.notice, Fingerprint::of(bytes));
                self.review(role, &decoded.text, &read, Some(&summary), others)
            }
            Err(error) => vec![reading::undecoded(source, error)],
        }
    }

    fn review(
        &self,
        role: FileRole,
        text: &str,
        read: &read::Reading,
        summary: Option<&Summary>,
        others: &[Finding],
    ) -> Vec<Finding> {
        let round = summary.and_then(|summary| self.registers.round(summary)).map(|round| round.key);
        let subject = Subject::new(&read.notice, text, round, self.site, self.surroundings.today);
        check::review(&subject, role.text_kind(), read.findings.iter().chain(others).cloned().collect())
    }

    /// What is wrong with the tree and between its files, by file: all that reviewing each of them alone does not find.
    /// Drafts and notices for the intranet are reviewed, too, so the site is folded with them.
    fn between(&self, folder: &Folder, loaded: &LoadedSite) -> Result<BTreeMap<SourcePath, Vec<Finding>>> {
        let everything = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
        let summaries = || loaded.reading.files.iter().filter_map(|file| file.summary.as_deref());
        let Options { audience, drafts, .. } = loaded.options;
        let is_hidden = |summary: &Summary| summary.facts.draft && !drafts || !audience.may_see(summary.facts.audience);
        let whole;
        let loaded = match summaries().any(is_hidden) {
            false => loaded,
            true => {
                let (site, theme, tables) = (loaded.site.clone(), loaded.theme.clone(), loaded.tables.clone());
                let fixed = Fixed { site, theme, tables, options: everything };
                let hashes = loaded.prints(&BTreeSet::new());
                whole = LoadedSite::with_findings(folder, &loaded.reading, fixed, &hashes);
                &whole
            }
        };
        let read: BTreeSet<&SourcePath> = summaries().map(|summary| &summary.source).collect();
        let mut between: BTreeMap<SourcePath, Vec<Finding>> = BTreeMap::new();
        for finding in loaded.findings.iter().cloned().chain(loaded.plan().findings()) {
            if !(read.contains(&finding.source) && read::codes::ALL.contains(&finding.code)) {
                between.entry(finding.source.clone()).or_default().push(finding);
            }
        }
        Ok(between)
    }
}

impl Review {
    /// Remembers the findings for the next run.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn remember(&self, folder: &Folder) -> Result<()> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let path = memory(folder);
        let saved = cache::save_all(&path, &self.surroundings, &self.values, &self.saved, self.changed.clone());
        saved.with_context(|| path.display().to_string())
    }
}
