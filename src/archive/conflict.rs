//! What is wrong between one notice, as it stands in an editor, and the archive it belongs to: the same that the fold
//! finds between all of them, without folding anew.

use super::address::Address;
use super::chain;
use super::fold::{Archive, DUPLICATE_ADDRESS, DUPLICATE_ID};
use super::row::Row;
use crate::notice::{Finding, Summary};

impl Archive {
    /// What is wrong between `summary`, which may say more than its row does, and all other notices.
    pub fn conflicts_of(&self, summary: &Summary) -> Vec<Finding> {
        let is_other = |row: &&Row| row.summary.source != summary.source;
        let mut findings = Vec::new();
        if let Some(other) = self.rows().iter().filter(is_other).find(|row| row.id() == summary.id()) {
            let span = |summary: &Summary| summary.facts.id.as_ref().map(|found| found.span).unwrap_or_default();
            let finding = Finding::new(DUPLICATE_ID, &summary.source, span(summary));
            let finding = finding.relating(&other.summary.source, span(&other.summary));
            findings.push(finding.with("id", summary.id()).with("other", &other.summary.source));
        }
        for alias in &summary.facts.aliases {
            let address = Address::new(alias.value.trim_matches('/').to_owned() + "/");
            if let Some(other) = self.rows().iter().filter(is_other).find(|row| takes(row, &address)) {
                let finding = Finding::new(DUPLICATE_ADDRESS, &summary.source, alias.span);
                findings.push(finding.with("address", &address).with("other", &other.summary.source));
            }
        }
        findings.extend(self.broken_chain(summary));
        findings
    }

    /// A `follows` that leads nowhere, or back to where it stands.
    fn broken_chain(&self, summary: &Summary) -> Option<Finding> {
        let follows = summary.facts.follows.as_ref().filter(|_| summary.facts.withdrawn.is_none())?;
        let found = |code| Finding::new(code, &summary.source, follows.span).with("id", &follows.value);
        if follows.value == summary.id() {
            return Some(found(chain::CYCLE));
        }
        let Some(earlier) = self.find(&follows.value) else { return Some(found(chain::UNKNOWN)) };
        let mut before = std::iter::successors(Some(earlier), |at| self.rows()[*at].continues);
        before.any(|at| self.rows()[at].summary.source == summary.source).then(|| found(chain::CYCLE))
    }
}

/// Whether a row's page or one of its aliases has this address.
fn takes(row: &Row, address: &Address) -> bool {
    let is_alias = |alias: &str| alias.trim_matches('/') == address.as_str().trim_matches('/');
    row.address == *address || row.summary.facts.aliases.iter().any(|alias| is_alias(&alias.value))
}
