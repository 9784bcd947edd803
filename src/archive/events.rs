//! Events of notices by day: published, corrected, withdrawn.

use serde::Serialize;

use super::fold::Archive;
use super::row::RowIndex;
use crate::notice::Date;

/// All events on a known day, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The events.
    pub events: Vec<Event>,
    /// The notice of each event.
    pub rows: Vec<RowIndex>,
}

/// Something that happened to a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The day.
    pub day: Date,
    /// The notice.
    pub row: RowIndex,
    /// Kind of event.
    pub kind: EventKind,
}

/// Kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum EventKind {
    /// It was published.
    Published,
    /// It was corrected; with the index in its update history, if it is listed there.
    Corrected(Option<usize>),
    /// It was withdrawn.
    Withdrawn,
}

impl Events {
    /// The events of `archive`.
    pub fn of(archive: &Archive) -> Self {
        let mut events = Vec::new();
        for (row, notice) in archive.rows().iter().enumerate() {
            let facts = &notice.summary.facts;
            let mut add = |day: Option<Date>, kind| events.extend(day.map(|day| Event { day, row, kind }));
            add(notice.day(), EventKind::Published);
            if let Some(withdrawn) = &facts.withdrawn {
                add(withdrawn.date, EventKind::Withdrawn);
                continue;
            }
            for (at, update) in facts.updates.iter().enumerate() {
                add(update.date, EventKind::Corrected(Some(at)));
            }
            let updated = facts.updated.as_ref().map(|found| found.value.date);
            if facts.updates.iter().all(|update| update.date != updated) {
                add(updated, EventKind::Corrected(None));
            }
        }
        events.sort_unstable();
        let rows = events.iter().map(|event| event.row).collect();
        Self { events, rows }
    }
}
