//! Lines of a text: converts byte offsets to line and column.

use std::sync::OnceLock;

use super::span::Span;

/// Bytes between two offsets whose code points are counted in advance; a line may be as long as a file.
const STEP: usize = 1024;

/// The byte order mark in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A position for people: both numbers start at 1, columns count code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
}

/// The lines of a text. `\n` ends a line; a `\r` before it belongs to the line end.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Offset of the first byte of each line.
    starts: Vec<usize>,
    /// Number of code points, without byte order marks, before every [`STEP`]th byte; counted on first use.
    counts: OnceLock<Vec<usize>>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of `text`.
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts, counts: OnceLock::new() }
    }

    /// The whole text.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Number of lines; a text that ends with `\n` has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line, from 1, that holds `offset`.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Line and column of `offset`; a byte order mark takes no column.
    pub fn line_column_of(&self, offset: usize) -> LineColumn {
        let line = self.line_of(offset);
        let start = self.starts[line - 1];
        let end = offset.clamp(start, self.text.len());
        LineColumn { line, column: self.code_points_before(end) - self.code_points_before(start) + 1 }
    }

    /// Line and column of the start and the end of `span`.
    pub fn line_columns_of(&self, span: Span) -> (LineColumn, LineColumn) {
        (self.line_column_of(span.start), self.line_column_of(span.end.max(span.start)))
    }

    /// Number of code points, without byte order marks, before `offset`.
    fn code_points_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let code_points_in = |from: usize, to: usize| {
            let marks = memchr::memchr_iter(BYTE_ORDER_MARK[0], &bytes[from..to])
                .filter(|at| bytes[from + at..].starts_with(BYTE_ORDER_MARK));
            bytes[from..to].iter().filter(|byte| !is_continuation_byte(**byte)).count() - marks.count()
        };
        let counts = self.counts.get_or_init(|| {
            let mut counts = vec![0];
            for step in 1..=self.text.len() / STEP {
                counts.push(counts[step - 1] + code_points_in((step - 1) * STEP, step * STEP));
            }
            counts
        });
        let step = offset / STEP;
        counts[step] + code_points_in(step * STEP, offset)
    }

    /// The range of a line, from 1, without its line end; empty at the text's end for a line beyond the last.
    pub fn span_of(&self, line: usize) -> Span {
        let Some(&start) = self.starts.get(line.saturating_sub(1)) else {
            return Span::at(self.text.len());
        };
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        Span::new(start, end)
    }

    /// The ranges of all lines without their ends, first to last.
    pub fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        (1..=self.count()).map(|line| self.span_of(line))
    }
}

/// Whether a byte of a text continues a code point.
const fn is_continuation_byte(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_code_points_and_skip_the_byte_order_mark() {
        let text = "\u{feff}标题：一\r\n日期：𠮷x\n";
        let lines = Lines::of(text);
        assert_eq!(lines.line_column_of(3), LineColumn { line: 1, column: 1 });
        let x = text.find('x').map(|at| lines.line_column_of(at));
        assert_eq!(x, Some(LineColumn { line: 2, column: 5 }));
        assert_eq!(lines.span_of(1).of(text), "\u{feff}标题：一");
        assert_eq!(lines.count(), 3);
        assert!(lines.span_of(9).is_empty());
    }

    #[test]
    fn a_line_may_be_as_long_as_a_file() {
        let line = "整改a𠮷".repeat(STEP);
        let text = format!("一\n{line}");
        let lines = Lines::of(&text);
        for (column, (at, _)) in line.char_indices().enumerate().step_by(97) {
            assert_eq!(lines.line_column_of("一\n".len() + at), LineColumn { line: 2, column: column + 1 });
        }
        assert_eq!(lines.line_column_of(text.len() + 9), LineColumn { line: 2, column: 4 * STEP + 1 });
    }
}
