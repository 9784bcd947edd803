//! What the text behind the front matter states, and how it is put together with the front matter.

use std::ops::Range;

use super::blocks::TextLayout;
use super::choice::{self, Candidate, Choice, Extent};
use super::claims::{self, Zone};
use super::closing::{self, Closing};
use super::codes;
use super::dates;
use super::front_title::FrontTitle;
use super::hypothesis::Hypothesis;
use super::items;
use super::kind::{self, Signs};
use super::labelled;
use super::lead;
use super::masthead::{self, Masthead};
use super::names;
use super::node::Outline;
use super::outline;
use super::wording;
use crate::notice::fact::FACTS;
use crate::notice::{
    Confidence, Date, Facts, Finding, Found, Kind, Moment, Origin, Part, Round, SourcePath, UnitName, date,
};
use crate::text::span::Span;

/// What the text behind the front matter gives.
pub struct BodyFacts {
    /// What it states.
    pub facts: Facts,
    /// Its headings.
    pub outline: Outline,
    /// Its items.
    pub items: Vec<items::Read>,
}

/// The parts of a text that facts are read from.
struct Parts<'a> {
    page: &'a TextLayout<'a>,
    front_title: Option<FrontTitle<'a>>,
    head: Masthead,
    closing: Closing,
    lead: Range<usize>,
}

impl BodyFacts {
    /// Reads the text laid out in `page`; `stated` is what the front matter says.
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
    let parts = Parts { page, front_title, head, closing, lead };
    let choice = choice::choose(page, &extent, usual, thorough, |outline, picked| parts.total(outline, picked));
    (parts, choice)
}

/// All readings of the text laid out in `page`, for people who ask why one won; the winner first.
pub fn readings(page: &TextLayout<'_>, stated: &Facts) -> Choice {
    choose(page, stated, true).1
}

/// What a text says of itself stands among its first or its last rows.
const CLOSING_ROWS: usize = 6;

/// Labels of facts stand among the first rows.
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

fn rows(page: &TextLayout<'_>, first: usize, end: usize) -> Range<usize> {
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
        let opening = rows(self.page, 0, self.page.rows.len().min(14));
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
        let titled = self.units_in_title();
        let signed = facts.signature.clone().map(|found| found.map(|name| UnitName::parse(&name)));
        let named = self.organisation().or_else(|| self.subtitled());
        let known: Vec<_> = titled.iter().chain(signed.iter()).chain(named.iter()).cloned().collect();
        facts.issuer =
            signed.clone().or_else(|| named.clone()).or_else(|| self.publisher()).or_else(|| titled.first().cloned());
        facts.round = self.round();
        facts.round_type = lead::round_type(page, &self.lead);
        facts.bodies = lead::bodies(page, &self.lead);
        if let (true, Some(title)) = (facts.bodies.is_empty(), &self.head.title) {
            facts.bodies = lead::bodies(page, title);
        }
        let days = lead::days(page, &self.lead);
        (facts.period_start, facts.period_end, facts.feedback) = (days.start, days.end, days.feedback);
        facts.units = lead::units(page, &self.lead, &known, self.publisher().as_ref());
        let first_heading = outline.first().map_or(self.closing.first, |node| node.row);
        labelled::read(page, first_heading.min(LEAD_ROWS), &mut facts);
        if kind.is_some_and(Kind::has_status) {
            if facts.units.is_empty() || facts.units.iter().all(|unit| !unit.is_indexed()) && !titled.is_empty() {
                facts.units = titled;
            }
            if facts.units.is_empty() {
                facts.units.extend(named);
            }
            if facts.units.is_empty() {
                facts.units.extend(signed.map(|found| found.with(Confidence::Medium)));
            }
            let zones = self.zones(outline, picked);
            facts.claims = claims::read(page, &zones, picked.len());
            facts.term_months = lead::term(page);
            facts.as_of = zones.iter().filter(|zone| !zone.strict).find_map(|zone| lead::as_of(page, &zone.range));
            // A 整改通报 is published by the unit it is about.
            let own = facts.units.first().cloned().map(|found| found.with(Confidence::Medium));
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

    fn publisher(&self) -> Option<Found<UnitName>> {
        let range = self.head.publisher.as_ref()?;
        let name = self.page.shown(range);
        // 本站 and 本单位 name nobody.
        (names::is_organisation(&name) && !names::is_own(&name))
            .then(|| self.page.found(UnitName::parse(&name), Origin::Label, Confidence::High, range))
    }

    /// Who gave the report: ——华山省地质矿产勘查开发局党委.
    fn subtitled(&self) -> Option<Found<UnitName>> {
        let range = self.head.subtitle.as_ref()?;
        let text = self.page.normal.of_range(range);
        let name = text.trim_start_matches(['—', '–', '-', ' ']);
        let at = range.end - name.len()..range.end;
        names::is_organisation(name)
            .then(|| self.page.found(UnitName::parse(&self.page.shown(&at)), Origin::Structure, Confidence::High, &at))
    }

    /// Who stands under the title.
    fn organisation(&self) -> Option<Found<UnitName>> {
        let range = self.head.organisation.as_ref()?;
        let name = UnitName::parse(&self.page.shown(range));
        Some(self.page.found(name, Origin::Structure, Confidence::High, range))
    }

    /// The organisation whose meeting heard the report: ——在云江市总工会十届三次全委会上的工作报告.
    fn reporting_unit(&self) -> Option<Found<UnitName>> {
        let meets = |range: &&Range<usize>| self.page.normal.of_range(range).contains('届');
        let range = [&self.head.subtitle, &self.head.title].into_iter().flatten().find(meets)?;
        let text = self.page.normal.of_range(range);
        let from = text.find('在').map_or(0, |at| at + '在'.len_utf8());
        let end = from + text[from..].find('届')?;
        let is_numeral = |c: char| crate::text::numeral::is_chinese(c) || c.is_ascii_digit() || c == '第';
        let name = text[from..end].trim_end_matches(is_numeral);
        let at = range.start + from..range.start + from + name.len();
        names::is_organisation(name)
            .then(|| self.page.found(UnitName::parse(&self.page.shown(&at)), Origin::Structure, Confidence::High, &at))
    }

    fn units_in_title(&self) -> Vec<Found<UnitName>> {
        let read = |title: &OneLine<'_>| -> Vec<Found<UnitName>> {
            let units = names::in_title(&title.words).into_iter();
            units.map(|at| title.found(UnitName::parse(&title.shown(&at)), &at)).collect()
        };
        let front = self.front_title().map(|title| read(&title)).unwrap_or_default();
        match (front.is_empty(), self.own_title()) {
            (true, Some(title)) => read(&title),
            _ => front,
        }
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

    fn front_title(&self) -> Option<OneLine<'_>> {
        let title = self.front_title.as_ref()?;
        Some(OneLine { front: Some(title), ..OneLine::of(&title.page, title.whole()) })
    }

    fn own_title(&self) -> Option<OneLine<'_>> {
        self.head.title.as_ref().map(|range| OneLine::of(self.page, range.clone()))
    }

    /// Where totals may be stated: the lead, the first paragraph under the first heading, summaries, and what stands
    /// before the first item of an item part; and, in the sentences that say so, all that stands before the first
    /// item. Under a heading that holds some of the items, `picked`, and not all of them, figures are of those alone. In
    /// the order of the text, so that the place nearest to the title comes first.
    fn zones(&self, outline: &Outline, picked: &[usize]) -> Vec<Zone> {
        let zone = |range, confidence, strict| Zone { range, confidence, strict };
        let mut zones = vec![zone(self.lead.clone(), Confidence::High, false)];
        for (at, node) in outline.iter().enumerate() {
            let next = outline.get(at + 1).map_or(node.end, |next| next.row.min(node.end));
            let words = self.page.normal.of_range(&node.title);
            // items stand in the order of their rows
            let above = |row: usize| picked.partition_point(|item| outline[*item].row < row);
            let held = above(node.end) - above(node.row);
            let is_for_all = held == 0 || held == picked.len();
            let before_items = picked.first().is_none_or(|first| at < *first);
            if wording::is_summary(words) {
                zones.push(zone(rows(self.page, node.row, node.end), Confidence::High, false));
            } else if at == 0 && is_for_all {
                let is_work = node.part == Part::Organisation;
                let confidence = if is_work { Confidence::Medium } else { Confidence::High };
                zones.push(zone(rows(self.page, node.row + 1, next.min(node.row + 2)), confidence, false));
            } else if node.part == Part::Items && node.parent.is_none() && is_for_all {
                zones.push(zone(rows(self.page, node.row + 1, next.min(node.row + 3)), Confidence::Medium, false));
            } else if node.part != Part::Next && before_items && is_for_all {
                zones.push(zone(rows(self.page, node.row, next), Confidence::Medium, true));
            }
        }
        zones.retain(|zone| !zone.range.is_empty());
        zones.sort_by_key(|zone| zone.range.start);
        zones
    }

    /// Masked on purpose: the unit and the years of the lead.
    fn anonymised(&self, units: &[Found<UnitName>]) -> Option<Found<bool>> {
        let lead = self.page.normal.of_range(&self.lead);
        let year = ["X年", "x年", "×年", "*年", "某年"]
            .iter()
            .find_map(|mask| lead.find(mask).map(|at| at..at + mask.len()))?;
        let masked = !units.is_empty() && units.iter().all(|unit| unit.value.masked);
        masked.then(|| {
            let at = self.lead.start + year.start..self.lead.start + year.end;
            self.page.found(true, Origin::Prose, Confidence::Medium, &at)
        })
    }

    /// Masked days where a day is needed give nothing but a finding, where the notice masks nothing else on purpose.
    fn masked(&self, stated: &Facts, told: &Facts, source: &SourcePath, findings: &mut Vec<Finding>) {
        let lead = self.page.normal.of_range(&self.lead);
        let days = dates::masked(lead);
        let is_feedback = |at: &usize| {
            let rest = &lead[days[*at].end..days.get(at + 1).map_or(lead.len(), |next| next.start)];
            rest[..rest.find(['。', '；', '\n']).unwrap_or(rest.len())].contains("反馈")
        };
        let known = |found: &Option<Found<Date>>, told: &Option<Found<Date>>| found.is_some() || told.is_some();
        let feedback = (0..days.len()).find(is_feedback).filter(|_| !known(&stated.feedback, &told.feedback));
        let period = (0..days.len()).find(|day| !is_feedback(day));
        let period = period.filter(|_| !known(&stated.period_start, &told.period_start));
        for (key, day) in [("period", period), ("feedback", feedback)] {
            let Some(day) = day.map(|day| &days[day]) else { continue };
            let at = self.lead.start + day.start..self.lead.start + day.end;
            let finding = Finding::new(codes::MASKED_DATE, source, self.page.normal.span(&at)).with("key", key);
            findings.push(finding.with("found", self.page.shown(&at)));
        }
    }

    /// Dates that a conversion damaged give nothing but a finding.
    fn damage(&self, source: &SourcePath, findings: &mut Vec<Finding>) {
        let lead = self.page.normal.of_range(&self.lead);
        let mut from = 0;
        let mut places: Vec<Range<usize>> = Vec::new();
        while let Some(at) = dates::damaged(&lead[from..]) {
            places.push(self.lead.start + from + at.start..self.lead.start + from + at.end);
            from += at.end;
        }
        places.extend(self.closing.damaged.clone());
        for place in places {
            let finding = Finding::new(codes::DAMAGED_DATE, source, self.page.normal.span(&place));
            findings.push(finding.with("found", self.page.shown(&place)));
        }
    }
}

/// Marks at the ends of a title's lines, of which only the first is without.
const LINE_MARKS: [char; 3] = ['#', ' ', '\u{3000}'];

/// A title's words on one line, however many it is broken over.
struct OneLine<'a> {
    page: &'a TextLayout<'a>,
    /// The title of the front matter, where `page` is its layout.
    front: Option<&'a FrontTitle<'a>>,
    words: String,
    /// Where each byte of the words is in the twin.
    places: Vec<usize>,
}

impl<'a> OneLine<'a> {
    fn of(page: &'a TextLayout<'a>, range: Range<usize>) -> Self {
        let text = page.normal.of_range(&range);
        let (mut words, mut places, mut at) = (String::new(), Vec::new(), range.start);
        for line in text.split_inclusive('\n') {
            let bare = line.trim_matches(['\n']).trim_matches(LINE_MARKS);
            let start = at + line.find(bare).unwrap_or_default();
            words.push_str(bare);
            places.extend(start..start + bare.len());
            at += line.len();
        }
        Self { page, front: None, words, places }
    }

    fn place(&self, at: &Range<usize>) -> Range<usize> {
        let start = self.places.get(at.start).copied().unwrap_or_default();
        start..at.end.checked_sub(1).and_then(|last| self.places.get(last)).map_or(start, |last| last + 1)
    }

    /// The words of a range as the source shows them.
    fn shown(&self, at: &Range<usize>) -> String {
        self.page.shown(&self.place(at)).split('\n').map(|line| line.trim_matches(LINE_MARKS)).collect()
    }

    fn found<T>(&self, value: T, at: &Range<usize>) -> Found<T> {
        let place = self.place(at);
        match self.front {
            Some(title) => title.found(value, Origin::Structure, Confidence::High, &place),
            None => self.page.found(value, Origin::Structure, Confidence::High, &place),
        }
    }
}

/// The front matter's facts, filled up from the text; where both speak and differ, that is a finding.
pub fn merge(mut stated: Facts, mut told: Facts, source: &SourcePath, findings: &mut Vec<Finding>) -> Facts {
    contradictions(&stated, &told, source, findings);
    FACTS.iter().for_each(|fact| fact.fill(&mut stated, &mut told));
    stated
}

fn contradictions(stated: &Facts, told: &Facts, source: &SourcePath, findings: &mut Vec<Finding>) {
    let mut differ = |key: &str, stated: (String, Span), found: (String, Span)| {
        let finding = Finding::new(codes::FRONT_MATTER_CONTRADICTS, source, stated.1).with("key", key);
        findings.push(finding.with("stated", stated.0).with("found", found.0).relating(source, found.1));
    };
    let days = [
        ("period", &stated.period_start, &told.period_start),
        ("period", &stated.period_end, &told.period_end),
        ("feedback", &stated.feedback, &told.feedback),
    ];
    for (key, stated, told) in days {
        if let (Some(stated), Some(told)) = (stated, told)
            && stated.value != told.value
        {
            differ(key, (stated.value.to_string(), stated.span), (told.value.to_string(), told.span));
        }
    }
    // A notice is signed before it is published; a labelled day of publication is the same day.
    if let (Some(stated), Some(told)) = (&stated.date, &told.date)
        && match told.from {
            Origin::Label => stated.value.date != told.value.date,
            _ => told.value.date > stated.value.date,
        }
    {
        differ("date", (stated.value.to_string(), stated.span), (told.value.to_string(), told.span));
    }
    if let (Some(stated), Some(told)) = (&stated.kind, &told.kind)
        && stated.value != told.value
        && told.confidence == Confidence::High
    {
        differ("kind", (stated.value.label().to_owned(), stated.span), (told.value.label().to_owned(), told.span));
    }
    if let (Some(stated), Some(told)) = (&stated.round, &told.round)
        && (stated.value.ordinal != told.value.ordinal
            || told.value.batch.is_some_and(|batch| stated.value.batch.is_some_and(|own| own != batch)))
    {
        differ("round", (stated.value.label.clone(), stated.span), (told.value.label.clone(), told.span));
    }
    let alike = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
    if let (Some(first), Some(other)) = (stated.units.first(), told.units.first())
        && other.from == Origin::Prose
        && !stated.units.iter().any(|unit| told.units.iter().any(|other| alike(&unit.value.name, &other.value.name)))
    {
        differ("unit", (first.value.as_written.clone(), first.span), (other.value.as_written.clone(), other.span));
    }
    if let (Some(first), Some(other)) = (stated.bodies.first(), told.bodies.first())
        && !stated.bodies.iter().any(|body| told.bodies.iter().any(|other| alike(&body.value, &other.value)))
    {
        differ("body", (first.value.clone(), first.span), (other.value.clone(), other.span));
    }
    for ((name, stated), (_, told)) in stated.claims.counts().into_iter().zip(told.claims.counts()) {
        if let (Some(stated), Some(told)) = (stated, told)
            && stated.value != told.value
        {
            differ(name, (stated.value.to_string(), stated.span), (told.value.to_string(), told.span));
        }
    }
}
