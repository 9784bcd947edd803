//! The entries of a list that is cut into numbered pages.

use super::EntryKind;
use super::entry::Entry;
use super::inputs::Inputs;
use super::redirect::UnfilledPage;
use crate::archive::{Address, Paging, Slice};

/// The entries of a list of `rows` rows at `list`: one for each of its pages, and a redirect to the list at the address
/// of the page that the next rows will fill.
pub fn list_entries<K: Into<EntryKind>>(
    inputs: &Inputs<'_>,
    list: &Address,
    rows: usize,
    kind: impl Fn(Slice) -> K,
) -> Vec<Entry> {
    let paging = Paging::of(rows, inputs.site.page_size);
    let unfilled = paging.unfilled().map(|slice| Entry::new(slice.address(list), UnfilledPage { list: list.clone() }));
    paging.slices().map(|slice| Entry::new(slice.address(list), kind(slice))).chain(unfilled).collect()
}

/// The elements on a page of `all`, which is sorted newest first. Pages count from the end, the oldest.
pub fn newest_first_slice<T>(all: &[T], page_size: usize, slice: Slice) -> &[T] {
    let range = Paging::of(all.len(), page_size).range(slice);
    &all[all.len() - range.end..all.len() - range.start]
}
