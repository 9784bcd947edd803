//! Lines that a site puts around an article: 字号, 打印, 来源, 浏览次数, 上一篇.

use crate::import::draft::DraftBlock;
use crate::import::ledger::{Ledger, NoteKind};

/// Words that open such a line and end in a colon or nothing.
const LABELS: [&str; 33] = [
    "来源",
    "信息来源",
    "文章来源",
    "稿件来源",
    "作者",
    "编辑",
    "责任编辑",
    "发布时间",
    "发布日期",
    "发表时间",
    "更新时间",
    "日期",
    "时间",
    "主办",
    "主办单位",
    "承办",
    "承办单位",
    "技术支持",
    "浏览",
    "阅读",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读量",
    "点击数",
    "点击率",
    "访问量",
    "字号",
    "字体",
    "分享",
    "分享到",
    "当前位置",
    "您的位置",
];
/// Words of buttons and links.
const BUTTONS: [&str; 25] = [
    "打印",
    "打印本页",
    "关闭",
    "关闭窗口",
    "返回",
    "返回顶部",
    "返回列表",
    "收藏",
    "分享",
    "大",
    "中",
    "小",
    "字号",
    "字体",
    "微信",
    "微博",
    "新浪微博",
    "QQ空间",
    "朋友圈",
    "扫一扫",
    "无障碍",
    "首页",
    "纠错",
    "收起",
    "展开",
];
/// Openings of such lines, whatever follows.
const OPENINGS: [&str; 9] =
    ["上一篇", "下一篇", "上一条", "下一条", "扫一扫", "分享到", "分享至", "版权所有", "您所在的位置"];
/// What only the foot of a site has.
const FOOT: [&str; 3] = ["ICP备", "公网安备", "网站标识码"];
/// Where a menu or the path to a page begins.
const HOME: [&str; 4] = ["首页", "网站首页", "本站首页", "主页"];
/// Names of a menu are no longer than this.
const LONGEST_NAME: usize = 10;
/// Titles of links to other pages, which are behind an article.
const RELATED: [&str; 12] = [
    "相关阅读",
    "相关链接",
    "相关文章",
    "相关新闻",
    "相关信息",
    "相关稿件",
    "相关推荐",
    "延伸阅读",
    "推荐阅读",
    "热门推荐",
    "热点推荐",
    "猜你喜欢",
];
/// Such lines are no longer than this.
const LONGEST: usize = 90;
/// Beside the article they stand among its first and last lines.
const EDGE: usize = 6;

/// Drops such lines at both ends of a page's text; returns the day one of them states as that of publication.
pub fn drop(blocks: &mut Vec<DraftBlock>, ledger: &mut Ledger) -> Option<String> {
    for block in blocks.drain(related(blocks)..) {
        ledger.left_out(NoteKind::Boilerplate, &block.words());
    }
    let furniture: Vec<bool> = blocks.iter().map(|block| is_line(block, is_furniture)).collect();
    let article = furniture.iter().filter(|is_furniture| !**is_furniture).count();
    let (mut date, mut before, mut is_furniture) = (None, 0, furniture.into_iter());
    blocks.retain(|block| {
        let is_furniture = is_furniture.next().unwrap_or(false);
        before += usize::from(!is_furniture);
        let is_inside = before >= EDGE && before + EDGE <= article;
        if is_inside || !is_furniture {
            return true;
        }
        let words = block.words();
        date = date.take().or_else(|| published(&words));
        ledger.left_out(NoteKind::Boilerplate, &words);
        false
    });
    date
}

fn is_line(block: &DraftBlock, is: impl Fn(&str) -> bool) -> bool {
    match block {
        DraftBlock::Paragraph { text, .. } | DraftBlock::Heading(_, text) => is(text),
        DraftBlock::Table(_) | DraftBlock::Footnote(..) => false,
    }
}

/// Where links to other pages begin: a title, and short lines to the end of the page.
fn related(blocks: &[DraftBlock]) -> usize {
    let is_entry =
        |text: &str| text.chars().count() <= LONGEST && !text.contains('。') && !text.trim_start().starts_with("附件");
    let first = blocks.iter().rposition(|block| !is_line(block, is_entry)).map_or(0, |last| last + 1);
    let is_title = |text: &str| RELATED.contains(&text.trim_matches(|c: char| !c.is_alphanumeric()));
    blocks[first..].iter().position(|block| is_line(block, is_title)).map_or(blocks.len(), |at| first + at)
}

/// Whether a line is a menu of a site or the path to a page: 首页 | 信息公开.
fn is_menu(text: &str) -> bool {
    let mut names = text.split(['|', '｜', '>', '›', '»', '＞']).map(str::trim);
    let opens = names.next().is_some_and(|first| HOME.contains(&first));
    let mut rest = names.peekable();
    opens && rest.peek().is_some() && rest.all(|name| name.chars().count() <= LONGEST_NAME)
}

fn is_furniture(text: &str) -> bool {
    let text = text.trim().trim_start_matches("- ");
    if text.chars().count() > LONGEST || text.contains('。') {
        return false;
    }
    let has_foot = FOOT.iter().any(|words| text.contains(words));
    if has_foot || is_menu(text) || OPENINGS.iter().any(|opening| text.starts_with(opening)) {
        return true;
    }
    let parts: Vec<&str> = text
        .split([' ', '\u{3000}', '|', '｜', '/', '【', '】', '[', ']', '\t'])
        .filter(|part| !part.is_empty())
        .collect();
    let mut labelled = false;
    let all = parts.iter().all(|part| {
        let (label, rest) = part.split_once([':', '：']).unwrap_or((part, ""));
        let label_part = LABELS.contains(&label) && part.contains([':', '：']);
        let button = rest.is_empty() && BUTTONS.contains(&label.trim_matches(['>', '<', '+', '-', 'A']));
        // 14:30 behind the day, 次 behind a number, a name behind its label
        let value = labelled && part.chars().count() <= 24 || is_moment(part);
        labelled |= label_part;
        label_part || button || value
    });
    let buttons = parts.iter().filter(|part| BUTTONS.contains(part)).count();
    all && (labelled || buttons == parts.len()) && !parts.is_empty()
}

/// Whether a part is a day or an hour: 2024-09-18, 10:30:00.
fn is_moment(part: &str) -> bool {
    part.contains(|c: char| c.is_ascii_digit())
        && part.chars().all(|c| c.is_ascii_digit() || "-/.:：年月日".contains(c))
}

/// The day behind 发布时间 in such a line, or at its start.
fn published(text: &str) -> Option<String> {
    let labels = ["发布时间", "发布日期", "发表时间", "日期", "时间"];
    let labelled = labels.iter().find_map(|label| text.split_once(label)).map(|(_, after)| after);
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
            "2024-09-18 10:30:05 来源：县粮食局 【大 中 小】",
            "主办：某县人民政府办公室",
            "- 阅读次数：12",
            "- QQ空间",
            "首页 > 政务公开 > 巡察整改",
            "版权所有：某县政府 网站标识码：1234567890",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "首页建设滞后",
            "首页 | 关于网站首页内容更新不及时的问题",
            "时间紧、任务重",
            "责任单位：办公室",
            "小",
            "2024年9月18日",
            "关于粮食轮换的问题",
        ] {
            assert_eq!(is_furniture(line), line == "小", "{line}");
        }
        let lines = |lines: &[&str]| -> Vec<DraftBlock> {
            lines.iter().map(|line| DraftBlock::paragraph((*line).to_owned())).collect()
        };
        assert_eq!(related(&lines(&["通报", "正文。", "甲局", "相关阅读：", "- 关于乙局的通报"])), 3);
        assert_eq!(related(&lines(&["通报", "相关链接", "正文。", "甲局"])), 4);
        assert_eq!(published("2024-09-08 10:30 来源：甲"), Some("2024-09-08".to_owned()));
        assert_eq!(published("来源：甲 发布时间：2024-09-08 10:30"), Some("2024-09-08".to_owned()));
        assert_eq!(published("来源：甲 发布时间：2024年9月8日"), Some("2024-09-08".to_owned()));
    }
}
