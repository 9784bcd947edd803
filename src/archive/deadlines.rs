//! The unfinished items with a deadline.

use rayon::prelude::*;

use super::fold::Archive;
use super::row::RowIndex;
use crate::notice::Date;

/// The unfinished items with a deadline, latest first. Lists show the end of their rows first, so readers see the earliest
/// days first.
#[derive(Clone, Debug, Default)]
pub struct Deadlines {
    /// The items.
    pub items: Vec<DueItem>,
    /// The notice of each item.
    pub rows: Vec<RowIndex>,
}

/// An unfinished item that states a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueItem {
    /// The last day before the deadline has passed.
    pub day: Date,
    /// Its notice.
    pub row: RowIndex,
    /// Its index among the items of its notice.
    pub index: usize,
}

impl Deadlines {
    /// The deadlines of `archive`. Only notices that count are used: a follow-up replaces the deadlines of the notice
    /// before.
    pub fn of(archive: &Archive) -> Self {
        let open: Vec<RowIndex> =
            archive.listed().filter(|(_, row)| row.counts() && row.items.unfinished() > 0).map(|(at, _)| at).collect();
        let due = |row: RowIndex| {
            let items = archive.rows()[row].summary.items.iter().enumerate();
            let due = items.filter(|(_, item)| item.status.is_unfinished()).filter_map(move |(index, item)| {
                let deadline = item.deadline.as_ref().filter(|found| found.is_indexed())?;
                Some(DueItem { day: deadline.value.day?, row, index })
            });
            due.collect::<Vec<_>>()
        };
        let mut items: Vec<DueItem> = open.into_par_iter().flat_map_iter(due).collect();
        items.sort_unstable_by(|a, b| b.cmp(a));
        let rows = items.iter().map(|item| item.row).collect();
        Self { items, rows }
    }
}
