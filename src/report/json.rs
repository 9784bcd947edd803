//! Findings for programs. Lines and columns start at 1, columns count code points; offsets are bytes of the text.

use serde_json::{Value, json};

use super::Report;
use super::finding_text::{finding_text, level};
use crate::check::{RatedFinding, SeverityCounts};
use crate::text::lines::Lines;

pub(super) fn text(report: &Report) -> String {
    let SeverityCounts { errors, warnings, notes } = SeverityCounts::of(report.findings);
    let counts = json!({ "errors": errors, "warnings": warnings, "notes": notes });
    let document = json!({ "findings": values(report), "counts": counts });
    format!("{document:#}\n")
}

pub(super) fn values(report: &Report) -> Vec<Value> {
    let mut values = Vec::with_capacity(report.findings.len());
    for (file, findings) in report.files() {
        let lines = file.lines();
        values.extend(findings.iter().map(|rated| value(report, rated, lines.as_ref())));
    }
    values
}

fn value(report: &Report, rated: &RatedFinding, lines: Option<&Lines>) -> Value {
    let finding = &rated.finding;
    let words = finding_text(finding, lines, report.language);
    let places = lines.map(|lines| lines.line_columns_of(finding.span));
    let fix = finding
        .fix
        .as_ref()
        .map(|fix| json!({ "byte_start": fix.span.start, "byte_end": fix.span.end, "replacement": fix.replacement }));
    let related = finding
        .related
        .as_ref()
        .map(|(source, span)| json!({ "source": source.as_str(), "byte_start": span.start, "byte_end": span.end }));
    json!({
        "source": finding.source.as_str(),
        "code": finding.code.as_str(),
        "severity": level(rated.severity),
        "line": places.map(|(start, _)| start.line),
        "column": places.map(|(start, _)| start.column),
        "end_line": places.map(|(_, end)| end.line),
        "end_column": places.map(|(_, end)| end.column),
        "byte_start": finding.span.start,
        "byte_end": finding.span.end,
        "message": words.message,
        "help": words.help,
        "fix": fix,
        "related": related,
    })
}
