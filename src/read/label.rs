//! Labels that open a row: 整改情况：, 整改结果：, 联系方式：.

use std::sync::LazyLock;

use crate::notice::{deadline, status};
use crate::text::words::{Openings, Words, words};

/// Purpose of a label in an item's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The measures taken: 整改情况.
    Measures,
    /// How far it is: 整改结果.
    Status,
    /// The problem: 反馈问题.
    Problem,
    /// Until when it must be done: 完成时限.
    Deadline,
    /// Who must do it: 责任单位.
    Responsible,
    /// Anything else that is said about the item: 整改目标.
    Other,
}

/// A label at the start of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its purpose.
    pub purpose: Purpose,
    /// How many bytes of the row it takes, colon and brackets included.
    pub len: usize,
}

/// The labels by purpose but those of deadlines, which [`deadline::LABELS`] lists; of those that fit, the longest
/// counts.
static LABELS: [(Purpose, Words); 5] = [
    (
        Purpose::Status,
        words! {
            整改完成情况 整改结果 整改状态 完成情况 完成状态 进度 整改进度 整改销号情况 销号情况 落实状态 当前状态 目前状态 状态
            结果 办理结果 办理状态 办结情况 完成进度 工作进度 进展评价 任务状态 销号状态 整改评价 评估结果 验收结果 整改结论
            验收结论 复查结果 复查结论 复核结果 复核结论 核查结果 核查结论 核验结果 核验结论
        },
    ),
    (
        Purpose::Measures,
        words! {
            整改落实情况 整改进展情况 整改措施及成效 整改措施 整改举措 整改效果 整改成果 整改做法 采取措施 取得成效 目前进展
            办理情况 整改情况 整改进展 整改成效 落实情况 进展情况 工作进展 工作成效 本次进展 本期进展 最新进展 当前进展
            进展 成效 整改前 整改后 整改前情况 整改后情况 整改后效果 措施 举措 做法 具体措施 具体举措 主要措施 主要举措 工作举措 主要措施及成效 主要做法 整改开展情况 整改落实 整改
        },
    ),
    (
        Purpose::Problem,
        words! {
            问题描述 问题内容 问题表现 问题隐患 问题概述 问题清单 隐患描述 隐患内容 主要问题 具体表现 具体问题 反馈问题 反馈意见
            反馈内容 存在的问题 存在问题 问题 审计报告反映 审计发现问题 审计发现 审计指出 巡察指出 巡视指出 督察指出 查摆问题
            检视问题 自查问题 巡察反馈问题 巡视反馈问题 督察反馈问题 审计查出问题 查出问题 发现问题 检查发现 检查指出 督察反馈
            整改事项 问题事项 反馈事项
        },
    ),
    (
        Purpose::Responsible,
        words! {
            整改责任单位 整改责任人 整改责任部门 整改责任领导 整改主体 责任领导 责任部门 责任单位 责任科室 责任人 责任主体 牵头领导
            牵头部门 牵头单位 牵头科室 牵头责任人 牵头人 主责单位 主责部门 主办单位 承办单位 承办科室 包保领导 分管领导 整改单位
            配合单位 配合部门 责任股室 督导单位 督办领导
        },
    ),
    (
        Purpose::Other,
        words! { 整改内容 问题类型 问题类别 问题金额 问题来源 整改类型 整改类别 整改要求 整改目标 整改任务 下一步 验收标准 验收单位 },
    ),
];

/// Ends of labels that are in no list: 阶段性完成时限：, 问题涉及单位：.
const ENDS: [(&str, Purpose); 12] = [
    ("时限", Purpose::Deadline),
    ("期限", Purpose::Deadline),
    ("完成时间", Purpose::Deadline),
    ("责任单位", Purpose::Responsible),
    ("责任人", Purpose::Responsible),
    ("责任部门", Purpose::Responsible),
    ("责任领导", Purpose::Responsible),
    ("牵头单位", Purpose::Responsible),
    ("整改措施", Purpose::Measures),
    ("整改举措", Purpose::Measures),
    ("整改情况", Purpose::Measures),
    ("进展情况", Purpose::Measures),
];

/// In bytes: shorter words and a full stop may be a sentence.
const SHORTEST_STOPPED: usize = 12;

/// In bytes.
const LONGEST_STATUS: usize = 60;

/// Most bytes of a label that is in no list.
const LONGEST_OTHER: usize = 30;

/// Reads the label that opens `row`: the words and a colon, the words in 【】, or nothing but the words.
pub fn read(row: &str) -> Option<Label> {
    let open = row.chars().next().filter(|c| matches!(c, '【' | '〔' | '［' | '[' | '（' | '('));
    let lead = open.map_or(0, char::len_utf8);
    let words = &row[lead..];
    let (words, purpose) = listed(words).or_else(|| both(words)).or_else(|| ended(words, open.is_some()))?;
    let mut len = lead + words;
    if len == row.len() {
        return Some(Label { purpose, len }).filter(|_| open.is_none());
    }
    if open.is_none() {
        len += row[len..].len() - row[len..].trim_start_matches(' ').len();
    }
    // （一）整改措施。将…纳入…: a full stop in place of the colon.
    let is_word = words >= SHORTEST_STOPPED && listed(row).is_some();
    let stopped = is_word && row[len..].starts_with('。') && row[len..].len() > '。'.len_utf8();
    // 整改状态　已完成, whose blank is gone
    let behind = &row[len..];
    if open.is_none() && purpose == Purpose::Status && behind.len() <= LONGEST_STATUS && status::read(behind).is_some()
    {
        return Some(Label { purpose, len });
    }
    let mut next = || {
        let c = row[len..].chars().next();
        len += c.map_or(0, char::len_utf8);
        c
    };
    let closed = match open {
        Some(_) => next().is_some_and(|c| matches!(c, '】' | '〕' | '］' | ']' | '）' | ')')),
        None => next().is_some_and(|c| is_colon(c) || stopped),
    };
    if !closed {
        return None;
    }
    if open.is_some()
        && let Some(c) = row[len..].chars().next().filter(|c| is_colon(*c))
    {
        len += c.len_utf8();
    }
    Some(Label { purpose, len })
}

/// All lists of labels.
fn lists() -> impl Iterator<Item = (Purpose, &'static Words)> {
    let others = LABELS.iter().map(|(purpose, labels)| (*purpose, labels));
    others.chain([(Purpose::Deadline, &deadline::LABELS)])
}

/// The length and purpose of the longest listed label that `words` open with.
fn opening(words: &str) -> Option<(usize, Purpose)> {
    static OPENINGS: LazyLock<Openings<Purpose>> = LazyLock::new(|| {
        Openings::of(lists().flat_map(|(purpose, labels)| labels.iter().map(move |label| (label, purpose))))
    });
    OPENINGS.longest(words).map(|(label, purpose)| (label.len(), purpose))
}

/// As [`opening`], but not where the label continues after it: 整改单位及责任人：.
fn listed(words: &str) -> Option<(usize, Purpose)> {
    opening(words).filter(|(len, _)| !words[*len..].starts_with(['及', '和', '、']))
}

/// Purpose of the label that is all of `words`, without a colon: 整改措施.
pub fn whole(words: &str) -> Option<Purpose> {
    let label = listed(words).or_else(|| both(words));
    label.filter(|(len, _)| *len == words.len()).map(|(_, purpose)| purpose)
}

/// The length of two listed labels in one, 整改措施及完成情况, and the purpose of the first.
fn both(words: &str) -> Option<(usize, Purpose)> {
    let (first, purpose) = opening(words)?;
    let behind = words[first..].strip_prefix(['及', '和', '与', '、'])?;
    let (second, _) = listed(behind)?;
    Some((words.len() - behind.len() + second, purpose))
}

/// The purpose and length of the label that ends `words`, the text before a colon.
pub fn ending(words: &str) -> Option<(Purpose, usize)> {
    let listed = |(purpose, labels): (Purpose, &Words)| Some((purpose, labels.ending(words)?.len()));
    let ended = || ENDS.iter().find(|(end, _)| words.ends_with(end)).map(|(end, purpose)| (*purpose, end.len()));
    lists().filter_map(listed).max_by_key(|(_, len)| *len).or_else(ended)
}

/// The length and purpose of an unlisted label, by its end.
fn ended(words: &str, bracketed: bool) -> Option<(usize, Purpose)> {
    let is_end = |c: char| if bracketed { matches!(c, '】' | '〕' | '］') } else { is_colon(c) };
    let (len, _) = words.char_indices().take_while(|(at, _)| *at <= LONGEST_OTHER).find(|(_, c)| is_end(*c))?;
    let label = &words[..len];
    let is_word = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '、');
    let plain = label.chars().all(is_word) && !label.contains(['是', '了', '的', '对']);
    let (_, purpose) = ENDS.iter().find(|(end, _)| label.ends_with(end)).filter(|_| plain)?;
    Some((len, *purpose))
}

impl Purpose {
    /// Whether the text after it answers a problem: it states measures or a status.
    pub fn answers(self) -> bool {
        matches!(self, Self::Measures | Self::Status)
    }

    /// Whether the text after it is about the problem, but states neither the problem nor measures.
    pub fn is_aside(self) -> bool {
        matches!(self, Self::Deadline | Self::Responsible | Self::Other)
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
        for (purpose, labels) in lists() {
            for words in labels.iter() {
                let row = format!("{words}：");
                assert_eq!(read(&row), Some(Label { purpose, len: row.len() }), "{words}");
            }
        }
    }

    #[test]
    fn ends_tell_labels_that_are_not_listed() {
        let purpose = |row: &str| read(row).map(|label| label.purpose);
        assert_eq!(purpose("阶段性完成时限：2024年5月"), Some(Purpose::Deadline));
        assert_eq!(purpose("牵头单位及责任人：办公室"), Some(Purpose::Responsible));
        assert_eq!(purpose("一是落实责任人：张某"), None);
    }

    #[test]
    fn labels_need_a_colon_or_brackets() {
        let purpose = |row: &'static str| read(row).map(|label| (label.purpose, &row[label.len..]));
        assert_eq!(purpose("整改结果:已完成"), Some((Purpose::Status, "已完成")));
        assert_eq!(purpose("整改结果 : 已完成"), Some((Purpose::Status, " 已完成")));
        assert_eq!(purpose("【整改情况】一是"), Some((Purpose::Measures, "一是")));
        assert_eq!(purpose("【整改状态】：已完成"), Some((Purpose::Status, "已完成")));
        assert_eq!(purpose("整改措施。签订责任书"), Some((Purpose::Measures, "签订责任书")));
        assert_eq!(purpose("整改情况。"), None);
        assert_eq!(purpose("整改情况良好"), None);
        assert_eq!(purpose(""), None);
        assert!(is_measure("三是加强") && !is_measure("是的") && !is_measure("统一是"));
    }
}
