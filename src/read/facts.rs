//! The facts that the text after the front matter states.

use std::ops::Range;

use super::choice::{self, Candidate, Choice, Extent};
use super::claims;
use super::closing::{self, Closing};
use super::front_title::FrontTitle;
use super::full_names::NamedUnits;
use super::hypothesis::Hypothesis;
use super::items;
use super::kind::{self, Signs};
use super::labelled;
use super::lead;
use super::masthead::{self, Masthead};
use super::names;
use super::node::Outline;
use super::one_line::{LINE_MARKS, OneLine};
use super::outline;
use super::text_layout::TextLayout;
use super::wording;
use crate::notice::{Confidence, Facts, Finding, Found, Kind, Moment, Origin, Part, Round, SourcePath, UnitName, date};

/// The facts read from the text after the front matter.
pub struct BodyFacts {
    /// The facts it states.
    pub facts: Facts,
    /// Its headings.
    pub outline: Outline,
    /// Its items.
    pub items: Vec<items::Read>,
}

/// The parts of a text that facts are read from.
pub(super) struct Parts<'a> {
    pub(super) page: &'a TextLayout<'a>,
    /// The facts of the front matter.
    pub(super) stated: &'a Facts,
    pub(super) front_title: Option<FrontTitle<'a>>,
    pub(super) head: Masthead,
    pub(super) closing: Closing,
    pub(super) lead: Range<usize>,
}

impl BodyFacts {
    /// Reads the text laid out in `page`; `stated` are the facts of the front matter.
    pub fn of(page: &TextLayout<'_>, stated: &Facts, source: &SourcePath, findings: &mut Vec<Finding>) -> Self {
        let (parts, choice) = choose(page, stated, false);
        let Choice { best: Candidate { outline, picked, .. }, confidence, others } = choice;
        let judged = parts.kind(&outline, !picked.is_empty());
        let kind = stated.kind.as_ref().map(|found| found.value).or(judged.as_ref().map(|found| found.value));
        let mut facts = parts.facts(&outline, &picked, kind);
        facts.kind = judged;
        parts.damage(source, findings);
        if !stated.anonymised.as_ref().or(facts.anonymised.as_ref()).is_some_and(|found| found.value) {
            parts.masked(stated, &facts, source, findings);
        }
        let items = match kind.is_some_and(Kind::has_status) {
            true => {
                let id = stated.id.as_ref().map(|found| found.value.as_str()).unwrap_or_default();
                let mut items = items::read(page, &outline, &picked, id, source, findings);
                items.iter_mut().for_each(|read| read.item.confidence = confidence);
                if let (Confidence::Low, Some(rival)) = (confidence, others.first()) {
                    findings.extend(choice::doubt(page, source, &outline, &picked, rival));
                }
                items
            }
            false => Vec::new(),
        };
        Self { facts, outline, items }
    }
}

/// Chooses the reading of the text proper.
fn choose<'a>(page: &'a TextLayout<'a>, stated: &'a Facts, thorough: bool) -> (Parts<'a>, Choice) {
    let front_title = FrontTitle::of(page.source, stated.title.as_ref());
    let head = masthead::read(page, front_title.as_ref().map(|title| title.page.source));
    let closing = closing::read(page, head.first);
    let extent = Extent { first: head.first, end: closing.first };
    let usual = outline::outline(page, extent.first, extent.end, Hypothesis::USUAL);
    let lead = lead_of(page, &usual, &head, &closing);
    let parts = Parts { page, stated, front_title, head, closing, lead };
    let choice = choice::choose(page, &extent, usual, thorough, |outline, picked| parts.total(outline, picked));
    (parts, choice)
}

/// All readings of the text laid out in `page`, for people who ask why one won; the winner first.
pub fn readings(page: &TextLayout<'_>, stated: &Facts) -> Choice {
    choose(page, stated, true).1
}

/// A text states facts about itself in its first or its last rows.
const CLOSING_ROWS: usize = 6;

/// The rows in which a notice names its kind and its unit.
pub(super) const OPENING_ROWS: usize = 14;

/// Labels of facts are among the first rows.
const LEAD_ROWS: usize = 32;

/// From the first row of the text proper to its first heading; where that is empty, the words under that heading.
fn lead_of(page: &TextLayout<'_>, outline: &Outline, head: &Masthead, closing: &Closing) -> Range<usize> {
    let first_heading = outline.first().map_or(closing.first, |node| node.row);
    let end = first_heading.min(head.first + 12);
    if end > head.first {
        return rows(page, head.first, end);
    }
    let next = outline.get(1).map_or(closing.first, |node| node.row);
    match outline.first() {
        Some(node) if next > node.row + 1 => rows(page, node.row + 1, next.min(node.row + 8)),
        Some(node) => node.rest.clone(),
        None => 0..0,
    }
}

/// The units of a signature, which 、 joins.
fn signers(signature: Option<&Found<String>>) -> Vec<Found<UnitName>> {
    let names = signature.into_iter().flat_map(|found| found.value.split('、').map(move |name| (found, name)));
    names.map(|(found, name)| found.clone().map(|_| UnitName::parse(name))).collect()
}

pub(super) fn rows(page: &TextLayout<'_>, first: usize, end: usize) -> Range<usize> {
    let end = end.min(page.rows.len());
    match (page.rows.get(first), page.rows.get(end.saturating_sub(1))) {
        (Some(start), Some(last)) if end > first => start.range.start..last.range.end,
        _ => 0..0,
    }
}

impl Parts<'_> {
    fn kind(&self, outline: &Outline, has_items: bool) -> Option<Found<Kind>> {
        let of = |range: &Option<Range<usize>>| {
            range.as_ref().map(|range| self.page.normal.of_range(range)).unwrap_or_default()
        };
        let front = self.front_title.as_ref().map(|title| title.page.normal.text()).unwrap_or_default();
        let title = format!("{front}{}{}", of(&self.head.title), of(&self.head.subtitle)).replace('\n', "");
        let opening = rows(self.page, 0, OPENING_ROWS);
        let closing = rows(self.page, self.page.rows.len().saturating_sub(CLOSING_ROWS), self.page.rows.len());
        let signs = Signs {
            closing: self.page.normal.of_range(&closing),
            title: &title,
            opening: self.page.normal.of_range(&opening),
            lead: self.page.normal.of_range(&self.lead),
            has_items,
            answered: outline
                .iter()
                .any(|node| node.part == Part::Items && self.page.normal.of_range(&node.title).contains("整改")),
        };
        let (kind, confidence) = kind::judge(&signs)?;
        Some(match (&self.head.title, &self.front_title) {
            (Some(title), _) => self.page.found(kind, Origin::Structure, confidence, title),
            (None, Some(title)) => title.found(kind, Origin::Structure, confidence, &title.whole()),
            (None, None) => self.page.found(kind, Origin::Prose, confidence, &self.lead),
        })
    }

    /// How many problems the notice states where it speaks of all of them.
    fn total(&self, outline: &Outline, picked: &[usize]) -> Option<u32> {
        let titles = outline.iter().filter(|node| node.part == Part::Items).map(|node| &node.title);
        // 重点问题整改情况 holds a choice of them.
        if titles.into_iter().any(|title| wording::lists_some(self.page.normal.of_range(title))) {
            return None;
        }
        let claims = claims::read(self.page, &self.zones(outline, picked), 0);
        claims.problems.filter(|found| found.confidence == Confidence::High).map(|found| found.value)
    }

    fn facts(&self, outline: &Outline, picked: &[usize], kind: Option<Kind>) -> Facts {
        let page = self.page;
        let mut facts = Facts {
            title: self.head.title.as_ref().map(|range| self.title(range)),
            date: self.date(kind),
            signature: self.closing.signature.clone(),
            contact: self.closing.contact.clone(),
            ..Facts::default()
        };
        if kind == Some(Kind::WorkReport) {
            facts.issuer = self.reporting_unit().or_else(|| self.publisher());
            return facts;
        }
        let mut signers = signers(facts.signature.as_ref()).into_iter();
        let signed = signers.next();
        let NamedUnits { titled, signed, named, publisher, full_names } = self.named_units(signed);
        facts.issuer =
            signed.clone().or_else(|| named.clone()).or_else(|| publisher.clone()).or_else(|| titled.first().cloned());
        facts.round = self.round();
        facts.round_type = lead::round_type(page, &self.lead);
        facts.bodies = lead::bodies(page, &self.lead);
        if let (true, Some(title)) = (facts.bodies.is_empty(), &self.head.title) {
            facts.bodies = lead::bodies(page, title);
        }
        if facts.bodies.is_empty() && kind == Some(Kind::AuditRectification) {
            facts.bodies.extend(lead::auditor(page, &self.lead));
        }
        let days = lead::days(page, &self.lead);
        (facts.period_start, facts.period_end, facts.feedback) = (days.start, days.end, days.feedback);
        let is_named = !titled.is_empty() || signed.is_some() || named.is_some();
        facts.units = lead::units(page, &self.lead, &full_names, is_named, publisher.as_ref());
        let first_heading = outline.first().map_or(self.closing.first, |node| node.row);
        labelled::read(page, first_heading.min(LEAD_ROWS), &mut facts);
        if kind.is_some_and(Kind::has_status) {
            // Who audited is not who was audited.
            let may_be_audited = |unit: &Found<UnitName>| {
                kind != Some(Kind::AuditRectification) || !names::is_audit_office(&unit.value.name)
            };
            let titled: Vec<_> = titled.into_iter().filter(may_be_audited).collect();
            let (named, signed) = (named.filter(may_be_audited), signed.filter(may_be_audited));
            if facts.units.is_empty() || facts.units.iter().all(|unit| !unit.is_indexed()) && !titled.is_empty() {
                facts.units = titled;
            }
            if facts.units.is_empty() {
                facts.units.extend(named);
            }
            if facts.units.is_empty() {
                facts.units.extend(signed.map(|found| found.with_confidence(Confidence::Medium)));
            }
            let zones = self.zones(outline, picked);
            facts.claims = claims::read(page, &zones, picked.len());
            facts.term_months = lead::term(page);
            facts.as_of = zones.iter().filter(|zone| !zone.strict).find_map(|zone| lead::as_of(page, &zone.range));
            // A 整改通报 is published by the unit it is about.
            let own = facts.units.first().cloned().map(|found| found.with_confidence(Confidence::Medium));
            facts.issuer = facts.issuer.or(own);
        }
        facts.anonymised = self.anonymised(&facts.units);
        facts
    }

    fn title(&self, range: &Range<usize>) -> Found<String> {
        let shown: String = self.page.shown(range).split('\n').map(|line| line.trim_matches(LINE_MARKS)).collect();
        self.page.found(shown, Origin::Structure, Confidence::High, range)
    }

    fn date(&self, kind: Option<Kind>) -> Option<Found<Moment>> {
        let labelled = self.head.date.as_ref().and_then(|range| {
            let day = date::parse(self.page.normal.of_range(range)).ok()?;
            Some(self.page.found(day, Origin::Label, Confidence::High, range))
        });
        let beside = || {
            let range = self.head.day.as_ref()?;
            let day = date::parse(self.page.normal.of_range(range)).ok()?;
            Some(self.page.found(day, Origin::Structure, Confidence::High, range))
        };
        // A page may be changed long after it was published.
        let updated = || {
            let range = self.head.updated.as_ref()?;
            let day = date::parse(self.page.normal.of_range(range)).ok()?;
            Some(self.page.found(day, Origin::Label, Confidence::Low, range))
        };
        let other = || self.closing.date.clone().or_else(beside).or_else(updated);
        labelled
            .or_else(|| other().filter(|_| kind != Some(Kind::WorkReport)))
            .map(|found| found.map(|date| Moment { date, time: None }))
    }

    /// The round: the title's, then the lead's.
    fn round(&self) -> Option<Found<Round>> {
        let read = |title: OneLine<'_>| {
            let (round, at) = lead::round(&title.words)?;
            Some(title.found(Round { label: title.shown(&at), ..round }, &at))
        };
        let told = || {
            let (round, at) = lead::round(self.page.normal.of_range(&self.lead))?;
            let at = self.lead.start + at.start..self.lead.start + at.end;
            let round = Round { label: self.page.shown(&at), ..round };
            Some(self.page.found(round, Origin::Prose, Confidence::High, &at))
        };
        self.front_title().and_then(read).or_else(|| self.own_title().and_then(read)).or_else(told)
    }

    pub(super) fn front_title(&self) -> Option<OneLine<'_>> {
        let title = self.front_title.as_ref()?;
        Some(OneLine::of_front(title))
    }

    pub(super) fn own_title(&self) -> Option<OneLine<'_>> {
        self.head.title.as_ref().map(|range| OneLine::of(self.page, range.clone()))
    }
}
