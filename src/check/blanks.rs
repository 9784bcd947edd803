//! Blanks where Chinese text should have none.

use super::prose::{Paragraph, ParagraphForm, runs};
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::han::{is_blank, is_han, is_han_punctuation};
use crate::text::lines::Lines;
use crate::text::span::Span;

const SPACE_RUN: &str = "space-run";
const STRAY_SPACE: &str = "stray-space";
const DATE_SPACE: &str = "date-space";
const TRAILING_SPACE: &str = "trailing-space";
const TITLE_SPACE: &str = "title-space";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(SPACE_RUN)
        .says("连续 {count} 个空格", "{count} blanks in a row")
        .help("段首缩进和右对齐由网页样式负责，删去这些空格（gongshi fmt 能代劳）", "pages indent and align by themselves: delete the blanks (gongshi fmt can)")
        .because(
            "用连续空格排版（右对齐落款、凑行）在网页上不起作用，还会妨碍检索。两三个字的姓名中间的空格不算。",
            "Runs of blanks that align text by hand do nothing on a page and get in the way of search. Blanks inside a short name are left alone.",
        )
        .found_by(space_run),
    Rule::warning(STRAY_SPACE)
        .says("汉字或标点之间有多余的空格", "a stray blank between Han characters or punctuation")
        .label("删去空格", "delete it")
        .because(
            "中文的字与字、字与标点之间不空格。引号、书名号里分隔口号或节名的空格不算，标题里分隔各句的空格也不算。",
            "Chinese text has no blanks between characters or beside punctuation. Blanks that part a slogan inside quotes, or the clauses of a title, are left alone.",
        )
        .found_by(stray_space),
    Rule::note(DATE_SPACE)
        .says("日期中间有 {count} 处空格", "{count} blanks inside dates")
        .help("gongshi fmt 能去掉", "gongshi fmt removes them")
        .because(
            "“11月23 日”这样的空格多由转换留下，会妨碍识别日期；一份文件只报一次。",
            "Blanks such as in 11月23 日 come from conversions and get in the way of reading the date; they are reported once a file.",
        )
        .found_by(date_space),
    Rule::note(TRAILING_SPACE)
        .says("有 {count} 行末尾带空格", "{count} lines end in blanks")
        .help("gongshi fmt 能去掉", "gongshi fmt removes them")
        .because(
            "行末的空格看不见，却会让两份相同的稿子比较出不同；Markdown 里两个以上的行末空格还表示换行。",
            "Blanks at the end of a line are invisible, yet make equal texts differ; in Markdown two of them break the line.",
        )
        .found_by(trailing_space),
    Rule::warning(TITLE_SPACE)
        .says("标题中间有多余的空格", "a stray blank inside the title")
        .label("删去空格", "delete it")
        .because(
            "单位名称与“关于”之间不空格；空格多由两行标题拼接而来。",
            "There is no blank between the unit and 关于; mostly it comes from joining a title of two lines.",
        )
        .found_by(title_space),
];

/// A short line without punctuation, such as a name in a signature, where blanks are layout.
pub(super) fn is_layout_line(words: &str) -> bool {
    words.chars().nth(12).is_none() && !words.contains(is_han_punctuation)
}

/// Whether the text begins with a label, which blanks separate from the text before it: 牵头领导：马某　　完成时限：6月底.
fn opens_label(words: &str) -> bool {
    words
        .chars()
        .take(LONGEST_LABEL)
        .take_while(|c| is_han(*c) || matches!(c, '：' | ':'))
        .any(|c| matches!(c, '：' | ':'))
}

/// Most characters of a label, including the colon.
const LONGEST_LABEL: usize = 8;

fn space_run(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let found = |span: Span, kept: &str| {
        let count = span.of(subject.text).chars().count();
        subject.found(SPACE_RUN, span).with("count", count).fixed_by(span, kept)
    };
    for line in Lines::of(subject.prose.words()).spans() {
        let words = line.of(subject.prose.words());
        let inked = words.trim_matches(is_blank);
        let start = line.start + (words.len() - words.trim_start_matches(is_blank).len());
        let blanks = |text: &str| text.chars().count();
        if inked.is_empty() {
            if blanks(words) >= 4 {
                findings.push(found(line, ""));
            }
            continue;
        }
        let indent = &words[..start - line.start];
        if blanks(indent) >= 8 {
            findings.push(found(Span::new(line.start, start), ""));
        }
        let tail = Span::new(start + inked.len(), line.end);
        if blanks(tail.of(subject.text)) >= 3 {
            findings.push(found(tail, ""));
        }
        if inked.starts_with('|') || is_layout_line(inked) {
            continue;
        }
        let inner = runs(inked, is_blank).map(|run| Span::new(start + run.start, start + run.end));
        let runs = inner.filter(|run| blanks(run.of(subject.text)) >= 2);
        let text = subject.prose.words();
        findings.extend(runs.filter(|run| !opens_label(&text[run.end..line.end])).map(|run| found(run, " ")));
    }
    findings
}

fn stray_space(subject: &Subject) -> Vec<Finding> {
    let texts = subject.prose.paragraphs().iter().filter(|paragraph| paragraph.form == ParagraphForm::Text);
    texts.flat_map(|paragraph| stray_in(subject, paragraph)).collect()
}

fn stray_in(subject: &Subject, paragraph: &Paragraph) -> Vec<Finding> {
    let words = subject.prose.of_paragraph(paragraph);
    if !words.contains(['，', '。', '；', ',']) {
        return Vec::new();
    }
    let mut depth = 0i32;
    let mut findings = Vec::new();
    let mut seen = 0;
    for run in runs(words, is_blank) {
        for c in words[seen..run.start].chars() {
            depth += i32::from("“‘《「『〈\"".contains(c)) - i32::from("”’》」』〉".contains(c));
        }
        seen = run.end;
        let before = words[..run.start].chars().next_back();
        let after = words[run.end..].chars().next();
        let (Some(before), Some(after)) = (before, after) else { continue };
        let single = words[run.start..run.end].chars().count() == 1;
        // a tab separates the cells of a pasted table; a blank beside `**` lets bold text end there
        let (left, right) = (&words[..run.start], &words[run.end..]);
        if words[run.start..run.end].contains('\t') || left.ends_with("**") || right.starts_with("**") {
            continue;
        }
        if single && is_stray(before, after, depth > 0) && !follows_number(left) && !is_spaced_out(left, right) {
            let span = Span::new(paragraph.span.start + run.start, paragraph.span.start + run.end);
            findings.push(subject.found(STRAY_SPACE, span).fixed_by(span, ""));
        }
    }
    findings
}

fn is_stray(before: char, after: char, quoted: bool) -> bool {
    let closes = |c| "，。；：、？！”’》）".contains(c);
    if closes(after) {
        return before != '\0';
    }
    if quoted {
        return false;
    }
    // a blank after a colon introduces a value: 电话： 0999
    let punctuated = is_han_punctuation(before) && !"：—…".contains(before) || "“《（".contains(after);
    punctuated && before != '\0' && after != '\0' || is_han(before) && is_han(after)
}

/// A word of two characters that is spaced out to align with others: 电 话, 邱 霖.
fn is_spaced_out(left: &str, right: &str) -> bool {
    let left = left.chars().rev().take_while(|c| is_han(*c)).take(2).count();
    let right = right.chars().take_while(|c| is_han(*c)).take(2).count();
    left == 1 && right == 1
}

/// Whether `words` is only the number of a paragraph: `（一）`, `2、`.
fn follows_number(words: &str) -> bool {
    words.chars().nth(6).is_none() && words.ends_with(['、', '．', '.', '）', ')'])
}

fn date_space(subject: &Subject) -> Vec<Finding> {
    let spaces = date_spaces(subject.prose.words());
    let first = spaces.first().map(|span| subject.found(DATE_SPACE, *span).with("count", spaces.len()));
    first.into_iter().collect()
}

/// Blanks between the digits and the 年, 月 and 日 of dates.
pub(super) fn date_spaces(words: &str) -> Vec<Span> {
    runs(words, is_blank).filter(|run| is_in_date(&words[..run.start], &words[run.end..])).collect()
}

/// Whether a blank between `before` and `after` is inside a date: `2023 年`, `年 11月`, `11月 23`, `23 日`.
fn is_in_date(before: &str, after: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let digits = before.chars().rev().take_while(|c| is_digit(*c)).count();
    let stem = before.trim_end_matches(is_digit).trim_end_matches(is_blank);
    let next = after.chars().nth(1);
    match after.chars().next() {
        Some('年') => digits == 4 && !matches!(next, Some('度' | '级')),
        Some('月') => {
            (1..=2).contains(&digits) && (stem.ends_with('年') || next.is_some_and(|c| is_digit(c) || c == ' '))
        }
        Some('日') => (1..=2).contains(&digits) && stem.ends_with('月'),
        Some(c) if is_digit(c) && digits == 0 => {
            let unit = before.chars().next_back();
            let stem = before.trim_end_matches(['年', '月']).trim_end_matches(is_blank);
            matches!(unit, Some('年' | '月')) && stem.ends_with(is_digit) && is_dated(after, unit)
        }
        _ => false,
    }
}

/// Whether the number at the start of `words` is the month after a 年, or the day after a 月.
fn is_dated(words: &str, unit: Option<char>) -> bool {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    rest.trim_start_matches(is_blank).starts_with(if unit == Some('年') { '月' } else { '日' })
}

fn trailing_space(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let tails: Vec<Span> = Lines::of(words)
        .spans()
        .filter_map(|line| {
            let text = line.of(words);
            let inked = text.trim_end_matches(is_blank);
            let tail = Span::new(line.start + inked.len(), line.end);
            let count = text[inked.len()..].chars().count();
            // longer ones are reported as runs; two blanks before another line are a line break of Markdown
            let rest = words[line.end..].trim_start_matches('\r');
            let ends = rest.strip_prefix('\n').is_none_or(|next| next.starts_with(['\r', '\n']));
            let idle = inked.is_empty() && (1..4).contains(&count);
            (idle || !inked.is_empty() && (count == 1 || count == 2 && ends)).then_some(tail)
        })
        .collect();
    let Some(first) = tails.first() else { return Vec::new() };
    vec![subject.found(TRAILING_SPACE, *first).with("count", tails.len())]
}

fn title_space(subject: &Subject) -> Vec<Finding> {
    let Some(title) = &subject.notice.facts.title else { return Vec::new() };
    let words = title.span.of(subject.text);
    let strays = runs(words, is_blank).filter(|run| {
        let before = words[..run.start].chars().next_back();
        before.is_some_and(is_han) && words[run.end..].starts_with("关于")
    });
    strays
        .map(|run| {
            let span = Span::new(title.span.start + run.start, title.span.start + run.end);
            subject.found(TITLE_SPACE, span).fixed_by(span, "")
        })
        .collect()
}
