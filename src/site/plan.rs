//! The plan: every entry of a site in a fixed order, and the entry behind an address.

use std::collections::BTreeMap;
use std::iter::once;
use std::sync::OnceLock;

use super::attachment::{Attachment, Links};
use super::entry::{Entry, FeedFormat, What};
use super::index::segment_address;
use crate::archive::{Address, Archive, Options, Paging, RowIndex, Slice};
use crate::config::Site;
use crate::notice::{Finding, Summary};
use crate::render::exports::{self, Part, Table};
use crate::render::theme::Theme;
use crate::render::view;
use crate::search::segment::{self, SegmentRange};
use crate::search::tables::Tables;
use crate::text::fingerprint::Fingerprint;

/// A plain page from `content/pages/`.
#[derive(Clone, Debug)]
pub struct PlainPage {
    /// Where it stands: `pages/<slug>/`.
    pub address: Address,
    /// What was read from its file.
    pub summary: std::sync::Arc<Summary>,
}

/// Everything a site is made from but the texts of its sources.
pub struct Inputs<'a> {
    /// What the site says of itself.
    pub site: &'a Site,
    /// How its pages look.
    pub theme: &'a Theme,
    /// What the build is for.
    pub options: Options,
    /// All notices.
    pub archive: &'a Archive,
    /// Plain pages, sorted by address.
    pub pages: &'a [PlainPage],
    /// What links can lead to.
    pub links: &'a Links,
    /// Linked files by where they stand.
    pub attachments: &'a BTreeMap<Address, Attachment>,
    /// What texts are folded by for search.
    pub tables: &'a Tables,
}

/// The plan of a site. Making one costs next to nothing, whatever the archive holds.
pub struct Plan<'a> {
    /// What the site is made from.
    pub inputs: Inputs<'a>,
    /// The listed rows, oldest first.
    pub listed: &'a [RowIndex],
    /// Old addresses and where they lead.
    pub redirects: BTreeMap<Address, Address>,
    parts: OnceLock<Vec<Part>>,
    segments: OnceLock<Vec<SegmentRange>>,
    /// What every page takes from the site as a whole.
    pub(super) spoken: OnceLock<Fingerprint>,
}

impl<'a> Plan<'a> {
    /// Plans the site of `inputs`.
    pub fn of(inputs: Inputs<'a>) -> Self {
        let archive = inputs.archive;
        let mut redirects = BTreeMap::new();
        for row in archive.aliased() {
            for alias in &row.summary.facts.aliases {
                redirects.insert(alias_address(&alias.value), row.address.clone());
            }
        }
        Self {
            listed: archive.listed_places(),
            redirects,
            parts: OnceLock::new(),
            segments: OnceLock::new(),
            spoken: OnceLock::new(),
            inputs,
        }
    }

    /// The data files.
    pub fn parts(&self) -> &[Part] {
        self.parts.get_or_init(|| exports::parts(self.inputs.archive))
    }

    /// The segments of the search index, oldest first, by places among `listed`.
    pub fn segments(&self) -> &[SegmentRange] {
        self.segments.get_or_init(|| {
            let rows = self.listed.iter().map(|at| &self.inputs.archive.rows()[*at]);
            segment::segments(rows.map(|row| (row.id(), row.summary.body.len())))
        })
    }

    /// What is wrong between sources: dead links.
    pub fn findings(&self) -> Vec<Finding> {
        let Inputs { archive, pages, links, .. } = &self.inputs;
        let notices = archive.rows().iter().map(|row| (&row.summary, &row.address));
        let pages = pages.iter().map(|page| (&page.summary, &page.address));
        notices.chain(pages).flat_map(|(summary, address)| links.findings(summary, address)).collect()
    }

    /// Every entry, section by section in a fixed order.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        let single = self.single().into_iter();
        single
            .chain(self.notices())
            .chain(self.units())
            .chain(self.rounds())
            .chain(self.statuses())
            .chain(self.years())
            .chain(self.rest())
    }

    /// The entry behind a path as a browser asks for it: `notices/x/`, `notices/x/index.html`, `feed.atom`.
    pub fn find(&self, path: &str) -> Option<Entry> {
        let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let address = Address::new(folder.unwrap_or(path));
        if let Some(file) = self.inputs.attachments.get(&address) {
            return Some(entry(address, What::Attachment(file.source.clone())));
        }
        let id = path.strip_prefix("notices/").and_then(|rest| rest.split_once('/')).map(|(id, _)| id);
        if let Some(at) = id.and_then(|id| self.inputs.archive.find(id)) {
            return Some(entry(Address::notice(id.unwrap_or_default()), What::Notice(at)));
        }
        if let Some(entry) = self.find_in_search(path) {
            return Some(entry);
        }
        if path == "search/facets.js" || path.starts_with("search/d/") {
            return Some(entry(Address::new("search/root.js"), What::SearchRoot));
        }
        if path.starts_with("sitemap-") {
            return Some(entry(Address::new("sitemap.xml"), What::Sitemap));
        }
        let in_section: Box<dyn Iterator<Item = Entry>> = match path.split('/').next().unwrap_or_default() {
            "units" => Box::new(self.units()),
            "rounds" => Box::new(self.rounds()),
            "status" => Box::new(self.statuses()),
            "years" => Box::new(self.years()),
            _ => Box::new(std::iter::empty()),
        };
        let single = self.single().into_iter();
        single.chain(in_section).chain(self.rest()).find(|entry| entry.address == address)
    }

    fn single(&self) -> Vec<Entry> {
        let mut entries = vec![
            entry(Address::default(), What::Home),
            entry(Address::new("404.html"), What::NotFound),
            entry(Address::new("search/"), What::Search),
            entry(Address::new("stats/"), What::Stats),
            entry(Address::new("status/"), What::Statuses),
            entry(Address::new("years/"), What::Years),
            entry(Address::new("data/"), What::Data),
            entry(Address::new("data/index.json"), What::DataIndex),
        ];
        entries.extend(FeedFormat::ALL.map(|format| entry(Address::new(format.name()), What::Feed(format))));
        let archive = self.inputs.archive;
        entries.extend(self.paged("notices/", self.listed.len(), What::Notices));
        entries.extend(self.paged("units/", archive.units().len(), What::Units));
        entries.extend(self.paged("rounds/", archive.rounds().len(), What::Rounds));
        entries.extend(self.paged("matrix/", archive.units().len(), What::Matrix));
        entries
    }

    fn notices(&self) -> impl Iterator<Item = Entry> + '_ {
        let rows = self.inputs.archive.rows().iter().enumerate();
        rows.map(|(at, row)| entry(row.address.clone(), What::Notice(at)))
    }

    fn units(&self) -> impl Iterator<Item = Entry> + '_ {
        self.inputs.archive.units().iter().enumerate().flat_map(|(place, group)| {
            let address = Address::unit(&group.slug);
            let table = entry(address.join("notices.csv"), What::UnitTable(place));
            let feeds = FeedFormat::ALL.map(|format| entry(address.join(format.name()), What::UnitFeed(place, format)));
            let pages = self.paged(address.as_str(), group.rows.len(), |slice| What::Unit(place, slice));
            pages.into_iter().chain([table]).chain(feeds)
        })
    }

    fn rounds(&self) -> impl Iterator<Item = Entry> + '_ {
        self.inputs.archive.rounds().iter().enumerate().flat_map(|(place, group)| {
            let address = Address::round(&group.slug);
            let feeds =
                FeedFormat::ALL.map(|format| entry(address.join(format.name()), What::RoundFeed(place, format)));
            let pages = self.paged(address.as_str(), group.rows.len(), |slice| What::Round(place, slice));
            pages.into_iter().chain(feeds)
        })
    }

    fn statuses(&self) -> impl Iterator<Item = Entry> + '_ {
        self.inputs.archive.statuses().iter().enumerate().flat_map(|(place, group)| {
            let address = Address::status(&group.status.slug());
            let notices = self.paged(address.as_str(), group.rows.len(), |slice| What::Status(place, slice));
            let items = view::item_pages(self.inputs.archive, place);
            let items = items.map(move |(slice, address)| entry(address, What::StatusItems(place, slice)));
            let unfilled = view::unfilled_item_page(self.inputs.archive, place);
            let unfilled = unfilled.map(|from| entry(from, What::Unfilled(address)));
            notices.into_iter().chain(items).chain(unfilled)
        })
    }

    fn years(&self) -> impl Iterator<Item = Entry> + '_ {
        self.inputs.archive.years().iter().enumerate().flat_map(|(place, group)| {
            self.paged(Address::year(group.year).as_str(), group.rows.len(), |slice| What::Year(place, slice))
        })
    }

    fn rest(&self) -> impl Iterator<Item = Entry> + '_ {
        let pages =
            self.inputs.pages.iter().enumerate().map(|(place, page)| entry(page.address.clone(), What::Page(place)));
        let redirects = self.redirects.iter().map(|(from, to)| entry(from.clone(), What::Redirect(to.clone())));
        let attachments = self
            .inputs
            .attachments
            .values()
            .map(|file| entry(file.address.clone(), What::Attachment(file.source.clone())));
        let assets = self
            .inputs
            .theme
            .assets()
            .map(|(name, _)| entry(Address::new(format!("assets/{name}")), What::Asset(name.to_owned())));
        let parts = once(()).flat_map(|()| self.parts()).map(|part| entry(part.address(), What::Part(*part)));
        let schemas = [Table::Notices, Table::Items].map(|table| entry(table.schema_address(), What::Schema(table)));
        let search = [("search/root.js", What::SearchRoot), ("search/fold.js", What::Folding)];
        let search = search.map(|(path, what)| entry(Address::new(path), what));
        let segments = once(()).flat_map(|()| 0..self.segments().len()).map(|place| self.segment(place));
        let sitemap = self.inputs.site.base_url.as_ref().map(|_| entry(Address::new("sitemap.xml"), What::Sitemap));
        let data = parts.chain(schemas).chain(sitemap);
        pages.chain(redirects).chain(attachments).chain(assets).chain(data).chain(search).chain(segments)
    }

    /// The entry of a segment, by its place among `segments`.
    pub fn segment(&self, place: usize) -> Entry {
        entry(segment_address(&self.segments()[place].name), What::Segment(place))
    }

    fn paged(&self, list: &str, rows: usize, what: impl Fn(Slice) -> What) -> Vec<Entry> {
        let list = Address::new(list);
        let paging = Paging::of(rows, self.inputs.site.page_size);
        let unfilled = paging.unfilled().map(|slice| entry(slice.address(&list), What::Unfilled(list.clone())));
        paging.slices().map(|slice| entry(slice.address(&list), what(slice))).chain(unfilled).collect()
    }
}

/// The address an alias of the front matter names: a page unless it names a file.
pub fn alias_address(alias: &str) -> Address {
    let path = alias.trim().trim_start_matches('/');
    let path = path.strip_suffix("index.html").unwrap_or(path);
    match path.is_empty() || path.ends_with('/') || path.ends_with(".html") {
        true => Address::new(path),
        false => Address::new(format!("{path}/")),
    }
}

fn entry(address: Address, what: What) -> Entry {
    Entry { address, what }
}
