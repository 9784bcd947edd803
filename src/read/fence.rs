//! The lines around a front matter: which opens one, and how a text is gone through line by line.

use crate::text::span::Span;

/// Whether a line opens a front matter, or would if nothing stood before it.
pub(super) fn is_open(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Where the first line that holds more than blanks and byte order marks begins, from `from` on, without the marks.
pub(super) fn first_inked(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(line) = line_at(text, at) {
        let words = line.of(text);
        if !words.chars().all(is_blank) {
            return line.start + (words.len() - words.trim_start_matches(['\u{feff}', '\u{200b}']).len());
        }
        at = after(text, line);
    }
    text.len()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// The lines of `part`, each without its line end.
pub(super) fn lines(text: &str, part: Span) -> impl Iterator<Item = Span> + use<'_> {
    let mut at = part.start;
    std::iter::from_fn(move || {
        let line = line_at(text, at).filter(|line| line.start < part.end)?;
        at = after(text, line);
        Some(line)
    })
}

/// The line that starts at `start`, without its end.
pub(super) fn line_at(text: &str, start: usize) -> Option<Span> {
    if start >= text.len() {
        return None;
    }
    let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at);
    let end = if text[start..end].ends_with('\r') { end - 1 } else { end };
    Some(Span::new(start, end))
}

/// Where the line after `line` starts.
pub(super) fn after(text: &str, line: Span) -> usize {
    let rest = &text[line.end..];
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    text.len() - rest.strip_prefix('\n').unwrap_or(rest).len()
}
