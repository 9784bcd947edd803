//! `/units/`: the index of units.

use serde::Serialize;

use super::entry::{Entry, MakeContext, paged};
use super::inputs::Inputs;
use super::parts::{Counts, GroupRow, Pager, whole};
use super::view::ViewPage;
use crate::archive::{Address, Paging, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// A page of the index of units. The list's own address holds the first names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitIndexPage {
    /// Which part of the index.
    pub slice: Slice,
}

impl ViewPage for UnitIndexPage {
    type View = UnitIndexView;
    const FOLDER: &'static str = "units/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let units = inputs.archive.units().len();
        paged(inputs, &Address::new(Self::FOLDER), units, |slice| Self { slice }).into_iter()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> UnitIndexView {
        let (archive, size) = (context.inputs.archive, context.inputs.site.page_size);
        let units = archive.units();
        let range = Paging::of(units.len(), size).range(self.slice);
        let shown = &units[units.len() - range.end..units.len() - range.start];
        UnitIndexView {
            total: whole(self.slice, || Counts::from(archive.total())),
            groups: shown.iter().map(|group| GroupRow::unit(archive, group)).collect(),
            pager: Pager::of(&Address::new(Self::FOLDER), units.len(), size, self.slice),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// What a page of the index shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitIndexView {
    /// What the whole archive adds up to; numbered pages do not say.
    pub total: Option<Counts>,
    /// This page's units by name.
    pub groups: Vec<GroupRow>,
    /// The way to the others.
    pub pager: Pager,
}

impl View for UnitIndexView {
    const TEMPLATE: &'static str = "units.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.numbered(heads.column("units"), self.pager.number, &self.pager.list)
    }
}
