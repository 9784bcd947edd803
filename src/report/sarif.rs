//! Findings as SARIF 2.1.0, the form that code hosts and editors import.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Report;
use super::finding_text::{finding_text, level};
use crate::check::{RatedFinding, Rule, catalogue};
use crate::config::Language;
use crate::text::lines::Lines;
use crate::text::percent::path_encoded;
use crate::text::span::Span;

/// Base address of rule descriptions; a reserved name (RFC 2606) until the program has a home page.
const INFORMATION: &str = "https://gongshi.example/docs/checks";

pub(super) fn text(report: &Report) -> String {
    let codes: BTreeSet<&str> = report.findings.iter().map(|rated| rated.finding.code.as_str()).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let mut results = Vec::with_capacity(report.findings.len());
    for (file, findings) in report.files() {
        let (lines, uri) = (file.lines(), uri(&file.path));
        results.extend(findings.iter().map(|rated| result(report, rated, &codes, &uri, lines.as_ref())));
    }
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, report.language)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gongshi",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": INFORMATION,
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn rule(code: &str, language: Language) -> Value {
    let Some(Rule { severity, message, explanation, .. }) = catalogue::rule(code) else {
        return json!({ "id": code });
    };
    json!({
        "id": code,
        "shortDescription": { "text": message.in_language(language) },
        "fullDescription": { "text": explanation.in_language(language) },
        "helpUri": format!("{INFORMATION}#{code}"),
        "defaultConfiguration": { "level": level(*severity) },
    })
}

fn result(report: &Report, rated: &RatedFinding, codes: &[&str], uri: &str, lines: Option<&Lines>) -> Value {
    let finding = &rated.finding;
    let words = finding_text(finding, lines, report.language);
    let message = words.message_and_help();
    let mut location = json!({ "artifactLocation": { "uri": uri } });
    if let Some(lines) = lines {
        location["region"] = region(lines, finding.span);
    }
    json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": codes.binary_search(&finding.code.as_str()).ok(),
        "level": level(rated.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": location }],
    })
}

fn region(lines: &Lines, span: Span) -> Value {
    let (start, end) = lines.line_columns_of(span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": span.start,
        "byteLength": span.len(),
    })
}

/// The path as a URI: relative where the path is, `file:///…` where it is absolute.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", path_encoded(path, b""))
}
