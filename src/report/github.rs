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
        let lines = file.lines();
        let (printed, rest) = budget.choose(findings);
        hidden += rest.values().sum::<usize>();
        for rated in printed {
            let finding = &rated.finding;
            let words = finding_text(finding, lines.as_ref(), report.language);
            let command = match rated.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let _ = write!(out, "::{command} file={}", escaped_property(&file.path));
            if let Some((start, end)) = lines.as_ref().map(|lines| lines.line_columns_of(finding.span)) {
                let _ = write!(out, ",line={},endLine={}", start.line, end.line);
                if start.line == end.line {
                    let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
                }
            }
            let message = words.message_and_help();
            let _ = writeln!(out, ",title={}::{}", escaped_property(finding.code.as_str()), escaped_message(&message));
        }
    }
    if hidden > 0 {
        let line = report.language.pick(format!("另有 {hidden} 处未列出"), format!("{hidden} more not printed"));
        let _ = writeln!(out, "::notice::{line}");
    }
    out
}

/// A command's message, escaped as GitHub's runner expects.
fn escaped_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property, in which `:` and `,` are escaped as well.
fn escaped_property(text: &str) -> String {
    escaped_message(text).replace(':', "%3A").replace(',', "%2C")
}
