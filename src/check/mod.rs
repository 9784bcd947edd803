//! The checks: the table of rules, how grave their findings are, and corrections that need no judgement.
//!
//! Pure: it reads no files and no clock, and prints nothing. A rule is a row of a family (one file a family) with its
//! words in both languages and the function that finds it; `certainty` decides which findings may be errors.

mod agreement;
mod between;
mod blanks;
pub mod catalogue;
mod certainty;
mod counts;
mod dates;
pub mod docs;
mod files;
pub mod fix;
pub mod fmt;
mod front_matter;
mod headings;
mod names;
mod numbering;
mod placeholders;
mod presence;
mod privacy;
mod prose;
mod quotes;
mod redaction;
mod repetition;
mod residue;
pub mod rule;
pub mod schema;
mod series;
mod settings;
mod statuses;
pub mod subject;
mod typography;
mod vocabulary;
mod waivers;
pub mod weigh;

pub use agreement::settle_names;
pub use rule::Rule;
pub use subject::Subject;
pub use waivers::{may_waive, waive};
pub use weigh::{SeverityCounts, Weighed, unknown_rules, weigh};

use crate::notice::Finding;

/// What the reader found in a notice (`read`) and what the rules find, less what the notice waives.
pub fn review(subject: &Subject, read: Vec<Finding>) -> Vec<Finding> {
    waive(subject, agreement::settle(subject, read).into_iter().chain(check(subject)).collect())
}

/// What all rules find in `subject`, in the order of the table.
pub fn check(subject: &Subject) -> Vec<Finding> {
    catalogue::rules().filter_map(|rule| rule.search).flat_map(|search| search(subject)).collect()
}
