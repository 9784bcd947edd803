//! Numbers in a sentence and their nouns: 14个方面, 37个问题, 信访件15件. It knows nothing of notices.

use std::ops::Range;

use crate::text::numeral;
use crate::text::span;
use crate::text::words::{Words, words};

/// Kind of the noun of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// 方面, 类
    Aspects,
    /// 项内容
    Contents,
    /// 问题, 隐患
    Problems,
    /// 措施
    Measures,
    /// 制度
    Systems,
    /// 任务, 事项, 线索, and every other noun that is not listed.
    Other,
}

/// A number with its measure word and noun.
#[derive(Clone, Debug)]
pub struct Count<'a> {
    /// Where the digits are.
    pub at: Range<usize>,
    /// Its value.
    pub value: u32,
    /// The sentence up to the number, the last [`LONGEST_BEFORE`] bytes of it.
    pub before: &'a str,
    /// The sentence after the number.
    pub after: &'a str,
    /// The kind of its noun; `None` if it has none (已完成3个, 其中2个正在整改).
    pub kind: Option<Counted>,
    /// The sentence after the noun, or after the measure word if there is none.
    pub tail: &'a str,
    /// The first character of the measure word: 个, 项, 件.
    pub by: Option<char>,
}

/// Measure words, longest first.
const MEASURES: [&str; 9] = ["大类", "个类别", "大项", "个", "项", "条", "类", "件", "大"];

/// Nouns after a measure word, longest first where one starts with another.
const NOUNS: [(&str, Counted); 18] = [
    ("问题线索", Counted::Other),
    ("问题点", Counted::Other),
    ("问题清单", Counted::Other),
    ("问题台账", Counted::Other),
    ("问题表现", Counted::Other),
    ("问题", Counted::Problems),
    ("隐患", Counted::Problems),
    ("内容", Counted::Contents),
    ("任务", Counted::Other),
    ("措施", Counted::Measures),
    ("举措", Counted::Measures),
    ("制度", Counted::Systems),
    ("规章制度", Counted::Systems),
    ("管理制度", Counted::Systems),
    ("事项", Counted::Other),
    ("建议", Counted::Other),
    ("线索", Counted::Other),
    ("意见", Counted::Other),
];

/// Nouns before a number: 问题18个, 整改措施共74条.
const NOUNS_BEFORE: [(&str, Counted); 9] = [
    ("问题", Counted::Problems),
    ("隐患", Counted::Problems),
    ("制度", Counted::Systems),
    ("措施", Counted::Measures),
    ("举措", Counted::Measures),
    ("任务", Counted::Other),
    ("线索", Counted::Other),
    ("事项", Counted::Other),
    ("建议", Counted::Other),
];

/// Words between a measure word and its noun.
static ADJECTIVES: Words = words! {
    具体 突出 主要 重点 共性 个性 反馈 整改 巡察 巡视 督察 审计 后续 方面的 存在的 存在 规章 需整改 待整改 单项 子 小 细化 细分 分项 的
};

/// Most adjectives before a noun.
const MOST_ADJECTIVES: usize = 3;

/// Every number of a sentence that a measure word may follow.
pub fn counts(sentence: &str) -> Vec<Count<'_>> {
    let mut counts = Vec::new();
    let mut at = 0;
    while let Some((start, length)) = next_numeral(sentence, at) {
        let end = start + length;
        at = end;
        if let Some(value) = numeral::parse(&sentence[start..end]).filter(|_| !is_ordinal(sentence, start, end)) {
            let (before, after) = (span::tail(&sentence[..start], LONGEST_BEFORE), &sentence[end..]);
            let (by, kind, tail) = counted(before, after);
            counts.push(Count { at: start..end, value, before, after, kind, tail, by });
        }
    }
    counts
}

/// Bytes before a number that are searched for its noun; a sentence may be as long as the text.
const LONGEST_BEFORE: usize = 900;

/// Whether a number counts nothing: 第六组, 3.2, 2024年, 83%, 一是, 一个一个地改.
fn is_ordinal(sentence: &str, start: usize, end: usize) -> bool {
    const EACH: [&str; 7] = ["一个不", "一个都", "一个也", "一个一个", "一个问题一个问题", "一项一项", "一条一条"];
    let each = EACH.iter().any(|words| sentence[start..].starts_with(words)) || sentence[..end].ends_with("一个问题一");
    each || sentence[..start].ends_with(['第', '.', '〔', '《'])
        || sentence[end..].starts_with(['.', '年', '月', '日', '%', '％', '是'])
}

fn next_numeral(text: &str, from: usize) -> Option<(usize, usize)> {
    let is_part = |c: char| c.is_ascii_digit() || numeral::is_chinese(c);
    let start = from + text[from..].find(is_part)?;
    let digits = text.as_bytes()[start].is_ascii_digit();
    let length = text[start..].find(|c: char| if digits { !c.is_ascii_digit() } else { !numeral::is_chinese(c) });
    Some((start, length.unwrap_or(text.len() - start)))
}

/// The measure word's first character, the kind of the noun, and the text after the noun.
fn counted<'a>(before: &str, after: &'a str) -> (Option<char>, Option<Counted>, &'a str) {
    let after = after.trim_start();
    let (measure, rest) =
        MEASURES.iter().find_map(|word| after.strip_prefix(word).map(|rest| (*word, rest))).unwrap_or(("", after));
    let by = measure.chars().next();
    if let Some(tail) = rest.strip_prefix("方面") {
        return (by, Some(Counted::Aspects), tail);
    }
    if measure.is_empty() {
        return (None, None, "");
    }
    if matches!(measure, "大类" | "个类别" | "类") {
        return (by, Some(Counted::Aspects), rest);
    }
    let noun =
        (0..MOST_ADJECTIVES).fold(rest, |rest, _| ADJECTIVES.opening(rest).map_or(rest, |word| &rest[word.len()..]));
    if let Some((word, kind)) = NOUNS.iter().find(|(word, _)| noun.starts_with(word)) {
        return (by, Some(*kind), &noun[word.len()..]);
    }
    let before = behind_aspects(before).trim_end_matches(['共', '计', '各', '了', ' ', '为', '总', '数', '有', '：']);
    let before = before.strip_suffix("清单").unwrap_or(before);
    let before = before.strip_suffix("台账").unwrap_or(before);
    let kind = NOUNS_BEFORE.iter().find(|(word, _)| before.ends_with(word)).map(|(_, kind)| *kind);
    let unlisted = !opens_without_noun(rest) || !ends_without_noun(before);
    (by, kind.or(unlisted.then_some(Counted::Other)), rest)
}

/// Whether no noun follows a measure word: 3个， 2个需长期坚持, 15个已完成.
fn opens_without_noun(rest: &str) -> bool {
    static VERBS: Words = words! {
        需 正 已 未 长期 持续 基本 阶段 部分 尚 均 全部 全 仍 拟 待 属 按 立行立 立查立 即知即 限期 完成 销号 办结 取得 达到 因 由 在
        还 暂 不 应 要 将 能 可 转 纳入 列入 移交 进 推 继续 整改完 整改到 整改落 整改销 整改办 得到 落实 解决 涉及 经 共 合计 与 和 被 实现 到位 有 是 以 后续
    };
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() && !c.is_ascii_digit());
    ends(rest) || rest.strip_prefix("整改").is_some_and(ends) || VERBS.opening(rest).is_some()
}

/// Whether no noun precedes a number: 其中3个, 已完成15个, 6月底前3个. Other words before it may be a noun: 信访件15件.
fn ends_without_noun(before: &str) -> bool {
    static ENDS: Words = words! {
        其中 剩余 其余 余下 剩下 还 尚 仍 另 中 前 内 期 批 底 月 日 年 后 已 又 再 也 仅 约 近 达 达到 均 皆 都 需 的 未 待 外 除 把 将 对
        是 和 及 与 分别 合 累 统 完成 整改 推进 坚持 落实 解决 办结 销号 到位 完毕 进行 启动 成效 成果 见效 时限 目标 目前 现 至今 今
        正在 反馈 指出 提出 发现 认领 涉及 列出 梳理 查摆 细化 分解 拆分 归纳 形成 成 出 于 得 问题 完 改 类 个 项
    };
    let before = before.trim_end();
    !before.ends_with(char::is_alphanumeric) || ENDS.ending(before).is_some()
}

/// 问题共 of 问题共4类 before 23条, which is counted of the problems too.
fn behind_aspects(before: &str) -> &str {
    let aspects = ["个方面", "方面", "大类", "类"].iter().find_map(|word| before.strip_suffix(word));
    let bare = aspects.map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese(c)));
    bare.filter(|rest| Some(*rest) != aspects).unwrap_or(before)
}

/// The words after the last mark.
pub(super) fn clause(words: &str) -> &str {
    words.rfind(['，', ',', '；', '。', '、']).map_or(words, |stop| &words[stop..])
}

/// The first amount of money, in 万元.
pub fn amount(sentence: &str) -> Option<(String, Range<usize>)> {
    let mut marks: Vec<(usize, &str)> = sentence.match_indices("万元").chain(sentence.match_indices("亿元")).collect();
    marks.sort_unstable();
    marks.into_iter().find_map(|(at, mark)| {
        let before = span::tail(&sentence[..at], LONGEST_BEFORE);
        let skipped = at - before.len();
        let start =
            before.char_indices().rev().take_while(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',')).last()?.0;
        let start = start + (before[start..].len() - before[start..].trim_start_matches([',', '.']).len());
        let number: String = before[start..].chars().filter(|c| *c != ',').collect();
        let money = [
            "损失", "资金", "金额", "追缴", "追回", "收回", "退缴", "清退", "上缴", "退回", "挽回", "节约", "节支",
            "涉及", "违规", "补缴", "款", "归还", "盘活",
        ];
        let is_money = money.iter().any(|word| before.contains(word));
        (is_money && !number.is_empty()).then(|| {
            let value = if mark == "亿元" { ten_thousandfold(&number) } else { number };
            (value, skipped + start..at + mark.len())
        })
    })
}

/// 1.2 → 12000, digit by digit, so that no digit is invented.
fn ten_thousandfold(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{part:0<4}");
    let (shifted, rest) = digits.split_at(4);
    let joined = format!("{whole}{shifted}");
    let joined = joined.trim_start_matches('0');
    let joined = if joined.is_empty() { "0" } else { joined };
    if rest.is_empty() { joined.to_owned() } else { format!("{joined}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_digits() {
        assert_eq!(amount("挽回经济损失3.209万元").map(|(value, _)| value).as_deref(), Some("3.209"));
        assert_eq!(amount("审计查出问题金额1.2亿元").map(|(value, _)| value).as_deref(), Some("12000"));
        assert_eq!(amount("涉及资金3,200.50万元").map(|(value, _)| value).as_deref(), Some("3200.50"));
    }
}
