//! The values of the front matter's keys: words, lists, dates, claims, who may see the notice.

use super::codes;
use super::fields::{FieldReader, nearest, truth};
use super::front_matter::{Scalar, TopLevelKey};
use super::key_words::folded;
use crate::notice::date::{self, DateError};
use crate::notice::fact::{self, Fact, FactKey, Slot};
use crate::notice::facts::{Update, Withdrawn};
use crate::notice::{Anchor, Audience, Code, Date, Finding, Found, ItemContinuation, Kind, Origin, Round, Status};
use crate::text::span::Span;
use crate::text::{numeral, slug};

impl FieldReader<'_, '_> {
    pub(super) fn found<T>(&self, value: T, span: Span) -> Found<T> {
        Found::stated(value, Origin::FrontMatter, self.lines.line_of(span.start), span)
    }

    pub(super) fn scalar(&mut self, entry: &TopLevelKey) -> Option<Scalar> {
        entry.text(self.source, self.text, self.findings)
    }

    pub(super) fn words(&mut self, entry: &TopLevelKey) -> Option<Found<String>> {
        let scalar = self.scalar(entry)?;
        Some(self.found(scalar.text.trim().to_owned(), scalar.span))
    }

    pub(super) fn list(&mut self, entry: &TopLevelKey) -> Vec<Found<String>> {
        let scalars = entry.list(self.source, self.text, self.findings);
        scalars.into_iter().map(|scalar| self.found(scalar.text.trim().to_owned(), scalar.span)).collect()
    }

    /// One name or several: a list, or joined by 、 or a comma, which no name holds.
    pub(super) fn names(&mut self, entry: &TopLevelKey) -> Vec<Found<String>> {
        let split = |name: Found<String>| {
            let names: Vec<_> = name
                .value
                .split(['、', '，', ',', '；', ';'])
                .map(|part| name.clone().map(|_| part.trim().to_owned()))
                .collect();
            names.into_iter().filter(|name| !name.value.is_empty())
        };
        self.list(entry).into_iter().flat_map(split).collect()
    }

    pub(super) fn invalid(&mut self, entry: &TopLevelKey, scalar: &Scalar, expected: &str) {
        let finding = Finding::new(codes::INVALID_VALUE, self.source, scalar.span).with("key", &entry.key);
        self.findings.push(finding.with("found", &scalar.text).with("expected", expected));
    }

    pub(super) fn parsed<T>(
        &mut self,
        entry: &TopLevelKey,
        parse: impl Fn(&str) -> Result<T, DateError>,
    ) -> Option<Found<T>> {
        let scalar = self.scalar(entry)?;
        self.day(&entry.key, &scalar, parse)
    }

    pub(super) fn day<T>(
        &mut self,
        key: &str,
        scalar: &Scalar,
        parse: impl Fn(&str) -> Result<T, DateError>,
    ) -> Option<Found<T>> {
        match parse(&scalar.text) {
            Ok(value) => Some(self.found(value, scalar.span)),
            Err(reason) => {
                let code: Code = if reason == DateError::Masked { codes::MASKED_DATE } else { codes::INVALID_DATE };
                let finding = Finding::new(code, self.source, scalar.span).with("key", key);
                self.findings.push(finding.with("found", &scalar.text));
                None
            }
        }
    }

    pub(super) fn period(&mut self, entry: &TopLevelKey) {
        let mut days = entry.list(self.source, self.text, self.findings);
        if let [one] = days.as_slice()
            && let Some(mark) = ["至", "到", "~", "～", "—", "/"]
                .into_iter()
                .find(|mark| one.text.contains(mark) && (*mark != "/" || one.text.matches('/').count() == 1))
            && let Some((start, end)) = one.text.split_once(mark)
        {
            let part = |text: &str| Scalar { text: text.trim().trim_matches('—').to_owned(), span: one.span };
            days = vec![part(start), part(end)];
        }
        match days.as_slice() {
            [] => {}
            [start, end] => {
                self.facts.period_start = self.day(&entry.key, start, date::parse);
                self.facts.period_end = self.day(&entry.key, end, date::parse);
            }
            _ => {
                let span = entry.value_span(self.text);
                let scalar = Scalar { text: span.of(self.text).to_owned(), span };
                self.invalid(entry, &scalar, "period");
            }
        }
    }

    pub(super) fn id(&mut self, entry: &TopLevelKey) -> Option<Found<String>> {
        let scalar = self.scalar(entry)?;
        let id = slug::normalised(&scalar.text);
        if id.is_none() {
            self.invalid(entry, &scalar, "slug");
        }
        Some(self.found(id?, scalar.span))
    }

    pub(super) fn kind(&mut self, entry: &TopLevelKey) -> Option<Found<Kind>> {
        let scalar = self.scalar(entry)?;
        if let Some(kind) = Kind::parse(&scalar.text) {
            return Some(self.found(kind, scalar.span));
        }
        let expected = Kind::ALL.map(Kind::label).join("、");
        let mut finding = Finding::new(codes::UNKNOWN_KIND, self.source, scalar.span)
            .with("found", &scalar.text)
            .with("expected", expected);
        if let Some(near) = nearest(&scalar.text, Kind::ALL.iter().map(|kind| kind.label())) {
            finding = finding.with("nearest", near);
        }
        self.findings.push(finding);
        None
    }

    pub(super) fn status(&mut self, entry: &TopLevelKey) -> Option<Found<Status>> {
        let scalar = self.scalar(entry)?;
        if let Some(status) = Status::parse(&scalar.text) {
            return Some(self.found(status, scalar.span));
        }
        if matches!(folded(&scalar.text).as_str(), "draft" | "草稿") {
            let finding = Finding::new(codes::MISSPELT_KEY, self.source, entry.key_span).with("key", &entry.key);
            self.findings.push(finding.with("nearest", "draft"));
            return None;
        }
        let expected = Status::ALL.map(Status::label).join("、");
        let finding = Finding::new(codes::UNKNOWN_STATUS, self.source, scalar.span).with("found", &scalar.text);
        self.findings.push(finding.with("expected", expected));
        None
    }

    pub(super) fn round(&mut self, entry: &TopLevelKey) -> Option<Found<Round>> {
        let scalar = self.scalar(entry)?;
        let bare = numeral::parse(scalar.text.trim()).filter(|ordinal| (1..=99).contains(ordinal));
        let bare = bare.map(|ordinal| Round { label: scalar.text.clone(), ordinal, ..Round::default() });
        let round = Round::parse(&scalar.text).or(bare);
        if round.is_none() {
            self.invalid(entry, &scalar, "round");
        }
        Some(self.found(round?, scalar.span))
    }

    /// The lines of a list as one text.
    pub(super) fn joined(&mut self, entry: &TopLevelKey) -> Option<Found<String>> {
        let lines = entry.list(self.source, self.text, self.findings);
        let words: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        Some(self.found(words.join("；"), lines.first()?.span))
    }

    pub(super) fn count(&mut self, entry: &TopLevelKey, scalar: &Scalar) -> Option<Found<u32>> {
        let count = numeral::parse(scalar.text.trim());
        if count.is_none() {
            self.invalid(entry, scalar, "number");
        }
        Some(self.found(count?, scalar.span))
    }

    /// `{problems: 28, 完成: 22}`: each part is a fact of its own.
    pub(super) fn claims(&mut self, entry: &TopLevelKey) {
        for (name, scalar) in entry.pairs(self.source, self.text, self.findings).unwrap_or_default() {
            let is_named =
                |fact: &&Fact| fact.name == name || matches!(fact.key, FactKey::Part(_, word) if word == name);
            match fact::parts_of("claims").find(is_named).map(|fact| fact.slot) {
                Some(Slot::Count(place)) => *(place.get_mut)(&mut self.facts) = self.count(entry, &scalar),
                Some(Slot::Text(place)) => {
                    *(place.get_mut)(&mut self.facts) = Some(self.found(scalar.text, scalar.span));
                }
                _ => self.unknown_claim(&name, scalar.span),
            }
        }
    }

    pub(super) fn unknown_claim(&mut self, name: &str, span: Span) {
        let names = fact::parts_of("claims").flat_map(|fact| match fact.key {
            FactKey::Part(_, word) => [fact.name, word],
            FactKey::Own(_) | FactKey::None => [fact.name; 2],
        });
        let mut finding = Finding::new(codes::UNKNOWN_KEY, self.source, span).with("key", name);
        if let Some(near) = nearest(name, names) {
            finding = finding.with("nearest", near);
        }
        self.findings.push(finding);
    }

    pub(super) fn audience(&mut self, entry: &TopLevelKey) {
        let Some(scalar) = self.scalar(entry) else { return };
        match Audience::parse(&scalar.text) {
            Some(audience) => self.facts.audience = audience,
            None => self.invalid(entry, &scalar, "audience"),
        }
    }

    pub(super) fn boolean(&mut self, entry: &TopLevelKey) -> Option<Found<bool>> {
        let scalar = self.scalar(entry)?;
        let value = truth(&scalar.text);
        if value.is_none() {
            self.invalid(entry, &scalar, "boolean");
        }
        Some(self.found(value?, scalar.span))
    }

    pub(super) fn withdrawn(&mut self, entry: &TopLevelKey) {
        let span = entry.span();
        let inline = entry.inline.of(self.text);
        if !inline.is_empty() && !inline.starts_with('{') {
            let Some(scalar) = self.scalar(entry) else { return };
            self.facts.withdrawn = match scalar.text.as_str() {
                "false" | "否" => None,
                "true" | "是" => Some(Withdrawn { span, ..Withdrawn::default() }),
                _ => match date::parse(&scalar.text) {
                    Ok(day) => Some(Withdrawn { reason: None, date: Some(day), span }),
                    Err(_) => Some(Withdrawn { reason: Some(scalar.text), date: None, span }),
                },
            };
            return;
        }
        let mut withdrawn = Withdrawn { span, ..Withdrawn::default() };
        let Some(pairs) = entry.pairs(self.source, self.text, self.findings) else { return };
        for (name, scalar) in pairs {
            match name.as_str() {
                "reason" | "原因" => withdrawn.reason = Some(scalar.text),
                "date" | "日期" => {
                    withdrawn.date = self.day(&entry.key, &scalar, date::parse).map(|found| found.value)
                }
                _ => self.invalid(entry, &Scalar { text: name, span: scalar.span }, "withdrawn"),
            }
        }
        self.facts.withdrawn = Some(withdrawn);
    }

    pub(super) fn updates(&mut self, entry: &TopLevelKey) {
        let span = entry.value_span(self.text);
        let Some(value) = entry.value(self.source, self.text, self.findings) else { return };
        let Some(rows) = value.as_sequence() else {
            let scalar = Scalar { text: span.of(self.text).to_owned(), span };
            return self.invalid(entry, &scalar, "list");
        };
        for row in rows {
            let part =
                |names: [&str; 2]| names.iter().find_map(|name| row.get(name)).and_then(super::front_matter::as_text);
            let note = part(["note", "说明"]).or_else(|| super::front_matter::as_text(row)).unwrap_or_default();
            let day = part(["date", "日期"]).and_then(|day| {
                let at = self.text[span.start..span.end]
                    .find(&day)
                    .map_or(span, |at| Span::new(span.start + at, span.start + at + day.len()));
                self.day(&entry.key, &Scalar { text: day, span: at }, date::parse)
            });
            self.facts.updates.push(Update { date: day.map(|found: Found<Date>| found.value), note });
        }
        self.facts.updates.sort_by_key(|update| update.date);
    }

    /// `{3: 5}`: item 3 here continues item 5 of the notice before.
    pub(super) fn continuations(&mut self, entry: &TopLevelKey) -> Vec<Found<ItemContinuation>> {
        let pairs = entry.pairs(self.source, self.text, self.findings).unwrap_or_default();
        let pair = |(number, earlier): (String, Scalar)| {
            let pair = ItemContinuation { number: number.trim().to_owned(), continues: earlier.text.trim().to_owned() };
            self.found(pair, earlier.span)
        };
        pairs.into_iter().map(pair).collect()
    }

    pub(super) fn item_aliases(&mut self, entry: &TopLevelKey) {
        let inline = entry.inline.of(self.text);
        let below = entry.rest.of(self.text).trim_start();
        if inline.starts_with('[') || inline.is_empty() && below.starts_with('-') {
            for old in self.list(entry) {
                self.facts.item_aliases.push((old.value.trim_start_matches('#').to_owned(), None));
            }
            return;
        }
        for (old, new) in entry.pairs(self.source, self.text, self.findings).unwrap_or_default() {
            let anchor = Anchor::parse(&new.text);
            if anchor.is_none() {
                self.invalid(entry, &new, "anchor");
            }
            self.facts.item_aliases.push((old.trim_start_matches('#').to_owned(), anchor));
        }
    }
}
