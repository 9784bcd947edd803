//! `/deadlines/`: unfinished items with a deadline, by its day. Which of them have lapsed depends on the day of the
//! reader, so a script in the browser marks them. Without it the list is still complete.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::key::Walk;
use super::paged::list_entries;
use super::parts::{ItemRow, PageLink, Pager, if_newest};
use super::view::{ViewPage, page_rows};
use crate::archive::{Address, DueItem, Paging, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;
use crate::text::fingerprint::Fingerprint;

/// A page of deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeadlinesPage {
    /// Which part of the list.
    pub slice: Slice,
}

impl DeadlinesPage {
    fn items<'a>(self, inputs: &'a Inputs<'_>) -> &'a [DueItem] {
        let items = &inputs.deadlines().items;
        &items[Paging::of(items.len(), inputs.site.page_size).range(self.slice)]
    }
}

impl ViewPage for DeadlinesPage {
    type View = DeadlinesView;
    const FOLDER: &'static str = "deadlines/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let items = inputs.deadlines().rows.len();
        list_entries(inputs, &Address::new(Self::FOLDER), items, |slice| Self { slice }).into_iter()
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, &inputs.deadlines().rows, self.slice)
    }

    fn walk_beside_rows(&self, inputs: &Inputs<'_>, walk: &mut dyn Walk) {
        let items: Vec<(Date, usize)> = self.items(inputs).iter().map(|item| (item.day, item.index)).collect();
        walk.part("items", &items.len(), Fingerprint::of_json(&items).bytes());
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> DeadlinesView {
        let (inputs, all) = (context.inputs, context.inputs.deadlines().rows.len());
        let items = if rows.is_empty() { &[] } else { self.items(inputs) };
        let list = Address::new(Self::FOLDER);
        DeadlinesView {
            total: if_newest(self.slice, || all),
            deadlines: items.iter().rev().filter_map(|item| DeadlineView::of(context, *item)).collect(),
            pager: Pager::of(&list, all, inputs.site.page_size, self.slice),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        if_newest(self.slice, || inputs.archive.as_of()).flatten()
    }
}

/// Data of a page of deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlinesView {
    /// Number of items; absent on numbered pages.
    pub total: Option<usize>,
    /// This page's items, earliest day first.
    pub deadlines: Vec<DeadlineView>,
    /// Links to the other pages.
    pub pager: Pager,
}

/// An unfinished item with its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlineView {
    /// The last day that the words of its deadline allow.
    pub until: String,
    /// The words of the deadline that name the day; a cell of a table may hold more.
    pub when: String,
    /// The item; its `deadline` is shown as the notice states it.
    pub item: ItemRow,
    /// Its units.
    pub units: Vec<PageLink>,
}

impl DeadlineView {
    fn of(context: &MakeContext<'_>, due: DueItem) -> Option<Self> {
        let archive = context.inputs.archive;
        let row = &archive.rows()[due.row];
        let item = row.summary.items.iter().nth(due.index)?;
        Some(Self {
            until: due.day.to_string(),
            when: item.deadline.as_ref().map(|found| found.value.to_string()).unwrap_or_default(),
            item: ItemRow::of(row, &item),
            units: archive.units_of(due.row).into_iter().map(PageLink::unit).collect(),
        })
    }
}

impl View for DeadlinesView {
    const TEMPLATE: &'static str = "deadlines.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.numbered(heads.column("deadlines"), self.pager.number, &self.pager.list);
        Head { section: "status", ..head }
    }
}
