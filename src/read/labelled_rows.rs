//! Rows of labels around the title, which state facts about the notice.

use std::ops::Range;

use super::label::is_colon;
use super::masthead::Masthead;
use super::page_labels::{behind, below, date_length, day_within, is_label, until_label};
use super::page_words::{
    CHANGE_LABELS, DATE_LABELS, OTHER_DATE_LABELS, PUBLISHER_LABELS, RECORD_LABELS, RECORDED_TITLES, SITE_LABELS,
    TITLE_LABELS,
};
use super::text_layout::TextLayout;
use super::title_rows::title_end;
use crate::text::words::Words;

impl Masthead {
    /// A row of labels as web pages put around the title, 发布日期：… 来源：…, and the row after it; a label's value
    /// may stand in a row of its own.
    pub(super) fn labelled(&mut self, page: &TextLayout<'_>, row: usize) -> Option<usize> {
        let text = page.text(row);
        if text.len() > 360 || !text.contains(is_colon) {
            return None;
        }
        let start = page.rows[row].range.start;
        let in_twin = |range: Range<usize>| start + range.start..start + range.end;
        let value = below(page, row);
        let short = text.chars().count() <= 80;
        let opens = |labels: &Words| labels.iter().any(|label| is_label(text, label));
        let (publisher, other) = (opens(&PUBLISHER_LABELS), (opens(&SITE_LABELS) || opens(&RECORD_LABELS)) && short);
        let date = behind(text, &DATE_LABELS, date_length).map(in_twin);
        let named = behind(text, &PUBLISHER_LABELS, |words| {
            let words = &words[..until_label(words)];
            words.find([' ', '　', '|', '，']).unwrap_or(words.len())
        });
        let named = named.map(in_twin).filter(|_| short);
        let day = || {
            behind(text, &OTHER_DATE_LABELS, date_length)
                .map(in_twin)
                .filter(|_| opens(&OTHER_DATE_LABELS) || publisher || other)
        };
        let updated = behind(text, &CHANGE_LABELS, date_length).map(in_twin);
        if let Some(date) = date.clone().or_else(|| value.clone().filter(|_| opens(&DATE_LABELS))) {
            self.date = Some(date);
        } else if let Some(day) = day().or_else(|| value.clone().filter(|_| opens(&OTHER_DATE_LABELS)))
            && self.day.is_none()
        {
            self.day = Some(day);
        } else if named.is_some() && updated.is_none() && self.day.is_none() {
            self.day = day_within(text).map(in_twin);
        }
        let changed = updated.clone().or_else(|| value.clone().filter(|_| opens(&CHANGE_LABELS)));
        self.updated = self.updated.take().or(changed);
        if let Some(named) = named.clone().or_else(|| value.clone().filter(|_| publisher)) {
            self.publisher = Some(named);
        }
        let title = title_named(text);
        if self.title.is_none()
            && let Some(title) = title.map(in_twin)
        {
            // 信息名称：关于…巡察整改 ⏎ 情况的公告
            let last = if title.end == page.rows[row].range.end { title_end(page, row) } else { row };
            let end = if last > row { page.rows[last].range.end } else { title.end };
            self.title = (!title.is_empty()).then_some(title.start..end).or_else(|| value.clone());
            self.title_is_labelled = self.title.is_some();
            if last > row {
                return Some(last + 1);
            }
        }
        let said =
            date.is_some() || updated.is_some() || named.is_some() && text.chars().count() <= 120 || day().is_some();
        match (said, value) {
            (true, _) => Some(row + 1),
            (false, Some(_)) => Some(row + 2),
            (false, None) => {
                let other = other || self.title_is_labelled && title_named(text).is_some();
                (publisher || other || [&DATE_LABELS, &CHANGE_LABELS, &TITLE_LABELS].into_iter().any(opens))
                    .then_some(row + 1)
            }
        }
    }
}

/// The title that a label names in a row, which may hold other labels: 索引号：… 信息名称：… 发布日期：….
fn title_named(text: &str) -> Option<Range<usize>> {
    let opening = TITLE_LABELS.iter().find(|label| is_label(text, label)).map(str::len);
    let within = || {
        let places = RECORDED_TITLES.iter().filter_map(|label| text.find(label).map(|at| at + label.len()));
        places.filter(|end| text[*end..].starts_with(is_colon)).min()
    };
    let behind = opening.or_else(within)?;
    let value = text[behind..].trim_start().trim_start_matches(is_colon).trim_start();
    let start = text.len() - value.len();
    Some(start..start + value[..until_label(value)].trim_end().len())
}
