//! Membership of rows in the groups by unit, round, year and status.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use super::fold::Archive;
use super::group::{RoundGroup, UnitGroup, YearGroup};
use super::places;
use super::resolve::Registers;
use super::row::RowIndex;
use super::tally::Tally;

impl Archive {
    /// Adds the row at `at` to its groups. Afterwards [`Archive::arrange`] puts the groups in order
    /// afterwards.
    pub(super) fn enter(&mut self, at: RowIndex, registers: &Registers<'_>) {
        let row = &self.rows[at];
        if row.withdrawn {
            return;
        }
        let tally = row.tally();
        places::enter(&mut self.listed, at);
        self.total.add(&tally);
        for key in row.unit_keys() {
            let place = place(&mut self.unit_places, key, &mut self.units, |key| UnitGroup::of(key, registers));
            places::enter(&mut self.units[place].rows, at);
            self.units[place].tally.add(&tally);
        }
        if let Some(key) = row.round_key() {
            let place = place(&mut self.round_places, key, &mut self.rounds, |key| RoundGroup::of(key, registers));
            places::enter(&mut self.rounds[place].rows, at);
            self.rounds[place].tally.add(&tally);
        }
        let year = row.day().map(|day| day.year());
        let place =
            self.years.binary_search_by_key(&Reverse(year), |group| Reverse(group.year)).unwrap_or_else(|place| {
                self.years.insert(place, YearGroup { year, rows: Vec::new(), tally: Tally::default() });
                place
            });
        places::enter(&mut self.years[place].rows, at);
        self.years[place].tally.add(&tally);
        if row.counts() {
            self.statuses.iter_mut().for_each(|group| group.enter(at, row));
        }
    }

    /// Removes the row at `at` from its groups.
    pub(super) fn leave(&mut self, at: RowIndex) {
        let row = &self.rows[at];
        if row.withdrawn {
            return;
        }
        let tally = row.tally();
        places::leave(&mut self.listed, at);
        self.total.take(&tally);
        for key in row.unit_keys() {
            let group = self.unit_places.get(&key).map(|place| &mut self.units[*place]);
            group.into_iter().for_each(|group| leave(at, &tally, &mut group.rows, &mut group.tally));
        }
        let round = row.round_key().and_then(|key| self.round_places.get(&key)).map(|place| &mut self.rounds[*place]);
        round.into_iter().for_each(|group| leave(at, &tally, &mut group.rows, &mut group.tally));
        let year = row.day().map(|day| day.year());
        let year = self.years.iter_mut().find(|group| group.year == year);
        year.into_iter().for_each(|group| leave(at, &tally, &mut group.rows, &mut group.tally));
        if row.counts() {
            self.statuses.iter_mut().for_each(|group| group.leave(at, row));
        }
    }

    /// Drops empty groups, names the others and sorts them. Returns the rows whose round changed its label.
    pub(super) fn arrange(&mut self, registers: &Registers<'_>) -> Vec<RowIndex> {
        self.years.retain(|group| !group.rows.is_empty());
        let units = &mut self.units;
        if !units.is_sorted_by(|a, b| a.order() <= b.order()) || units.iter().any(|group| group.rows.is_empty()) {
            units.retain(|group| !group.rows.is_empty());
            units.sort_by(|a, b| a.order().cmp(&b.order()));
            self.unit_places = places_of(units, |group| group.key.clone());
        }
        let Self { rows, rounds, .. } = self;
        rounds.retain(|group| !group.rows.is_empty());
        let mut labels: Vec<String> = rounds.iter_mut().map(|group| group.own_label(rows, registers)).collect();
        tell_apart(&mut labels, |at, label| rounds[at].with_place(label));
        tell_apart(&mut labels, |at, label| rounds[at].with_time(label, rows));
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
        self.round_places = places_of(rounds, |group| group.key.clone());
        renamed
    }
}

/// Replaces labels shared by several rounds by the `longer` ones.
fn tell_apart(labels: &mut [String], longer: impl Fn(usize, &str) -> String) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    labels.iter().for_each(|label| *counts.entry(label).or_default() += 1);
    let shared = |label: &String| counts.get(label.as_str()).is_some_and(|count| *count > 1);
    let longer_labels: Vec<(usize, String)> =
        (0..labels.len()).filter(|at| shared(&labels[*at])).map(|at| (at, longer(at, &labels[at]))).collect();
    longer_labels.into_iter().for_each(|(at, label)| labels[at] = label);
}

/// Index of the group with this key, which is added if missing.
fn place<K: Clone + Eq + Hash, G>(
    places: &mut HashMap<K, usize>,
    key: K,
    groups: &mut Vec<G>,
    group: impl FnOnce(K) -> G,
) -> usize {
    if let Some(place) = places.get(&key) {
        return *place;
    }
    places.insert(key.clone(), groups.len());
    groups.push(group(key));
    groups.len() - 1
}

fn places_of<K: Eq + Hash, G>(groups: &[G], key: impl Fn(&G) -> K) -> HashMap<K, usize> {
    groups.iter().enumerate().map(|(place, group)| (key(group), place)).collect()
}

fn leave(at: RowIndex, own: &Tally, rows: &mut Vec<RowIndex>, tally: &mut Tally) {
    if places::leave(rows, at).is_some() {
        tally.take(own);
    }
}
