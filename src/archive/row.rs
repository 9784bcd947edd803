//! A row: one notice with its names resolved and its links to other notices.

use std::sync::Arc;

use super::address::Address;
use super::history::ItemChain;
use super::notice_status::NoticeStatus;
use super::resolve::{Registers, ResolvedRound};
use super::tally::Tally;
use crate::notice::{Date, RoundKey, SourcePath, Summary, UnitKey};
use crate::text::fingerprint::Fingerprint;

/// The index of a row in [`super::Archive::rows`].
pub type RowIndex = usize;

/// One notice in the archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Summary of its file.
    pub summary: Arc<Summary>,
    /// Its page.
    pub address: Address,
    /// The keys of its units, in the order they are written.
    pub units: Vec<UnitKey>,
    /// Its round, resolved; absent if none is named with certainty.
    pub round: Option<ResolvedRound>,
    /// Its items by status, without counting the notice itself.
    pub items: Tally,
    /// Its status, where its kind has one.
    pub notice_status: Option<NoticeStatus>,
    /// Whether it was withdrawn: it has a page but is in no list.
    pub withdrawn: bool,
    /// The notice that continues it.
    pub superseded_by: Option<RowIndex>,
    /// The notice it continues.
    pub continues: Option<RowIndex>,
    /// The items of its chain; absent if it belongs to none.
    pub chain: Option<Arc<ItemChain>>,
    /// Hash of its facts and items: everything that lists, feeds and data files show of it.
    pub facts_hash: Fingerprint,
    /// Hash of `facts_hash` and the whole text.
    pub fingerprint: Fingerprint,
}

impl Row {
    /// The row of a notice, with names resolved and without links.
    pub(super) fn of(summary: Arc<Summary>, registers: &Registers<'_>) -> Self {
        let facts = &summary.facts;
        let mut units = Vec::new();
        for unit in facts.units.iter().filter(|unit| unit.is_indexed()) {
            let key = registers.unit(&unit.value, summary.id());
            if !units.contains(&key) {
                units.push(key);
            }
        }
        let items = Tally::of(&summary);
        let notice_status = NoticeStatus::of(&summary, &items);
        let round = registers.round(&summary);
        Self {
            address: Address::notice(summary.id()),
            facts_hash: summary.facts_hash,
            fingerprint: summary.fingerprint,
            withdrawn: facts.withdrawn.is_some(),
            superseded_by: None,
            continues: None,
            chain: None,
            summary,
            units,
            round,
            items,
            notice_status,
        }
    }

    /// Sets its hashes, once the chains are known.
    pub(super) fn set_hashes(&mut self, facts_hash: Fingerprint) {
        let both = [*facts_hash.bytes(), *self.summary.fingerprint.bytes()];
        (self.facts_hash, self.fingerprint) = (facts_hash, Fingerprint::of(both.as_flattened()));
    }

    /// Sort key.
    pub(super) fn order(&self) -> (Option<Date>, &str, &SourcePath) {
        (self.day(), self.id(), &self.summary.source)
    }

    /// Whether it has a `follows`.
    pub(super) fn follows(&self) -> bool {
        self.summary.facts.follows.is_some()
    }

    /// Whether it has old addresses.
    pub(super) fn has_aliases(&self) -> bool {
        !self.summary.facts.aliases.is_empty()
    }

    /// The newest date it states of itself.
    pub(super) fn newest(&self) -> Option<Date> {
        self.day().max(self.summary.facts.updated.as_ref().map(|found| found.value.date))
    }

    /// Keys of its unit groups; a notice that should name a unit and does not is in the group 未注明单位.
    pub(super) fn unit_keys(&self) -> Vec<Option<UnitKey>> {
        match self.units.is_empty() {
            true if self.notice_status.is_some() => vec![None],
            _ => self.units.iter().cloned().map(Some).collect(),
        }
    }

    /// Key of its round group, 未注明轮次 included; `None` for kinds that have no status and name no round, and for
    /// withdrawn notices.
    pub(super) fn round_key(&self) -> Option<Option<RoundKey>> {
        let has_group = !self.withdrawn && (self.round.is_some() || self.notice_status.is_some());
        has_group.then(|| self.round.as_ref().map(|round| round.key.clone()))
    }

    /// The notice's id.
    pub fn id(&self) -> &str {
        self.summary.id()
    }

    /// Name of the notice in links and lists (see [`Facts::title_or_id`]).
    pub fn title(&self) -> &str {
        self.summary.facts.title_or_id()
    }

    /// Its day of publication.
    pub fn day(&self) -> Option<Date> {
        self.summary.facts.day()
    }

    /// Whether it counts: neither withdrawn nor continued by another.
    pub fn counts(&self) -> bool {
        !self.withdrawn && self.superseded_by.is_none()
    }

    /// Its part of the tally of a group.
    pub fn tally(&self) -> Tally {
        match (self.withdrawn, self.superseded_by) {
            (true, _) => Tally::default(),
            (false, Some(_)) => Tally::superseded(),
            (false, None) => self.items.as_notice(),
        }
    }
}
