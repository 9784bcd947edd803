//! Series of numbered headings: which numbers belong together, and which have another form than their neighbours.

use std::collections::{HashMap, HashSet};

use super::certainty;
use super::heading_number::{HeadingNumber, NumberForm, is_numeral};
use super::subject::Subject;
use crate::notice::HeadingRole;
use crate::text::numeral;
use crate::text::span::Span;

/// The numbered headings of each parent: siblings of one level, in order.
pub(super) fn families<'a>(subject: &'a Subject) -> Vec<Vec<HeadingNumber<'a>>> {
    let mut families: Vec<Vec<HeadingNumber>> = Vec::new();
    let mut open: Vec<(u8, &str, usize)> = Vec::new(); // the family that is open on each level, and its items' parent
    for heading in &subject.notice.outline {
        open.retain(|(level, ..)| *level <= heading.level);
        // a merged cell of a table is a parent without a heading
        let parent = subject.notice.item_of(heading).map(|item| item.path.parent()).unwrap_or_default();
        let position = match open.last() {
            Some((level, known, position)) if *level == heading.level && (*known == parent || known.is_empty()) => {
                *position
            }
            _ => {
                open.retain(|(level, ..)| *level < heading.level);
                families.push(Vec::new());
                open.push((heading.level, parent, families.len() - 1));
                families.len() - 1
            }
        };
        families[position].extend(HeadingNumber::of(heading));
    }
    families
}

/// The span of the number itself, without Markdown marks.
pub(super) fn mark_span(subject: &Subject, number: &HeadingNumber) -> Span {
    let heading = number.heading.span;
    match heading.of(subject.text).find(number.written) {
        Some(at) => Span::new(heading.start + at, heading.start + at + number.written.len()),
        None => heading,
    }
}

/// Whether a short line without a full stop, such as the name of a village, is directly above the heading.
pub(super) fn has_line_above(subject: &Subject, number: &HeadingNumber) -> bool {
    /// Most characters of such a line.
    const SHORT: usize = 30;
    let before = subject.prose.words()[..number.heading.span.start].trim_end();
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let words = line.trim_matches(['*', '#', ' ', '\u{3000}', '\0']);
    !words.is_empty() && !words.contains(['。', '：', ':', '|']) && words.chars().nth(SHORT).is_none()
}

/// Whether the number `value` is written in `within`, in any form of heading numbers: a line that the reader did not take
/// for a heading may have the number that seems to be missing.
pub(super) fn is_written_in(subject: &Subject, within: Span, value: u32) -> bool {
    is_written_after(subject, within, "", value)
}

/// The same for the last of several numbers, such as the 2 of 1.2.
pub(super) fn is_written_after(subject: &Subject, within: Span, prefix: &str, value: u32) -> bool {
    let words = within.of(subject.prose.words());
    let mut forms: Vec<String> = Vec::new();
    if !prefix.is_empty() {
        forms.push(format!("{prefix}{value}"));
    }
    for digits in std::iter::once(value.to_string()).chain(numeral::chinese(value)) {
        let marks = ["、", ".", "．", ")", "）", "】", "〕", " |"];
        forms.extend(marks.iter().map(|mark| format!("{digits}{mark}")));
        forms.push(format!("\n{digits}"));
    }
    let circled = value.checked_sub(1).filter(|below| *below < 20).and_then(|below| char::from_u32(0x2460 + below));
    forms.extend(circled.map(String::from));
    let is_whole = |at: usize| !words[..at].ends_with(is_numeral);
    forms.iter().any(|form| words.match_indices(form.as_str()).any(|(at, _)| is_whole(at)))
}

/// A number with another form than its neighbours.
pub(super) struct OddMark<'a> {
    pub(super) number: HeadingNumber<'a>,
    pub(super) expected: String,
    pub(super) certain: bool,
}

/// The numbers with another form than their neighbours, in order: `2、` between `一、` and `三、`.
pub(super) fn odd_marks<'a>(subject: &'a Subject) -> Vec<OddMark<'a>> {
    let is_row = |number: &HeadingNumber| certainty::is_row(subject, number.heading);
    let numbers: Vec<HeadingNumber> =
        subject.notice.outline.iter().filter_map(HeadingNumber::of).filter(|n| !is_row(n) && n.is_plain()).collect();
    let mut odd = between_neighbours(subject, &numbers);
    let families = families(subject);
    let more = families.iter().flat_map(|family| at_an_end(family)).chain(out_of_series(subject, &numbers));
    let mut starts: HashSet<usize> = odd.iter().map(|odd| odd.number.heading.span.start).collect();
    for other in more.filter(|odd| !is_row(&odd.number) && odd.number.is_plain()) {
        if starts.insert(other.number.heading.span.start) {
            odd.push(other);
        }
    }
    odd.sort_by_key(|odd| odd.number.heading.span);
    odd
}

/// The numbers n between n−1 and n+1 of another form that follow each other in that form, however the reader nested them.
fn between_neighbours<'a>(subject: &'a Subject, numbers: &[HeadingNumber<'a>]) -> Vec<OddMark<'a>> {
    let mut last_of_form: HashMap<NumberForm, usize> = HashMap::new();
    let mut odd = Vec::new();
    for (position, after) in numbers.iter().enumerate() {
        let Some(before) = last_of_form.insert(after.form(), position) else { continue };
        if numbers[before].value + 2 != after.value {
            continue;
        }
        let between = &numbers[before + 1..position];
        let like = |number: &&HeadingNumber| number.resembles(after);
        let candidates: Vec<&HeadingNumber> = between.iter().filter(like).collect();
        let [number] = candidates[..] else { continue };
        let is_missing = number.value + 1 == after.value;
        if let Some(expected) = number.like(after).filter(|_| is_missing) {
            let certain = certainty::are_alike(subject, [numbers[before].heading, number.heading, after.heading]);
            odd.push(OddMark { number: *number, expected, certain });
        }
    }
    odd
}

/// The first or last of siblings if all others, at least two, have another form.
fn at_an_end<'a>(family: &[HeadingNumber<'a>]) -> Vec<OddMark<'a>> {
    let [first, .., last] = family else { return Vec::new() };
    if family.len() < 3 {
        return Vec::new();
    }
    let mut odd = Vec::new();
    for (number, others) in [(first, &family[1..]), (last, &family[..family.len() - 1])] {
        let model = &others[0];
        let is_next = family.windows(2).all(|pair| pair[0].value + 1 == pair[1].value);
        let is_odd = number.resembles(model) && others.iter().all(|other| other.form() == model.form());
        if let Some(expected) = number.like(model).filter(|_| is_odd && is_next) {
            odd.push(OddMark { number: *number, expected, certain: false });
        }
    }
    odd
}

/// The numbers that continue the numbers before them although these have another form: 4. after （一）（二）（三）, 2. between
/// （一） and （三）, and the 1、 before （二）（三）, however the reader nested them.
fn out_of_series<'a>(subject: &'a Subject, numbers: &[HeadingNumber<'a>]) -> Vec<OddMark<'a>> {
    let next_alike = next_of_form(numbers);
    let next_value = |position: usize| next_alike[position].map(|next| numbers[next].value);
    let mut last_of_form: HashMap<NumberForm, usize> = HashMap::new();
    let mut odd = Vec::new();
    for (position, number) in numbers.iter().enumerate() {
        let own = last_of_form.insert(number.form(), position).map(|last| numbers[last].value);
        if number.value == 1 || own == Some(number.value - 1) {
            continue;
        }
        let neighbours = last_of_form.values().copied().filter(|last| {
            let before = &numbers[*last];
            position - *last <= FURTHEST
                && before.value + 1 == number.value
                && before.form() != number.form()
                && are_neighbours(subject, numbers, *last, position)
                && !is_between(subject, before, number)
        });
        let neighbours: Vec<usize> = neighbours.collect();
        let [before] = neighbours[..] else { continue };
        let (is_second, goes_on) = (number.value == 2, next_value(position) == Some(number.value + 1));
        if is_second && goes_on && next_value(before) != Some(2) && !is_part(&numbers[before]) {
            let expected = numbers[before].like(number);
            odd.extend(expected.map(|expected| OddMark { number: numbers[before], expected, certain: false }));
            continue;
        }
        // the numbers of the earlier form continue after this number, or lead up to it
        let after = next_value(before);
        let is_model = match after {
            Some(after) if after == number.value + 1 => true,
            Some(1) | None => numbers[before].value > 1 && leads_up(numbers, before),
            Some(_) => false,
        };
        if let Some(expected) = number.like(&numbers[before]).filter(|_| is_model) {
            odd.push(OddMark { number: *number, expected, certain: false });
            last_of_form.insert(numbers[before].form(), position);
        }
    }
    odd
}

/// Index of the next number of the same form, for every number.
fn next_of_form(numbers: &[HeadingNumber]) -> Vec<Option<usize>> {
    let mut seen: HashMap<NumberForm, usize> = HashMap::new();
    let mut next: Vec<Option<usize>> =
        numbers.iter().enumerate().rev().map(|(position, number)| seen.insert(number.form(), position)).collect();
    next.reverse();
    next
}

/// Whether the number right before one of the same form leads up to it.
fn leads_up(numbers: &[HeadingNumber], position: usize) -> bool {
    let number = &numbers[position];
    let before = numbers[..position].iter().rev().take(FURTHEST).find(|before| before.form() == number.form());
    before.is_some_and(|before| before.value + 1 == number.value)
}

/// Headings back that are searched for a number of the same form.
const FURTHEST: usize = 64;

/// Whether two numbers may be siblings: Markdown headings of one level, or lines without `#` that follow each other.
fn are_neighbours(subject: &Subject, numbers: &[HeadingNumber], first: usize, second: usize) -> bool {
    let is_marked = |position: usize| certainty::are_alike(subject, [numbers[position].heading]);
    let alike = certainty::are_alike(subject, [numbers[first].heading, numbers[second].heading]);
    alike || first + 1 == second && !is_marked(first) && !is_marked(second)
}

/// Whether one of the two numbers is written between them, in text that the reader does not take for a heading.
fn is_between(subject: &Subject, before: &HeadingNumber, number: &HeadingNumber) -> bool {
    let between =
        Span::new(mark_span(subject, before).end, number.heading.span.start.max(mark_span(subject, before).end));
    [before.value, number.value].iter().any(|value| is_written_in(subject, between, *value))
}

fn is_part(number: &HeadingNumber) -> bool {
    matches!(number.heading.role, HeadingRole::Part(_))
}
