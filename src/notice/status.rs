//! Statuses of items and notices, and the words that notices write for them.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::deadline;
use crate::text::numeral;
use crate::text::words::{Words, words};

/// Status of an item or a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 已完成
    Done,
    /// 阶段性完成
    Partial,
    /// 正在整改
    InProgress,
    /// 长期坚持
    LongTerm,
    /// 未完成
    Open,
    /// 未注明: nothing is written.
    #[default]
    Unstated,
}

/// Meaning of a written status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusLabel {
    /// The canonical status.
    pub status: Status,
    /// Whether work continues although it is done: 已完成并长期坚持.
    pub sustained: bool,
}

impl Status {
    /// All statuses, in the order in which charts and lists show them.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Partial, Self::InProgress, Self::LongTerm, Self::Open, Self::Unstated];

    /// The canonical name in code, templates and data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::InProgress => "in_progress",
            Self::LongTerm => "long_term",
            Self::Open => "open",
            Self::Unstated => "unstated",
        }
    }

    /// The part of an address: the name with `_` as `-`.
    pub fn slug(self) -> String {
        self.name().replace('_', "-")
    }

    /// The Chinese label of the canonical status.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Done => "已完成",
            Self::Partial => "阶段性完成",
            Self::InProgress => "正在整改",
            Self::LongTerm => "长期坚持",
            Self::Open => "未完成",
            Self::Unstated => "未注明",
        }
    }

    /// The same in English, for sites and runs in that language.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Partial => "Partly done",
            Self::InProgress => "In progress",
            Self::LongTerm => "Long-term",
            Self::Open => "Not done",
            Self::Unstated => "Not stated",
        }
    }

    /// The mark shown with the colour, so that no meaning depends on colour alone.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::Partial | Self::InProgress => "◐",
            Self::LongTerm => "◆",
            Self::Open => "○",
            Self::Unstated => "？",
        }
    }

    /// Whether the problem is not solved yet; `false` for 未注明.
    pub const fn is_unfinished(self) -> bool {
        match self {
            Status::Partial | Status::InProgress | Status::LongTerm | Status::Open => true,
            Status::Done | Status::Unstated => false,
        }
    }

    /// The place in [`Status::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The status of a canonical name (`done`), of its slug, or of a written form (`已销号`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let canonical = Self::ALL.into_iter().find(|status| status.name() == text || status.slug() == text);
        canonical
            .or_else(|| (text == Self::Unstated.label()).then_some(Self::Unstated))
            .or_else(|| read(text).map(|label| label.status))
    }
}

/// The words that state each status, after NFKC and without blanks.
///
/// To add one, write it in the list of its status. [`read`] also accepts it with a date, and joined with another.
static STATUS_WORDS: [(Status, Words); 5] = [
    (
        Status::Done,
        words! {
            已完成 完成 已经完成 现已完成 均已完成 全部完成 已全部完成 均已全部完成 完成整改 已完成整改 已全部完成整改
            整改完成 已整改完成 全部整改完成 已全部整改完成 整改已完成 整改完毕 已整改完毕 已完成整改任务
            已整改 已全部整改 均已整改 已整改到位 整改到位 全部整改到位 已全部整改到位 均已整改到位 整改已到位 已到位
            销号 已销号 完成销号 已完成销号 已整改销号 整改销号 验收销号 已验收销号 已完成验收销号 已完成整改并销号
            办结 已办结 全部办结 已全部办结 已落实 已落实到位 落实到位 已整改落实到位 已解决 已全部解决
        },
    ),
    (
        Status::Partial,
        words! {
            基本完成 已基本完成 基本完成整改 已基本完成整改 基本整改到位 已基本整改到位 基本整改完成 已基本整改完成
            阶段性完成 已阶段性完成 阶段性完成整改 已阶段性完成整改 阶段性整改完成 完成阶段性整改 已完成阶段性整改
            完成阶段性任务 已完成阶段性任务 完成阶段性目标 已完成阶段性目标
            部分完成 已部分完成 部分完成整改 部分整改 部分整改到位 部分整改完成
            取得阶段性成果 取得阶段性成效 已取得阶段性成果 已取得阶段性成效
        },
    ),
    (
        Status::InProgress,
        words! {
            正在整改 正在整改中 整改中 持续整改 持续整改中 正在持续整改 正整改 仍在整改 仍在整改中
            办理中 正在办理 正在办理中 持续推进 持续推进中 正在推进 正在推进中 正在持续推进 推进中 整改推进中 有序推进 有序推进中 正在有序推进
            进行中 正在进行 正在进行中
            达到序时进度 已达到序时进度 达序时进度 已达序时进度 符合序时进度 超序时进度 超过序时进度
            未达序时进度 未达到序时进度 尚未达到序时进度 滞后序时进度 滞后于序时进度
            按序时推进 按序时进度推进 按序时推进中 按序时进度推进中 正按序时进度推进 正在按序时进度推进 序时推进 序时推进中
            达到时序进度 已达到时序进度 达时序进度 符合时序进度 未达时序进度 未达到时序进度
            按时序推进 按时序进度推进 正按时序进度推进 正在按时序进度推进
        },
    ),
    (
        Status::LongTerm,
        words! {
            长期坚持 需长期坚持 需要长期坚持 长期整改 需长期整改 需要长期整改 中长期整改 长期推进 需长期推进
            常态化推进 常态推进 长期坚持整改 长期坚持推进
        },
    ),
    (
        Status::Open,
        words! {
            未完成 尚未完成 仍未完成 未完成整改 尚未完成整改 未整改 尚未整改 未整改到位 尚未整改到位
            未销号 尚未销号 未办结 尚未办结 未启动 尚未启动 未启动整改 尚未启动整改
        },
    ),
];

/// Words after a status which state that work continues: 已完成，持续巩固.
static CONTINUES: Words = words! {
    长期坚持 需长期坚持 需要长期坚持 持续坚持 长期整改 需长期整改 长期推进 常态化推进 常态长效推进
    持续推进 持续整改 持续巩固 持续深化 坚持常态化推进
};

/// Reads a written status: the whole of `raw`, after NFKC, without blanks, brackets around it and a trailing 。, is one
/// of
///
/// * a form of [`STATUS_WORDS`], 100%;
/// * a form with the day it was reached: 已于2024年3月完成, 2024年3月已完成, 已完成(2024年3月);
/// * two forms of the same status (整改完成并销号), or a sustained one (已完成并长期坚持 is done and sustained);
/// * 未完成(正在整改), which is in progress;
/// * a form that is not done with its term: 正在整改，预计2025年6月底前完成.
///
/// `None` for anything else: a status is never the beginning of a sentence, and never matched as a part of it.
pub fn read(raw: &str) -> Option<StatusLabel> {
    if raw.len() > LONGEST {
        return None;
    }
    // 已完成）（长期坚持: two brackets in a row, without the outer signs
    let text = plain(raw).replace(")(", ",");
    let text = bare(&text);
    if let Some(status) = form(text).or_else(|| dated(text)) {
        return Some(StatusLabel { status, sustained: false });
    }
    joined(text)
}

/// Most bytes of a written status: two forms and a day. Longer texts are not parsed as a status.
const LONGEST: usize = 240;

/// Two statements in one: a form, and another one after 并、，； or in brackets.
fn joined(text: &str) -> Option<StatusLabel> {
    let (first, rest) = text.split_once(['并', '、', ',', ';', '且', '('])?;
    let rest = rest.trim_start_matches(['并', '且', '需', ',', '(']).trim_end_matches(')');
    let status = form(first).or_else(|| dated(first))?;
    let label = |status, sustained| Some(StatusLabel { status, sustained });
    match form(rest) {
        Some(other) if other == status => label(status, false),
        Some(Status::InProgress) if status == Status::Open => label(Status::InProgress, false),
        _ if CONTINUES.has(rest) => label(status, true),
        Some(_) => None,
        None if status == Status::Done && is_day(rest) => label(status, false),
        None if status != Status::Done && is_term(rest) => label(status, false),
        None => None,
    }
}

/// 已于2024年3月(15日)?(前)?完成 and 2024年3月已完成: a form of 已完成 or 基本完成 with its day.
fn dated(text: &str) -> Option<Status> {
    if matches!(text, "100%" | "完成率100%" | "已完成100%" | "100%完成" | "完成100%") {
        return Some(Status::Done);
    }
    let done_on = ["已于", "现已于", "均已于", "已在"].iter().find_map(|opening| text.strip_prefix(opening));
    let words = done_on.unwrap_or(text);
    let day = day_length(words)?;
    let rest = &words[day..];
    let status = form(rest).filter(|_| done_on.is_some() || rest.starts_with('已'))?;
    matches!(status, Status::Done | Status::Partial).then_some(status)
}

/// Whether `text` ends with a character that a written status can end with. Most rows do not, so they are ruled out
/// cheaply.
pub fn may_end(text: &str) -> bool {
    static LAST: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
        let words = STATUS_WORDS.iter().flat_map(|(_, forms)| forms.iter()).chain(CONTINUES.iter());
        words.filter_map(|word| word.chars().next_back()).chain("】）)〕]%％。".chars()).collect()
    });
    text.chars().next_back().is_some_and(|last| LAST.contains(&last))
}

/// Whether `text` begins with a written form, whatever follows it: 已办结25件.
pub fn begins(text: &str) -> bool {
    STATUS_WORDS.iter().any(|(_, forms)| forms.opening(text).is_some())
}

/// Words before a day that is a deadline.
static PLANNED: Words = words! { 预计 预计于 计划 计划于 力争 力争于 确保 确保于 拟于 将于 于 };

/// Whether the words are a deadline, not a status: 2025年4月底前完成, 预计年底完成.
pub fn is_term(raw: &str) -> bool {
    let text = plain(raw);
    let text = bare(&text);
    // 完成时限为2025年6月底
    let label = deadline::LABELS.longest_opening(text);
    let labelled = label.and_then(|label| text[label.len()..].strip_prefix(['为', ':']));
    let words = labelled.unwrap_or(text);
    let opening = PLANNED.longest_opening(words).unwrap_or_default();
    let words = &words[opening.len()..];
    let planned = labelled.is_some() || !opening.is_empty();
    let Some(day) = day_length(words) else { return false };
    let rest = &words[day..];
    let before = words[..day].ends_with(['前', '底']);
    (planned || before) && (rest.is_empty() || rest == "到位" || form(rest) == Some(Status::Done))
}

/// Whether the whole text is a day or a month.
fn is_day(text: &str) -> bool {
    day_length(text) == Some(text.len())
}

/// Length in bytes of the day, month or end of a year at the start of `text`, 前 included: 2024年3月15日前, 年底, 2024.3.
fn day_length(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_digit() || numeral::is_chinese(c) || "年月日号底初末上中下旬前.-/".contains(c);
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let day = &text[..length];
    let named = day.contains(['年', '月', '日']) || day.contains(['.', '-', '/']) && day.starts_with("20");
    named.then_some(length)
}

/// Without closing marks and one pair of brackets around the whole.
fn bare(text: &str) -> &str {
    let text = text.trim_end_matches(['。', ';', '；', '.', ',', '!']);
    let inner = [('(', ')'), ('【', '】'), ('〔', '〕'), ('[', ']'), ('“', '”'), ('"', '"')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(text)
}

/// The words after NFKC, without blanks, emphasis and signs such as ✔. Han characters and ASCII need no normalisation,
/// so most words are copied without it.
fn plain(raw: &str) -> String {
    let is_sign = |c: &char| matches!(c, '✅' | '✔' | '✓' | '√' | '●' | '◆' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    let keep = |c: &char| !c.is_whitespace() && !matches!(c, '*' | '\u{200b}' | '\u{feff}') && !is_sign(c);
    let normal = |c: char| match c {
        '\0'..='~' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '【' | '】' => Some(c),
        '（' => Some('('),
        '）' => Some(')'),
        '，' => Some(','),
        '；' => Some(';'),
        _ => None,
    };
    let quick: Option<String> = raw.chars().filter(keep).map(normal).collect();
    quick.unwrap_or_else(|| raw.nfkc().filter(keep).collect())
}

fn form(text: &str) -> Option<Status> {
    static STATUSES: LazyLock<HashMap<&str, Status>> = LazyLock::new(|| {
        STATUS_WORDS.iter().flat_map(|(status, forms)| forms.iter().map(|form| (form, *status))).collect()
    });
    STATUSES.get(text).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_statuses_are_read_as_a_whole() {
        let label = |status, sustained| Some(StatusLabel { status, sustained });
        assert_eq!(read("未完成（正在整改）。"), label(Status::InProgress, false));
        assert_eq!(read(" 已 完 成 "), label(Status::Done, false));
        assert_eq!(read("**已完成**"), label(Status::Done, false));
        assert_eq!(read("未完成，持续推进"), label(Status::InProgress, false));
        assert_eq!(read("已完成并长期坚持"), label(Status::Done, true));
        for text in ["已完成，长期坚持", "已完成，并长期坚持", "已完成（长期坚持）", "整改完成；持续推进"]
        {
            assert_eq!(read(text), label(Status::Done, true), "{text}");
        }
        for text in ["", "未", "已完成22个", "正在", "下一步继续", "已完成并公开", "已完成，正在整改", "已办妥", "78%"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("整改完成并销号"), label(Status::Done, false));
        assert_eq!(read("【正在整改】"), label(Status::InProgress, false));
        assert_eq!(read("未达序时进度"), label(Status::InProgress, false));
    }

    #[test]
    fn may_end_holds_for_every_form() {
        let forms = STATUS_WORDS.iter().flat_map(|(_, forms)| forms.iter());
        for form in forms.chain(["已完成（2024年3月）", "【正在整改】", "完成率100%"]) {
            assert!(may_end(form), "{form}");
        }
        assert!(!may_end("会议室已腾退"));
    }

    #[test]
    fn a_status_may_have_a_day_and_a_deadline_is_not_a_status() {
        let status = |text| read(text).map(|label| label.status);
        for text in [
            "已于2024年3月完成",
            "已于2024年3月15日前完成",
            "已于二〇二四年三月底整改到位",
            "已于 2024 年 5 月办结。",
            "2024年3月已完成",
            "已完成（2024年3月）",
            "１００％",
        ] {
            assert_eq!(status(text), Some(Status::Done), "{text}");
        }
        for text in ["2024年12月底前完成", "预计年底完成", "2024年12月完成", "已于2024年3月启动", "已于近日完成"]
        {
            assert_eq!(status(text), None, "{text}");
        }
        assert_eq!(status("正在整改（预计2025年6月底前完成）"), Some(Status::InProgress));
        assert_eq!(status("正在整改，完成时限为2025年3月底"), Some(Status::InProgress));
        assert_eq!(status("已完成，2025年6月底前完成"), None);
        for text in ["2024年12月底前完成", "预计年底完成", "2025年4月底前", "力争2025年6月整改到位"]
        {
            assert!(is_term(text), "{text}");
        }
        for text in ["已于2024年3月完成", "2024年3月完成", "已完成", "长期坚持"] {
            assert!(!is_term(text), "{text}");
        }
    }

    #[test]
    fn names_slugs_and_forms_parse() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.name()), Some(status));
            assert_eq!(Status::parse(&status.slug()), Some(status));
            assert_eq!(Status::parse(status.label()), Some(status));
        }
    }
}
