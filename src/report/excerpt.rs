//! A line of a file with carets under the text of a finding, aligned by display width.

use unicode_width::UnicodeWidthChar;

use super::Sheet;
use super::finding_text::visible;
use crate::text::span::Span;

/// How many terminal cells of a line are shown at most.
const WIDEST: usize = 96;
/// Cells kept before the marked text if the line is cut.
const BEFORE: usize = 32;

/// An excerpt: the line as displayed, and the cells of its carets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) shown: String,
    pub(super) indent: usize,
    pub(super) carets: usize,
}

/// A character as displayed: itself or a replacement.
struct DisplayCell {
    shown: char,
    width: usize,
    marked: bool,
}

/// The first line of `span`; a long line is cut around it, a tab is four blanks.
pub(super) fn excerpt(sheet: &Sheet, span: Span) -> Excerpt {
    let line = sheet.lines.span_of(sheet.lines.line_of(span.start));
    let mut cells: Vec<DisplayCell> = Vec::new();
    for (at, c) in line.of(sheet.text).char_indices() {
        let at = line.start + at;
        let marked = span.contains(at) || span.is_empty() && span.start == at;
        let (c, times) = if c == '\t' { (' ', 4) } else { (visible(c), 1) };
        let width = c.width().unwrap_or(0);
        if c != '\u{feff}' {
            cells.extend((0..times).map(|_| DisplayCell { shown: c, width, marked }));
        }
    }
    let first = cells.iter().position(|cell| cell.marked).unwrap_or(cells.len());
    let from = if width_of(&cells) <= WIDEST { 0 } else { cut_before(&cells, first) };
    let mut shown = String::new();
    let (mut indent, mut carets, mut width) = (0, 0, 0);
    if from > 0 {
        shown.push('…');
        width = 1;
    }
    for (at, cell) in cells.iter().enumerate().skip(from) {
        if at == first {
            indent = width;
        }
        if width + cell.width > WIDEST {
            shown.push('…');
            break;
        }
        shown.push(cell.shown);
        width += cell.width;
        carets += if cell.marked { cell.width } else { 0 };
    }
    if first == cells.len() {
        indent = width;
    }
    Excerpt { shown: shown.trim_end().to_owned(), indent, carets: carets.max(1) }
}

/// Start of an excerpt with about [`BEFORE`] cells before `first`.
fn cut_before(cells: &[DisplayCell], first: usize) -> usize {
    let mut room = BEFORE;
    let mut from = first;
    while from > 0 && cells[from - 1].width <= room {
        from -= 1;
        room -= cells[from].width;
    }
    from
}

fn width_of(cells: &[DisplayCell]) -> usize {
    cells.iter().map(|cell| cell.width).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::text::lines::Lines;

    fn excerpt_of(text: &str, span: Span) -> Excerpt {
        excerpt(&Sheet { text, lines: Lines::of(text) }, span)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn carets_stand_under_the_words(
            before in "[一-龥a-z0-9“”（），、 𠮷]{0,90}",
            words in "[一-龥Ａ-Ｚ]{1,10}",
            after in "[一-龥a-z0-9“”（），、 ]{0,90}",
        ) {
            let text = format!("上一行\n{before}{words}{after}\n下一行");
            let start = "上一行\n".len() + before.len();
            let found = excerpt_of(&text, Span::new(start, start + words.len()));
            let (mut cell, mut under) = (0, String::new());
            for c in found.shown.chars() {
                if cell >= found.indent && cell < found.indent + found.carets {
                    under.push(c);
                }
                cell += c.width().unwrap_or(0);
            }
            prop_assert_eq!(&under, &words, "{:?}", found);
            prop_assert!(found.shown.width() <= WIDEST + 1);
        }
    }

    #[test]
    fn the_end_of_a_line_and_of_a_text_have_carets() {
        assert_eq!(excerpt_of("标题", Span::at(6)), Excerpt { shown: "标题".to_owned(), indent: 4, carets: 1 });
        assert_eq!(excerpt_of("", Span::at(0)), Excerpt { shown: String::new(), indent: 0, carets: 1 });
        let escape = excerpt_of("a\u{1b}[31mb\u{202e}c", Span::new(1, 2));
        assert_eq!(escape.shown, "a\u{fffd}[31mb\u{fffd}c");
    }
}
