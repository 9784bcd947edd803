//! The context of a notice: everything its page takes from the rest of the archive.

use std::borrow::Cow;

use serde::Serialize;

use super::address::Address;
use super::fold::Archive;
use super::history::{ItemAddress, ItemHistory, NoticeHistory};
use super::near::Near;
use super::row::RowIndex;
use super::standing::Standing;
use super::tally::Tally;
use crate::config::Language;

/// Everything the page of a notice takes from the rest of the archive. Part of the page's key.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Context<'a> {
    /// The notice's units with their pages.
    pub units: Vec<Near<'a>>,
    /// The keys of its units.
    pub unit_keys: Vec<&'a str>,
    /// Its round with its page, the bucket 未注明轮次 included.
    pub round: Option<Near<'a>>,
    /// The key of its round.
    pub round_key: Option<&'a str>,
    /// Its status.
    pub standing: Option<Standing>,
    /// Its items by status.
    pub items: Tally,
    /// The notice before and after it in its first unit.
    pub in_unit: (Option<Near<'a>>, Option<Near<'a>>),
    /// The notice before and after it in its round.
    pub in_round: (Option<Near<'a>>, Option<Near<'a>>),
    /// The notice it continues.
    pub continues: Option<Near<'a>>,
    /// The notice that continues it.
    pub superseded_by: Option<Near<'a>>,
    /// The id of the notice it continues.
    pub follows: Option<&'a str>,
    /// The id of the notice that continues it.
    pub newer: Option<&'a str>,
    /// Whether it counts.
    pub counts: bool,
    /// Histories of its items along its chain.
    pub history: Option<NoticeHistory<'a>>,
    /// The language of the site.
    pub language: Language,
}

impl Archive {
    /// The context of the notice at `at`.
    pub fn context(&self, at: RowIndex) -> Context<'_> {
        let row = &self.rows()[at];
        let near = |index: RowIndex| Near::of_row(&self.rows()[index]);
        let units = self.units_of(at);
        let round = self.round_of(at);
        Context {
            units: units
                .iter()
                .map(|group| Near { address: Cow::Owned(Address::unit(&group.slug)), title: &group.name, date: None })
                .collect(),
            unit_keys: row.units.iter().map(|key| key.as_str()).collect(),
            round: round.map(|group| Near {
                address: Cow::Owned(Address::round(&group.slug)),
                title: &group.label,
                date: None,
            }),
            round_key: row.round.as_ref().map(|round| round.key.as_str()),
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
            follows: row.continues.map(|earlier| self.rows()[earlier].id()),
            newer: row.superseded_by.map(|newer| self.rows()[newer].id()),
            counts: row.counts(),
            history: self.history(at),
            language: self.language(),
        }
    }
}

impl<'a> Context<'a> {
    /// The lasting address of each item; none where the notice belongs to no chain.
    pub fn lasting_addresses(&self) -> impl Iterator<Item = ItemAddress<'a>> + '_ {
        self.history.iter().flat_map(|history| &history.items).map(ItemHistory::address)
    }
}

fn around(rows: &[RowIndex], at: RowIndex) -> (Option<RowIndex>, Option<RowIndex>) {
    match rows.binary_search(&at) {
        Ok(place) => (place.checked_sub(1).map(|before| rows[before]), rows.get(place + 1).copied()),
        Err(_) => (None, None),
    }
}
