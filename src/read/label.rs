//! Labels that open a row: 整改情况：, 整改结果：, 联系方式：.

/// What a label in an item's body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// What was done: 整改情况.
    Measures,
    /// How far it is: 整改结果.
    Status,
    /// What is wrong: 反馈问题.
    Problem,
    /// Anything else that is said about the item: 责任部门.
    Other,
}

/// A label at the start of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is for.
    pub purpose: Purpose,
    /// How many bytes of the row it takes, colon and brackets included.
    pub len: usize,
}

/// The words of the labels, longest first where one starts with another.
const LABELS: &[(&str, Purpose)] = &[
    ("整改完成情况", Purpose::Status),
    ("整改结果", Purpose::Status),
    ("整改状态", Purpose::Status),
    ("完成情况", Purpose::Status),
    ("完成状态", Purpose::Status),
    ("整改进度", Purpose::Status),
    ("整改销号情况", Purpose::Status),
    ("销号情况", Purpose::Status),
    ("落实状态", Purpose::Status),
    ("当前状态", Purpose::Status),
    ("目前状态", Purpose::Status),
    ("状态", Purpose::Status),
    ("整改落实情况", Purpose::Measures),
    ("整改进展情况", Purpose::Measures),
    ("整改措施及成效", Purpose::Measures),
    ("整改措施", Purpose::Measures),
    ("整改举措", Purpose::Measures),
    ("整改效果", Purpose::Measures),
    ("整改成果", Purpose::Measures),
    ("整改做法", Purpose::Measures),
    ("采取措施", Purpose::Measures),
    ("取得成效", Purpose::Measures),
    ("目前进展", Purpose::Measures),
    ("办理情况", Purpose::Measures),
    ("整改情况", Purpose::Measures),
    ("整改进展", Purpose::Measures),
    ("整改成效", Purpose::Measures),
    ("落实情况", Purpose::Measures),
    ("进展情况", Purpose::Measures),
    ("工作进展", Purpose::Measures),
    ("工作成效", Purpose::Measures),
    ("问题类型", Purpose::Other),
    ("问题类别", Purpose::Other),
    ("问题金额", Purpose::Other),
    ("问题描述", Purpose::Problem),
    ("问题内容", Purpose::Problem),
    ("问题表现", Purpose::Problem),
    ("问题隐患", Purpose::Problem),
    ("问题概述", Purpose::Problem),
    ("隐患描述", Purpose::Problem),
    ("隐患内容", Purpose::Problem),
    ("主要问题", Purpose::Problem),
    ("具体表现", Purpose::Problem),
    ("具体问题", Purpose::Problem),
    ("反馈问题", Purpose::Problem),
    ("反馈意见", Purpose::Problem),
    ("反馈内容", Purpose::Problem),
    ("存在的问题", Purpose::Problem),
    ("存在问题", Purpose::Problem),
    ("问题", Purpose::Problem),
    ("审计报告反映", Purpose::Problem),
    ("审计发现问题", Purpose::Problem),
    ("审计发现", Purpose::Problem),
    ("审计指出", Purpose::Problem),
    ("巡察指出", Purpose::Problem),
    ("巡视指出", Purpose::Problem),
    ("督察指出", Purpose::Problem),
    ("查摆问题", Purpose::Problem),
    ("检视问题", Purpose::Problem),
    ("自查问题", Purpose::Problem),
    ("巡察反馈问题", Purpose::Problem),
    ("巡视反馈问题", Purpose::Problem),
    ("督察反馈问题", Purpose::Problem),
    ("审计查出问题", Purpose::Problem),
    ("检查发现", Purpose::Problem),
    ("检查指出", Purpose::Problem),
    ("整改类型", Purpose::Other),
    ("整改类别", Purpose::Other),
    ("整改要求", Purpose::Other),
    ("整改主体", Purpose::Other),
    ("整改责任单位", Purpose::Other),
    ("整改责任人", Purpose::Other),
    ("整改时间", Purpose::Other),
    ("责任领导", Purpose::Other),
    ("责任部门", Purpose::Other),
    ("责任单位", Purpose::Other),
    ("责任科室", Purpose::Other),
    ("责任人", Purpose::Other),
    ("牵头领导", Purpose::Other),
    ("牵头部门", Purpose::Other),
    ("牵头单位", Purpose::Other),
    ("整改时限", Purpose::Other),
    ("整改完成时限", Purpose::Other),
    ("完成时限", Purpose::Other),
    ("整改期限", Purpose::Other),
    ("完成时间", Purpose::Other),
    ("整改目标", Purpose::Other),
    ("整改", Purpose::Measures),
    ("下一步", Purpose::Other),
];

/// Reads the label that opens `row`: the words and a colon, the words in 【】, or nothing but the words.
pub fn read(row: &str) -> Option<Label> {
    let open = row.chars().next().filter(|c| matches!(c, '【' | '〔' | '［' | '[' | '（' | '('));
    let lead = open.map_or(0, char::len_utf8);
    // Most rows open with none of the labels' first characters.
    let first = row[lead..].chars().next()?;
    if !may_open(first) {
        return None;
    }
    // The last bytes of the first two characters tell most labels apart.
    let [_, _, one, _, _, two, ..] = row.as_bytes()[lead..] else { return None };
    let alike = |words: &str| words.as_bytes()[2] == one && words.as_bytes()[5] == two;
    let (words, purpose) = LABELS.iter().find(|(words, _)| alike(words) && row[lead..].starts_with(words))?;
    let mut len = lead + words.len();
    if len == row.len() {
        return Some(Label { purpose: *purpose, len }).filter(|_| open.is_none());
    }
    if open.is_none() {
        len += row[len..].len() - row[len..].trim_start_matches(' ').len();
    }
    let mut next = || {
        let c = row[len..].chars().next();
        len += c.map_or(0, char::len_utf8);
        c
    };
    let closed = match open {
        Some(_) => next().is_some_and(|c| matches!(c, '】' | '〕' | '］' | ']' | '）' | ')')),
        None => next().is_some_and(is_colon),
    };
    if !closed {
        return None;
    }
    if open.is_some()
        && let Some(c) = row[len..].chars().next().filter(|c| is_colon(*c))
    {
        len += c.len_utf8();
    }
    Some(Label { purpose: *purpose, len })
}

/// Whether a label may open with a character.
fn may_open(c: char) -> bool {
    matches!(
        c,
        '整' | '完'
            | '落'
            | '进'
            | '工'
            | '问'
            | '具'
            | '反'
            | '存'
            | '责'
            | '牵'
            | '下'
            | '审'
            | '巡'
            | '销'
            | '当'
            | '目'
            | '状'
            | '采'
            | '取'
            | '办'
            | '隐'
            | '主'
            | '督'
            | '检'
            | '查'
            | '自'
    )
}

impl Purpose {
    /// Whether what follows answers a problem: it says what was done, or how far it is.
    pub fn answers(self) -> bool {
        matches!(self, Self::Measures | Self::Status)
    }
}

/// Either colon.
pub fn is_colon(c: char) -> bool {
    matches!(c, '：' | ':' | '﹕')
}

/// Whether a row opens with 一是 to 十是.
pub fn is_measure(row: &str) -> bool {
    let numeral = row.find(|c| !crate::text::numeral::is_chinese(c)).unwrap_or(0);
    numeral > 0 && row[numeral..].starts_with('是')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_read() {
        for (words, purpose) in LABELS {
            let row = format!("{words}：");
            assert_eq!(read(&row), Some(Label { purpose: *purpose, len: row.len() }), "{words}");
        }
    }

    #[test]
    fn labels_need_a_colon_or_brackets() {
        let purpose = |row: &'static str| read(row).map(|label| (label.purpose, &row[label.len..]));
        assert_eq!(purpose("整改结果:已完成"), Some((Purpose::Status, "已完成")));
        assert_eq!(purpose("整改结果 : 已完成"), Some((Purpose::Status, " 已完成")));
        assert_eq!(purpose("【整改情况】一是"), Some((Purpose::Measures, "一是")));
        assert_eq!(purpose("【整改状态】：已完成"), Some((Purpose::Status, "已完成")));
        assert_eq!(purpose("整改情况良好"), None);
        assert_eq!(purpose(""), None);
        assert!(is_measure("三是加强") && !is_measure("是的") && !is_measure("统一是"));
    }
}
