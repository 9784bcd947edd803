//! Findings for a terminal, in the form of rustc's: message, place, excerpt with carets, way out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use super::excerpt::excerpt;
use super::finding_text::{FindingText, finding_text};
use super::{Report, Sheet};
use crate::check::RatedFinding;
use crate::check::catalogue::severity_name;
use crate::config::plural;
use crate::notice::Severity;

/// Whether the text has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalStyle {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// How much is shown; the rest is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Findings of one code in one file.
    pub per_code: usize,
    /// Findings altogether.
    pub total: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_code: 10, total: 500 }
    }
}

/// Which findings of a run are printed, and how many are left out.
pub(super) struct Budget {
    limits: Limits,
    left: usize,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, left: limits.total }
    }

    /// Those of a file's findings that are shown, and how many are not, by code.
    pub(super) fn choose<'a>(
        &mut self,
        findings: &'a [RatedFinding],
    ) -> (Vec<&'a RatedFinding>, BTreeMap<&'a str, usize>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut shown, mut hidden) = (Vec::new(), BTreeMap::new());
        for rated in findings {
            let code = rated.finding.code.as_str();
            let count = seen.entry(code).or_default();
            *count += 1;
            if *count <= self.limits.per_code && self.left > 0 {
                self.left -= 1;
                shown.push(rated);
            } else {
                *hidden.entry(code).or_default() += 1;
            }
        }
        (shown, hidden)
    }
}

pub(super) fn blocks(report: &Report, style: TerminalStyle, limits: Limits) -> String {
    let mut out = String::new();
    // errors first, then in the order of the files
    let mut sorted = report.findings.to_vec();
    sorted.sort_by_key(|rated| rated.severity);
    let report = &Report { findings: &sorted, ..*report };
    let mut budget = Budget::new(limits);
    let (mut unseen, mut files) = (0, 0);
    for (file, findings) in report.files() {
        let (shown, hidden) = budget.choose(findings);
        if shown.is_empty() {
            unseen += findings.len();
            files += 1;
            continue;
        }
        let sheet = file.sheet();
        for rated in shown {
            block(&mut out, report, rated, &file.path, sheet.as_ref(), style);
        }
        for (code, count) in hidden {
            let line = report.language.pick(
                format!("{}: 另有 {count} 处 [{code}] 未列出", file.path),
                format!("{}: {count} more of [{code}] not shown", file.path),
            );
            let _ = writeln!(out, "{line}\n");
        }
    }
    if unseen > 0 {
        let line = report.language.pick(
            format!("另有 {files} 个文件的 {unseen} 处未列出"),
            format!("{unseen} more in {} not shown", plural(files, "other file", "other files")),
        );
        let _ = writeln!(out, "{line}\n");
    }
    out
}

/// One finding and an empty line.
fn block(
    out: &mut String,
    report: &Report,
    rated: &RatedFinding,
    path: &str,
    sheet: Option<&Sheet>,
    style: TerminalStyle,
) {
    let finding = &rated.finding;
    let FindingText { message, label, help } = finding_text(finding, sheet, report.language);
    let paint = Paint::of(rated.severity, style);
    let severity = severity_name(rated.severity, report.language);
    let head = paint.strong(&format!("{severity}[{}]", finding.code));
    let _ = writeln!(out, "{head}: {}", paint.bold(&message));
    let placed = sheet.filter(|_| finding.span != Default::default());
    let place = placed.map(|sheet| sheet.places(finding.span).0);
    let number = place.map_or_else(String::new, |place| place.line.to_string());
    let gutter = " ".repeat(number.len().max(1) + 1);
    match place {
        Some(place) => {
            let _ = writeln!(out, "{gutter}{} {path}:{}:{}", paint.frame("-->"), place.line, place.column);
        }
        None => {
            let _ = writeln!(out, "{gutter}{} {path}", paint.frame("-->"));
        }
    }
    if let Some(sheet) = placed {
        let cut = excerpt(sheet, finding.span);
        let carets = format!("{}{}", " ".repeat(cut.indent), paint.strong(&"^".repeat(cut.carets)));
        let label = if label.is_empty() { label } else { format!(" {}", paint.strong(&label)) };
        let bar = paint.frame("|");
        let _ = writeln!(out, "{gutter} {bar}");
        let _ = writeln!(out, " {} {bar} {}", paint.frame(&number), cut.shown);
        let _ = writeln!(out, "{gutter} {bar} {carets}{label}");
    }
    if let Some((source, span)) = &finding.related {
        let other = (report.text_of)(source);
        let place = other.as_deref().map(|text| Sheet { text, lines: crate::text::lines::Lines::of(text) });
        let place = place.map(|sheet| sheet.places(*span).0);
        let place = place.map_or_else(String::new, |place| format!(":{}:{}", place.line, place.column));
        let lead = report.language.pick("另一处", "see also");
        let _ = writeln!(out, "{gutter} {} {lead}: {}{place}", paint.frame("="), report.path(source));
    }
    if let Some(help) = help {
        let _ = writeln!(out, "{gutter} {} {help}", paint.frame("="));
    }
    out.push('\n');
}

/// The colours of a severity, or none.
struct Paint {
    strong: Ansi,
    bold: Ansi,
    frame: Ansi,
}

impl Paint {
    fn of(severity: Severity, style: TerminalStyle) -> Self {
        let plain = Ansi::new();
        if style == TerminalStyle::Plain {
            return Self { strong: plain, bold: plain, frame: plain };
        }
        let colour = match severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::BrightCyan,
        };
        let bold = plain.bold();
        Self {
            strong: bold.fg_color(Some(colour.into())),
            bold,
            frame: bold.fg_color(Some(AnsiColor::BrightBlue.into())),
        }
    }

    fn strong(&self, words: &str) -> String {
        painted(self.strong, words)
    }

    fn bold(&self, words: &str) -> String {
        painted(self.bold, words)
    }

    fn frame(&self, words: &str) -> String {
        painted(self.frame, words)
    }
}

fn painted(style: Ansi, words: &str) -> String {
    format!("{style}{words}{style:#}")
}
