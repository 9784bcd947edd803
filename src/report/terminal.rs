//! Findings for a terminal, in the form of rustc: message, position, excerpt with carets, remedy.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style as Ansi};

use super::Report;
use super::excerpt::excerpt;
use super::finding_text::{FindingText, finding_text};
use crate::check::RatedFinding;
use crate::check::catalogue::severity_name;
use crate::config::plural;
use crate::notice::Severity;
use crate::text::lines::Lines;

/// Whether the text has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalStyle {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// Most findings that are printed; the others are counted.
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

    /// The findings of a file to print, and the number of the others by code.
    pub(super) fn choose<'a>(
        &mut self,
        findings: &'a [RatedFinding],
    ) -> (Vec<&'a RatedFinding>, BTreeMap<&'a str, usize>) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut printed, mut hidden) = (Vec::new(), BTreeMap::new());
        for rated in findings {
            let code = rated.finding.code.as_str();
            let count = counts.entry(code).or_default();
            *count += 1;
            if *count <= self.limits.per_code && self.left > 0 {
                self.left -= 1;
                printed.push(rated);
            } else {
                *hidden.entry(code).or_default() += 1;
            }
        }
        (printed, hidden)
    }
}

pub(super) fn blocks(report: &Report, style: TerminalStyle, limits: Limits) -> String {
    let mut out = String::new();
    // errors first, then in the order of the files
    let mut sorted = report.findings.to_vec();
    sorted.sort_by_key(|rated| rated.severity);
    let report = &Report { findings: &sorted, ..*report };
    let mut budget = Budget::new(limits);
    let (mut left_out, mut files) = (0, 0);
    for (file, findings) in report.files() {
        let (printed, hidden) = budget.choose(findings);
        if printed.is_empty() {
            left_out += findings.len();
            files += 1;
            continue;
        }
        let lines = file.lines();
        for rated in printed {
            block(&mut out, report, rated, &file.path, lines.as_ref(), style);
        }
        for (code, count) in hidden {
            let line = report.language.pick(
                format!("{}: 另有 {count} 处 [{code}] 未列出", file.path),
                format!("{}: {count} more of [{code}] not printed", file.path),
            );
            let _ = writeln!(out, "{line}\n");
        }
    }
    if left_out > 0 {
        let line = report.language.pick(
            format!("另有 {files} 个文件的 {left_out} 处未列出"),
            format!("{left_out} more in {} not printed", plural(files, "other file", "other files")),
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
    lines: Option<&Lines>,
    style: TerminalStyle,
) {
    let finding = &rated.finding;
    let FindingText { message, label, help } = finding_text(finding, lines, report.language);
    let paint = Paint::of(rated.severity, style);
    let severity = severity_name(rated.severity, report.language);
    let head = paint.strong(&format!("{severity}[{}]", finding.code));
    let _ = writeln!(out, "{head}: {}", paint.bold(&message));
    let placed = lines.filter(|_| finding.span != Default::default());
    let place = placed.map(|lines| lines.line_columns_of(finding.span).0);
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
    if let Some(lines) = placed {
        let cut = excerpt(lines, finding.span);
        let carets = format!("{}{}", " ".repeat(cut.indent), paint.strong(&"^".repeat(cut.carets)));
        let label = if label.is_empty() { label } else { format!(" {}", paint.strong(&label)) };
        let bar = paint.frame("|");
        let _ = writeln!(out, "{gutter} {bar}");
        let _ = writeln!(out, " {} {bar} {}", paint.frame(&number), cut.line);
        let _ = writeln!(out, "{gutter} {bar} {carets}{label}");
    }
    if let Some((source, span)) = &finding.related {
        let other = (report.text_of)(source);
        let place = other.as_deref().map(Lines::of);
        let place = place.map(|lines| lines.line_columns_of(*span).0);
        let place = place.map_or_else(String::new, |place| format!(":{}:{}", place.line, place.column));
        let label = report.language.pick("另一处", "see also");
        let _ = writeln!(out, "{gutter} {} {label}: {}{place}", paint.frame("="), report.path(source));
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
