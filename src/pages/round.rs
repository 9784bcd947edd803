//! `/rounds/<slug>/`: every unit of a round, by name; no league table.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::paged;
use super::parts::{Counts, GroupRow, ItemRow, NoticeRow, PageLink, Pager, UnitItems, whole};
use super::view::{ViewPage, newest_day, sliced};
use crate::archive::{Address, RoundGroup, RowIndex, Slice};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// A page of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundPage {
    /// The round's place among [`crate::archive::Archive::rounds`].
    pub place: usize,
    /// Which part of its notices.
    pub slice: Slice,
}

impl ViewPage for RoundPage {
    type View = RoundView;
    const FOLDER: &'static str = "rounds/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.archive.rounds().iter().enumerate().flat_map(|(place, group)| {
            paged(inputs, &Address::round(&group.slug), group.rows.len(), |slice| Self { place, slice })
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        sliced(inputs, &inputs.archive.rounds()[self.place].rows, self.slice)
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
    /// Its totals; absent on numbered pages, which never change.
    pub total: Option<Counts>,
    /// This page's notices by the name of their unit.
    pub notices: Vec<NoticeRow>,
    /// The unfinished items of this page's notices, unit by unit in the order of the table.
    pub unfinished: Vec<UnitItems>,
    /// Number of notices; absent on numbered pages.
    pub unfinished_total: Option<u32>,
    /// Links to the other pages.
    pub pager: Pager,
    /// The round before it in its series (place, level, congress), by their newest notice; numbered pages name none.
    pub older_round: Option<GroupRow>,
    /// The round after it.
    pub newer_round: Option<GroupRow>,
}

impl RoundView {
    fn of(context: &MakeContext<'_>, RoundPage { place, slice }: RoundPage, rows: &[RowIndex]) -> Self {
        let (archive, site) = (context.inputs.archive, context.inputs.site);
        let group = &archive.rounds()[place];
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
        let is_near = |near: &&RoundGroup| series.is_some() && near.key.as_ref().map(|key| key.series()) == series;
        let row = |near: &RoundGroup| GroupRow::round(archive, near);
        let (newer, older) = (&archive.rounds()[..place], &archive.rounds()[place + 1..]);
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
            total: whole(slice, || Counts::from(&group.tally)),
            unfinished: unfinished(context, rows),
            unfinished_total: whole(slice, || group.tally.unfinished()),
            notices,
            pager: Pager::of(&Address::round(&group.slug), group.rows.len(), site.page_size, slice),
            older_round: whole(slice, || older.iter().find(is_near)).flatten().map(row),
            newer_round: whole(slice, || newer.iter().rev().find(is_near)).flatten().map(row),
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
    let mut units: Vec<UnitItems> = Vec::new();
    let mut rows: Vec<RowIndex> = rows.iter().rev().copied().filter(|at| archive.rows()[*at].counts()).collect();
    rows.sort_by_key(|at| archive.unit_rank(*at));
    for at in &rows {
        let unit = archive.units_of(*at).first().copied().map(PageLink::unit);
        let items: Vec<ItemRow> = ItemRow::unfinished(archive, *at, context.address, theme).collect();
        match units.iter_mut().find(|group| group.unit == unit) {
            Some(group) => group.items.extend(items),
            None if items.is_empty() => {}
            None => units.push(UnitItems { unit, items }),
        }
    }
    units
}
