//! The context of a notice: everything its page takes from the rest of the archive.

use std::borrow::Cow;

use serde::Serialize;

use super::address::Address;
use super::fold::Archive;
use super::history::{ItemAddress, ItemHistory, NoticeHistory};
use super::notice_status::NoticeStatus;
use super::page_reference::PageReference;
use super::row::RowIndex;
use super::tally::Tally;
use crate::config::Language;

/// Everything the page of a notice takes from the rest of the archive. Part of the page's key.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Context<'a> {
    /// The notice's units with their pages.
    pub units: Vec<PageReference<'a>>,
    /// The keys of its units.
    pub unit_keys: Vec<&'a str>,
    /// Its round with its page, the bucket 未注明轮次 included.
    pub round: Option<PageReference<'a>>,
    /// The key of its round.
    pub round_key: Option<&'a str>,
    /// Its status.
    pub notice_status: Option<NoticeStatus>,
    /// Its items by status.
    pub items: Tally,
    /// The notice before and after it in its first unit.
    pub in_unit: (Option<PageReference<'a>>, Option<PageReference<'a>>),
    /// The notice before and after it in its round.
    pub in_round: (Option<PageReference<'a>>, Option<PageReference<'a>>),
    /// The notice it continues.
    pub continues: Option<PageReference<'a>>,
    /// The notice that continues it.
    pub superseded_by: Option<PageReference<'a>>,
    /// The id of the notice it continues.
    pub follows: Option<&'a str>,
    /// The id of the notice that continues it.
    pub newer: Option<&'a str>,
    /// Whether it counts: neither withdrawn nor superseded.
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
        let near = |index: RowIndex| PageReference::of_row(&self.rows()[index]);
        let units = self.units_of(at);
        let round = self.round_of(at);
        Context {
            units: units
                .iter()
                .map(|group| PageReference {
                    address: Cow::Owned(Address::unit(&group.slug)),
                    title: &group.name,
                    date: None,
                })
                .collect(),
            unit_keys: row.units.iter().map(|key| key.as_str()).collect(),
            round: round.map(|group| PageReference {
                address: Cow::Owned(Address::round(&group.slug)),
                title: &group.label,
                date: None,
            }),
            round_key: row.round.as_ref().map(|round| round.key.as_str()),
            notice_status: row.notice_status,
            items: row.items,
            in_unit: units
                .first()
                .map(|group| neighbours(&group.rows, at))
                .map_or((None, None), |(a, b)| (a.map(near), b.map(near))),
            in_round: round
                .filter(|group| group.key.is_some())
                .map(|group| neighbours(&group.rows, at))
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
    /// The lasting address of each item; none if the notice belongs to no chain.
    pub fn lasting_addresses(&self) -> impl Iterator<Item = ItemAddress<'a>> + '_ {
        self.history.iter().flat_map(|history| &history.items).map(ItemHistory::address)
    }
}

fn neighbours(rows: &[RowIndex], at: RowIndex) -> (Option<RowIndex>, Option<RowIndex>) {
    match rows.binary_search(&at) {
        Ok(position) => (position.checked_sub(1).map(|before| rows[before]), rows.get(position + 1).copied()),
        Err(_) => (None, None),
    }
}
