//! Lines that a site puts around an article, at both ends of a page: 字号, 打印, 来源, 浏览次数, 上一篇, menus.
//!
//! A page that somebody copied into a text file or a Word document has them too.

use super::draft::DraftBlock;
use super::ledger::Ledger;
use super::note::NoteKind;
use crate::read::page_words::{BUTTONS, CHANGE_LABELS, DATE_LABELS, OTHER_DATE_LABELS, PUBLISHER_LABELS, SITE_LABELS};
use crate::text::words::{Words, words};

/// Labels of the foot of a site.
static FOOT_LABELS: Words = words! { 主办 主办单位 承办 承办单位 技术支持 版权所有 };
/// Words that open such a line, with anything after them.
static OPENINGS: Words = words! {
    上一篇 下一篇 上一条 下一条 扫一扫 分享到 分享至 版权所有 您所在的位置 您现在的位置 您的位置 当前位置
};
/// Words that only the foot of a site has.
static FOOT: Words = words! { ICP备 公网安备 网站标识码 };
/// Titles of links to other pages, which follow an article.
static RELATED: Words = words! {
    相关阅读 相关链接 相关文章 相关新闻 相关信息 相关稿件 相关推荐 延伸阅读 推荐阅读 热门推荐 热点推荐 猜你喜欢
};
/// Words that open a menu or the path to a page.
static HOME: Words = words! { 首页 网站首页 本站首页 主页 };

/// Names in a menu are no longer than this, in characters.
const LONGEST_NAME: usize = 10;
/// A menu without 首页 has at least this many names.
const FEWEST_NAMES: usize = 3;
/// Of which this many are names that menus usually have.
const FEWEST_KNOWN: usize = 2;
/// Such lines are no longer than this, in characters.
const LONGEST: usize = 90;
/// They are among this many of the article's first and last lines.
const EDGE: usize = 6;
/// Those that may be a signature are after no more lines than this: a title in two lines, and a line under it.
const TOP: usize = 3;

/// The lines that were dropped above an article, and the day one of all dropped lines states as that of publication.
#[derive(Default)]
pub struct Dropped {
    /// The lines above, or under the title.
    pub above: Vec<String>,
    /// The day.
    pub date: Option<String>,
}

/// Drops such lines at both ends of a page's text.
pub fn drop(blocks: &mut Vec<DraftBlock>, ledger: &mut Ledger) -> Dropped {
    let words: Vec<Option<String>> = blocks.iter().map(line).collect();
    let lines: Vec<Option<&str>> = words.iter().map(Option::as_deref).collect();
    let (mut around, mut dropped, mut before) = (around(&lines).into_iter(), Dropped::default(), 0);
    blocks.retain(|block| {
        let is_around = around.next().unwrap_or(false);
        if is_around {
            let words = block.words();
            dropped.date = dropped.date.take().or_else(|| published(&words));
            ledger.left_out(NoteKind::Boilerplate, &words);
            dropped.above.extend((before <= TOP).then_some(words));
        }
        before += usize::from(!is_around);
        !is_around
    });
    dropped
}

/// The words of a block that may be such a line.
fn line(block: &DraftBlock) -> Option<String> {
    match block {
        DraftBlock::Paragraph { text, .. } | DraftBlock::Heading(_, text) => Some(text.clone()),
        DraftBlock::Table(_) | DraftBlock::Footnote(..) => None,
    }
}

/// The numbers of such lines in a Markdown text, from 1, ascending.
pub fn line_numbers(text: &str) -> Vec<usize> {
    let filled = || text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let plain = |line: &str| {
        let is_words = !line.trim_start().starts_with(['|', '[']);
        is_words.then(|| line.trim_matches(['#', '*', ' ']).replace('\\', ""))
    };
    let words: Vec<Option<String>> = filled().map(|(_, line)| plain(line)).collect();
    let around = around(&words.iter().map(Option::as_deref).collect::<Vec<_>>());
    filled().zip(around).filter(|(_, is_around)| *is_around).map(|((at, _), _)| at + 1).collect()
}

/// For each line whether a site put it around an article; `None` is a line that cannot be one, such as a row of a
/// table.
pub fn around(lines: &[Option<&str>]) -> Vec<bool> {
    let related = related(lines);
    let is_around = |(at, line): (usize, &Option<&str>)| match line {
        Some(line) if at < related => FurnitureLine::of(line),
        _ => FurnitureLine::No,
    };
    let kinds: Vec<FurnitureLine> = lines.iter().enumerate().map(is_around).collect();
    let article = kinds[..related].iter().filter(|kind| **kind == FurnitureLine::No).count();
    let mut before = 0;
    let at_edge = |kind: &FurnitureLine| {
        before += usize::from(*kind == FurnitureLine::No);
        match kind {
            FurnitureLine::No => false,
            FurnitureLine::Yes => before < EDGE || before + EDGE > article,
            FurnitureLine::AtTop => before <= TOP && before < article,
        }
    };
    let mut around: Vec<bool> = kinds.iter().map(at_edge).collect();
    around[related..].fill(true);
    around
}

/// The first line of links to other pages: a title, and short lines to the end of the page.
fn related(lines: &[Option<&str>]) -> usize {
    let is_entry = |line: &Option<&str>| {
        line.is_some_and(|text| {
            text.chars().count() <= LONGEST && !text.contains('。') && !text.trim_start().starts_with("附件")
        })
    };
    let first = lines.iter().rposition(|line| !is_entry(line)).map_or(0, |last| last + 1);
    let is_title =
        |line: &Option<&str>| line.is_some_and(|text| RELATED.has(text.trim_matches(|c: char| !c.is_alphanumeric())));
    lines[first..].iter().position(is_title).map_or(lines.len(), |at| first + at)
}

/// Whether a site puts a line around an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FurnitureLine {
    No,
    Yes,
    /// Above an article; below it, the line may be its signature: 日期：2024年5月6日.
    AtTop,
}

impl FurnitureLine {
    fn of(text: &str) -> Self {
        let text = text.trim().trim_start_matches("- ");
        if text.chars().count() > LONGEST || text.contains('。') {
            return Self::No;
        }
        if FOOT.are_in(text) || is_menu(text) || OPENINGS.opening(text).is_some() {
            return Self::Yes;
        }
        let separator = |c: char| matches!(c, ' ' | '\u{3000}' | '|' | '｜' | '/' | '【' | '】' | '[' | ']' | '\t');
        let parts: Vec<&str> = text.split(separator).filter(|part| !part.is_empty()).collect();
        let (mut is_labelled, mut is_signature) = (false, true);
        let mut is_whole = !parts.is_empty();
        for part in &parts {
            let (name, value) = part.split_once([':', '：']).unwrap_or((part, ""));
            let is_dated = OTHER_DATE_LABELS.has(name) || PUBLISHER_LABELS.has(name);
            let is_site = [&SITE_LABELS, &DATE_LABELS, &CHANGE_LABELS, &FOOT_LABELS, &BUTTONS];
            let is_label = name.len() < part.len() && (is_dated || is_site.into_iter().any(|labels| labels.has(name)));
            let is_button = value.is_empty() && BUTTONS.has(name.trim_matches(['>', '<', '+', '-', 'A']));
            // 14:30 after the day, 次 after a number, a name after its label
            let is_value = is_labelled && part.chars().count() <= LONGEST_VALUE || is_moment(part);
            is_labelled |= is_label;
            is_signature &= is_label && is_dated || !is_label && !is_button;
            is_whole &= is_label || is_button || is_value;
        }
        let has_words =
            is_labelled || parts.iter().all(|part| BUTTONS.has(part.trim_matches(['>', '<', '+', '-', 'A'])));
        match () {
            () if !is_whole || !has_words => Self::No,
            () if is_signature => Self::AtTop,
            () => Self::Yes,
        }
    }
}

/// The value after a label is no longer than this, in characters.
const LONGEST_VALUE: usize = 24;

/// Whether a line is a menu of a site or the path to a page: 首页 | 信息公开, 机构概况 | 通知公告 | 办事指南.
fn is_menu(text: &str) -> bool {
    let is_name = |name: &str| {
        (1..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().all(|c| c.is_alphabetic() || c == ' ')
    };
    let names: Vec<&str> = text.split(['|', '｜', '>', '›', '»', '＞', '·']).map(str::trim).collect();
    if names.len() > 1 && names.first().is_some_and(|first| HOME.has(first)) {
        return names[1..].iter().all(|name| name.chars().count() <= LONGEST_NAME);
    }
    let parted = if names.len() > 1 { names } else { text.split_whitespace().collect() };
    let known = parted.iter().filter(|name| BUTTONS.has(name)).count();
    parted.len() >= FEWEST_NAMES && known >= FEWEST_KNOWN && parted.iter().all(|name| is_name(name))
}

/// Whether a part is a day or an hour: 2024-09-18, 10:30:00.
fn is_moment(part: &str) -> bool {
    part.contains(|c: char| c.is_ascii_digit())
        && part.chars().all(|c| c.is_ascii_digit() || "-/.:：年月日".contains(c))
}

/// The day after 发布时间 in such a line, or at its start.
fn published(text: &str) -> Option<String> {
    let labels = [&DATE_LABELS, &OTHER_DATE_LABELS].into_iter().flat_map(Words::iter);
    let labelled = labels.into_iter().find_map(|label| text.split_once(label)).map(|(_, after)| after);
    let after = labelled.unwrap_or(text).trim_start_matches([':', '：', ' ']);
    let end = after.find(|c: char| !c.is_ascii_digit() && !"-/.年月日".contains(c)).unwrap_or(after.len());
    let parts: Vec<u32> =
        after[..end].split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let [year @ 1949..=2100, month @ 1..=12, day @ 1..=31] = parts[..] else { return None };
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_and_text() {
        for line in [
            "来源：县粮食局 发布时间：2024-09-18 10:30 浏览次数：128 次",
            "【字体：大 中 小】",
            "打印 关闭",
            "上一篇：关于某事的公告",
            "分享到：",
            "当前位置：首页 > 通报",
            "网站首页 | 信息公开 | 互动交流",
            "机构概况 | 通知公告 | 粮情 | 办事服务",
            "机构概况 通知公告 粮情 办事服务",
            "2024-09-18 10:30:05 来源：县粮食局 【大 中 小】",
            "主办：某县人民政府办公室",
            "- 阅读次数：12",
            "- QQ空间",
            "首页 > 政务公开 > 巡察整改",
            "版权所有：某县政府 网站标识码：1234567890",
            "小",
        ] {
            assert_eq!(FurnitureLine::of(line), FurnitureLine::Yes, "{line}");
        }
        for line in ["发布单位：县粮食局", "日期：2024年9月18日", "时间：2024-09-18 来源：办公室"]
        {
            assert_eq!(FurnitureLine::of(line), FurnitureLine::AtTop, "{line}");
        }
        for line in [
            "首页建设滞后",
            "首页 | 关于网站首页内容更新不及时的问题",
            "时间紧、任务重",
            "责任单位：办公室",
            "2024年9月18日",
            "关于粮食轮换的问题",
            "粮情 | 仓容 | 轮换",
            "发文字号：粮发〔2024〕3号",
        ] {
            assert_eq!(FurnitureLine::of(line), FurnitureLine::No, "{line}");
        }
    }

    #[test]
    fn only_the_ends_of_a_page_have_furniture() {
        let around = |lines: &[&str]| around(&lines.iter().copied().map(Some).collect::<Vec<_>>());
        assert_eq!(
            around(&["打印", "通报", "正文。", "日期：2024年9月18日", "下一篇：无"]),
            [true, false, false, false, true]
        );
        assert_eq!(
            around(&["通报", "正文。", "甲局", "相关阅读：", "- 关于乙局的通报"]),
            [false, false, false, true, true]
        );
        assert_eq!(around(&["通报", "相关链接", "正文。", "甲局"]), [false; 4]);
        let long: Vec<&str> = ["正文。"; 7].into_iter().chain(["打印"]).chain(["正文。"; 7]).collect();
        assert_eq!(around(&long), [false; 15]);
    }

    #[test]
    fn a_line_states_the_day_of_publication() {
        for line in [
            "2024-09-08 10:30 来源：甲",
            "来源：甲 发布时间：2024-09-08 10:30",
            "来源：甲 发布时间：2024年9月8日",
            "发表时间：2024.9.8",
        ] {
            assert_eq!(published(line), Some("2024-09-08".to_owned()), "{line}");
        }
    }
}
