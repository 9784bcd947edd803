//! Steps: changes of a problem's status from one notice to the next.

use serde::{Deserialize, Serialize};

use crate::config::Language;
use crate::notice::Status;

/// Status of a problem in a notice, compared with its last known status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The oldest notice that lists the problem, with nothing to compare.
    First,
    /// 进展: closer to done.
    Progress,
    /// 退回: further from done.
    SetBack,
    /// 不变: neither closer to done nor further from it.
    Unchanged,
    /// 未注明: the notice, or all before it, states no status.
    Unstated,
    /// 新列: a follow-up lists a problem that no notice before it did.
    New,
    /// 未再列出: the follow-up no longer lists the problem. Its status is then unknown.
    NotListed,
}

impl StepKind {
    /// All kinds, in the order in which pages count them.
    pub const ALL: [Self; 7] =
        [Self::First, Self::Progress, Self::SetBack, Self::Unchanged, Self::Unstated, Self::NotListed, Self::New];

    /// The step from the last stated status, if there is one, to the status stated now.
    pub fn between(before: Option<Status>, now: Status) -> Self {
        match (before.and_then(distance), distance(now)) {
            (Some(before), Some(now)) if now < before => Self::Progress,
            (Some(before), Some(now)) if now > before => Self::SetBack,
            (Some(_), Some(_)) => Self::Unchanged,
            (None, _) | (_, None) => Self::Unstated,
        }
    }

    /// The name in code, templates and data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Progress => "progress",
            Self::SetBack => "set_back",
            Self::Unchanged => "unchanged",
            Self::Unstated => "unstated",
            Self::New => "new",
            Self::NotListed => "not_listed",
        }
    }

    /// The word that pages show in `language`.
    pub const fn label(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    const fn english(self) -> &'static str {
        match self {
            Self::First => "first listed",
            Self::Progress => "progress",
            Self::SetBack => "set back",
            Self::Unchanged => "unchanged",
            Self::Unstated => "not stated",
            Self::New => "new",
            Self::NotListed => "no longer listed",
        }
    }

    const fn chinese(self) -> &'static str {
        match self {
            Self::First => "首次列出",
            Self::Progress => "进展",
            Self::SetBack => "退回",
            Self::Unchanged => "不变",
            Self::Unstated => "未注明",
            Self::New => "新列",
            Self::NotListed => "后续通报未再列出",
        }
    }
}

/// Distance of a status from done; `None` if no status is stated. 正在整改 and 长期坚持 have the same distance: neither is
/// closer to done than the other.
const fn distance(status: Status) -> Option<u8> {
    match status {
        Status::Done => Some(0),
        Status::Partial => Some(1),
        Status::InProgress | Status::LongTerm => Some(2),
        Status::Open => Some(3),
        Status::Unstated => None,
    }
}

/// Number of items for each kind of step from one notice to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StepCounts {
    /// 进展
    pub progress: u32,
    /// 退回
    pub set_back: u32,
    /// 不变
    pub unchanged: u32,
    /// 未注明
    pub unstated: u32,
    /// 后续通报未再列出
    pub not_listed: u32,
    /// 新列
    pub new: u32,
    /// Number of these whose match is uncertain (待确认).
    pub unsure: u32,
}

impl StepCounts {
    /// Counts a step.
    pub fn add(&mut self, kind: StepKind, sure: bool) {
        let count = match kind {
            StepKind::First => return,
            StepKind::Progress => &mut self.progress,
            StepKind::SetBack => &mut self.set_back,
            StepKind::Unchanged => &mut self.unchanged,
            StepKind::Unstated => &mut self.unstated,
            StepKind::New => &mut self.new,
            StepKind::NotListed => &mut self.not_listed,
        };
        *count += 1;
        self.unsure += u32::from(!sure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_towards_done_or_away() {
        use Status::{Done, InProgress, LongTerm, Open, Partial, Unstated};
        let cases = [
            (Open, InProgress, StepKind::Progress),
            (InProgress, Partial, StepKind::Progress),
            (Partial, Done, StepKind::Progress),
            (LongTerm, Done, StepKind::Progress),
            (Done, InProgress, StepKind::SetBack),
            (Partial, InProgress, StepKind::SetBack),
            (Done, LongTerm, StepKind::SetBack),
            (InProgress, Open, StepKind::SetBack),
            (Done, Done, StepKind::Unchanged),
            (InProgress, LongTerm, StepKind::Unchanged),
            (Done, Unstated, StepKind::Unstated),
            (Unstated, Done, StepKind::Unstated),
        ];
        for (before, now, expected) in cases {
            assert_eq!(StepKind::between(Some(before), now), expected, "{before:?} → {now:?}");
        }
        assert_eq!(StepKind::between(None, Done), StepKind::Unstated);
    }
}
