//! A site loaded from its folder: everything a plan needs, and the findings made while loading.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

use super::folder::Folder;
use super::input::{self, Refused};
use super::reading::{self, ReviewFn, SourcesRead};
use super::reason;
use super::source::{self, FileRole};
use crate::archive::{Address, Archive, Options, Registers, is_page_file};
use crate::check;
use crate::config::{Language, Site};
use crate::notice::{Finding, Layout, SourcePath, Summary};
use crate::pages::{CopiedFile, Derived, Inputs, Links, PlainSource, Sources};
use crate::render::theme::Theme;
use crate::search::tables::Tables;
use crate::site::Plan;
use crate::text::active;
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;
use crate::text::slug;

/// Everything a site is made from, except its sources.
#[derive(Clone)]
pub struct SiteParts {
    /// Settings from `site.yaml`.
    pub site: Site,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Tables for folding text for search.
    pub tables: Arc<Tables>,
    /// Audience, drafts and other options of the build.
    pub options: Options,
}

impl SiteParts {
    /// The parts of a site with these settings.
    pub fn new(site: Site, theme: Theme, options: Options) -> Self {
        Self { site, theme: Arc::new(theme), tables: Arc::default(), options }
    }
}

/// Hashes of linked files that are known to be unchanged.
pub type KnownHashes = HashMap<SourcePath, Fingerprint>;

/// If more sources than this change at once, the whole site is folded again. Not measured.
const MAX_CHANGED: usize = 64;

/// A site with all its sources read and folded.
#[derive(Clone)]
pub struct LoadedSite {
    /// Settings from `site.yaml`.
    pub site: Site,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Audience, drafts and other options of the build.
    pub options: Options,
    /// The readings; empty if the caller of [`LoadedSite::of`] keeps them.
    pub reading: SourcesRead,
    /// All notices, folded.
    pub archive: Archive,
    /// Plain pages, sorted by address.
    pub pages: Vec<PlainSource>,
    /// Targets that links can have.
    pub links: Links,
    /// Linked files, by address.
    pub attachments: BTreeMap<Address, CopiedFile>,
    /// Files of `content/static/`, by address.
    pub static_files: BTreeMap<Address, CopiedFile>,
    /// Tables for folding text for search.
    pub tables: Arc<Tables>,
    /// Findings of the tree and between notices; from [`LoadedSite::with_findings`] also those inside each source.
    /// Findings of links come from the plan.
    pub findings: Vec<Finding>,
    /// Findings of linked and static files that cannot be read.
    unreadable: Vec<Finding>,
}

impl LoadedSite {
    /// Reads and folds the sources of the site in `folder`. Calls `review` with each file that is read.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn load(folder: &Folder, parts: SiteParts, progress: Option<Language>, review: ReviewFn<'_>) -> Result<Self> {
        let reading = reading::read(&folder.content(), &folder.cache().join("sources"), progress, review)?;
        let loaded = Self::with_findings(folder, &reading, parts, &KnownHashes::new());
        Ok(Self { reading, ..loaded })
    }

    /// Folds the readings of the site in `folder`, and collects the findings inside each source. Linked files in
    /// `known` are not hashed again.
    pub fn with_findings(folder: &Folder, reading: &SourcesRead, parts: SiteParts, known: &KnownHashes) -> Self {
        let loaded = Self::of(folder, reading, parts, known);
        let mut findings = reading.findings.clone();
        findings.extend(loaded.unreadable.iter().cloned());
        findings.extend(reading.files.iter().flat_map(|file| file.findings.iter().cloned()));
        findings.extend(loaded.archive.conflicts());
        let findings = check::drop_resolved_names(&loaded.site, findings);
        Self { findings, ..loaded }
    }

    /// Folds the readings of the site in `folder`. Linked files in `known` are not hashed again. Those that cannot be
    /// read, or that vanished since, are left out and reported.
    pub fn of(folder: &Folder, reading: &SourcesRead, parts: SiteParts, known: &KnownHashes) -> Self {
        let SiteParts { site, theme, tables, options } = parts;
        let of_role = |role| reading.files.iter().filter(move |file| file.role == role);
        let summaries = of_role(FileRole::Notice).filter_map(|file| file.summary.clone()).collect();
        let archive = Archive::fold(summaries, &site, options);
        let mut pages: Vec<PlainSource> = of_role(FileRole::Page)
            .filter_map(|file| file.summary.clone())
            .filter(|page| options.includes(&page.facts) && page.facts.withdrawn.is_none())
            .map(plain_page)
            .collect();
        pages.sort_by(|a, b| a.address.cmp(&b.address));
        let static_sources =
            of_role(FileRole::Static).map(|file| (static_address(&file.path), file.path.clone())).collect();
        let mut unreadable = Vec::new();
        let static_files = with_hashes(folder, static_sources, known, &mut unreadable);
        let of_static = static_files.values().map(|file| (&file.source, file.address.clone()));
        let links = Links::of(
            &archive,
            pages.iter().map(|page| (&page.summary.source, page.address.clone())).chain(of_static),
            of_role(FileRole::File).map(|file| &file.path),
            of_role(FileRole::File).filter(|file| is_active(folder, &file.path)).map(|file| file.path.clone()),
            reading.files.iter().filter(|file| file.role.is_text()).map(|file| &file.path),
        );
        let attachments = attachments(folder, &archive, &pages, &links, known, &mut unreadable);
        let findings = reading.findings.iter().chain(&unreadable).cloned().chain(archive.conflicts()).collect();
        let reading = SourcesRead::default();
        Self {
            site,
            theme,
            options,
            reading,
            archive,
            pages,
            links,
            attachments,
            static_files,
            tables,
            findings,
            unreadable,
        }
    }

    /// Hashes of the linked files that are not in `changed`.
    pub fn known_hashes(&self, changed: &BTreeSet<SourcePath>) -> KnownHashes {
        let files =
            self.attachments.values().chain(self.static_files.values()).filter(|file| !changed.contains(&file.source));
        files.map(|file| (file.source.clone(), file.fingerprint)).collect()
    }

    /// Applies the new readings of the notices `changed`. Returns `false` if the site must be folded again with
    /// [`LoadedSite::of`]: many sources changed, or one that is not a notice.
    ///
    /// Law: the result equals that of [`LoadedSite::of`].
    pub fn change(&mut self, folder: &Folder, reading: &SourcesRead, changed: &BTreeSet<SourcePath>) -> bool {
        let is_not_notice = |path: &SourcePath| source::role(path) != FileRole::Notice;
        if changed.len() > MAX_CHANGED || !self.unreadable.is_empty() || changed.iter().any(is_not_notice) {
            return false;
        }
        let registers = Registers::of(&self.site);
        for path in changed {
            let summary = reading.file(path).and_then(|file| file.summary.clone());
            if !self.archive.change(path, summary, &registers) {
                return false;
            }
            let row = self.archive.row_of_source(path).map(|at| &self.archive.rows()[at]);
            let known =
                self.links.page(path).map(|page| remove_attachments(&mut self.attachments, page)).unwrap_or_default();
            self.links.update(path, row.map(|row| row.address.clone()), reading.file(path).is_some());
            if let Some(row) = row.filter(|row| !row.withdrawn) {
                for (address, source) in self.links.attachments(&row.summary, &row.address) {
                    let known = known.get(&source).copied();
                    let Some(fingerprint) = known.or_else(|| fingerprint(folder, &source).ok()) else { return false };
                    self.attachments.insert(address.clone(), CopiedFile { address, source, fingerprint });
                }
            }
        }
        self.findings = reading.findings.iter().cloned().chain(self.archive.conflicts()).collect();
        true
    }

    /// The site without the notice in `source`; `None` if the site would have to be folded again for that.
    pub fn without(&self, source: &SourcePath) -> Option<Self> {
        let mut rest = self.clone();
        rest.archive.change(source, None, &Registers::of(&self.site)).then_some(rest)
    }

    /// The plan of the site.
    pub fn plan(&self) -> Plan<'_> {
        Plan::of(Inputs {
            site: &self.site,
            theme: &self.theme,
            options: self.options,
            archive: &self.archive,
            pages: &self.pages,
            links: &self.links,
            attachments: &self.attachments,
            static_files: &self.static_files,
            tables: &self.tables,
            derived: Derived::default(),
        })
    }
}

/// The sources of a site on disk.
#[derive(Clone, Debug)]
pub struct ContentFolder(pub PathBuf);

impl Sources for ContentFolder {
    fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        let file = source::locate(&self.0, path);
        // never follow symbolic links
        if file.symlink_metadata()?.is_symlink() {
            return Err(Refused::NotAFile.into());
        }
        let is_text = source::role(path) != FileRole::File;
        input::read(&file, if is_text { input::NOTICE } else { input::ATTACHMENT })
    }
}

/// The sources of a site on disk, with their readings of this run.
#[derive(Debug)]
pub struct ReadSources<'a> {
    /// The sources on disk.
    pub content: &'a ContentFolder,
    /// The readings.
    pub reading: &'a SourcesRead,
}

impl Sources for ReadSources<'_> {
    fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.content.bytes(path)
    }

    fn layout(&self, path: &SourcePath) -> Option<Layout> {
        self.reading.file(path)?.layout()
    }
}

impl ContentFolder {
    /// The text of a source; `None` if it cannot be read as text.
    pub fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let bytes = self.bytes(path).ok()?;
        decode::decode(&bytes).ok().map(|decoded| decoded.text.into())
    }
}

fn plain_page(summary: Arc<Summary>) -> PlainSource {
    let stem = summary.source.stem();
    let slug = slug::from_stem(stem);
    PlainSource { address: Address::new(format!("pages/{slug}/")), summary }
}

/// Removes the attachments below a page. Returns their hashes.
fn remove_attachments(attachments: &mut BTreeMap<Address, CopiedFile>, page: &Address) -> KnownHashes {
    let below = page.join("files/");
    let is_below = |address: &&Address| address.as_str().starts_with(below.as_str());
    let from_page = attachments.range(below.clone()..).map(|(address, _)| address);
    let removed: Vec<Address> = from_page.take_while(is_below).cloned().collect();
    let removed = removed.iter().filter_map(|address| attachments.remove(address));
    removed.map(|file| (file.source, file.fingerprint)).collect()
}

/// Files that notices and pages link to, by address.
fn attachments(
    folder: &Folder,
    archive: &Archive,
    pages: &[PlainSource],
    links: &Links,
    known: &KnownHashes,
    unreadable: &mut Vec<Finding>,
) -> BTreeMap<Address, CopiedFile> {
    let notices = archive.listed().map(|(_, row)| (&row.summary, &row.address));
    let pages = pages.iter().map(|page| (&page.summary, &page.address));
    let linked: BTreeMap<Address, SourcePath> =
        notices.chain(pages).flat_map(|(summary, address)| links.attachments(summary, address)).collect();
    with_hashes(folder, linked, known, unreadable)
}

/// Files by address, with their hashes; those in `known` are not hashed again. Adds findings of unreadable files to
/// `unreadable`.
fn with_hashes(
    folder: &Folder,
    source_of: BTreeMap<Address, SourcePath>,
    known: &KnownHashes,
    unreadable: &mut Vec<Finding>,
) -> BTreeMap<Address, CopiedFile> {
    let sources: BTreeSet<&SourcePath> = source_of.values().collect();
    let read = |path: &SourcePath| known.get(path).copied().map_or_else(|| fingerprint(folder, path), Ok);
    let results: Vec<(&SourcePath, io::Result<Fingerprint>)> =
        sources.into_par_iter().map(|path| (path, read(path))).collect();
    let mut hashes = HashMap::new();
    for (path, result) in results {
        match result {
            Ok(fingerprint) => drop(hashes.insert(path, fingerprint)),
            Err(error) => unreadable.push(reason::unreadable(path, &error)),
        }
    }
    let copied_file = |(address, source): (&Address, &SourcePath)| {
        let (address, fingerprint) = (address.clone(), *hashes.get(source)?);
        Some((address.clone(), CopiedFile { address, source: source.clone(), fingerprint }))
    };
    source_of.iter().filter_map(copied_file).collect()
}

/// Whether a file may run scripts when a reader opens it: a web page, or a drawing or data with scripts.
fn is_active(folder: &Folder, path: &SourcePath) -> bool {
    const XML: [&str; 5] = ["svg", "svgz", "xml", "mht", "mhtml"];
    let ending = path.as_str().rsplit_once('.').map_or("", |(_, ending)| ending);
    let read = || input::read(&source::locate(&folder.content(), path), input::NOTICE);
    // what cannot be read is reported where it is copied
    is_page_file(path.as_str())
        || XML.iter().any(|other| other.eq_ignore_ascii_case(ending))
            && read().is_ok_and(|bytes| active::is_active(&bytes))
}

/// Address of a file of `content/static/`: its path below that folder.
fn static_address(path: &SourcePath) -> Address {
    Address::of_file(path.as_str().strip_prefix(source::STATIC).unwrap_or(path.as_str()))
}

fn fingerprint(folder: &Folder, path: &SourcePath) -> io::Result<Fingerprint> {
    let (file, _) = input::open(&source::locate(&folder.content(), path), input::ATTACHMENT)?;
    Fingerprint::of_reader(file)
}
