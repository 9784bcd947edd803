//! Updates a folded archive in place when one notice is added, changed or removed. `serve` does this at every save; the
//! benchmark `serving` compares it with a fold.
//!
//! Law: the result equals a fold of all current summaries (`tests/it/change.rs`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fold::{Archive, HiddenNotice};
use super::resolve::Registers;
use super::row::{Row, RowIndex};
use super::row_list;
use crate::notice::{Date, SourcePath, Summary};

impl Archive {
    /// Applies the new summary of `source`, `None` if the file was removed. Returns `false` if two notices have, or had,
    /// the same id: the archive must then be discarded and folded again.
    pub fn change(&mut self, source: &SourcePath, now: Option<Arc<Summary>>, registers: &Registers<'_>) -> bool {
        let hidden = now.as_ref().filter(|summary| !self.options.includes(&summary.facts));
        let hidden = hidden.map(|summary| HiddenNotice::of(summary));
        let was_hidden = match &hidden {
            Some(notice) => self.hidden.insert(source.clone(), notice.clone()),
            None => self.hidden.remove(source),
        };
        let before = self.row_of_source(source);
        let row = now.filter(|_| hidden.is_none()).map(|summary| Row::of(summary, registers));
        let is_free = |archive: &Self, id: &str| archive.find(id).is_none_or(|at| Some(at) == before);
        if !self.has_unique_ids() || row.as_ref().is_some_and(|row| !is_free(self, row.id())) {
            return false;
        }
        let dates = [before.map(|at| &self.rows[at]), row.as_ref()].map(listed_date);
        let mut update = ArchiveUpdate { archive: self, registers, changed: Vec::new() };
        let is_linked = update.replace_or_move(before, row);
        if is_linked || was_hidden != hidden {
            update.link();
        }
        update.finish(dates);
        true
    }

    /// Whether all ids are distinct.
    pub(super) fn has_unique_ids(&self) -> bool {
        self.by_id.len() == self.rows.len()
    }
}

/// An update in progress.
struct ArchiveUpdate<'a> {
    archive: &'a mut Archive,
    registers: &'a Registers<'a>,
    /// The rows that changed, whose hashes must be computed again.
    changed: Vec<RowIndex>,
}

impl ArchiveUpdate<'_> {
    /// Replaces the row at `before`. Returns whether chains may have changed.
    fn replace_or_move(&mut self, before: Option<RowIndex>, row: Option<Row>) -> bool {
        match (before, row) {
            (None, None) => false,
            (Some(at), Some(row)) if has_same_position(&self.archive.rows[at], &row) => self.replace(at, row),
            (before, row) => {
                before.into_iter().for_each(|at| self.remove(at));
                row.into_iter().for_each(|row| self.insert(row));
                true
            }
        }
    }

    /// Replaces a row by one with the same links.
    fn replace(&mut self, at: RowIndex, row: Row) -> bool {
        let archive = &mut *self.archive;
        archive.remove_from_groups(at);
        let Row { superseded_by, continues, .. } = archive.rows[at];
        let had_aliases = archive.rows[at].has_aliases();
        let chain = archive.rows[at].chain.take();
        archive.rows[at] = Row { superseded_by, continues, chain, ..row };
        archive.add_to_groups(at, self.registers);
        if archive.rows[at].has_aliases() != had_aliases {
            match had_aliases {
                true => drop(row_list::remove(&mut archive.aliased, at)),
                false => drop(row_list::insert(&mut archive.aliased, at)),
            }
        }
        self.changed.push(at);
        archive.rows[at].follows()
    }

    fn remove(&mut self, at: RowIndex) {
        for linked in self.linked_with(at) {
            self.relink(linked, |row| {
                row.superseded_by = row.superseded_by.filter(|newer| *newer != at);
                row.continues = row.continues.filter(|earlier| *earlier != at);
            });
        }
        let archive = &mut *self.archive;
        archive.remove_from_groups(at);
        row_list::remove(&mut archive.following, at);
        row_list::remove(&mut archive.aliased, at);
        let row = archive.rows.remove(at);
        archive.by_id.remove(row.id());
        archive.by_source.remove(&row.summary.source);
        self.shift(at, |index| *index -= 1, row_list::shift_down);
    }

    fn insert(&mut self, row: Row) {
        let archive = &mut *self.archive;
        let at = archive.rows.partition_point(|other| other.order() < row.order());
        let (follows, has_aliases) = (row.follows(), row.has_aliases());
        let (id, source) = (row.id().to_owned(), row.summary.source.clone());
        self.shift(at, |index| *index += 1, row_list::shift_up);
        let archive = &mut *self.archive;
        archive.rows.insert(at, row);
        archive.by_id.insert(id, at);
        archive.by_source.insert(source, at);
        if follows {
            row_list::insert(&mut archive.following, at);
        }
        if has_aliases {
            row_list::insert(&mut archive.aliased, at);
        }
        archive.add_to_groups(at, self.registers);
        self.changed.push(at);
    }

    /// Shifts every index of rows from `at` on: single ones with `one`, sorted lists with `list`.
    fn shift(&mut self, at: RowIndex, one: fn(&mut RowIndex), list: fn(&mut [RowIndex], RowIndex)) {
        let archive = &mut *self.archive;
        if at < archive.rows.len() {
            let by_name = archive.by_id.values_mut().chain(archive.by_source.values_mut());
            let linked = archive.rows.iter_mut().flat_map(|row| [&mut row.superseded_by, &mut row.continues]).flatten();
            by_name.chain(linked).filter(|index| **index >= at).for_each(one);
            self.changed.iter_mut().filter(|index| **index >= at).for_each(one);
        }
        let Archive { listed, following, aliased, units, rounds, years, statuses, .. } = archive;
        let groups = units.iter_mut().map(|group| &mut group.rows);
        let groups = groups.chain(rounds.iter_mut().map(|group| &mut group.rows));
        let groups = groups.chain(years.iter_mut().map(|group| &mut group.rows));
        let groups = groups.chain(statuses.iter_mut().flat_map(|group| [&mut group.rows, &mut group.item_rows]));
        groups.chain([listed, following, aliased]).for_each(|rows| list(rows, at));
    }

    /// The rows that continue the row at `at`, or that it continues.
    fn linked_with(&self, at: RowIndex) -> Vec<RowIndex> {
        let rows = &self.archive.rows;
        let continuing = self.archive.following.iter().copied().filter(|other| rows[*other].continues == Some(at));
        continuing.chain(rows[at].continues).collect()
    }

    /// Links all notices again.
    fn link(&mut self) {
        let archive = &mut *self.archive;
        let (chains, broken) = archive.chains();
        archive.broken = broken;
        let before = archive.following.iter().filter_map(|at| archive.rows[*at].continues);
        let linked: BTreeSet<RowIndex> =
            before.chain(archive.following.iter().copied()).chain(chains.superseded_by.keys().copied()).collect();
        for at in linked {
            let now = (chains.superseded_by.get(&at).copied(), chains.continues.get(&at).copied());
            let row = &self.archive.rows[at];
            if now != (row.superseded_by, row.continues) {
                self.relink(at, |row| (row.superseded_by, row.continues) = now);
            }
        }
    }

    /// Changes the links of a row. They decide whether it counts in its groups, so it is removed and added again.
    fn relink(&mut self, at: RowIndex, change: impl FnOnce(&mut Row)) {
        self.archive.remove_from_groups(at);
        change(&mut self.archive.rows[at]);
        self.archive.add_to_groups(at, self.registers);
        self.changed.push(at);
    }

    /// Matches the items in the chains of all changed rows; all rows of such a chain then count as changed.
    fn match_items(&mut self) {
        let archive = &mut *self.archive;
        let (alone, linked): (Vec<RowIndex>, Vec<RowIndex>) = self
            .changed
            .iter()
            .partition(|at| archive.rows[**at].continues.or(archive.rows[**at].superseded_by).is_none());
        alone.into_iter().for_each(|at| archive.rows[at].chain = None);
        if linked.is_empty() {
            return;
        }
        let mut matched: BTreeSet<RowIndex> = BTreeSet::new();
        for at in linked {
            if matched.contains(&at) {
                continue;
            }
            let members = archive.chain_of(at);
            let chain = Arc::new(archive.item_chain(&members));
            members.iter().for_each(|at| archive.rows[*at].chain = Some(Arc::clone(&chain)));
            matched.extend(members);
        }
        self.changed.extend(matched);
    }

    /// Updates groups and the hashes of changed rows. `before` and `after` are the newest dates of the notice.
    fn finish(mut self, [before, after]: [Option<Date>; 2]) {
        self.match_items();
        let archive = &mut *self.archive;
        self.changed.extend(archive.update_groups(self.registers));
        for at in self.changed {
            let hash = archive.facts_hash(at);
            archive.rows[at].set_hashes(hash);
        }
        // if the newest notice got older, search for the newest date again
        archive.as_of = match before == archive.as_of && after < before {
            true => archive.newest(),
            false => archive.as_of.max(after),
        };
    }
}

/// Whether `row` has the position and the links of `before`, which it can then replace.
fn has_same_position(before: &Row, row: &Row) -> bool {
    let follows = |row: &Row| row.summary.facts.follows.as_ref().map(|found| found.value.clone());
    before.order() == row.order() && before.withdrawn == row.withdrawn && follows(before) == follows(row)
}

fn listed_date(row: Option<&Row>) -> Option<Date> {
    row.filter(|row| !row.withdrawn).and_then(Row::newest)
}
