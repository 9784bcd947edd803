//! Which rows hold the title of a notice, and where it ends.

use std::ops::Range;

use super::dates;
use super::furniture::{is_buttons, is_furniture};
use super::names;
use super::number;
use super::page_labels::{is_label, is_label_row};
use super::page_words::LABELS;
use super::text_layout::{Mark, TextLayout};
use super::title;
use super::title_marks;
use crate::notice::date;
use crate::notice::unit::ORGANS;
use crate::text::words::{Words, words};

/// Names of kinds of notices at the end of a title.
static NOUNS: Words = words! {
    通报 公告 报告 公示 通告 通知 情况 情况表 公示表 统计表 清单 台账 说明 公开 结果 公开稿 一览表 公开表
};

/// The title of a row that holds other things too: a day before or after it, labels, buttons.
pub(super) fn title_among(page: &TextLayout<'_>, row: usize) -> Option<Range<usize>> {
    let text = page.text(row);
    let start =
        dates::days(text).first().filter(|day| day.at.start == 0 && day.year.is_some()).map_or(0, |day| day.at.end);
    let start = start + (text[start..].len() - text[start..].trim_start_matches([' ', ']', '】', '）', ')']).len());
    let behind = &text[start..];
    // a longer title is refused below, so a long row costs no more than a short one
    let end = (1..behind.len().min(LONGEST_TITLE * 4))
        .filter(|at| behind.is_char_boundary(*at) && NOUNS.ending(&behind[..*at]).is_some())
        .filter(|at| is_aside_of_title(&behind[*at..]))
        .max();
    let end = match end {
        Some(end) => end,
        None if start > 0 && NOUNS.ending(behind).is_some() => behind.len(),
        None => return None,
    };
    let title = &behind[..end];
    let plain = names_notice(title) && !title.contains(['。', '；']) && number::read(title).is_none();
    let at = page.rows[row].range.start + start;
    (plain && title.chars().count() <= LONGEST_TITLE && !title.contains(super::label::is_colon)).then_some(at..at + end)
}

/// In characters: shorter ones beside a day are menu entries.
const SHORTEST_TITLE: usize = 8;

/// In characters.
const LONGEST_TITLE: usize = 80;

/// Whether the words after a title are a day, labels or buttons.
fn is_aside_of_title(words: &str) -> bool {
    let bare = words.trim_matches([' ', '（', '）', '(', ')', '[', ']', '【', '】', '—', '-', '|']);
    let labelled = || LABELS.iter().any(|labels| labels.iter().any(|label| is_label(bare, label)));
    let day = || {
        dates::days(bare)
            .first()
            .is_some_and(|day| day.at.start == 0 && day.year.is_some() && is_beside_day(&bare[day.at.end..]))
    };
    !bare.is_empty() && (day() || labelled() || is_buttons(bare))
}

/// Whether words after a day by the title are a time of day, who published it in brackets, or nothing.
fn is_beside_day(words: &str) -> bool {
    let in_brackets = words.starts_with([']', '】', '）', ')']) && !words.contains(['。', '，', '；', '、']);
    is_clock(words) || in_brackets && words.chars().count() <= LONGEST_PUBLISHER
}

/// In characters.
const LONGEST_PUBLISHER: usize = 16;

/// Whether words are a time of day, or nothing.
fn is_clock(words: &str) -> bool {
    words.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '：'))
}

/// The row of the title below rows of furniture that no list knows: the name of the site, its menu. Nothing where
/// `row` may be the title itself.
pub(super) fn furniture_above(page: &TextLayout<'_>, row: usize) -> Option<usize> {
    let named = |row: usize| is_title(page, row, None) && names_notice(page.text(row));
    // 进展情况的通报, the end of a title that is broken over two lines.
    let closes = |row: usize| {
        let text = page.text(row);
        text.chars().count() < SHORTEST_TITLE
            && is_title(page, row, None)
            && NOUNS.ending(text).is_some()
            && opens_title(page.text(row - 1))
    };
    if named(row) || page.rows[row].mark == Mark::Heading(1) {
        return None;
    }
    let last = (row + 1..page.rows.len().min(row + MOST_FURNITURE))
        .find(|row| named(*row) || closes(*row) || title_among(page, *row).is_some())?;
    let between = |row: usize| {
        let text = page.text(row);
        text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；']) && number::read(text).is_none()
    };
    if !(row..last).all(between) {
        return None;
    }
    // A title may be broken over lines: its first ones open like one, and the last does not name who reports.
    // 关于省联社党委巡察整改情况的通报 names who inspected; who reports is named by the row above.
    let named_above = page.text(last).starts_with("关于") && ORGANS.ending(page.text(last - 1)).is_some();
    let bare = |row: usize| &page.text(row)[title_marks::bare(page.text(row))];
    let whole = !named_above && !names::in_title(bare(last)).is_empty();
    let is_of_title = |at: &usize| !whole && opens_title(page.text(*at)) || breaks_off(page, *at);
    let first = (row..last).rev().take_while(is_of_title).last().unwrap_or(last);
    (first > row).then_some(first)
}

/// Whether a row breaks off inside the name of a unit that goes on in the next one: 中共云江市自然资源和.
fn breaks_off(page: &TextLayout<'_>, row: usize) -> bool {
    let text = page.text(row);
    let opens = ["中共", "中国共产党"].iter().any(|word| text.starts_with(word));
    let whole = ORGANS.ending(text).is_some();
    page.rows.get(row + 1).is_some_and(|next| !next.gap)
        && (opens && !whole || text.ends_with(['和', '与', '及', '、']))
}

/// Whether a row opens a title that goes on in the next one.
fn opens_title(text: &str) -> bool {
    ["关于", "中共", "中国共产党"].iter().any(|word| text.contains(word)) || names::is_organisation(text)
}

/// Most rows of furniture above a title.
const MOST_FURNITURE: usize = 16;

/// In characters: menus and names of sites are short.
pub(super) const LONGEST_MENU: usize = 40;

/// Whether a row names the notice, and not only a column of the site: it is about something.
fn names_notice(text: &str) -> bool {
    static ABOUT: Words = words! { 关于 整改 巡察 巡视 督察 审计 反馈 工作报告 };
    text.chars().count() >= SHORTEST_TITLE && NOUNS.ending(text).is_some() && ABOUT.are_in(text)
}

/// （2024年1月24日）, （送审稿）, a speaker's name, a document's number.
pub(super) fn is_aside(text: &str) -> bool {
    let bare = text.trim_matches(['（', '）', '(', ')', ' ']);
    let short = text.chars().count() <= 4 && !text.ends_with(['：', ':']) && number::read(text).is_none();
    let bracketed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']) && number::read(text).is_none();
    date::parse(bare).is_ok() || short || (bracketed || bare.contains('〔')) && text.chars().count() <= 24
}

pub(super) fn is_title(page: &TextLayout<'_>, row: usize, titled: Option<&str>) -> bool {
    let text = page.text(row);
    let heading = matches!(page.rows[row].mark, Mark::Heading(_));
    let numbered = number::read(text).is_some();
    let length = text.chars().count();
    let sentence = text.ends_with(['。', '；', '：', ':', '！']) || text.contains('。');
    let repeated = titled.is_some_and(|title| compact(title) == compact(text));
    let names_itself = NOUNS.ending(text).is_some() || text.ends_with(['）', ')']);
    match titled {
        _ if numbered || sentence || length < 4 => false,
        // 关于“食材索证不全”问题的整改（已完成）
        _ if title::status_bracket(text).is_some() => false,
        _ if heading => matches!(page.rows[row].mark, Mark::Heading(1)) || row == 0 && titled.is_none(),
        Some(_) => repeated || length <= 60 && names_itself && !text.contains(['，', ',']),
        None => length <= 80,
    }
}

/// The last row of a title that starts at `row`: it continues until it names the kind of document.
pub(super) fn title_end(page: &TextLayout<'_>, row: usize) -> usize {
    let mut last = row;
    while last + 1 < page.rows.len() && last < row + 4 {
        let (text, next) = (page.text(last), page.text(last + 1));
        let heading = |row: usize| matches!(page.rows[row].mark, Mark::Heading(_));
        let is_end = is_title_end(next);
        let complete = NOUNS.ending(text).is_some() && !next.starts_with('的') && !(is_end && text.ends_with("情况"));
        // # 中共云江市水务局党组关于市委 ⏎ 第三轮巡察整改情况的通报
        let alike = heading(last) == heading(last + 1)
            || heading(last) && !page.rows[last + 1].gap && NOUNS.ending(next).is_some();
        let goes_on = (!page.rows[last + 1].gap || completes(page, last + 1))
            && alike
            && !complete
            && next.chars().count() <= 60
            && !next.ends_with(['。', '：', ':', '；'])
            && !next.contains('。')
            && !next.starts_with(['—', '–', '（', '('])
            && number::read(next).is_none()
            && !is_label_row(next)
            && !next.chars().take(LONGEST_LABEL).any(super::label::is_colon)
            && title_among(page, last + 1).is_none()
            && !is_furniture(next)
            && (is_end || next == "关于" || !is_aside(next));
        if !goes_on {
            break;
        }
        last += 1;
    }
    last
}

/// In characters: a label before a colon.
const LONGEST_LABEL: usize = 9;

/// Whether a row is nothing but the last word of a title: 通报, 的公告.
fn is_title_end(text: &str) -> bool {
    NOUNS.has(text.trim_start_matches('的'))
}

/// Whether a row, or the one after it, ends as titles do, so that a title goes on over blank lines.
fn completes(page: &TextLayout<'_>, row: usize) -> bool {
    let ends = |row: usize| {
        let text = page.text(row);
        text.chars().count() <= 60 && NOUNS.ending(text).is_some()
    };
    let opens = page.text(row).starts_with("关于");
    ends(row) || opens && ends(row + 1)
}

pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
