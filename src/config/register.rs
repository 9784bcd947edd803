//! The registers of units and rounds: their canonical names, aliases and slugs.

use serde::{Deserialize, Serialize};

/// A unit in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UnitEntry {
    /// The canonical name.
    pub name: String,
    /// Slug; derived from the name if absent.
    pub slug: Option<String>,
    /// Other names of it, short forms included.
    pub aliases: Vec<String>,
    /// Former names, and units merged into this one.
    pub predecessors: Vec<String>,
    /// The unit above it.
    pub parent: Option<String>,
    /// The place in the keys of its rounds.
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
    /// Months between feedback and publication.
    pub term_months: Option<u32>,
}
