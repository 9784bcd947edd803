//! Splits a text into front matter and body: the one function for the reader, the checks, pages, search, downloads,
//! import and the editor.
//!
//! The block opens with a line `---`, which blank lines and a byte order mark may precede, and ends with a line `---`
//! or `...`. Blanks after either are allowed. A block that only looks like front matter is a [`LookalikeFault`] (see
//! `lookalike`).

use super::fence::{after, first_inked, is_open, line_at, lines};
use super::lookalike::{self, LookalikeFault};
use crate::text::comments::Comments;
use crate::text::span::Span;

/// A text cut into front matter and body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The front matter, if there is one.
    pub front: Option<FrontMatterBlock>,
    /// The text after it; the whole text if there is none.
    pub body: Span,
    /// Blocks that look like front matter but are not, so that their keys have no effect.
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

fn is_close(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

/// The length of the byte order marks a text begins with.
fn mark_len(text: &str) -> usize {
    text.len() - text.trim_start_matches('\u{feff}').len()
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
