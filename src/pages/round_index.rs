//! `/rounds/`: the index of rounds.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::{list_entries, newest_first_slice};
use super::parts::{Counts, GroupRow, Pager, if_newest};
use super::view::ViewPage;
use crate::archive::{Address, RowIndex, Slice};
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
        list_entries(inputs, &Address::new(Self::FOLDER), rounds, |slice| Self { slice }).into_iter()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> RoundIndexView {
        let (archive, size) = (context.inputs.archive, context.inputs.site.page_size);
        let rounds = archive.rounds();
        RoundIndexView {
            total: if_newest(self.slice, || Counts::from(archive.total())),
            groups: newest_first_slice(rounds, size, self.slice)
                .iter()
                .map(|group| GroupRow::round(archive, group))
                .collect(),
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
