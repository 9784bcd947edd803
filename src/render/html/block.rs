//! Leaf blocks: paragraphs, headings, list entries, code, and their lines.

use std::ops::Range;

use super::cjk::joins;
use super::heading_cursor::level_tag;
use super::stack::{ElementKind, target};
use super::trace::line_id;
use super::writer::{BodyWriter, DEEPEST, Leaf, LeafForm, OpenCodeBlock};
use super::{emphasis, mask};
use crate::notice::HeadingRole;

impl BodyWriter<'_> {
    /// Begins a leaf at `at`, or at the pending mark of a list entry before it.
    pub(super) fn begin(&mut self, form: LeafForm, at: usize) {
        self.close_leaf();
        let marker = self.marker.take();
        let start = marker.as_ref().map_or(at, |marker| marker.start);
        self.close_sections(start);
        self.begin_line(form, start, marker.is_some());
        if let Some(marker) = marker {
            self.write_marker(marker);
        }
    }

    /// Begins a leaf for text outside of any.
    pub(super) fn ensure_leaf(&mut self, at: usize) {
        if self.leaf.is_none() {
            let bare = self.marker.is_none() && ["li", "td", "th"].iter().any(|tag| self.page.is_in(tag));
            self.begin(if bare { LeafForm::Bare } else { LeafForm::Paragraph }, at);
        }
    }

    /// Ends the current leaf.
    pub(super) fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        if leaf.skipped {
            return;
        }
        if let Some(index) = leaf.heading {
            self.close_marks(leaf.depth);
            self.end_item_title(index);
        }
        self.page.close_to(leaf.depth);
        if let Some(index) = leaf.heading.or(leaf.note) {
            self.write_note(index);
        }
        self.last = '\n';
    }

    /// The end of a line inside a leaf; the next one starts at `next`.
    pub(super) fn line_break(&mut self, hard: bool, next: usize, masked: &str) {
        if let Some((words, _)) = &mut self.image {
            words.push(' ');
            return;
        }
        let Some(leaf) = self.leaf else { return };
        let line = self.line_at(next);
        let goes_on = leaf.heading.is_some_and(|index| self.outline.heading(index).span.end > self.base + next);
        let is_text = !matches!(leaf.form, LeafForm::Heading(_));
        let splits = is_text && (self.notice.is_paragraph(self.base + line.start) || leaf.heading.is_some())
            || leaf.skipped
            || self.outline.starts_in(self.base + line.start, self.base + line.end);
        if splits && !goes_on {
            return self.split(next);
        }
        if leaf.skipped {
            return;
        }
        if hard {
            self.page.out.push_str("<br>\n");
            self.last = '\n';
        } else if !first_visible(&masked[next..]).is_some_and(|c| joins(self.last, c)) {
            self.page.out.push('\n');
        }
        for line in self.trace.take_to(self.base + next) {
            target(&mut self.page.out, &line_id(*line));
        }
    }

    /// Ends the leaf at a line's end and begins another for the next line; open strong and emphasis continue in it.
    fn split(&mut self, next: usize) {
        let marks: Vec<ElementKind> =
            self.leaf.map(|leaf| self.page.kinds_from(leaf.depth).collect()).unwrap_or_default();
        self.close_leaf();
        self.close_sections(next);
        self.set_line(next);
        self.begin_line(LeafForm::Paragraph, next, false);
        for mark in marks {
            match mark {
                ElementKind::Strong | ElementKind::Pair => self.page.open("strong", mark, &[]),
                ElementKind::Emphasis => self.page.open("em", mark, &[]),
                ElementKind::Section { .. } | ElementKind::Container | ElementKind::Leaf | ElementKind::Link => {}
            }
        }
    }

    /// Begins the leaf of one line: the title is skipped, a line of the outline becomes a heading.
    fn begin_line(&mut self, form: LeafForm, at: usize, numbered: bool) {
        let line = self.line_at(at);
        let depth = self.page.depth();
        let mut leaf = Leaf { depth, form, heading: None, note: None, skipped: false, fresh: true };
        if self.is_title(&line) || form == LeafForm::Heading(1) && self.repeats_title(&line) {
            self.leaf = Some(Leaf { skipped: true, ..leaf });
            return;
        }
        let (missed, heading) = self.outline.take_line(self.base + line.start, self.base + line.end);
        match heading {
            Some(index) => return self.begin_heading(index, missed, at),
            None => leaf.depth = self.page.depth(),
        }
        let lines = self.trace.take_to(self.base + at);
        let id = lines.first().map(|line| line_id(*line));
        let class = match numbered && self.numbered_depth() > 0 {
            true => Some(format!("numbered depth-{}", self.numbered_depth())),
            false => (form == LeafForm::Paragraph && at >= self.signature).then(|| "signature".to_owned()),
        };
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        attributes.extend(class.as_deref().map(|class| ("class", class)));
        attributes.extend(id.as_deref().map(|id| ("id", id)));
        let unmarked = match form {
            LeafForm::Paragraph => {
                self.page.open("p", ElementKind::Leaf, &attributes);
                lines.get(1..).unwrap_or_default()
            }
            LeafForm::Heading(level) => {
                let level = self.next_level(Some(level));
                self.page.open(level_tag(level), ElementKind::Leaf, &attributes);
                lines.get(1..).unwrap_or_default()
            }
            LeafForm::Bare => lines,
        };
        unmarked.iter().for_each(|line| target(&mut self.page.out, &line_id(*line)));
        missed.into_iter().for_each(|index| target(&mut self.page.out, self.outline.id(index)));
        self.leaf = Some(leaf);
    }

    /// Opens the section of a heading and begins the heading's own leaf.
    pub(super) fn begin_heading(&mut self, index: usize, missed: Range<usize>, at: usize) {
        let level = self.open_section(index);
        let depth = self.page.depth();
        if self.outline.heading(index).run_in {
            self.page.open("div", ElementKind::Leaf, &[("class", "run-in")]);
        }
        let lines = self.trace.take_to(self.base + at);
        let id = lines.first().map(|line| line_id(*line));
        let attributes: Vec<(&str, &str)> = id.as_deref().map(|id| ("id", id)).into_iter().collect();
        self.page.open(level_tag(level), ElementKind::Leaf, &attributes);
        lines.iter().skip(1).for_each(|line| target(&mut self.page.out, &line_id(*line)));
        missed.into_iter().for_each(|index| target(&mut self.page.out, self.outline.id(index)));
        if let HeadingRole::Item(_) = self.outline.heading(index).role {
            self.write_aliases(index);
        }
        self.leaf = Some(Leaf {
            depth,
            form: LeafForm::Paragraph,
            heading: Some(index),
            note: None,
            skipped: false,
            fresh: true,
        });
    }

    /// Begins an entry of a list with marks.
    pub(super) fn begin_entry(&mut self, at: usize) {
        self.close_leaf();
        let tag = self.page.is_in("ul").then_some("li");
        self.open_container(tag, &[], at);
    }

    /// Begins an entry of a numbered list. Its number is written together with its text.
    pub(super) fn begin_numbered(&mut self, at: usize) {
        let waiting = self.marker.take();
        self.close_leaf();
        self.containers.push(None);
        // searching a line for the numbers of very deep lists would take quadratic time
        if self.containers.len() < DEEPEST {
            let number = self.written_number(at);
            self.marker = Some(waiting.map_or(number.start, |marker| marker.start)..number.end);
        }
    }

    /// The number of the entry at `at` with the blanks after it. After a tab the parser may report an entry too early or too
    /// late, so the line is searched for the number.
    fn written_number(&self, at: usize) -> Range<usize> {
        let is_digit = |c: char| c.is_ascii_digit();
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '>' | '-' | '+' | '*');
        let words = at + self.body[at..].len() - self.body[at..].trim_start_matches(is_mark).len();
        let line = self.line_at(words);
        let before = &self.body[line.start..words];
        let start = match self.body[words..].starts_with(is_digit) {
            true => words,
            false => line.start + before.trim_end_matches(|c| !is_digit(c)).trim_end_matches(is_digit).len(),
        };
        let rest = &self.body[start..line.end.max(start)];
        let after = rest.trim_start_matches(is_digit);
        let after = after.strip_prefix(['.', ')']).unwrap_or(after).trim_start_matches([' ', '\t']);
        start..start + rest.len() - after.len()
    }

    /// Writes the number of an entry that has no text of its own.
    pub(super) fn flush_marker(&mut self) {
        if let Some(marker) = &self.marker {
            self.begin(LeafForm::Paragraph, marker.start);
            self.close_leaf();
        }
    }

    fn write_marker(&mut self, marker: Range<usize>) {
        let number = self.body.get(marker).unwrap_or_default();
        if self.leaf.is_some_and(|leaf| !leaf.skipped) {
            let gap = number.ends_with([' ', '\t']);
            self.write(number.trim_end());
            if gap {
                self.write(" ");
            }
            self.leaf.iter_mut().for_each(|leaf| leaf.fresh = false);
        }
    }

    fn numbered_depth(&self) -> usize {
        self.lists.iter().rev().take(9).take_while(|numbered| **numbered).count()
    }

    /// Begins a fenced code block with its language name. Indented text is not treated as code. Text after the fence that is
    /// not a language name is written before the block.
    pub(super) fn begin_code(&mut self, fence: Option<&str>, at: usize) {
        if let Some(words) = fence.filter(|info| !info.is_ascii()) {
            self.begin(LeafForm::Paragraph, at);
            self.text(words, at..at);
        }
        self.open_container(fence.map(|_| "pre"), &[], at);
        self.code = Some(fence.map_or(OpenCodeBlock::Text, |_| OpenCodeBlock::Fenced));
        if self.page.is_in("pre") {
            for line in self.trace.take_to(self.base + at) {
                target(&mut self.page.out, &line_id(*line));
            }
            self.page.open("code", ElementKind::Container, &[]);
        }
    }

    /// Text of a code block.
    pub(super) fn code_text(&mut self, code: OpenCodeBlock, text: &str, at: usize) {
        match code {
            OpenCodeBlock::Fenced if self.page.is_in("code") => {
                let unmasked = unmasked(text);
                self.write(&unmasked);
            }
            OpenCodeBlock::Fenced | OpenCodeBlock::Text => {
                self.begin(LeafForm::Paragraph, at);
                self.text(text.trim(), at..at + text.len());
                self.close_leaf();
            }
        }
    }

    /// Ends a code block.
    pub(super) fn end_code(&mut self) {
        self.code = None;
        self.close_container();
    }

    /// The line of the body that holds `at`, without its end.
    pub(super) fn line_at(&self, at: usize) -> Range<usize> {
        let bytes = self.body.as_bytes();
        let at = at.min(bytes.len());
        let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
        start..end
    }
}

/// `text` without masks.
pub fn unmasked(text: &str) -> String {
    let unmasked = |c: char| match u8::try_from(c) {
        Ok(emphasis::STRONG_OPENS | emphasis::STRONG_CLOSES) => Some('*'),
        Ok(mask::LITERAL_LESS_THAN) => Some('<'),
        Ok(mask::BRACKET) => Some('['),
        Ok(mask::HIDDEN_BYTE) => None,
        _ => Some(c),
    };
    text.chars().filter_map(unmasked).collect()
}

/// The first visible character of a line, after marks.
fn first_visible(line: &str) -> Option<char> {
    line.chars().find(|c| !matches!(c, ' ' | '\t' | '>' | '*' | '_' | '`' | '[' | '\u{1}'..='\u{3}'))
}
