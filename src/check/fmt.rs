//! Edits that need no judgement: they remove leftovers of conversions and typing.
//!
//! Numbers, names, quotes, titles and statuses are never touched; code and front matter stay as they are.

use std::collections::BTreeMap;

use super::blanks::{date_spaces, is_layout_line};
use super::prose::{Prose, runs};
use super::residue::bookmarks;
use super::typography::bullet_dots;
use crate::config::Language;
use crate::notice::{Notice, SourcePath};
use crate::read;
use crate::text::han::is_blank;
use crate::text::lines::Lines;
use crate::text::span::Span;

/// A kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// A byte order mark is removed.
    ByteOrderMark,
    /// CRLF becomes LF.
    LineEnds,
    /// Bookmarks of a word processor are removed.
    Bookmarks,
    /// Blanks at the end of a line are removed.
    TrailingBlanks,
    /// Runs of blanks become one.
    BlankRuns,
    /// Blanks inside dates are removed.
    DateBlanks,
    /// • between words becomes ·.
    Bullets,
}

impl EditKind {
    /// Description of the edit.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Self::ByteOrderMark => language.pick("去掉文件头的 BOM", "byte order mark removed"),
            Self::LineEnds => language.pick("换行统一为 LF", "line ends made LF"),
            Self::Bookmarks => language.pick("去掉书签残留", "bookmarks removed"),
            Self::TrailingBlanks => language.pick("去掉行末空格", "blanks at line ends removed"),
            Self::BlankRuns => language.pick("连续空格并为一个", "runs of blanks made one"),
            Self::DateBlanks => language.pick("去掉日期中的空格", "blanks inside dates removed"),
            Self::Bullets => language.pick("间隔号 • 改为 ·", "• between words made ·"),
        }
    }
}

/// A text after its edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// Number of edits of each kind.
    pub edits: BTreeMap<EditKind, usize>,
}

/// One edit.
struct Edit {
    kind: EditKind,
    span: Span,
    replacement: &'static str,
}

/// Makes all edits. Doing it again changes nothing.
pub fn fmt(source: &SourcePath, text: &str) -> Formatted {
    let mut formatted = Formatted { text: text.to_owned(), edits: BTreeMap::new() };
    loop {
        // every edit shortens the text, so this ends
        let mut edits = file_edits(&formatted.text);
        if edits.is_empty() {
            let notice = read::read(source, &formatted.text).notice;
            edits = self::edits(&notice, &formatted.text);
        }
        if edits.is_empty() {
            return formatted;
        }
        formatted.edit(&edits);
    }
}

impl Formatted {
    /// Applies `edits`; of two that overlap only the first.
    fn edit(&mut self, edits: &[Edit]) {
        let mut edited = String::with_capacity(self.text.len());
        let mut done = 0;
        for edit in edits.iter() {
            if edit.span.start < done {
                continue;
            }
            edited.push_str(&self.text[done..edit.span.start]);
            edited.push_str(edit.replacement);
            done = edit.span.end;
            *self.edits.entry(edit.kind).or_default() += 1;
        }
        edited.push_str(&self.text[done..]);
        self.text = edited;
    }
}

fn file_edits(text: &str) -> Vec<Edit> {
    let mark = text.starts_with('\u{feff}').then_some(Edit {
        kind: EditKind::ByteOrderMark,
        span: Span::new(0, '\u{feff}'.len_utf8()),
        replacement: "",
    });
    // some conversions write \r\r\n
    let ends = text.match_indices('\n').filter_map(|(at, _)| {
        let start = text[..at].trim_end_matches('\r').len();
        (start < at).then_some(Edit { kind: EditKind::LineEnds, span: Span::new(start, at + 1), replacement: "\n" })
    });
    mark.into_iter().chain(ends).collect()
}

fn edits(notice: &Notice, text: &str) -> Vec<Edit> {
    let prose = Prose::of(notice, text);
    let edit = |kind, replacement| move |span| Edit { kind, span, replacement };
    let mut edits: Vec<Edit> = bookmarks(&prose).map(edit(EditKind::Bookmarks, "")).collect();
    edits.extend(date_spaces(prose.words()).into_iter().map(edit(EditKind::DateBlanks, "")));
    edits.extend(bullet_dots(prose.words()).map(edit(EditKind::Bullets, "·")));
    let lines = Lines::of(prose.words());
    let mut in_table = false;
    for number in 1..=lines.count() {
        let line = lines.span_of(number);
        let words = line.of(prose.words());
        in_table = words.contains('|') || in_table && !words.trim_matches(ASCII_BLANKS).is_empty();
        let goes_on = !lines.span_of(number + 1).of(prose.words()).trim().is_empty();
        let is_lone = !goes_on && (number == 1 || lines.span_of(number - 1).of(prose.words()).trim().is_empty());
        if matter_to_markdown(words, in_table, is_lone) {
            continue;
        }
        edits.extend(
            trailing(prose.words(), line, goes_on && !notice.lines_are_paragraphs)
                .map(edit(EditKind::TrailingBlanks, "")),
        );
        edits.extend(inner_runs(prose.words(), line).map(edit(EditKind::BlankRuns, " ")));
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits
}

/// The blanks of Markdown.
const ASCII_BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Whether the blanks at the end of a line have a meaning in Markdown: wide ones turn an empty line into a paragraph, and
/// wide ones and tabs decide whether a line is a row of a table.
fn matter_to_markdown(line: &str, in_table: bool, is_lone: bool) -> bool {
    let inked = line.trim_end();
    let tail = &line[inked.len()..];
    in_table && !tail.trim_matches([' ', '\r', '\n']).is_empty()
        || inked.is_empty() && !is_lone && !tail.trim_matches(ASCII_BLANKS).is_empty()
}

/// The blanks at the end of a line; two or more before another line of the paragraph are a line break of Markdown and are kept.
fn trailing(words: &str, line: Span, goes_on: bool) -> Option<Span> {
    let text = line.of(words);
    let inked = text.trim_end_matches(is_blank);
    let tail = Span::new(line.start + inked.len(), line.end);
    let breaks_line = goes_on && !inked.is_empty() && tail.of(words) == "  ";
    // masked bytes before the blanks may be code, in which blanks matter
    let after_code = inked.ends_with('\0');
    (!tail.is_empty() && !breaks_line && !after_code).then_some(tail)
}

/// Runs of blanks between words outside of quotes, titles and tables.
fn inner_runs(words: &str, line: Span) -> impl Iterator<Item = Span> + '_ {
    let text = line.of(words);
    let inked = text.trim_matches(is_blank);
    let start = line.start + text.len() - text.trim_start_matches(is_blank).len();
    let is_layout = inked.starts_with(['|', '#']) || is_layout_line(inked) || inked.contains('|');
    let runs = runs(inked, is_blank).filter(move |run| !is_layout && run.of(inked).chars().nth(1).is_some());
    let (mut quotes, mut seen) = (OpenQuotes::default(), 0);
    runs.filter(move |run| {
        inked[seen..run.start].chars().for_each(|c| quotes.pass(c));
        seen = run.start;
        !quotes.any()
    })
    .map(move |run| Span::new(start + run.start, start + run.end))
}

/// The quotes and titles that are open at a position of a line.
#[derive(Default)]
struct OpenQuotes {
    depths: [i32; QUOTES.len()],
    is_ascii_open: bool,
}

const QUOTES: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('《', '》'), ('「', '」'), ('『', '』')];

impl OpenQuotes {
    fn pass(&mut self, c: char) {
        for (depth, (open, close)) in self.depths.iter_mut().zip(QUOTES) {
            *depth += i32::from(c == open) - i32::from(c == close);
        }
        self.is_ascii_open ^= c == '"';
    }

    fn any(&self) -> bool {
        self.is_ascii_open || self.depths.iter().any(|depth| *depth > 0)
    }
}
