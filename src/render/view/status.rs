//! A status's page: the notices with it and, for all but 已完成, the items with it.

use serde::Serialize;

use super::parts::{ItemRow, Link, ListPart, NoticeRow, Pager, StatusRow, statuses, whole};
use crate::archive::{Address, Archive, Paging, RowIndex, Slice, StatusGroup};
use crate::config::Site;
use crate::notice::{Item, Status};

/// Items a page.
pub const ITEMS: usize = 50;

/// A part of a status's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusPage {
    /// The canonical name.
    pub status: &'static str,
    /// The mark that goes with the colour.
    pub mark: &'static str,
    /// Notices with this status in all; numbered pages, which never change, do not say.
    pub notice_count: Option<usize>,
    /// Items with this status in all.
    pub item_count: Option<u32>,
    /// This page's notices, newest first.
    pub notices: Vec<NoticeRow>,
    /// The way to the other notices; absent on a page of items only.
    pub notice_pager: Option<Pager>,
    /// This page's items by unit, newest notice first.
    pub units: Vec<UnitItems>,
    /// The way to the other items; absent for 已完成 and on a page of notices only.
    pub item_pager: Option<Pager>,
    /// All statuses, to change over; none on numbered pages.
    pub statuses: Vec<StatusRow>,
}

/// Items of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitItems {
    /// The unit; absent where a notice names none.
    pub unit: Option<Link>,
    /// Its items.
    pub items: Vec<ItemRow>,
}

/// A part of the notices with the `place`-th status; the list's own address shows the newest items too.
pub fn status(archive: &Archive, site: &Site, place: usize, ListPart { slice, rows }: ListPart<'_>) -> StatusPage {
    let group = &archive.statuses()[place];
    let list = Address::status(&group.status.slug());
    let items = slice == Slice::Newest && lists_items(group.status);
    StatusPage {
        notices: NoticeRow::newest_first(archive, rows),
        notice_pager: Some(Pager::of(&list, group.rows.len(), site.page_size, slice)),
        units: if items { by_unit(archive, group, slice, item_rows(group, slice).1) } else { Vec::new() },
        item_pager: items.then(|| item_pager(group, slice)),
        ..page(archive, group, slice)
    }
}

/// A part of the items with the `place`-th status, below `items/` of the status's address; its rows are those of
/// [`item_rows`].
pub fn status_items(archive: &Archive, place: usize, ListPart { slice, rows }: ListPart<'_>) -> StatusPage {
    let group = &archive.statuses()[place];
    StatusPage {
        units: by_unit(archive, group, slice, rows),
        item_pager: Some(item_pager(group, slice)),
        ..page(archive, group, slice)
    }
}

/// The numbered pages of items with the `place`-th status: their slices with their addresses.
pub fn item_pages(archive: &Archive, place: usize) -> impl Iterator<Item = (Slice, Address)> + use<> {
    let group = &archive.statuses()[place];
    let list = items_address(group.status);
    let numbered = if lists_items(group.status) { Paging::of(group.items as usize, ITEMS).numbered() } else { 0 };
    (1..=numbered).map(move |number| (Slice::Numbered(number), list.page(number)))
}

/// The page of items that the next items will fill.
pub fn unfilled_item_page(archive: &Archive, place: usize) -> Option<Address> {
    let group = &archive.statuses()[place];
    let slice = Paging::of(group.items as usize, ITEMS).unfilled().filter(|_| lists_items(group.status));
    slice.map(|slice| slice.address(&items_address(group.status)))
}

/// Whether the page of this status lists items.
pub fn lists_items(status: Status) -> bool {
    status != Status::Done
}

fn page(archive: &Archive, group: &StatusGroup, slice: Slice) -> StatusPage {
    StatusPage {
        status: group.status.name(),
        mark: group.status.mark(),
        notice_count: whole(slice, || group.rows.len()),
        item_count: whole(slice, || group.items),
        notices: Vec::new(),
        notice_pager: None,
        units: Vec::new(),
        item_pager: None,
        statuses: whole(slice, || statuses(archive)).unwrap_or_default(),
    }
}

fn items_address(status: Status) -> Address {
    Address::status(&status.slug()).join("items/")
}

/// The newest items stand on the status's own page, the older ones below `items/`.
fn item_pager(group: &StatusGroup, slice: Slice) -> Pager {
    let own = Address::status(&group.status.slug());
    let mut pager = Pager::of(&items_address(group.status), group.items as usize, ITEMS, slice);
    pager.list = own;
    pager
}

/// The notices that hold the items of a slice, oldest first, and how many items of the first one stand before it.
pub fn item_rows(group: &StatusGroup, slice: Slice) -> (usize, &[RowIndex]) {
    let range = Paging::of(group.items as usize, ITEMS).range(slice);
    let first = group.item_starts.partition_point(|start| (*start as usize) <= range.start).saturating_sub(1);
    let last = group.item_starts.partition_point(|start| (*start as usize) < range.end);
    let before = group.item_starts.get(first).map_or(0, |start| range.start - *start as usize);
    (before, &group.item_rows[first.min(last)..last])
}

/// The items of a slice, grouped by unit within the page, newest first, of the rows that hold them. Items are ordered
/// as their notices are.
fn by_unit(archive: &Archive, group: &StatusGroup, slice: Slice, of: &[RowIndex]) -> Vec<UnitItems> {
    let length = Paging::of(group.items as usize, ITEMS).range(slice).len();
    let mut units: Vec<UnitItems> = Vec::new();
    let mut rows: Vec<(RowIndex, Vec<Item>)> = Vec::new();
    let (mut before, mut left) = (item_rows(group, slice).0, length);
    for at in of {
        let with = archive.rows()[*at].summary.items.iter().filter(|item| item.status == group.status);
        let inside: Vec<Item> = with.skip(std::mem::take(&mut before)).take(left).collect();
        left -= inside.len();
        rows.push((*at, inside));
    }
    for (at, items) in rows.iter().rev().filter(|(_, items)| !items.is_empty()) {
        let unit = archive.units_of(*at).first().copied().map(Link::unit);
        let items = items.iter().map(|item| ItemRow::of(&archive.rows()[*at], item));
        match units.iter_mut().find(|group| group.unit == unit) {
            Some(group) => group.items.extend(items),
            None => units.push(UnitItems { unit, items: items.collect() }),
        }
    }
    units
}
