//! From Markdown's blocks to rows: headings, bold lines, cells of tables, and words without their marks.

use std::ops::Range;

use super::blocks::{BlockKind, MarkdownBlock};
use super::text_layout::{BULLETS, Mark, TextRow};
use super::title;
use crate::notice::status;
use crate::text::normal::Normal;
use crate::text::span::Span;

pub(super) fn rows(normal: &Normal, source: &str, blocks: &[MarkdownBlock]) -> Vec<TextRow> {
    let text = normal.text();
    let (mut rows, mut start, mut next, mut gap, mut opens_page) = (Vec::new(), 0, 0, false, false);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    for end in ends {
        let line = start..end;
        start = end + 1;
        if line.is_empty() {
            gap = true;
            continue;
        }
        let span = normal.span(&line);
        while blocks.get(next).is_some_and(|block| block.span.start <= span.start) {
            next += 1;
        }
        let block = next.checked_sub(1).map(|at| &blocks[at]).filter(|block| span.start < block.span.end);
        let kind = block.map_or(BlockKind::Other, |block| block.kind);
        let text = normal.of_range(&line);
        if kind == BlockKind::Code || is_rule(text) {
            opens_page |= is_page_number(text);
            continue;
        }
        let mark = mark(normal, source, &line, span, block);
        let range = without_marks(text, line.start, matches!(mark, Mark::Heading(_)));
        if !range.is_empty() && !is_picture(normal.of_range(&range)) {
            rows.push(TextRow { range, mark, gap, opens_page });
            (gap, opens_page) = (false, false);
        }
    }
    let piped: Vec<usize> = (0..rows.len()).filter(|row| is_piped(normal, &rows, *row)).collect();
    for row in piped {
        let range = rows[row].range.clone();
        let mark = pipe(normal.of_range(&range));
        rows[row].mark = Mark::Cells(cells(normal, source, &range, mark));
    }
    rows
}

/// Whether a row of words is one of several that the same number of `|` parts, as where a table was pasted.
fn is_piped(normal: &Normal, rows: &[TextRow], row: usize) -> bool {
    let pipes = |row: Option<&TextRow>| {
        let row = row.filter(|row| row.mark == Mark::Text)?;
        let text = normal.of_range(&row.range);
        Some(text.matches(pipe(text)).count()).filter(|count| *count > 0)
    };
    let own = pipes(rows.get(row));
    own.is_some() && (own == pipes(rows.get(row + 1)) || row > 0 && own == pipes(rows.get(row - 1)))
}

/// The sign that parts the cells of a pasted row.
fn pipe(text: &str) -> char {
    if text.contains('｜') { '｜' } else { '|' }
}

/// Whether a row is nothing but pictures: `![展厅](展厅.png)`.
fn is_picture(text: &str) -> bool {
    let mut rest = text;
    while let Some(inner) = rest.strip_prefix("![") {
        let Some(end) = inner.find("](").and_then(|at| Some(at + inner[at..].find(')')? + 1)) else { return false };
        rest = inner[end..].trim_start();
    }
    rest.is_empty()
}

/// Kind of a line in Markdown.
fn mark(normal: &Normal, source: &str, line: &Range<usize>, span: Span, block: Option<&MarkdownBlock>) -> Mark {
    let text = normal.of_range(line);
    match block.map_or(BlockKind::Other, |block| block.kind) {
        BlockKind::Heading(level) if span.of(source).trim_start().starts_with('#') || is_one_line(source, block) => {
            Mark::Heading(level)
        }
        BlockKind::Head => Mark::Head(cells(normal, source, line, '|')),
        BlockKind::Cells => Mark::Cells(cells(normal, source, line, '|')),
        _ if text.contains('\t') => Mark::Cells(cells(normal, source, line, '\t')),
        _ if is_bold(with_stars(source, span)) => Mark::Bold,
        _ => Mark::Text,
    }
}

/// A line of `-`, `=`, `*`, `|:-`, or a page number between dashes.
fn is_rule(text: &str) -> bool {
    text.starts_with(RULES) && (is_page_number(text) || text.trim_matches(RULES).is_empty())
}

const RULES: [char; 12] = ['-', '=', '*', '_', '|', ':', ' ', '—', '–', '·', '`', '~'];

/// — 3 —
fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(RULES);
    let digits = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    digits && text.len() > bare.len() && text.starts_with(['-', '—', '–', '·'])
}

/// Whether an underlined heading is a single line of words over its underline.
fn is_one_line(source: &str, block: Option<&MarkdownBlock>) -> bool {
    block.is_some_and(|block| block.span.of(source).trim_end().lines().count() == 2)
}

/// The words of a line with the `**` around them, which the normalised text drops.
fn with_stars(source: &str, span: Span) -> &str {
    let bytes = source.as_bytes();
    let stars = |b: &&u8| **b == b'*';
    let before = bytes[..span.start].iter().rev().take_while(stars).count();
    let behind = bytes[span.end..].iter().take_while(stars).count();
    Span::new(span.start - before, span.end + behind).of(source)
}

/// Whether a line is bold from end to end; a status may follow or a bracket with one precede: **…**【已完成】,
/// **…：**已完成, 【已完成】**…**.
fn is_bold(line: &str) -> bool {
    let line = line.trim().trim_end_matches(['。', '：', ':', '；']);
    let line = line.trim_start_matches(['-', '+', ' ', '>']);
    let line = title::leading_bracket(line).map_or(line, |(bracket, _)| line[bracket.end..].trim_start());
    let Some((bold, behind)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) else { return false };
    let bracket = behind.trim().trim_start_matches(['。', '：', ':']);
    !bold.is_empty()
        && (bracket.is_empty() || title::whole_bracket(bracket).is_some() || status::read(bracket).is_some())
}

/// The cells of a table row, as ranges of the normalised text, parted by `mark`. A `\|` parts none; the normalised text
/// holds no backslash, so the source is asked.
fn cells(normal: &Normal, source: &str, row: &Range<usize>, mark: char) -> Vec<Range<usize>> {
    let text = normal.of_range(row);
    let width = mark.len_utf8();
    let is_escaped = |at: usize| {
        let place = normal.span(&(row.start + at..row.start + at + width)).start;
        source.as_bytes()[..place].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
    };
    let marks: Vec<usize> = text.match_indices(mark).map(|(at, _)| at).filter(|at| !is_escaped(*at)).collect();
    let is_outer = |at: usize| mark == '|' && (text[..at].trim().is_empty() || text[at + width..].trim().is_empty());
    let first = marks.first().filter(|at| mark == '|' && text[..**at].trim().is_empty()).map_or(0, |at| at + width);
    let last = marks.last().filter(|at| **at >= first && is_outer(**at)).map_or(text.len(), |at| *at);
    let inner = marks.iter().copied().filter(|at| (first..last).contains(at));
    let starts = std::iter::once(first).chain(inner.clone().map(|at| at + width));
    let ends = inner.chain(std::iter::once(last));
    let cell = |(from, to): (usize, usize)| {
        let words = &text[from..to.max(from)];
        let lead = words.len() - words.trim_start().len();
        let start = row.start + from + lead;
        start..start + words.trim().len()
    };
    starts.zip(ends).map(cell).collect()
}

/// The words of a line after `#`, `>` and bullets.
fn without_marks(text: &str, start: usize, heading: bool) -> Range<usize> {
    let mut words = text;
    loop {
        let before = words;
        words = words.trim_start_matches(['>', ' ']).trim_start_matches(BULLETS);
        if heading {
            words = words.trim_start_matches('#');
        }
        if let Some(rest) = ["- ", "* ", "+ "].iter().find_map(|bullet| words.strip_prefix(bullet)) {
            // - [x] …: a list of tasks
            words = ["[x] ", "[X] ", "[ ] "].iter().find_map(|tick| rest.strip_prefix(tick)).unwrap_or(rest);
        }
        if words.len() == before.len() {
            break;
        }
    }
    let from = start + (text.len() - words.len());
    // *（二）…*: a line in italics.
    let slanted = words.strip_prefix('*').and_then(|rest| rest.trim_end().strip_suffix('*'));
    if let Some(inner) = slanted.filter(|inner| !inner.is_empty() && !inner.contains('*')) {
        return from + 1..from + 1 + inner.len();
    }
    let words = if heading { words.trim_end_matches(['#', ' ']) } else { words.trim_end() };
    from..from + words.len()
}
