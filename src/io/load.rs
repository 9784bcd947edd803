//! A site loaded from its folder: everything a plan needs, and every finding on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::folder::Folder;
use super::reading::{self, Reading};
use super::source::{self, Role};
use crate::archive::{Address, Archive, Options};
use crate::check;
use crate::config::Site;
use crate::notice::{Finding, Layout, SourcePath, Summary};
use crate::render::theme::Theme;
use crate::search::tables::Tables;
use crate::site::plan::{Inputs, PlainPage, Plan};
use crate::site::{Links, Sources};
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;
use crate::text::slug;

/// What a site is made from besides its sources.
#[derive(Clone)]
pub struct Fixed {
    /// What the site says of itself.
    pub site: Site,
    /// How its pages look.
    pub theme: Arc<Theme>,
    /// What texts are folded by for search.
    pub tables: Arc<Tables>,
    /// What the build is for.
    pub options: Options,
}

/// Linked files whose fingerprints were taken before, and which of them may have changed since.
#[derive(Clone, Copy, Default)]
pub struct Linked<'a> {
    /// The fingerprints.
    pub known: Option<&'a BTreeMap<SourcePath, Fingerprint>>,
    /// What may have changed.
    pub changed: Option<&'a BTreeSet<SourcePath>>,
}

/// A site with all its sources read and folded.
pub struct Loaded {
    /// What the site says of itself.
    pub site: Site,
    /// How its pages look.
    pub theme: Arc<Theme>,
    /// What the build is for.
    pub options: Options,
    /// What was read; empty where the caller of [`Loaded::of`] keeps it.
    pub reading: Reading,
    /// All notices together.
    pub archive: Archive,
    /// Plain pages, sorted by address.
    pub pages: Vec<PlainPage>,
    /// What links can lead to.
    pub links: Links,
    /// The fingerprints of linked files.
    pub files: BTreeMap<SourcePath, Fingerprint>,
    /// What texts are folded by for search.
    pub tables: Arc<Tables>,
    /// What is wrong, from the tree to the archive; links are asked of the plan.
    pub findings: Vec<Finding>,
}

impl Loaded {
    /// Reads and folds the sources of the site in `folder`.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn load(folder: &Folder, site: Site, theme: Theme, options: Options, quiet: bool) -> Result<Self> {
        let notes = folder.notes();
        fs::create_dir_all(&notes).with_context(|| notes.display().to_string())?;
        let reading = reading::read(&folder.content(), &notes.join("sources"), quiet)?;
        let fixed = Fixed { site, theme: Arc::new(theme), tables: Arc::default(), options };
        let loaded = Self::of(folder, &reading, fixed, &Linked::default())?;
        Ok(Self { reading, ..loaded })
    }

    /// Folds what was read of the site in `folder`.
    ///
    /// # Errors
    /// An I/O error with its path, where a linked file cannot be read.
    pub fn of(folder: &Folder, reading: &Reading, fixed: Fixed, linked: &Linked<'_>) -> Result<Self> {
        let Fixed { site, theme, tables, options } = fixed;
        let mut findings = reading.findings.clone();
        findings.extend(reading.files.iter().flat_map(|file| file.findings.iter().cloned()));
        let of_role = |role| reading.files.iter().filter(move |file| file.role == role);
        let summaries = of_role(Role::Notice).filter_map(|file| file.summary.clone()).collect();
        let (archive, conflicts) = Archive::fold(summaries, &site, options);
        findings.extend(conflicts);
        let findings = check::settle_names(&site, findings);
        let mut pages: Vec<PlainPage> = of_role(Role::Page)
            .filter_map(|file| file.summary.clone())
            .filter(|page| options.drafts || !page.facts.draft)
            .map(plain_page)
            .collect();
        pages.sort_by(|a, b| a.address.cmp(&b.address));
        let links = Links::of(
            &archive,
            pages.iter().map(|page| (&page.summary.source, page.address.clone())),
            of_role(Role::File).map(|file| &file.path),
            reading.files.iter().filter(|file| file.role != Role::File).map(|file| &file.path),
        );
        let files = linked_files(folder, &archive, &pages, &links, linked)?;
        let reading = Reading::default();
        Ok(Self { site, theme, options, reading, archive, pages, links, files, tables, findings })
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
            files: &self.files,
            tables: &self.tables,
        })
    }
}

/// The sources of a site on disk.
#[derive(Clone, Debug)]
pub struct ContentFolder(pub PathBuf);

impl Sources for ContentFolder {
    fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        fs::read(source::locate(&self.0, path))
    }
}

/// The sources of a site on disk, with what was read of them in this run.
#[derive(Debug)]
pub struct ReadSources<'a> {
    /// Where they lie.
    pub content: &'a ContentFolder,
    /// What was read.
    pub reading: &'a Reading,
}

impl Sources for ReadSources<'_> {
    fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>> {
        self.content.bytes(path)
    }

    fn layout(&self, path: &SourcePath) -> Option<Layout> {
        let files = &self.reading.files;
        let at = files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        files[at].layout()
    }
}

impl ContentFolder {
    /// The text of a source, where it is text and there.
    pub fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let bytes = self.bytes(path).ok()?;
        decode::decode(&bytes).ok().map(|decoded| decoded.text.into())
    }
}

fn plain_page(summary: Arc<Summary>) -> PlainPage {
    let stem = summary.source.stem();
    let slug = slug::as_is(stem).unwrap_or_else(|| slug::from_pinyin(stem, stem, 6));
    PlainPage { address: Address::new(format!("pages/{slug}/")), summary }
}

/// Takes the fingerprints of the files that notices and pages link to.
fn linked_files(
    folder: &Folder,
    archive: &Archive,
    pages: &[PlainPage],
    links: &Links,
    linked: &Linked<'_>,
) -> Result<BTreeMap<SourcePath, Fingerprint>> {
    let notices = archive.rows().iter().filter(|row| !row.withdrawn).map(|row| (&row.summary, &row.address));
    let pages = pages.iter().map(|page| (&page.summary, &page.address));
    let wanted: BTreeSet<SourcePath> =
        notices.chain(pages).flat_map(|(summary, address)| links.attachments(summary, address).into_values()).collect();
    let content = folder.content();
    wanted
        .into_par_iter()
        .map(|path| {
            let has_changed = linked.changed.is_some_and(|changed| changed.contains(&path));
            if let Some(known) = linked.known.and_then(|known| known.get(&path)).filter(|_| !has_changed) {
                return Ok((path, *known));
            }
            let place = source::locate(&content, &path);
            let bytes = fs::read(&place).with_context(|| place.display().to_string())?;
            Ok((path, Fingerprint::of(&bytes)))
        })
        .collect()
}
