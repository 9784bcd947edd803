//! The page of a withdrawn notice: title, dates, reason.

use serde::Serialize;

use super::parts::{PageLink, notice_link};
use crate::archive::Row;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Data of the page of a withdrawn notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WithdrawnView {
    /// The notice.
    pub notice: PageLink,
    /// When it was withdrawn.
    pub withdrawn: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl WithdrawnView {
    /// The page of the withdrawn notice `row`.
    pub fn of(row: &Row) -> Self {
        let withdrawn = row.summary.facts.withdrawn.as_ref();
        Self {
            notice: notice_link(row),
            withdrawn: withdrawn.and_then(|withdrawn| withdrawn.date).map(|date| date.to_string()),
            reason: withdrawn.and_then(|withdrawn| withdrawn.reason.clone()),
        }
    }
}

impl View for WithdrawnView {
    const TEMPLATE: &'static str = "withdrawn.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.below("notices", &self.notice.title);
        Head { description: heads.text("withdrawn_lead"), noindex: true, ..head }
    }
}
