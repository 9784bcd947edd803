//! Detects whether a text states a deadline or who is responsible. When in doubt it counts as stated, since the check asks
//! for what is missing.

use crate::text::numeral;
use crate::text::words::{Words, words};

/// Words that alone state a deadline or an office.
static NAMED: Words = words! {
    时限 期限 底前 年底 月底 日前 月前 前完成 之前 时间节点 完成节点 完成日期 完成时间 长期坚持
    责任单位 责任部门 责任人 责任科室 责任处室 责任部室 责任领导 责任主体 牵头 由专人 负责人 主办 承办 包保
};

/// Words for the completion of a task.
static CLOSES: Words = words! { 完成 建成 办结 验收 竣工 销号 到位 交付 投用 启用 投入使用 完工 开通 移交 };

/// Words for a future date, besides numbers before 年, 月 or 日.
static TIMES: Words = words! { 季度 年内 上半年 下半年 年中 年末 汛期 届时 };

/// Words that announce a plan.
static PLANS: Words = words! { 预计 预期 计划 拟于 拟在 力争 争取 将于 将在 };

/// Words before 完成 that state progress rather than a deadline.
static SO_FAR: Words = words! { 未 基本 部分 阶段性 尚未 仍未 正在 };

/// Whether `words` state a deadline, an office or a person.
pub(super) fn names_term_or_office(words: &str) -> bool {
    NAMED.are_in(words)
        || words.split(['，', '。', '；', ';', ',', '\n']).any(|clause| is_term(clause) || is_office(clause))
}

/// Whether a clause states a deadline: 预计9月完成, 2025年上半年建成, 待资金下达后完成. 已于9月完成 is about the past.
fn is_term(clause: &str) -> bool {
    let Some((at, _)) = CLOSES.find(clause) else { return false };
    let before = &clause[..at];
    let is_past = before.contains(['已', '了']) || clause[at..].contains('了') || SO_FAR.ending(before).is_some();
    let waits = before.trim_start().starts_with('待') && before.contains('后');
    !is_past && (waits || TIMES.are_in(before) || PLANS.are_in(before) || names_day(before))
}

/// Whether the text has a number before 年, 月 or 日.
fn names_day(words: &str) -> bool {
    let units = words.char_indices().filter(|(_, c)| matches!(c, '年' | '月' | '日'));
    units.into_iter().any(|(at, _)| {
        words[..at].ends_with(|c: char| numeral::digit(c).is_some() || numeral::is_chinese(c))
            && !words[..at].ends_with(['一', '两'])
    })
}

/// Whether a clause names who is responsible: 由工程科负责, 工程科负责落实, 整改责任：工程科. 领导负责制 names nobody.
fn is_office(clause: &str) -> bool {
    let giver = clause.find('由').unwrap_or(clause.len());
    let inked = clause.len() - clause.trim_start().len();
    let labelled = clause.match_indices("责任").any(|(at, word)| {
        let after = &clause[at + word.len()..];
        after.chars().take(LONGEST_LABEL).any(|c| matches!(c, '：' | ':'))
    });
    let takes = clause.match_indices("负责").any(|(at, word)| {
        let after = &clause[at + word.len()..];
        let ends = after.trim().is_empty()
            || ["落实", "推进", "整改", "督办", "实施"].iter().any(|verb| after.starts_with(verb));
        giver < at || ends && inked < at
    });
    labelled || takes
}

/// Most characters between 责任 and its colon: 科长 of 责任科长：.
const LONGEST_LABEL: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_and_offices_are_distinguished_from_the_past() {
        for words in [
            "预计2024年9月完成。",
            "2025年上半年建成。",
            "由工程科负责。",
            "工程科负责落实。",
            "责任科长：李某",
            "待上级资金下达后完成。",
        ] {
            assert!(names_term_or_office(words), "{words}");
        }
        for words in ["2024年3月召开了会议。", "已于2024年3月完成。", "建立领导负责制。", "持续推进。"]
        {
            assert!(!names_term_or_office(words), "{words}");
        }
    }
}
