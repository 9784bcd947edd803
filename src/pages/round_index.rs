//! `/rounds/`: the index of rounds.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::paged;
use super::parts::{Counts, GroupRow, Pager, whole};
use super::view::ViewPage;
use crate::archive::{Address, Paging, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// A page of the index of rounds. The list's own address holds the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundIndexPage {
    /// Which part of the index.
    pub slice: Slice,
}

impl ViewPage for RoundIndexPage {
    type View = RoundIndexView;
    const FOLDER: &'static str = "rounds/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let rounds = inputs.archive.rounds().len();
        paged(inputs, &Address::new(Self::FOLDER), rounds, |slice| Self { slice }).into_iter()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> RoundIndexView {
        let (archive, size) = (context.inputs.archive, context.inputs.site.page_size);
        let rounds = archive.rounds();
        let range = Paging::of(rounds.len(), size).range(self.slice);
        let shown = &rounds[rounds.len() - range.end..rounds.len() - range.start];
        RoundIndexView {
            total: whole(self.slice, || Counts::from(archive.total())),
            groups: shown.iter().map(|group| GroupRow::round(archive, group)).collect(),
            pager: Pager::of(&Address::new(Self::FOLDER), rounds.len(), size, self.slice),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of a page of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundIndexView {
    /// Totals of the archive; absent on numbered pages.
    pub total: Option<Counts>,
    /// This page's rounds, newest first.
    pub groups: Vec<GroupRow>,
    /// Links to the other pages.
    pub pager: Pager,
}

impl View for RoundIndexView {
    const TEMPLATE: &'static str = "rounds.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.numbered(heads.column("rounds"), self.pager.number, &self.pager.list)
    }
}
