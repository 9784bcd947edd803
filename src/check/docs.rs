//! The catalogue in words: what `explain` prints, and docs/checks.md.

use std::fmt::Write as _;

use super::catalogue::{FAMILIES, rules, severity_name};
use super::rule::Rule;
use super::vocabulary;
use crate::config::Language;

/// A rule in full.
pub fn explain(rule: &Rule, language: Language) -> String {
    let mut text = format!("{}[{}]{}: ", severity_name(rule.severity, language), rule.code, dagger(rule));
    let _ = writeln!(text, "{}\n", rule.message.in_language(language));
    let _ = writeln!(text, "{}", rule.explanation.in_language(language));
    let help = rule.help.in_language(language);
    if !help.is_empty() {
        let _ = writeln!(text, "{}: {help}", language.pick("办法", "help"));
    }
    if let Some(words) = vocabulary::allowed(rule.code, language) {
        let _ = writeln!(text, "{}: {words}", language.pick("可以写", "allowed"));
    }
    if let Some(example) = vocabulary::example(rule.code) {
        let lines: String = example.lines().map(|line| format!("  {line}\n")).collect();
        let _ = write!(text, "\n{}:\n{lines}", language.pick("例", "Example"));
    }
    if rule.fatal {
        let why = language.pick(
            "† 有这样的问题就没有网页可写：build 什么也不生成，旧的输出不动。",
            "† leaves no page to write: build makes nothing and leaves the old output alone.",
        );
        let _ = writeln!(text, "{why}");
    }
    text
}

/// All rules, a line each.
pub fn list(language: Language) -> String {
    let width = rules().map(|rule| rule.code.len()).max().unwrap_or_default();
    rules().fold(String::new(), |mut text, rule| {
        let severity = severity_name(rule.severity, language);
        let _ =
            writeln!(text, "{:width$}  {severity}{}  {}", rule.code, dagger(rule), rule.message.in_language(language));
        text
    })
}

/// docs/checks.md: a table of rules for each family, Chinese first.
pub fn page() -> String {
    let mut text = String::from(
        "# 检查规则（checks）\n\n\
         本页由程序里的规则表生成，不要手改（generated from the table of rules; do not edit）。\n\n\
         † 有这样的问题就没有网页可写，`build` 什么也不生成（leaves no page to write）。\n\
         花括号里的词由具体问题代入（words in braces are filled in）。\n\
         `site.yaml` 的 `severities` 可以改变轻重：`severities: {no-round: note, trailing-space: null}`，`null` 关掉一条规则；† 不能改。\n\
         `<!-- ok: 规则 原因 -->` 放行本行，单独成行时放行下一个非空行；头部里写 `# ok: 规则 原因`。\n\
         `gongshi explain CODE` 说明一条规则。\n",
    );
    for (heading, family) in FAMILIES {
        let _ = writeln!(text, "\n## {}（{}）\n", heading.zh, heading.en);
        let _ = writeln!(text, "| 代号 code | 轻重 | 问题 finding | 说明 why |\n| --- | --- | --- | --- |");
        for rule in *family {
            let severity = severity_name(rule.severity, Language::Zh);
            let _ = writeln!(
                text,
                "| `{}` | {severity}{} | {}<br>{} | {}<br>{} |",
                rule.code,
                dagger(rule),
                cell(rule.message.zh),
                cell(rule.message.en),
                cell(rule.explanation.zh),
                cell(rule.explanation.en),
            );
        }
    }
    text
}

fn dagger(rule: &Rule) -> &'static str {
    if rule.fatal { "†" } else { "" }
}

/// Words that stay words in a table of Markdown.
fn cell(words: &str) -> String {
    words.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}
