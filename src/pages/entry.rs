//! An entry, and what every kind of entry must state about itself.

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

/// When an entry can be made. The manifest, which lists the files of both stages, is not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// From the inputs alone.
    First,
    /// Once the sizes and hashes of the first stage's files are known.
    Second,
}

/// How much more memory than a page it takes to make an entry. The heaviest are made last: the texts that only pages
/// need are then gone, and all threads work on one search segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// As much as a page.
    Page,
    /// A data file over the whole archive.
    Table,
    /// A search segment.
    Segment,
}

/// What the sitemap says of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InSitemap {
    /// Not listed.
    No,
    /// Listed.
    Yes,
    /// Listed with the day of its last change, where that is known.
    Changed(Option<Date>),
}

/// What an entry is keyed and made with.
#[derive(Clone, Copy, Debug)]
pub struct MakeContext<'a> {
    /// Everything the site is made from.
    pub inputs: &'a Inputs<'a>,
    /// The entry's own address.
    pub address: &'a Address,
    /// The records of the first stage; empty while that stage runs.
    pub records: &'a Records,
}

/// A kind of entry: its addresses, what it is made from, its bytes. All of it is in one file, so that the law of keys
/// (equal keys, equal bytes) can be checked by reading [`PageKind::walk`] and [`PageKind::make`] side by side.
/// HTML pages that are made of the archive alone implement [`super::ViewPage`] instead, which implies this trait.
pub trait PageKind: Sized + Into<EntryKind> {
    /// The folder that holds all its addresses, with `/` at its end; empty for the root of the site.
    const BELOW: &'static str;
    /// Whether a template makes it. Templates may loop, so these are made under a watchdog.
    const IS_TEMPLATED: bool = false;
    /// When it can be made.
    const STAGE: Stage = Stage::First;
    /// How much memory it takes.
    const WEIGHT: Weight = Weight::Page;

    /// All entries of this kind.
    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a;

    /// The entry that `path` belongs to, where it is of this kind: `notices/x/`, `notices/x/notice.md`, `feed.atom`.
    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let address = folder.unwrap_or(path);
        let mut entries = address.starts_with(Self::BELOW).then(|| Self::entries(inputs)).into_iter().flatten();
        entries.find(|entry| entry.address.as_str() == address)
    }

    /// Records everything [`PageKind::make`] reads.
    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk);

    /// Makes its files.
    ///
    /// # Errors
    /// [`MakeError`], which names the source or template at fault.
    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError>;

    /// What the sitemap says of it.
    fn in_sitemap(&self, inputs: &Inputs<'_>) -> InSitemap;

    /// Whether compressed twins may be put beside its files. What authors bring keeps the names they gave it.
    fn may_have_twins(&self, _inputs: &Inputs<'_>) -> bool {
        true
    }
}
