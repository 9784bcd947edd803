//! Groups: the rows of a unit, a round, a status, a year.

use super::row::RowIndex;
use super::tally::Tally;
use crate::notice::{Round, RoundKey, Status, UnitKey};

/// All notices of a unit.
#[derive(Clone, Debug)]
pub struct UnitGroup {
    /// What tells it apart; `None` for the notices that name no unit (未注明单位).
    pub key: Option<UnitKey>,
    /// The name pages show.
    pub name: String,
    /// The part of its address.
    pub slug: String,
    /// Whether its name is masked.
    pub masked: bool,
    /// Its place in the site's register.
    pub entry: Option<usize>,
    /// Its rows, oldest first; superseded ones among them.
    pub rows: Vec<RowIndex>,
    /// What they add up to.
    pub tally: Tally,
}

/// All notices of a round.
#[derive(Clone, Debug)]
pub struct RoundGroup {
    /// What tells it apart; `None` for the notices that name no round (未注明轮次).
    pub key: Option<RoundKey>,
    /// The label pages show.
    pub label: String,
    /// The part of its address.
    pub slug: String,
    /// What the label says.
    pub round: Option<Round>,
    /// Its rows, oldest first; superseded ones among them.
    pub rows: Vec<RowIndex>,
    /// What they add up to.
    pub tally: Tally,
}

/// All notices with a status, and all items with it.
#[derive(Clone, Debug)]
pub struct StatusGroup {
    /// The status.
    pub status: Status,
    /// The notices that count and have it, oldest first.
    pub rows: Vec<RowIndex>,
    /// Rows that count and hold items with it, oldest first.
    pub item_rows: Vec<RowIndex>,
    /// How many items with it stand before each of `item_rows`, so that a page of items is found without counting.
    pub item_starts: Vec<u32>,
    /// How many items have it.
    pub items: u32,
}

/// All notices of a year.
#[derive(Clone, Debug)]
pub struct YearGroup {
    /// The year of publication; `None` for undated notices.
    pub year: Option<i16>,
    /// Its rows, oldest first.
    pub rows: Vec<RowIndex>,
    /// What they add up to.
    pub tally: Tally,
}
