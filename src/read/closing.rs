//! The end of a notice: how to reach the unit, who signs, and when.

use std::ops::Range;

use super::contact;
use super::dates;
use super::furniture::is_furniture;
use super::label;
use super::names;
use super::number;
use super::text_layout::{Mark, TextLayout};
use super::title;
use crate::notice::{Confidence, Date, Found, Origin, date, status};
use crate::text::words::{Words, words};

/// The facts that the last rows state.
#[derive(Clone, Debug, Default)]
pub struct Closing {
    /// Who signs.
    pub signature: Option<Found<String>>,
    /// The day under the signature.
    pub date: Option<Found<Date>>,
    /// How to reach them.
    pub contact: Option<Found<String>>,
    /// A date under the signature that a conversion damaged, in the normalised text.
    pub damaged: Option<Range<usize>>,
    /// How to reach them, in a letter whose attachment follows.
    of_letter: Option<Found<String>>,
    /// The first row of the closing; items end before it.
    pub first: usize,
}

/// How many of the last rows may close a text.
const FURTHEST: usize = 16;

/// Reads the last rows from `first` on.
pub fn read(page: &TextLayout<'_>, first: usize) -> Closing {
    let rows = page.rows.len();
    let above_attachments = attachments(page, first).map_or(rows, |row| row.saturating_sub(ABOVE_ATTACHMENTS));
    let from = rows.saturating_sub(FURTHEST).min(above_attachments).max(first);
    let mut closing = Closing { first: rows, ..Closing::default() };
    sign(page, from, &mut closing);
    if closing.date.is_none() && closing.signature.is_none() {
        above_attachment(page, first, &mut closing);
    }
    let answered = (from..closing.first).rev().find(|row| is_answer(page, *row)).map_or(from, |row| row + 1);
    closing.contact =
        contact::labelled(page, answered, closing.first).or_else(|| contact::labelled(page, closing.first, rows));
    if let Some(found) = &closing.contact {
        let row = page.rows.partition_point(|row| page.normal.span(&row.range).end <= found.span.start);
        closing.first = closing.first.min(row);
    }
    closing.contact = closing.contact.take().or(closing.of_letter.take());
    if closing.contact.is_none() {
        // Items may go on up to here, so that such words close no text.
        closing.contact = contact::unlabelled(page, answered, rows);
    }
    // An invitation to comment closes the text that it follows.
    let invites = |text: &str| ["欢迎", "监督", "反映"].iter().filter(|word| text.contains(**word)).count() >= 2;
    let term = |text: &str| ["公示期", "公告期", "公示时间", "公告时间"].iter().any(|word| text.starts_with(word));
    let ends = |text: &str| text.starts_with("特此") && text.chars().count() <= 8 || term(text);
    while closing.first > from && (invites(page.text(closing.first - 1)) || ends(page.text(closing.first - 1))) {
        closing.first -= 1;
    }
    closing
}

/// Whether a row states measures or a status. A telephone number before such a row is not the end of the text.
fn is_answer(page: &TextLayout<'_>, row: usize) -> bool {
    let text = page.text(row);
    match &page.rows[row].mark {
        Mark::Cells(cells) => cells.iter().any(|cell| status::read(page.normal.of_range(cell)).is_some()),
        Mark::Head(_) | Mark::Heading(_) | Mark::Bold | Mark::Text => {
            label::read(text).is_some_and(|label| label.purpose.answers()) || title::closes_with_status(text)
        }
    }
}

/// The row that opens a list of attachments among the last rows.
fn attachments(page: &TextLayout<'_>, first: usize) -> Option<usize> {
    let from = page.rows.len().saturating_sub(LONGEST_LIST).max(first);
    (from..page.rows.len()).find(|row| {
        let text = page.text(*row);
        text.starts_with("附件") && text.chars().count() <= LONGEST_ATTACHMENT * 2
    })
}

/// Most rows of a list of attachments with the text after it.
const LONGEST_LIST: usize = 48;

/// How many rows above the attachments may close the text.
const ABOVE_ATTACHMENTS: usize = 4;

/// Date and signature of a letter whose attachment follows in the same text.
fn above_attachment(page: &TextLayout<'_>, first: usize, closing: &mut Closing) {
    let opens = |row: &usize| {
        let text = page.text(*row);
        text.starts_with("附件") && text.chars().count() <= LONGEST_ATTACHMENT
    };
    // The letter names its attachment above the signature, too.
    for row in (first..page.rows.len()).filter(opens) {
        let mut letter = Closing { first: row, ..Closing::default() };
        sign(page, row.saturating_sub(FURTHEST).max(first), &mut letter);
        if letter.date.is_some() {
            (closing.date, closing.signature) = (letter.date, letter.signature);
            let above = row.saturating_sub(FURTHEST).max(first);
            let answered = (above..letter.first).rev().find(|row| is_answer(page, *row)).map_or(above, |row| row + 1);
            closing.of_letter = contact::labelled(page, answered, letter.first);
            return;
        }
    }
}

/// In characters.
const LONGEST_ATTACHMENT: usize = 30;

/// Date and signature, last rows first.
fn sign(page: &TextLayout<'_>, from: usize, closing: &mut Closing) {
    let mut row = closing.first;
    while row > from {
        row -= 1;
        let text = page.text(row).trim();
        let start = page.rows[row].range.start + (page.text(row).len() - page.text(row).trim_start().len());
        let bare = text.trim_matches(['（', '）', '(', ')', ' ']);
        if closing.date.is_none() && closing.signature.is_none() {
            if is_trailer(bare) {
                closing.first = row;
                continue;
            }
            if let Ok(day) = date::parse(bare) {
                let at = start..start + text.len();
                closing.date = Some(page.found(day, Origin::Structure, Confidence::High, &at));
                closing.first = row;
                continue;
            }
            if let Some(damaged) = dates::damaged(text).filter(|_| text.chars().count() <= 16) {
                closing.damaged = Some(start + damaged.start..start + damaged.end);
                closing.first = row;
                continue;
            }
            if bare.chars().count() <= 14 && bare.contains('年') && bare.contains('月') {
                closing.first = row; // masked, or a month only: not a day, but a signature may precede it
                continue;
            }
            if let Some(day) = dates::days(text).pop().filter(|day| day.at.end == text.len() && day.year.is_some())
                && names::is_organisation(text[..day.at.start].trim())
            {
                let at = start + day.at.start..start + day.at.end;
                closing.date = day.date(None).map(|date| page.found(date, Origin::Structure, Confidence::High, &at));
                closing.signature = Some(signature(page, start..start + text[..day.at.start].trim_end().len()));
                closing.first = row;
                return;
            }
        }
        // （三）区信访局 heads a list.
        let numbered = number::read(text).is_some();
        if names::is_organisation(text.trim_end_matches("（印章）")) && !text.ends_with(['。', '；']) && !numbered
        {
            closing.signature = Some(signature(page, start..start + text.len()));
            closing.first = row;
        }
        if closing.signature.is_some() || closing.date.is_none() || row + 3 < closing.first {
            return;
        }
    }
}

/// Whether a row is below signature and date: （联系人：…）, 抄送：…, 责任编辑：…, …印发, the foot of a web page.
fn is_trailer(text: &str) -> bool {
    static OPENINGS: Words = words! {
        联系人 联系电话 监督电话 此件 抄送 抄报 共印 责任编辑 扫一扫 上一篇 下一篇 上一条 下一条 上一页 下一页 技术支持 网站标识码
        相关链接 相关阅读 相关新闻 相关附件 相关文档 相关信息 友情链接 版权所有 网站地图 Copyright copyright
    };
    // 编辑力量不足 is a problem, 编辑：龚某 none.
    static LABELS: Words =
        words! { 编辑 审核 校对 供稿 来源 稿源 主办 承办 主办单位 承办单位 地址 邮编 传真 阅读 浏览 点击 分享到 };
    static PAGE_WORDS: Words = words! { 版权所有 ICP备 公网安备 Copyright 网站标识码 };
    let short = text.chars().count() <= LONGEST_TRAILER && !text.trim_end_matches('。').contains('。');
    let labelled = |label: &str| text[label.len()..].starts_with([' ', '：', ':', '|']);
    let is_label = || LABELS.longest_opening(text).is_some_and(labelled);
    let is_issue = || text.ends_with("印发") && dates::days(text).iter().any(|day| day.year.is_some());
    let named = OPENINGS.opening(text).is_some() || PAGE_WORDS.are_in(text);
    short && (named || is_label() || is_issue() || is_furniture(text))
}

/// In characters.
const LONGEST_TRAILER: usize = 80;

/// Who signs; two units that share a line are joined by 、, since the normalised text has dropped the blank between
/// them.
fn signature(page: &TextLayout<'_>, at: Range<usize>) -> Found<String> {
    let written: Vec<&str> = page.normal.span(&at).of(page.source).split_whitespace().collect();
    let is_unit = |name: &&str| name.chars().count() >= SHORTEST_UNIT && names::is_organisation(name);
    let shown = match written.len() > 1 && written.iter().all(is_unit) {
        true => written.join("、"),
        false => page.shown(&at),
    };
    page.found(shown, Origin::Structure, Confidence::High, &at)
}

/// In characters: 党组 and 办公室 after a blank belong to the name before.
const SHORTEST_UNIT: usize = 4;
