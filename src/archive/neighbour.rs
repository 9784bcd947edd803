//! The context of a notice: exactly what its page takes from the rest of the archive.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::fold::Archive;
use super::row::{Row, RowIndex};
use super::standing::Standing;
use super::tally::Tally;

/// Another page with what a link to it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// Where it is.
    pub address: Address,
    /// What it is called.
    pub title: String,
    /// When it was published.
    pub date: Option<String>,
}

/// What the page of a notice takes from elsewhere. Its bytes are part of the page's key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// The notice's units with their pages.
    pub units: Vec<Near>,
    /// The keys of its units.
    pub unit_keys: Vec<String>,
    /// Its round with its page, the bucket 未注明轮次 included.
    pub round: Option<Near>,
    /// The key of its round.
    pub round_key: Option<String>,
    /// Its status.
    pub standing: Option<Standing>,
    /// Its items by status.
    pub items: Tally,
    /// The notice before and after it in its first unit.
    pub in_unit: (Option<Near>, Option<Near>),
    /// The notice before and after it in its round.
    pub in_round: (Option<Near>, Option<Near>),
    /// The notice it continues.
    pub continues: Option<Near>,
    /// The notice that continues it.
    pub superseded_by: Option<Near>,
}

impl Archive {
    /// The context of the notice at `at`.
    pub fn context(&self, at: RowIndex) -> Context {
        let row = &self.rows()[at];
        let near = |index: RowIndex| near_row(&self.rows()[index]);
        let units = self.units_of(at);
        let round = self.round_of(at);
        Context {
            units: units
                .iter()
                .map(|group| Near { address: Address::unit(&group.slug), title: group.name.clone(), date: None })
                .collect(),
            unit_keys: row.units.iter().map(ToString::to_string).collect(),
            round: round.map(|group| Near {
                address: Address::round(&group.slug),
                title: group.label.clone(),
                date: None,
            }),
            round_key: row.round.as_ref().map(|round| round.key.to_string()),
            standing: row.standing,
            items: row.items,
            in_unit: units
                .first()
                .map(|group| around(&group.rows, at))
                .map_or((None, None), |(a, b)| (a.map(near), b.map(near))),
            in_round: round
                .filter(|group| group.key.is_some())
                .map(|group| around(&group.rows, at))
                .map_or((None, None), |(a, b)| (a.map(near), b.map(near))),
            continues: row.continues.map(near),
            superseded_by: row.superseded_by.map(near),
        }
    }
}

fn near_row(row: &Row) -> Near {
    Near { address: row.address.clone(), title: row.title().to_owned(), date: row.day().map(|day| day.to_string()) }
}

fn around(rows: &[RowIndex], at: RowIndex) -> (Option<RowIndex>, Option<RowIndex>) {
    match rows.binary_search(&at) {
        Ok(place) => (place.checked_sub(1).map(|before| rows[before]), rows.get(place + 1).copied()),
        Err(_) => (None, None),
    }
}
