//! All findings of a site: every rule over every notice, the privacy rules over every plain page, and findings between
//! files. `check`, `build` and `publish` report these same findings.
//!
//! A file is reviewed while it is read. Findings of unchanged files come from the cache, by hash.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::cache::{self, CacheEntry, CacheRead, CacheState};
use super::folder::Folder;
use super::input;
use super::load::{LoadedSite, SiteParts};
use super::reading::{self, ReadFile};
use super::source::{self, FileRole};
use super::unread;
use crate::archive::{Options, Registers};
use crate::check::{self, RatedFinding, Severities, SeverityCounts, StoredFindings, Subject};
use crate::config::{Site, site_yaml};
use crate::notice::{Audience, Code, Date, Finding, Severity, SourcePath, Summary};
use crate::read;
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;

/// Everything the findings of a file depend on besides the file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ReviewInputs {
    /// Hash of `site.yaml`: registers, severities, languages.
    site: Fingerprint,
    /// Today's date: some rules compare with it (dates in the future, lapsed deadlines).
    today: Date,
}

/// Findings inside one file.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct FileFindings {
    /// The findings.
    pub stored: Arc<StoredFindings>,
    /// Whether the file has waivers, which may also waive findings between it and other files.
    has_waivers: bool,
}

/// Cached findings of one file.
#[derive(Clone, Serialize, Deserialize)]
struct CachedReview {
    source: SourcePath,
    fingerprint: Fingerprint,
    findings: FileFindings,
}

impl CacheEntry for CachedReview {
    fn name(&self) -> &str {
        self.source.as_str()
    }
}

/// Reviews the files of a site.
pub struct Reviewer<'a> {
    site: &'a Site,
    site_yaml: String,
    inputs: ReviewInputs,
    registers: Registers<'a>,
    known: HashMap<SourcePath, CachedReview>,
    cache_state: CacheState,
    /// Findings of the files read in this run.
    read_now: Mutex<BTreeMap<SourcePath, FileFindings>>,
}

/// Result of a review.
pub struct Review {
    /// Findings inside files and between them.
    findings: Vec<Arc<StoredFindings>>,
    /// Number of notices reviewed.
    pub files: usize,
    inputs: ReviewInputs,
    values: Vec<CachedReview>,
    cache_state: CacheState,
    changed: BTreeSet<String>,
}

/// Path of the cache file.
fn cache_path(folder: &Folder) -> PathBuf {
    folder.cache().join("checks")
}

impl<'a> Reviewer<'a> {
    /// A reviewer of the site in `folder` on the day `today`, with the cache of earlier runs.
    ///
    /// # Errors
    /// If `site.yaml` cannot be read.
    pub fn open(folder: &Folder, site: &'a Site, today: Date) -> Result<Self> {
        let site_yaml = folder.site_yaml()?;
        let inputs = ReviewInputs { site: Fingerprint::of(site_yaml.as_bytes()), today };
        let (known, cache_state) = match cache::load_all::<ReviewInputs, CachedReview>(&cache_path(folder)) {
            CacheRead::Found(loaded) if loaded.head == inputs => (loaded.values, loaded.state),
            CacheRead::Found(_) | CacheRead::Missing | CacheRead::Damaged => Default::default(),
        };
        let known = known.into_iter().map(|file| (file.source.clone(), file)).collect();
        let registers = Registers::of(site);
        Ok(Self { site, site_yaml, inputs, registers, known, cache_state, read_now: Mutex::default() })
    }

    /// Reviews a file that was just read.
    pub fn review_read(&self, file: &ReadFile, text: &str, read: &read::Reading) {
        let findings = self.review(file.role, text, read, file.summary.as_deref(), &[]);
        self.read_now.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.clone(), findings);
    }

    /// Reviews the loaded files for which `is_wanted` holds.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn review_all(
        self,
        folder: &Folder,
        loaded: &LoadedSite,
        is_wanted: &(dyn Fn(&SourcePath) -> bool + Sync),
    ) -> Result<Review> {
        let findings_between = self.findings_between(folder, loaded)?;
        let read_now = std::mem::take(&mut *self.read_now.lock().unwrap_or_else(PoisonError::into_inner));
        let content = folder.content();
        let files = loaded.reading.files.par_iter().filter(|file| file.summary.is_some() && is_wanted(&file.path));
        let reviewed: Vec<(CachedReview, bool, Vec<Arc<StoredFindings>>)> = files
            .map(|file| {
                let between_files = findings_between.get(&file.path).map(Vec::as_slice).unwrap_or_default();
                let (own, is_known) = self.own_findings(&content, file, &read_now)?;
                let findings = self.with_findings_between(&content, file, &own.findings, between_files)?;
                Ok((own, is_known, findings))
            })
            .collect::<Result<_>>()?;
        let is_reviewed = |path: &SourcePath| reviewed.binary_search_by(|(own, ..)| own.source.cmp(path)).is_ok();
        let unreviewed = findings_between.iter().filter(|(path, _)| is_wanted(path) && !is_reviewed(path));
        let mut findings: Vec<Arc<StoredFindings>> =
            unreviewed.map(|(_, findings)| StoredFindings::of(findings.clone()).into()).collect();
        findings.extend(reviewed.iter().flat_map(|(.., findings)| findings).cloned());
        if is_wanted(&SourcePath::new(site_yaml::PATH)) {
            findings.push(StoredFindings::of(check::unknown_rules(self.site, &self.site_yaml)).into());
        }
        let is_notice = |file: &&ReadFile| file.role == FileRole::Notice && is_wanted(&file.path);
        let files = loaded.reading.files.iter().filter(is_notice).count();
        let removed = self.known.keys().filter(|path| !is_reviewed(path)).map(ToString::to_string);
        let new = reviewed.iter().filter(|(_, is_known, _)| !is_known).map(|(own, ..)| own.source.to_string());
        let changed = removed.chain(new).collect();
        let values = reviewed.into_iter().map(|(own, ..)| own).collect();
        Ok(Review { findings, files, inputs: self.inputs, values, cache_state: self.cache_state, changed })
    }

    /// Findings inside one file, and whether they come from the cache.
    fn own_findings(
        &self,
        content: &Path,
        file: &ReadFile,
        read_now: &BTreeMap<SourcePath, FileFindings>,
    ) -> Result<(CachedReview, bool)> {
        let fingerprint = file.fingerprint.unwrap_or_else(|| Fingerprint::of(b""));
        let save = |findings: FileFindings| CachedReview { source: file.path.clone(), fingerprint, findings };
        if let Some(findings) = read_now.get(&file.path) {
            return Ok((save(findings.clone()), false));
        }
        match self.known.get(&file.path).filter(|known| Some(known.fingerprint) == file.fingerprint) {
            Some(known) => Ok((known.clone(), true)),
            None => Ok((save(self.review_file(content, file, &[])?), false)),
        }
    }

    /// Findings inside a file, and those between it and other files. A waiver in the file may waive either kind, so files
    /// with waivers, which are few, are reviewed again.
    fn with_findings_between(
        &self,
        content: &Path,
        file: &ReadFile,
        own: &FileFindings,
        between_files: &[Finding],
    ) -> Result<Vec<Arc<StoredFindings>>> {
        Ok(match between_files {
            [] => vec![Arc::clone(&own.stored)],
            _ if own.has_waivers => vec![self.review_file(content, file, between_files)?.stored],
            _ => vec![Arc::clone(&own.stored), StoredFindings::of(between_files.to_vec()).into()],
        })
    }

    /// Reads and reviews a file of the site; no findings if it vanished meanwhile.
    fn review_file(&self, content: &Path, file: &ReadFile, between_files: &[Finding]) -> Result<FileFindings> {
        let path = source::locate(content, &file.path);
        match input::read(&path, input::NOTICE) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(FileFindings::default()),
            read => {
                let bytes = read.with_context(|| path.display().to_string())?;
                Ok(self.review_bytes(&file.path, file.role, &bytes, between_files))
            }
        }
    }

    /// Reviews the bytes of a file. `between_files` are the findings between it and other files.
    pub fn review_bytes(
        &self,
        source: &SourcePath,
        role: FileRole,
        bytes: &[u8],
        between_files: &[Finding],
    ) -> FileFindings {
        match decode::decode(bytes) {
            Ok(decoded) => {
                let read = read::read(source, &decoded.text);
                let summary = Summary::of(&read.notice, Fingerprint::of(bytes));
                self.review(role, &decoded.text, &read, Some(&summary), between_files)
            }
            Err(error) => {
                let findings = vec![reading::undecoded(source, error)];
                FileFindings { stored: StoredFindings::of(findings).into(), has_waivers: false }
            }
        }
    }

    fn review(
        &self,
        role: FileRole,
        text: &str,
        read: &read::Reading,
        summary: Option<&Summary>,
        between_files: &[Finding],
    ) -> FileFindings {
        let round = summary.and_then(|summary| self.registers.round(summary)).map(|round| round.key);
        let subject = Subject::new(&read.notice, text, round, self.site, self.inputs.today);
        let read_findings = read.findings.iter().chain(between_files).cloned().collect();
        let findings = check::review(&subject, role.text_kind(), read_findings);
        FileFindings { stored: StoredFindings::of(findings).into(), has_waivers: check::may_waive(text) }
    }

    /// Findings of the tree and between files, by file: all that reviewing single files does not find. Includes drafts
    /// and notices for the intranet, so the site is folded with them.
    fn findings_between(&self, folder: &Folder, loaded: &LoadedSite) -> Result<BTreeMap<SourcePath, Vec<Finding>>> {
        let everything = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
        let summaries = || loaded.reading.files.iter().filter_map(|file| file.summary.as_deref());
        let Options { audience, drafts, .. } = loaded.options;
        let is_hidden = |summary: &Summary| summary.facts.draft && !drafts || !audience.may_see(summary.facts.audience);
        let files = &loaded.reading.files;
        let with_hidden;
        let loaded = match summaries().any(is_hidden) {
            false => loaded,
            true => {
                let (site, theme, tables) = (loaded.site.clone(), loaded.theme.clone(), loaded.tables.clone());
                let parts = SiteParts { site, theme, tables, options: everything };
                let hashes = loaded.known_hashes(&BTreeSet::new());
                with_hidden = LoadedSite::with_findings(folder, &loaded.reading, parts, &hashes);
                &with_hidden
            }
        };
        let read: BTreeSet<&SourcePath> = summaries().map(|summary| &summary.source).collect();
        let mut findings_between: BTreeMap<SourcePath, Vec<Finding>> = BTreeMap::new();
        let has_settings = folder.content().join(site_yaml::PATH).is_file();
        let unread = unread::findings(files, loaded, has_settings);
        for finding in loaded.findings.iter().cloned().chain(loaded.plan().findings()).chain(unread) {
            if !(read.contains(&finding.source) && read::codes::ALL.contains(&finding.code)) {
                findings_between.entry(finding.source.clone()).or_default().push(finding);
            }
        }
        Ok(findings_between)
    }
}

impl Review {
    /// All findings, file by file.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.findings.iter().flat_map(|file| file.iter())
    }

    /// Number of findings of each severity, given the severities of the site's rules.
    pub fn counts(&self, severities: &Severities) -> SeverityCounts {
        let mut counts = SeverityCounts::default();
        for file in self.findings.iter().map(|file| file.counts(severities)) {
            counts.add(Severity::Error, file.errors);
            counts.add(Severity::Warning, file.warnings);
            counts.add(Severity::Note, file.notes);
        }
        counts
    }

    /// The findings whose severity and code `is_wanted` accepts, with their severities, in no particular order.
    pub fn rated(&self, severities: &Severities, is_wanted: impl Fn(Severity, &Code) -> bool) -> Vec<RatedFinding> {
        self.findings.iter().flat_map(|file| file.rated(severities, &is_wanted)).collect()
    }

    /// Writes the findings to the cache for the next run.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn save(&self, folder: &Folder) -> Result<()> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let path = cache_path(folder);
        let saved = cache::save_all(&path, &self.inputs, &self.values, &self.cache_state, self.changed.clone());
        saved.with_context(|| path.display().to_string())
    }
}
