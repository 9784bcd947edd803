//! Where the front matter of a text ends and its body begins: the one function that says so, for the reader, the
//! checks, pages, search, downloads, import and the editor.
//!
//! The block opens with a line `---`, which blank lines and a byte order mark may precede, and ends with a line `---`
//! or `...`. Blanks behind either are allowed. What only looks like such a block is a [`LookalikeFault`] (see `lookalike`).

use super::lookalike::{self, LookalikeFault};
use crate::text::comments::Comments;
use crate::text::span::Span;

/// A text cut into front matter and body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The front matter, where there is one.
    pub front: Option<FrontMatterBlock>,
    /// What follows it: the whole text where there is none.
    pub body: Span,
    /// What looks like front matter and is none, so that its keys have no effect.
    pub faults: Vec<LookalikeFault>,
}

/// A block of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatterBlock {
    /// The line that opens it, without its line end.
    pub open: Span,
    /// The lines between, each with its line end.
    pub keys: Span,
}

/// Splits `text`.
pub fn split(text: &str) -> Split {
    let start = first_inked(text, 0);
    let whole = Span::new(mark_len(text), text.len());
    let Some(open) = line_at(text, start).filter(|line| is_open(line.of(text))) else {
        return Split { front: None, body: whole, faults: lookalike::instead(text, start) };
    };
    let keys = after(text, open);
    let mut at = keys;
    while let Some(line) = line_at(text, at) {
        let next = after(text, line);
        if is_close(line.of(text)) {
            let front = FrontMatterBlock { open, keys: Span::new(keys, at) };
            let body = Span::new(next, text.len());
            let mut faults = lookalike::inside(text, front.keys);
            faults.extend(lookalike::behind(text, body));
            return Split { front: Some(front), body, faults };
        }
        at = next;
    }
    Split { front: None, body: whole, faults: vec![lookalike::unclosed(text, open, keys)] }
}

impl Split {
    /// The comments of the body.
    pub fn comments(&self, text: &str) -> Comments {
        Comments::of(text, self.body)
    }

    /// The lines of the front matter, fences aside, each without its line end.
    pub fn key_lines<'t>(&self, text: &'t str) -> impl Iterator<Item = Span> + use<'t> {
        let keys = self.front.map_or(Span::default(), |front| front.keys);
        lines(text, keys)
    }
}

/// Whether `before`, the text up to a place, opens a front matter and has not closed it there.
pub fn is_in_front_matter(before: &str) -> bool {
    let split = split(before);
    split.front.is_none()
        && line_at(before, first_inked(before, 0))
            .is_some_and(|line| is_open(line.of(before)) && line.end < before.len())
}

/// Whether a line opens a front matter, or would if nothing stood before it.
pub(super) fn is_open(line: &str) -> bool {
    line.trim_end() == "---"
}

fn is_close(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

/// The length of the byte order marks a text begins with.
fn mark_len(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
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

/// Where the line behind `line` starts.
pub(super) fn after(text: &str, line: Span) -> usize {
    let rest = &text[line.end..];
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    text.len() - rest.strip_prefix('\n').unwrap_or(rest).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str) {
        let split = split(text);
        (split.front.map(|front| front.keys.of(text)), split.body.of(text))
    }

    #[test]
    fn a_block_may_end_with_dots_and_begin_late() {
        let block = (Some("title: 甲\n"), "正文\n---\n尾");
        for text in [
            "---\ntitle: 甲\n---\n正文\n---\n尾",
            "---\ntitle: 甲\n...\n正文\n---\n尾",
            "\u{feff}---  \ntitle: 甲\n---\t\n正文\n---\n尾",
            "\n \t\n\u{feff}\n---\ntitle: 甲\n...  \n正文\n---\n尾",
            "\u{feff}\n\u{3000}\n---\ntitle: 甲\n---\n正文\n---\n尾",
        ] {
            assert_eq!(parts(text), block, "{text:?}");
            assert_eq!(split(text).faults, [], "{text:?}");
        }
        assert_eq!(parts("---\r\ntitle: 甲\r\n---\r\n正文"), (Some("title: 甲\r\n"), "正文"));
        assert_eq!(parts("---\n---\n正文"), (Some(""), "正文"));
        assert_eq!(parts("---\ntitle: 甲\n---"), (Some("title: 甲\n"), ""));
    }

    #[test]
    fn a_text_without_a_block_is_all_body() {
        for text in ["", "正文", "\n\n正文\n---\n", "一、整改情况\n\n---\n\n二、下一步"] {
            assert_eq!(parts(text), (None, text), "{text:?}");
            assert_eq!(split(text).faults, [], "{text:?}");
        }
        assert_eq!(parts("\u{feff}正文"), (None, "正文"));
    }

    #[test]
    fn an_editor_knows_whether_it_is_in_the_block() {
        for before in ["---\n", "\n---\ntitle: 甲\n", "\u{feff}---\nti"] {
            assert!(is_in_front_matter(before), "{before:?}");
        }
        for before in ["", "--", "---", "---\ntitle: 甲\n---\n", "---\ntitle: 甲\n...\n正", "正文\n---\n"] {
            assert!(!is_in_front_matter(before), "{before:?}");
        }
    }
}
