//! A line of a file with carets under the text of a finding, aligned by display width.

use unicode_width::UnicodeWidthChar;

use super::finding_text::visible;
use crate::text::lines::Lines;
use crate::text::span::Span;

/// Most terminal cells of an excerpt.
const WIDEST: usize = 96;
/// Cells kept before the marked text if the line is cut.
const BEFORE: usize = 32;

/// An excerpt of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The line as displayed.
    pub(super) line: String,
    /// Cells before the carets.
    pub(super) indent: usize,
    /// Cells with carets.
    pub(super) carets: usize,
}

/// A character as displayed: itself or a replacement.
struct DisplayCell {
    character: char,
    width: usize,
    marked: bool,
}

/// The first line of `span`; a long line is cut around it, a tab is four blanks.
pub(super) fn excerpt(lines: &Lines, span: Span) -> Excerpt {
    let line = lines.span_of(lines.line_of(span.start));
    let mut cells: Vec<DisplayCell> = Vec::new();
    for (at, c) in line.of(lines.text()).char_indices() {
        let at = line.start + at;
        let marked = span.contains(at) || span.is_empty() && span.start == at;
        if c == '\u{feff}' {
            continue;
        }
        let (character, times) = if c == '\t' { (' ', 4) } else { (visible(c), 1) };
        let width = character.width().unwrap_or(0);
        cells.extend((0..times).map(|_| DisplayCell { character, width, marked }));
    }
    let first = cells.iter().position(|cell| cell.marked).unwrap_or(cells.len());
    let from = if width_of(&cells) <= WIDEST { 0 } else { cut_before(&cells, first) };
    let mut displayed = String::new();
    let (mut indent, mut carets, mut width) = (0, 0, 0);
    if from > 0 {
        displayed.push('…');
        width = 1;
    }
    for (at, cell) in cells.iter().enumerate().skip(from) {
        if at == first {
            indent = width;
        }
        if width + cell.width > WIDEST {
            displayed.push('…');
            break;
        }
        displayed.push(cell.character);
        width += cell.width;
        carets += if cell.marked { cell.width } else { 0 };
    }
    if first == cells.len() {
        indent = width;
    }
    Excerpt { line: displayed.trim_end().to_owned(), indent, carets: carets.max(1) }
}

/// Start of an excerpt with about [`BEFORE`] cells before `first`.
fn cut_before(cells: &[DisplayCell], first: usize) -> usize {
    let mut cells_left = BEFORE;
    let mut from = first;
    while from > 0 && cells[from - 1].width <= cells_left {
        from -= 1;
        cells_left -= cells[from].width;
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
    fn excerpt_of(text: &str, span: Span) -> Excerpt {
        excerpt(&Lines::of(text), span)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn carets_are_under_the_words(
            before in "[一-龥a-z0-9“”（），、 𠮷]{0,90}",
            words in "[一-龥Ａ-Ｚ]{1,10}",
            after in "[一-龥a-z0-9“”（），、 ]{0,90}",
        ) {
            let text = format!("上一行\n{before}{words}{after}\n下一行");
            let start = "上一行\n".len() + before.len();
            let found = excerpt_of(&text, Span::new(start, start + words.len()));
            let (mut cell, mut under) = (0, String::new());
            for c in found.line.chars() {
                if cell >= found.indent && cell < found.indent + found.carets {
                    under.push(c);
                }
                cell += c.width().unwrap_or(0);
            }
            prop_assert_eq!(&under, &words, "{:?}", found);
            prop_assert!(found.line.width() <= WIDEST + 1);
        }
    }

    #[test]
    fn the_end_of_a_line_and_of_a_text_have_carets() {
        assert_eq!(excerpt_of("标题", Span::at(6)), Excerpt { line: "标题".to_owned(), indent: 4, carets: 1 });
        assert_eq!(excerpt_of("", Span::at(0)), Excerpt { line: String::new(), indent: 0, carets: 1 });
        let escape = excerpt_of("a\u{1b}[31mb\u{202e}c", Span::new(1, 2));
        assert_eq!(escape.line, "a\u{fffd}[31mb\u{fffd}c");
        // a character without width takes a cell as its replacement does, and so the carets after it are aligned
        let blank = excerpt_of("县\u{200b}委", Span::new(6, 9));
        assert_eq!((blank.line.as_str(), blank.indent), ("县\u{fffd}委", 3));
    }
}
