//! Distinguishes line ends that wrap a paragraph from those that end one.

use super::blocks::{BlockKind, MarkdownBlock};
use super::furniture::is_furniture;
use super::indents::{INDENT, Indents};
use super::label;
use super::number;
use super::text_layout::{Mark, TextLayout, TextRow};
use super::title;
use crate::text::span::Span;

/// The line ends that only wrap a paragraph, as places in the source; says also whether lines are paragraphs here.
///
/// A wrapped line is about as wide as the widest; in text that came from a word processor lines end where sentences
/// or headings do. There, only a line that breaks off inside a quote or after a comma goes on.
pub(super) fn joints(page: &mut TextLayout<'_>, blocks: &[MarkdownBlock]) -> Vec<Span> {
    let texts = page.rows.iter().filter(|row| row.mark == Mark::Text);
    let widest = texts.map(|row| width(page.normal.of_range(&row.range))).max().unwrap_or(0);
    let (mut wraps, mut open, mut natural) = (Vec::new(), Vec::new(), 0usize);
    let mut unended = Vec::new();
    let mut indents = Indents::default();
    for pair in page.rows.windows(2) {
        let indented =
            pair[1].mark == Mark::Text && indent(page.source, page.normal.span(&pair[1].range).start) >= INDENT;
        if indented {
            indents.indented(!pair[1].gap);
        }
        let Some(seam) = seam(page, blocks, pair) else { continue };
        let before = page.normal.of_range(&pair[0].range);
        let ended = before.ends_with(ENDS);
        if seam.inside && !seam.opens && !indented {
            indents.bare(line_width(page, &pair[0]), seam.at);
        }
        if seam.opens || ended || number::read(before).is_some_and(|_| width(before) < 80) {
            natural += usize::from(seam.inside);
        }
        // Furniture does not end as sentences do; most lines need no closer look.
        if seam.opens || !ended && is_furniture(before) {
            continue;
        }
        if seam.inside && width(before) * 10 >= widest * 8 {
            wraps.push(seam.at);
        }
        if seam.inside && !ended && !indented && !closes_title(before) {
            unended.push((width(before), seam.at));
        }
        let page_end = seam.over_page && !ended && (number::read(before).is_none() || width(before) >= 80);
        if has_open_quote(before)
            || seam.inside && before.ends_with(['，', '、', ','])
            || page_end && width(before) >= 40
        {
            open.push(seam.at);
        }
    }
    page.lines_are_paragraphs = natural > 0 && natural * 2 >= wraps.len();
    let wraps = match indents.wraps() {
        Some((told, within)) => {
            page.lines_are_paragraphs |= within;
            told
        }
        None if page.lines_are_paragraphs => wrapped(&unended),
        None => wraps,
    };
    let mut all: Vec<Span> = wraps.into_iter().chain(open).collect();
    all.sort_unstable_by_key(|joint| joint.start);
    all.dedup();
    all
}

/// The ends of lines that break off where the text was wrapped, among ends of lines that close no sentence: several of
/// one width. Headings end anywhere.
fn wrapped(unended: &[(usize, Span)]) -> Vec<Span> {
    let mut counts = [0usize; WIDEST_WRAP];
    unended.iter().filter(|(width, _)| *width < WIDEST_WRAP).for_each(|(width, _)| counts[*width] += 1);
    let alike = |width: usize| counts[width + 1 - WRAP_SLACK..=width].iter().sum::<usize>();
    let Some(width) = (NARROWEST_WRAP..WIDEST_WRAP).max_by_key(|width| (alike(*width), *width)) else {
        return Vec::new();
    };
    if alike(width) < FEWEST_WRAPS {
        return Vec::new();
    }
    let wraps = unended.iter().filter(|(own, _)| (width + 1 - WRAP_SLACK..=width).contains(own));
    wraps.map(|(_, at)| *at).collect()
}

/// Columns between which texts are wrapped, and by how many lines of one text differ: a mark or a number that may not
/// be parted moves to the next line.
const NARROWEST_WRAP: usize = 40;
const WIDEST_WRAP: usize = 160;
const WRAP_SLACK: usize = 4;

/// How many lines of one width show that a text was wrapped.
const FEWEST_WRAPS: usize = 3;

/// How wide a line is, in columns: two for a Chinese character, one for a letter. Blanks do not count: those that a
/// conversion left must not decide where lines wrap.
fn width(line: &str) -> usize {
    // Few enough bytes at a time that their columns fit a byte, so that many are counted at once.
    const FEW: usize = 64;
    let columns = |byte: &u8| u8::from(*byte != b' ' && *byte < 0x80) + 2 * u8::from(*byte >= 0xc0);
    line.as_bytes().chunks(FEW).map(|bytes| usize::from(bytes.iter().map(columns).sum::<u8>())).sum()
}

/// The columns of blanks between the start of a line and `place` in it.
fn indent(source: &str, place: usize) -> usize {
    let columns = |c: char| if c.is_ascii() { 1 } else { 2 };
    source[..place].chars().rev().take_while(|c| *c != '\n' && c.is_whitespace()).map(columns).sum()
}

/// How wide a row's line is in the source, indent included: full-width digits are as wide as Chinese characters there.
fn line_width(page: &TextLayout<'_>, row: &TextRow) -> usize {
    let span = page.normal.span(&row.range);
    let start = memchr::memrchr(b'\n', &page.source.as_bytes()[..span.start]).map_or(0, |at| at + 1);
    width(&page.source[start..span.end])
}

/// Whether a numbered line is a whole title, which no other line goes on with: （三）关于“…”的问题, （四）…〔已完成〕.
fn closes_title(line: &str) -> bool {
    let closes = ["问题", "整改"].iter().any(|end| line.ends_with(end)) || title::status_bracket(line).is_some();
    closes && number::read(line).is_some()
}

/// Marks a paragraph ends with.
const ENDS: [char; 12] = ['。', '；', '！', '？', '：', '”', '）', '.', ';', ':', ')', '》'];

/// Where two rows meet.
struct Seam {
    /// The source between them: a line end, and the page number if there is one.
    at: Span,
    /// Whether the number of a page does.
    over_page: bool,
    /// Whether Markdown sees one paragraph.
    inside: bool,
    /// Whether the second row opens something: a number, a label, 一是.
    opens: bool,
}

fn seam(page: &TextLayout<'_>, blocks: &[MarkdownBlock], pair: &[TextRow]) -> Option<Seam> {
    let over_page = pair[1].opens_page;
    if pair[1].gap && !over_page || pair[0].mark != Mark::Text || pair[1].mark != Mark::Text {
        return None;
    }
    let after = page.normal.of_range(&pair[1].range);
    let end = page.normal.span(&pair[0].range).end;
    let next = page.normal.span(&pair[1].range).start;
    let last = memchr::memrchr(b'\n', &page.source.as_bytes()[..next]).filter(|at| *at >= end)?;
    let first = if over_page { end + memchr::memchr(b'\n', &page.source.as_bytes()[end..=last])? } else { last };
    let at = Span::new(first, last + 1);
    let block = blocks.partition_point(|block| block.span.start < end).checked_sub(1).map(|at| &blocks[at]);
    let inside = block.is_some_and(|block| block.span.contains(next) && block.kind == BlockKind::Paragraph);
    let opens = number::read(after).is_some() || label::read(after).is_some() || label::is_measure(after);
    Some(Seam { at, over_page, inside, opens })
}

fn has_open_quote(text: &str) -> bool {
    if text.len() >= 400 {
        return false;
    }
    // “ and ” are three bytes each, which differ in the last.
    let marks = memchr::memchr_iter(0xe2, text.as_bytes()).map(|at| text.as_bytes().get(at..at + 3));
    let balance = marks.map(|mark| match mark {
        Some([_, 0x80, 0x9c]) => 1,
        Some([_, 0x80, 0x9d]) => -1,
        _ => 0,
    });
    balance.sum::<i32>() > 0
}
