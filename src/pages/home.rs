//! `/`: an overview of the archive with links into it. Its size does not grow with the archive.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::matrix::{Matrix, newest_units};
use super::parts::{Counts, GroupRow, NoticeRow, PageLink, StatusRow, YearLink, statuses, years};
use super::view::{ViewPage, single_entry};
use crate::archive::{Archive, RowIndex};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Rounds with a bar on the home page. Like the numbers below, chosen by eye for a page of two screens.
const ROUNDS: usize = 8;
/// Units of the matrix on the home page.
const UNITS: usize = 20;
/// Columns of the matrix on the home page.
const MATRIX_ROUNDS: usize = 6;
/// Newest notices on the home page.
const NOTICES: usize = 10;
/// Years on the home page.
const YEARS: usize = 12;

/// The home page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HomePage;

impl ViewPage for HomePage {
    type View = HomeView;
    const FOLDER: &'static str = "";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry("", Self)
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> HomeView {
        HomeView::of(context.inputs.archive)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of the home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HomeView {
    /// Totals of the archive.
    pub total: Counts,
    /// Number of units with a name.
    pub unit_count: usize,
    /// Number of rounds with a name.
    pub round_count: usize,
    /// Number of listed notices, the superseded included.
    pub listed: usize,
    /// The newest rounds.
    pub rounds: Vec<GroupRow>,
    /// The units with the newest notices (rows) by the newest rounds (columns).
    pub matrix: Matrix,
    /// The newest notices.
    pub latest: Vec<NoticeRow>,
    /// The units with the newest notices.
    pub units: Vec<PageLink>,
    /// All statuses.
    pub statuses: Vec<StatusRow>,
    /// The newest years.
    pub years: Vec<YearLink>,
}

impl HomeView {
    /// The home page of `archive`.
    pub fn of(archive: &Archive) -> Self {
        let units = newest_units(archive, UNITS);
        Self {
            total: Counts::from(archive.total()),
            unit_count: archive.units().iter().filter(|group| group.key.is_some()).count(),
            round_count: archive.rounds().iter().filter(|group| group.key.is_some()).count(),
            listed: archive.listed().count(),
            rounds: archive.rounds().iter().take(ROUNDS).map(|group| GroupRow::round(archive, group)).collect(),
            matrix: Matrix::of(archive, &units, MATRIX_ROUNDS),
            latest: archive.listed().rev().take(NOTICES).map(|(at, _)| NoticeRow::of(archive, at)).collect(),
            units: units.iter().map(|group| PageLink::unit(group)).collect(),
            statuses: statuses(archive),
            years: years(archive).into_iter().take(YEARS).collect(),
        }
    }
}

impl View for HomeView {
    const TEMPLATE: &'static str = "home.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let sections = ["notices", "units", "rounds", "status"];
        let head = heads.column("home");
        Head {
            title: heads.site.title.clone(),
            keywords: sections.map(|section| heads.text(section)).to_vec(),
            crumbs: Vec::new(),
            description: heads.site.description.clone().unwrap_or(head.description),
            ..head
        }
    }
}
