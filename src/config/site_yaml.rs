//! Parses `site.yaml` by the table of settings, and reports all mistakes at once with their spans.

use std::collections::HashMap;

use serde_yaml::{Mapping, Value as Yaml};

use super::address;
use super::locate::{self, KeySpans};
use super::settings::{self, SETTINGS, Setting, SettingForm};
use super::site::Site;
use crate::notice::{Audience, Code, Finding, SourcePath, date};
use crate::text::colour::{Rgb, TEXT_CONTRAST};
use crate::text::link::is_safe;
use crate::text::slug;
use crate::text::span::Span;
use crate::text::yaml;

/// The text is not valid YAML. Argument: `reason`.
const UNREADABLE: Code = Code::new("site-unreadable");
/// A key outside the table. Arguments: `key`, and `nearest` if a key of the table is similar.
const UNKNOWN: Code = Code::new("unknown-setting");
/// A key that is written twice. Argument: `key`.
const DUPLICATE: Code = Code::new("duplicate-setting");
/// A value of another form. Arguments: `key`, `found`, `expected`.
const INVALID: Code = Code::new("invalid-setting");
/// Two units or rounds have the same slug. Arguments: `slug`, `other`.
const DUPLICATE_SLUG: Code = Code::new("duplicate-slug");
/// Two units or rounds have the same name. Arguments: `name`, `other`.
const DUPLICATE_NAME: Code = Code::new("duplicate-name");

/// A full-width colon after a key: the same rule as in front matter. Argument: `key`.
const WIDE_COLON: Code = Code::new("full-width-colon");

/// The path of the file below `content/`.
pub const PATH: &str = "site.yaml";

impl Site {
    /// Reads `site.yaml`; an empty text is a site with every default.
    ///
    /// # Errors
    /// All mistakes in it.
    pub fn parse(text: &str) -> Result<Self, Vec<Finding>> {
        let (site, findings) = read(text);
        if findings.is_empty() { Ok(site) } else { Err(findings) }
    }
}

/// Reads the text of a `site.yaml`. Invalid settings are left out and reported.
pub fn read(text: &str) -> (Site, Vec<Finding>) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let whole = Span::new(start, text.len());
    let mut reader = SettingsReader { text, findings: Vec::new() };
    if text[start..].lines().all(|line| line.trim_start().starts_with('#') || line.trim().is_empty()) {
        return (Site::default(), reader.findings);
    }
    let mapping = match yaml::parse::<Yaml>(&text[start..]) {
        Ok(Yaml::Mapping(mapping)) => mapping,
        Ok(_) => {
            if !reader.wide_colons(whole) {
                reader.invalid(locate::first_line(text, whole), "site.yaml", "settings");
            }
            return (Site::default(), reader.findings);
        }
        Err(error) => {
            reader.unreadable(whole, &error);
            return (Site::default(), reader.findings);
        }
    };
    let mapping = reader.record(SETTINGS, &mapping, whole);
    let site = serde_yaml::from_value(Yaml::Mapping(mapping)).unwrap_or_else(|error| {
        reader.unreadable(whole, &error);
        Site::default()
    });
    reader.registers(&site, whole);
    reader.findings.sort_by_key(|finding| finding.span);
    (site, reader.findings)
}

/// Parser of `site.yaml`, with the findings so far.
struct SettingsReader<'a> {
    text: &'a str,
    findings: Vec<Finding>,
}

impl SettingsReader<'_> {
    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn found(&self, code: &Code, span: Span) -> Finding {
        Finding::new(code.clone(), &SourcePath::new(PATH), span)
    }

    fn invalid(&mut self, span: Span, key: &str, expected: &str) {
        let found = self.found(&INVALID, span).with("key", key).with("found", span.of(self.text).trim());
        self.report(found.with("expected", expected));
    }

    /// Reports why the YAML library cannot read the text. The commonest reason is a duplicate key, which is reported at
    /// that key.
    fn unreadable(&mut self, whole: Span, error: &serde_yaml::Error) {
        let before = self.findings.len();
        self.duplicates(&locate::keys(self.text, whole));
        if self.findings.len() > before || self.wide_colons(whole) {
            return;
        }
        let index = error.location().map_or(0, |place| place.index());
        let at = (whole.start + index).min(self.text.len());
        let at = (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or_default();
        // an error at the end of the text is the end of something that began earlier
        let at = if self.text[at..].trim().is_empty() { self.text.trim_end().len() } else { at };
        let line = self.text[..at].rfind('\n').map_or(whole.start, |at| at + 1);
        let end = self.text[line..].find('\n').map_or(self.text.len(), |len| line + len);
        let found = self.found(&UNREADABLE, locate::first_line(self.text, Span::new(line, end.max(line))));
        let indent = self.text[line..].len() - self.text[line..].trim_start_matches([' ', '\t']).len();
        let reason = if self.text[line..line + indent].contains('\t') { TAB.to_owned() } else { error.to_string() };
        self.report(found.with("reason", reason));
    }

    /// Reports full-width colons after known keys, line by line. Returns whether there are any.
    fn wide_colons(&mut self, within: Span) -> bool {
        let before = self.findings.len();
        let mut start = within.start;
        for line in within.of(self.text).split_inclusive('\n') {
            let words = line.trim_start_matches([' ', '\t', '-', '{']);
            let indent = line.len() - words.len();
            if let Some((key, _)) = words.split_once('：')
                && settings::is_known(key.trim().trim_matches(['"', '\'']))
            {
                let at = start + indent + key.len();
                self.wide_colon(at, key.trim());
            }
            start += line.len();
        }
        self.findings.len() > before
    }

    /// Reports the full-width colon at `at`, after `key`.
    fn wide_colon(&mut self, at: usize, key: &str) {
        let colon = Span::new(at, at + '：'.len_utf8());
        let rest = &self.text[colon.end..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let found = self.found(&WIDE_COLON, colon).with("key", key);
        self.report(found.fixed_by(Span::new(at, colon.end + blanks), ": "));
    }

    fn duplicates(&mut self, keys: &[(String, KeySpans)]) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for (key, spans) in keys {
            let name = settings::find(SETTINGS, key).map_or(key.as_str(), |setting| setting.name);
            if let Some(first) = seen.insert(name, spans.key) {
                let found = self.found(&DUPLICATE, spans.key).with("key", key);
                self.report(found.relating(&SourcePath::new(PATH), first));
            }
        }
    }

    /// The valid keys and values of a mapping in `within`, by canonical key. The others are reported.
    fn record(&mut self, settings: &[Setting], mapping: &Mapping, within: Span) -> Mapping {
        let key_spans = locate::keys(self.text, within);
        let mut read = Mapping::new();
        for (key, value) in mapping {
            let key = scalar(key).unwrap_or_default();
            let spans = key_spans.iter().find(|(name, _)| *name == key).map(|(_, spans)| *spans);
            let spans = spans.unwrap_or(KeySpans { key: locate::first_line(self.text, within), value: within });
            let Some(setting) = settings::find(settings, &key) else {
                if self.wide_colons(spans.key) {
                    continue;
                }
                let found = self.found(&UNKNOWN, spans.key).with("key", &key);
                let nearest = settings::nearest(settings, &key);
                self.report(match nearest {
                    Some(nearest) => found.with("nearest", nearest).fixed_by(spans.key, nearest),
                    None => found,
                });
                continue;
            };
            if read.contains_key(setting.name) {
                let found = self.found(&DUPLICATE, spans.key).with("key", &key);
                self.report(found);
                continue;
            }
            if let Some(value) = self.value(setting, &key, value, spans.value) {
                read.insert(setting.name.into(), value);
            }
        }
        read
    }

    /// A value in the form of its setting; `None` if it is empty or invalid.
    fn value(&mut self, setting: &Setting, key: &str, value: &Yaml, within: Span) -> Option<Yaml> {
        let span = locate::first_line(self.text, within);
        if value.is_null() {
            // an unquoted #123f5a is a comment in YAML
            if matches!(setting.form, SettingForm::Colour) && within.of(self.text).contains('#') {
                let found = self.invalid_colour(span, key, unquoted_colour(within.of(self.text)));
                self.report(found);
            }
            return None;
        }
        let words = self.words(value, span);
        let read = match setting.form {
            SettingForm::Text => words.map(Yaml::from),
            SettingForm::WebAddress => words.and_then(|words| address::base_url(&words)).map(Yaml::from),
            SettingForm::Link => words.filter(|words| is_safe(words)).map(Yaml::from),
            SettingForm::Language => words.as_deref().and_then(language).map(Yaml::from),
            SettingForm::Offset => words.filter(|words| is_offset(words)).map(Yaml::from),
            SettingForm::Colour => words.as_deref().and_then(colour).map(|colour| Yaml::from(colour.to_string())),
            SettingForm::Day => words.and_then(|words| date::parse(&words).ok()).map(|day| Yaml::from(day.to_string())),
            SettingForm::FolderName => words.filter(|words| is_folder_name(words)).map(Yaml::from),
            SettingForm::Slug => words.filter(|words| slug::is_slug(words)).map(Yaml::from),
            SettingForm::Count(least, most, _) => {
                value.as_u64().filter(|count| (least..=most).contains(count)).map(Yaml::from)
            }
            SettingForm::Flag => words.as_deref().and_then(flag).map(Yaml::from),
            SettingForm::Audience => {
                let audience = words.as_deref().and_then(Audience::parse);
                audience.map(|audience| Yaml::from(audience.name()))
            }
            SettingForm::Names => names(value),
            SettingForm::Records(fields, _) => self.records(fields, value, within),
            SettingForm::Named(fields) => self.named(fields, key, value, within),
            SettingForm::Severities => self.severities(value, within),
        };
        match (read.is_none(), setting.form) {
            (true, SettingForm::Colour) => {
                let found = self.invalid_colour(span, key, span.of(self.text));
                self.report(found);
            }
            (true, SettingForm::Named(_)) if self.wide_colons(within) => {}
            (true, form) => self.invalid(span, key, form.name()),
            (false, _) => {}
        }
        read
    }

    /// Reports a value that is not a colour, or a colour too light for text, with a fix if there is one.
    fn invalid_colour(&self, span: Span, key: &str, written: &str) -> Finding {
        let digits = written.trim().trim_matches(['"', '\'']).trim_start_matches('#');
        let intended = Rgb::parse(&format!("#{digits}"));
        let is_too_light = intended.is_some_and(|intended| colour(&intended.to_string()).is_none());
        let expected = if is_too_light { "darker-colour" } else { SettingForm::Colour.name() };
        let found = self.found(&INVALID, span).with("key", key).with("found", span.of(self.text).trim());
        let found = found.with("expected", expected);
        match intended {
            Some(intended) => found.fixed_by(span, format!("\"{}\"", intended.darkened_for(&ACCENT_BACKGROUNDS))),
            None => found,
        }
    }

    /// A scalar as written, so that `0123` keeps its zero.
    fn words(&self, value: &Yaml, span: Span) -> Option<String> {
        let written = span.of(self.text);
        match value {
            Yaml::Number(_) if !written.is_empty() && !written.contains([':', ',', '}']) => Some(written.to_owned()),
            value => scalar(value),
        }
    }

    fn records(&mut self, fields: &[Setting], value: &Yaml, within: Span) -> Option<Yaml> {
        let Yaml::Sequence(values) = value else { return None };
        let entry_spans = locate::entries(self.text, within);
        let mut read = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let within = entry_spans.get(at).copied().unwrap_or(within);
            let Yaml::Mapping(mapping) = value else {
                self.invalid(locate::first_line(self.text, within), fields[0].name, "mapping");
                continue;
            };
            let record = self.record(fields, mapping, within);
            if record.contains_key(fields[0].name) {
                read.push(Yaml::Mapping(record));
            } else if mapping.keys().filter_map(scalar).all(|key| settings::find(&fields[..1], &key).is_none()) {
                self.invalid(locate::first_line(self.text, within), fields[0].name, "text");
            }
        }
        Some(Yaml::Sequence(read))
    }

    fn named(&mut self, fields: &[Setting], key: &str, value: &Yaml, within: Span) -> Option<Yaml> {
        let Yaml::Mapping(mapping) = value else { return None };
        let key_spans = locate::keys(self.text, within);
        let mut read = Mapping::new();
        // `targets: {path: …}`: a target without a name
        let is_field = |(name, value): (&Yaml, &Yaml)| {
            !value.is_mapping() && scalar(name).is_some_and(|name| settings::find(fields, &name).is_some())
        };
        if mapping.iter().any(is_field) {
            self.invalid(locate::first_line(self.text, within), key, "targets");
            return Some(Yaml::Mapping(read));
        }
        for (name, value) in mapping {
            let name = scalar(name)?;
            let within = key_spans.iter().find(|(key, _)| *key == name).map_or(within, |(_, spans)| spans.value);
            match value {
                Yaml::Mapping(mapping) => {
                    let record = self.record(fields, mapping, within);
                    read.insert(name.into(), Yaml::Mapping(record));
                }
                _ => match key_spans.iter().find(|(key, _)| *key == name).map(|(_, spans)| spans.key) {
                    Some(key) if name.contains('：') => {
                        let at = key.start + key.of(self.text).find('：').unwrap_or_default();
                        self.wide_colon(at, name.split('：').next().unwrap_or_default());
                    }
                    _ if self.wide_colons(within) => {}
                    _ => self.invalid(locate::first_line(self.text, within), &name, "target"),
                },
            }
        }
        Some(Yaml::Mapping(read))
    }

    fn severities(&mut self, value: &Yaml, within: Span) -> Option<Yaml> {
        let Yaml::Mapping(mapping) = value else { return None };
        let key_spans = locate::keys(self.text, within);
        let mut read = Mapping::new();
        for (rule, value) in mapping {
            let rule = scalar(rule)?;
            let severity = match scalar(value).as_deref() {
                _ if value.is_null() => Some(Yaml::Null),
                Some("error" | "错误") => Some("error".into()),
                Some("warning" | "警告") => Some("warning".into()),
                Some("note" | "提示") => Some("note".into()),
                Some("off" | "false" | "不查" | "关闭") => Some(Yaml::Null),
                _ => None,
            };
            match severity {
                Some(severity) => drop(read.insert(rule.into(), severity)),
                None => {
                    let within =
                        key_spans.iter().find(|(key, _)| *key == rule).map_or(within, |(_, spans)| spans.value);
                    self.invalid(locate::first_line(self.text, within), &rule, "severity");
                }
            }
        }
        Some(Yaml::Mapping(read))
    }

    /// Reports units and rounds that share a slug or a name, because they would share a page.
    fn registers(&mut self, site: &Site, whole: Span) {
        let units = site.units.iter().map(|unit| (unit.name.as_str(), unit.slug.as_deref(), &unit.aliases));
        let rounds = site.rounds.iter().map(|round| (round.key.as_str(), round.slug.as_deref(), &round.aliases));
        let (units, rounds): (Vec<_>, Vec<_>) = (units.collect(), rounds.collect());
        for (key, entries) in [("units", units), ("rounds", rounds)] {
            let key_spans = locate::keys(self.text, whole);
            let is_register = |name: &str| settings::find(SETTINGS, name).is_some_and(|setting| setting.name == key);
            let within = key_spans.iter().find(|(name, _)| is_register(name)).map_or(whole, |(_, spans)| spans.value);
            self.register(&entries, within);
        }
    }

    fn register(&mut self, entries: &[(&str, Option<&str>, &Vec<String>)], within: Span) {
        let mut slugs: HashMap<&str, &str> = HashMap::new();
        let mut names: HashMap<&str, usize> = HashMap::new();
        let text = self.text;
        let mut from = within.start;
        // entries are in the order of the text, so each search starts at the last match
        let mut find = |words: &str| match text.get(from..within.end).and_then(|rest| rest.find(words)) {
            Some(at) => {
                from += at;
                Span::new(from, from + words.len())
            }
            // written with escapes or over several lines
            None => Span::new(within.start, within.start),
        };
        for (at, (name, slug, aliases)) in entries.iter().enumerate() {
            let start = find(name);
            if let Some(slug) = slug
                && let Some(other) = slugs.insert(slug, name)
            {
                let span = text.get(start.end..within.end).and_then(|rest| rest.find(slug)).map(|len| start.end + len);
                let span = span.map_or(start, |at| Span::new(at, at + slug.len()));
                let found = self.found(&DUPLICATE_SLUG, span).with("slug", slug).with("other", other);
                self.report(found);
            }
            for word in std::iter::once(*name).chain(aliases.iter().map(String::as_str)) {
                let other = names.insert(word, at).filter(|other| *other != at);
                if let Some(other) = other {
                    let span = text.get(start.start..within.end).and_then(|rest| rest.find(word));
                    let span = span.map_or(start, |len| Span::new(start.start + len, start.start + len + word.len()));
                    let found = self.found(&DUPLICATE_NAME, span).with("name", word).with("other", entries[other].0);
                    self.report(found);
                }
            }
        }
    }
}

/// The YAML library's message about a tab, which the report translates.
const TAB: &str = "tab character";

/// The first word of an unquoted `#123f5a`, which YAML takes for a comment.
fn unquoted_colour(value: &str) -> &str {
    value.split_whitespace().next().unwrap_or_default()
}

fn scalar(value: &Yaml) -> Option<String> {
    match value {
        Yaml::String(text) => Some(text.clone()),
        Yaml::Number(number) => Some(number.to_string()),
        Yaml::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// A list of words; a single word is a list of one.
fn names(value: &Yaml) -> Option<Yaml> {
    match value {
        Yaml::Sequence(values) => {
            let words: Option<Vec<Yaml>> = values.iter().map(|value| scalar(value).map(Yaml::from)).collect();
            words.map(Yaml::Sequence)
        }
        value => scalar(value).map(|word| Yaml::Sequence(vec![word.into()])),
    }
}

fn language(words: &str) -> Option<&'static str> {
    match words.trim().to_ascii_lowercase().replace('_', "-").as_str() {
        "zh" | "zh-cn" | "zh-hans" | "zh-hans-cn" | "中文" => Some("zh-CN"),
        "en" | "en-us" | "en-gb" | "英文" => Some("en"),
        _ => None,
    }
}

fn flag(words: &str) -> Option<bool> {
    match words {
        "true" | "是" => Some(true),
        "false" | "否" => Some(false),
        _ => None,
    }
}

/// The backgrounds of text in the accent colour: `--paper`, `--tint` and `--card` of the default theme's `site.css`. A
/// test compares them with the style sheet.
pub const ACCENT_BACKGROUNDS: [Rgb; 3] =
    [Rgb::new(0xfb, 0xfa, 0xf7), Rgb::new(0xe7, 0xee, 0xf2), Rgb::new(0xff, 0xff, 0xff)];

/// A colour that has enough contrast for text.
fn colour(words: &str) -> Option<Rgb> {
    Rgb::parse(words).filter(|colour| ACCENT_BACKGROUNDS.iter().all(|ground| colour.contrast(*ground) >= TEXT_CONTRAST))
}

fn is_offset(words: &str) -> bool {
    let Some(rest) = words.strip_prefix(['+', '-']) else { return words == "Z" };
    let Some((hours, minutes)) = rest.split_once(':') else { return false };
    let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() == 2);
    number(hours).is_some_and(|hours| hours <= 14) && number(minutes).is_some_and(|minutes| minutes < 60)
}

fn is_folder_name(words: &str) -> bool {
    !words.is_empty() && !words.starts_with('.') && !words.contains(['/', '\\', ':'])
}
