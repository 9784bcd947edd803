//! The fold: summaries to rows, rows to groups and totals.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::chain;
use super::group::{RoundGroup, StatusGroup, UnitGroup, YearGroup};
use super::history::ItemChain;
use super::resolve::Registers;
use super::row::{Row, RowIndex};
use super::tally::Tally;
use crate::config::{Language, Site};
use crate::notice::{Audience, Date, Facts, Finding, RoundKey, SourcePath, Status, Summary, UnitKey};
use crate::text::fingerprint::Fingerprint;
use crate::text::fold::Folding;

/// Options of a build. A page's key holds what follows from them for that page; the hash of all inputs holds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Options {
    /// Audience of the site. Notices for other audiences leave no trace.
    pub audience: Audience,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether text files have a compressed copy beside them.
    pub precompressed: bool,
}

/// Facts about a notice left out of this build that chains need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HiddenNotice {
    id: String,
    follows: Option<String>,
}

/// All notices of a site, with groups, chains and totals derived from them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Archive {
    pub(super) options: Options,
    pub(super) language: Language,
    pub(super) rows: Vec<Row>,
    pub(super) by_id: HashMap<String, RowIndex>,
    pub(super) by_source: HashMap<SourcePath, RowIndex>,
    /// The notices this build leaves out.
    pub(super) hidden: BTreeMap<SourcePath, HiddenNotice>,
    /// The rows that are not withdrawn.
    pub(super) listed: Vec<RowIndex>,
    /// The rows with a `follows`.
    pub(super) following: Vec<RowIndex>,
    /// The rows that have old addresses.
    pub(super) aliased: Vec<RowIndex>,
    pub(super) units: Vec<UnitGroup>,
    pub(super) unit_positions: HashMap<Option<UnitKey>, usize>,
    pub(super) rounds: Vec<RoundGroup>,
    pub(super) round_positions: HashMap<Option<RoundKey>, usize>,
    pub(super) statuses: Vec<StatusGroup>,
    pub(super) years: Vec<YearGroup>,
    pub(super) total: Tally,
    pub(super) as_of: Option<Date>,
    /// Findings about broken chains.
    pub(super) broken: Vec<Finding>,
}

impl Archive {
    /// Folds the summaries of all sources, in any order.
    pub fn fold(summaries: Vec<Arc<Summary>>, site: &Site, options: Options) -> Self {
        let registers = Registers::of(site);
        let (included, hidden): (Vec<_>, Vec<_>) =
            summaries.into_iter().partition(|summary| options.includes(&summary.facts));
        let mut rows: Vec<Row> = included.into_par_iter().map(|summary| Row::of(summary, &registers)).collect();
        rows.par_sort_by(|a, b| a.order().cmp(&b.order()));
        let rows_with = |has: fn(&Row) -> bool| -> Vec<RowIndex> {
            rows.iter().enumerate().filter(|(_, row)| has(row)).map(|(at, _)| at).collect()
        };
        let mut archive = Self {
            options,
            language: Language::of_site(site),
            by_id: rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect(),
            by_source: rows.iter().enumerate().map(|(at, row)| (row.summary.source.clone(), at)).collect(),
            hidden: hidden.iter().map(|summary| (summary.source.clone(), HiddenNotice::of(summary))).collect(),
            following: rows_with(Row::follows),
            aliased: rows_with(Row::has_aliases),
            statuses: Status::ALL.map(StatusGroup::of).to_vec(),
            rows,
            ..Self::default()
        };
        let (chains, broken) = archive.chains();
        archive.broken = broken;
        chains.continues.into_iter().for_each(|(at, earlier)| archive.rows[at].continues = Some(earlier));
        chains.superseded_by.into_iter().for_each(|(at, newer)| archive.rows[at].superseded_by = Some(newer));
        archive.match_items();
        (0..archive.rows.len()).for_each(|at| archive.add_to_groups(at, &registers));
        archive.update_groups(&registers);
        archive.as_of = archive.newest();
        let hashes: Vec<Fingerprint> =
            (0..archive.rows.len()).into_par_iter().map(|at| archive.facts_hash(at)).collect();
        archive.rows.iter_mut().zip(hashes).for_each(|(row, hash)| row.set_hashes(hash));
        archive
    }

    /// The language of the site's pages and data.
    pub fn language(&self) -> Language {
        self.language
    }

    /// All notices of the build including withdrawn ones, oldest first, undated before dated.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// All rows except withdrawn ones, oldest first.
    pub fn listed(&self) -> impl DoubleEndedIterator<Item = (RowIndex, &Row)> + ExactSizeIterator {
        self.listed.iter().map(|at| (*at, &self.rows[*at]))
    }

    /// The indexes of [`Archive::listed`].
    pub fn listed_rows(&self) -> &[RowIndex] {
        &self.listed
    }

    /// The rows that have old addresses.
    pub fn aliased(&self) -> impl Iterator<Item = &Row> {
        self.aliased.iter().map(|at| &self.rows[*at])
    }

    /// The row with this id.
    pub fn find(&self, id: &str) -> Option<RowIndex> {
        self.by_id.get(id).copied()
    }

    /// The row of the notice in this source.
    pub fn row_of_source(&self, source: &SourcePath) -> Option<RowIndex> {
        self.by_source.get(source).copied()
    }

    /// Units in the order of the register, then by the sound of their names; masked ones and the notices without a unit
    /// last.
    pub fn units(&self) -> &[UnitGroup] {
        &self.units
    }

    /// Rounds, newest first; the notices without a round last.
    pub fn rounds(&self) -> &[RoundGroup] {
        &self.rounds
    }

    /// All six statuses in the order of [`Status::ALL`], those without notices included.
    pub fn statuses(&self) -> &[StatusGroup] {
        &self.statuses
    }

    /// Years, newest first; undated last.
    pub fn years(&self) -> &[YearGroup] {
        &self.years
    }

    /// Totals of the archive; a notice of several units counts once.
    pub fn total(&self) -> &Tally {
        &self.total
    }

    /// The newest date in the archive: 截至.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// The unit groups of a row, in the order it names them.
    pub fn units_of(&self, at: RowIndex) -> Vec<&UnitGroup> {
        self.rows[at]
            .unit_keys()
            .into_iter()
            .filter_map(|key| Some(&self.units[*self.unit_positions.get(&key)?]))
            .collect()
    }

    /// Index of the row's first unit in [`Archive::units`], for sorting by unit; rows without a unit are last.
    pub fn unit_rank(&self, at: RowIndex) -> usize {
        let key = self.rows[at].unit_keys().into_iter().next();
        key.and_then(|key| self.unit_positions.get(&key)).copied().unwrap_or(usize::MAX)
    }

    /// The unit with this key.
    pub fn unit(&self, key: &UnitKey) -> Option<&UnitGroup> {
        self.unit_positions.get(&Some(key.clone())).map(|at| &self.units[*at])
    }

    /// The round group of a row, 未注明轮次 included; `None` for kinds that have no status and name no
    /// round, and for withdrawn notices.
    pub fn round_of(&self, at: RowIndex) -> Option<&RoundGroup> {
        self.rows[at].round_key().and_then(|key| Some(&self.rounds[*self.round_positions.get(&key)?]))
    }

    /// The chains, and findings about them.
    pub(super) fn chains(&self) -> (chain::Chains, Vec<Finding>) {
        let hidden = self.hidden.values().map(|hidden| (hidden.id.as_str(), hidden.follows.as_deref())).collect();
        chain::link(&chain::Lookup { rows: &self.rows, find: &|id| self.find(id), hidden }, &self.following)
    }

    /// Matches the items of all chains.
    fn match_items(&mut self) {
        let is_oldest = |at: &RowIndex| self.rows[*at].continues.is_none() && self.rows[*at].superseded_by.is_some();
        let oldest: Vec<RowIndex> = (0..self.rows.len()).filter(is_oldest).collect();
        if oldest.is_empty() {
            return;
        }
        let chains: Vec<(Vec<RowIndex>, Arc<ItemChain>)> = oldest
            .into_par_iter()
            .map(|at| {
                let members = self.chain_of(at);
                let chain = Arc::new(self.item_chain(&members));
                (members, chain)
            })
            .collect();
        for (members, chain) in chains {
            members.into_iter().for_each(|at| self.rows[at].chain = Some(Arc::clone(&chain)));
        }
    }

    /// Matches the items of the notices at `members`, which form a chain.
    pub(super) fn item_chain(&self, members: &[RowIndex]) -> ItemChain {
        let summaries: Vec<&Summary> = members.iter().map(|at| &*self.rows[*at].summary).collect();
        ItemChain::of(&summaries, Folding::shared())
    }

    /// The newest date of all listed rows.
    pub(super) fn newest(&self) -> Option<Date> {
        self.listed().filter_map(|(_, row)| row.newest()).max()
    }

    /// Hash of everything a list, feed or data file shows of a row: its facts and items, and what they resolve to in
    /// the registers and among the other notices.
    pub(super) fn facts_hash(&self, at: RowIndex) -> Fingerprint {
        let row = &self.rows[at];
        let units = self.units_of(at).into_iter().filter(|_| !row.withdrawn);
        let units: Vec<_> = units.map(|group| (&group.name, &group.slug)).collect();
        let round = self.round_of(at).map(|group| (&group.label, &group.slug));
        let linked = [row.superseded_by, row.continues].map(|other| other.map(|other| self.rows[other].id()));
        let chain = row.chain.as_ref().map(|chain| &chain.fingerprint);
        let keys = (&row.units, row.round.as_ref().map(|round| &round.key));
        let parts = (&row.summary.facts_hash, &row.summary.source, units, round, keys, linked, chain);
        Fingerprint::of_value(&parts)
    }
}

impl HiddenNotice {
    pub(super) fn of(summary: &Summary) -> Self {
        let follows = summary.facts.follows.as_ref().map(|found| found.value.clone());
        Self { id: summary.id().to_owned(), follows }
    }
}

impl Options {
    /// Whether the build includes a notice with these facts.
    pub fn includes(self, facts: &Facts) -> bool {
        self.audience.may_see(facts.audience) && (self.drafts || !facts.draft)
    }
}
