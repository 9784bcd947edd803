//! Turns a finding into text: its rule's templates, filled with its arguments.

use std::borrow::Cow;

use crate::check::{SeverityCounts, catalogue};
use crate::config::{Language, Phrase, phrases, plural};
use crate::notice::{Finding, Severity};
use crate::text::lines::Lines;
use crate::text::printable::is_unprintable;

/// Longest excerpt of the line after a fix, in characters.
const LONGEST_LINE: usize = 60;

/// A finding as text.
pub(super) struct FindingText {
    pub(super) message: String,
    /// Text beside the carets; may be empty.
    pub(super) label: String,
    /// The remedy with its leading word: `改为: date: 2025-03-14`.
    pub(super) help: Option<String>,
}

impl FindingText {
    /// The message and, on a line of its own, the remedy.
    pub(super) fn message_and_help(self) -> String {
        match self.help {
            Some(help) => format!("{}\n{help}", self.message),
            None => self.message,
        }
    }
}

/// Formats `finding` in `language`; `lines` are those of its file.
pub(super) fn finding_text(finding: &Finding, lines: Option<&Lines>, language: Language) -> FindingText {
    let Some(rule) = catalogue::rule(finding.code.as_str()) else {
        return FindingText { message: finding.code.to_string(), label: String::new(), help: None };
    };
    let fill = |words: Phrase| fill(words.in_language(language), finding, language);
    // the remedy is left out if one of its arguments (such as the nearest key) has no value
    let help = fill(rule.help).filter(|help| !help.is_empty());
    let help = help.map(|help| format!("{}: {help}", language.pick("办法", "help")));
    let change = || {
        let line = lines.and_then(|lines| fixed_line(finding, lines))?;
        Some(format!("{}: {line}", language.pick("改为", "change to")))
    };
    let asks = finding.doubtful && !rule.question.zh.is_empty();
    let message = if asks { rule.question } else { rule.message };
    FindingText {
        message: fill(message).unwrap_or_else(|| finding.code.to_string()),
        label: fill(rule.label).unwrap_or_default(),
        help: help.or_else(change),
    }
}

/// Fills `{name}` with the finding's argument of that name; `None` if an argument is absent.
fn fill(template: &str, finding: &Finding, language: Language) -> Option<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let value = finding.argument(name)?;
        filled.push_str(before);
        filled.extend(translate(name, value, language).chars().map(visible));
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// Translates arguments that are keys of a table, or messages of a library or the operating system.
fn translate<'a>(name: &str, value: &'a str, language: Language) -> Cow<'a, str> {
    let translated = |table: &[(&str, Phrase)]| {
        let phrase = table.iter().find(|(key, _)| *key == value).map(|(_, phrase)| phrase.in_language(language));
        phrase.map_or(Cow::Borrowed(value), Cow::Borrowed)
    };
    match name {
        "expected" => Cow::Borrowed(expected(value, language)),
        "fact" => translated(DATES),
        "reason" => Cow::Owned(phrases::reason(value, language)),
        _ => Cow::Borrowed(value),
    }
}

/// Description of the form of a value, which findings state by its key.
pub fn expected(form: &str, language: Language) -> &str {
    FORMS.iter().find(|(key, _)| *key == form).map_or(form, |(_, phrase)| phrase.in_language(language))
}

/// Descriptions of the forms of values in front matter and settings.
const FORMS: &[(&str, Phrase)] = &[
    ("text", Phrase::new("文字", "text")),
    ("list", Phrase::new("列表，如 [甲, 乙]", "a list such as [a, b]")),
    ("mapping", Phrase::new("对照表，如 {problems: 28}", "a mapping such as {problems: 28}")),
    ("boolean", Phrase::new("true 或 false", "true or false")),
    ("number", Phrase::new("数字", "a number")),
    (
        "slug",
        Phrase::new(
            "小写字母、数字和连字符，如 jiaoyuju；不能是 con、aux、nul 这类 Windows 的保留名",
            "lower-case letters, digits and hyphens, and no name that Windows reserves, such as con, aux or nul",
        ),
    ),
    ("period", Phrase::new("起止两个日期，如 [2024-04-09, 2024-06-28]", "two dates such as [2024-04-09, 2024-06-28]")),
    ("audience", Phrase::new("public（公开）或 intranet（内网）", "public or intranet")),
    ("round", Phrase::new("带“第几轮”的名称，如 市委第五轮巡察", "a name with its ordinal, such as 市委第五轮巡察")),
    (
        "withdrawn",
        Phrase::new(
            "原因和日期，如 {reason: 数据有误, date: 2025-03-14}",
            "a reason and a date such as {reason: 数据有误, date: 2025-03-14}",
        ),
    ),
    ("anchor", Phrase::new("问题的锚点，如 i-1a2b3c4d", "an item’s anchor such as i-1a2b3c4d")),
    ("settings", Phrase::new("“设置: 值”的形式，一行一项", "a mapping: one “setting: value” a line")),
    ("records", Phrase::new("列表，每一项以“- name: ”开头", "a list whose entries begin with “- name: ”")),
    ("rounds", Phrase::new("列表，每一项以“- key: ”开头", "a list whose entries begin with “- key: ”")),
    (
        "targets",
        Phrase::new(
            "带名字的对照表：先写名字，名字下面再写 path 或 rsync，如 {内网: {path: /srv/www}}",
            "a mapping with a name for each place, and path or rsync below it, such as {intranet: {path: /srv/www}}",
        ),
    ),
    (
        "target",
        Phrase::new(
            "path（文件夹）或 rsync（用户@主机:文件夹），如 {path: /srv/www}",
            "path (a folder) or rsync (user@host:folder), such as {path: /srv/www}",
        ),
    ),
    (
        "darker-colour",
        Phrase::new(
            "更深的颜色：它与浅色底的对比不到 4.5:1，字会看不清",
            "a darker colour: its contrast with a light ground is below 4.5:1, so words in it are hard to read",
        ),
    ),
    ("severities", Phrase::new("对照表，如 {no-round: note}", "a mapping such as {no-round: note}")),
    ("severity", Phrase::new("error、warning、note 之一，或 null（不查）", "error, warning, note, or null for off")),
    (
        "web-address",
        Phrase::new("以 http:// 或 https:// 开头的网址", "an address that begins with http:// or https://"),
    ),
    (
        "link",
        Phrase::new(
            "本站的地址（如 units/），或以 https://、http://、mailto:、tel: 开头的地址",
            "an address of the site such as units/, or one that begins with https://, http://, mailto: or tel:",
        ),
    ),
    (
        "colour",
        Phrase::new(
            "加引号的颜色：# 后面六位十六进制数字，如 \"#123f5a\"",
            "a quoted colour: # and six hexadecimal digits, such as \"#123f5a\"",
        ),
    ),
    ("links", Phrase::new("列表，每一项以“- title: ”开头", "a list whose entries begin with “- title: ”")),
    ("language", Phrase::new("zh-CN 或 en", "zh-CN or en")),
    ("offset", Phrase::new("与世界时的差，如 +08:00", "an offset from UTC such as +08:00")),
    ("folder-name", Phrase::new("一个文件夹的名字，不带 / 和 ..", "the name of a folder, without / and ..")),
    ("page-size", Phrase::new("1 到 1000 的整数", "a whole number from 1 to 1000")),
    ("months", Phrase::new("1 到 120 的整数（月）", "a whole number of months from 1 to 120")),
];

/// Names of the dates of a notice.
const DATES: &[(&str, Phrase)] = &[
    ("date", Phrase::new("发布日期", "date of publication")),
    ("updated", Phrase::new("更新日期", "date of the update")),
    ("feedback", Phrase::new("反馈日期", "date of the feedback")),
    ("period", Phrase::new("巡察时间", "period of the inspection")),
];

/// Replaces characters that must not reach a terminal by one that takes a cell, so that carets stay aligned.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        c if is_unprintable(c) => '\u{fffd}',
        c => c,
    }
}

/// The finding's line after its fix; an excerpt around the fix if the line is long.
fn fixed_line(finding: &Finding, lines: &Lines) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let line = lines.span_of(lines.line_of(fix.span.start));
    let before = lines.text().get(line.start..fix.span.start)?;
    let after = lines.text().get(fix.span.end..line.end.max(fix.span.end))?;
    let side = LONGEST_LINE / 2;
    let skipped = before.chars().count().saturating_sub(side);
    let mut line_after_fix: String = before.chars().skip(skipped).chain(fix.replacement.chars()).collect();
    line_after_fix.extend(after.chars().take(side));
    let head = if skipped > 0 { "…" } else { "" };
    let tail = if after.chars().nth(side).is_some() { "…" } else { "" };
    Some(format!(
        "{head}{}{tail}",
        line_after_fix.chars().filter(|c| *c != '\u{feff}').map(visible).collect::<String>().trim()
    ))
}

/// 发现 2 个错误、1 个警告、0 个提示。
pub fn summary(counts: SeverityCounts, language: Language) -> String {
    let SeverityCounts { errors, warnings, notes } = counts;
    match language {
        Language::Zh => format!("发现 {errors} 个错误、{warnings} 个警告、{notes} 个提示。"),
        Language::En => {
            let (errors, warnings) = (plural(errors, "error", "errors"), plural(warnings, "warning", "warnings"));
            format!("Found {errors}, {warnings} and {}.", plural(notes, "note", "notes"))
        }
    }
}

/// Name of the severity in machine-readable output.
pub(super) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
