//! `/stats/`: the charts at full size, each with its table.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::parts::{Counts, GroupRow, StatusRow, YearLink, statuses, years};
use super::view::{ViewPage, single_entry};
use crate::archive::{Archive, Basis, RowIndex};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Most rounds with a bar, so that the chart fits on two screens; `/rounds/` lists all.
const ROUNDS: usize = 40;

/// The page of statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatsPage;

impl ViewPage for StatsPage {
    type View = StatsView;
    const FOLDER: &'static str = "stats/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::FOLDER, Self)
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> StatsView {
        StatsView::of(context.inputs.archive)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of the statistics page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatsView {
    /// Totals of the archive.
    pub total: Counts,
    /// All statuses.
    pub statuses: Vec<StatusRow>,
    /// Number of notices by the basis of their status.
    pub bases: Vec<BasisRow>,
    /// The newest rounds.
    pub rounds: Vec<GroupRow>,
    /// Number of rounds.
    pub round_count: usize,
    /// All years.
    pub years: Vec<YearLink>,
}

/// Number of notices whose status has one basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BasisRow {
    /// The name in data.
    pub basis: &'static str,
    /// Number of these notices, without superseded ones.
    pub notices: usize,
}

impl StatsView {
    /// The statistics of `archive`.
    pub fn of(archive: &Archive) -> Self {
        let basis = |basis: Basis| BasisRow {
            basis: basis.name(),
            notices: archive
                .listed()
                .filter(|(_, row)| {
                    row.counts() && row.notice_status.is_some_and(|notice_status| notice_status.basis == basis)
                })
                .count(),
        };
        Self {
            total: Counts::from(archive.total()),
            statuses: statuses(archive),
            bases: [Basis::Items, Basis::Claims, Basis::FrontMatter, Basis::None].map(basis).to_vec(),
            rounds: archive.rounds().iter().take(ROUNDS).map(|group| GroupRow::round(archive, group)).collect(),
            round_count: archive.rounds().len(),
            years: years(archive),
        }
    }
}

impl View for StatsView {
    const TEMPLATE: &'static str = "stats.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.column("stats")
    }
}
