//! `/units/<slug>/`: the notices of a unit round by round, and its open items.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::list_entries;
use super::parts::{Counts, ItemRow, NoticeRow, PageLink, Pager, if_newest};
use super::view::{ViewPage, newest_day, page_rows};
use crate::archive::{Address, Archive, RowIndex, Slice, Tally, UnitGroup};
use crate::config::{Site, UnitEntry};
use crate::notice::{Date, UnitKey};
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Most unfinished items on a page of a unit; the pages of its notices have all.
const MOST_UNFINISHED: usize = 50;

/// A page of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPage {
    /// The unit's index among [`Archive::units`].
    pub index: usize,
    /// Which part of its notices.
    pub slice: Slice,
}

impl ViewPage for UnitPage {
    type View = UnitView;
    const FOLDER: &'static str = "units/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.archive.units().iter().enumerate().flat_map(|(index, group)| {
            list_entries(inputs, &Address::unit(&group.slug), group.rows.len(), |slice| Self { index, slice })
        })
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, &inputs.archive.units()[self.index].rows, self.slice)
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> UnitView {
        UnitView::of(context, *self, rows)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        newest_day(inputs, self.rows(inputs))
    }
}

/// Data of a page of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitView {
    /// The name.
    pub name: String,
    /// The key data files use.
    pub unit_key: Option<String>,
    /// Whether the name is masked.
    pub masked: bool,
    /// The part of its address.
    pub slug: String,
    /// Other names of it in the register.
    pub aliases: Vec<String>,
    /// Former names and units merged into it; with a link if they have a page.
    pub predecessors: Vec<UnitLink>,
    /// The unit it became a part of, or its new name.
    pub successor: Option<UnitLink>,
    /// The unit above it.
    pub parent: Option<UnitLink>,
    /// Its totals; absent on numbered pages, which never change.
    pub total: Option<Counts>,
    /// Its rounds, newest first, with their totals on this page.
    pub rounds: Vec<RoundOfUnit>,
    /// Items of this page's notices that have a status other than done, newest first.
    pub unfinished: Vec<ItemRow>,
    /// Number of unfinished items of the unit; absent on numbered pages.
    pub unfinished_total: Option<u32>,
    /// The notices, newest first.
    pub notices: Vec<NoticeRow>,
    /// Links to the other pages.
    pub pager: Pager,
}

/// A unit that may have a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitLink {
    /// Its name.
    pub name: String,
    /// Its page, if it has one.
    pub url: Option<Address>,
}

/// The notices of a unit in one round: a section of its timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundOfUnit {
    /// The round with its page; absent for kinds that belong to none.
    pub round: Option<PageLink>,
    /// The anchor of this section.
    pub anchor: String,
    /// Totals of its notices.
    pub counts: Counts,
    /// First day of the inspection, from its newest notice.
    pub period_start: Option<String>,
    /// The last day of the inspection.
    pub period_end: Option<String>,
    /// The day of the feedback.
    pub feedback: Option<String>,
    /// Its notices, newest first.
    pub notices: Vec<NoticeRow>,
}

impl UnitView {
    fn of(context: &MakeContext<'_>, UnitPage { index, slice }: UnitPage, rows: &[RowIndex]) -> Self {
        let (archive, site) = (context.inputs.archive, context.inputs.site);
        let group = &archive.units()[index];
        let entry = group.entry.map(|at| &site.units[at]);
        let link = |name: &String| unit_link(archive, name);
        Self {
            name: group.name.clone(),
            unit_key: group.key.as_ref().map(ToString::to_string),
            masked: group.masked,
            slug: group.slug.clone(),
            aliases: entry.map(|entry| entry.aliases.clone()).unwrap_or_default(),
            predecessors: entry.map(|entry| entry.predecessors.iter().map(link).collect()).unwrap_or_default(),
            successor: successor(archive, site, group),
            parent: entry.and_then(|entry| entry.parent.as_ref()).map(link),
            total: if_newest(slice, || Counts::from(&group.tally)),
            rounds: timeline(archive, rows),
            unfinished: unfinished(context, rows),
            unfinished_total: if_newest(slice, || group.tally.unfinished()),
            notices: NoticeRow::newest_first(archive, rows),
            pager: Pager::of(&Address::unit(&group.slug), group.rows.len(), site.page_size, slice),
        }
    }
}

impl View for UnitView {
    const TEMPLATE: &'static str = "unit.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.numbered(heads.below("units", &self.name), self.pager.number, &self.pager.list);
        Head { feeds: vec![PageLink::new(Address::unit(&self.slug).join("feed.atom"), &self.name)], ..head }
    }
}

fn unit_link(archive: &Archive, name: &str) -> UnitLink {
    let group = archive.unit(&UnitKey::named(name));
    UnitLink { name: name.to_owned(), url: group.map(|group| Address::unit(&group.slug)) }
}

/// The unit in whose register entry this one is a predecessor.
fn successor(archive: &Archive, site: &Site, group: &UnitGroup) -> Option<UnitLink> {
    let names = |entry: &&UnitEntry| entry.predecessors.contains(&group.name);
    site.units.iter().find(names).map(|entry| unit_link(archive, &entry.name))
}

/// Groups rows, given oldest first, by round into the sections of a timeline, newest first.
fn timeline(archive: &Archive, rows: &[RowIndex]) -> Vec<RoundOfUnit> {
    let mut sections: Vec<(Option<PageLink>, String, Vec<RowIndex>)> = Vec::new();
    for at in rows.iter().rev() {
        let round = archive.round_of(*at);
        let anchor = round.map_or_else(|| "r-none".to_owned(), |group| format!("r-{}", group.slug));
        match sections.iter_mut().find(|(_, other, _)| *other == anchor) {
            Some((_, _, rows)) => rows.push(*at),
            None => sections.push((round.map(PageLink::round), anchor, vec![*at])),
        }
    }
    let section = |(round, anchor, rows): (Option<PageLink>, String, Vec<RowIndex>)| {
        let mut tally = Tally::default();
        rows.iter().for_each(|at| tally.add(&archive.rows()[*at].tally()));
        let notices: Vec<NoticeRow> = rows.iter().map(|at| timeline_row(archive, *at)).collect();
        RoundOfUnit {
            round,
            anchor,
            counts: Counts::from(&tally),
            period_start: notices.iter().find_map(|row| row.period_start.clone()),
            period_end: notices.iter().find_map(|row| row.period_end.clone()),
            feedback: notices.iter().find_map(|row| row.feedback.clone()),
            notices,
        }
    };
    sections.into_iter().map(section).collect()
}

/// A notice in the timeline, with the steps of its items since the notice it continues.
fn timeline_row(archive: &Archive, at: RowIndex) -> NoticeRow {
    let since = archive.comparison(at).map(|comparison| comparison.counts);
    NoticeRow { since, ..NoticeRow::of(archive, at) }
}

/// The unfinished items of these rows, the newest notice first.
fn unfinished(context: &MakeContext<'_>, rows: &[RowIndex]) -> Vec<ItemRow> {
    let (archive, theme) = (context.inputs.archive, context.inputs.theme);
    let counting = rows.iter().rev().filter(|at| archive.rows()[**at].counts());
    let items = counting.flat_map(|at| ItemRow::unfinished(archive, *at, context.address, theme));
    items.take(MOST_UNFINISHED).collect()
}
