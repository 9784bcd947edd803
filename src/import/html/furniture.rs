//! Lines that a site puts around an article: 字号, 打印, 来源, 浏览次数, 上一篇.

use crate::import::draft::DraftBlock;
use crate::import::ledger::{Ledger, NoteKind};

/// Words that open such a line and end in a colon or nothing.
const LABELS: [&str; 26] = [
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
const BUTTONS: [&str; 20] = [
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
    "扫一扫",
    "无障碍",
    "首页",
    "纠错",
    "收起",
    "展开",
];
/// Openings of such lines, whatever follows.
const OPENINGS: [&str; 6] = ["上一篇", "下一篇", "上一条", "下一条", "扫一扫", "分享到"];
/// Such lines are no longer than this.
const LONGEST: usize = 90;
/// Beside the article they stand among its first and last lines.
const EDGE: usize = 6;

/// Drops such lines at both ends of a page's text; returns the day one of them states as that of publication.
pub fn drop(blocks: &mut Vec<DraftBlock>, ledger: &mut Ledger) -> Option<String> {
    let (mut date, length, mut at) = (None, blocks.len(), 0);
    blocks.retain(|block| {
        at += 1;
        let DraftBlock::Paragraph { text, .. } = block else { return true };
        if at > EDGE && at + EDGE <= length || !is_furniture(text) {
            return true;
        }
        date = date.take().or_else(|| published(text));
        ledger.left_out(NoteKind::Boilerplate, text);
        false
    });
    date
}

fn is_furniture(text: &str) -> bool {
    let text = text.trim();
    if text.chars().count() > LONGEST || text.contains('。') {
        return false;
    }
    if OPENINGS.iter().any(|opening| text.starts_with(opening)) {
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
        let value = labelled && part.chars().count() <= 24;
        labelled |= label_part;
        label_part || button || value
    });
    let buttons = parts.iter().filter(|part| BUTTONS.contains(part)).count();
    all && (labelled || buttons == parts.len()) && !parts.is_empty()
}

/// The moment behind 发布时间 in such a line: the day, and the hour where one follows.
fn published(text: &str) -> Option<String> {
    let labels = ["发布时间", "发布日期", "发表时间", "日期", "时间"];
    let after = labels.iter().find_map(|label| text.split_once(label))?.1.trim_start_matches([':', '：', ' ']);
    let end = after.find(|c: char| !c.is_ascii_digit() && !"-/.年月日".contains(c)).unwrap_or(after.len());
    let parts: Vec<u32> =
        after[..end].split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let [year @ 1949..=2100, month @ 1..=12, day @ 1..=31] = parts[..] else { return None };
    let hour = after[end..]
        .trim_start()
        .get(.."00:00".len())
        .filter(|hour| hour.bytes().enumerate().all(|(at, b)| if at == 2 { b == b':' } else { b.is_ascii_digit() }));
    let hour = hour.map(|hour| format!(" {hour}")).unwrap_or_default();
    Some(format!("{year:04}-{month:02}-{day:02}{hour}"))
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
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["时间紧、任务重", "责任单位：办公室", "小", "2024年9月18日", "关于粮食轮换的问题"]
        {
            assert_eq!(is_furniture(line), line == "小", "{line}");
        }
        assert_eq!(published("来源：甲 发布时间：2024年9月8日"), Some("2024-09-08".to_owned()));
    }
}
