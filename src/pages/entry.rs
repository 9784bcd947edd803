//! Entries, and the trait that every kind of entry implements.

use super::EntryKind;
use super::inputs::Inputs;
use super::key::Walk;
use super::record::{Outcome, Records};
use super::sources::{MakeError, Sources};
use crate::archive::Address;
use crate::notice::Date;

/// An address with the kind of entry that is there: one file, or several below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The address; for a notice and a search segment the folder of its files.
    pub address: Address,
    /// The kind of entry.
    pub kind: EntryKind,
}

impl Entry {
    /// The entry of `kind` at `address`.
    pub fn new(address: Address, kind: impl Into<EntryKind>) -> Self {
        Self { address, kind: kind.into() }
    }
}

/// The stage in which an entry is made. The manifest, which lists the files of both stages, is not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// From the inputs alone.
    First,
    /// From the sizes and hashes of the first stage's files.
    Second,
}

/// Memory needed to make an entry. The heaviest are made last: the texts that only pages need are freed by then, and
/// all threads share the work on one search segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As much as a page.
    Page,
    /// A data file over the whole archive.
    Table,
    /// A search segment.
    Segment,
}

/// Whether the sitemap lists an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InSitemap {
    /// Not listed.
    No,
    /// Listed.
    Yes,
    /// Listed with the day of its last change, if known.
    Changed(Option<Date>),
}

/// Input for the key and the files of an entry.
#[derive(Clone, Copy, Debug)]
pub struct MakeContext<'a> {
    /// Everything the site is made from.
    pub inputs: &'a Inputs<'a>,
    /// The entry's own address.
    pub address: &'a Address,
    /// The records of the first stage; empty while that stage runs.
    pub records: &'a Records,
}

/// A kind of entry: its addresses, its key and its bytes. All of it is in one file, so that the law of keys (equal
/// keys, equal bytes) can be checked by reading [`PageKind::walk`] and [`PageKind::make`] side by side. HTML pages made
/// from the archive alone implement [`super::ViewPage`] instead, which implies this trait.
pub trait PageKind: Sized + Into<EntryKind> {
    /// The beginning of all its addresses, up to a `/`; empty for the root of the site.
    const ADDRESS_PREFIX: &'static str;
    /// Whether it is rendered with a template. Templates may loop, so these are made under a watchdog.
    const IS_TEMPLATED: bool = false;
    /// Stage in which it is made.
    const STAGE: Stage = Stage::First;
    /// Memory needed to make it.
    const WEIGHT: Weight = Weight::Page;

    /// All entries of this kind.
    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a;

    /// The entry that `path` belongs to, if it is of this kind: `notices/x/`, `notices/x/notice.md`, `feed.atom`.
    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let address = folder.unwrap_or(path);
        let mut entries =
            address.starts_with(Self::ADDRESS_PREFIX).then(|| Self::entries(inputs)).into_iter().flatten();
        entries.find(|entry| entry.address.as_str() == address)
    }

    /// Records everything [`PageKind::make`] reads.
    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk);

    /// Makes its files.
    ///
    /// # Errors
    /// [`MakeError`], which names the source or template at fault.
    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError>;

    /// Whether the sitemap lists it.
    fn in_sitemap(&self, inputs: &Inputs<'_>) -> InSitemap;

    /// Whether compressed copies may be put beside its files. Authors' files have none, because their names are the
    /// authors'.
    fn may_be_compressed(&self, _inputs: &Inputs<'_>) -> bool {
        true
    }
}
