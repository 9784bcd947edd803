//! `/status/`, `/status/<slug>/` and `/status/<slug>/items/`: the notices with a status and, for all but 已完成, the
//! items with it.

use serde::Serialize;

use super::UnfilledPage;
use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::key::Walk;
use super::paged::list_entries;
use super::parts::{Counts, ItemRow, NoticeRow, Pager, StatusRow, UnitItems, if_newest, statuses};
use super::view::{ViewPage, newest_day, page_rows, single_entry};
use crate::archive::{Address, Archive, Paging, RowIndex, Slice, StatusGroup};
use crate::config::Site;
use crate::notice::{Date, Status};
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Items on a page. Pages of notices hold the site's `page_size`; an item takes less space.
const ITEMS_PER_PAGE: usize = 50;

/// The index of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusIndexPage;

impl ViewPage for StatusIndexPage {
    type View = StatusIndexView;
    const FOLDER: &'static str = "status/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::FOLDER, Self)
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
    /// All statuses.
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
    /// The status's index among [`Archive::statuses`].
    pub index: usize,
    /// Which part of its notices.
    pub slice: Slice,
}

impl ViewPage for StatusPage {
    type View = StatusView;
    const FOLDER: &'static str = "status/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.archive.statuses().iter().enumerate().flat_map(|(index, group)| {
            let list = Address::status(&group.status.slug());
            list_entries(inputs, &list, group.rows.len(), |slice| Self { index, slice })
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, &inputs.archive.statuses()[self.index].rows, self.slice)
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
    /// The status's index among [`Archive::statuses`].
    pub index: usize,
    /// Which part of its items.
    pub slice: Slice,
}

impl ViewPage for StatusItemsPage {
    type View = StatusView;
    const FOLDER: &'static str = "status/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let listing = inputs.archive.statuses().iter().enumerate().filter(|(_, group)| lists_items(group.status));
        listing.flat_map(|(index, group)| {
            let (list, paging) = (items_address(group.status), Paging::of(group.items as usize, ITEMS_PER_PAGE));
            let numbered = (1..=paging.numbered()).map(Slice::Numbered);
            let pages: Vec<Entry> =
                numbered.map(|slice| Entry::new(slice.address(&list), Self { index, slice })).collect();
            let own = Address::status(&group.status.slug());
            let unfilled = paging.unfilled().map(|slice| Entry::new(slice.address(&list), UnfilledPage { list: own }));
            pages.into_iter().chain(unfilled)
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        item_rows(&inputs.archive.statuses()[self.index], self.slice).1
    }

    fn walk_beside_rows(&self, inputs: &Inputs<'_>, walk: &mut dyn Walk) {
        let (before, _) = item_rows(&inputs.archive.statuses()[self.index], self.slice);
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
    /// Number of items with this status; absent on numbered pages.
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
        let StatusPage { index, slice } = page;
        let group = &archive.statuses()[index];
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
    fn of_items(archive: &Archive, StatusItemsPage { index, slice }: StatusItemsPage, rows: &[RowIndex]) -> Self {
        let group = &archive.statuses()[index];
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
        notice_count: if_newest(slice, || group.rows.len()),
        item_count: if_newest(slice, || group.items),
        notices: Vec::new(),
        notice_pager: None,
        units: Vec::new(),
        item_pager: None,
        statuses: if_newest(slice, || statuses(archive)).unwrap_or_default(),
    }
}

fn items_address(status: Status) -> Address {
    Address::status(&status.slug()).join("items/")
}

/// The pager of items. The newest items are on the status's own page, older ones below `items/`.
fn item_pager(group: &StatusGroup, slice: Slice) -> Pager {
    let own = Address::status(&group.status.slug());
    let mut pager = Pager::of(&items_address(group.status), group.items as usize, ITEMS_PER_PAGE, slice);
    pager.list = own;
    pager
}

/// The notices with the items of a slice, oldest first, and the number of items of the first one before the slice.
fn item_rows(group: &StatusGroup, slice: Slice) -> (usize, &[RowIndex]) {
    let range = Paging::of(group.items as usize, ITEMS_PER_PAGE).range(slice);
    let first = group.item_starts.partition_point(|start| (*start as usize) <= range.start).saturating_sub(1);
    let last = group.item_starts.partition_point(|start| (*start as usize) < range.end);
    let before = group.item_starts.get(first).map_or(0, |start| range.start - *start as usize);
    (before, &group.item_rows[first.min(last)..last])
}

/// The items of a slice grouped by unit, newest notice first. `holders` are the rows that have these items, oldest first.
fn by_unit(archive: &Archive, group: &StatusGroup, slice: Slice, holders: &[RowIndex]) -> Vec<UnitItems> {
    let length = Paging::of(group.items as usize, ITEMS_PER_PAGE).range(slice).len();
    let mut rows: Vec<(RowIndex, Vec<ItemRow>)> = Vec::new();
    let (mut before, mut left) = (item_rows(group, slice).0, length);
    for at in holders {
        let matching = archive.rows()[*at].summary.items.iter().filter(|item| item.status == group.status);
        let on_page = matching.skip(std::mem::take(&mut before)).take(left);
        let items: Vec<ItemRow> = on_page.map(|item| ItemRow::of(&archive.rows()[*at], &item)).collect();
        left -= items.len();
        rows.push((*at, items));
    }
    UnitItems::by_unit(archive, rows.into_iter().rev())
}
