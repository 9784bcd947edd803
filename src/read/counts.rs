//! Numbers in a sentence and what they count: 14个方面, 37个问题, 已完成36个. It knows nothing of notices.

use std::ops::Range;

use crate::text::numeral;
use crate::text::words::{Words, words};

/// What a number counts.
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
    /// 任务, 事项, 线索: things that are none of these.
    Other,
}

/// A number with its measure word and noun.
#[derive(Clone, Debug)]
pub struct Count<'a> {
    /// Where the digits are.
    pub at: Range<usize>,
    /// Its value.
    pub value: u32,
    /// The sentence up to the number.
    pub before: &'a str,
    /// The sentence behind the number.
    pub after: &'a str,
    /// What it counts, where a noun says so.
    pub what: Option<Counted>,
    /// The sentence behind the noun, or behind the measure word where there is none.
    pub tail: &'a str,
}

/// Measure words, longest first.
const MEASURES: [&str; 9] = ["大类", "个类别", "大项", "个", "项", "条", "类", "件", "大"];

/// Nouns behind a measure word, longest first where one starts with another.
const NOUNS: [(&str, Counted); 14] = [
    ("问题线索", Counted::Other),
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
const NOUNS_BEFORE: [(&str, Counted); 10] = [
    ("问题", Counted::Problems),
    ("隐患", Counted::Problems),
    ("制度", Counted::Systems),
    ("措施", Counted::Measures),
    ("举措", Counted::Measures),
    ("任务", Counted::Other),
    ("线索", Counted::Other),
    ("事项", Counted::Other),
    ("建议", Counted::Other),
    ("方面", Counted::Aspects),
];

/// Words between a measure word and its noun.
static ADJECTIVES: Words = words! {
    具体 突出 主要 重点 共性 个性 反馈 整改 巡察 巡视 督察 审计 后续 方面的 存在的 存在 规章 需整改 待整改 单项 的
};

/// How many adjectives may stand before a noun.
const MOST_ADJECTIVES: usize = 3;

/// What says that something is done, longest first where one ends with another.
const DONE: [&str; 20] = [
    "完成整改",
    "整改完成",
    "整改落实",
    "整改到位",
    "整改销号",
    "整改办结",
    "已完成",
    "完成",
    "已整改",
    "已落实",
    "已解决",
    "销号",
    "办结",
    "整改完毕",
    "落实到位",
    "解决",
    "完成销号",
    "整改",
    "完成的有",
    "完成整改的有",
];

/// Right before 完成 they say that it is not done, or not all of it.
const NOT_YET: [&str; 14] =
    ["未", "正在", "待", "将", "需", "基本", "阶段性", "部分", "推进", "要", "拟", "应", "可", "须"];

/// In the clause before 完成 they say that it is to be done.
static PLANNED: Words = words! { 计划 预计 确保 力争 争取 年底前 月底前 尚未 仍未 };

/// Every number of a sentence that a measure word may follow.
pub fn counts(sentence: &str) -> Vec<Count<'_>> {
    let mut counts = Vec::new();
    let mut at = 0;
    while let Some((start, length)) = next_numeral(sentence, at) {
        let end = start + length;
        at = end;
        if let Some(value) = numeral::parse(&sentence[start..end]).filter(|_| !is_ordinal(sentence, start, end)) {
            let (before, after) = (&sentence[..start], &sentence[end..]);
            let (what, tail) = counted(before, after);
            counts.push(Count { at: start..end, value, before, after, what, tail });
        }
    }
    counts
}

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

/// What a number counts, and what follows its noun.
fn counted<'a>(before: &str, after: &'a str) -> (Option<Counted>, &'a str) {
    let after = after.trim_start();
    let (measure, rest) =
        MEASURES.iter().find_map(|word| after.strip_prefix(word).map(|rest| (*word, rest))).unwrap_or(("", after));
    if let Some(tail) = rest.strip_prefix("方面") {
        return (Some(Counted::Aspects), tail);
    }
    if measure.is_empty() {
        return (None, "");
    }
    if matches!(measure, "大类" | "个类别" | "类") {
        return (Some(Counted::Aspects), rest);
    }
    let noun =
        (0..MOST_ADJECTIVES).fold(rest, |rest, _| ADJECTIVES.opening(rest).map_or(rest, |word| &rest[word.len()..]));
    if let Some((word, what)) = NOUNS.iter().find(|(word, _)| noun.starts_with(word)) {
        return (Some(*what), &noun[word.len()..]);
    }
    let before = behind_aspects(before).trim_end_matches(['共', '计', '各', '了', ' ', '为', '总', '数', '有', '：']);
    let before = before.strip_suffix("清单").unwrap_or(before);
    let before = before.strip_suffix("台账").unwrap_or(before);
    let what = NOUNS_BEFORE.iter().find(|(word, _)| before.ends_with(word)).map(|(_, what)| *what);
    (what, rest)
}

/// 问题共 of 问题共4类 before 23条, which is counted of the problems too.
fn behind_aspects(before: &str) -> &str {
    let aspects = ["个方面", "方面", "大类", "类"].iter().find_map(|word| before.strip_suffix(word));
    let bare = aspects.map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese(c)));
    bare.filter(|rest| Some(*rest) != aspects).unwrap_or(before)
}

impl Count<'_> {
    /// Whether the words around the number say that so many are done.
    pub fn is_done(&self) -> bool {
        self.is_done_before() || self.is_done_after()
    }

    /// Whether the words before the number say that so many are done, and not that they are to be: 已完成整改15个.
    pub fn is_done_before(&self) -> bool {
        let bare = self.before.trim_end_matches(['了', '的', ' ', '共', '计', '有', '：']);
        let bare = bare.strip_suffix("问题").unwrap_or(bare).trim_end_matches('的');
        let Some(done) = DONE.iter().filter(|done| bare.ends_with(**done)).max_by_key(|done| done.len()) else {
            return false;
        };
        let lead = &bare[..bare.len() - done.len()];
        let clause = clause(lead);
        let sure = match *done {
            "整改" => clause.ends_with('已') || clause.ends_with("已经"),
            "解决" | "整改落实" => clause.ends_with(['已', '中', '，', ',']) || clause.contains('已'),
            // 完成17个 says so, 完成培训17个 and 完成17个项目 do not.
            "完成" => self.is_bare() || clause.ends_with(['已', '中']) || clause.contains('已'),
            _ => true,
        };
        sure && !PLANNED.are_in(clause)
            && !NOT_YET.iter().any(|word| clause.ends_with(word) || clause.contains(&format!("{word}已")))
    }

    /// Whether the words behind the number say that so many are done: 15个已完成整改.
    fn is_done_after(&self) -> bool {
        const BEHIND: [&str; 10] =
            ["完成整改", "整改完成", "整改到位", "整改落实", "完成", "整改", "销号", "办结", "解决", "得到整改"];
        let bare = ["均已", "已经", "已全部", "全部", "已", "均"]
            .iter()
            .fold(self.tail, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let stated = bare.len() != self.tail.len();
        let behind = BEHIND.iter().find_map(|done| bare.strip_prefix(done));
        behind.is_some_and(|rest| {
            stated && !rest.starts_with(|c: char| c.is_ascii_digit() || numeral::is_chinese(c) || c == '率')
        })
    }

    /// Whether a mark or the sentence's end follows the measure word, so that no unknown noun does.
    pub fn is_bare(&self) -> bool {
        let rest = self.tail.trim_start();
        rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric()) || rest.starts_with("整改")
    }

    /// Whether the number is of a part only, or of something that the inspection did not find: 其中重点问题5个,
    /// 自查发现问题17个.
    pub fn is_part(&self) -> bool {
        static PARTS: Words = words! {
            其中 立行立改 剩余 其余 尚有 还有 自查 新增 重点问题 推动 帮助 另有 同类 类似 共性 历史遗留 信访 举一反三
        };
        static OWN: Words = words! { 自查 自纠 举一反三 };
        static FED_BACK: Words = words! { 反馈 巡察 巡视 督察 指出 认领 梳理 查摆 检视 };
        let own = || OWN.find(self.before).is_some_and(|(at, _)| !FED_BACK.are_in(&self.before[at..]));
        PARTS.are_in(clause(self.before)) || own()
    }

    /// Whether the number is of all but those named before: 除1个问题需持续推进外，其余10个问题.
    pub fn is_the_rest(&self) -> bool {
        clause(self.before).contains("其余") && self.before.contains('除')
    }

    /// Whether the number is of what is not done: 正在整改3个.
    pub fn is_unfinished(&self) -> bool {
        const UNFINISHED: [&str; 14] = [
            "正在整改",
            "未完成",
            "正在推进",
            "持续整改",
            "持续推进",
            "未整改",
            "推进整改",
            "继续推进",
            "继续整改",
            "长期整改",
            "长期坚持",
            "阶段性完成",
            "基本完成",
            "部分完成",
        ];
        let bare = self.before.trim_end_matches(['的', '了', '有']);
        UNFINISHED.iter().any(|word| bare.ends_with(word))
    }

    /// Whether the number is of something else that the words behind it speak of: 5个后续工作中，完成2个.
    pub fn opens_other(&self) -> bool {
        let clause = self.tail.split(['，', ',', '；', '。']).next().unwrap_or_default();
        self.what.is_none() && clause.ends_with('中') && clause.chars().count() > 1
    }
}

/// The words behind the last mark.
pub(super) fn clause(words: &str) -> &str {
    words.rfind(['，', ',', '；', '。', '、']).map_or(words, |stop| &words[stop..])
}

/// The first amount of money, in 万元.
pub fn amount(sentence: &str) -> Option<(String, Range<usize>)> {
    let mut marks: Vec<(usize, &str)> = sentence.match_indices("万元").chain(sentence.match_indices("亿元")).collect();
    marks.sort_unstable();
    marks.into_iter().find_map(|(at, mark)| {
        let before = &sentence[..at];
        let start =
            before.char_indices().rev().take_while(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',')).last()?.0;
        let start = start + (before[start..].len() - before[start..].trim_start_matches([',', '.']).len());
        let number: String = before[start..].chars().filter(|c| *c != ',').collect();
        let money = [
            "损失", "资金", "金额", "追缴", "追回", "收回", "退缴", "清退", "上缴", "退回", "挽回", "节约", "节支",
            "涉及", "违规", "补缴", "款", "归还", "盘活",
        ];
        let told = money.iter().any(|word| before.contains(word));
        (told && !number.is_empty()).then(|| {
            let value = if mark == "亿元" { ten_thousandfold(&number) } else { number };
            (value, start..at + mark.len())
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
