//! A text laid out for reading: its rows, one line of the outline or one paragraph each.

use std::ops::Range;

use crate::notice::{Confidence, Found, Link, Origin};
use crate::text::lines::Lines;
use crate::text::markup::unmarked;
use crate::text::normal::Normal;

/// A text laid out for reading.
pub struct TextLayout<'a> {
    /// The whole source.
    pub source: &'a str,
    /// Its lines.
    pub lines: Lines<'a>,
    /// The normalised copy of the text after the front matter.
    pub normal: Normal,
    /// The rows of the normalised text that hold words.
    pub rows: Vec<TextRow>,
    /// See [`crate::notice::Notice::lines_are_paragraphs`].
    pub lines_are_paragraphs: bool,
    /// See [`crate::notice::Notice::continued_lines`].
    pub continued_lines: Vec<usize>,
    /// Images, attachments and links.
    pub links: Vec<Link>,
}

/// A line of the outline or a paragraph.
#[derive(Clone, Debug)]
pub struct TextRow {
    /// Its words in the normalised text, without Markdown's marks.
    pub range: Range<usize>,
    /// Its kind in Markdown.
    pub mark: Mark,
    /// Whether a blank line precedes it.
    pub gap: bool,
    /// Whether a page number precedes it.
    pub opens_page: bool,
}

/// Kind of a row in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Words.
    Text,
    /// A heading of a level from 1.
    Heading(u8),
    /// A line that is bold from end to end.
    Bold,
    /// The head of a table, as ranges of the normalised text.
    Head(Vec<Range<usize>>),
    /// A row of a table.
    Cells(Vec<Range<usize>>),
}

impl TextLayout<'_> {
    /// The normalised words of a row.
    pub fn text(&self, row: usize) -> &str {
        self.rows.get(row).map(|row| self.normal.of_range(&row.range)).unwrap_or_default()
    }

    /// Whether a bullet precedes a row: ▶…, - ….
    pub fn is_bulleted(&self, row: usize) -> bool {
        let start = self.rows.get(row).map_or(0, |row| row.range.start);
        let before = &self.normal.text()[..start];
        let bullet = before.trim_end_matches(' ');
        bullet.ends_with(BULLETS) || bullet.len() < before.len() && bullet.ends_with(['-', '*', '+'])
    }

    /// The words the source shows for a range of the normalised text, blanks between Han characters and the marks of
    /// links and code dropped.
    pub fn shown(&self, range: &Range<usize>) -> String {
        use unicode_normalization::UnicodeNormalization;
        let shown = self.normal.source_text(self.source, range);
        let shown = unmarked(&shown).into_owned();
        // Han characters and their punctuation are composed already.
        let composed = |c: char| matches!(c, '\0'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
        if shown.chars().all(composed) { shown } else { shown.nfc().collect() }
    }

    /// A value read from a range of the normalised text.
    pub fn found<T>(&self, value: T, from: Origin, confidence: Confidence, range: &Range<usize>) -> Found<T> {
        let span = self.normal.span(range);
        Found::stated(value, from, self.lines.line_of(span.start), span).with_confidence(confidence)
    }
}

/// Signs that open a line and say nothing.
pub(super) const BULLETS: [char; 28] = [
    '•', '▪', '◦', '▲', '△', '◆', '◇', '■', '□', '★', '☆', '▶', '►', '➤', '➢', '●', '○', '◎', '※', '❖', '▍', '▌', '▎',
    '✦', // Wingdings, as Word leaves them in plain text.
    '\u{f06c}', '\u{f0b7}', '\u{f0d8}', '\u{f0a8}',
];
