//! `/notices/`: all notices.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::list_entries;
use super::parts::{Counts, NoticeRow, Pager, YearLink, if_newest, years};
use super::view::{ViewPage, newest_day, page_rows};
use crate::archive::{Address, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// A page of the list of all notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticesPage {
    /// Which part of the list.
    pub slice: Slice,
}

impl ViewPage for NoticesPage {
    type View = NoticesView;
    const FOLDER: &'static str = "notices/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        list_entries(inputs, &Address::new(Self::FOLDER), inputs.listed().len(), |slice| Self { slice }).into_iter()
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, inputs.listed(), self.slice)
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> NoticesView {
        let (archive, size) = (context.inputs.archive, context.inputs.site.page_size);
        let list = Address::new(Self::FOLDER);
        NoticesView {
            total: if_newest(self.slice, || Counts::from(archive.total())),
            notices: NoticeRow::newest_first(archive, rows),
            pager: Pager::of(&list, archive.listed_rows().len(), size, self.slice),
            years: if_newest(self.slice, || years(archive)).unwrap_or_default(),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        newest_day(inputs, self.rows(inputs))
    }
}

/// Data of a page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticesView {
    /// Totals of the list; absent on numbered pages, which never change.
    pub total: Option<Counts>,
    /// This page's rows, newest first.
    pub notices: Vec<NoticeRow>,
    /// Links to the other pages.
    pub pager: Pager,
    /// All years, to jump to; none on numbered pages.
    pub years: Vec<YearLink>,
}

impl View for NoticesView {
    const TEMPLATE: &'static str = "notices.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.numbered(heads.column("notices"), self.pager.number, &self.pager.list)
    }
}
