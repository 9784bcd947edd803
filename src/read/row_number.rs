//! The number at the start of a row, if only the rows around it show that it is one.

use super::builder::Builder;
use super::doubtful_number::{self, Doubtful};
use super::label;
use super::named_number;
use super::number::{self, Number, Scheme};
use super::signs::{HeadingStyle, Open};
use super::title_end::title_length;
use super::wording;

impl<'a> Builder<'a> {
    /// The number that opens a row.
    pub(super) fn number(&self, row: usize, text: &str) -> Option<Number> {
        let unmarked = || named_number::unmarked(text).filter(|number| wording::blames(&text[number.len..]));
        number::read(text).or_else(|| self.enumerated(text)).or_else(|| self.going_on(row, text)).or_else(unmarked)
    }

    /// 一是针对“…”问题, and 一是承包费拖欠。整改情况：…, where a notice has no other headings.
    fn enumerated(&self, text: &str) -> Option<Number> {
        let alone = self.open.iter().all(|open| open.style == HeadingStyle::Number(Scheme::Enumerated));
        let answered = |number: &Number| {
            let words = text[number.len..].trim_start_matches(['，', ' ']);
            let behind = words[title_length(words)..].trim_start_matches(['。', '；', ' ']);
            label::read(behind).is_some_and(|label| label.purpose.answers())
        };
        let number = || named_number::of_problem(text).or_else(|| named_number::enumerated(text).filter(answered));
        alone.then(number).flatten()
    }

    /// 4.3个部门… where 3. precedes it, 2.1名册… where 1.2 does, 4项制度… where 3 and a blank do.
    fn going_on(&self, row: usize, text: &str) -> Option<Number> {
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if let Some(doubtful) = Doubtful::read(text) {
            return self.doubtful(row, doubtful);
        }
        let number = doubtful_number::going_on_blank(text, self.last(Scheme::Arabic(' '))?)?;
        self.has_blank_behind(row, number.len).then_some(number)
    }

    /// The start of a row that looks like an amount, as a number if the rows around it show that it is one.
    fn doubtful(&self, row: usize, doubtful: Doubtful) -> Option<Number> {
        let (single, double) = (doubtful.single(), doubtful.double());
        let starts = |open: &Open| open.last == doubtful.first && matches!(open.style, HeadingStyle::Number(_));
        let is_apart = self.has_blank_behind(row, doubtful.len);
        let is_next = self.pair.is_some_and(|last| doubtful.follows(last))
            || doubtful.second == 1 && self.open.iter().any(starts) && (is_apart || !doubtful.measured);
        let pair = (doubtful.first, doubtful.second);
        let ahead = self.numbers_below(row);
        if is_next || is_apart && !doubtful.measured {
            let repeated =
                ahead.clone().any(|text| number::read(text).is_some() && doubtful_number::both(text) == Some(pair));
            return (!repeated).then_some(double);
        }
        let goes_on = single.value == self.last(single.scheme).unwrap_or(0).saturating_add(1);
        for text in ahead {
            let after = |value| {
                (single.value..=single.value.saturating_add(1)).contains(&value).then_some(value > single.value)
            };
            if let Some(number) = number::read(text) {
                let is_number = (number.scheme == single.scheme).then(|| after(number.value)).flatten();
                match is_number {
                    Some(is_number) => return (is_number && goes_on).then_some(single),
                    None if doubtful_number::both(text)
                        .is_some_and(|next| next == (pair.0, pair.1.saturating_add(1))) =>
                    {
                        return Some(double);
                    }
                    None => {}
                }
            } else if let Some(next) = Doubtful::read(text).filter(|next| !next.measured) {
                match next {
                    next if next.follows(pair) && next.first == single.value => return Some(double),
                    next if after(next.first) == Some(true) && goes_on => return Some(single),
                    _ => {}
                }
            }
        }
        (goes_on && !doubtful.measured && single.value > 1).then_some(single)
    }

    /// The next number of a scheme in the rows below, as far as it is near.
    pub(super) fn next_number(&self, row: usize, scheme: Scheme) -> Option<u32> {
        let rows = row + 1..(row + 1 + FARTHEST).min(self.page.rows.len());
        rows.filter_map(|row| number::read(self.page.text(row)))
            .find(|number| number.scheme == scheme)
            .map(|number| number.value)
    }

    /// The last number of a scheme.
    fn last(&self, scheme: Scheme) -> Option<u32> {
        let style = HeadingStyle::Number(scheme);
        self.series.iter().find(|(seen, _, _)| *seen == style).map(|(_, last, _)| *last)
    }

    /// The next rows that begin with digits, among those that may decide about the number of a row.
    fn numbers_below(&self, row: usize) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let page = self.page;
        let rows = row + 1..(row + 1 + FARTHEST).min(page.rows.len());
        rows.map(|row| page.text(row)).filter(|text| text.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// Whether a blank is after the first bytes of a row in the source; the normalised text drops it before a measure
    /// word.
    fn has_blank_behind(&self, row: usize, len: usize) -> bool {
        let start = self.page.rows[row].range.start;
        let end = self.page.normal.span(&(start..start + len)).end;
        self.page.source[end..].starts_with([' ', '\u{3000}', '\u{a0}', '\u{2002}', '\t'])
    }
}

/// How many of the next rows may decide about the number of a row.
const FARTHEST: usize = 60;
