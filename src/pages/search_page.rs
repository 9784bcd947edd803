//! `/search/`: the search page. Without JavaScript it links to every list instead.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::parts::{Counts, GroupRow, StatusRow, YearLink, statuses, years};
use super::view::{ViewPage, single_entry};
use crate::archive::RowIndex;
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;
use crate::search::facet::Family;

/// Rounds that are listed for readers without JavaScript, under a link to all of them. The page with its style sheet
/// may have 40,000 bytes, and a round takes 90.
const ROUNDS: usize = 6;

/// The search page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchPage;

impl ViewPage for SearchPage {
    type View = SearchView;
    const FOLDER: &'static str = "search/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::FOLDER, Self)
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> SearchView {
        let archive = context.inputs.archive;
        SearchView {
            total: Counts::from(archive.total()),
            families: Family::ALL.into_iter().filter(|family| family.is_listed()).map(Family::name).collect(),
            unit_count: archive.units().len(),
            rounds: archive.rounds().iter().take(ROUNDS).map(|group| GroupRow::round(archive, group)).collect(),
            statuses: statuses(archive),
            years: years(archive),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of the search page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchView {
    /// Totals of the archive.
    pub total: Counts,
    /// The families of facets whose values a search can be narrowed to.
    pub families: Vec<&'static str>,
    /// The number of units.
    pub unit_count: usize,
    /// The newest rounds, for readers without JavaScript.
    pub rounds: Vec<GroupRow>,
    /// All statuses.
    pub statuses: Vec<StatusRow>,
    /// All years.
    pub years: Vec<YearLink>,
}

impl View for SearchView {
    const TEMPLATE: &'static str = "search.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.column("search")
    }
}
