//! What findings weigh on this site: a rule's own severity, or the one `site.yaml` gives it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalogue;
use crate::config::Site;
use crate::notice::{Code, Finding, Severity, SourcePath};
use crate::text::span::Span;

/// A finding and how much it weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// How much it weighs.
    pub severity: Severity,
    /// Whether it leaves no page to write (†).
    pub fatal: bool,
    /// What was found; shared, since a large archive has hundreds of thousands.
    pub finding: Arc<Finding>,
}

/// What `site.yaml` says of the severities of rules: another one, or none, which turns a rule off.
pub type Severities = BTreeMap<String, Option<Severity>>;

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeverityCounts {
    /// Those that fail `check`.
    pub errors: usize,
    /// Those that fail `check --strict`.
    pub warnings: usize,
    /// The rest.
    pub notes: usize,
}

impl SeverityCounts {
    /// Counts `findings`.
    pub fn of(findings: &[Weighed]) -> Self {
        let mut counts = Self::default();
        findings.iter().for_each(|weighed| counts.add(weighed.severity, 1));
        counts
    }

    /// Counts so many more of a severity.
    pub fn add(&mut self, severity: Severity, count: usize) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        } += count;
    }

    /// How many there are.
    pub const fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// Weighs `findings` and sorts them by file and place; those of a rule that `severities` turns off are left out.
pub fn weigh<F: Into<Arc<Finding>>>(findings: impl IntoIterator<Item = F>, severities: &Severities) -> Vec<Weighed> {
    let mut weighed: Vec<Weighed> = findings
        .into_iter()
        .filter_map(|finding| {
            let finding: Arc<Finding> = finding.into();
            let (severity, fatal) = weight(&finding.code, finding.doubtful, severities)?;
            Some(Weighed { severity, fatal, finding })
        })
        .collect();
    weighed.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.finding.cmp(&b.finding)));
    weighed.dedup();
    weighed
}

/// The rules that `site.yaml`, whose text is `text`, gives severities to and that do not exist.
pub fn unknown_rules(site: &Site, text: &str) -> Vec<Finding> {
    let source = SourcePath::new("site.yaml");
    let unknown = site.severities.keys().filter(|code| catalogue::rule(code).is_none());
    unknown
        .map(|code| {
            let at = text.find(code.as_str()).unwrap_or_default();
            let found =
                Finding::new(Code::new("unknown-rule"), &source, Span::new(at, at + code.len())).with("code", code);
            match catalogue::nearest(code) {
                Some(near) => found.with("nearest", near),
                None => found,
            }
        })
        .collect()
}

/// The weight of a finding of `code`, and whether it is fatal: what is fatal weighs the same on every site, and what is
/// doubtful is a warning at most. A code without a rule is an error, so that nothing is lost.
pub(super) fn weight(code: &Code, doubtful: bool, severities: &Severities) -> Option<(Severity, bool)> {
    let (severity, fatal) = own_weight(code, severities)?;
    // severities are ordered from the gravest to the mildest
    Some((if doubtful { severity.max(Severity::Warning) } else { severity }, fatal))
}

fn own_weight(code: &Code, severities: &Severities) -> Option<(Severity, bool)> {
    let Some(rule) = catalogue::rule(code.as_str()) else {
        return Some((Severity::Error, false));
    };
    if rule.fatal {
        return Some((rule.severity, true));
    }
    let severity = severities.get(code.as_str()).copied().unwrap_or(Some(rule.severity))?;
    Some((severity, false))
}

fn order(weighed: &Weighed) -> (&str, usize, usize, Severity) {
    let finding = &weighed.finding;
    (finding.source.as_str(), finding.span.start, finding.span.end, weighed.severity)
}
