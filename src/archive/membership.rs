//! Membership of rows in the groups by unit, round, year and status.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use super::fold::Archive;
use super::group::{RoundGroup, UnitGroup, YearGroup};
use super::resolve::Registers;
use super::row::RowIndex;
use super::row_list;
use super::tally::Tally;

impl Archive {
    /// Adds the row at `at` to its groups. [`Archive::update_groups`] must be called afterwards.
    pub(super) fn add_to_groups(&mut self, at: RowIndex, registers: &Registers<'_>) {
        let row = &self.rows[at];
        if row.withdrawn {
            return;
        }
        let tally = row.tally();
        row_list::insert(&mut self.listed, at);
        self.total.add(&tally);
        for key in row.unit_keys() {
            let position =
                find_or_add(&mut self.unit_positions, key, &mut self.units, |key| UnitGroup::of(key, registers));
            row_list::insert(&mut self.units[position].rows, at);
            self.units[position].tally.add(&tally);
        }
        if let Some(key) = row.round_key() {
            let position =
                find_or_add(&mut self.round_positions, key, &mut self.rounds, |key| RoundGroup::of(key, registers));
            row_list::insert(&mut self.rounds[position].rows, at);
            self.rounds[position].tally.add(&tally);
        }
        let year = row.day().map(|day| day.year());
        let position =
            self.years.binary_search_by_key(&Reverse(year), |group| Reverse(group.year)).unwrap_or_else(|position| {
                self.years.insert(position, YearGroup { year, rows: Vec::new(), tally: Tally::default() });
                position
            });
        row_list::insert(&mut self.years[position].rows, at);
        self.years[position].tally.add(&tally);
        if row.counts() {
            self.statuses.iter_mut().for_each(|group| group.add_row(at, row));
        }
    }

    /// Removes the row at `at` from its groups.
    pub(super) fn remove_from_groups(&mut self, at: RowIndex) {
        let row = &self.rows[at];
        if row.withdrawn {
            return;
        }
        let tally = row.tally();
        row_list::remove(&mut self.listed, at);
        self.total.subtract(&tally);
        for key in row.unit_keys() {
            let group = self.unit_positions.get(&key).map(|position| &mut self.units[*position]);
            group.into_iter().for_each(|group| remove_row(at, &tally, &mut group.rows, &mut group.tally));
        }
        let round =
            row.round_key().and_then(|key| self.round_positions.get(&key)).map(|position| &mut self.rounds[*position]);
        round.into_iter().for_each(|group| remove_row(at, &tally, &mut group.rows, &mut group.tally));
        let year = row.day().map(|day| day.year());
        let year = self.years.iter_mut().find(|group| group.year == year);
        year.into_iter().for_each(|group| remove_row(at, &tally, &mut group.rows, &mut group.tally));
        if row.counts() {
            self.statuses.iter_mut().for_each(|group| group.remove_row(at, row));
        }
    }

    /// Removes empty groups, labels the rounds and sorts all groups. Returns the rows whose round has a new label.
    pub(super) fn update_groups(&mut self, registers: &Registers<'_>) -> Vec<RowIndex> {
        self.years.retain(|group| !group.rows.is_empty());
        let units = &mut self.units;
        if !units.is_sorted_by(|a, b| a.order() <= b.order()) || units.iter().any(|group| group.rows.is_empty()) {
            units.retain(|group| !group.rows.is_empty());
            units.sort_by(|a, b| a.order().cmp(&b.order()));
            self.unit_positions = positions_of(units, |group| group.key.clone());
        }
        let Self { rows, rounds, .. } = self;
        rounds.retain(|group| !group.rows.is_empty());
        let mut labels: Vec<String> = rounds.iter_mut().map(|group| group.update_label(rows, registers)).collect();
        lengthen_shared(&mut labels, |at, label| rounds[at].with_place(label));
        lengthen_shared(&mut labels, |at, label| rounds[at].with_time(label, rows));
        let mut renamed = Vec::new();
        for (group, label) in rounds.iter_mut().zip(labels) {
            if group.label != label {
                group.label = label;
                renamed.extend(&group.rows);
            }
        }
        rounds.sort_by_cached_key(|group| {
            // rows are sorted by their days, the undated first
            let newest = group.rows.last().and_then(|at| rows[*at].day());
            (group.key.is_none(), Reverse(newest), group.key.clone())
        });
        self.round_positions = positions_of(rounds, |group| group.key.clone());
        renamed
    }
}

/// Replaces labels shared by several rounds by `longer` ones.
fn lengthen_shared(labels: &mut [String], longer: impl Fn(usize, &str) -> String) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    labels.iter().for_each(|label| *counts.entry(label).or_default() += 1);
    let shared = |label: &String| counts.get(label.as_str()).is_some_and(|count| *count > 1);
    let longer_labels: Vec<(usize, String)> =
        (0..labels.len()).filter(|at| shared(&labels[*at])).map(|at| (at, longer(at, &labels[at]))).collect();
    longer_labels.into_iter().for_each(|(at, label)| labels[at] = label);
}

/// Index of the group with this key, which is added if missing.
fn find_or_add<K: Clone + Eq + Hash, G>(
    positions: &mut HashMap<K, usize>,
    key: K,
    groups: &mut Vec<G>,
    group: impl FnOnce(K) -> G,
) -> usize {
    if let Some(position) = positions.get(&key) {
        return *position;
    }
    positions.insert(key.clone(), groups.len());
    groups.push(group(key));
    groups.len() - 1
}

fn positions_of<K: Eq + Hash, G>(groups: &[G], key: impl Fn(&G) -> K) -> HashMap<K, usize> {
    groups.iter().enumerate().map(|(position, group)| (key(group), position)).collect()
}

fn remove_row(at: RowIndex, own: &Tally, rows: &mut Vec<RowIndex>, tally: &mut Tally) {
    if row_list::remove(rows, at).is_some() {
        tally.subtract(own);
    }
}
