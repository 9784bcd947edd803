//! Hover: the fact at a position, its origin, and the reason of a finding.

use serde_json::{Value, json};

use super::Positions;
use crate::check::{RatedFinding, catalogue};
use crate::config::Language;
use crate::notice::Notice;
use crate::notice::fact::{FACTS, Fact, Stated};
use crate::report::origin::origin_name;
use crate::text::span::Span;

/// Hover text at `offset`.
pub fn hover(
    notice: &Notice,
    findings: &[RatedFinding],
    text: &str,
    offset: usize,
    language: Language,
) -> Option<Value> {
    let mut lines: Vec<String> = Vec::new();
    let touches = |span: Span| span.start <= offset && offset < span.end.max(span.start + 1);
    for rated in findings.iter().filter(|rated| touches(rated.finding.span)) {
        if let Some(rule) = catalogue::rule(rated.finding.code.as_str()) {
            lines.push(format!("[{}] {}", rule.code, rule.explanation.in_language(language)));
        }
    }
    for fact in FACTS {
        let touched = fact.stated(&notice.facts).into_iter().filter(|found| touches(found.span));
        lines.extend(touched.map(|found| stated(fact, &found, language)));
    }
    for heading in notice.outline.iter().filter(|heading| touches(heading.span)) {
        let (Some(index), Some(item)) = (heading.role.item_index(), notice.item_of(heading)) else { continue };
        let status = item.status_raw.as_deref().unwrap_or(item.status.label());
        lines.push(language.pick(
            format!("问题 {}：{}（{status}，措施 {} 条）", index + 1, item.title, item.measures),
            format!("item {}: {} ({status}, {} measures)", index + 1, item.title, item.measures),
        ));
    }
    if lines.is_empty() {
        return None;
    }
    let position = Positions::of(text).position(offset);
    let range = json!({ "start": position, "end": position });
    Some(json!({ "contents": { "kind": "plaintext", "value": lines.join("\n\n") }, "range": range }))
}

/// `round = 五届市委第三轮巡察 (头部)`
fn stated(fact: &Fact, found: &Stated, language: Language) -> String {
    let origin = origin_name(found.from, language).map(|origin| format!(" ({origin})")).unwrap_or_default();
    format!("{} = {}{origin}", fact.name, found.value)
}
