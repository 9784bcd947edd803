//! `/status/`, `/status/<slug>/` and `/status/<slug>/items/`: the notices with a status and, for all but 已完成, the
//! items with it.

use serde::Serialize;

use super::Unfilled;
use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::key::Walk;
use super::paged::paged;
use super::parts::{Counts, ItemRow, NoticeRow, PageLink, Pager, StatusRow, UnitItems, statuses, whole};
use super::view::{ViewPage, newest_day, only, sliced};
use crate::archive::{Address, Archive, Paging, RowIndex, Slice, StatusGroup};
use crate::config::Site;
use crate::notice::{Date, Item, Status};
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Items a page.
const ITEMS: usize = 50;

/// The index of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusIndexPage;

impl ViewPage for StatusIndexPage {
    type View = StatusIndexView;
    const FOLDER: &'static str = "status/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        only(Self::FOLDER, Self)
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> StatusIndexView {
        let archive = context.inputs.archive;
        StatusIndexView { total: Counts::from(archive.total()), statuses: statuses(archive) }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of the index of statuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusIndexView {
    /// Totals of the archive.
    pub total: Counts,
    /// All six.
    pub statuses: Vec<StatusRow>,
}

impl View for StatusIndexView {
    const TEMPLATE: &'static str = "statuses.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.column("status")
    }
}

/// A page of the notices with a status. The list's own address shows the newest items too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusPage {
    /// The status's place among [`Archive::statuses`].
    pub place: usize,
    /// Which part of its notices.
    pub slice: Slice,
}

impl ViewPage for StatusPage {
    type View = StatusView;
    const FOLDER: &'static str = "status/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.archive.statuses().iter().enumerate().flat_map(|(place, group)| {
            let list = Address::status(&group.status.slug());
            paged(inputs, &list, group.rows.len(), |slice| Self { place, slice })
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        sliced(inputs, &inputs.archive.statuses()[self.place].rows, self.slice)
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> StatusView {
        StatusView::of_notices(context.inputs.archive, context.inputs.site, *self, rows)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        match self.slice {
            Slice::Newest => inputs.archive.as_of(),
            Slice::Numbered(_) => newest_day(inputs, self.rows(inputs)),
        }
    }
}

/// A numbered page of the items with a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusItemsPage {
    /// The status's place among [`Archive::statuses`].
    pub place: usize,
    /// Which part of its items.
    pub slice: Slice,
}

impl ViewPage for StatusItemsPage {
    type View = StatusView;
    const FOLDER: &'static str = "status/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let listing = inputs.archive.statuses().iter().enumerate().filter(|(_, group)| lists_items(group.status));
        listing.flat_map(|(place, group)| {
            let (list, paging) = (items_address(group.status), Paging::of(group.items as usize, ITEMS));
            let numbered = (1..=paging.numbered()).map(Slice::Numbered);
            let pages: Vec<Entry> =
                numbered.map(|slice| Entry::new(slice.address(&list), Self { place, slice })).collect();
            let own = Address::status(&group.status.slug());
            let unfilled = paging.unfilled().map(|slice| Entry::new(slice.address(&list), Unfilled { list: own }));
            pages.into_iter().chain(unfilled)
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        item_rows(&inputs.archive.statuses()[self.place], self.slice).1
    }

    fn walk_beside_rows(&self, inputs: &Inputs<'_>, walk: &mut dyn Walk) {
        let (before, _) = item_rows(&inputs.archive.statuses()[self.place], self.slice);
        walk.part("items", &"before", &before.to_le_bytes());
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> StatusView {
        StatusView::of_items(context.inputs.archive, *self, rows)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        match self.slice {
            Slice::Newest => inputs.archive.as_of(),
            Slice::Numbered(_) => None,
        }
    }
}

/// Data of a page of a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The canonical name.
    pub status: &'static str,
    /// Mark shown beside the colour.
    pub mark: &'static str,
    /// Number of notices with this status; absent on numbered pages, which never change.
    pub notice_count: Option<usize>,
    /// Items with this status in all.
    pub item_count: Option<u32>,
    /// This page's notices, newest first.
    pub notices: Vec<NoticeRow>,
    /// Links to the other notices; absent on a page of items only.
    pub notice_pager: Option<Pager>,
    /// This page's items by unit, newest notice first.
    pub units: Vec<UnitItems>,
    /// Links to the other items; absent for 已完成 and on a page of notices only.
    pub item_pager: Option<Pager>,
    /// All statuses, to switch between them; none on numbered pages.
    pub statuses: Vec<StatusRow>,
}

impl StatusView {
    fn of_notices(archive: &Archive, site: &Site, page: StatusPage, rows: &[RowIndex]) -> Self {
        let StatusPage { place, slice } = page;
        let group = &archive.statuses()[place];
        let list = Address::status(&group.status.slug());
        let items = slice == Slice::Newest && lists_items(group.status);
        Self {
            notices: NoticeRow::newest_first(archive, rows),
            notice_pager: Some(Pager::of(&list, group.rows.len(), site.page_size, slice)),
            units: if items { by_unit(archive, group, slice, item_rows(group, slice).1) } else { Vec::new() },
            item_pager: items.then(|| item_pager(group, slice)),
            ..empty(archive, group, slice)
        }
    }

    /// The rows are those of [`item_rows`].
    fn of_items(archive: &Archive, StatusItemsPage { place, slice }: StatusItemsPage, rows: &[RowIndex]) -> Self {
        let group = &archive.statuses()[place];
        Self {
            units: by_unit(archive, group, slice, rows),
            item_pager: Some(item_pager(group, slice)),
            ..empty(archive, group, slice)
        }
    }
}

impl View for StatusView {
    const TEMPLATE: &'static str = "status.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let label = heads.text(&format!("status_{}", self.status));
        let pagers = [&self.notice_pager, &self.item_pager];
        let pager = pagers.into_iter().flatten().find(|pager| pager.number.is_some()).cloned().unwrap_or_default();
        heads.numbered(heads.below("status", &label), pager.number, &pager.list)
    }
}

/// Whether the page of this status lists items.
fn lists_items(status: Status) -> bool {
    status != Status::Done
}

fn empty(archive: &Archive, group: &StatusGroup, slice: Slice) -> StatusView {
    StatusView {
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

/// The newest items are on the status's own page, the older ones below `items/`.
fn item_pager(group: &StatusGroup, slice: Slice) -> Pager {
    let own = Address::status(&group.status.slug());
    let mut pager = Pager::of(&items_address(group.status), group.items as usize, ITEMS, slice);
    pager.list = own;
    pager
}

/// The notices with the items of a slice, oldest first, and the number of items of the first one before the slice.
fn item_rows(group: &StatusGroup, slice: Slice) -> (usize, &[RowIndex]) {
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
        let unit = archive.units_of(*at).first().copied().map(PageLink::unit);
        let items = items.iter().map(|item| ItemRow::of(&archive.rows()[*at], item));
        match units.iter_mut().find(|group| group.unit == unit) {
            Some(group) => group.items.extend(items),
            None => units.push(UnitItems { unit, items: items.collect() }),
        }
    }
    units
}
