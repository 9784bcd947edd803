//! What the keys of the front matter mean.

use super::codes;
use super::front_matter::{Scalar, TopLevelKey};
use super::front_title;
use super::key_words::{decides_visibility, folded, in_any_case, names};
use crate::notice::date::{self, Undated};
use crate::notice::fact::{self, Fact, FactKey, FrontMatterKey, FrontMatterSetting, Slot};
use crate::notice::facts::{Update, Withdrawn};
use crate::notice::{
    Anchor, Audience, Code, Date, Facts, Finding, Found, ItemContinuation, Kind, Origin, Round, SourcePath, Status,
    UnitName,
};
use crate::text::lines::Lines;
use crate::text::span::Span;
use crate::text::{numeral, slug};

/// What other programs call these keys, or people who guess. They are taken for such only with a value that fits.
const VISIBILITY_ELSEWHERE: [(&str, &str); 20] = [
    ("published", "draft"),
    ("publish", "draft"),
    ("isdraft", "draft"),
    ("hidden", "draft"),
    ("unlisted", "draft"),
    ("发布", "draft"),
    ("是否发布", "draft"),
    ("隐藏", "draft"),
    ("public", "audience"),
    ("private", "audience"),
    ("visibility", "audience"),
    ("公开", "audience"),
    ("是否公开", "audience"),
    ("公开范围", "audience"),
    ("可见范围", "audience"),
    ("受众", "audience"),
    ("retracted", "withdrawn"),
    ("revoked", "withdrawn"),
    ("作废", "withdrawn"),
    ("撤下", "withdrawn"),
];

/// Reads every key into `facts`.
pub fn read(
    source: &SourcePath,
    text: &str,
    lines: &Lines<'_>,
    entries: &[TopLevelKey],
    findings: &mut Vec<Finding>,
) -> Facts {
    let mut reader = FieldReader { source, text, lines, findings, facts: Facts::default() };
    let mut seen: Vec<(&str, Span)> = Vec::new();
    for entry in entries {
        let Some(key) = fact::key(&entry.key) else {
            reader.unknown(entry);
            continue;
        };
        match seen.iter().find(|(known, _)| *known == key.name) {
            Some((_, first)) => {
                let finding = Finding::new(codes::DUPLICATE_KEY, source, entry.key_span).with("key", &entry.key);
                reader.findings.push(finding.relating(source, *first));
                reader.repeated(key, entry);
            }
            None => {
                seen.push((key.name, entry.key_span));
                reader.known(key, entry);
            }
        }
    }
    let mut facts = reader.facts;
    if let Some(title) = &mut facts.title {
        title.value = front_title::tidied(&title.value);
    }
    facts
}

/// The known word nearest to `word`, where one is near enough to be meant.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let length = word.chars().count();
    let near = known.map(|name| (strsim::damerau_levenshtein(&word, name), name));
    near.filter(|(distance, name)| *distance <= (length.max(name.chars().count()) / 3).clamp(1, 3))
        .min()
        .map(|(_, name)| name)
}

fn truth(word: &str) -> Option<bool> {
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "是" => Some(true),
        "false" | "no" | "off" | "否" => Some(false),
        _ => None,
    }
}

struct FieldReader<'a, 'f> {
    source: &'a SourcePath,
    text: &'a str,
    lines: &'a Lines<'a>,
    findings: &'f mut Vec<Finding>,
    facts: Facts,
}

impl FieldReader<'_, '_> {
    fn known(&mut self, key: FrontMatterKey, entry: &TopLevelKey) {
        let before = self.findings.len();
        self.key(key, entry);
        if key.decides_visibility() {
            let is_invalid = |finding: &&mut Finding| finding.code == codes::INVALID_VALUE;
            let unclear = self.findings[before..].iter_mut().filter(is_invalid);
            unclear.for_each(|finding| finding.code = codes::UNCLEAR_VISIBILITY);
        }
    }

    /// A key that is written once more: the first counts, but where both decide who may see the notice, the one that
    /// shows less does.
    fn repeated(&mut self, key: FrontMatterKey, entry: &TopLevelKey) {
        if key.decides_visibility() {
            let first = self.facts.clone();
            self.known(key, entry);
            self.facts.draft |= first.draft;
            self.facts.audience = self.facts.audience.max(first.audience);
            self.facts.withdrawn = first.withdrawn.or(self.facts.withdrawn.take());
        }
    }

    fn key(&mut self, key: FrontMatterKey, entry: &TopLevelKey) {
        match key.fact.key {
            FactKey::Part("period", _) => self.period(entry),
            FactKey::Part(_, _) => self.claims(entry),
            FactKey::Own(_) | FactKey::None => self.fact(key.fact, entry),
        }
    }

    /// Reads the value of a fact that has a key of its own.
    fn fact(&mut self, fact: &Fact, entry: &TopLevelKey) {
        let unit = |found: Found<String>| found.map(|name| UnitName::parse(&name));
        match fact.slot {
            Slot::Text(place) => *(place.get_mut)(&mut self.facts) = self.words(entry),
            Slot::Id(place) => *(place.get_mut)(&mut self.facts) = self.id(entry),
            Slot::Lines(place) => *(place.get_mut)(&mut self.facts) = self.joined(entry),
            Slot::Moment(place) => *(place.get_mut)(&mut self.facts) = self.parsed(entry, date::parse_moment),
            Slot::Day(place) => *(place.get_mut)(&mut self.facts) = self.parsed(entry, date::parse),
            Slot::Count(place) => {
                *(place.get_mut)(&mut self.facts) = self.scalar(entry).and_then(|scalar| self.count(entry, &scalar))
            }
            Slot::Flag(place) => *(place.get_mut)(&mut self.facts) = self.boolean(entry),
            Slot::Kind(place) => *(place.get_mut)(&mut self.facts) = self.kind(entry),
            Slot::Status(place) => *(place.get_mut)(&mut self.facts) = self.status(entry),
            Slot::Round(place) => *(place.get_mut)(&mut self.facts) = self.round(entry),
            Slot::Unit(place) => *(place.get_mut)(&mut self.facts) = self.words(entry).map(unit),
            Slot::Units(place) => *(place.get_mut)(&mut self.facts) = self.names(entry).into_iter().map(unit).collect(),
            Slot::Names(place) => *(place.get_mut)(&mut self.facts) = self.names(entry),
            Slot::Addresses(place) => *(place.get_mut)(&mut self.facts) = self.list(entry),
            Slot::Continuations(place) => *(place.get_mut)(&mut self.facts) = self.continuations(entry),
            Slot::Setting(setting) => self.setting(setting, entry),
        }
    }

    fn setting(&mut self, setting: FrontMatterSetting, entry: &TopLevelKey) {
        let words = |list: Vec<Found<String>>| list.into_iter().map(|found| found.value).collect();
        match setting {
            FrontMatterSetting::Draft => self.facts.draft = self.boolean(entry).is_some_and(|found| found.value),
            FrontMatterSetting::Audience => self.audience(entry),
            FrontMatterSetting::Withdrawn => self.withdrawn(entry),
            FrontMatterSetting::Updates => self.updates(entry),
            FrontMatterSetting::ItemAliases => self.item_aliases(entry),
            FrontMatterSetting::Tags => self.facts.tags = words(self.list(entry)),
            FrontMatterSetting::Categories => self.facts.categories = words(self.list(entry)),
            FrontMatterSetting::Ignored => self.extra(entry),
        }
    }

    fn extra(&mut self, entry: &TopLevelKey) {
        if let Some(value) = entry.value(self.source, self.text, self.findings) {
            let value = serde_json::to_value(&value).unwrap_or(serde_json::Value::Null);
            self.facts.extra.insert(entry.key.clone(), value);
        }
    }

    fn unknown(&mut self, entry: &TopLevelKey) {
        let near = nearest(&entry.key, names());
        let finding = match self.misspelt(entry, near) {
            Some(name) => Finding::new(codes::MISSPELT_KEY, self.source, entry.key_span)
                .with("key", &entry.key)
                .with("nearest", name)
                .fixed_by(entry.key_span, name),
            None => {
                let finding = Finding::new(codes::UNKNOWN_KEY, self.source, entry.key_span).with("key", &entry.key);
                near.into_iter().fold(finding, |finding, near| finding.with("nearest", near))
            }
        };
        self.findings.push(finding);
        self.extra(entry);
    }

    /// The key that `entry` must have been meant as, whose misspelling cannot be passed over: any of ours in another
    /// case, and one near to those that decide who may see the notice, or named as another program names them.
    fn misspelt(&mut self, entry: &TopLevelKey, near: Option<&'static str>) -> Option<&'static str> {
        if let Some(name) = in_any_case(&entry.key) {
            return Some(name);
        }
        let value = entry.rest.of(self.text).trim();
        let fits = truth(value).is_some() || Audience::parse(value).is_some();
        if let Some(near) = near.filter(|near| decides_visibility(near)) {
            // two Chinese characters are soon near to two others
            let begins_alike = near.is_ascii() || near.chars().next() == entry.key.chars().next();
            return Some(near).filter(|_| begins_alike || fits);
        }
        let folded = folded(&entry.key);
        if let Some((_, meant)) = VISIBILITY_ELSEWHERE.iter().find(|(word, _)| *word == folded).filter(|_| fits) {
            return Some(meant);
        }
        // params: {draft: true}, as other generators nest their keys
        let below = entry.rest.of(self.text).split(['\n', '{', ',']).filter_map(|part| part.split_once(':'));
        let nested = below.map(|(key, _)| key.trim().trim_matches(['"', '\'', '-', ' ']));
        nested.filter_map(in_any_case).find(|key| decides_visibility(key))
    }

    fn found<T>(&self, value: T, span: Span) -> Found<T> {
        Found::stated(value, Origin::FrontMatter, self.lines.line_of(span.start), span)
    }

    fn scalar(&mut self, entry: &TopLevelKey) -> Option<Scalar> {
        entry.text(self.source, self.text, self.findings)
    }

    fn words(&mut self, entry: &TopLevelKey) -> Option<Found<String>> {
        let scalar = self.scalar(entry)?;
        Some(self.found(scalar.text.trim().to_owned(), scalar.span))
    }

    fn list(&mut self, entry: &TopLevelKey) -> Vec<Found<String>> {
        let scalars = entry.list(self.source, self.text, self.findings);
        scalars.into_iter().map(|scalar| self.found(scalar.text.trim().to_owned(), scalar.span)).collect()
    }

    /// One name or several: a list, or joined by 、 or a comma, which no name holds.
    fn names(&mut self, entry: &TopLevelKey) -> Vec<Found<String>> {
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

    fn invalid(&mut self, entry: &TopLevelKey, scalar: &Scalar, expected: &str) {
        let finding = Finding::new(codes::INVALID_VALUE, self.source, scalar.span).with("key", &entry.key);
        self.findings.push(finding.with("found", &scalar.text).with("expected", expected));
    }

    fn parsed<T>(&mut self, entry: &TopLevelKey, parse: impl Fn(&str) -> Result<T, Undated>) -> Option<Found<T>> {
        let scalar = self.scalar(entry)?;
        self.day(&entry.key, &scalar, parse)
    }

    fn day<T>(&mut self, key: &str, scalar: &Scalar, parse: impl Fn(&str) -> Result<T, Undated>) -> Option<Found<T>> {
        match parse(&scalar.text) {
            Ok(value) => Some(self.found(value, scalar.span)),
            Err(reason) => {
                let code: Code = if reason == Undated::Masked { codes::MASKED_DATE } else { codes::INVALID_DATE };
                let finding = Finding::new(code, self.source, scalar.span).with("key", key);
                self.findings.push(finding.with("found", &scalar.text));
                None
            }
        }
    }

    fn period(&mut self, entry: &TopLevelKey) {
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

    fn id(&mut self, entry: &TopLevelKey) -> Option<Found<String>> {
        let scalar = self.scalar(entry)?;
        let id = slug::as_is(&scalar.text);
        if id.is_none() {
            self.invalid(entry, &scalar, "slug");
        }
        Some(self.found(id?, scalar.span))
    }

    fn kind(&mut self, entry: &TopLevelKey) -> Option<Found<Kind>> {
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

    fn status(&mut self, entry: &TopLevelKey) -> Option<Found<Status>> {
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

    fn round(&mut self, entry: &TopLevelKey) -> Option<Found<Round>> {
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
    fn joined(&mut self, entry: &TopLevelKey) -> Option<Found<String>> {
        let lines = entry.list(self.source, self.text, self.findings);
        let words: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        Some(self.found(words.join("；"), lines.first()?.span))
    }

    fn count(&mut self, entry: &TopLevelKey, scalar: &Scalar) -> Option<Found<u32>> {
        let count = numeral::parse(scalar.text.trim());
        if count.is_none() {
            self.invalid(entry, scalar, "number");
        }
        Some(self.found(count?, scalar.span))
    }

    /// `{problems: 28, 完成: 22}`: each part is a fact of its own.
    fn claims(&mut self, entry: &TopLevelKey) {
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

    fn unknown_claim(&mut self, name: &str, span: Span) {
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

    fn audience(&mut self, entry: &TopLevelKey) {
        let Some(scalar) = self.scalar(entry) else { return };
        match Audience::parse(&scalar.text) {
            Some(audience) => self.facts.audience = audience,
            None => self.invalid(entry, &scalar, "audience"),
        }
    }

    fn boolean(&mut self, entry: &TopLevelKey) -> Option<Found<bool>> {
        let scalar = self.scalar(entry)?;
        let value = truth(&scalar.text);
        if value.is_none() {
            self.invalid(entry, &scalar, "boolean");
        }
        Some(self.found(value?, scalar.span))
    }

    fn withdrawn(&mut self, entry: &TopLevelKey) {
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

    fn updates(&mut self, entry: &TopLevelKey) {
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
    fn continuations(&mut self, entry: &TopLevelKey) -> Vec<Found<ItemContinuation>> {
        let pairs = entry.pairs(self.source, self.text, self.findings).unwrap_or_default();
        let pair = |(number, earlier): (String, Scalar)| {
            let pair = ItemContinuation { number: number.trim().to_owned(), continues: earlier.text.trim().to_owned() };
            self.found(pair, earlier.span)
        };
        pairs.into_iter().map(pair).collect()
    }

    fn item_aliases(&mut self, entry: &TopLevelKey) {
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
