//! `/updates/` and `updates.atom`: the events stated in the notices, newest first: publication, correction, withdrawal,
//! and changes by a follow-up.

use std::cmp::Reverse;

use serde::Serialize;

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::history::{ChangeView, ComparisonView};
use super::inputs::Inputs;
use super::key::Walk;
use super::paged::list_entries;
use super::parts::{PageLink, Pager, if_newest, notice_link};
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use super::view::{ViewPage, page_rows, single_entry, walk_site};
use crate::archive::history::StepKind;
use crate::archive::{Address, Archive, Event, EventKind, Paging, Row, RowIndex, Slice};
use crate::notice::Date;
use crate::render::feeds::{self, UpdateEntry};
use crate::render::head::{Head, Heads};
use crate::render::page::View;
use crate::text::fingerprint::Fingerprint;

/// Events in the feed, as many as other feeds have notices.
const FEED_EVENTS: usize = 50;

/// A page of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpdatesPage {
    /// Which part of the events.
    pub slice: Slice,
}

impl UpdatesPage {
    fn events<'a>(self, inputs: &'a Inputs<'_>) -> &'a [Event] {
        let events = &inputs.events().events;
        &events[Paging::of(events.len(), inputs.site.page_size).range(self.slice)]
    }

    /// Withdrawals that name no day; on the list's own address.
    fn undated(self, inputs: &Inputs<'_>) -> Vec<EventView> {
        let rows = inputs.archive.rows().iter().enumerate();
        let is_undated = |row: &Row| row.summary.facts.withdrawn.as_ref().is_some_and(|found| found.date.is_none());
        let undated = move || {
            let rows = rows.filter(|(_, row)| is_undated(row));
            rows.map(|(row, _)| EventView::of_row(inputs.archive, row, EventKind::Withdrawn)).collect()
        };
        if_newest(self.slice, undated).unwrap_or_default()
    }
}

impl ViewPage for UpdatesPage {
    type View = UpdatesView;
    const FOLDER: &'static str = "updates/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let events = inputs.events().rows.len();
        list_entries(inputs, &Address::new(Self::FOLDER), events, |slice| Self { slice }).into_iter()
    }

    fn rows<'a>(&self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        page_rows(inputs, &inputs.events().rows, self.slice)
    }

    fn walk_beside_rows(&self, inputs: &Inputs<'_>, walk: &mut dyn Walk) {
        let kinds: Vec<(Date, EventKind)> = self.events(inputs).iter().map(|event| (event.day, event.kind)).collect();
        walk.part("events", &kinds.len(), Fingerprint::of_json(&kinds).bytes());
        let undated = self.undated(inputs);
        walk.part("undated", &undated.len(), Fingerprint::of_json(&undated).bytes());
    }

    fn view(&self, context: &MakeContext<'_>, rows: &[RowIndex]) -> UpdatesView {
        let inputs = context.inputs;
        let events = if rows.is_empty() { &[] } else { self.events(inputs) };
        let mut days: Vec<UpdatesOfDay> = Vec::new();
        for event in newest_first(events) {
            let view = EventView::of(inputs.archive, event);
            let date = event.day.to_string();
            match days.last_mut().filter(|day| day.date == date) {
                Some(day) => day.events.push(view),
                None => days.push(UpdatesOfDay { date, events: vec![view] }),
            }
        }
        let (list, all) = (Address::new(Self::FOLDER), inputs.events().rows.len());
        let undated = self.undated(inputs);
        UpdatesView { days, undated, pager: Pager::of(&list, all, inputs.site.page_size, self.slice) }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        self.events(inputs).last().map(|event| event.day)
    }
}

/// Newest day first; events of one day in the order of the archive.
fn newest_first(events: &[Event]) -> Vec<Event> {
    let mut events = events.to_vec();
    events.sort_by_key(|event| (Reverse(event.day), event.row, event.kind));
    events
}

/// Data of a page of updates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpdatesView {
    /// This page's days, the newest first.
    pub days: Vec<UpdatesOfDay>,
    /// Withdrawals that name no day.
    pub undated: Vec<EventView>,
    /// Links to the other pages.
    pub pager: Pager,
}

/// The events of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpdatesOfDay {
    /// The day.
    pub date: String,
    /// Events in the order of the archive.
    pub events: Vec<EventView>,
}

/// Something that happened to a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventView {
    /// `published`, `follow_up`, `corrected` or `withdrawn`; the string `event_<kind>` is its label.
    pub kind: &'static str,
    /// The notice.
    pub notice: PageLink,
    /// Its units.
    pub units: Vec<PageLink>,
    /// The correction, or the reason of the withdrawal.
    pub note: Option<String>,
    /// Changes by a follow-up.
    pub comparison: Option<ComparisonView>,
}

impl EventView {
    fn of(archive: &Archive, event: Event) -> Self {
        Self::of_row(archive, event.row, event.kind)
    }

    fn of_row(archive: &Archive, at: RowIndex, kind: EventKind) -> Self {
        let row = &archive.rows()[at];
        let facts = &row.summary.facts;
        let units = archive.units_of(at).into_iter().map(PageLink::unit).collect();
        let view = |kind, note| Self { kind, notice: notice_link(row), units, note, comparison: None };
        match kind {
            EventKind::Published => {
                let comparison = archive.comparison(at).map(|found| ComparisonView::of(&found, true));
                let kind = if comparison.is_some() { "follow_up" } else { "published" };
                Self { comparison, ..view(kind, None) }
            }
            EventKind::Corrected(at) => {
                view("corrected", at.and_then(|at| facts.updates.get(at)).map(|update| update.note.clone()))
            }
            EventKind::Withdrawn => {
                view("withdrawn", facts.withdrawn.as_ref().and_then(|withdrawn| withdrawn.reason.clone()))
            }
        }
    }
}

impl View for UpdatesView {
    const TEMPLATE: &'static str = "updates.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.numbered(heads.column("news"), self.pager.number, &self.pager.list);
        Head { section: "updates", ..head }
    }
}

/// The feed of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpdatesFeed;

impl UpdatesFeed {
    /// Its address.
    pub const ADDRESS: &'static str = "updates.atom";

    fn entries(inputs: &Inputs<'_>) -> Vec<UpdateEntry> {
        let events = &inputs.events().events;
        let newest = &events[events.len().saturating_sub(FEED_EVENTS)..];
        newest_first(newest).into_iter().map(|event| feed_entry(inputs, event)).collect()
    }
}

impl PageKind for UpdatesFeed {
    const ADDRESS_PREFIX: &'static str = "";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::ADDRESS, Self)
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_site(context.inputs, walk);
        let entries = Self::entries(context.inputs);
        walk.part("entries", &entries.len(), Fingerprint::of_json(&entries).bytes());
        walk.part("title", &"theme", context.inputs.theme.text("news").as_bytes());
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let inputs = context.inputs;
        let page = Address::new(UpdatesPage::FOLDER);
        let title = inputs.theme.text("news");
        let text = feeds::updates(inputs.site, title, &page, context.address, &Self::entries(inputs));
        Ok(Outcome::file(context.address.file(), text.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

fn feed_entry(inputs: &Inputs<'_>, event: Event) -> UpdateEntry {
    let row = &inputs.archive.rows()[event.row];
    let view = EventView::of(inputs.archive, event);
    let text = |key: &str| inputs.theme.text(key).to_owned();
    let title = format!("{}{}{}", text(&format!("event_{}", view.kind)), text("colon"), view.notice.title);
    let changes = view.comparison.iter().flat_map(|comparison| &comparison.changes);
    let changes = changes.map(|change| change_in_words(inputs, change));
    let summary: Vec<String> = view.note.iter().cloned().chain(changes).collect();
    let number = match event.kind {
        EventKind::Corrected(Some(at)) => format!("-{}", at + 1),
        EventKind::Corrected(None) | EventKind::Published | EventKind::Withdrawn => String::new(),
    };
    UpdateEntry {
        id: format!("{}:{}:{}{number}", row.id(), view.kind, event.day),
        title,
        url: row.address.clone(),
        day: event.day,
        summary: summary.join(&text("semicolon")),
    }
}

/// A change as text: 退回：1. 河道巡查流于形式，阶段性完成 → 正在整改（待确认）
fn change_in_words(inputs: &Inputs<'_>, change: &ChangeView) -> String {
    let text = |key: &str| inputs.theme.text(key).to_owned();
    let status = text(&format!("status_{}", change.status));
    let status = match change.before {
        Some(before) => format!("{} → {status}", text(&format!("status_{before}"))),
        None if change.kind == StepKind::NotListed.name() => {
            inputs.theme.text("stated_before").replace("{status}", &status)
        }
        None => status,
    };
    let unsure =
        if change.unsure { text("left_bracket") + &text("unsure") + &text("right_bracket") } else { String::new() };
    let kind = text(&format!("step_kind_{}", change.kind));
    let number = change.number.as_deref().unwrap_or_default();
    format!("{kind}{}{number}{}{}{status}{unsure}", text("colon"), change.title, text("list_comma"))
}
