//! The registers of units and rounds: names that belong together, and slugs that last.

use serde::{Deserialize, Serialize};

/// A unit in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UnitEntry {
    /// The canonical name.
    pub name: String,
    /// Slug; derived from the name if absent.
    pub slug: Option<String>,
    /// Other ways to write it, the short forms included.
    pub aliases: Vec<String>,
    /// Former names, and units merged into this one.
    pub predecessors: Vec<String>,
    /// The unit above it.
    pub parent: Option<String>,
    /// The place its rounds are keyed by.
    pub place: Option<String>,
}

/// A round in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoundEntry {
    /// The key: `云江市委/5届/3`.
    pub key: String,
    /// The label that pages show.
    pub label: Option<String>,
    /// Slug; derived from the key if absent.
    pub slug: Option<String>,
    /// Other labels of it.
    pub aliases: Vec<String>,
    /// The term for putting things right, in months.
    pub term_months: Option<u32>,
}
