//! Lines that look like Markdown headings but are not.

use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::han::{is_blank, is_han};
use crate::text::lines::Lines;
use crate::text::numeral;
use crate::text::span::Span;

const HEADING_WITHOUT_BLANK: &str = "heading-without-blank";

pub(super) const RULES: &[Rule] = &[Rule::warning(HEADING_WITHOUT_BLANK)
    .says("“{marks}”后面没有半角空格，不是标题", "this is not a heading, because there is no blank after “{marks}”")
    .because(
        "Markdown 的标题是行首一到六个半角 #，后面空一个半角空格，再写标题。少了空格、用了全角空格或全角＃，网页上会原样显示 #，这一部分里的问题也读不出来。",
        "A Markdown heading is one to six ASCII # at the start of a line, a blank, and the words. Without the blank, or with a wide blank or wide ＃, pages show the marks as written and the items below are not read.",
    )
    .found_by(heading_without_blank)];

/// The deepest level of a Markdown heading.
const DEEPEST_LEVEL: usize = 6;

fn heading_without_blank(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let found = |line: Span| {
        let marks = marks(line.of(words))?;
        let span = Span::new(line.start + marks.start, line.start + marks.end);
        let inked = span.of(words).trim_matches(is_blank);
        let start = span.end - span.of(words).trim_start_matches(is_blank).len();
        let written = Span::new(start, start + inked.len());
        let count = inked.chars().count();
        let found = subject.found(HEADING_WITHOUT_BLANK, written).with("marks", inked);
        // **## 一、…**: the mark that closes the bold text would have to move as well
        let is_bold = inked.starts_with(EMPHASIS);
        Some(if is_bold { found } else { found.fixed_by(span, format!("{} ", "#".repeat(count))) })
    };
    Lines::of(words).spans().filter_map(found).collect()
}

/// Marks of bold and italic text.
const EMPHASIS: [char; 2] = ['*', '_'];

/// Most characters by which a line meant as a heading is indented.
const DEEPEST_INDENT: usize = 4;

/// The marks of a line that looks like a heading but is not, with the wide blanks around them.
fn marks(line: &str) -> Option<Span> {
    let inked = line.trim_start_matches(is_blank);
    let indent = &line[..line.len() - inked.len()];
    let bold = inked.len() - inked.trim_start_matches(EMPHASIS).len();
    let is_mark = |c: char| matches!(c, '#' | '＃');
    let rest = inked[bold..].trim_start_matches(is_mark);
    let marks = &inked[bold..inked.len() - rest.len()];
    let title = rest.trim_start_matches(is_blank);
    let words = title.trim_start_matches(EMPHASIS);
    let count = marks.chars().count();
    let is_plain = indent.chars().all(|c| c == ' ');
    let is_heading = is_plain && bold == 0 && !marks.contains('＃') && rest.starts_with([' ', '\t']);
    let is_tag = title.contains(is_mark); // #话题# is no heading
    let is_title = words.starts_with(|c: char| is_han(c) || "（(“《【".contains(c)) || is_numbered(words);
    let is_meant = if count == 1 && rest.len() == title.len() { is_numbered(words) } else { is_title };
    // four ASCII blanks begin code
    let is_near = indent.chars().count() <= DEEPEST_INDENT - usize::from(is_plain);
    let found = is_near && (1..=DEEPEST_LEVEL).contains(&count) && !is_heading && !is_tag && is_meant;
    let start = if is_plain { indent.len() } else { 0 };
    found.then(|| Span::new(start, line.len() - title.len()))
}

/// Whether the text begins with the number of a heading: `一、`, `（二）`, `3.`
fn is_numbered(words: &str) -> bool {
    let inner = words.trim_start_matches(['（', '(']);
    let rest = inner.trim_start_matches(|c| numeral::is_chinese(c) || numeral::digit(c).is_some());
    let has_mark = rest.starts_with(['、', '．', '）', ')']);
    // 1.5 is an amount
    let has_point = rest.strip_prefix('.').is_some_and(|words| !words.starts_with(|c: char| c.is_ascii_digit()));
    rest.len() < inner.len() && (has_mark || has_point)
}
