//! Whether a number is of problems that are done, that are not done, or that somebody wants done: 已完成15个,
//! 正在整改3个, 要求年底前完成10个. And whose it is: the whole notice's, a part's, an earlier inspection's.

use super::counts::{Count, clause};
use crate::text::numeral;
use crate::text::words::{Words, words};

/// Words for done, longest first if one ends with another.
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

/// In the clause before 完成 they say that it is to be done, whatever else the clause says.
static HOPES: Words = words! { 预计 确保 力争 争取 尚未 仍未 拟于 承诺 务必 必须 须在 应在 要在 需在 原则上 };

/// In the clause before 完成 they say that it is to be done by then, unless the clause says that it is:
/// 6月底前已完成3个.
static TERMS: Words = words! { 年底前 月底前 底前 日前 月前 年内 月内 限期 };

/// In the sentence before 完成 they say what somebody asks for, unless the clause says that it is done.
const DEMANDS: [&str; 7] = ["要求", "目标", "计划", "确保", "力争", "争取", "预计"];

/// Words of a clause about the present state.
static BY_NOW: Words = words! { 已 目前 截至 截止 累计 均已 均有 现已 现有 共完成 };

/// Words for an inspection before the one at hand, and for the one at hand.
static EARLIER: Words = words! {
    上轮 上一轮 前一轮 前轮 前两轮 前几轮 前期巡察 上次 上一次 前次 上届 上一届 上年 上一年 去年 往年 历年 历次 历轮 以往 此前 先前 往届
};
static AT_HAND: Words = words! { 本轮 此轮 本次 此次 这次 这轮 该轮 新一轮 };

/// Words for those below the unit, and for each of its members.
static BELOW: Words = words! {
    下属 所属 下级 基层 所辖 子公司 分公司 各村 各支部 各党支部 各站所 各单位 各部门 各镇 各乡镇 各街道 各社区 各学校 各县 各区
};

/// Whether the words before a number are about another inspection or about others than the unit: 上轮巡察反馈问题,
/// 向下属单位反馈.
pub fn is_of_others(before: &str) -> bool {
    let last = |list: &Words| list.iter().filter_map(|word| before.rfind(word)).max();
    let earlier = last(&EARLIER).is_some_and(|at| last(&AT_HAND).is_none_or(|now| now < at));
    let stop = before.rfind(['，', ',', '；', '。']).unwrap_or(0);
    let clause = &before[stop..];
    earlier || BELOW.are_in(clause) && !clause.contains(['及', '和', '与'])
}

/// Whether the words before a phrase such as 完成 or 全部整改 say that somebody wants it.
pub fn is_wanted(before: &str) -> bool {
    let stop = before.rfind(['，', ',', '；', '。']).unwrap_or(0);
    let clause = &before[stop..];
    let told = BY_NOW.are_in(clause);
    HOPES.are_in(clause) || !told && (TERMS.are_in(clause) || DEMANDS.iter().any(|word| demands(before, word)))
}

/// Whether a word asks for what follows it; 按照要求 and 制定计划 ask for nothing.
fn demands(before: &str, word: &str) -> bool {
    static NOUNS: Words = words! { 按 根据 对照 制定 对标 };
    before.match_indices(word).any(|(at, _)| {
        let stop = before[..at].rfind(['，', ',', '；', '。']).unwrap_or(0);
        before[at + word.len()..].starts_with(char::is_alphanumeric) && !NOUNS.are_in(&before[stop..at])
    })
}

impl Count<'_> {
    /// Whether the words around the number say that this number is done.
    pub fn is_done(&self) -> bool {
        let is_measured = self.by.is_some() || !self.after.trim_start().starts_with(char::is_alphanumeric);
        is_measured && (self.is_done_before() || self.is_done_after())
    }

    /// Whether the words before the number say that it is done, and not that it is to be done: 已完成整改15个.
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
        // 已 of 已完成 belongs to the clause.
        sure && !is_wanted(&bare[..bare.len() - done.trim_start_matches('已').len()])
            && !NOT_YET.iter().any(|word| clause.ends_with(word) || clause.contains(&format!("{word}已")))
    }

    /// Whether the words after the number say that it is done: 15个已完成整改.
    fn is_done_after(&self) -> bool {
        const BEHIND: [&str; 10] =
            ["完成整改", "整改完成", "整改到位", "整改落实", "完成", "整改", "销号", "办结", "解决", "得到整改"];
        let bare = ["均已", "已经", "已全部", "全部", "已", "均"]
            .iter()
            .fold(self.tail, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
        let stated = bare.len() != self.tail.len();
        let behind = BEHIND.iter().find_map(|done| bare.strip_prefix(done));
        let told = &self.tail[..self.tail.len() - bare.len()];
        behind.is_some_and(|rest| {
            stated
                && !rest.starts_with(|c: char| c.is_ascii_digit() || numeral::is_chinese(c) || c == '率')
                && (told.contains('已') || !is_wanted(&format!("{}{told}", self.before)))
        })
    }

    /// Whether the number is of problems to be done by a day: 应于2024年底前完成的22个, 应完成22个.
    pub fn is_due(&self) -> bool {
        static DUE: Words = words! { 应于 应在 应当 应该 须 需 到期 限期 计划 };
        const ENDED: [&str; 5] = ["完成", "到位", "销号", "办结", "完毕"];
        let bare = self.before.trim_end_matches(['了', '的', ' ', '共', '计', '有', '：']);
        let bare = bare.strip_suffix("整改").unwrap_or(bare);
        let lead =
            ENDED.iter().find_map(|done| bare.strip_suffix(done)).map(|lead| lead.strip_suffix("整改").unwrap_or(lead));
        lead.map(clause).is_some_and(|clause| (clause.ends_with('应') || DUE.are_in(clause)) && !BY_NOW.are_in(clause))
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
        static OWN: Words = words! { 自查 自纠 举一反三 监督检查 明察暗访 抽查 督导检查 督促检查 };
        static FED_BACK: Words = words! { 反馈 巡察 巡视 督察 指出 认领 梳理 查摆 检视 };
        let own = || OWN.find(self.before).is_some_and(|(at, _)| !FED_BACK.are_in(&self.before[at..]));
        PARTS.are_in(clause(self.before)) || own()
    }

    /// Whether the number is one of the parts that 其中 opens; 共 after them is the total again: 其中党建8个、廉政8个,
    /// 共16个.
    pub fn is_among(&self) -> bool {
        let clause = &self.before[self.before.rfind(['；', '。']).unwrap_or(0)..];
        let sums = ["共", "共计", "合计", "总计"].iter().any(|word| {
            let lead = self.before.strip_suffix(word);
            lead.is_some_and(|lead| lead.is_empty() || lead.ends_with(['，', ',', '；']))
        });
        clause.contains("其中") && !sums
    }

    /// Whether the number adds up those before it: 合计36个.
    pub fn sums_up(&self) -> bool {
        static SUMS: Words = words! { 合计 共计 总计 总共 };
        let clause = clause(self.before).trim_start_matches(['，', ',', '；', '。', '、', ' ']);
        SUMS.are_in(clause) || clause.ends_with('共') || clause.starts_with('共')
    }

    /// Whether the number is of all but those named before: 除1个问题需持续推进外，其余10个问题.
    pub fn is_the_rest(&self) -> bool {
        clause(self.before).contains("其余") && self.before.contains('除')
    }

    /// Whether the number is of problems that are not done: 正在整改3个.
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

    /// Whether aspects are those of the problems, and not of the work: 反馈3个方面问题, and not 从3个方面推进整改.
    pub fn is_of_findings(&self) -> bool {
        static FOUND: Words = words! { 问题 意见 存在 反馈 指出 提出 具体 突出 主要 共 合计 总计 分 };
        let rest = self.tail.trim_start_matches('的');
        !rest.starts_with(char::is_alphanumeric)
            || rest.starts_with(|c: char| c.is_ascii_digit() || numeral::is_chinese(c))
            || FOUND.opening(rest).is_some()
    }

    /// Whether the number is of something else that the words after it speak of: 5个后续工作中，完成2个.
    pub fn opens_other(&self) -> bool {
        let clause = self.tail.split(['，', ',', '；', '。']).next().unwrap_or_default();
        self.kind.is_none() && clause.ends_with('中') && clause.chars().count() > 1
    }
}
