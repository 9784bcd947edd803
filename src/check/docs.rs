//! The rules as text: the output of `explain`, and the page of rules in docs/.

use std::fmt::Write as _;

use super::catalogue::{FAMILIES, rules, severity_name};
use super::rule::{Rule, in_general};
use super::vocabulary;
use crate::config::{Language, Phrase};

/// A rule in full.
pub fn explain(rule: &Rule, language: Language) -> String {
    let mut text = format!("{}[{}]{}: ", severity_name(rule.severity, language), rule.code, dagger(rule));
    let _ = writeln!(text, "{}\n", in_general(rule.message.in_language(language)));
    let _ = writeln!(text, "{}", rule.explanation.in_language(language));
    let help = in_general(rule.help.in_language(language));
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
        let _ = writeln!(
            text,
            "{:width$}  {severity}{}  {}",
            rule.code,
            dagger(rule),
            in_general(rule.message.in_language(language))
        );
        text
    })
}

/// The page of all rules, `docs/zh/checks.md` and `docs/en/checks.md`, with a heading for each.
pub fn page(language: Language) -> String {
    let mut text = String::from(language.pick(PREFACE.zh, PREFACE.en));
    for (heading, family) in FAMILIES {
        let _ = writeln!(text, "\n## {}", heading.in_language(language));
        for rule in *family {
            let severity = severity_name(rule.severity, language);
            let (mark, colon) = (dagger(rule), language.pick("：", ": "));
            let _ = writeln!(text, "\n### {}\n", rule.code);
            let _ = writeln!(
                text,
                "**{severity}{mark}**{colon}{}\n",
                prose(&in_general(rule.message.in_language(language)))
            );
            let _ = writeln!(text, "{}", prose(rule.explanation.in_language(language)));
            let help = in_general(rule.help.in_language(language));
            if !help.is_empty() {
                let _ = writeln!(text, "\n{}{colon}{}", language.pick("办法", "Help"), prose(&help));
            }
            if let Some(words) = vocabulary::allowed(rule.code, language) {
                let _ = writeln!(text, "\n{}{colon}{words}", language.pick("可以写", "Allowed"));
            }
            if let Some(example) = vocabulary::example(rule.code) {
                let _ = writeln!(text, "\n```yaml\n{example}\n```");
            }
        }
    }
    text
}

const PREFACE: Phrase = Phrase::new(
    "# 检查规则\n\n\
     本页由程序里的规则表生成，不要手改。在命令行里，`gongshi explain` 列出全部规则，`gongshi explain no-date` 说明一条。\n\n\
     * 轻重分三等：**错误**不改不能发布，**警告**应当改，**提示**供参考。\n\
     * † 表示有这样的问题就没有网页可写：`gongshi build` 什么也不生成，旧的输出不动。\n\
     * “…”处由具体问题代入。\n\
     * 在 `content/site.yaml` 里可以改变轻重，`null` 关掉一条规则；† 不能改：\n\n\
     ```yaml\nseverities: {no-round: note, trailing-space: null}\n```\n\n\
     * 个别地方确实应当这样写的，在那一行末尾放行；注释单独成行时，放行下一个非空行。头部里写 `# ok: 规则 原因`：\n\n\
     ```markdown\n值班电话 13800000000 <!-- ok: mobile-phone 值班电话，可以公开 -->\n```\n",
    "# Checks\n\n\
     This page is generated from the program’s table of rules; do not edit it. On the command line `gongshi explain` lists all rules and `gongshi explain no-date` explains one.\n\n\
     * There are three severities: an **error** stops a publication, a **warning** should be corrected, a **note** is worth knowing.\n\
     * † leaves no page to write: `gongshi build` makes nothing and leaves the old output alone.\n\
     * … stands for words of the finding.\n\
     * `content/site.yaml` can change severities; `null` turns a rule off; † cannot be changed:\n\n\
     ```yaml\nseverities: {no-round: note, trailing-space: null}\n```\n\n\
     * Where a text is right as it is, waive the rule at the end of the line; a comment on a line of its own waives the next line that is not empty. In front matter write `# ok: RULE REASON`:\n\n\
     ```markdown\n值班电话 13800000000 <!-- ok: mobile-phone 值班电话，可以公开 -->\n```\n",
);

fn dagger(rule: &Rule) -> &'static str {
    if rule.fatal { "†" } else { "" }
}

/// Text escaped for Markdown.
fn prose(words: &str) -> String {
    words.replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_")
}
