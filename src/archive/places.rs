//! Lists of the places of rows, rising, and kept so while rows come, change and go.

use super::row::RowIndex;

/// Puts `at` into the list; gives where it stands in it.
pub fn enter(list: &mut Vec<RowIndex>, at: RowIndex) -> usize {
    // rows mostly come in their order
    let place =
        if list.last().is_none_or(|last| *last < at) { list.len() } else { list.partition_point(|other| *other < at) };
    list.insert(place, at);
    place
}

/// Takes `at` out of the list; gives where it stood in it.
pub fn leave(list: &mut Vec<RowIndex>, at: RowIndex) -> Option<usize> {
    let place = list.binary_search(&at).ok()?;
    list.remove(place);
    Some(place)
}

/// A row comes at `at`: the others from there on move up.
pub fn make_room(list: &mut [RowIndex], at: RowIndex) {
    let from = list.partition_point(|other| *other < at);
    list[from..].iter_mut().for_each(|other| *other += 1);
}

/// The row at `at`, which is not in the list any more, goes: those behind it move down.
pub fn close_gap(list: &mut [RowIndex], at: RowIndex) {
    let from = list.partition_point(|other| *other <= at);
    list[from..].iter_mut().for_each(|other| *other -= 1);
}
