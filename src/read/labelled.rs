//! Facts after their labels above the text proper: 被巡察单位：…　巡察时间：…　反馈日期：….

use std::ops::Range;

use super::dates;
use super::label::is_colon;
use super::names;
use super::text_layout::TextLayout;
use crate::notice::{Confidence, Date, Facts, Found, Origin, Round, UnitName};

/// The fact that a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LabelKey {
    Unit,
    Body,
    Round,
    Period,
    Feedback,
}

const KEYS: &[(&str, LabelKey)] = &[
    ("被巡察单位", LabelKey::Unit),
    ("被巡视单位", LabelKey::Unit),
    ("被巡察党组织", LabelKey::Unit),
    ("被巡视党组织", LabelKey::Unit),
    ("被审计单位", LabelKey::Unit),
    ("巡察对象", LabelKey::Unit),
    ("整改单位", LabelKey::Unit),
    ("填报单位", LabelKey::Unit),
    ("报送单位", LabelKey::Unit),
    ("巡察组别", LabelKey::Body),
    ("巡察机构", LabelKey::Body),
    ("巡察组", LabelKey::Body),
    ("巡视组", LabelKey::Body),
    ("巡察轮次", LabelKey::Round),
    ("巡视轮次", LabelKey::Round),
    ("巡察时间", LabelKey::Period),
    ("巡视时间", LabelKey::Period),
    ("巡察起止时间", LabelKey::Period),
    ("反馈日期", LabelKey::Feedback),
    ("反馈时间", LabelKey::Feedback),
];

/// Other labels that may be in the same row.
const OTHERS: [&str; 7] = ["填报日期", "填报时间", "填报人", "发布日期", "联系人", "联系电话", "日期"];

/// A row of labels is no longer than this, in bytes.
const LONGEST: usize = 600;

/// In characters.
const LONG_ENOUGH: usize = 4;

/// Reads the rows from 0 up to `end`; what a label states takes the place of what `facts` has from the prose.
pub fn read(page: &TextLayout<'_>, end: usize, facts: &mut Facts) {
    for row in page.rows.iter().take(end).filter(|row| row.range.len() <= LONGEST) {
        let text = page.normal.of_range(&row.range);
        if !text.contains(is_colon) && !text.contains('|') || text.contains('。') {
            continue;
        }
        for (word, key) in KEYS {
            if let Some(value) = behind(text, word) {
                state(page, *key, &(row.range.start + value.start..row.range.start + value.end), facts);
            }
        }
    }
}

/// The words after a label up to the next blank or mark.
fn behind(text: &str, word: &str) -> Option<Range<usize>> {
    let at = text.find(word).filter(|at| {
        let before = text[..*at].trim_end_matches(['【', '（', '(', '|', ' ', '；', '，']);
        // Blanks before a label may be gone; the longer words are no part of others.
        before.is_empty() || before.len() < *at || word.chars().count() >= LONG_ENOUGH
    })?;
    let rest = text[at + word.len()..].trim_start_matches(['】', '）', ')', ' ']);
    // A table of two columns: 反馈时间 | 2024年7月5日.
    let value = rest.strip_prefix(|c: char| is_colon(c) || c == '|')?.trim_start();
    let from = text.len() - value.len();
    // Blanks between two Han characters are gone: the next label may follow at once.
    let words = KEYS.iter().map(|(word, _)| word).chain(OTHERS.iter());
    let labels = words.filter_map(|word| value.find(word).filter(|at| value[at + word.len()..].starts_with(is_colon)));
    let next = labels.min().unwrap_or(value.len());
    let length = value[..next].find([' ', '；', ';', '|', '，']).unwrap_or(next);
    (length > 0).then_some(from..from + length)
}

fn state(page: &TextLayout<'_>, key: LabelKey, at: &Range<usize>, facts: &mut Facts) {
    let text = page.normal.of_range(at);
    let found = |day: Date| Some(page.found(day, Origin::Label, Confidence::High, at));
    match key {
        LabelKey::Unit => {
            let parts = names::split_names(text).into_iter().map(|part| {
                let at = at.start + part.start..at.start + part.end;
                page.found(UnitName::parse(&page.shown(&at)), Origin::Label, Confidence::High, &at)
            });
            let units: Vec<Found<UnitName>> = parts.collect();
            if !units.is_empty() {
                facts.units = units;
            }
        }
        LabelKey::Body if text.ends_with('组') => {
            facts.bodies = vec![page.found(page.shown(at), Origin::Label, Confidence::High, at)];
        }
        LabelKey::Round => {
            if let Some(round) = Round::parse(text) {
                let round = Round { label: page.shown(at), ..round };
                facts.round = Some(page.found(round, Origin::Label, Confidence::High, at));
            }
        }
        LabelKey::Period => {
            if let Some((start, end)) = dates::stretch(text) {
                let days = (start.date(None), end.date(start.year));
                if let (Some(start), Some(end)) = days {
                    (facts.period_start, facts.period_end) = (found(start), found(end));
                }
            }
        }
        LabelKey::Feedback => {
            // Blanks between Han characters are gone: the next label may follow the day at once.
            let day = dates::days(text).into_iter().find(|day| day.at.start == 0);
            if let Some(day) = day.and_then(|day| day.date(None)) {
                facts.feedback = found(day);
            }
        }
        LabelKey::Body => {}
    }
}
