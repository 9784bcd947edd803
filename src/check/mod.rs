//! The checks: the table of rules, the severities of findings, and corrections that need no judgement.
//!
//! Pure: it reads no files and no clock, and prints nothing. A rule is a row in the file of its family, with its
//! texts in both languages and the function that finds it; `certainty` decides which findings may be errors.

mod between;
mod blanks;
pub mod catalogue;
mod certainty;
mod consistency;
mod counts;
mod dates;
pub mod docs;
mod files;
pub mod fix;
pub mod fmt;
mod front_matter;
mod heading_number;
mod headings;
mod invisible;
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
pub mod severity;
mod site_settings;
mod statuses;
mod stored_findings;
pub mod subject;
mod terms;
mod typography;
mod visible_text;
mod vocabulary;
mod waivers;

pub use consistency::drop_resolved_names;
pub use rule::Rule;
pub use severity::{RatedFinding, Severities, SeverityCounts, rate, unknown_rules};
pub use stored_findings::StoredFindings;
pub use subject::Subject;
pub use waivers::{may_waive, waive};

use crate::notice::Finding;

/// The kind of text that is reviewed, on which the applicable rules depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// A notice: every rule.
    Notice,
    /// A plain page, which has no items, dates or signature: the privacy rules.
    Page,
}

/// All findings of a text except those it waives: the findings `found` so far (by the reader, and between this text and
/// others) and those of the rules. `check`, `build`, `serve` and editors all call this.
pub fn review(subject: &Subject, kind: TextKind, found: Vec<Finding>) -> Vec<Finding> {
    let applies = |finding: &Finding| match kind {
        TextKind::Notice => true,
        TextKind::Page => catalogue::is_about_privacy(finding.code.as_str()),
    };
    let by_rules = check(subject).into_iter().filter(applies);
    waive(subject, consistency::drop_resolved(subject, found).into_iter().chain(by_rules).collect())
}

/// The findings of all rules in `subject`, in the order of the table.
pub fn check(subject: &Subject) -> Vec<Finding> {
    catalogue::rules().filter_map(|rule| rule.search).flat_map(|search| search(subject)).collect()
}
