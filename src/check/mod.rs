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
mod heading_number;
mod headings;
mod links;
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
mod shown;
mod statuses;
mod stored;
pub mod subject;
mod terms;
mod typography;
mod vocabulary;
mod waivers;
pub mod weigh;

pub use agreement::settle_names;
pub use rule::Rule;
pub use stored::StoredFindings;
pub use subject::Subject;
pub use waivers::{may_waive, waive};
pub use weigh::{Severities, SeverityCounts, Weighed, unknown_rules, weigh};

use crate::notice::Finding;

/// What kind of text is reviewed; it decides which rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A notice: every rule.
    Notice,
    /// A plain page, which has no items, dates or signature: the rules on what must not get out.
    Page,
}

/// Everything that is wrong with a text, less what it waives: what was `found` without the rules (by the reader, and
/// between this text and others), and what the rules find. The one place that puts these together, for `check`,
/// `build`, `serve` and editors alike.
pub fn review(subject: &Subject, kind: TextKind, found: Vec<Finding>) -> Vec<Finding> {
    let applies = |finding: &Finding| match kind {
        TextKind::Notice => true,
        TextKind::Page => catalogue::is_about_privacy(finding.code.as_str()),
    };
    let by_rules = check(subject).into_iter().filter(applies);
    waive(subject, agreement::settle(subject, found).into_iter().chain(by_rules).collect())
}

/// What all rules find in `subject`, in the order of the table.
pub fn check(subject: &Subject) -> Vec<Finding> {
    catalogue::rules().filter_map(|rule| rule.search).flat_map(|search| search(subject)).collect()
}
