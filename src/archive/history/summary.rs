//! Summary of a follow-up: the steps of its items since the previous notice.

use serde::{Deserialize, Serialize};

use super::step::StepKind;
use super::view::NoticeComparison;
use crate::config::Language;

/// Most items listed for each kind of step.
const MOST_LISTED: usize = 5;

/// Numbers of steps, and the items (number and title) of the steps that matter most to readers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSummary {
    /// The title of the previous notice.
    pub earlier: String,
    /// 进展
    pub progress: Vec<String>,
    /// 退回
    pub set_back: Vec<String>,
    /// 不变
    pub unchanged: u32,
    /// 未注明
    pub unstated: u32,
    /// 未再列出
    pub not_listed: Vec<String>,
    /// 新列
    pub new: Vec<String>,
    /// Number of these whose match is uncertain.
    pub unsure: u32,
}

impl StepSummary {
    /// The summary of a comparison.
    pub fn of(comparison: &NoticeComparison<'_>) -> Self {
        let name = |number: Option<&String>, title: &str| format!("{}{title}", number.map_or("", String::as_str));
        let of_kind = |kind: StepKind| -> Vec<String> {
            let items = comparison.items.iter().filter(|item| item.kind == kind);
            items.map(|item| name(item.number.as_ref(), &item.title)).collect()
        };
        Self {
            earlier: comparison.earlier.title.to_owned(),
            progress: of_kind(StepKind::Progress),
            set_back: of_kind(StepKind::SetBack),
            unchanged: comparison.counts.unchanged,
            unstated: comparison.counts.unstated,
            not_listed: comparison.unlisted.iter().map(|item| name(item.number.as_ref(), &item.title)).collect(),
            new: of_kind(StepKind::New),
            unsure: comparison.counts.unsure,
        }
    }

    /// The steps in words, with a separator of the language between them; kinds without items are left out.
    pub fn words(&self, language: Language) -> String {
        let named = |zh: &str, en: &str, names: &[String]| {
            let more = if names.len() > MOST_LISTED { language.pick("等", ", …") } else { "" };
            let list = names.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(language.pick("、", ", "));
            (!names.is_empty()).then(|| {
                language.pick(
                    format!("{} 项{zh}（{list}{more}）", names.len()),
                    format!("{} {en} ({list}{more})", names.len()),
                )
            })
        };
        let counted = |zh: &str, en: &str, count: u32| {
            (count > 0).then(|| language.pick(format!("{count} 项{zh}"), format!("{count} {en}")))
        };
        let words = [
            named("进展", "nearer to done", &self.progress),
            named("退回", "further from done", &self.set_back),
            counted("不变", "unchanged", self.unchanged),
            counted("未注明", "without a status", self.unstated),
            named("未再列出", "not listed any more", &self.not_listed),
            named("新列", "new", &self.new),
            counted("是否同一问题待确认", "perhaps not the same problem", self.unsure),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(language.pick("，", ", "))
    }
}
