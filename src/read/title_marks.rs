//! Marks that web pages and lists put around a title: [2024-07-11], 【公示】, a bullet, _站名.

use std::ops::Range;

use super::dates;
use crate::text::pairs;
use crate::text::words::{Words, words};

/// Last words of a title before the name of a site.
static ENDS: Words = words! { 通报 公告 报告 公示 通告 通知 情况 结果 公开 公开稿 说明 清单 台账 };

/// Brackets before a title.
const BRACKETS: [[char; 2]; 5] = [['【', '】'], ['[', ']'], ['［', '］'], ['〔', '〕'], ['（', '）']];

/// Words in brackets before a title in a list. 【范文】 (sample) is not among them, because it states the kind of the
/// text.
static TAGS: Words = words! {
    公示 公告 通告 通知 通报 通知公告 公示公告 信息公开 政务公开 党务公开 公开 巡察 巡视 巡察整改 整改公开 置顶 转发 原创 图文 组图 热点 头条 关注 新 荐 NEW new
};

/// Marks around all of a title.
const AROUND: [[char; 2]; 3] = [['《', '》'], ['“', '”'], ['「', '」']];

/// The title proper within `title`.
pub fn bare(title: &str) -> Range<usize> {
    let mut start = 0;
    loop {
        let rest = &title[start..];
        let inked = rest.trim_start_matches([' ', '\u{3000}', '·', '•', '●', '★', '☆', '◆', '■', '▪', '>']);
        let skip = rest.len() - inked.len() + tag(inked).max(barred_tag(inked));
        if skip == 0 || title[start + skip..].trim().is_empty() {
            break;
        }
        start += skip;
    }
    let end = start + without_site(&title[start..]).len();
    let words = title[start..end].trim_end();
    match AROUND.iter().find_map(|marks| pairs::inside(words, *marks)) {
        Some(inner) => {
            let from = start + words.find(inner).unwrap_or_default();
            from..from + inner.len()
        }
        None => start..start + words.len(),
    }
}

/// The length of a bracket before a title that holds a day or a short tag: [2024-07-11], 【公示】.
fn tag(words: &str) -> usize {
    let Some([open, close]) = BRACKETS.iter().find(|marks| words.starts_with(marks[0])) else { return 0 };
    let Some(end) = words.find(*close) else { return 0 };
    let inner = words[open.len_utf8()..end].trim();
    let is_day = dates::days(inner).first().is_some_and(|day| day.at.start == 0 && day.at.end == inner.len());
    if is_day || TAGS.has(inner) { end + close.len_utf8() } else { 0 }
}

/// The length of a tag before a title that a bar parts from it: 巡察整改丨….
fn barred_tag(words: &str) -> usize {
    let Some((tag, behind)) = words.split_once(['|', '｜', '丨', '│']) else { return 0 };
    if TAGS.has(tag.trim()) { words.len() - behind.len() } else { 0 }
}

/// The words up to the name of a site after them: …的通报_云江市水务局, …的公告 - 清风网.
fn without_site(words: &str) -> &str {
    if words.contains('\n') {
        return words;
    }
    let about = words.rfind("整改");
    let marks = words.char_indices().filter(|(_, c)| matches!(c, '_' | '|' | '｜' | '—' | '–' | '-'));
    let ends = |(at, _): &(usize, char)| {
        let is_site = || !words[*at..].trim_start_matches(['_', '|', '｜', '—', '–', '-', ' ']).starts_with('在');
        ENDS.ending(words[..*at].trim_end()).is_some() && about.is_none_or(|about| about < *at) && is_site()
    };
    marks.into_iter().find(ends).map_or(words, |(at, _)| words[..at].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_a_title_are_removed() {
        let title = "青禾区水务局关于巡察整改情况的通报";
        for written in [
            "[2024-07-11] {}",
            "【公示】{}",
            "［通知公告］{}",
            "· {}",
            "{}_青禾区水务局",
            "{} | 通知公告 | 青禾区水务局网站",
            "{}——青禾清风网",
            "《{}》",
            "巡察整改 | {}",
            "公示丨{}",
        ] {
            let written = written.replace("{}", title);
            assert_eq!(&written[bare(&written)], title, "{written}");
        }
        for kept in
            ["青禾区水务局关于“三重一大”问题整改情况的通报（第二批）", "（一）巡察整改情况", "整改——水务局的情况"]
        {
            assert_eq!(&kept[bare(kept)], kept);
        }
    }
}
