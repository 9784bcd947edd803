//! The state of a body while it is written, and its containers.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::Alignment;

use super::BodyContext;
use super::heading_cursor::{self, HeadingCursor};
use super::signature;
use super::stack::{ElementKind, Stack};
use super::trace::{LineCursor, Trace};
use crate::notice::Notice;
use crate::render::markup::escape;
use crate::text::span::Span;

/// Deepest nesting of containers; of deeper ones only the text is written.
pub const DEEPEST: usize = 100;

/// A paragraph, heading or bare run of text that is being written.
#[derive(Clone, Copy, Debug)]
pub struct Leaf {
    /// Number of elements open before it.
    pub depth: usize,
    /// Its Markdown element.
    pub form: LeafForm,
    /// The heading of the outline that is being written.
    pub heading: Option<usize>,
    /// The heading whose note is written when the leaf ends, if text follows it in the same line.
    pub note: Option<usize>,
    /// Whether it is the title, which the page shows anyway.
    pub skipped: bool,
    /// Whether it is empty so far.
    pub fresh: bool,
}

/// Markdown element of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafForm {
    /// A paragraph.
    Paragraph,
    /// A heading of this level.
    Heading(u8),
    /// Text directly in its container, without a paragraph.
    Bare,
}

/// A code block that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenCodeBlock {
    /// Between fences.
    Fenced,
    /// Indented text that is not code.
    Text,
}

/// A table that is being written.
pub struct HtmlTable {
    pub(super) alignments: Vec<Alignment>,
    pub(super) depth: usize,
    pub(super) head: bool,
    pub(super) column: usize,
    /// The words of the head, column by column.
    pub(super) labels: Vec<String>,
    pub(super) row: Option<usize>,
    /// End of the row in the body.
    pub(super) end: usize,
    /// Anchors to be written into a cell, as HTML.
    pub(super) pending: String,
}

/// The footnotes found so far.
#[derive(Debug, Default)]
pub struct Footnotes {
    pub(super) labels: Vec<FootnoteLabel>,
    pub(super) notes: String,
    /// The lines of the blocks in the notes.
    pub(super) lines: Vec<u32>,
    /// The body so far, while a note is written.
    pub(super) aside: Option<(Stack, Vec<Option<usize>>)>,
}

/// The label of a footnote, and whether a reference and the note itself were found.
#[derive(Debug)]
pub(super) struct FootnoteLabel {
    pub(super) name: String,
    pub(super) called: bool,
    pub(super) defined: bool,
}

impl Footnotes {
    /// The index of the footnote `name`, which is added if it is new.
    pub(super) fn number(&mut self, name: &str) -> usize {
        let found = self.labels.iter().position(|label| label.name == name);
        found.unwrap_or_else(|| {
            self.labels.push(FootnoteLabel { name: name.to_owned(), called: false, defined: false });
            self.labels.len() - 1
        })
    }
}

/// Writes the body of one notice as HTML.
pub struct BodyWriter<'a> {
    pub(super) notice: &'a Notice,
    /// The body in the source, which starts at `base` of the whole text.
    pub(super) body: &'a str,
    pub(super) base: usize,
    pub(super) context: &'a BodyContext<'a>,
    pub(super) outline: HeadingCursor<'a>,
    pub(super) trace: Trace<'a>,
    lines: LineCursor<'a>,
    pub(super) page: Stack,
    pub(super) leaf: Option<Leaf>,
    /// For every open container the depth to return to at its end; `None` for those without an element.
    pub(super) containers: Vec<Option<usize>>,
    /// The open lists; whether they are numbered.
    pub(super) lists: Vec<bool>,
    /// The written number of a list entry whose text has not begun.
    pub(super) marker: Option<Range<usize>>,
    /// The character written last.
    pub(super) last: char,
    /// The alternative text of the current image so far, and its target.
    pub(super) image: Option<(String, String)>,
    pub(super) code: Option<OpenCodeBlock>,
    pub(super) table: Option<HtmlTable>,
    pub(super) footnotes: Footnotes,
    /// The level of the heading written last.
    pub(super) last_level: u8,
    /// Old anchors of items that no element has yet.
    pub(super) aliases: HashSet<&'a str>,
    title: Option<Span>,
    /// Start of the signature in the body; the body's end if there is none.
    pub(super) signature: usize,
}

impl<'a> BodyWriter<'a> {
    /// Prepares the walk over the body of `notice`, which was read from `text`.
    pub fn new(notice: &'a Notice, text: &'a str, context: &'a BodyContext<'a>) -> Self {
        let whole = notice.body.of(text);
        let body = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let base = notice.body.start + (whole.len() - body.len());
        let title = notice.facts.title.as_ref().map(|found| found.span);
        Self {
            notice,
            body,
            base,
            context,
            outline: HeadingCursor::of(notice),
            trace: Trace::new(text, base, context.traced),
            lines: LineCursor::new(text),
            page: Stack::with_capacity(body.len() + body.len() / 4 + 256),
            leaf: None,
            containers: Vec::new(),
            lists: Vec::new(),
            marker: None,
            last: '\n',
            image: None,
            code: None,
            table: None,
            footnotes: Footnotes::default(),
            last_level: 1,
            aliases: heading_cursor::free_aliases(notice),
            signature: signature::start(body).unwrap_or(usize::MAX),
            title: title.filter(|span| !span.is_empty() && span.start >= base && notice.body.encloses(*span)),
        }
    }

    /// Sets the current line of the source.
    pub(super) fn set_line(&mut self, at: usize) {
        self.page.line = self.lines.line_of(self.base + at);
    }

    /// Opens a container, without an element if `tag` is `None` or it is too deep.
    pub(super) fn open_container(&mut self, tag: Option<&'static str>, attributes: &[(&str, &str)], at: usize) {
        self.close_leaf();
        self.flush_marker();
        self.close_sections(at);
        let tag = tag.filter(|tag| self.containers.len() < DEEPEST || *tag == "li");
        self.containers.push(tag.map(|_| self.page.depth()));
        if let Some(tag) = tag {
            self.page.open(tag, ElementKind::Container, attributes);
        }
    }

    /// Closes the innermost container.
    pub(super) fn close_container(&mut self) {
        self.close_leaf();
        self.flush_marker();
        if let Some(Some(depth)) = self.containers.pop() {
            self.page.close_to(depth);
        }
    }

    /// Whether the line between these offsets of the body is the notice's title only.
    pub(super) fn is_title(&self, line: &Range<usize>) -> bool {
        let Some(title) = self.title else { return false };
        let (start, end) = (title.start - self.base, title.end.saturating_sub(self.base));
        if end <= line.start || start >= line.end {
            return false;
        }
        let before = self.body.get(line.start..start.max(line.start)).unwrap_or_default();
        let after = self.body.get(end.min(line.end)..line.end).unwrap_or_default();
        !before.contains(char::is_alphanumeric) && !after.contains(char::is_alphanumeric)
    }

    /// Whether a line repeats the title in the front matter.
    pub(super) fn repeats_title(&self, line: &Range<usize>) -> bool {
        let words = self.body[line.clone()].chars().filter(|c| c.is_alphanumeric());
        let title = self.notice.facts.title().chars().filter(|c| c.is_alphanumeric());
        !self.notice.facts.title().is_empty() && words.eq(title)
    }

    /// Writes text, escaped.
    pub(super) fn write(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.last = last;
            escape(&mut self.page.out, text);
        }
    }
}
