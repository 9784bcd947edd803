//! Sorted lists of row indexes, kept up to date while rows are added and removed.

use super::row::RowIndex;

/// Inserts `at`. Returns its position in the list.
pub fn enter(list: &mut Vec<RowIndex>, at: RowIndex) -> usize {
    // rows are mostly added in order
    let place =
        if list.last().is_none_or(|last| *last < at) { list.len() } else { list.partition_point(|other| *other < at) };
    list.insert(place, at);
    place
}

/// Removes `at`. Returns its former position in the list.
pub fn leave(list: &mut Vec<RowIndex>, at: RowIndex) -> Option<usize> {
    let place = list.binary_search(&at).ok()?;
    list.remove(place);
    Some(place)
}

/// Makes room for a new row at `at`: later indexes move up.
pub fn make_room(list: &mut [RowIndex], at: RowIndex) {
    let from = list.partition_point(|other| *other < at);
    list[from..].iter_mut().for_each(|other| *other += 1);
}

/// Closes the gap of a removed row at `at`, which is no longer in the list: later indexes move down.
pub fn close_gap(list: &mut [RowIndex], at: RowIndex) {
    let from = list.partition_point(|other| *other <= at);
    list[from..].iter_mut().for_each(|other| *other -= 1);
}
