//! `/years/` and `/years/<yyyy>/`: notices by the year of their publication.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::list_entries;
use super::parts::{Counts, NoticeRow, Pager, YearLink, if_newest, years};
use super::view::{ViewPage, newest_day, page_rows, single_entry};
use crate::archive::{Address, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// The index of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearIndexPage;

impl ViewPage for YearIndexPage {
    type View = YearIndexView;
    const FOLDER: &'static str = "years/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::FOLDER, Self)
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> YearIndexView {
        let archive = context.inputs.archive;
        YearIndexView { total: Counts::from(archive.total()), years: years(archive) }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of the index of years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearIndexView {
    /// Totals of the archive.
    pub total: Counts,
    /// All years, newest first, undated last.
    pub years: Vec<YearLink>,
}

impl View for YearIndexView {
    const TEMPLATE: &'static str = "years.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.column("years")
    }
}

/// A page of a year's notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearPage {
    /// The year's index among [`crate::archive::Archive::years`].
    pub index: usize,
    /// Which part of its list.
    pub slice: Slice,
}

impl ViewPage for YearPage {
    type View = YearView;
    const FOLDER: &'static str = "years/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.archive.years().iter().enumerate().flat_map(|(index, group)| {
            list_entries(inputs, &Address::year(group.year), group.rows.len(), |slice| Self { index, slice })
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, &inputs.archive.years()[self.index].rows, self.slice)
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> YearView {
        let (archive, size) = (context.inputs.archive, context.inputs.site.page_size);
        let group = &archive.years()[self.index];
        YearView {
            year: group.year,
            total: if_newest(self.slice, || Counts::from(&group.tally)),
            notices: NoticeRow::newest_first(archive, rows),
            pager: Pager::of(&Address::year(group.year), group.rows.len(), size, self.slice),
            years: if_newest(self.slice, || years(archive)).unwrap_or_default(),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        newest_day(inputs, self.rows(inputs))
    }
}

/// Data of a page of a year's notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearView {
    /// The year; absent for undated notices.
    pub year: Option<i16>,
    /// Totals of its notices; absent on numbered pages, which never change.
    pub total: Option<Counts>,
    /// This page's rows, newest first.
    pub notices: Vec<NoticeRow>,
    /// Links to the other pages.
    pub pager: Pager,
    /// All years, to jump to; none on numbered pages.
    pub years: Vec<YearLink>,
}

impl View for YearView {
    const TEMPLATE: &'static str = "year.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let named = |year: i16| heads.text("year_n").replace("{n}", &year.to_string());
        let label = self.year.map_or_else(|| heads.text("undated"), named);
        let head = heads.numbered(heads.below("years", &label), self.pager.number, &self.pager.list);
        Head { section: "notices", ..head }
    }
}
