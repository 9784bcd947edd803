//! Facets: the values that a search can be narrowed to, in families.

use crate::notice::Status;

use super::tokens::Hash48;

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
    /// Whether another notice continues it; the page has a checkbox for it instead of a list of values.
    State,
}

impl Family {
    /// All families, in the order pages show them.
    pub const ALL: [Self; 6] = [Self::Unit, Self::Round, Self::Status, Self::Year, Self::Kind, Self::State];

    /// Whether the search page lists its values.
    pub const fn is_listed(self) -> bool {
        match self {
            Self::Unit | Self::Round | Self::Status | Self::Year | Self::Kind => true,
            Self::State => false,
        }
    }

    /// Its name in addresses and files; `search_<name>` is its label in `i18n/`.
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
