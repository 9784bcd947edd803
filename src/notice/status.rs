//! The vocabulary of statuses, and how the written forms map to it.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// How far an item, or a notice, has come.
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

/// What a written status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusLabel {
    /// The canonical status.
    pub status: Status,
    /// Whether the work goes on all the same: 已完成并长期坚持.
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

    /// The mark that goes with the colour, so that no meaning hangs on colour alone.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Done => "●",
            Self::Partial | Self::InProgress => "◐",
            Self::LongTerm => "◆",
            Self::Open => "○",
            Self::Unstated => "？",
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

/// The written forms, after NFKC and without blanks (DOMAIN §3).
pub const FORMS: &[(&str, Status)] = &[
    ("已完成", Status::Done),
    ("完成", Status::Done),
    ("整改完成", Status::Done),
    ("已整改", Status::Done),
    ("已整改到位", Status::Done),
    ("已完成整改", Status::Done),
    ("整改到位", Status::Done),
    ("已销号", Status::Done),
    ("销号", Status::Done),
    ("已办结", Status::Done),
    ("办结", Status::Done),
    ("全部完成", Status::Done),
    ("已全部完成", Status::Done),
    ("完成整改", Status::Done),
    ("已整改完成", Status::Done),
    ("已全部整改到位", Status::Done),
    ("整改完毕", Status::Done),
    ("已整改完毕", Status::Done),
    ("已落实", Status::Done),
    ("已落实到位", Status::Done),
    ("已解决", Status::Done),
    ("已完成销号", Status::Done),
    ("已整改销号", Status::Done),
    ("基本完成", Status::Partial),
    ("阶段性完成", Status::Partial),
    ("部分完成", Status::Partial),
    ("部分整改", Status::Partial),
    ("取得阶段性成果", Status::Partial),
    ("取得阶段性成效", Status::Partial),
    ("基本整改到位", Status::Partial),
    ("已基本完成", Status::Partial),
    ("基本完成整改", Status::Partial),
    ("已基本整改到位", Status::Partial),
    ("部分整改到位", Status::Partial),
    ("未完成(正在整改)", Status::InProgress),
    ("正在整改", Status::InProgress),
    ("整改中", Status::InProgress),
    ("持续整改", Status::InProgress),
    ("持续推进", Status::InProgress),
    ("正在整改中", Status::InProgress),
    ("正在推进", Status::InProgress),
    ("正在推进中", Status::InProgress),
    ("持续推进中", Status::InProgress),
    ("持续整改中", Status::InProgress),
    ("正在进行", Status::InProgress),
    ("推进中", Status::InProgress),
    ("进行中", Status::InProgress),
    ("长期坚持", Status::LongTerm),
    ("需长期整改", Status::LongTerm),
    ("长期整改", Status::LongTerm),
    ("需长期坚持", Status::LongTerm),
    ("中长期整改", Status::LongTerm),
    ("常态化推进", Status::LongTerm),
    ("未完成", Status::Open),
    ("尚未完成", Status::Open),
    ("未完成整改", Status::Open),
    ("未整改到位", Status::Open),
    ("未销号", Status::Open),
    ("未办结", Status::Open),
    ("未整改", Status::Open),
    ("未启动", Status::Open),
    ("尚未整改", Status::Open),
];

/// Reads a written status: the whole of `raw`, after NFKC, without blanks and a trailing 。, is one of [`FORMS`],
/// or such a form joined by 并|、|，|；|且 or a bracket to one of the long-term forms (`已完成并长期坚持` is done and sustained).
/// `None` for words outside the vocabulary; never a match by substring.
pub fn read(raw: &str) -> Option<StatusLabel> {
    let text = plain(raw);
    let text = text.trim_end_matches(['。', ';', '；', '.']);
    if let Some(status) = form(text) {
        return Some(StatusLabel { status, sustained: false });
    }
    let (first, rest) = text.split_once(['并', '、', ',', ';', '且', '('])?;
    let rest = rest.trim_start_matches(['并', '且', '需']).trim_end_matches(')');
    let goes_on =
        form(rest).is_some_and(|status| matches!(status, Status::LongTerm | Status::InProgress)) || rest == "持续坚持";
    match form(first) {
        // 未完成，正在整改 is what 未完成(正在整改) is.
        Some(Status::Open) if form(rest) == Some(Status::InProgress) => {
            Some(StatusLabel { status: Status::InProgress, sustained: false })
        }
        Some(status) if goes_on => Some(StatusLabel { status, sustained: true }),
        _ => None,
    }
}

/// The words after NFKC, without blanks and marks that say nothing. Han characters and ASCII are normal already, and
/// the punctuation of statuses is soon told.
fn plain(raw: &str) -> String {
    let keep = |c: &char| !c.is_whitespace() && !matches!(c, '*' | '\u{200b}' | '\u{feff}');
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
    FORMS.iter().find(|(form, _)| *form == text).map(|(_, status)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_form_wins() {
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
        for text in ["", "未", "已完成22个", "正在", "下一步继续", "已完成并公开"] {
            assert_eq!(read(text), None, "{text}");
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
