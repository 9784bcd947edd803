//! Lists of notices and indexes of groups: all notices, a year, the units, rounds, statuses and years.

use serde::Serialize;

use super::parts::{Counts, GroupRow, ListPart, NoticeRow, Pager, StatusRow, YearLink, statuses, whole, years};
use crate::archive::{Address, Archive, Paging, Slice};
use crate::config::Site;

/// A list of notices: all of them, or those of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeList {
    /// The year of a year's list; absent for undated notices and for the list of all.
    pub year: Option<i16>,
    /// What all rows of the list add up to; numbered pages, which never change, do not say.
    pub total: Option<Counts>,
    /// This page's rows, newest first.
    pub notices: Vec<NoticeRow>,
    /// The way to the others.
    pub pager: Pager,
    /// All years, to jump to; none on numbered pages.
    pub years: Vec<YearLink>,
}

/// A part of the list of all notices.
pub fn notices(archive: &Archive, site: &Site, ListPart { slice, rows }: ListPart<'_>) -> NoticeList {
    let list = Address::new("notices/");
    NoticeList {
        year: None,
        total: whole(slice, || Counts::from(archive.total())),
        notices: NoticeRow::newest_first(archive, rows),
        pager: Pager::of(&list, archive.listed_places().len(), site.page_size, slice),
        years: whole(slice, || years(archive)).unwrap_or_default(),
    }
}

/// A part of the `place`-th year of [`Archive::years`].
pub fn year(archive: &Archive, site: &Site, place: usize, ListPart { slice, rows }: ListPart<'_>) -> NoticeList {
    let group = &archive.years()[place];
    NoticeList {
        year: group.year,
        total: whole(slice, || Counts::from(&group.tally)),
        notices: NoticeRow::newest_first(archive, rows),
        pager: Pager::of(&Address::year(group.year), group.rows.len(), site.page_size, slice),
        years: whole(slice, || years(archive)).unwrap_or_default(),
    }
}

/// An index of units or rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupIndex {
    /// What the whole archive adds up to; numbered pages do not say.
    pub total: Option<Counts>,
    /// This page's groups: units by name, rounds newest first.
    pub groups: Vec<GroupRow>,
    /// The way to the others.
    pub pager: Pager,
}

/// The part `slice` of the index of units. Its own address holds the first names.
pub fn unit_index(archive: &Archive, site: &Site, slice: Slice) -> GroupIndex {
    let count = archive.units().len();
    let range = Paging::of(count, site.page_size).range(slice);
    GroupIndex {
        total: whole(slice, || Counts::from(archive.total())),
        groups: archive.units()[count - range.end..count - range.start]
            .iter()
            .map(|group| GroupRow::unit(archive, group))
            .collect(),
        pager: Pager::of(&Address::new("units/"), count, site.page_size, slice),
    }
}

/// The part `slice` of the index of rounds.
pub fn round_index(archive: &Archive, site: &Site, slice: Slice) -> GroupIndex {
    let count = archive.rounds().len();
    let range = Paging::of(count, site.page_size).range(slice);
    GroupIndex {
        total: whole(slice, || Counts::from(archive.total())),
        groups: archive.rounds()[count - range.end..count - range.start]
            .iter()
            .map(|group| GroupRow::round(archive, group))
            .collect(),
        pager: Pager::of(&Address::new("rounds/"), count, site.page_size, slice),
    }
}

/// The index of statuses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusIndex {
    /// What the whole archive adds up to.
    pub total: Counts,
    /// All six.
    pub statuses: Vec<StatusRow>,
}

/// The index of statuses of `archive`.
pub fn status_index(archive: &Archive) -> StatusIndex {
    StatusIndex { total: Counts::from(archive.total()), statuses: statuses(archive) }
}

/// The index of years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearIndex {
    /// What the whole archive adds up to.
    pub total: Counts,
    /// All years, newest first, undated last.
    pub years: Vec<YearLink>,
}

/// The index of years of `archive`.
pub fn year_index(archive: &Archive) -> YearIndex {
    YearIndex { total: Counts::from(archive.total()), years: years(archive) }
}
