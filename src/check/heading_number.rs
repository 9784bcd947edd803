//! The number of a heading: its value, and how it is written.

use crate::notice::Heading;
use crate::text::numeral;

/// The parts of a heading's number.
#[derive(Clone, Copy)]
pub(super) struct HeadingNumber<'a> {
    pub(super) heading: &'a Heading,
    pub(super) written: &'a str,
    pub(super) value: u32,
    /// The text before the last of several numbers: 1. of 1.2, 2（ of 2（1）.
    pub(super) prefix: &'a str,
    pub(super) is_chinese: bool,
    pub(super) opening: Option<char>,
    pub(super) closing: Option<char>,
}

/// Largest number of a list.
const LARGEST: u32 = 99_999;

/// Mark used for circled numbers.
const CIRCLE: char = '①';

/// The digits, the mark before a number, and the numbers before its last.
pub(super) type NumberStyle<'a> = (bool, Option<char>, &'a str);

/// The digits, the mark before and the mark after a number.
pub(super) type NumberForm = (bool, Option<char>, Option<char>);

impl<'a> HeadingNumber<'a> {
    pub(super) fn of(heading: &'a Heading) -> Option<Self> {
        let written = heading.number.as_deref()?.trim();
        if let Some(value) = written.chars().next().and_then(numeral::circled) {
            let opening = Some(CIRCLE);
            return Some(Self { heading, written, value, prefix: "", is_chinese: false, opening, closing: None });
        }
        let all = written.trim_matches(|c| !is_numeral(c));
        let (prefix, digits) = match all.rfind(['.', '．', '-', '－', '–', '—', '（', '(']) {
            Some(at) => all.split_at(at + all[at..].chars().next().map_or(0, char::len_utf8)),
            None => ("", all),
        };
        let value = numeral::parse(digits).filter(|value| (1..=LARGEST).contains(value))?;
        let opening = written.chars().next().filter(|c| !is_numeral(*c)).map(narrow);
        let closing = written.chars().next_back().filter(|c| !is_numeral(*c)).map(narrow);
        let is_chinese = digits.contains(numeral::is_chinese);
        Some(Self { heading, written, value, prefix, is_chinese, opening, closing })
    }

    /// The numbers before the last: 1. of 1.2.
    pub(super) fn prefix(&self) -> &'a str {
        self.prefix
    }

    /// Whether the number is one number between marks, neither circled nor one of several.
    pub(super) fn is_plain(&self) -> bool {
        self.prefix.is_empty() && self.opening != Some(CIRCLE)
    }

    /// The properties that are the same for all numbers of a sequence.
    pub(super) fn style(&self) -> NumberStyle<'a> {
        (self.is_chinese, self.opening, self.prefix)
    }

    /// The style with the mark after the number.
    pub(super) fn form(&self) -> NumberForm {
        (self.is_chinese, self.opening, self.closing)
    }

    /// Whether the two forms differ in exactly one respect, as `2、` and `二、` do; `（二）` and `二、` are two levels.
    pub(super) fn resembles(&self, other: &Self) -> bool {
        let differences =
            [self.is_chinese != other.is_chinese, self.opening != other.opening, self.closing != other.closing];
        differences.iter().filter(|differs| **differs).count() == 1
    }

    /// This number in the form of `model`.
    pub(super) fn like(&self, model: &Self) -> Option<String> {
        let digits = if model.is_chinese { numeral::chinese(self.value)? } else { self.value.to_string() };
        let model_digits = model.written.trim_matches(|c| !is_numeral(c));
        Some(model.written.replacen(model_digits, &digits, 1))
    }
}

/// Whether a character can be part of a heading's number.
pub(super) fn is_numeral(c: char) -> bool {
    numeral::is_chinese(c) || numeral::digit(c).is_some()
}

/// Brackets and points of one width.
fn narrow(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        '．' => '.',
        c => c,
    }
}
