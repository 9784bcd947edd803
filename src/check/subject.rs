//! The input of a rule: a notice, its text, its round, the site and today's date.

use super::prose::Prose;
use crate::config::Site;
use crate::notice::{Audience, Code, Date, Finding, Notice, RoundKey};
use crate::text::span::Span;

/// A notice under check.
pub struct Subject<'a> {
    /// The notice as it was read.
    pub notice: &'a Notice,
    /// The text it was read from.
    pub text: &'a str,
    /// The key of its round.
    pub round: Option<RoundKey>,
    /// The settings of the site.
    pub site: &'a Site,
    /// Today.
    pub today: Date,
    /// The masked text of the body, with its paragraphs.
    pub prose: Prose,
}

impl<'a> Subject<'a> {
    /// The notice `notice` that was read from `text` and whose round resolved to `round`.
    pub fn new(notice: &'a Notice, text: &'a str, round: Option<RoundKey>, site: &'a Site, today: Date) -> Self {
        Self { notice, text, round, site, today, prose: Prose::of(notice, text) }
    }

    /// A finding of the rule `code` at `span`.
    pub(super) fn found(&self, code: &'static str, span: Span) -> Finding {
        Finding::new(Code::new(code), &self.notice.source, span)
    }

    /// Whether the notice is of a kind whose items have a status.
    pub(super) fn has_status(&self) -> bool {
        self.notice.facts.kind().has_status()
    }

    /// Whether everybody may see the notice.
    pub(super) fn is_public(&self) -> bool {
        self.notice.facts.audience == Audience::Public
    }

    /// Whether names are masked: the notice says so, or a unit and a year are masked in it.
    pub(super) fn is_anonymised(&self) -> bool {
        let facts = &self.notice.facts;
        match &facts.anonymised {
            Some(found) => found.value,
            None => facts.units.iter().any(|unit| unit.value.masked) && self.prose.has_masked_year(),
        }
    }

    /// The span for findings about the notice as a whole: its title, else its first paragraph.
    pub(super) fn head(&self) -> Span {
        let title = self.notice.facts.title.as_ref().map(|found| found.span).filter(|span| !span.is_empty());
        title.or_else(|| self.prose.paragraphs().first().map(|paragraph| paragraph.span)).unwrap_or_default()
    }
}
