//! Parts shared by several pages: links, counts, badges, rows of lists and pagers.
//!
//! Field names are those of the data files (`url`, `status_label`, `items_done`, …).

use serde::Serialize;

use super::history;
use crate::archive::history::StepCounts;
use crate::archive::{Address, Archive, NoticeStatus, Paging, RoundGroup, Row, RowIndex, Slice, Tally, UnitGroup};
use crate::config::Language;
use crate::notice::{Date, Found, Item, Status};
pub use crate::render::head::PageLink;
use crate::render::theme::Theme;

/// Numbers of notices and items, the items by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Notices that count.
    pub notices: u32,
    /// Earlier notices of a chain: listed, not counted.
    pub superseded: u32,
    /// All items.
    pub items_total: u32,
    /// 已完成
    pub items_done: u32,
    /// 阶段性完成
    pub items_partial: u32,
    /// 正在整改
    pub items_in_progress: u32,
    /// 长期坚持
    pub items_long_term: u32,
    /// 未完成
    pub items_open: u32,
    /// 未注明
    pub items_unstated: u32,
    /// Items that state a status.
    pub items_stated: u32,
}

impl From<&Tally> for Counts {
    fn from(tally: &Tally) -> Self {
        Self {
            notices: tally.notices,
            superseded: tally.superseded,
            items_total: tally.items(),
            items_done: tally.count(Status::Done),
            items_partial: tally.count(Status::Partial),
            items_in_progress: tally.count(Status::InProgress),
            items_long_term: tally.count(Status::LongTerm),
            items_open: tally.count(Status::Open),
            items_unstated: tally.count(Status::Unstated),
            items_stated: tally.stated(),
        }
    }
}

/// The status of a notice, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// The canonical name.
    pub status: &'static str,
    /// Mark shown beside the colour.
    pub mark: &'static str,
    /// The Chinese label, as data files write it.
    pub status_label: String,
    /// Basis of the status.
    pub status_basis: &'static str,
    /// Items done, if the status is a fraction.
    pub done: Option<u32>,
    /// All items, if the status is a fraction.
    pub all: Option<u32>,
    /// Number of items with a status, if other items have none and the notice's own status is therefore unstated.
    pub labelled: Option<u32>,
    /// Number of all items, if `labelled` is given.
    pub items: Option<u32>,
}

impl From<&NoticeStatus> for Badge {
    fn from(notice_status: &NoticeStatus) -> Self {
        Self {
            status: notice_status.status.name(),
            mark: notice_status.status.mark(),
            status_label: notice_status.label(Language::Zh),
            status_basis: notice_status.basis.name(),
            done: notice_status.progress.map(|(done, _)| done),
            all: notice_status.progress.map(|(_, all)| all),
            labelled: notice_status.labelled.map(|(labelled, _)| labelled),
            items: notice_status.labelled.map(|(_, items)| items),
        }
    }
}

/// A notice in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeRow {
    /// The permanent id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its page.
    pub url: Address,
    /// The day of publication.
    pub date: Option<String>,
    /// The day of the last update.
    pub updated: Option<String>,
    /// 文种
    pub kind: &'static str,
    /// Its units.
    pub units: Vec<PageLink>,
    /// The key of the first of them, for links to the search page.
    pub unit_key: Option<String>,
    /// Its round, 未注明轮次 included.
    pub round: Option<PageLink>,
    /// The first day of the inspection.
    pub period_start: Option<String>,
    /// The last day of the inspection.
    pub period_end: Option<String>,
    /// The day of the feedback.
    pub feedback: Option<String>,
    /// Its status, where its kind has one.
    pub badge: Option<Badge>,
    /// Its items.
    pub counts: Counts,
    /// 问题 as claimed.
    pub claimed_problems: Option<u32>,
    /// 完成 as claimed.
    pub claimed_completed: Option<u32>,
    /// The notice that continues it, so that it is listed but not counted.
    pub superseded_by: Option<PageLink>,
    /// How many items took which step since the notice it continues; only in the timeline of a unit.
    pub since: Option<StepCounts>,
    /// 草稿: shown only by `serve` and `build --drafts`.
    pub draft: bool,
}

impl NoticeRow {
    /// The row at `at`.
    pub fn of(archive: &Archive, at: RowIndex) -> Self {
        let row = &archive.rows()[at];
        let facts = &row.summary.facts;
        Self {
            id: row.id().to_owned(),
            title: row.title().to_owned(),
            url: row.address.clone(),
            date: row.day().map(|day| day.to_string()),
            updated: facts.updated.as_ref().map(|found| found.value.date.to_string()),
            kind: facts.kind().label(),
            units: archive.units_of(at).into_iter().map(PageLink::unit).collect(),
            unit_key: archive.units_of(at).first().and_then(|unit| unit.key.as_ref()).map(ToString::to_string),
            round: archive.round_of(at).map(PageLink::round),
            period_start: sure_day(facts.period_start.as_ref()),
            period_end: sure_day(facts.period_end.as_ref()),
            feedback: sure_day(facts.feedback.as_ref()),
            badge: row.notice_status.as_ref().map(Badge::from),
            counts: Counts::from(&row.items),
            claimed_problems: sure_count(facts.claims.problems.as_ref()),
            claimed_completed: sure_count(facts.claims.completed.as_ref()),
            superseded_by: row.superseded_by.map(|later| notice_link(&archive.rows()[later])),
            since: None,
            draft: facts.draft,
        }
    }

    /// These rows, the last one first.
    pub fn newest_first(archive: &Archive, rows: &[RowIndex]) -> Vec<Self> {
        rows.iter().rev().map(|at| Self::of(archive, *at)).collect()
    }
}

/// A link to a notice.
pub fn notice_link(row: &Row) -> PageLink {
    PageLink { url: row.address.clone(), title: row.title().to_owned(), date: row.day().map(|day| day.to_string()) }
}

/// A day, if it is certain enough to be listed.
pub fn sure_day(found: Option<&Found<Date>>) -> Option<String> {
    found.filter(|found| found.is_indexed()).map(|found| found.value.to_string())
}

fn sure_count(found: Option<&Found<u32>>) -> Option<u32> {
    found.filter(|found| found.is_indexed()).map(|found| found.value)
}

/// An item in a list outside its notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemRow {
    /// Its title without the template around it.
    pub title: String,
    /// Its number as written.
    pub number: Option<String>,
    /// The canonical status.
    pub status: &'static str,
    /// Mark shown beside the colour.
    pub mark: &'static str,
    /// The notice's own words.
    pub status_raw: Option<String>,
    /// The page of its notice.
    pub url: Address,
    /// Its anchor in that page.
    pub anchor: String,
    /// Its notice.
    pub notice: PageLink,
    /// 整改时限: the day where one is stated, else the words.
    pub deadline: Option<String>,
    /// 责任单位, 责任领导, as written.
    pub responsible: Option<String>,
    /// Its history along the chain, as HTML; absent if no other notice lists it.
    pub history_html: Option<String>,
}

impl ItemRow {
    /// The `item` of `row`.
    pub fn of(row: &Row, item: &Item) -> Self {
        Self {
            title: item.title.to_string(),
            number: item.number().map(str::to_owned),
            status: item.status.name(),
            mark: item.status.mark(),
            status_raw: item.status_raw.as_deref().map(str::to_owned),
            url: row.address.clone(),
            anchor: item.anchor.to_string(),
            notice: notice_link(row),
            deadline: sure(item.deadline.as_ref()),
            responsible: sure(item.responsible.as_ref()),
            history_html: None,
        }
    }

    /// The unfinished items of the notice at `at`, with their histories, for a list on `page`.
    pub fn unfinished<'a>(
        archive: &'a Archive,
        at: RowIndex,
        page: &'a Address,
        theme: &'a Theme,
    ) -> impl Iterator<Item = Self> + 'a {
        let row = &archive.rows()[at];
        let history = archive.history(at);
        let items = row.summary.items.iter().enumerate();
        items.filter(|(_, item)| item.status.is_unfinished()).map(move |(index, item)| {
            let history = history.as_ref().and_then(|history| history.items.get(index));
            let history_html = history.and_then(|history| history::html(history, page, theme));
            Self { history_html, ..Self::of(row, &item) }
        })
    }
}

/// A value as text, if it is certain.
fn sure<T: std::fmt::Display>(found: Option<&Found<T>>) -> Option<String> {
    found.filter(|found| found.is_indexed()).map(|found| found.value.to_string())
}

/// Items of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitItems {
    /// The unit; absent where a notice names none.
    pub unit: Option<PageLink>,
    /// Its items.
    pub items: Vec<ItemRow>,
}

impl UnitItems {
    /// Groups items of notices by the first unit of their notice, in the order of the notices.
    pub fn by_unit(archive: &Archive, notices: impl IntoIterator<Item = (RowIndex, Vec<ItemRow>)>) -> Vec<Self> {
        let mut units: Vec<Self> = Vec::new();
        for (at, items) in notices.into_iter().filter(|(_, items)| !items.is_empty()) {
            let unit = archive.units_of(at).first().copied().map(PageLink::unit);
            match units.iter_mut().find(|group| group.unit == unit) {
                Some(group) => group.items.extend(items),
                None => units.push(Self { unit, items }),
            }
        }
        units
    }
}

/// The part of a list on a page, with links to the other parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// Number of rows in the list; absent on numbered pages.
    pub rows: Option<usize>,
    /// Number of rows on this page.
    pub shown: usize,
    /// The number of this page, from the oldest; absent on the list's own address.
    pub number: Option<usize>,
    /// The page with newer rows; for the last numbered page it is the list's own address.
    pub newer: Option<Address>,
    /// The page with older rows.
    pub older: Option<Address>,
    /// The list's own address.
    pub list: Address,
}

impl Pager {
    /// The pager of `slice` of the list at `list`.
    pub fn of(list: &Address, rows: usize, size: usize, slice: Slice) -> Self {
        let paging = Paging::of(rows, size);
        Self {
            rows: if_newest(slice, || rows),
            shown: paging.range(slice).len(),
            number: match slice {
                Slice::Newest => None,
                Slice::Numbered(number) => Some(number),
            },
            newer: paging.newer(slice).map(|newer| newer.address(list)),
            older: paging.older(slice).map(|older| older.address(list)),
            list: list.clone(),
        }
    }
}

/// A value shown only at a list's own address, such as a total. Numbered pages have none, so that they never change.
pub fn if_newest<T>(slice: Slice, value: impl FnOnce() -> T) -> Option<T> {
    (slice == Slice::Newest).then(value)
}

/// A year with its page and its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearLink {
    /// The year; absent for undated notices.
    pub year: Option<i16>,
    /// Its page.
    pub url: Address,
    /// Its notices.
    pub counts: Counts,
    /// How many notices it lists, the superseded included.
    pub listed: usize,
}

/// All years, newest first.
pub fn years(archive: &Archive) -> Vec<YearLink> {
    let link = |group: &crate::archive::YearGroup| YearLink {
        year: group.year,
        url: Address::year(group.year),
        counts: Counts::from(&group.tally),
        listed: group.rows.len(),
    };
    archive.years().iter().map(link).collect()
}

/// A unit, round or other group with its totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupRow {
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: Address,
    /// Its totals.
    pub counts: Counts,
    /// How many notices it lists, the superseded included.
    pub listed: usize,
    /// The day of its newest notice.
    pub newest: Option<String>,
    /// Its key on the search page; absent for the group without a name.
    pub key: Option<String>,
}

impl GroupRow {
    /// The row of a unit.
    pub fn unit(archive: &Archive, group: &UnitGroup) -> Self {
        let key = group.key.as_ref().map(ToString::to_string);
        Self { key, ..Self::new(archive, PageLink::unit(group), &group.tally, &group.rows) }
    }

    /// The row of a round.
    pub fn round(archive: &Archive, group: &RoundGroup) -> Self {
        let key = group.key.as_ref().map(ToString::to_string);
        Self { key, ..Self::new(archive, PageLink::round(group), &group.tally, &group.rows) }
    }

    fn new(archive: &Archive, link: PageLink, tally: &Tally, rows: &[RowIndex]) -> Self {
        let newest = rows.iter().rev().find_map(|at| archive.rows()[*at].day());
        Self {
            title: link.title,
            url: link.url,
            counts: Counts::from(tally),
            listed: rows.len(),
            newest: newest.map(|day| day.to_string()),
            key: None,
        }
    }
}

/// A status with its page and its numbers of notices and items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusRow {
    /// The canonical name.
    pub status: &'static str,
    /// Mark shown beside the colour.
    pub mark: &'static str,
    /// Its page.
    pub url: Address,
    /// Number of notices with it.
    pub notices: usize,
    /// Number of items with it.
    pub items: u32,
}

/// All six statuses in their order.
pub fn statuses(archive: &Archive) -> Vec<StatusRow> {
    let row = |group: &crate::archive::StatusGroup| StatusRow {
        status: group.status.name(),
        mark: group.status.mark(),
        url: Address::status(&group.status.slug()),
        notices: group.rows.len(),
        items: group.items,
    };
    archive.statuses().iter().map(row).collect()
}

/// A file for download.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataFile {
    /// Its address.
    pub url: Address,
    /// Its kind: `notices`, `items`, `schema`, `feed`, `sitemap`, `manifest`, `index`; the string `data_<kind>` says
    /// it in words.
    pub kind: String,
    /// `csv`, `json`, `atom`, …
    pub format: String,
    /// The year it holds; absent where it holds all.
    pub year: Option<i16>,
    /// Its rows; absent where it has none.
    pub rows: Option<usize>,
    /// Its size.
    pub bytes: usize,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}
