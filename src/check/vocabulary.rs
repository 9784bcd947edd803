//! Correct examples, and lists of allowed words, for `explain`.

use crate::config::Language;
use crate::config::settings::SETTINGS;
use crate::notice::fact;
use crate::notice::{Kind, Status};

/// Correct examples by rule.
const EXAMPLES: &[(&str, &str)] = &[
    ("unknown-kind", "kind: 整改通报"),
    ("unknown-status", "status: 已完成"),
    ("unknown-status-label", "整改状态：已完成"),
    ("unknown-key", "unit: 云江市教育局"),
    ("unknown-setting", "base_url: https://gongshi.example.invalid/"),
    ("invalid-setting", "utc_offset: \"+08:00\""),
    ("invalid-value", "period: [2024-04-09, 2024-06-28]"),
    ("invalid-date", "date: 2025-03-14"),
    ("full-width-colon", "date: 2025-03-14"),
    ("duplicate-slug", "units:\n  - name: 云江市教育局\n    slug: jiaoyuju"),
    ("heading-without-blank", "## 一、整改情况"),
    ("no-items", "### 1.关于台账不全的问题\n\n整改结果：已完成"),
    ("no-item-status", "整改状态：已完成"),
    ("unfinished-without-deadline", "完成时限：2025年6月底\n责任单位：办公室"),
    ("no-round", "round: 五届市委第三轮巡察"),
    ("no-contact", "contact: 0999-5550101"),
    ("number-mark", "一、组织情况\n二、整改情况\n三、下一步打算"),
    ("unknown-rule", "severities:\n  trailing-space: null"),
    ("unused-waiver", "<!-- ok: mobile-phone 值班电话，可以公开 -->"),
    ("waiver-without-reason", "<!-- ok: mobile-phone 值班电话，可以公开 -->"),
];

/// A correct example for the rule `code`.
pub fn example(code: &str) -> Option<&'static str> {
    EXAMPLES.iter().find(|(rule, _)| *rule == code).map(|(_, example)| *example)
}

/// The allowed words, if the rule requires one of a list.
pub fn allowed(code: &str, language: Language) -> Option<String> {
    let words: Vec<String> = match code {
        "unknown-kind" => Kind::ALL.iter().map(|kind| kind.label().to_owned()).collect(),
        "unknown-status" | "unknown-status-label" => {
            let stated = Status::ALL.iter().filter(|status| **status != Status::Unstated);
            stated.map(|status| status.label().to_owned()).collect()
        }
        "unknown-key" => fact::keys().map(|key| with_chinese(key.name, key.aliases.first().copied())).collect(),
        "unknown-setting" => SETTINGS.iter().map(|setting| with_chinese(setting.name, Some(setting.zh))).collect(),
        _ => return None,
    };
    Some(words.join(language.pick("、", ", ")))
}

fn with_chinese(key: &str, chinese: Option<&str>) -> String {
    chinese.map_or_else(|| key.to_owned(), |chinese| format!("{key}（{chinese}）"))
}
