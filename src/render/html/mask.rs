//! Prepares the body for the Markdown parser: masks text that is not Markdown in a notice. The length stays the same, so
//! offsets are those of the source.
//!
//! Comments become blanks, tags lose their `<`, pairs of `**` are marked, and indents that would make text code are
//! removed.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::{MARKDOWN, emphasis};
use crate::text::comments::without_html;

pub use crate::text::comments::{HIDDEN_BYTE, LITERAL_LESS_THAN};

/// Mask of a `[` that begins a line and is not the definition of a link.
pub const BRACKET: u8 = 5;

/// Masks `body`. `by_line` is whether each of its lines is a paragraph.
pub fn mask(body: &str, by_line: bool) -> Cow<'_, str> {
    let body = without_controls(body);
    let html_free = match &body {
        Cow::Borrowed(body) => without_html(body),
        Cow::Owned(body) => Cow::Owned(without_html(body).into_owned()),
    };
    let mut masked = html_free.as_bytes().to_vec();
    let mut changed = false;
    if memmem::find(html_free.as_bytes(), b"**").is_some() {
        emphasis::pair(&html_free, &mut masked, by_line);
        changed = true;
    }
    changed |= hide_definitions(&html_free, &mut masked);
    flatten_indents(if changed { Cow::Owned(text(masked)) } else { html_free })
}

fn text(masked: Vec<u8>) -> String {
    String::from_utf8(masked).expect("invariant: only whole ASCII bytes were replaced")
}

/// Replaces control characters, which have no meaning in a notice and are used as masks.
fn without_controls(body: &str) -> Cow<'_, str> {
    let is_control = |byte: u8| byte.wrapping_sub(1) < 8;
    if !body.bytes().fold(false, |found, byte| found | is_control(byte)) {
        return Cow::Borrowed(body);
    }
    let bytes = body.bytes().map(|byte| if is_control(byte) { HIDDEN_BYTE } else { byte });
    Cow::Owned(text(bytes.collect()))
}

/// Masks link definitions that nothing uses: `[注]: 本表…` at the start of a line is then a sentence, which would vanish. It
/// is a definition if `[words][注]` or `[注][]` refers to it.
fn hide_definitions(body: &str, masked: &mut [u8]) -> bool {
    if memmem::find(body.as_bytes(), b"]:").is_none() {
        return false;
    }
    let used = used_labels(body);
    let mut changed = false;
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', body.as_bytes()).map(|end| end + 1));
    for line_start in starts {
        let line = body[line_start..].split('\n').next().unwrap_or_default();
        let words = line.trim_start_matches([' ', '\t']);
        if !words.starts_with('[') || words.starts_with("[^") {
            continue;
        }
        let Some((label, target)) = words[1..].split_once("]:") else { continue };
        if !target.trim_start().starts_with(|c: char| c.is_ascii()) && !used.contains(&label.trim().to_lowercase()) {
            masked[line_start + line.len() - words.len()] = BRACKET;
            changed = true;
        }
    }
    changed
}

/// The labels that references in `body` name, in lower case.
fn used_labels(body: &str) -> HashSet<String> {
    let label = |(at, joint): (usize, &str)| {
        let label = body[at + joint.len()..].split([']', '\n']).next().unwrap_or_default();
        let named = match label.trim().is_empty() {
            true => body[..at].rsplit(['[', '\n']).next().unwrap_or_default(),
            false => label,
        };
        named.trim().to_lowercase()
    };
    body.match_indices("][").map(label).collect()
}

/// Replaces all but three blanks before a line by line ends, since four blanks would make it code.
fn flatten_indents(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut text = text;
    for _ in 0..4 {
        let blocks = indented_blocks(&text);
        if blocks.is_empty() {
            break;
        }
        let mut bytes = text.into_owned().into_bytes();
        for block in blocks {
            flatten(&mut bytes, block);
        }
        text = Cow::Owned(self::text(bytes));
    }
    text
}

fn indented_blocks(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let indented = |at: usize| at < bytes.len() && (bytes[at] == b'\t' || bytes[at..].starts_with(b"    "));
    let any = indented(0)
        || memchr::memchr_iter(b'\n', bytes).any(|at| indented(at + 1))
        || memmem::find(bytes, b"     ").is_some();
    if !any {
        return Vec::new();
    }
    let is_indented = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
    let events = Parser::new_ext(text, MARKDOWN).into_offset_iter();
    events.filter(|(event, _)| is_indented(event)).map(|(_, range)| range).collect()
}

fn flatten(bytes: &mut [u8], block: std::ops::Range<usize>) {
    let is_blank = |b: &u8| matches!(b, b' ' | b'\t');
    let mut start = bytes[..block.start].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    while start < block.end {
        let end = memchr::memchr(b'\n', &bytes[start..block.end]).map_or(block.end, |at| start + at);
        let from = start.max(block.start);
        if let Some(words) = bytes[from.min(end)..end].iter().position(|b| !is_blank(b)).map(|at| from + at) {
            let blanks = bytes[start..words].iter().rev().take_while(|b| is_blank(b)).count();
            shorten(&mut bytes[words - blanks..words], words - blanks == start);
        }
        start = end + 1;
    }
}

/// Keeps three blanks before text that begins its line, and one after a list's mark.
fn shorten(blanks: &mut [u8], begins_line: bool) {
    let keep = if begins_line { blanks.len().saturating_sub(3) } else { 0 };
    for (at, byte) in blanks.iter_mut().enumerate() {
        *byte = match (begins_line, at) {
            (true, at) if at < keep => b'\n',
            (true, _) | (false, 0) => b' ',
            (false, _) => HIDDEN_BYTE,
        };
    }
}
