//! The table of all rules by family. Messages, `explain`, the page of rules in docs/ and SARIF are made from it.

use super::rule::Rule;
use super::{
    between, blanks, consistency, counts, dates, files, front_matter, headings, invisible, links, names, numbering,
    placeholders, presence, privacy, quotes, redaction, repetition, residue, site_settings, statuses, typography,
};
use crate::config::{Language, Phrase};
use crate::notice::Severity;

/// The families in the order of the docs: a heading and its rules.
pub const FAMILIES: &[(Phrase, &[Rule])] = &[
    (Phrase { zh: "文件", en: "Files" }, files::RULES),
    (Phrase { zh: "文件与头部", en: "File and front matter" }, front_matter::RULES),
    (Phrase { zh: "缺少的内容", en: "What is missing" }, presence::RULES),
    (Phrase { zh: "日期", en: "Dates" }, dates::RULES),
    (Phrase { zh: "数目", en: "Counts" }, counts::RULES),
    (Phrase { zh: "序号与层次", en: "Numbers and levels" }, numbering::RULES),
    (Phrase { zh: "标题写法", en: "Headings" }, headings::RULES),
    (Phrase { zh: "整改状态", en: "Statuses" }, statuses::RULES),
    (Phrase { zh: "前后一致", en: "Agreement" }, consistency::RULES),
    (Phrase { zh: "个人信息", en: "Privacy" }, privacy::RULES),
    (Phrase { zh: "占位", en: "Placeholders" }, placeholders::RULES),
    (Phrase { zh: "匿名", en: "Redaction" }, redaction::RULES),
    (Phrase { zh: "转换残留", en: "Residue" }, residue::RULES),
    (Phrase { zh: "看不见的字符", en: "Invisible characters" }, invisible::RULES),
    (Phrase { zh: "链接写法", en: "Links" }, links::RULES),
    (Phrase { zh: "名称与用词", en: "Names and terms" }, names::RULES),
    (Phrase { zh: "引号与括号", en: "Quotes and brackets" }, quotes::RULES),
    (Phrase { zh: "标点与断行", en: "Typography" }, typography::RULES),
    (Phrase { zh: "空格", en: "Blanks" }, blanks::RULES),
    (Phrase { zh: "重复", en: "Repetition" }, repetition::RULES),
    (Phrase { zh: "站点设置", en: "Settings of the site" }, site_settings::RULES),
    (Phrase { zh: "通报之间与放行", en: "Between notices, and waivers" }, between::RULES),
];

/// All rules, family by family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|(_, rules)| rules.iter())
}

/// The rule of `code`.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// Whether `code` is a rule about personal numbers and addresses.
pub fn is_about_privacy(code: &str) -> bool {
    privacy::RULES.iter().any(|rule| rule.code == code)
}

/// The code most similar to `code`, if it is similar enough.
pub fn nearest(code: &str) -> Option<&'static str> {
    let near = rules().map(|rule| (strsim::damerau_levenshtein(code, rule.code), rule.code));
    near.min().filter(|(distance, _)| *distance <= code.len() / 3).map(|(_, code)| code)
}

/// The name of a severity, as messages show it.
pub fn severity_name(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick("错误", "error"),
        Severity::Warning => language.pick("警告", "warning"),
        Severity::Note => language.pick("提示", "note"),
    }
}
