//! The words of a finding: its rule's templates, filled with its arguments.

use crate::check::{Counts, Weighed, Words, catalogue};
use crate::config::Language;
use crate::notice::{Finding, Severity};

use super::Sheet;

/// How long the line that a fix leads to may be shown, in characters.
const LONGEST_LINE: usize = 60;

/// A finding in words.
pub(super) struct Told {
    pub(super) message: String,
    /// What stands behind the carets; may be empty.
    pub(super) label: String,
    /// The way out, with the word that leads it in: `改为: date: 2025-03-14`.
    pub(super) help: Option<String>,
}

/// Tells `finding` in `language`; `sheet` is its file.
pub(super) fn told(finding: &Finding, sheet: Option<&Sheet>, language: Language) -> Told {
    let Some(rule) = catalogue::rule(finding.code.as_str()) else {
        return Told { message: finding.code.to_string(), label: String::new(), help: None };
    };
    let fill = |words: Words| fill(words.in_language(language), finding, language);
    // a way out that names what this finding does not know (the nearest key) is none
    let help = fill(rule.help).filter(|help| !help.is_empty());
    let help = help.map(|help| format!("{}: {help}", language.pick("办法", "help")));
    let change = || {
        let line = sheet.and_then(|sheet| mended(finding, sheet))?;
        Some(format!("{}: {line}", language.pick("改为", "change to")))
    };
    Told {
        message: fill(rule.message).unwrap_or_else(|| finding.code.to_string()),
        label: fill(rule.label).unwrap_or_default(),
        help: help.or_else(change),
    }
}

/// Fills `{name}` with the finding's argument of that name; nothing where an argument is absent.
fn fill(template: &str, finding: &Finding, language: Language) -> Option<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let value = finding.argument(name)?;
        filled.push_str(before);
        filled.extend(form(name, value, language).chars().map(visible));
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// The reader names the form a value should have by an English word.
fn form<'a>(name: &str, value: &'a str, language: Language) -> &'a str {
    const FORMS: [(&str, &str); 11] = [
        ("text", "文字"),
        ("list", "列表，如 [甲, 乙]"),
        ("mapping", "对照表，如 {problems: 28}"),
        ("boolean", "true 或 false"),
        ("number", "数字"),
        ("slug", "小写字母、数字和连字符"),
        ("period", "起止两个日期，如 [2024-04-09, 2024-06-28]"),
        ("audience", "public 或 intranet"),
        ("round", "带“第几轮”的名称，如 市委第五轮巡察"),
        ("withdrawn", "原因和日期，如 {reason: 数据有误, date: 2025-03-14}"),
        ("anchor", "问题的锚点，如 i-1a2b3c4d"),
    ];
    let chinese = || FORMS.iter().find(|(form, _)| *form == value).map(|(_, chinese)| *chinese);
    match language {
        Language::Zh if name == "expected" => chinese().unwrap_or(value),
        _ => value,
    }
}

/// Control characters and marks that turn the direction of text never reach a terminal.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// The finding's line after its fix; the words around the fix where the line is long.
fn mended(finding: &Finding, sheet: &Sheet) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let line = sheet.lines.span_of(sheet.lines.line_of(fix.span.start));
    let before = sheet.text.get(line.start..fix.span.start)?;
    let after = sheet.text.get(fix.span.end..line.end.max(fix.span.end))?;
    let side = LONGEST_LINE / 2;
    let skipped = before.chars().count().saturating_sub(side);
    let mut shown: String = before.chars().skip(skipped).chain(fix.replacement.chars()).collect();
    shown.extend(after.chars().take(side));
    let head = if skipped > 0 { "…" } else { "" };
    let tail = if after.chars().nth(side).is_some() { "…" } else { "" };
    Some(format!("{head}{}{tail}", shown.chars().filter(|c| *c != '\u{feff}').map(visible).collect::<String>().trim()))
}

/// 发现 2 个错误、1 个警告、0 个提示。
pub(super) fn summary(findings: &[Weighed], language: Language) -> String {
    let Counts { errors, warnings, notes } = Counts::of(findings);
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    match language {
        Language::Zh => format!("发现 {errors} 个错误、{warnings} 个警告、{notes} 个提示。"),
        Language::En => {
            format!("Found {}, {} and {}.", plural(errors, "error"), plural(warnings, "warning"), plural(notes, "note"))
        }
    }
}

/// The severity's word in machine forms.
pub(super) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
