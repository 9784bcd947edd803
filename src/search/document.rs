//! Input of the index: a notice cut into documents that partition its text, and its facets.

use crate::notice::{Anchor, Date, Status};

use super::tokens::Hash48;

/// A notice as input of the index, in plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeText {
    /// The notice's id.
    pub id: String,
    /// Its address relative to the site's root, with `index.html`.
    pub url: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Its title.
    pub title: String,
    /// Its documents in order: title and lead, the items, the tail where there is one.
    pub parts: Vec<PartText>,
    /// Its facets; statuses are those of the parts.
    pub facets: Vec<Facet>,
    /// The notice that continues it, if any. It is then ranked below all others and left out of counts.
    pub newer: Option<NewerNotice>,
}

/// The notice that continues the one found, as shown with a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewerNotice {
    /// The day it was published, if stated.
    pub date: Option<Date>,
}

/// One document. A hit is a document that holds all words of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartText {
    /// Address of the item in the page; none for the lead and the tail.
    pub anchor: Option<Anchor>,
    /// Number path of the item, for display: `二、（一）3.`; empty for the lead.
    pub place: String,
    /// The item's title, the notice's for the lead, empty for the tail.
    pub title: String,
    /// The item's status; none for the lead and the tail.
    pub status: Option<Status>,
    /// Its text, with line ends between paragraphs.
    pub text: String,
}

/// A family of facets: a way to narrow a search.
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
    /// Whether another notice continues it; not offered as a filter.
    State,
}

impl Family {
    /// All families, in the order pages show them.
    pub const ALL: [Self; 6] = [Self::Unit, Self::Round, Self::Status, Self::Year, Self::Kind, Self::State];

    /// Its name in addresses and files.
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

/// A facet: a value that a search can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    /// Its family.
    pub family: Family,
    /// Unique within the family, and used in addresses: `?unit=KEY`.
    pub key: String,
    /// Label for people.
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

    /// Its hash in the files.
    pub fn hash(&self) -> Hash48 {
        Hash48::of(&format!("{}:{}", self.family.name(), self.key))
    }
}
