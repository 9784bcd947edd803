//! Everything a site is made from, except the texts of its sources.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::links::{CopiedFile, Links};
use crate::archive::{Address, Archive, Deadlines, Events, Options, RowIndex};
use crate::config::Site;
use crate::notice::Summary;
use crate::render::exports::{self, ArchiveFile};
use crate::render::theme::Theme;
use crate::search::segment::{self, SegmentRange};
use crate::search::tables::Tables;
use crate::text::fingerprint::Fingerprint;
use crate::text::span::Span;

/// A plain page from `content/pages/`.
#[derive(Clone, Debug)]
pub struct PlainSource {
    /// Its address: `pages/<slug>/`.
    pub address: Address,
    /// Summary of its file.
    pub summary: Arc<Summary>,
}

impl PlainSource {
    /// Its aliases, with their spans in the front matter.
    pub fn old_addresses(&self) -> Vec<(Address, Span)> {
        Address::of_aliases(&self.summary.facts.aliases, &self.address)
    }
}

/// Everything a site is made from, except the texts of its sources.
pub struct Inputs<'a> {
    /// The settings of the site.
    pub site: &'a Site,
    /// Templates, assets and strings.
    pub theme: &'a Theme,
    /// Audience, drafts and other options of the build.
    pub options: Options,
    /// All notices.
    pub archive: &'a Archive,
    /// Plain pages, sorted by address.
    pub pages: &'a [PlainSource],
    /// Targets that links can have.
    pub links: &'a Links,
    /// Linked files by their address.
    pub attachments: &'a BTreeMap<Address, CopiedFile>,
    /// Files of `content/static/` by their address.
    pub static_files: &'a BTreeMap<Address, CopiedFile>,
    /// Tables for folding text for search.
    pub tables: &'a Tables,
    /// Values computed from the rest on first use.
    pub derived: Derived,
}

/// Values computed from [`Inputs`] on first use, once a plan.
#[derive(Debug, Default)]
pub struct Derived {
    archive_files: OnceLock<Vec<ArchiveFile>>,
    segments: OnceLock<Vec<SegmentRange>>,
    site_hash: OnceLock<Fingerprint>,
    events: OnceLock<Events>,
    deadlines: OnceLock<Deadlines>,
}

impl std::fmt::Debug for Inputs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Inputs<'_> {
    /// The listed rows, oldest first.
    pub fn listed(&self) -> &[RowIndex] {
        self.archive.listed_rows()
    }

    /// The data files.
    pub fn archive_files(&self) -> &[ArchiveFile] {
        self.derived.archive_files.get_or_init(|| exports::archive_files(self.archive))
    }

    /// The segments of the search index, oldest first, as ranges of the listed rows.
    pub fn segments(&self) -> &[SegmentRange] {
        self.derived.segments.get_or_init(|| {
            let rows = self.listed().iter().map(|at| &self.archive.rows()[*at]);
            segment::segments(rows.map(|row| (row.id(), row.summary.body.len())))
        })
    }

    /// The plain pages that every footer leads to, by title and address.
    pub fn plain_pages(&self) -> Vec<(String, Address)> {
        let pages = self.pages.iter();
        pages.map(|page| (page.summary.facts.title_or_id().to_owned(), page.address.clone())).collect()
    }

    /// Hash of the settings and the list of plain pages that every page and feed uses.
    pub fn site_hash(&self) -> &Fingerprint {
        self.derived.site_hash.get_or_init(|| {
            let site = self.site;
            Fingerprint::of_json(&(
                (&site.title, &site.description, &site.owner, &site.organizer, &site.base_url, &site.language),
                (&site.place, &site.contact, &site.icp, &site.police_record, &site.site_id_code, &site.id),
                (&site.utc_offset, self.plain_pages(), site.accent.is_some(), &site.logo, &site.share_image),
                (&site.navigation, &site.footer_links, &site.banner, &site.banner_from, &site.banner_until),
            ))
        })
    }

    /// All events on a known day.
    pub fn events(&self) -> &Events {
        self.derived.events.get_or_init(|| Events::of(self.archive))
    }

    /// The unfinished items that state a day.
    pub fn deadlines(&self) -> &Deadlines {
        self.derived.deadlines.get_or_init(|| Deadlines::of(self.archive))
    }

    /// A file of the theme; empty where there is none of that name.
    pub fn asset(&self, name: &str) -> &[u8] {
        self.theme.assets().find(|(asset, _)| *asset == name).map(|(_, bytes)| bytes).unwrap_or_default()
    }
}
