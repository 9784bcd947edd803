//! Findings as workflow commands: `::error file=…,line=3,col=5,title=code::message`.

use std::fmt::Write as _;

use super::Report;
use super::finding_text::finding_text;
use super::terminal::{Budget, Limits};
use crate::notice::Severity;

pub(super) fn text(report: &Report, limits: Limits) -> String {
    let mut out = String::new();
    let mut budget = Budget::new(limits);
    let mut hidden = 0;
    for (file, findings) in report.files() {
        let sheet = file.sheet();
        let (shown, rest) = budget.choose(findings);
        hidden += rest.values().sum::<usize>();
        for rated in shown {
            let finding = &rated.finding;
            let words = finding_text(finding, sheet.as_ref(), report.language);
            let command = match rated.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let _ = write!(out, "::{command} file={}", property(&file.path));
            if let Some((start, end)) = sheet.as_ref().map(|sheet| sheet.places(finding.span)) {
                let _ = write!(out, ",line={},endLine={}", start.line, end.line);
                if start.line == end.line {
                    let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
                }
            }
            let message = match words.help {
                Some(help) => format!("{}\n{help}", words.message),
                None => words.message,
            };
            let _ = writeln!(out, ",title={}::{}", property(finding.code.as_str()), data(&message));
        }
    }
    if hidden > 0 {
        let line = report.language.pick(format!("另有 {hidden} 处未列出"), format!("{hidden} more not shown"));
        let _ = writeln!(out, "::notice::{line}");
    }
    out
}

/// A command's message: the escapes that GitHub's runner undoes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property, where `:` and `,` mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
