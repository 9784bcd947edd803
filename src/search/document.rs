//! What is indexed: a notice cut into documents that partition its text, and the facets it can be narrowed by.

use crate::notice::{Anchor, Date, Status};

use super::tokens::Hash48;

/// A notice as the index takes it: plain text, ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeText {
    /// The notice's id.
    pub id: String,
    /// Its address relative to the site's root, with `index.html`.
    pub url: String,
    /// The day of publication.
    pub date: Option<Date>,
    /// Its title.
    pub title: String,
    /// Its documents in order: title and lead, the items, the tail where there is one.
    pub parts: Vec<PartText>,
    /// What it can be narrowed by; statuses are the parts'.
    pub facets: Vec<Facet>,
    /// The notice that continues it, where one does. It is then found below all others and left out of counts.
    pub newer: Option<NewerNotice>,
}

/// What a hit says of the notice that continues the one it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewerNotice {
    /// The day it was published, where it states one.
    pub date: Option<Date>,
}

/// One document: what all words of a query must stand in to be a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartText {
    /// The item's address in the page; none for the lead and the tail.
    pub anchor: Option<Anchor>,
    /// Where it stands in the notice, to be shown: `二、（一）3.`; empty for the lead.
    pub place: String,
    /// The item's title, the notice's for the lead, empty for the tail.
    pub title: String,
    /// The item's status; none for the lead and the tail.
    pub status: Option<Status>,
    /// The words. Line ends stand between paragraphs.
    pub text: String,
}

/// What kind of facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The inspected unit.
    Unit,
    /// The round.
    Round,
    /// The status of an item.
    Status,
    /// The year of publication.
    Year,
    /// The kind of document.
    Kind,
    /// Whether another notice continues the notice; no page offers it as a filter.
    State,
}

impl Family {
    /// All families, in the order pages show them.
    pub const ALL: [Self; 6] = [Self::Unit, Self::Round, Self::Status, Self::Year, Self::Kind, Self::State];

    /// The name in addresses and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Round => "round",
            Self::Status => "status",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::State => "state",
        }
    }
}

/// A value that notices can be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    /// What kind of value.
    pub family: Family,
    /// What it is told apart by, and what addresses say: `?unit=KEY`.
    pub key: String,
    /// What pages show.
    pub label: String,
}

impl Facet {
    /// A facet whose label is its key.
    pub fn plain(family: Family, key: impl Into<String>) -> Self {
        let key = key.into();
        Self { family, label: key.clone(), key }
    }

    /// The facet of a status.
    pub fn status(status: Status) -> Self {
        Self { family: Family::Status, key: status.name().to_owned(), label: status.label().to_owned() }
    }

    /// The facet of notices that another continues.
    pub fn superseded() -> Self {
        Self::plain(Family::State, "superseded")
    }

    /// What the files write for it.
    pub fn hash(&self) -> Hash48 {
        Hash48::of(&format!("{}:{}", self.family.name(), self.key))
    }
}
