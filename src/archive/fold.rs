//! The fold itself: summaries to rows, rows to groups and totals.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::chain;
use super::group::{RoundGroup, StatusGroup, UnitGroup, YearGroup};
use super::resolve::Registers;
use super::row::{Row, RowIndex};
use super::standing::Standing;
use super::tally::Tally;
use crate::config::{Language, Site};
use crate::notice::{Audience, Code, Date, Finding, RoundKey, Status, Summary, UnitKey, UnitName};
use crate::text::fingerprint::Fingerprint;

/// Two notices have one id. Arguments: `id`, `other`.
pub const DUPLICATE_ID: Code = Code::new("duplicate-id");
/// Two pages would have one address. Arguments: `address`, `other`.
pub const DUPLICATE_ADDRESS: Code = Code::new("duplicate-address");

/// What a build is for. Part of the input, so part of every key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Options {
    /// Who the site is for: notices for others leave no trace.
    pub audience: Audience,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether texts have a compressed twin beside them.
    pub precompressed: bool,
}

/// All notices of a site with everything that follows from them together.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    rows: Vec<Row>,
    by_id: HashMap<String, RowIndex>,
    units: Vec<UnitGroup>,
    unit_places: HashMap<Option<UnitKey>, usize>,
    rounds: Vec<RoundGroup>,
    round_places: HashMap<Option<RoundKey>, usize>,
    statuses: Vec<StatusGroup>,
    years: Vec<YearGroup>,
    total: Tally,
    as_of: Option<Date>,
}

impl Archive {
    /// Folds the summaries of all sources, in any order, and says what is wrong between them.
    pub fn fold(summaries: Vec<Arc<Summary>>, site: &Site, options: Options) -> (Self, Vec<Finding>) {
        let registers = Registers::of(site);
        let (shown, hidden): (Vec<_>, Vec<_>) = summaries.into_iter().partition(|summary| is_shown(summary, options));
        let hidden: HashSet<&str> = hidden.iter().map(|summary| summary.id()).collect();
        let mut rows: Vec<Row> = shown.into_iter().map(|summary| row(summary, &registers)).collect();
        rows.sort_by(|a, b| (a.day(), a.id(), &a.summary.source).cmp(&(b.day(), b.id(), &b.summary.source)));
        let mut findings = duplicates(&rows);
        findings.extend(chain::link(&mut rows, |id| hidden.contains(id)));
        let mut archive = Self {
            by_id: rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect(),
            rows,
            ..Self::default()
        };
        archive.group(&registers, site);
        findings.extend(archive.address_conflicts());
        (archive, findings)
    }

    /// All notices of the build, oldest first, undated before dated, withdrawn ones among them.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows that stand in lists: all but the withdrawn, oldest first.
    pub fn listed(&self) -> impl DoubleEndedIterator<Item = (RowIndex, &Row)> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.withdrawn)
    }

    /// The row with this id.
    pub fn find(&self, id: &str) -> Option<RowIndex> {
        self.by_id.get(id).copied()
    }

    /// Units by name, masked ones and the notices without a unit last.
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

    /// What everything adds up to, a notice of several units once.
    pub fn total(&self) -> &Tally {
        &self.total
    }

    /// The newest date in the archive: 截至.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// The units a row stands under, in the order it names them.
    pub fn units_of(&self, at: RowIndex) -> Vec<&UnitGroup> {
        keys_of(&self.rows[at]).into_iter().filter_map(|key| Some(&self.units[*self.unit_places.get(&key)?])).collect()
    }

    /// The unit with this key.
    pub fn unit(&self, key: &UnitKey) -> Option<&UnitGroup> {
        self.unit_places.get(&Some(key.clone())).map(|at| &self.units[*at])
    }

    /// The round a row stands under, the bucket 未注明轮次 included; `None` for kinds that have no status and name no
    /// round, and for withdrawn notices.
    pub fn round_of(&self, at: RowIndex) -> Option<&RoundGroup> {
        let row = &self.rows[at];
        let key = row.round.as_ref().map(|round| round.key.clone());
        let stands = key.is_some() || row.standing.is_some();
        self.round_places.get(&key).filter(|_| stands && !row.withdrawn).map(|at| &self.rounds[*at])
    }

    fn group(&mut self, registers: &Registers<'_>, site: &Site) {
        let mut units: BTreeMap<Option<UnitKey>, Vec<RowIndex>> = BTreeMap::new();
        let mut rounds: BTreeMap<Option<RoundKey>, Vec<RowIndex>> = BTreeMap::new();
        let mut years: BTreeMap<Option<i16>, Vec<RowIndex>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.withdrawn) {
            self.total.add(&row.tally());
            self.as_of =
                self.as_of.max(row.day()).max(row.summary.facts.updated.as_ref().map(|found| found.value.date));
            for key in keys_of(row) {
                units.entry(key).or_default().push(at);
            }
            if row.round.is_some() || row.standing.is_some() {
                rounds.entry(row.round.as_ref().map(|round| round.key.clone())).or_default().push(at);
            }
            years.entry(row.day().map(|day| day.year())).or_default().push(at);
        }
        self.units = units.into_iter().map(|(key, rows)| self.unit_group(key, rows, registers, site)).collect();
        self.units.sort_by(|a, b| {
            (a.key.is_none(), a.masked, &a.name, &a.key).cmp(&(b.key.is_none(), b.masked, &b.name, &b.key))
        });
        self.unit_places = self.units.iter().enumerate().map(|(at, group)| (group.key.clone(), at)).collect();
        self.rounds = rounds.into_iter().map(|(key, rows)| self.round_group(key, rows, registers, site)).collect();
        self.rounds.sort_by_cached_key(|group| {
            let newest = group.rows.iter().filter_map(|at| self.rows[*at].day()).max();
            (group.key.is_none(), std::cmp::Reverse(newest), group.key.clone())
        });
        self.round_places = self.rounds.iter().enumerate().map(|(at, group)| (group.key.clone(), at)).collect();
        self.years =
            years.into_iter().rev().map(|(year, rows)| YearGroup { year, tally: self.tally(&rows), rows }).collect();
        self.statuses = Status::ALL.into_iter().map(|status| self.status_group(status)).collect();
        for at in 0..self.rows.len() {
            self.rows[at].fingerprint = self.shown(at);
        }
    }

    /// The fingerprint of everything a list, a feed or a data file shows of a row: its source, and what the registers
    /// and the other notices make of it.
    fn shown(&self, at: RowIndex) -> Fingerprint {
        let row = &self.rows[at];
        let units: Vec<_> = self.units_of(at).into_iter().map(|group| (&group.name, &group.slug)).collect();
        let round = self.round_of(at).map(|group| (&group.label, &group.slug));
        let others = [row.superseded_by, row.continues].map(|other| other.map(|other| self.rows[other].id()));
        let keys = (&row.units, row.round.as_ref().map(|round| &round.key));
        let shown = (&row.summary.fingerprint, &row.summary.source, units, round, keys, others);
        Fingerprint::of(&postcard::to_allocvec(&shown).unwrap_or_default())
    }

    fn tally(&self, rows: &[RowIndex]) -> Tally {
        let mut tally = Tally::default();
        rows.iter().for_each(|at| tally.add(&self.rows[*at].tally()));
        tally
    }

    fn unit_group(
        &self,
        key: Option<UnitKey>,
        rows: Vec<RowIndex>,
        registers: &Registers<'_>,
        site: &Site,
    ) -> UnitGroup {
        let entry = key.as_ref().and_then(|key| registers.unit_entry(key));
        let (name, slug) = match (&key, entry) {
            (Some(key), Some(at)) => (site.units[at].name.clone(), registers.unit_slug(key)),
            (Some(key), None) => {
                (key.as_str().split('@').next().unwrap_or_default().to_owned(), registers.unit_slug(key))
            }
            (None, _) => (spoken(site, "未注明单位", "Unit not stated"), "unstated".to_owned()),
        };
        UnitGroup { masked: UnitName::parse(&name).masked, name, slug, entry, tally: self.tally(&rows), rows, key }
    }

    fn round_group(
        &self,
        key: Option<RoundKey>,
        rows: Vec<RowIndex>,
        registers: &Registers<'_>,
        site: &Site,
    ) -> RoundGroup {
        let round = rows.last().and_then(|at| self.rows[*at].round.as_ref()).map(|resolved| resolved.round.clone());
        let entry = key.as_ref().and_then(|key| registers.round_entry(key));
        let registered = entry.and_then(|at| site.rounds[at].label.clone());
        let label = registered.or_else(|| round.as_ref().map(|round| round.label.clone()));
        RoundGroup {
            label: label.unwrap_or_else(|| spoken(site, "未注明轮次", "Round not stated")),
            slug: key.as_ref().map_or_else(|| "unstated".to_owned(), |key| registers.round_slug(key)),
            round,
            tally: self.tally(&rows),
            rows,
            key,
        }
    }

    fn status_group(&self, status: Status) -> StatusGroup {
        let counting = || self.rows.iter().enumerate().filter(|(_, row)| row.counts());
        let has = |row: &Row| row.standing.is_some_and(|standing| standing.status == status);
        let with_items = || counting().filter(|(_, row)| row.items.count(status) > 0);
        let starts = with_items().scan(0, |before, (_, row)| {
            let start = *before;
            *before += row.items.count(status);
            Some(start)
        });
        StatusGroup {
            status,
            rows: counting().filter(|(_, row)| has(row)).map(|(at, _)| at).collect(),
            item_rows: with_items().map(|(at, _)| at).collect(),
            item_starts: starts.collect(),
            items: self.total.count(status),
        }
    }

    /// Aliases and slugs that take an address which is taken.
    fn address_conflicts(&self) -> Vec<Finding> {
        let mut taken: HashMap<String, RowIndex> =
            self.rows.iter().enumerate().map(|(at, row)| (row.address.as_str().to_owned(), at)).collect();
        let mut findings = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            for alias in &row.summary.facts.aliases {
                let address = alias.value.trim_matches('/').to_owned() + "/";
                if let Some(other) = taken.insert(address.clone(), at) {
                    let other = &self.rows[other].summary.source;
                    let finding = Finding::new(DUPLICATE_ADDRESS, &row.summary.source, alias.span);
                    findings.push(finding.with("address", address).with("other", other));
                }
            }
        }
        findings
    }
}

fn is_shown(summary: &Summary, options: Options) -> bool {
    options.audience.may_see(summary.facts.audience) && (options.drafts || !summary.facts.draft)
}

fn row(summary: Arc<Summary>, registers: &Registers<'_>) -> Row {
    let facts = &summary.facts;
    let mut units = Vec::new();
    for unit in facts.units.iter().filter(|unit| unit.is_indexed()) {
        let key = registers.unit(&unit.value, summary.id());
        if !units.contains(&key) {
            units.push(key);
        }
    }
    let items = Tally::of(&summary.items);
    let standing = Standing::of(&summary, &items);
    let round = registers.round(&summary);
    Row {
        address: Address::notice(summary.id()),
        fingerprint: summary.fingerprint,
        withdrawn: facts.withdrawn.is_some(),
        superseded_by: None,
        continues: None,
        summary,
        units,
        round,
        items,
        standing,
    }
}

/// The groups a row stands under; a notice that should name a unit and does not stands under 未注明单位.
fn keys_of(row: &Row) -> Vec<Option<UnitKey>> {
    match row.units.is_empty() {
        true if row.standing.is_some() => vec![None],
        _ => row.units.iter().cloned().map(Some).collect(),
    }
}

/// What a group without a name is called, in the site's language.
fn spoken(site: &Site, zh: &str, en: &str) -> String {
    Language::parse(&site.language).unwrap_or_default().pick(zh, en).to_owned()
}

fn duplicates(rows: &[Row]) -> Vec<Finding> {
    let mut first: HashMap<&str, &Row> = HashMap::new();
    let mut findings = Vec::new();
    for row in rows {
        if let Some(other) = first.insert(row.id(), row) {
            let span = |row: &Row| row.summary.facts.id.as_ref().map(|found| found.span).unwrap_or_default();
            let finding = Finding::new(DUPLICATE_ID, &row.summary.source, span(row));
            let finding = finding.relating(&other.summary.source, span(other));
            findings.push(finding.with("id", row.id()).with("other", &other.summary.source));
        }
    }
    findings
}
