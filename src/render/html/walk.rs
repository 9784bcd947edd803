//! The walk over the parser's events: which event opens, fills or closes what.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::footnote::Footnotes;
use super::mask;
use super::section::{self, HeadingCursor};
use super::signature;
use super::stack::{ElementKind, Stack, target};
use super::table::HtmlTable;
use super::trace::{LineCursor, Trace, line_id};
use super::{BodyContext, HtmlBody, MARKDOWN};
use crate::notice::Notice;
use crate::render::markup::escape;
use crate::text::span::Span;

/// How deep containers nest in the page; deeper ones leave only their text.
pub const DEEPEST: usize = 100;

/// A paragraph, heading or bare run of text that is being written.
#[derive(Clone, Copy, Debug)]
pub struct Leaf {
    /// How many elements were open before it.
    pub depth: usize,
    /// What it is in Markdown.
    pub form: LeafForm,
    /// The heading of the outline whose words are being written.
    pub heading: Option<usize>,
    /// The heading whose note is written when the leaf ends, where text runs on behind it.
    pub note: Option<usize>,
    /// Whether it is the title, which the page shows already.
    pub skipped: bool,
    /// Whether nothing is written in it yet.
    pub fresh: bool,
}

/// What a leaf is in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafForm {
    /// A paragraph.
    Paragraph,
    /// A heading of this level.
    Heading(u8),
    /// Text that stands in its container without a paragraph around it.
    Bare,
}

/// A code block that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenCodeBlock {
    /// Between fences.
    Fenced,
    /// Indented text that is no code.
    Text,
}

/// The body of one notice on its way to HTML.
pub struct BodyWriter<'a> {
    pub(super) notice: &'a Notice,
    /// The body in the source, which starts at `base` of the whole text.
    pub(super) body: &'a str,
    pub(super) base: usize,
    pub(super) setting: &'a BodyContext<'a>,
    pub(super) outline: HeadingCursor<'a>,
    pub(super) trace: Trace<'a>,
    lines: LineCursor<'a>,
    pub(super) page: Stack,
    pub(super) leaf: Option<Leaf>,
    /// For every open container the depth its end goes back to; none for those that leave no element.
    pub(super) containers: Vec<Option<usize>>,
    /// The open lists; whether they are numbered.
    pub(super) lists: Vec<bool>,
    /// The written number of a list entry whose text has not begun.
    pub(super) marker: Option<Range<usize>>,
    /// The character written last.
    pub(super) last: char,
    /// The words of the image that is being read, and where it leads.
    pub(super) image: Option<(String, String)>,
    pub(super) code: Option<OpenCodeBlock>,
    pub(super) table: Option<HtmlTable>,
    pub(super) footnotes: Footnotes,
    /// The level of the heading written last.
    pub(super) last_level: u8,
    /// Old anchors of items that no element has yet.
    pub(super) aliases: HashSet<&'a str>,
    title: Option<Span>,
    /// Where the signature begins in the body; behind its end where there is none.
    pub(super) signature: usize,
}

impl<'a> BodyWriter<'a> {
    /// Prepares the walk over the body of `notice`, which was read from `text`.
    pub fn new(notice: &'a Notice, text: &'a str, setting: &'a BodyContext<'a>) -> Self {
        let whole = notice.body.of(text);
        let body = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let base = notice.body.start + (whole.len() - body.len());
        let title = notice.facts.title.as_ref().map(|found| found.span);
        Self {
            notice,
            body,
            base,
            setting,
            outline: HeadingCursor::of(notice),
            trace: Trace::new(text, base, setting.traced),
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
            aliases: section::free_aliases(notice),
            signature: signature::start(body).unwrap_or(usize::MAX),
            title: title.filter(|span| !span.is_empty() && span.start >= base && notice.body.encloses(*span)),
        }
    }

    /// Walks to the end.
    pub fn run(mut self) -> HtmlBody {
        let masked = mask::mask(self.body, self.notice.lines_are_paragraphs);
        self.write_lost_aliases();
        for (event, range) in Parser::new_ext(&masked, MARKDOWN).into_offset_iter() {
            self.event(event, range, &masked);
        }
        self.close_leaf();
        self.flush_marker();
        self.page.close_to(0);
        for index in self.outline.take_rest() {
            target(&mut self.page.out, self.outline.id(index));
        }
        for line in self.trace.take_rest() {
            target(&mut self.page.out, &line_id(*line));
        }
        self.write_footnotes();
        let anchored = self.trace.anchored().to_vec();
        HtmlBody { html: self.page.out, anchored, block_lines: self.page.block_lines }
    }

    /// Notes which line of the source is being written.
    pub(super) fn note_line(&mut self, at: usize) {
        self.page.line = self.lines.line_of(self.base + at);
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>, masked: &str) {
        if !matches!(event, Event::End(_)) {
            self.note_line(range.start);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match self.code {
                Some(code) => self.code_text(code, &text, range.start),
                None => self.text(&text, range),
            },
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text, range),
            Event::Code(text) => self.code_span(&text, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label, range.start),
            Event::SoftBreak => self.line_break(false, range.end, masked),
            Event::HardBreak => self.line_break(true, range.end, masked),
            Event::Rule => {
                self.close_leaf();
                self.flush_marker();
                self.page.out.push_str("<hr>\n");
            }
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin(LeafForm::Paragraph, range.start),
            Tag::HtmlBlock => self.begin(LeafForm::Paragraph, range.start),
            Tag::Heading { level, .. } => self.begin(LeafForm::Heading(level as u8), range.start),
            Tag::List(number) => {
                self.enter(number.is_none().then_some("ul"), &[], range.start);
                self.lists.push(number.is_some());
            }
            Tag::Item if self.lists.last() == Some(&true) => {
                self.begin_numbered(range.start);
            }
            Tag::Item => self.begin_entry(range.start),
            Tag::BlockQuote(_) => self.enter(Some("blockquote"), &[], range.start),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.begin_code(None, range.start),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.begin_code(Some(&info), range.start),
            Tag::FootnoteDefinition(label) => self.begin_footnote(&label),
            Tag::Table(alignments) => self.begin_table(&alignments, range.start),
            Tag::TableHead => self.begin_row(true, range),
            Tag::TableRow => self.begin_row(false, range),
            Tag::TableCell => self.begin_cell(range),
            Tag::Strong => self.open_inline("strong", ElementKind::Strong, range.start),
            Tag::Emphasis => self.open_inline("em", ElementKind::Emphasis, range.start),
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, &dest_url, range.start),
            Tag::Image { dest_url, .. } => self.begin_image(&dest_url, range.start),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.close_leaf(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.leave();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => self.leave(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.end_cell(range),
            TagEnd::Strong => self.close_inline(ElementKind::Strong),
            TagEnd::Emphasis => self.close_inline(ElementKind::Emphasis),
            TagEnd::Link => self.close_inline(ElementKind::Link),
            TagEnd::Image => self.end_image(range.start),
            _ => {}
        }
    }

    /// Opens a container; none where it leaves no element or is too deep.
    pub(super) fn enter(&mut self, tag: Option<&'static str>, attributes: &[(&str, &str)], at: usize) {
        self.close_leaf();
        self.flush_marker();
        self.close_sections(at);
        let tag = tag.filter(|tag| self.containers.len() < DEEPEST || *tag == "li");
        self.containers.push(tag.map(|_| self.page.depth()));
        if let Some(tag) = tag {
            self.page.open(tag, ElementKind::Container, attributes);
        }
    }

    /// Closes the container entered last.
    pub(super) fn leave(&mut self) {
        self.close_leaf();
        self.flush_marker();
        if let Some(Some(depth)) = self.containers.pop() {
            self.page.close_to(depth);
        }
    }

    /// Whether the line between these offsets of the body is the notice's title and nothing else.
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

    /// Whether a line says the title once more, which the front matter states.
    pub(super) fn repeats_title(&self, line: &Range<usize>) -> bool {
        let words = self.body[line.clone()].chars().filter(|c| c.is_alphanumeric());
        let title = self.notice.facts.title().chars().filter(|c| c.is_alphanumeric());
        !self.notice.facts.title().is_empty() && words.eq(title)
    }

    /// Writes text as it is.
    pub(super) fn write(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.last = last;
            escape(&mut self.page.out, text);
        }
    }
}
