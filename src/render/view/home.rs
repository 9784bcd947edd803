//! The home page: what is in the archive and the ways into it, of a bounded size whatever it holds.

use serde::Serialize;

use super::matrix::{Matrix, newest_units};
use super::parts::{Counts, GroupRow, Link, NoticeRow, StatusRow, YearLink, statuses, years};
use crate::archive::Archive;

/// Rounds with a bar on the home page.
const ROUNDS: usize = 8;
/// Units of the matrix on the home page.
const UNITS: usize = 20;
/// Rounds of a matrix.
const MATRIX_ROUNDS: usize = 6;
/// Notices on the home page.
const LATEST: usize = 10;

/// The home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Home {
    /// Everything there is.
    pub total: Counts,
    /// How many units there are.
    pub unit_count: usize,
    /// How many rounds there are.
    pub round_count: usize,
    /// How many notices are listed, the superseded included.
    pub listed: usize,
    /// The newest rounds.
    pub rounds: Vec<GroupRow>,
    /// The units with the newest notices by the newest rounds.
    pub matrix: Matrix,
    /// The newest notices.
    pub latest: Vec<NoticeRow>,
    /// The units with the newest notices.
    pub units: Vec<Link>,
    /// All statuses.
    pub statuses: Vec<StatusRow>,
    /// The newest years.
    pub years: Vec<YearLink>,
}

/// The home page of `archive`.
pub fn home(archive: &Archive) -> Home {
    let units = newest_units(archive, UNITS);
    Home {
        total: Counts::from(archive.total()),
        unit_count: archive.units().iter().filter(|group| group.key.is_some()).count(),
        round_count: archive.rounds().iter().filter(|group| group.key.is_some()).count(),
        listed: archive.listed().count(),
        rounds: archive.rounds().iter().take(ROUNDS).map(|group| GroupRow::round(archive, group)).collect(),
        matrix: Matrix::of(archive, &units, MATRIX_ROUNDS).without_empty_rows(),
        latest: archive.listed().rev().take(LATEST).map(|(at, _)| NoticeRow::of(archive, at)).collect(),
        units: units.iter().map(|group| Link::unit(group)).collect(),
        statuses: statuses(archive),
        years: years(archive).into_iter().take(12).collect(),
    }
}
