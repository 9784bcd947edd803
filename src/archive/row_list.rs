//! Sorted lists of row indexes, kept up to date while rows are added and removed.

use super::row::RowIndex;

/// Inserts `at`. Returns its position in the list.
pub fn insert(list: &mut Vec<RowIndex>, at: RowIndex) -> usize {
    // saves the search while an archive is folded, which adds rows in order
    let position =
        if list.last().is_none_or(|last| *last < at) { list.len() } else { list.partition_point(|other| *other < at) };
    list.insert(position, at);
    position
}

/// Removes `at`. Returns its former position in the list.
pub fn remove(list: &mut Vec<RowIndex>, at: RowIndex) -> Option<usize> {
    let position = list.binary_search(&at).ok()?;
    list.remove(position);
    Some(position)
}

/// Adds one to the indexes from `at` on, where a new row will be.
pub fn shift_up(list: &mut [RowIndex], at: RowIndex) {
    let from = list.partition_point(|other| *other < at);
    list[from..].iter_mut().for_each(|other| *other += 1);
}

/// Subtracts one from the indexes after `at`, whose row was removed from the archive and from this list.
pub fn shift_down(list: &mut [RowIndex], at: RowIndex) {
    let from = list.partition_point(|other| *other <= at);
    list[from..].iter_mut().for_each(|other| *other -= 1);
}
