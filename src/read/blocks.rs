//! From the text behind the front matter to its rows: one line of the outline or one paragraph each.
//!
//! Headings, tables, code and links come from Markdown; everything else is read from the words. The only place of this
//! room that knows the Markdown parser.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::label;
use super::number;
use super::plain::{self, Plain};
use super::title;
use crate::notice::{Confidence, Found, Link, Origin, status};
use crate::text::comments::without_html;
use crate::text::lines::Lines;
use crate::text::markup::unmarked;
use crate::text::normal::Normal;
use crate::text::percent::target_decoded;
use crate::text::span::Span;

/// A text laid out for reading.
pub struct TextLayout<'a> {
    /// The whole source.
    pub source: &'a str,
    /// Its lines.
    pub lines: Lines<'a>,
    /// The normalised twin of what follows the front matter.
    pub normal: Normal,
    /// The rows of the twin that hold words.
    pub rows: Vec<TextRow>,
    /// See [`crate::notice::Notice::lines_are_paragraphs`].
    pub lines_are_paragraphs: bool,
    /// Images, attachments and links.
    pub links: Vec<Link>,
}

/// A line of the outline or a paragraph.
#[derive(Clone, Debug)]
pub struct TextRow {
    /// Its words in the twin, without Markdown's marks.
    pub range: Range<usize>,
    /// What Markdown makes of it.
    pub mark: Mark,
    /// Whether a blank line precedes it.
    pub gap: bool,
    /// Whether a page number precedes it.
    pub opens_page: bool,
}

/// What Markdown makes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Words.
    Text,
    /// A heading of a level from 1.
    Heading(u8),
    /// A line that is bold from end to end.
    Bold,
    /// The head of a table, as ranges of the twin.
    Head(Vec<Range<usize>>),
    /// A row of a table.
    Cells(Vec<Range<usize>>),
}

impl TextLayout<'_> {
    /// The twin's words of a row.
    pub fn text(&self, row: usize) -> &str {
        self.rows.get(row).map(|row| self.normal.of_range(&row.range)).unwrap_or_default()
    }

    /// Whether a bullet stands before a row: ▶…, - ….
    pub fn is_bulleted(&self, row: usize) -> bool {
        let start = self.rows.get(row).map_or(0, |row| row.range.start);
        let before = &self.normal.text()[..start];
        let bullet = before.trim_end_matches(' ');
        bullet.ends_with(BULLETS) || bullet.len() < before.len() && bullet.ends_with(['-', '*', '+'])
    }

    /// The words the source shows for a range of the twin, blanks between Han characters and the marks of links and code
    /// dropped.
    pub fn shown(&self, range: &Range<usize>) -> String {
        use unicode_normalization::UnicodeNormalization;
        let shown = self.normal.shown(self.source, range);
        let shown = unmarked(&shown).into_owned();
        // Han characters and their punctuation are composed already.
        let composed = |c: char| matches!(c, '\0'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
        if shown.chars().all(composed) { shown } else { shown.nfc().collect() }
    }

    /// A value read from a range of the twin.
    pub fn found<T>(&self, value: T, from: Origin, confidence: Confidence, range: &Range<usize>) -> Found<T> {
        let span = self.normal.span(range);
        Found::stated(value, from, self.lines.line_of(span.start), span).with(confidence)
    }
}

/// Lays out `body` of `source`.
pub fn lay_out(source: &str, body: Span) -> TextLayout<'_> {
    let (blocks, links) = blocks(source, body);
    let mut page = TextLayout {
        source,
        lines: Lines::of(source),
        normal: Normal::of(source, body, &[]),
        rows: Vec::new(),
        lines_are_paragraphs: false,
        links,
    };
    page.rows = rows(&page.normal, source, &blocks);
    let joints = joints(&mut page, &blocks);
    if !joints.is_empty() {
        page.normal = Normal::of(source, body, &joints);
        page.rows = rows(&page.normal, source, &blocks);
    }
    page
}

/// A stretch of the source that Markdown sees as one thing.
struct MarkdownBlock {
    span: Span,
    kind: BlockKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Heading(u8),
    Paragraph,
    Head,
    Cells,
    Code,
    Other,
}

/// Deeper nesting is not looked into.
const DEEPEST: usize = 100;

fn blocks(source: &str, body: Span) -> (Vec<MarkdownBlock>, Vec<Link>) {
    match plain::blocks(body.of(source)) {
        Some(plain) => (plain.into_iter().map(|plain| block(&plain, body.start)).collect(), Vec::new()),
        None => parsed(source, body),
    }
}

/// A block of a plain text that starts at `start` in the source.
fn block(plain: &Plain, start: usize) -> MarkdownBlock {
    let span = Span::new(start + plain.span.start, start + plain.span.end);
    MarkdownBlock { span, kind: plain.level.map_or(BlockKind::Paragraph, BlockKind::Heading) }
}

/// The blocks and links as the Markdown parser sees them.
fn parsed(source: &str, body: Span) -> (Vec<MarkdownBlock>, Vec<Link>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let (mut blocks, mut links, mut depth) = (Vec::new(), Vec::new(), 0usize);
    let seen = without_html(body.of(source));
    for (event, range) in Parser::new_ext(&seen, options).into_offset_iter() {
        let span = Span::new(body.start + range.start, body.start + range.end);
        let tag = match event {
            Event::Start(tag) => tag,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => continue,
        };
        depth += 1;
        let kind = match tag {
            _ if depth > DEEPEST => continue,
            Tag::Heading { level, .. } => BlockKind::Heading(level as u8),
            Tag::Paragraph | Tag::Item => BlockKind::Paragraph,
            Tag::TableHead => BlockKind::Head,
            Tag::TableRow => BlockKind::Cells,
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => BlockKind::Code,
            Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock => BlockKind::Other,
            // <name@example.org> leads to a mailbox
            Tag::Link { link_type: LinkType::Email, .. } => continue,
            Tag::Link { dest_url, .. } => {
                links.push(Link { target: target_decoded(&dest_url), span, image: false });
                continue;
            }
            Tag::Image { dest_url, .. } => {
                links.push(Link { target: target_decoded(&dest_url), span, image: true });
                continue;
            }
            _ => continue,
        };
        blocks.push(MarkdownBlock { span, kind });
    }
    blocks.sort_by_key(|block| block.span.start);
    (blocks, links)
}

fn rows(normal: &Normal, source: &str, blocks: &[MarkdownBlock]) -> Vec<TextRow> {
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

/// What Markdown makes of a line.
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

/// The words of a line with the `**` around them, which the twin drops.
fn with_stars(source: &str, span: Span) -> &str {
    let bytes = source.as_bytes();
    let stars = |b: &&u8| **b == b'*';
    let before = bytes[..span.start].iter().rev().take_while(stars).count();
    let behind = bytes[span.end..].iter().take_while(stars).count();
    Span::new(span.start - before, span.end + behind).of(source)
}

/// Whether a line is bold from end to end; a status may follow or a bracket with one precede: **…**【已完成】, **…：**已完成,
/// 【已完成】**…**.
fn is_bold(line: &str) -> bool {
    let line = line.trim().trim_end_matches(['。', '：', ':', '；']);
    let line = line.trim_start_matches(['-', '+', ' ', '>']);
    let line = title::leading_bracket(line).map_or(line, |(bracket, _)| line[bracket.end..].trim_start());
    let Some((bold, behind)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) else { return false };
    let bracket = behind.trim().trim_start_matches(['。', '：', ':']);
    !bold.is_empty()
        && (bracket.is_empty() || title::whole_bracket(bracket).is_some() || status::read(bracket).is_some())
}

/// The cells of a table row, as ranges of the twin, parted by `mark`. A `\|` parts none; the twin holds no backslash, so
/// the source is asked.
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

/// Signs that open a line and say nothing.
const BULLETS: [char; 28] = [
    '•', '▪', '◦', '▲', '△', '◆', '◇', '■', '□', '★', '☆', '▶', '►', '➤', '➢', '●', '○', '◎', '※', '❖', '▍', '▌', '▎',
    '✦', // Wingdings, as Word leaves them in plain text.
    '\u{f06c}', '\u{f0b7}', '\u{f0d8}', '\u{f0a8}',
];

/// The words of a line behind `#`, `>` and bullets.
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

/// The line ends that only wrap a paragraph, as places in the source; says also whether lines are paragraphs here.
///
/// A wrapped line is about as wide as the widest; in text that came from a word processor lines end where sentences
/// or headings do. There, only a line that breaks off inside a quote or behind a comma goes on.
fn joints(page: &mut TextLayout<'_>, blocks: &[MarkdownBlock]) -> Vec<Span> {
    let texts = page.rows.iter().filter(|row| row.mark == Mark::Text);
    let widest = texts.map(|row| width(page.normal.of_range(&row.range))).max().unwrap_or(0);
    let (mut wraps, mut open, mut natural) = (Vec::new(), Vec::new(), 0usize);
    let mut unended = Vec::new();
    for pair in page.rows.windows(2) {
        let Some(seam) = seam(page, blocks, pair) else { continue };
        let before = page.normal.of_range(&pair[0].range);
        let ended = before.ends_with(ENDS);
        if seam.opens || ended || number::read(before).is_some_and(|_| width(before) < 80) {
            natural += usize::from(seam.inside);
        }
        if seam.opens {
            continue;
        }
        if seam.inside && width(before) * 10 >= widest * 8 {
            wraps.push(seam.at);
        }
        if seam.inside && !ended {
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
    let wraps = if page.lines_are_paragraphs { wrapped(&unended) } else { wraps };
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks by their words, which the parser and we end in different places.
    fn seen(blocks: &[MarkdownBlock], text: &str) -> Vec<(String, Option<u8>)> {
        let level = |kind| if let BlockKind::Heading(level) = kind { Some(level) } else { None };
        blocks.iter().map(|block| (block.span.of(text).trim().to_owned(), level(block.kind))).collect()
    }

    const SOUP: [&str; 40] = [
        "甲",
        "乙。",
        "关于“丙”",
        "　",
        " ",
        "   ",
        "    ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "# ",
        "## ",
        "###### ",
        "####### ",
        "#",
        " #",
        "1.",
        "1. ",
        "2)",
        "2、",
        "- ",
        "-",
        "* ",
        "**",
        "+ ",
        "<",
        "<关",
        "<p>",
        "\\",
        "&amp;",
        "===",
        "---",
        "_",
        "> ",
        "~~~",
        ": ",
        "0",
        "|",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 50_000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_plain_is_what_the_parser_sees(pieces in proptest::collection::vec(0..SOUP.len(), 0..16)) {
            let text: String = pieces.into_iter().map(|at| SOUP[at]).collect();
            if let Some(plain) = plain::blocks(&text) {
                let own: Vec<MarkdownBlock> = plain.iter().map(|plain| block(plain, 0)).collect();
                proptest::prop_assert_eq!(seen(&own, &text), seen(&parsed(&text, Span::new(0, text.len())).0, &text));
            }
        }
    }

    #[test]
    fn plain_blocks_are_what_the_parser_sees() {
        let texts = [
            "标题\n正文一。\n\n  正文二\n三\n",
            "# 一\n## 二\n正文\n### 三\n#四\n####### 七\n\n\n尾",
            "　　缩进\r\n第二行\r\n\r\n1.关于“问题”\r\n2、整改\r\n",
            "<关于条例>的办法\n2024年3月\n   ## 缩进的标题\n",
            "",
            "\n\n",
        ];
        for text in texts {
            let body = Span::new(0, text.len());
            let plain = plain::blocks(text).unwrap_or_else(|| panic!("{text} is plain"));
            let own: Vec<MarkdownBlock> = plain.iter().map(|plain| block(plain, 0)).collect();
            assert_eq!(seen(&own, text), seen(&parsed(text, body).0, text), "{text}");
        }
        for text in ["1. 关于", "- 一", "a | b", "标题\n===", "    code", "<p>", "[a](b)", "> 引", "\t制表", "甲\r乙"]
        {
            assert_eq!(plain::blocks(text), None, "{text}");
        }
    }
}
