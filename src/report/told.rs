//! The words of a finding: its rule's templates, filled with its arguments.

use crate::check::{Counts, Weighed, catalogue};
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
    let help = fill(rule.help.in_language(language), finding);
    let help = match help.is_empty() {
        false => Some(format!("{}: {help}", language.pick("办法", "help"))),
        true => sheet.and_then(|sheet| mended(finding, sheet)).map(|line| {
            let lead = language.pick("改为", "change to");
            format!("{lead}: {line}")
        }),
    };
    Told {
        message: fill(rule.message.in_language(language), finding),
        label: fill(rule.label.in_language(language), finding),
        help,
    }
}

/// Fills `{name}` with the finding's argument of that name; a place without an argument stays as it is.
fn fill(template: &str, finding: &Finding) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let argument = after.split_once('}').and_then(|(name, after)| Some((finding.argument(name)?, after)));
        match argument {
            Some((value, after)) => {
                filled.extend(value.chars().map(visible));
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
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
