//! Severities of findings on a site: those of the rules, or those stated in `site.yaml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalogue;
use crate::config::Site;
use crate::notice::{Code, Finding, Severity, SourcePath};
use crate::text::span::Span;

/// A finding with its severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedFinding {
    /// Its severity.
    pub severity: Severity,
    /// Whether no page can be written with it (†).
    pub fatal: bool,
    /// The finding; shared, because a large archive has hundreds of thousands.
    pub finding: Arc<Finding>,
}

/// Severities of rules in `site.yaml`; `None` turns a rule off.
pub type Severities = BTreeMap<String, Option<Severity>>;

/// Number of findings of each severity.
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
    pub fn of(findings: &[RatedFinding]) -> Self {
        let mut counts = Self::default();
        findings.iter().for_each(|rated| counts.add(rated.severity, 1));
        counts
    }

    /// Adds `count` findings of a severity.
    pub fn add(&mut self, severity: Severity, count: usize) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        } += count;
    }

    /// Number of all findings.
    pub const fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// Adds severities to `findings` and sorts them by file and position. Findings of rules that `severities` turns off are
/// left out.
pub fn rate<F: Into<Arc<Finding>>>(
    findings: impl IntoIterator<Item = F>,
    severities: &Severities,
) -> Vec<RatedFinding> {
    let mut rated: Vec<RatedFinding> = findings
        .into_iter()
        .filter_map(|finding| {
            let finding: Arc<Finding> = finding.into();
            let (severity, fatal) = severity_of(&finding.code, finding.doubtful, severities)?;
            Some(RatedFinding { severity, fatal, finding })
        })
        .collect();
    rated.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.finding.cmp(&b.finding)));
    rated.dedup();
    rated
}

/// Findings for unknown rules in the severities of `site.yaml`, whose text is `text`.
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

/// The severity of a finding of `code`, and whether it is fatal. Fatal findings have the same severity on every site, and
/// doubtful ones are warnings at most. A code without a rule is an error, so that no finding is lost.
pub(super) fn severity_of(code: &Code, doubtful: bool, severities: &Severities) -> Option<(Severity, bool)> {
    let (severity, fatal) = stated_severity(code, severities)?;
    // severities are ordered from errors to notes
    Some((if doubtful { severity.max(Severity::Warning) } else { severity }, fatal))
}

fn stated_severity(code: &Code, severities: &Severities) -> Option<(Severity, bool)> {
    let Some(rule) = catalogue::rule(code.as_str()) else {
        return Some((Severity::Error, false));
    };
    if rule.fatal {
        return Some((rule.severity, true));
    }
    let severity = severities.get(code.as_str()).copied().unwrap_or(Some(rule.severity))?;
    Some((severity, false))
}

fn order(rated: &RatedFinding) -> (&str, usize, usize, Severity) {
    let finding = &rated.finding;
    (finding.source.as_str(), finding.span.start, finding.span.end, rated.severity)
}
