//! The record of a text in a table above it, 索引号 | … | 发布日期 | …: what its cells say of the notice.

use std::ops::Range;

use super::columns::names_something;
use super::label::is_colon;
use super::masthead::Masthead;
use super::page_words::{CHANGE_LABELS, DATE_LABELS, LABELS, OTHER_DATE_LABELS, PUBLISHER_LABELS, TITLE_LABELS};
use super::text_layout::{Mark, TextLayout};
use crate::notice::date;

impl Masthead {
    /// Reads a row of a table whose cells are labels, each before its value; whether the row is one.
    pub(super) fn recorded(&mut self, page: &TextLayout<'_>, row: usize) -> bool {
        let (Mark::Head(cells) | Mark::Cells(cells)) = &page.rows[row].mark else { return false };
        let words = |cell: &Range<usize>| page.normal.of_range(cell).trim_end_matches(is_colon).trim_end();
        let is_label = |word: &str| LABELS.iter().any(|labels| labels.has(word)) || TITLE_LABELS.has(word);
        let names_column = |word: &str| word.chars().count() <= LONGEST_NAME && names_something(word);
        let filled = cells.len() - cells.iter().rev().take_while(|cell| cell.is_empty()).count();
        let pairs: Vec<&[Range<usize>]> = cells[..filled.max(1)].chunks(2).collect();
        let is_pair = |pair: &&[Range<usize>]| {
            is_label(words(&pair[0]))
                && pair.get(1).is_none_or(|value| !is_label(words(value)) && !names_column(words(value)))
        };
        if !pairs.iter().all(is_pair) || pairs.iter().all(|pair| pair.len() < 2) {
            return false;
        }
        for pair in pairs {
            let Some(value) = pair.get(1).filter(|value| !value.is_empty()).cloned() else { continue };
            let label = words(&pair[0]);
            let is_day = date::parse(words(&value)).is_ok();
            if TITLE_LABELS.has(label) && self.title.is_none() {
                self.title = Some(value);
                self.title_is_labelled = true;
            } else if DATE_LABELS.has(label) && is_day {
                self.date = Some(value);
            } else if OTHER_DATE_LABELS.has(label) && is_day {
                self.day = self.day.take().or(Some(value));
            } else if CHANGE_LABELS.has(label) && is_day {
                self.updated = Some(value);
            } else if PUBLISHER_LABELS.has(label) {
                self.publisher = Some(value);
            }
        }
        true
    }
}

/// In characters: the head of a table of problems names a column by no more.
const LONGEST_NAME: usize = 8;
