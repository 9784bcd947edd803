//! The statistics: the charts at full size, each with its table.

use serde::Serialize;

use super::parts::{Counts, GroupRow, StatusRow, YearLink, statuses, years};
use crate::archive::{Archive, Basis};

/// Rounds with a bar; the rest is on the pages of the rounds.
const ROUNDS: usize = 40;

/// The page of statistics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// What the whole archive adds up to.
    pub total: Counts,
    /// All statuses.
    pub statuses: Vec<StatusRow>,
    /// Notices by what their status rests on.
    pub bases: Vec<BasisRow>,
    /// The newest rounds.
    pub rounds: Vec<GroupRow>,
    /// How many rounds there are.
    pub round_count: usize,
    /// All years.
    pub years: Vec<YearLink>,
}

/// How many notices rest their status on one basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BasisRow {
    /// The name in data.
    pub basis: &'static str,
    /// Notices that count.
    pub notices: usize,
}

/// The statistics of `archive`.
pub fn stats(archive: &Archive) -> Stats {
    let basis = |basis: Basis| BasisRow {
        basis: basis.name(),
        notices: archive
            .listed()
            .filter(|(_, row)| row.counts() && row.standing.is_some_and(|standing| standing.basis == basis))
            .count(),
    };
    Stats {
        total: Counts::from(archive.total()),
        statuses: statuses(archive),
        bases: [Basis::Items, Basis::Claims, Basis::FrontMatter, Basis::None].map(basis).to_vec(),
        rounds: archive.rounds().iter().take(ROUNDS).map(|group| GroupRow::round(archive, group)).collect(),
        round_count: archive.rounds().len(),
        years: years(archive),
    }
}
