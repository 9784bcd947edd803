//! The findings of one file as the cache keeps them: coded, with how many there are of each kind.
//!
//! A build counts what is wrong in all files and prints little of it: the kinds are enough to count, and only the files
//! that hold something to print are decoded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::weigh::{self, Severities, SeverityCounts, Weighed};
use crate::notice::{Code, Finding, Severity};
use crate::text::coded::Coded;

/// The findings of one file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StoredFindings {
    kinds: Vec<FindingKind>,
    findings: Coded<Finding>,
}

/// How many findings of a file weigh the same.
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

    /// How many there are of each severity on a site with these severities.
    pub fn counts(&self, severities: &Severities) -> SeverityCounts {
        let mut counts = SeverityCounts::default();
        for FindingKind { code, doubtful, count } in &self.kinds {
            if let Some((severity, _)) = weigh::weight(code, *doubtful, severities) {
                counts.add(severity, *count as usize);
            }
        }
        counts
    }

    /// Whether a finding is of a severity and code that `is_wanted`.
    pub fn any(&self, severities: &Severities, is_wanted: impl Fn(Severity, &Code) -> bool) -> bool {
        self.kinds.iter().any(|FindingKind { code, doubtful, .. }| {
            weigh::weight(code, *doubtful, severities).is_some_and(|(severity, _)| is_wanted(severity, code))
        })
    }

    /// The findings of a severity and code that `is_wanted`, weighed.
    pub fn weighed(&self, severities: &Severities, is_wanted: impl Fn(Severity, &Code) -> bool) -> Vec<Weighed> {
        if !self.any(severities, &is_wanted) {
            return Vec::new();
        }
        let mut weighed = weigh::weigh(self.iter(), severities);
        weighed.retain(|weighed| is_wanted(weighed.severity, &weighed.finding.code));
        weighed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::SourcePath;
    use crate::text::span::Span;

    #[test]
    fn kinds_count_what_weighing_all_findings_would() {
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
        let weighed = weigh::weigh(findings, &severities);
        assert_eq!(stored.counts(&severities), SeverityCounts::of(&weighed));
        assert_eq!(stored.weighed(&severities, |_, _| true), weighed);
        let errors = stored.weighed(&severities, |severity, _| severity == Severity::Error);
        assert_eq!(errors.len(), 3);
        assert!(!stored.any(&severities, |_, code| code.as_str() == "space-run"));
    }
}
