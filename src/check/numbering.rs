//! Numbers of headings, items and measures: duplicates, gaps and different forms.

use std::collections::HashMap;

use super::certainty;
use super::heading_number::{HeadingNumber, NumberStyle};
use super::prose::ParagraphForm;
use super::rule::Rule;
use super::series;
use super::subject::Subject;
use crate::notice::{Finding, Heading, HeadingRole};
use crate::text::numeral;
use crate::text::span::Span;

const DUPLICATE_NUMBER: &str = "duplicate-number";
const NUMBER_GAP: &str = "number-gap";
const NUMBER_MARK: &str = "number-mark";
const LEVEL_SKIP: &str = "level-skip";
const LEVEL_MIXED: &str = "level-mixed";
const UNNUMBERED_ITEM: &str = "unnumbered-item";
const ORDINAL_GAP: &str = "ordinal-gap";

pub(super) const RULES: &[Rule] = &[
    Rule::error(DUPLICATE_NUMBER)
        .says("序号“{number}”用了两次", "the number “{number}” is used twice")
        .asks("序号“{number}”是否用了两次？", "is the number “{number}” used twice?")
        .because("同一级、同一上级之下的序号不重复；前一处见“另一处”。", "Numbers under one heading are not repeated.")
        .found_by(duplicate_number),
    Rule::error(NUMBER_GAP)
        .says("序号从“{before}”跳到“{number}”", "the numbers jump from “{before}” to “{number}”")
        .asks("序号从“{before}”跳到“{number}”，是否漏了一项？", "the numbers jump from “{before}” to “{number}”: is one missing?")
        .help("检查是否漏了一项，或序号写错", "look for a missing item or a wrong number")
        .because("同一级的序号应当连续（可以跨组连续编号）。", "Numbers of one level follow each other, also where they run on over groups.")
        .found_by(number_gap),
    Rule::error(NUMBER_MARK)
        .says("序号“{number}”应写作“{expected}”", "the number “{number}” should be “{expected}”")
        .asks("序号“{number}”是否应写作“{expected}”？", "should the number “{number}” be “{expected}”?")
        .because(
            "同级标题的序号用同一种写法：一、二、三、之间不能出现“2、”。公文的层次为 一、（一）1.（1）。",
            "Headings of one level are numbered alike: no “2、” between 一、 and 三、. The levels of official texts are 一、（一）1.（1）.",
        )
        .found_by(number_mark),
    Rule::error(LEVEL_SKIP)
        .says("标题从 {before} 级跳到 {level} 级", "the heading level jumps from {before} to {level}")
        .asks("标题从 {before} 级直接到 {level} 级，是否少了一级？", "the heading level goes from {before} to {level}: is one missing?")
        .help("少写几个 #，或补上中间一级标题", "take away a #, or add the level between")
        .because(
            "Markdown 标题逐级加深，## 下面是 ###；跳级会让目录和读屏软件出错。",
            "Headings deepen one level at a time; a skipped level breaks the outline and confuses screen readers.",
        )
        .found_by(level_skip),
    Rule::warning(LEVEL_MIXED)
        .says("“{number}”是 {level} 级标题，同类的多是 {usual} 级", "“{number}” is a heading of level {level}, most of its kind are of level {usual}")
        .because("一、二、三、这样的并列标题应当用同样多的 #。", "Headings that are numbered as siblings have the same number of #.")
        .found_by(level_mixed),
    Rule::warning(UNNUMBERED_ITEM)
        .says("问题“{title}”没有序号，其他的都有", "the item “{title}” has no number, unlike the others")
        .because("其余问题都有序号时，缺号的一项不便引用，也容易被漏数。", "Where the others are numbered, an item without a number is hard to cite and easily missed in a count.")
        .found_by(unnumbered_item),
    Rule::warning(ORDINAL_GAP)
        .says("“{before}”之后是“{ordinal}”", "“{before}” is followed by “{ordinal}”")
        .because("一是、二是、三是应当依次写；跳号多是删改时漏了一条。", "一是、二是、三是 follow each other; a jump mostly means a measure was lost in editing.")
        .found_by(ordinal_gap),
];

fn duplicate_number(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for family in series::families(subject) {
        let certain = certainty::are_siblings(subject, &family);
        let mut seen: HashMap<(u32, NumberStyle), usize> = HashMap::new();
        for (position, number) in family.iter().enumerate() {
            let restarts = number.value == 1 && position > 1;
            if number.value == 1 && (restarts || position == 0) {
                // numbers that restart from 1 are another sequence
                seen.clear();
            }
            let Some(first) = seen.insert((number.value, number.style()), position) else { continue };
            let first = &family[first];
            // two lists of one entry each look like a duplicate number
            let is_second_list = number.value == 1 && series::has_line_above(subject, number);
            let found = subject.found(DUPLICATE_NUMBER, series::mark_span(subject, number));
            let found = found.with("number", number.written).doubtful_unless(certain && !is_second_list);
            findings.push(found.relating(&subject.notice.source, series::mark_span(subject, first)));
        }
    }
    findings
}

/// Most numbers missing in a gap. In larger gaps, the number usually means something else.
const MAX_GAP: u32 = 3;

/// Whether most numbers before and between those of a family are missing, which are then numbers of another list: 反馈问题五,
/// 反馈问题九, 反馈问题十四.
fn quotes_another_list(family: &[HeadingNumber]) -> bool {
    let gaps = family.windows(2).filter(|pair| pair[1].value > pair[0].value + 1).count();
    family.first().is_some_and(|first| first.value > 1) && gaps > 0 && gaps * 2 >= family.len() - 1
}

/// Where each number stands, whatever is above it.
fn places<'a>(subject: &'a Subject) -> HashMap<(NumberStyle<'a>, u32), Vec<usize>> {
    let mut places: HashMap<(NumberStyle<'a>, u32), Vec<usize>> = HashMap::new();
    for number in series::families(subject).into_iter().flatten() {
        places.entry((number.style(), number.value)).or_default().push(number.heading.span.start);
    }
    places.values_mut().for_each(|places| places.sort_unstable());
    places
}

fn number_gap(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let odd: Vec<usize> = series::odd_marks(subject).iter().map(|odd| odd.number.heading.span.start).collect();
    let mut last_of_level: HashMap<(u8, NumberStyle), HeadingNumber> = HashMap::new();
    let places = places(subject);
    for family in series::families(subject) {
        if quotes_another_list(&family) {
            continue;
        }
        let certain = certainty::are_siblings(subject, &family) && !certainty::continues_another(subject);
        for (position, number) in family.iter().enumerate() {
            let key = (number.heading.level, number.style());
            // a wrong mark is reported separately, so any neighbour counts as the previous number
            let before = position.checked_sub(1).map(|position| family[position]);
            let Some(before) = before.or_else(|| last_of_level.get(&key).copied()) else { continue };
            let is_odd = odd.binary_search(&number.heading.span.start).is_ok();
            if number.value <= before.value + 1 || is_odd || number.prefix() != before.prefix() {
                continue;
            }
            let between = Span::new(before.heading.span.end, number.heading.span.start.max(before.heading.span.end));
            // 6. below 三、（一） and 9. below 四、: the numbers between stand deeper or higher
            let is_there = places.get(&(number.style(), number.value - 1)).is_some_and(|places| {
                places.get(places.partition_point(|place| *place < between.start)).is_some_and(|at| *at < between.end)
            });
            if is_there {
                continue;
            }
            // a number that only has another form than its neighbours is no gap
            if odd.get(odd.partition_point(|odd| *odd < between.start)).is_some_and(|odd| *odd < between.end) {
                continue;
            }
            let is_few = number.value - before.value <= MAX_GAP && number.form() == before.form();
            let certain =
                certain && is_few && !series::is_written_after(subject, between, before.prefix(), before.value + 1);
            let written = if position > 0 { before.written.to_owned() } else { before.value.to_string() };
            let found = subject.found(NUMBER_GAP, series::mark_span(subject, number)).with("before", written);
            findings.push(found.with("number", number.written).doubtful_unless(certain));
        }
        if let Some(last) = family.last() {
            last_of_level.insert((last.heading.level, last.style()), *last);
        }
    }
    findings
}

fn number_mark(subject: &Subject) -> Vec<Finding> {
    let found = |odd: series::OddMark| {
        let found = subject.found(NUMBER_MARK, series::mark_span(subject, &odd.number));
        let found = found.with("number", odd.number.written).with("expected", odd.expected);
        found.doubtful_unless(odd.certain)
    };
    series::odd_marks(subject).into_iter().map(found).collect()
}

/// Span and level of each Markdown heading.
fn hashes<'a>(subject: &'a Subject) -> impl Iterator<Item = (Span, usize)> + 'a {
    let headings = subject.prose.paragraphs().iter().filter(|paragraph| paragraph.form == ParagraphForm::Heading);
    headings.filter_map(|paragraph| {
        let level = subject.prose.of_paragraph(paragraph).chars().take_while(|c| *c == '#').count();
        (1..=6).contains(&level).then_some((paragraph.span, level))
    })
}

fn level_skip(subject: &Subject) -> Vec<Finding> {
    let headings: Vec<(Span, usize)> = hashes(subject).collect();
    // if no heading of the notice has a level in between, it is left out on purpose: # and ### throughout
    let is_used = |before: usize, level: usize| headings.iter().any(|(_, other)| (before + 1..level).contains(other));
    let pairs = headings.windows(2).filter(|pair| pair[1].1 > pair[0].1 + 1);
    let found = |pair: &[(Span, usize)]| {
        let (before, level) = (pair[0].1, pair[1].1);
        let found = subject.found(LEVEL_SKIP, pair[1].0).with("before", before).with("level", level);
        found.doubtful_unless(is_used(before, level))
    };
    pairs.map(found).collect()
}

fn level_mixed(subject: &Subject) -> Vec<Finding> {
    // 一、 is the mark of one level only; correct texts use deeper marks on different levels
    let numbered: Vec<(Span, usize, String)> = hashes(subject)
        .filter_map(|(span, level)| {
            let words = span.of(subject.text).trim_start_matches(['#', ' ', '*']);
            let digits: String = words.chars().take_while(|c| numeral::is_chinese(*c)).collect();
            let marked = !digits.is_empty() && words[digits.len()..].starts_with('、');
            marked.then(|| (span, level, format!("{digits}、")))
        })
        .collect();
    let count = |level: usize| numbered.iter().filter(|(_, other, _)| *other == level).count();
    let Some(usual) = (1..=6).max_by_key(|level| (count(*level), 6 - level)) else { return Vec::new() };
    let odd = numbered.iter().filter(|(_, level, _)| *level != usual);
    odd.map(|(span, level, number)| {
        subject.found(LEVEL_MIXED, *span).with("number", number).with("level", level).with("usual", usual)
    })
    .collect()
}

fn unnumbered_item(subject: &Subject) -> Vec<Finding> {
    let items: Vec<&Heading> =
        subject.notice.outline.iter().filter(|heading| matches!(heading.role, HeadingRole::Item(_))).collect();
    let unnumbered: Vec<&&Heading> = items.iter().filter(|heading| heading.number.is_none()).collect();
    if unnumbered.len() * 5 > items.len() {
        return Vec::new();
    }
    let found = |heading: &&&Heading| subject.found(UNNUMBERED_ITEM, heading.span).with("title", &heading.title);
    unnumbered.iter().map(found).collect()
}

/// Deepest nesting of runs of 一是, 二是, ….
const DEEPEST_RUN: usize = 8;

fn ordinal_gap(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut open: Vec<(u32, &str)> = Vec::new(); // runs that may go on, an inner one last
    let mut section = usize::MAX;
    for paragraph in subject.prose.paragraphs() {
        let here = subject.notice.outline.partition_point(|heading| heading.span.start <= paragraph.span.start);
        if paragraph.form == ParagraphForm::Heading || here != section {
            open.clear();
            section = here;
        }
        for (at, word, value) in ordinals(subject.prose.of_paragraph(paragraph)) {
            if value == 1 {
                if open.len() == DEEPEST_RUN {
                    open.remove(0);
                }
                open.push((1, word));
                continue;
            }
            if let Some(position) = open.iter().rposition(|(last, _)| last + 1 == value) {
                open.truncate(position);
            } else if let Some((_, before)) = open.pop() {
                let start = paragraph.span.start + at;
                let found = subject.found(ORDINAL_GAP, Span::new(start, start + word.len())).with("before", before);
                findings.push(found.with("ordinal", word));
            } else {
                continue;
            }
            open.push((value, word));
        }
    }
    findings
}

/// The ordinals 一是, 二是, … at the start of a clause.
fn ordinals(words: &str) -> Vec<(usize, &str, u32)> {
    let mut ordinals = Vec::new();
    for (at, is) in words.match_indices('是') {
        let digits = words[..at].trim_end_matches(numeral::is_chinese).len();
        let starts_clause = words[..digits].chars().next_back().is_none_or(|c| "。；;：:，,！？\0*（] \n".contains(c));
        let value = numeral::parse(&words[digits..at]).filter(|value| (1..=30).contains(value));
        if let Some(value) = value.filter(|_| starts_clause) {
            ordinals.push((digits, &words[digits..at + is.len()], value));
        }
    }
    ordinals
}
