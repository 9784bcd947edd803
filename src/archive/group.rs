//! Groups: the rows of a unit, a round, a status, a year.

use super::resolve::{Registers, place_of_unit};
use super::row::{Row, RowIndex};
use super::row_list;
use super::tally::Tally;
use crate::config::Language;
use crate::notice::{Round, RoundKey, Status, UnitKey, UnitName};
use crate::text::slug;

/// All notices of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitGroup {
    /// Unique key; `None` for notices that name no unit (未注明单位).
    pub key: Option<UnitKey>,
    /// The name shown on pages.
    pub name: String,
    /// The part of its address.
    pub slug: String,
    /// Whether its name is masked.
    pub masked: bool,
    /// Its index in the site's register.
    pub entry: Option<usize>,
    /// The pinyin of its name, by which units outside the register are sorted.
    pub sound: String,
    /// 所在地: from the register, else the 省市县区 its name begins with, else the site's.
    pub place: Option<String>,
    /// The keys of its former names and of the units merged into it, by the register.
    pub former: Vec<UnitKey>,
    /// Its rows, oldest first; including superseded ones.
    pub rows: Vec<RowIndex>,
    /// Their totals.
    pub tally: Tally,
}

/// All notices of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundGroup {
    /// Unique key; `None` for notices that name no round (未注明轮次).
    pub key: Option<RoundKey>,
    /// The label shown on pages.
    pub label: String,
    /// The part of its address.
    pub slug: String,
    /// The round as stated by the label.
    pub round: Option<Round>,
    /// Its rows, oldest first; including superseded ones.
    pub rows: Vec<RowIndex>,
    /// Their totals.
    pub tally: Tally,
}

/// All notices with a status, and all items with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusGroup {
    /// The status.
    pub status: Status,
    /// The notices that count and have it, oldest first.
    pub rows: Vec<RowIndex>,
    /// Rows that count and have items with it, oldest first.
    pub item_rows: Vec<RowIndex>,
    /// Number of items with this status before each of `item_rows`, so that a page of items is found without counting.
    pub item_starts: Vec<u32>,
    /// Number of items with it.
    pub items: u32,
}

/// All notices of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearGroup {
    /// The year of publication; `None` for undated notices.
    pub year: Option<i16>,
    /// Its rows, oldest first.
    pub rows: Vec<RowIndex>,
    /// Their totals.
    pub tally: Tally,
}

impl UnitGroup {
    /// The group of a unit without its rows.
    pub(super) fn of(key: Option<UnitKey>, registers: &Registers<'_>) -> Self {
        let entry = key.as_ref().and_then(|key| registers.unit_entry(key));
        let (name, slug) = match (&key, entry) {
            (Some(key), Some(at)) => (registers.site().units[at].name.clone(), registers.unit_slug(key)),
            (Some(key), None) => (key.name().to_owned(), registers.unit_slug(key)),
            (None, _) => (in_site_language(registers, "未注明单位", "Unit not stated"), "unstated".to_owned()),
        };
        let masked = UnitName::parse(&name).masked;
        let site = registers.site();
        let place = entry.and_then(|at| site.units[at].place.clone()).or_else(|| place_of_unit(&name));
        let place = place.or_else(|| site.place.clone());
        let sound = slug::sound(&name);
        let former = entry.map(|at| site.units[at].predecessors.iter().map(|name| registers.key(name)).collect());
        let (former, tally) = (former.unwrap_or_default(), Tally::default());
        Self { masked, name, slug, entry, sound, place, former, tally, rows: Vec::new(), key }
    }

    /// Sort key of units: the order of the register, then pinyin.
    pub(super) fn order(&self) -> impl Ord + '_ {
        let outside = self.entry.is_none();
        (self.key.is_none(), self.masked, outside, self.entry, &self.sound, &self.name, &self.key)
    }
}

impl RoundGroup {
    /// The group of a round without its rows and its label.
    pub(super) fn of(key: Option<RoundKey>, registers: &Registers<'_>) -> Self {
        let slug = key.as_ref().map_or_else(|| "unstated".to_owned(), |key| registers.round_slug(key));
        Self { label: String::new(), slug, round: None, tally: Tally::default(), rows: Vec::new(), key }
    }

    /// Updates the round, and returns its label: from the register, else from its newest notice.
    pub(super) fn update_label(&mut self, rows: &[Row], registers: &Registers<'_>) -> String {
        let newest = self.rows.last().and_then(|at| rows[*at].round.as_ref());
        self.round = newest.map(|resolved| resolved.round.clone());
        let entry = self.key.as_ref().and_then(|key| registers.round_entry(key));
        let registered = entry.and_then(|at| registers.site().rounds[at].label.clone());
        let label = registered.or_else(|| self.round.as_ref().map(|round| round.label.clone()));
        label.unwrap_or_else(|| in_site_language(registers, "未注明轮次", "Round not stated"))
    }

    /// `label` after the place of the round, unless the label contains it.
    pub(super) fn with_place(&self, label: &str) -> String {
        let level = self.round.as_ref().and_then(|round| round.level.as_deref());
        let place = self.key.as_ref().map(|key| key.place(level)).unwrap_or_default();
        if label.contains(place) { label.to_owned() } else { format!("{place}{label}") }
    }

    /// `label` followed by the congress, else by the year of its newest notice.
    pub(super) fn with_time(&self, label: &str, rows: &[Row]) -> String {
        let congress = self.key.as_ref().and_then(|key| key.series().rsplit('/').next());
        let congress = congress.filter(|part| part.ends_with('届')).map(|part| format!("第{part}"));
        let year = self.rows.last().and_then(|at| rows[*at].day()).map(|day| day.year().to_string());
        match congress.or(year) {
            Some(time) => format!("{label}（{time}）"),
            None => label.to_owned(),
        }
    }
}

impl StatusGroup {
    /// The group of a status without its rows.
    pub(super) fn of(status: Status) -> Self {
        Self { status, rows: Vec::new(), item_rows: Vec::new(), item_starts: Vec::new(), items: 0 }
    }

    /// Adds the row at `at`, which counts.
    pub(super) fn add_row(&mut self, at: RowIndex, row: &Row) {
        if row.notice_status.is_some_and(|notice_status| notice_status.status == self.status) {
            row_list::insert(&mut self.rows, at);
        }
        let count = row.items.count(self.status);
        if count > 0 {
            let position = row_list::insert(&mut self.item_rows, at);
            self.item_starts.insert(position, self.item_starts.get(position).copied().unwrap_or(self.items));
            self.item_starts[position + 1..].iter_mut().for_each(|start| *start += count);
            self.items += count;
        }
    }

    /// Removes the row at `at`, which counted.
    pub(super) fn remove_row(&mut self, at: RowIndex, row: &Row) {
        row_list::remove(&mut self.rows, at);
        if let Some(position) = row_list::remove(&mut self.item_rows, at) {
            let count = row.items.count(self.status);
            self.item_starts.remove(position);
            self.item_starts[position..].iter_mut().for_each(|start| *start -= count);
            self.items -= count;
        }
    }
}

/// Label of a group without a name, in the site's language.
fn in_site_language(registers: &Registers<'_>, zh: &str, en: &str) -> String {
    Language::parse(&registers.site().language).unwrap_or_default().pick(zh, en).to_owned()
}
