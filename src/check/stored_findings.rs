//! The findings of one file, serialised as in the cache, with the number of findings of each kind.
//!
//! A build counts the findings of all files and prints few of them. The numbers are enough to count, and only files with
//! findings to print are decoded. What this saves was not measured.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::severity::{self, RatedFinding, Severities, SeverityCounts};
use crate::notice::{Code, Finding, Severity};
use crate::text::coded::Coded;

/// The findings of one file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StoredFindings {
    kinds: Vec<FindingKind>,
    findings: Coded<Finding>,
}

/// Number of findings of a file with the same code and certainty.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct FindingKind {
    code: Code,
    doubtful: bool,
    count: u32,
}

impl StoredFindings {
    /// Stores `findings`, each once.
    pub fn of(mut findings: Vec<Finding>) -> Self {
        findings.sort();
        findings.dedup();
        let mut counts: BTreeMap<(&Code, bool), u32> = BTreeMap::new();
        for finding in &findings {
            *counts.entry((&finding.code, finding.doubtful)).or_default() += 1;
        }
        let kind =
            |((code, doubtful), count): ((&Code, bool), u32)| FindingKind { code: code.clone(), doubtful, count };
        Self { kinds: counts.into_iter().map(kind).collect(), findings: Coded::of(&findings) }
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = Finding> + '_ {
        self.findings.iter()
    }

    /// Number of findings of each severity, given the severities of the site's rules.
    pub fn counts(&self, severities: &Severities) -> SeverityCounts {
        let mut counts = SeverityCounts::default();
        for FindingKind { code, doubtful, count } in &self.kinds {
            if let Some((severity, _)) = severity::severity_of(code, *doubtful, severities) {
                counts.add(severity, *count as usize);
            }
        }
        counts
    }

    /// Whether `is_wanted` accepts the severity and code of any finding.
    pub fn any(&self, severities: &Severities, is_wanted: impl Fn(Severity, &Code) -> bool) -> bool {
        self.kinds.iter().any(|FindingKind { code, doubtful, .. }| {
            severity::severity_of(code, *doubtful, severities).is_some_and(|(severity, _)| is_wanted(severity, code))
        })
    }

    /// The findings whose severity and code `is_wanted` accepts, with their severities.
    pub fn rated(&self, severities: &Severities, is_wanted: impl Fn(Severity, &Code) -> bool) -> Vec<RatedFinding> {
        if !self.any(severities, &is_wanted) {
            return Vec::new();
        }
        let mut rated = severity::rate(self.iter(), severities);
        rated.retain(|rated| is_wanted(rated.severity, &rated.finding.code));
        rated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::SourcePath;
    use crate::text::span::Span;

    #[test]
    fn counts_by_kind_equal_counts_of_all_findings() {
        let found = |code, start, doubtful| Finding {
            doubtful,
            ..Finding::new(Code::new(code), &SourcePath::new("a.md"), Span::new(start, start + 3))
        };
        let findings = vec![
            found("count-mismatch", 3, true),
            found("count-mismatch", 9, false),
            found("citizen-id", 6, false),
            found("citizen-id", 6, false),
            found("bullet-dot", 0, false),
            found("space-run", 0, false),
        ];
        let severities =
            Severities::from([("space-run".to_owned(), None), ("bullet-dot".to_owned(), Some(Severity::Error))]);
        let stored = StoredFindings::of(findings.clone());
        let rated = severity::rate(findings, &severities);
        assert_eq!(stored.counts(&severities), SeverityCounts::of(&rated));
        assert_eq!(stored.rated(&severities, |_, _| true), rated);
        let errors = stored.rated(&severities, |severity, _| severity == Severity::Error);
        assert_eq!(errors.len(), 3);
        assert!(!stored.any(&severities, |_, code| code.as_str() == "space-run"));
    }
}
