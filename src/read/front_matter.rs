//! The front matter as written: its keys with their places, and their values as text, lists and pairs.
//!
//! The only place of this room that knows the YAML parser. YAML reports missing and doubled keys without a place and
//! rewrites scalars (`1.10`, `1e3`), so keys are split by their lines and scalars are taken from the source.

use serde_yaml::Value;

use super::codes;
use super::fence;
use super::lookalike::LookalikeFault;
use super::split::Split;
use crate::notice::{Finding, SourcePath};
use crate::text::comments::Comments;
use crate::text::pairs;
use crate::text::span::Span;
use crate::text::yaml;

/// A top-level key.
#[derive(Debug, Clone)]
pub struct TopLevelKey {
    /// The key as written, quotes aside.
    pub key: String,
    /// Span of the key.
    pub key_span: Span,
    /// The text after the colon up to the next key.
    pub rest: Span,
    /// The text after the colon on the key's own line, without blanks.
    pub inline: Span,
    /// Where the block of keys starts: the values that an alias may name are between there and here.
    block: usize,
}

/// A word of a list or a value of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The words without quotes.
    pub text: String,
    /// Their span; that of the whole value if YAML had to unfold it.
    pub span: Span,
}

/// The top-level keys of the front matter of `text`, in order. A block that only looks like front matter is a finding.
pub fn entries(source: &SourcePath, text: &str, split: &Split, findings: &mut Vec<Finding>) -> Vec<TopLevelKey> {
    findings.extend(split.faults.iter().map(|fault| not_recognised(source, text, *fault)));
    let mut entries: Vec<TopLevelKey> = Vec::new();
    for line in split.key_lines(text) {
        add_line(source, text, line, &mut entries, findings);
    }
    let start = split.front.map_or(0, |block| block.keys.start);
    entries.iter_mut().for_each(|entry| entry.block = start);
    if let Some(block) = split.front {
        let comments = Comments::of(text, block.keys).closed;
        findings
            .extend(comments.iter().map(|comment| Finding::new(codes::HTML_COMMENT_IN_FRONT_MATTER, source, *comment)));
    }
    entries
}

/// The finding for a block that only looks like front matter.
fn not_recognised(source: &SourcePath, text: &str, fault: LookalikeFault) -> Finding {
    let found = |code, line: Span| Finding::new(code, source, line).with("found", line.of(text).trim());
    match fault {
        LookalikeFault::Fence(line) => found(codes::FRONT_MATTER_FENCE, line).fixed_by(line, "---"),
        LookalikeFault::Format(line) => found(codes::FRONT_MATTER_FORMAT, line),
        LookalikeFault::Hidden(line) => found(codes::FRONT_MATTER_NOT_FIRST, line),
        LookalikeFault::Unopened(line) => found(codes::FRONT_MATTER_UNOPENED, line),
        LookalikeFault::Unclosed(line) => Finding::new(codes::FRONT_MATTER_UNCLOSED, source, line),
        LookalikeFault::LineBreak(place) => {
            Finding::new(codes::FRONT_MATTER_LINE_BREAK, source, place).fixed_by(place, "\n")
        }
    }
}

/// Takes in the next line of the block: a key, or more of the value of the key before.
fn add_line(source: &SourcePath, text: &str, line: Span, entries: &mut Vec<TopLevelKey>, findings: &mut Vec<Finding>) {
    let words = line.of(text);
    if words.starts_with('\t') {
        let tab = Span::new(line.start, line.start + 1);
        findings.push(Finding::new(codes::TAB_INDENT, source, tab).fixed_by(tab, "  "));
    }
    let belongs = words.trim().is_empty()
        || words.starts_with([' ', '\t', '#', '}', ']'])
        || words.starts_with("- ")
        || words == "-";
    if belongs {
        if let Some(last) = entries.last_mut() {
            last.rest.end = line.end;
        } else if !words.trim().is_empty() && !words.trim_start().starts_with('#') {
            findings.push(unreadable(source, line, "", "expected `key: value`"));
        }
        return;
    }
    match key_of(source, text, line, findings) {
        Some(entry) => entries.push(entry),
        None => findings.push(unreadable(source, line, "", "expected `key: value`")),
    }
}

fn unreadable(source: &SourcePath, span: Span, key: &str, reason: impl std::fmt::Display) -> Finding {
    Finding::new(codes::FRONT_MATTER_UNREADABLE, source, span).with("key", key).with("reason", reason)
}

/// The key that opens a line; a wrong colon is a finding, and the key counts all the same.
fn key_of(source: &SourcePath, text: &str, line: Span, findings: &mut Vec<Finding>) -> Option<TopLevelKey> {
    let words = line.of(text);
    let ascii = words.match_indices(':').map(|(at, _)| at).find(|at| {
        let rest = &words[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\t'])
    });
    let wide = words.find('：');
    let (at, size) = match (ascii, wide) {
        (Some(at), None) => (at, 1),
        (Some(at), Some(wide)) if at < wide => (at, 1),
        (_, Some(wide)) => {
            let colon = Span::new(line.start + wide, line.start + wide + '：'.len_utf8());
            let key = words[..wide].trim();
            let blank = if words[wide + '：'.len_utf8()..].starts_with(' ') { ":" } else { ": " };
            let finding = Finding::new(codes::FULL_WIDTH_COLON, source, colon).with("key", key);
            findings.push(finding.fixed_by(colon, blank));
            (wide, '：'.len_utf8())
        }
        (None, None) => {
            let at = words.find(':')?;
            let colon = Span::new(line.start + at, line.start + at + 1);
            let finding = unreadable(source, colon, words[..at].trim(), "a blank must follow `:`");
            findings.push(finding.fixed_by(colon, ": "));
            (at, 1)
        }
    };
    let key = words[..at].trim_end();
    let from = line.start + at + size;
    wide_colons_inside(source, text, Span::new(from, line.end), key, findings);
    let value = &text[from..line.end];
    let lead = value.len() - value.trim_start().len();
    Some(TopLevelKey {
        key: key.trim_matches(['"', '\'']).to_owned(),
        key_span: Span::new(line.start, line.start + key.len()),
        rest: Span::new(from, line.end),
        inline: Span::new(from + lead, from + lead + value.trim().len()),
        block: 0,
    })
}

/// Full-width colons after the keys of a value in braces: `{reason：…}` is a key without a value to YAML.
fn wide_colons_inside(source: &SourcePath, text: &str, value: Span, key: &str, findings: &mut Vec<Finding>) {
    let words = value.of(text);
    if !words.trim_start().starts_with('{') {
        return;
    }
    let (mut is_key, mut quote) = (false, None);
    for (at, c) in words.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | ',') => is_key = true,
            (None, ':' | '}' | '[') => is_key = false,
            (None, '：') if is_key => {
                is_key = false;
                let colon = Span::new(value.start + at, value.start + at + c.len_utf8());
                let blank = if words[at + c.len_utf8()..].starts_with(' ') { ":" } else { ": " };
                let finding = Finding::new(codes::FULL_WIDTH_COLON, source, colon).with("key", key);
                findings.push(finding.fixed_by(colon, blank));
            }
            (None, _) => {}
        }
    }
}

impl TopLevelKey {
    /// Everything the entry says: key and value.
    pub fn span(&self) -> Span {
        self.key_span.join(self.inline)
    }

    /// Span of the value: on the key's line, or on the lines below.
    pub fn value_span(&self, text: &str) -> Span {
        if !self.inline.is_empty() {
            return self.inline;
        }
        let words = self.rest.of(text);
        let lead = words.len() - words.trim_start().len();
        match words.trim() {
            "" => self.key_span,
            value => Span::new(self.rest.start + lead, self.rest.start + lead + value.len()),
        }
    }

    /// Where the value is written, on as many lines as it takes, with the marks that open it.
    fn written(&self, text: &str) -> Span {
        let below = Span::new(self.inline.end.max(self.rest.start), self.rest.end);
        let is_inked = |line: &Span| {
            let words = line.of(text).trim();
            !words.is_empty() && !words.starts_with('#')
        };
        let mut inked = fence::lines(text, below).filter(is_inked);
        let Some(first) = inked.next().filter(|_| below.start < below.end) else { return self.value_span(text) };
        let last = inked.last().unwrap_or(first);
        let opens = if self.inline.of(text).starts_with(['#', '|', '>']) || self.inline.is_empty() {
            first.start + (first.of(text).len() - first.of(text).trim_start().len())
        } else {
            self.inline.start
        };
        Span::new(opens, last.start + last.of(text).trim_end().len())
    }

    /// The value as YAML reads it; invalid YAML is a finding.
    pub fn value(&self, source: &SourcePath, text: &str, findings: &mut Vec<Finding>) -> Option<Value> {
        let words = format!("v: {}", self.rest.of(text));
        match yaml::parse::<Value>(&words) {
            Ok(value) => value.get("v").cloned().filter(|value| !value.is_null()),
            Err(error) => {
                if let Some(value) = self.aliased(text) {
                    return Some(value);
                }
                let index = error.location().map_or(0, |place| place.index()).saturating_sub("v: ".len());
                let at = (self.rest.start + index).min(self.rest.end);
                let at = (self.rest.start..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(self.rest.start);
                let span = if text[at..self.rest.end].trim().is_empty() { self.value_span(text) } else { Span::at(at) };
                findings.push(unreadable(source, span, &self.key, error));
                None
            }
        }
    }

    /// The value of an alias: `*name`, if the value of an earlier key begins with `&name`.
    fn aliased(&self, text: &str) -> Option<Value> {
        let block = Span::new(self.block, self.rest.end);
        if !self.rest.of(text).contains('*') || block.end - block.start > LONGEST_WITH_ALIASES {
            return None;
        }
        let keys = yaml::parse::<Value>(block.of(text)).ok()?;
        keys.get(self.key.as_str()).cloned().filter(|value| !value.is_null())
    }

    /// The value as text, spelled as in the source; nothing where it is empty.
    pub fn text(&self, source: &SourcePath, text: &str, findings: &mut Vec<Finding>) -> Option<Scalar> {
        let inline = self.inline.of(text);
        let written = self.written(text);
        if written.end > self.inline.end || inline.starts_with(['"', '\'', '|', '>', '[', '{', '&', '*', '!']) {
            let words = match self.value(source, text, findings)? {
                Value::String(words) => words,
                Value::Number(number) => number.to_string(),
                Value::Bool(value) => value.to_string(),
                _ => {
                    let finding = Finding::new(codes::INVALID_VALUE, source, self.value_span(text));
                    findings.push(finding.with("key", &self.key).with("found", inline).with("expected", "text"));
                    return None;
                }
            };
            let words = unquoted(words.trim()).to_owned();
            return Some(Scalar { text: words, span: written }).filter(|scalar| !scalar.text.is_empty());
        }
        let (words, lost) = uncommented(inline);
        if let Some(lost) = lost.filter(|_| !words.is_empty()) {
            let at = self.inline.start + (inline.len() - lost.len());
            let finding = Finding::new(codes::YAML_COMMENT_CUTS_VALUE, source, Span::new(at, self.inline.end));
            findings.push(finding.with("key", &self.key).with("found", words).with("lost", lost));
        }
        let empty = words.is_empty() || matches!(words, "~" | "null" | "Null" | "NULL");
        let span = Span::new(self.inline.start, self.inline.start + words.len());
        (!empty).then(|| Scalar { text: unquoted(words).to_owned(), span })
    }

    /// The value as a list of texts: `[a, b]`, `- a` lines, or a single text.
    pub fn list(&self, source: &SourcePath, text: &str, findings: &mut Vec<Finding>) -> Vec<Scalar> {
        let inline = self.inline.of(text);
        if let Some(inner) = inside(inline, ['[', ']'])
            && !inner.of(inline).contains(['[', ']', '{', '}', '"', '\'', '#'])
        {
            self.wide_marks(source, text, &['，'], ", ", findings);
            return split_at(text, self.inline.start + inner.start, inner.of(inline));
        }
        if let Some(inner) = [['［', '］'], ['【', '】']].into_iter().find_map(|marks| inside(inline, marks)) {
            self.wide_marks(source, text, &['［', '【'], "[", findings);
            self.wide_marks(source, text, &['］', '】'], "]", findings);
            self.wide_marks(source, text, &['，'], ", ", findings);
            return split_at(text, self.inline.start + inner.start, inner.of(inline));
        }
        if inline.is_empty() && self.rest.of(text).lines().skip(1).all(|line| is_plain_dash(line.trim())) {
            let mut at = self.rest.start;
            let lines = self.rest.of(text).split('\n').flat_map(|line| {
                let start = at;
                at += line.len() + 1;
                let dash = line.find('-')?;
                let (words, _) = uncommented(line[dash + 1..].trim());
                scalar_in(text, Span::new(start + dash + 1, start + line.len()), words)
            });
            return lines.collect();
        }
        if !inline.is_empty() && !inline.starts_with(['[', '{', '|', '>', '"', '\'', '*', '&', '!']) {
            return self.text(source, text, findings).into_iter().collect();
        }
        let span = self.value_span(text);
        match self.value(source, text, findings) {
            Some(Value::Sequence(values)) => values
                .iter()
                .filter_map(as_text)
                .map(|text| Scalar { text: unquoted(&text).to_owned(), span })
                .collect(),
            Some(value) => {
                let words = as_text(&value).map(|text| unquoted(text.trim()).to_owned());
                words.map(|text| Scalar { text, span }).into_iter().collect()
            }
            None => Vec::new(),
        }
    }

    /// Full-width marks where YAML wants ASCII ones.
    fn wide_marks(&self, source: &SourcePath, text: &str, marks: &[char], ascii: &str, findings: &mut Vec<Finding>) {
        for (at, mark) in self.inline.of(text).match_indices(marks) {
            let span = Span::new(self.inline.start + at, self.inline.start + at + mark.len());
            let finding = Finding::new(codes::WIDE_COMMA, source, span).with("key", &self.key).with("found", mark);
            findings.push(finding.fixed_by(span, ascii));
        }
    }

    /// The value as a mapping of texts, in order, each with the span of its value if it is found.
    pub fn pairs(&self, source: &SourcePath, text: &str, findings: &mut Vec<Finding>) -> Option<Vec<(String, Scalar)>> {
        let whole = self.value_span(text);
        let Value::Mapping(mapping) = self.value(source, text, findings)? else {
            let finding = Finding::new(codes::INVALID_VALUE, source, whole);
            findings.push(finding.with("key", &self.key).with("found", whole.of(text)).with("expected", "mapping"));
            return None;
        };
        let pairs = mapping.iter().filter_map(|(key, value)| {
            let key = as_text(key)?;
            let place = place_of(text, self.rest, &key);
            let scalar = match (place, value) {
                (Some(span), Value::Number(_)) => Scalar { text: span.of(text).to_owned(), span },
                (place, value) => Scalar { text: as_text(value)?, span: place.unwrap_or(whole) },
            };
            Some((key, scalar))
        });
        Some(pairs.collect())
    }
}

/// Span of the value of `key` inside a mapping.
fn place_of(text: &str, within: Span, key: &str) -> Option<Span> {
    let words = within.of(text);
    let at = words
        .match_indices(key)
        .map(|(at, _)| at + key.len())
        .find(|at| words[*at..].trim_start_matches(['"', '\'', ' ']).starts_with(':'))?;
    let at = at + words[at..].find(':')? + 1;
    let end = words[at..].find([',', '}', '\n', '\r']).map_or(words.len(), |end| at + end);
    scalar_in(text, Span::new(within.start + at, within.start + end), uncommented(words[at..end].trim()).0)
        .map(|scalar| scalar.span)
}

/// A YAML scalar, list or mapping as one text.
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// In bytes: how long a block of keys is at most that is read once more for an alias.
const LONGEST_WITH_ALIASES: usize = 16 * 1024;

/// Pairs of marks that people type around a value in place of YAML's quotes.
const QUOTES: [[char; 2]; 5] = [['“', '”'], ['‘', '’'], ['「', '」'], ['『', '』'], ['＂', '＂']];

/// The words of a value without the Chinese quotes around all of it.
fn unquoted(words: &str) -> &str {
    QUOTES.iter().find_map(|marks| pairs::inside(words, *marks)).unwrap_or(words)
}

/// A plain scalar up to its comment, and the comment.
fn uncommented(value: &str) -> (&str, Option<&str>) {
    if value.starts_with('#') {
        return ("", Some(value));
    }
    match value.find(" #").or_else(|| value.find("\t#")) {
        Some(at) => (value[..at].trim_end(), Some(&value[at + 1..])),
        None => (value, None),
    }
}

fn is_plain_dash(line: &str) -> bool {
    line.is_empty()
        || line.starts_with('#')
        || line.strip_prefix("- ").is_some_and(|words| {
            !words.trim_start().starts_with(['[', '{', '"', '\'', '|', '>', '-']) && !words.contains(": ")
        })
}

/// The text between two brackets around `value`.
fn inside(value: &str, [open, close]: [char; 2]) -> Option<Span> {
    let inner = value.strip_prefix(open)?.strip_suffix(close)?;
    Some(Span::new(open.len_utf8(), open.len_utf8() + inner.len()))
}

/// The words between commas, wide ones included.
fn split_at(text: &str, start: usize, words: &str) -> Vec<Scalar> {
    let mut at = start;
    let parts = words.split_inclusive([',', '，']).filter_map(|part| {
        let from = at;
        at += part.len();
        let part = part.trim_end_matches([',', '，']);
        scalar_in(text, Span::new(from, from + part.len()), part.trim())
    });
    parts.collect()
}

/// The scalar `words` within `span`.
fn scalar_in(text: &str, span: Span, words: &str) -> Option<Scalar> {
    let start = span.start + span.of(text).find(words)?;
    let text = unquoted(words).to_owned();
    (!words.is_empty()).then(|| Scalar { text, span: Span::new(start, start + words.len()) })
}
