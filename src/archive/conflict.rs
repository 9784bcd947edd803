//! Findings between notices: ids and addresses used twice, and broken chains. For the whole archive, and for one notice
//! that is being edited.

use std::collections::HashMap;

use super::address::Address;
use super::chain;
use super::fold::Archive;
use super::history;
use super::row::{Row, RowIndex};
use crate::notice::{Code, Finding, Found, Summary};

/// Two notices have one id. Arguments: `id`, `other`.
pub const DUPLICATE_ID: Code = Code::new("duplicate-id");
/// Two pages would have one address. Arguments: `address`, `other`.
pub const DUPLICATE_ADDRESS: Code = Code::new("duplicate-address");
/// An alias leads out of the site, or cannot be a file. Arguments: `address`.
pub const UNUSABLE_ADDRESS: Code = Code::new("unusable-address");

impl Archive {
    /// All findings between the notices.
    pub fn conflicts(&self) -> Vec<Finding> {
        let mut findings = duplicates(self);
        findings.extend(self.broken.iter().cloned());
        findings.extend(alias_conflicts(self));
        findings.extend(history::findings(self));
        findings
    }

    /// Findings between `summary`, which may be newer than its row, and all other notices.
    pub fn conflicts_of(&self, summary: &Summary) -> Vec<Finding> {
        let is_other = |row: &&Row| row.summary.source != summary.source;
        let mut findings = Vec::new();
        if let Some(other) = self.rows().iter().filter(is_other).find(|row| row.id() == summary.id()) {
            let span = |summary: &Summary| summary.facts.id.as_ref().map(|found| found.span).unwrap_or_default();
            let finding = Finding::new(DUPLICATE_ID, &summary.source, span(summary));
            let finding = finding.relating(&other.summary.source, span(&other.summary));
            findings.push(finding.with("id", summary.id()).with("other", &other.summary.source));
        }
        findings.extend(unusable_addresses(summary));
        for (address, span) in Address::of_aliases(&summary.facts.aliases, &Address::notice(summary.id())) {
            if let Some(other) = self.rows().iter().filter(is_other).find(|row| takes(row, &address)) {
                let finding = Finding::new(DUPLICATE_ADDRESS, &summary.source, span);
                findings.push(finding.with("address", &address).with("other", &other.summary.source));
            }
        }
        findings.extend(self.broken_chain(summary));
        findings.extend(history::findings_of(self, summary));
        findings
    }

    /// The finding for a `follows` that names an unknown notice, or leads back to this one.
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
    let is_alias = |alias: &str| Address::of_alias(alias).as_ref() == Some(address);
    row.address == *address || row.summary.facts.aliases.iter().any(|alias| is_alias(&alias.value))
}

fn duplicates(archive: &Archive) -> Vec<Finding> {
    if archive.has_unique_ids() {
        return Vec::new();
    }
    let mut first: HashMap<&str, &Row> = HashMap::new();
    let mut findings = Vec::new();
    for row in archive.rows() {
        if let Some(other) = first.insert(row.id(), row) {
            let span = |row: &Row| row.summary.facts.id.as_ref().map(|found| found.span).unwrap_or_default();
            let finding = Finding::new(DUPLICATE_ID, &row.summary.source, span(row));
            let finding = finding.relating(&other.summary.source, span(other));
            findings.push(finding.with("id", row.id()).with("other", &other.summary.source));
        }
    }
    findings
}

/// Findings for aliases of a page that cannot be used.
pub fn unusable_addresses(summary: &Summary) -> Vec<Finding> {
    let unusable = |alias: &&Found<String>| Address::of_alias(&alias.value).is_none();
    let finding = |alias: &Found<String>| {
        Finding::new(UNUSABLE_ADDRESS, &summary.source, alias.span).with("address", &alias.value)
    };
    summary.facts.aliases.iter().filter(unusable).map(finding).collect()
}

/// Findings for aliases at an address already in use.
fn alias_conflicts(archive: &Archive) -> Vec<Finding> {
    let mut taken: HashMap<Address, RowIndex> = HashMap::new();
    let mut findings = Vec::new();
    for at in &archive.aliased {
        let row = &archive.rows()[*at];
        let summary = &row.summary;
        findings.extend(unusable_addresses(summary));
        for (address, span) in Address::of_aliases(&summary.facts.aliases, &row.address) {
            let id = address.as_str().strip_prefix("notices/").and_then(|rest| rest.strip_suffix('/'));
            let page = id.and_then(|id| archive.find(id));
            if let Some(other) = taken.insert(address.clone(), *at).or(page) {
                let other = &archive.rows()[other].summary.source;
                let finding = Finding::new(DUPLICATE_ADDRESS, &summary.source, span);
                findings.push(finding.with("address", address).with("other", other));
            }
        }
    }
    findings
}
