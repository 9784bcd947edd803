//! Diagnostics, hover, completion and symbols of a notice for editors, as values of the Language Server Protocol.
//!
//! Pure: `src/lsp/` provides the texts and sends these values.

mod completion;
mod hover;
mod position;
mod symbols;

use serde_json::{Value, json};

pub use completion::{KnownNames, completion};
pub use hover::hover;
pub use position::Positions;
pub use symbols::symbols;

use super::finding_text::finding_text;
use crate::check::RatedFinding;
use crate::config::Language;
use crate::notice::Severity;
use crate::text::lines::Lines;
use crate::text::span::Span;

/// Most findings sent for one text; the others are counted.
const MOST: usize = 1000;

/// Removes the members that are null, because the protocol wants optional members to be absent and editors show an error
/// for null.
fn without_nulls(mut object: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    object
}

/// The findings of a text as diagnostics.
pub fn diagnostics(findings: &[RatedFinding], text: &str, language: Language) -> Vec<Value> {
    let positions = Positions::of(text);
    let lines = Lines::of(text);
    let mut diagnostics: Vec<Value> =
        findings.iter().take(MOST).map(|rated| diagnostic(rated, &lines, &positions, language)).collect();
    if let Some(more) = findings.len().checked_sub(MOST).filter(|more| *more > 0) {
        let message = language.pick(format!("另有 {more} 处未列出"), format!("{more} more are not listed"));
        let range = positions.range(Span::default());
        diagnostics.push(json!({ "range": range, "severity": 3, "source": "gongshi", "message": message }));
    }
    diagnostics
}

fn diagnostic(rated: &RatedFinding, lines: &Lines, positions: &Positions, language: Language) -> Value {
    let words = finding_text(&rated.finding, Some(lines), language);
    let severity = match rated.severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    };
    let message = words.message_and_help();
    json!({
        "range": positions.range(rated.finding.span),
        "severity": severity,
        "code": rated.finding.code.as_str(),
        "source": "gongshi",
        "message": message,
    })
}

/// The quick fixes for the findings that touch `within`, for the document `uri`.
pub fn fixes(findings: &[RatedFinding], text: &str, uri: &str, within: Span, language: Language) -> Vec<Value> {
    let positions = Positions::of(text);
    let lines = Lines::of(text);
    let touches = |span: Span| span.start <= within.end && within.start <= span.end;
    let near = findings.iter().filter(|rated| touches(rated.finding.span));
    near.filter_map(|rated| {
        let fix = rated.finding.fix.as_ref()?;
        let edit = json!({ "range": positions.range(fix.span), "newText": fix.replacement });
        Some(json!({
            "title": finding_text(&rated.finding, Some(&lines), language).message,
            "kind": "quickfix",
            "diagnostics": [diagnostic(rated, &lines, &positions, language)],
            "edit": { "changes": { uri: [edit] } },
        }))
    })
    .collect()
}
