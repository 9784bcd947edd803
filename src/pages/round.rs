//! `/rounds/<slug>/`: the notices of a round, by the name of their unit and never ranked.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::list_entries;
use super::parts::{Counts, GroupRow, ItemRow, NoticeRow, PageLink, Pager, UnitItems, if_newest};
use super::view::{ViewPage, newest_day, page_rows};
use crate::archive::{Address, RoundGroup, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// A page of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundPage {
    /// The round's index among [`crate::archive::Archive::rounds`].
    pub index: usize,
    /// Which part of its notices.
    pub slice: Slice,
}

impl ViewPage for RoundPage {
    type View = RoundView;
    const FOLDER: &'static str = "rounds/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.archive.rounds().iter().enumerate().flat_map(|(index, group)| {
            list_entries(inputs, &Address::round(&group.slug), group.rows.len(), |slice| Self { index, slice })
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, &inputs.archive.rounds()[self.index].rows, self.slice)
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> RoundView {
        RoundView::of(context, *self, rows)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        newest_day(inputs, self.rows(inputs))
    }
}

/// Data of a page of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundView {
    /// The label.
    pub label: String,
    /// The key data files use; absent for 未注明轮次.
    pub round_key: Option<String>,
    /// The part of its address.
    pub slug: String,
    /// The committee's level: 市委.
    pub level: Option<String>,
    /// Number of the congress (届).
    pub congress: Option<u32>,
    /// Number of the round.
    pub ordinal: Option<u32>,
    /// Number of the batch (批).
    pub batch: Option<u32>,
    /// Whether it is a 回头看.
    pub look_back: bool,
    /// The first day of inspection of its notices on this page.
    pub period_start: Option<String>,
    /// The last day.
    pub period_end: Option<String>,
    /// The bodies of its notices on this page.
    pub bodies: Vec<String>,
    /// Its totals; absent on numbered pages, which never change.
    pub total: Option<Counts>,
    /// This page's notices by the name of their unit.
    pub notices: Vec<NoticeRow>,
    /// The unfinished items of this page's notices, unit by unit in the order of the table.
    pub unfinished: Vec<UnitItems>,
    /// Number of unfinished items of the round; absent on numbered pages.
    pub unfinished_total: Option<u32>,
    /// Links to the other pages.
    pub pager: Pager,
    /// The round before it in its series (place, level, congress), by the date of the newest notice; absent on numbered
    /// pages.
    pub older_round: Option<GroupRow>,
    /// The round after it.
    pub newer_round: Option<GroupRow>,
}

impl RoundView {
    fn of(context: &MakeContext<'_>, RoundPage { index, slice }: RoundPage, rows: &[RowIndex]) -> Self {
        let (archive, site) = (context.inputs.archive, context.inputs.site);
        let group = &archive.rounds()[index];
        let mut by_unit: Vec<RowIndex> = rows.iter().rev().copied().collect();
        by_unit.sort_by_key(|at| archive.unit_rank(*at));
        let notices: Vec<NoticeRow> = by_unit.iter().map(|at| NoticeRow::of(archive, *at)).collect();
        let mut bodies: Vec<String> = rows
            .iter()
            .flat_map(|at| &archive.rows()[*at].summary.facts.bodies)
            .filter(|found| found.is_indexed())
            .map(|found| found.value.clone())
            .collect();
        bodies.sort();
        bodies.dedup();
        // rounds of other places may be in between
        let series = group.key.as_ref().map(|key| key.series());
        let is_in_series =
            |other: &&RoundGroup| series.is_some() && other.key.as_ref().map(|key| key.series()) == series;
        let row = |other: &RoundGroup| GroupRow::round(archive, other);
        let (newer, older) = (&archive.rounds()[..index], &archive.rounds()[index + 1..]);
        Self {
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
            total: if_newest(slice, || Counts::from(&group.tally)),
            unfinished: unfinished(context, rows),
            unfinished_total: if_newest(slice, || group.tally.unfinished()),
            notices,
            pager: Pager::of(&Address::round(&group.slug), group.rows.len(), site.page_size, slice),
            older_round: if_newest(slice, || older.iter().find(is_in_series)).flatten().map(row),
            newer_round: if_newest(slice, || newer.iter().rev().find(is_in_series)).flatten().map(row),
        }
    }
}

impl View for RoundView {
    const TEMPLATE: &'static str = "round.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.numbered(heads.below("rounds", &self.label), self.pager.number, &self.pager.list);
        Head { feeds: vec![PageLink::new(Address::round(&self.slug).join("feed.atom"), &self.label)], ..head }
    }
}

/// The unfinished items of these rows by unit.
fn unfinished(context: &MakeContext<'_>, rows: &[RowIndex]) -> Vec<UnitItems> {
    let (archive, theme) = (context.inputs.archive, context.inputs.theme);
    let mut rows: Vec<RowIndex> = rows.iter().rev().copied().filter(|at| archive.rows()[*at].counts()).collect();
    rows.sort_by_key(|at| archive.unit_rank(*at));
    let items = |at| (at, ItemRow::unfinished(archive, at, context.address, theme).collect());
    UnitItems::by_unit(archive, rows.into_iter().map(items))
}
