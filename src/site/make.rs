//! Making entries: the key of what an entry is made from, and its bytes.
//!
//! Whatever is read here is walked over in [`Plan::key`]; that is the law of this room.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::entry::{Entry, What};
use super::key::{Hashing, Key, Walk};
use super::plan::Plan;
use super::record::{FileRecord, Outcome, Record};
use crate::archive::{Address, Slice};
use crate::notice::{Layout, SourcePath};
use crate::render::pages::{self, Frame, RenderError};
use crate::render::view::View;
use crate::search::root;
use crate::text::fingerprint::Fingerprint;

/// Where the bytes of sources come from.
pub trait Sources: Sync {
    /// The bytes of a source as they are now.
    ///
    /// # Errors
    /// An I/O error where the source cannot be read.
    fn bytes(&self, path: &SourcePath) -> io::Result<Vec<u8>>;

    /// The layout of a notice where its reading is still at hand, so that it need not be read again.
    fn layout(&self, _path: &SourcePath) -> Option<Layout> {
        None
    }
}

/// Why an entry could not be made.
#[derive(Debug)]
pub enum MakeError {
    /// A source is not what the plan was made from; a new plan is needed.
    Changed(SourcePath),
    /// A source could not be read.
    Unreadable(SourcePath, io::Error),
    /// A template failed on the page at an address.
    Template(Address, RenderError),
}

impl MakeError {
    /// Whether a new plan may mend it.
    pub const fn is_change(&self) -> bool {
        matches!(self, Self::Changed(_))
    }

    /// The source that is to blame.
    pub const fn culprit(&self) -> Option<&SourcePath> {
        match self {
            Self::Changed(path) | Self::Unreadable(path, _) => Some(path),
            Self::Template(..) => None,
        }
    }
}

impl fmt::Display for MakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(path) => write!(f, "content/{path}: 读取时文件变了 (the file changed while it was read)"),
            Self::Unreadable(path, error) => write!(f, "content/{path}: {error}"),
            Self::Template(address, error) => write!(f, "/{address}: {error}"),
        }
    }
}

impl std::error::Error for MakeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(_, error) => Some(error),
            _ => None,
        }
    }
}

/// What earlier stages made, for the entries that say so.
#[derive(Clone, Debug, Default)]
pub struct Made {
    records: BTreeMap<Address, Arc<Record>>,
}

impl Made {
    /// These records.
    pub fn of(records: impl Iterator<Item = (Address, Arc<Record>)>) -> Self {
        Self { records: records.collect() }
    }

    /// One more record.
    pub fn add(&mut self, address: Address, record: Arc<Record>) {
        self.records.insert(address, record);
    }

    /// All files, sorted by path.
    pub fn files(&self) -> Vec<FileRecord> {
        let mut files: Vec<FileRecord> =
            self.records.par_iter().flat_map_iter(|(_, record)| record.files.iter()).collect();
        files.par_sort_unstable();
        files
    }

    /// How many files there are.
    pub fn file_count(&self) -> usize {
        self.records.values().map(|record| record.files.len()).sum()
    }

    /// The record of an entry.
    pub fn record(&self, address: &Address) -> Option<&Record> {
        self.records.get(address).map(Arc::as_ref)
    }

    /// The records by address.
    pub fn into_records(self) -> BTreeMap<Address, Arc<Record>> {
        self.records
    }
}

impl Plan<'_> {
    /// The key of `entry`; `made` holds what earlier stages made.
    pub fn key(&self, entry: &Entry, made: &Made) -> Key {
        let mut hashing = Hashing::default();
        self.walk(entry, made, &mut hashing);
        hashing.key()
    }

    /// Walks over everything `entry` is made from.
    pub fn walk(&self, entry: &Entry, made: &Made, walk: &mut dyn Walk) {
        walk.part("version", &env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_VERSION").as_bytes());
        if self.has_twins(entry) {
            walk.part("format", &"gzip", &[]);
        }
        match &entry.what {
            What::Notice(at) => self.walk_notice(*at, walk),
            What::Page(place) => {
                let page = &self.inputs.pages[*place];
                self.walk_source(&page.summary, walk);
                self.walk_links(&page.summary, &page.address, walk);
                self.walk_frame("page.html", &entry.what, walk);
            }
            What::Attachment(source) => {
                let file = self.inputs.attachments.get(&entry.address);
                walk.part("file", source, file.map(|file| file.fingerprint.bytes().as_slice()).unwrap_or_default());
            }
            What::Asset(name) => walk.part("asset", name, self.asset(name)),
            What::Segment(place) => self.walk_segment(*place, walk),
            What::SearchRoot => self.walk_search_root(made, walk),
            What::Folding => walk.part("format", &"fold", &[root::VERSION]),
            what if what.is_data() => self.walk_data(what, made, walk),
            what => {
                let view = self.view_around_rows(what, made);
                walk.part("view", &view.kind(), view.fingerprint().bytes());
                self.walk_list(what, walk);
                self.walk_frame(view.template(), what, walk);
            }
        }
    }

    /// The files of `entry`.
    ///
    /// # Errors
    /// [`MakeError`], saying which source or template is the reason.
    pub fn make(&self, entry: &Entry, sources: &dyn Sources, made: &Made) -> Result<Outcome, MakeError> {
        let outcome = self.make_plain(entry, sources, made)?;
        Ok(if self.has_twins(entry) { outcome.with_twins() } else { outcome })
    }

    /// Whether compressed twins lie beside the files of `entry`. What authors bring keeps the names they gave it.
    fn has_twins(&self, entry: &Entry) -> bool {
        let is_free = match &entry.what {
            What::Attachment(_) => false,
            What::Asset(name) => self.inputs.theme.assets().all(|(other, _)| other.strip_suffix(".gz") != Some(name)),
            _ => true,
        };
        self.inputs.options.precompressed && is_free
    }

    fn make_plain(&self, entry: &Entry, sources: &dyn Sources, made: &Made) -> Result<Outcome, MakeError> {
        let file = entry.address.file();
        match &entry.what {
            What::Notice(at) if !self.inputs.archive.rows()[*at].withdrawn => self.make_notice(*at, sources),
            What::Page(place) => self.make_page(*place, sources),
            What::Attachment(source) => {
                let print = self.inputs.attachments.get(&entry.address).map(|file| file.fingerprint);
                let bytes = self.source(sources, source, print)?;
                Ok(Outcome::file(file, bytes))
            }
            What::Asset(name) => Ok(Outcome::file(file, self.asset(name).to_owned())),
            What::Segment(place) => self.make_segment(*place, sources),
            What::SearchRoot => Ok(self.make_search_root(made)),
            What::Folding => Ok(self.make_folding()),
            what if what.is_data() => Ok(self.make_data(what, &entry.address, made)),
            what => {
                let bytes = self.page(&entry.address, &self.view(what, made), what)?;
                Ok(Outcome::file(file, bytes))
            }
        }
    }

    /// A page in the site's frame.
    pub(super) fn page(&self, address: &Address, view: &View, what: &What) -> Result<Vec<u8>, MakeError> {
        let pages = self.plain_pages();
        let frame =
            Frame { site: self.inputs.site, theme: self.inputs.theme, as_of: self.as_of(what), plain_pages: &pages };
        pages::page(&frame, address, view).map_err(|error| MakeError::Template(address.clone(), error))
    }

    /// The parts every page takes from its frame: the theme behind its template, and what the site says of itself.
    pub(super) fn walk_frame(&self, template: &str, what: &What, walk: &mut dyn Walk) {
        walk.part("theme", &template, self.inputs.theme.key(template).bytes());
        walk.part("frame", &"footer", &postcard::to_allocvec(&self.as_of(what)).unwrap_or_default());
        self.walk_site(walk);
    }

    /// What the site says of itself on every page and in every feed, the plain pages its footer leads to among it.
    pub(super) fn walk_site(&self, walk: &mut dyn Walk) {
        let spoken = self.spoken.get_or_init(|| {
            let site = self.inputs.site;
            let spoken = (
                (&site.title, &site.description, &site.owner, &site.organizer, &site.base_url, &site.language),
                (&site.place, &site.contact, &site.icp, &site.police_record, &site.site_id_code, &site.id),
                (&site.utc_offset, self.plain_pages()),
            );
            Fingerprint::of(&postcard::to_allocvec(&spoken).unwrap_or_default())
        });
        walk.part("site", &"site.yaml", spoken.bytes());
    }

    /// 截至 in a page's footer: the newest date of what the page shows, so that a new notice leaves older pages alone.
    /// Pages over the whole archive show the archive's.
    fn as_of(&self, what: &What) -> Option<crate::notice::Date> {
        let archive = self.inputs.archive;
        match what {
            What::Notice(at) => {
                let facts = &archive.rows()[*at].summary.facts;
                facts.day().max(facts.updated.as_ref().map(|found| found.value.date))
            }
            What::Page(place) => self.inputs.pages[*place].summary.facts.updated.as_ref().map(|found| found.value.date),
            What::Redirect(_) | What::Unfilled(_) | What::NotFound => None,
            What::StatusItems(_, Slice::Numbered(_)) => None,
            What::Notices(_)
            | What::Unit(..)
            | What::Round(..)
            | What::Year(..)
            | What::Status(_, Slice::Numbered(_)) => {
                self.rows_on(what).iter().filter_map(|at| archive.rows()[*at].day()).max()
            }
            _ => archive.as_of(),
        }
    }

    fn plain_pages(&self) -> Vec<(String, Address)> {
        let pages = self.inputs.pages.iter();
        pages.map(|page| (page.summary.facts.title().to_owned(), page.address.clone())).collect()
    }

    fn asset(&self, name: &str) -> &[u8] {
        self.inputs.theme.assets().find(|(asset, _)| *asset == name).map(|(_, bytes)| bytes).unwrap_or_default()
    }

    /// The bytes of a source, which must be those the plan was made from.
    pub(super) fn source(
        &self,
        sources: &dyn Sources,
        path: &SourcePath,
        expected: Option<Fingerprint>,
    ) -> Result<Vec<u8>, MakeError> {
        let bytes = match sources.bytes(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(MakeError::Changed(path.clone())),
            Err(error) => return Err(MakeError::Unreadable(path.clone(), error)),
        };
        match expected == Some(Fingerprint::of(&bytes)) {
            true => Ok(bytes),
            false => Err(MakeError::Changed(path.clone())),
        }
    }
}
