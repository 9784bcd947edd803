//! Labels that web pages put around a title: 发布日期：…, 来源：…, 浏览次数：….

use std::ops::Range;

use super::dates;
use super::number;
use super::page_words::{LABELS, TITLE_LABELS};
use super::text_layout::TextLayout;
use crate::notice::date;
use crate::text::words::Words;

/// Offset of the next label. Blanks between Han characters are gone, so that it may follow a name directly.
pub(super) fn until_label(words: &str) -> usize {
    let labels = LABELS.iter().flat_map(|labels| labels.iter());
    let places = labels.filter_map(|label| {
        words.find(label).filter(|at| words[at + label.len()..].starts_with(super::label::is_colon))
    });
    places.min().unwrap_or(words.len())
}

/// Whether a row opens with a label.
pub(super) fn is_label(text: &str, label: &str) -> bool {
    text.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(super::label::is_colon))
}

/// The row below a label that says nothing itself, where it can be its value.
pub(super) fn below(page: &TextLayout<'_>, row: usize) -> Option<Range<usize>> {
    let is_label = || {
        let label = page.text(row).trim_end().trim_end_matches(super::label::is_colon);
        LABELS.iter().any(|labels| labels.has(label)) || TITLE_LABELS.has(label)
    };
    let text = page.text(row).trim_end();
    let next = page.rows.get(row + 1).filter(|_| text.ends_with(super::label::is_colon) && is_label())?;
    let value = page.normal.of_range(&next.range);
    let plain = value.chars().count() <= 80
        && !value.contains('。')
        && !value.ends_with(super::label::is_colon)
        && number::read(value).is_none_or(|number| number.len == value.len() || value.is_ascii());
    plain.then(|| next.range.clone())
}

/// The day a row of labels holds without one of its own: 2022-04-18 07:10 来源：….
pub(super) fn day_within(text: &str) -> Option<Range<usize>> {
    dates::days(text).into_iter().find(|day| day.year.is_some()).map(|day| day.at)
}

pub(super) fn behind(text: &str, labels: &Words, length: impl Fn(&str) -> usize) -> Option<Range<usize>> {
    labels.iter().find_map(|label| {
        let at = text.find(label)? + label.len();
        let colon = text[at..].chars().next().filter(|c| super::label::is_colon(*c))?;
        let from = at + colon.len_utf8();
        let from = from + (text[from..].len() - text[from..].trim_start().len());
        let length = length(&text[from..]);
        (length > 0).then_some(from..from + length)
    })
}

/// How many bytes of `words` are a day.
pub(super) fn date_length(words: &str) -> usize {
    let ends = words.char_indices().map(|(at, c)| at + c.len_utf8()).take(16);
    ends.filter(|end| date::parse(&words[..*end]).is_ok()).last().unwrap_or(0)
}

/// Whether a row is of labels and no part of a title.
pub(super) fn is_label_row(text: &str) -> bool {
    LABELS.iter().any(|labels| labels.iter().any(|label| is_label(text, label)))
}
