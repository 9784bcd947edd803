//! Walks over the Markdown events and writes each of them.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::stack::{ElementKind, target};
use super::trace::line_id;
use super::writer::{BodyWriter, LeafForm};
use super::{HtmlBody, MARKDOWN, mask};

impl BodyWriter<'_> {
    /// Writes the whole body.
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

    fn event(&mut self, event: Event<'_>, range: Range<usize>, masked: &str) {
        if !matches!(event, Event::End(_)) {
            self.set_line(range.start);
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
                self.open_container(number.is_none().then_some("ul"), &[], range.start);
                self.lists.push(number.is_some());
            }
            Tag::Item if self.lists.last() == Some(&true) => {
                self.begin_numbered(range.start);
            }
            Tag::Item => self.begin_entry(range.start),
            Tag::BlockQuote(_) => self.open_container(Some("blockquote"), &[], range.start),
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
                self.close_container();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => self.close_container(),
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
}
