//! The entries of a list that is cut into numbered pages.

use super::EntryKind;
use super::entry::Entry;
use super::inputs::Inputs;
use super::redirect::Unfilled;
use crate::archive::{Address, Paging, Slice};

/// The entries of a list of `rows` rows at `list`: one for each of its pages, and one that leads from the address of
/// the page that the next rows will fill to the list.
pub fn paged<K: Into<EntryKind>>(
    inputs: &Inputs<'_>,
    list: &Address,
    rows: usize,
    kind: impl Fn(Slice) -> K,
) -> Vec<Entry> {
    let paging = Paging::of(rows, inputs.site.page_size);
    let unfilled = paging.unfilled().map(|slice| Entry::new(slice.address(list), Unfilled { list: list.clone() }));
    paging.slices().map(|slice| Entry::new(slice.address(list), kind(slice))).chain(unfilled).collect()
}
