//! The contact of the unit: 联系电话：0999-5550101, and numbers and addresses without a label.

use std::ops::Range;

use super::label;
use super::lists::Attachments;
use super::number;
use super::text_layout::{Mark, TextLayout};
use crate::notice::{Confidence, Found, Origin};
use crate::text::words::{Words, words};

static CONTACTS: Words = words! {
    联系方式 联络方式 联系电话 联络电话 监督电话 举报电话 受理电话 咨询电话 值班电话 投诉电话 服务电话 办公电话 电话 监督热线 举报热线 服务热线 热线
    传真 手机 电子邮箱 电子信箱 电子邮件 邮政信箱 监督信箱 举报信箱 邮寄地址 通信地址 通讯地址 来信地址 来访地址 接访地址 联系地址 办公地址 通讯处
    邮政编码 邮编 邮箱 TEL Tel tel Email email
};

/// Verbs of a measure before a number: 公布举报电话0999-5550101.
static MEASURE_VERBS: Words =
    words! { 公布 公示 公开 开通 设立 设置 增设 畅通 更换 更新 张贴 启用 开设 印发 发放 建立 完善 变更 拨打 接听 };

/// The words that say how to reach the unit: after 联系方式：, or the rows that open with such a label.
pub fn labelled(page: &TextLayout<'_>, from: usize, until: usize) -> Option<Found<String>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for row in from..until {
        let text = page.text(row);
        let start = page.rows[row].range.start;
        let Some((at, word)) = CONTACTS.find(text) else {
            if !parts.is_empty() {
                break;
            }
            continue;
        };
        let behind = &text[at + word.len()..];
        let states = behind.trim_start().starts_with(['：', ':', '（', '(']) || has_number(behind);
        let clause = text[..at].rfind(['。', '；', '，']).map_or(0, |stop| stop + '。'.len_utf8());
        // 联系单位：水务局整改办公室 电话：…, with its blanks gone.
        let invites = ["联系", "监督", "受理", "举报", "反映", "咨询", "来信", "来访"]
            .iter()
            .any(|word| text[clause..].starts_with(word));
        let opens =
            text[clause..at].trim().chars().count() <= 8 || invites && text[clause..at].contains(label::is_colon);
        let is_measure = MEASURE_VERBS.are_in(&text[clause..at]) && !behind.trim_start().starts_with(label::is_colon);
        if !states || !opens || is_measure || is_inside_series(page, row, until) {
            continue;
        }
        let lead = if matches!(word, "联系方式" | "联络方式") {
            at + word.len() + behind.chars().next().filter(|c| label::is_colon(*c)).map_or(0, char::len_utf8)
        } else {
            clause
        };
        parts.push(start + lead..start + text.trim_end_matches(['。', ' ', '；']).len());
    }
    let first = parts.first()?.clone();
    let words: Vec<String> = parts.iter().map(|part| plain(page, part)).filter(|part| !part.is_empty()).collect();
    let last = parts.last().map_or(first.end, |last| last.end);
    Some(page.found(words.join("；"), Origin::Label, Confidence::High, &(first.start..last.max(first.start))))
}

/// Whether `row` is within a series of numbered rows that goes on after it.
fn is_inside_series(page: &TextLayout<'_>, row: usize, until: usize) -> bool {
    let number_of = |row: usize| number::read(page.text(row));
    // 附件：1.… 2.… counts documents.
    let opens_attachments = |row: &usize| Attachments::opened_by(page.text(*row)).is_some();
    let mut rows = (row + 1..until).take_while(|row| !opens_attachments(row));
    let Some(next) = rows.find_map(number_of) else { return false };
    let before = (0..=row).rev().filter_map(number_of).find(|number| number.scheme == next.scheme);
    next.value > 1 && before.is_some_and(|number| number.value + 1 == next.value)
}

/// A row with a contact but without such a label: 请拨打0999-5550101反映, 来信请寄…, 水务局整改办：0999-5550101.
pub fn unlabelled(page: &TextLayout<'_>, from: usize, until: usize) -> Option<Found<String>> {
    static TURNS: Words = words! {
        联系 联络 拨打 来电 致电 反映 监督 咨询 举报 投诉 意见 建议 异议 来信 来访 请寄 寄送 寄至 邮寄 整改办 办公室
    };
    static PLACES: Words = words! { 请寄 寄至 寄送至 意见箱设 信箱设 举报箱设 };
    // A contact among the items belongs to them.
    let is_of_items = |row: &usize| {
        let text = page.text(*row);
        page.rows[*row].mark != Mark::Text || number::read(text).is_some() || label::read(text).is_some()
    };
    let from = (from..until).rev().find(is_of_items).map_or(from, |last| last + 1);
    (from..until).rev().find_map(|row| {
        let text = page.text(row);
        let tells = PLACES.are_in(text) || TURNS.are_in(text) && (has_number(text) || has_address(text));
        let is_short = text.chars().count() <= LONGEST;
        let at = page.rows[row].range.clone();
        (is_short && tells && !label::is_measure(text))
            .then(|| page.found(plain(page, &at), Origin::Prose, Confidence::Medium, &at))
    })
}

/// Most characters of a row that is only a contact.
const LONGEST: usize = 120;

/// Whether words hold a telephone number: 0999-5550101, 13800000000, 400-123-4567, 5550101, 12388.
fn has_number(words: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '—' | '－');
    let mut rest = words;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let length = rest[start..].find(|c| !is_part(c)).unwrap_or(rest.len() - start);
        let written = &rest[start..start + length];
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let behind = &rest[start + length..];
        let counts = behind.starts_with(['年', '元', '万', '.', '亩', '户', '人', '个', '件', '次']);
        let is_number = match digits {
            5 => written.starts_with("123"),
            // 2024-07-11, and 2024711 that lost its marks
            6..=8 => !written.starts_with("20") && !written.starts_with("19"),
            10..=13 => written.starts_with(['0', '1', '4', '8']),
            _ => false,
        };
        if is_number && !counts {
            return true;
        }
        rest = behind;
    }
    false
}

/// Whether words hold an address of electronic mail.
fn has_address(words: &str) -> bool {
    words.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(|c: char| c.is_ascii_alphanumeric()) && host.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// The words as written, runs of blanks as one, because a blank separates a name and a number.
fn plain(page: &TextLayout<'_>, range: &Range<usize>) -> String {
    page.normal.span(range).of(page.source).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_told_from_days_and_counts() {
        for words in ["0999-5550101", "请拨打12388", "手机13800000000", "5550101", "400-123-4567"] {
            assert!(has_number(words), "{words}");
        }
        for words in ["2024-07-11", "120件", "1234567元", "第12号", "2024年", "12000"] {
            assert!(!has_number(words), "{words}");
        }
    }
}
