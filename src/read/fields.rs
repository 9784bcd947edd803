//! Reads the values of the keys of the front matter into facts.

use super::codes;
use super::front_matter::TopLevelKey;
use super::front_title;
use super::key_words::{decides_visibility, folded, in_any_case, names};
use crate::notice::fact::{self, Fact, FactKey, FrontMatterKey, FrontMatterSetting, Slot};
use crate::notice::{Audience, Facts, Finding, Found, SourcePath, UnitName, date};
use crate::text::lines::Lines;
use crate::text::span::Span;

/// Names of these keys in other programs, or guessed by people. They count only with a value that fits.
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
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = folded(word);
    let length = word.chars().count();
    let near = known.map(|name| (strsim::damerau_levenshtein(&word, name), name));
    near.filter(|(distance, name)| *distance <= (length.max(name.chars().count()) / 3).clamp(1, 3))
        .min()
        .map(|(_, name)| name)
}

pub(super) fn truth(word: &str) -> Option<bool> {
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "是" => Some(true),
        "false" | "no" | "off" | "否" => Some(false),
        _ => None,
    }
}

pub(super) struct FieldReader<'a, 'f> {
    pub(super) source: &'a SourcePath,
    pub(super) text: &'a str,
    pub(super) lines: &'a Lines<'a>,
    pub(super) findings: &'f mut Vec<Finding>,
    pub(super) facts: Facts,
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
}
