//! A round's page: every unit of it, by name; no league table.

use serde::Serialize;

use super::parts::{Counts, GroupRow, ListPart, NoticeRow, Pager, whole};
use crate::archive::{Address, Archive};
use crate::config::Site;

/// A part of a round's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundPage {
    /// The label.
    pub label: String,
    /// The key data files use; absent for 未注明轮次.
    pub round_key: Option<String>,
    /// The part of its address.
    pub slug: String,
    /// The committee's level: 市委.
    pub level: Option<String>,
    /// Which congress.
    pub congress: Option<u32>,
    /// Which round.
    pub ordinal: Option<u32>,
    /// Which batch.
    pub batch: Option<u32>,
    /// Whether it is a 回头看.
    pub look_back: bool,
    /// The first day of inspection of its notices on this page.
    pub period_start: Option<String>,
    /// The last day.
    pub period_end: Option<String>,
    /// The bodies of its notices on this page.
    pub bodies: Vec<String>,
    /// Everything under it; numbered pages, which never change, do not say.
    pub total: Option<Counts>,
    /// This page's notices by the name of their unit.
    pub notices: Vec<NoticeRow>,
    /// The way to the others.
    pub pager: Pager,
    /// The round before it, by their newest notice; numbered pages name none.
    pub older_round: Option<GroupRow>,
    /// The round after it.
    pub newer_round: Option<GroupRow>,
}

/// A part of the page of the `place`-th round of [`Archive::rounds`].
pub fn round(archive: &Archive, site: &Site, place: usize, ListPart { slice, rows }: ListPart<'_>) -> RoundPage {
    let group = &archive.rounds()[place];
    let mut notices = NoticeRow::newest_first(archive, rows);
    notices.sort_by(|a, b| unit_name(a).cmp(&unit_name(b)));
    let mut bodies: Vec<String> = rows
        .iter()
        .flat_map(|at| &archive.rows()[*at].summary.facts.bodies)
        .filter(|found| found.is_indexed())
        .map(|found| found.value.clone())
        .collect();
    bodies.sort();
    bodies.dedup();
    let near = |place: Option<usize>| {
        let group = archive.rounds().get(place?).filter(|near| near.key.is_some() && group.key.is_some())?;
        Some(GroupRow::round(archive, group))
    };
    RoundPage {
        label: group.label.clone(),
        round_key: group.key.as_ref().map(ToString::to_string),
        slug: group.slug.clone(),
        level: group.round.as_ref().and_then(|round| round.level.clone()),
        congress: group.round.as_ref().and_then(|round| round.congress),
        ordinal: group.round.as_ref().map(|round| round.ordinal),
        batch: group.round.as_ref().and_then(|round| round.batch),
        look_back: group.round.as_ref().is_some_and(|round| round.look_back),
        period_start: notices.iter().filter_map(|row| row.period_start.clone()).min(),
        period_end: notices.iter().filter_map(|row| row.period_end.clone()).max(),
        bodies,
        total: whole(slice, || Counts::from(&group.tally)),
        notices,
        pager: Pager::of(&Address::round(&group.slug), group.rows.len(), site.page_size, slice),
        older_round: whole(slice, || near(place.checked_add(1))).flatten(),
        newer_round: whole(slice, || near(place.checked_sub(1))).flatten(),
    }
}

/// Notices of no unit stand behind the others.
fn unit_name(row: &NoticeRow) -> (bool, Option<&str>) {
    (row.units.is_empty(), row.units.first().map(|unit| unit.title.as_str()))
}
