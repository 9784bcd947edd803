//! Finds keys and entries in a YAML text, because the parser returns values without positions.
//!
//! It follows indentation and the simple forms of `[…]` and `{…}`. A caller that does not find a key uses the span of the
//! mapping around it.

use crate::text::lines::Lines;
use crate::text::span::Span;

/// Spans of a key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySpans {
    /// The key.
    pub key: Span,
    /// The value after the colon, up to the next key of the same depth.
    pub value: Span,
}

/// A line that is neither blank nor a comment.
struct YamlLine {
    span: Span,
    /// Offset of its text after any `- `.
    start: usize,
    /// Column of that text, from 0.
    depth: usize,
    /// Column of the first `-`, if there is one.
    dash: Option<usize>,
}

fn lines(text: &str, within: Span) -> Vec<YamlLine> {
    let words = within.of(text);
    let lines = Lines::of(words);
    let yaml_lines = lines.spans().filter_map(|span| {
        let line = span.of(words);
        let mut rest = line.trim_start();
        if rest.is_empty() || rest.starts_with('#') {
            return None;
        }
        let before = |rest: &str| line.len() - rest.len();
        let column = |rest: &str| {
            let start = within.start + span.start + before(rest);
            start - text[..start].rfind('\n').map_or(0, |at| at + 1)
        };
        let dash = (rest == "-" || rest.starts_with("- ")).then(|| column(rest));
        while let Some(next) = rest.strip_prefix("- ") {
            rest = next.trim_start();
        }
        let start = within.start + span.start + before(rest);
        Some(YamlLine {
            span: Span::new(within.start + span.start, within.start + span.end),
            start,
            depth: column(rest),
            dash,
        })
    });
    yaml_lines.collect()
}

/// The keys of the mapping in `within`, in order; those of a mapping in braces included.
pub fn keys(text: &str, within: Span) -> Vec<(String, KeySpans)> {
    if within.of(text).trim_start().starts_with('{') {
        return keys_in_braces(text, within);
    }
    let lines = lines(text, within);
    let Some(depth) = lines.iter().map(|line| line.depth).min() else { return Vec::new() };
    let mut keys: Vec<(String, KeySpans)> = Vec::new();
    for line in lines.iter().filter(|line| line.depth == depth) {
        let words = &text[line.start..line.span.end];
        let colon = words.match_indices(':').map(|(at, _)| at).find(|at| {
            let rest = &words[at + 1..];
            rest.is_empty() || rest.starts_with([' ', '\t'])
        });
        let Some(colon) = colon else { continue };
        if let Some((_, last)) = keys.last_mut() {
            last.value.end = line.span.start;
        }
        let key = words[..colon].trim_end();
        let key_span = Span::new(line.start, line.start + key.len());
        let value = Span::new(line.start + colon + 1, within.end);
        keys.push((key.trim_matches(['"', '\'']).to_owned(), KeySpans { key: key_span, value }));
    }
    keys
}

fn keys_in_braces(text: &str, within: Span) -> Vec<(String, KeySpans)> {
    let parts = parts(text, within).into_iter();
    let key = |part: Span| {
        let (key, _) = part.of(text).split_once(':')?;
        let indent = key.len() - key.trim_start().len();
        let name = key.trim();
        let key_span = Span::new(part.start + indent, part.start + indent + name.len());
        let value = Span::new(part.start + key.len() + 1, part.end);
        Some((name.trim_matches(['"', '\'']).to_owned(), KeySpans { key: key_span, value }))
    };
    parts.filter_map(key).collect()
}

/// The entries of the list in `within`, in order.
pub fn entries(text: &str, within: Span) -> Vec<Span> {
    if within.of(text).trim_start().starts_with('[') {
        return parts(text, within);
    }
    let lines = lines(text, within);
    let Some(depth) = lines.iter().filter_map(|line| line.dash).min() else { return Vec::new() };
    let starts: Vec<&YamlLine> = lines.iter().filter(|line| line.dash == Some(depth)).collect();
    let ends = starts.iter().skip(1).map(|line| line.span.start).chain([within.end]);
    starts.iter().zip(ends).map(|(line, end)| Span::new(line.start, end.max(line.start))).collect()
}

/// The parts between the commas of the outermost brackets.
fn parts(text: &str, within: Span) -> Vec<Span> {
    let words = within.of(text);
    let Some(open) = words.find(['[', '{']) else { return Vec::new() };
    let (mut depth, mut quote, mut parts) = (0usize, None, Vec::new());
    let mut start = open + 1;
    for (at, c) in words[open..].char_indices().map(|(at, c)| (open + at, c)) {
        match (quote, c) {
            (Some(mark), c) if mark == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    parts.push((start, at));
                    break;
                }
            }
            (None, ',') if depth == 1 => {
                parts.push((start, at));
                start = at + 1;
            }
            (None, _) => {}
        }
    }
    let part = |(start, end): (usize, usize)| Span::new(within.start + start, within.start + end);
    parts.into_iter().map(part).filter(|part| !part.of(text).trim().is_empty()).collect()
}

/// Span of a value's first line, without blanks around it and a comment.
pub fn first_line(text: &str, value: Span) -> Span {
    let words = value.of(text);
    let indent = words.len() - words.trim_start().len();
    let line = words.trim_start().lines().next().unwrap_or_default();
    let line = if line.starts_with(['"', '\'']) { line } else { line.split(" #").next().unwrap_or_default() };
    Span::new(value.start + indent, value.start + indent + line.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title: 甲 # 名\nunits:\n  - name: 乙\n    aliases: [丙, \"丁, 戊\"]\n  - slug: x\n\n    name: 己\ntargets: {a: {path: b}, c: {rsync: d}}\n";

    fn value(keys: &[(String, KeySpans)], name: &str) -> Span {
        keys.iter().find(|(key, _)| key == name).expect("the key").1.value
    }

    #[test]
    fn keys_and_entries_are_found_in_block_and_flow_style() {
        let top = keys(TEXT, Span::new(0, TEXT.len()));
        assert_eq!(top.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["title", "units", "targets"]);
        assert_eq!(first_line(TEXT, value(&top, "title")).of(TEXT), "甲");
        let units = entries(TEXT, value(&top, "units"));
        assert_eq!(units.len(), 2);
        let second = keys(TEXT, units[1]);
        assert_eq!(first_line(TEXT, value(&second, "name")).of(TEXT), "己");
        let first = keys(TEXT, units[0]);
        let aliases = entries(TEXT, value(&first, "aliases"));
        assert_eq!(aliases.iter().map(|alias| alias.of(TEXT).trim()).collect::<Vec<_>>(), ["丙", "\"丁, 戊\""]);
        let targets = keys(TEXT, value(&top, "targets"));
        let inner = keys(TEXT, value(&targets, "c"));
        assert_eq!(first_line(TEXT, value(&inner, "rsync")).of(TEXT), "d");
    }
}
