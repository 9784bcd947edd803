//! Hover: what was found at a place, where it was taken from, and why a rule complains.

use serde_json::{Value, json};

use super::Positions;
use crate::check::{Weighed, catalogue};
use crate::config::Language;
use crate::notice::{Found, Notice, Origin, Role};
use crate::text::span::Span;

/// What is known about the words at `offset`.
pub fn hover(notice: &Notice, findings: &[Weighed], text: &str, offset: usize, language: Language) -> Option<Value> {
    let mut told: Vec<String> = Vec::new();
    let touches = |span: Span| span.start <= offset && offset < span.end.max(span.start + 1);
    for weighed in findings.iter().filter(|weighed| touches(weighed.finding.span)) {
        if let Some(rule) = catalogue::rule(weighed.finding.code.as_str()) {
            told.push(format!("[{}] {}", rule.code, rule.explanation.in_language(language)));
        }
    }
    let facts = facts(notice);
    told.extend(facts.into_iter().filter(|fact| touches(fact.span)).map(|fact| fact.told(language)));
    for heading in notice.outline.iter().filter(|heading| touches(heading.span)) {
        let Role::Item(place) = heading.role else { continue };
        let Some(item) = notice.items.get(place) else { continue };
        let status = item.status_raw.as_deref().unwrap_or(item.status.label());
        told.push(language.pick(
            format!("问题 {}：{}（{status}，措施 {} 条）", place + 1, item.title, item.measures),
            format!("item {}: {} ({status}, {} measures)", place + 1, item.title, item.measures),
        ));
    }
    if told.is_empty() {
        return None;
    }
    let place = Positions::of(text).position(offset);
    let range = json!({ "start": place, "end": place });
    Some(json!({ "contents": { "kind": "plaintext", "value": told.join("\n\n") }, "range": range }))
}

/// A fact as it is told.
struct Fact {
    name: &'static str,
    value: String,
    from: Origin,
    span: Span,
}

impl Fact {
    fn of<T>(name: &'static str, found: &Found<T>, value: String) -> Self {
        Self { name, value, from: found.from, span: found.span }
    }

    fn told(&self, language: Language) -> String {
        let from = match self.from {
            Origin::FrontMatter => language.pick("头部", "front matter"),
            Origin::Label => language.pick("标签", "label"),
            Origin::Structure => language.pick("结构", "structure"),
            Origin::Prose => language.pick("正文", "prose"),
            Origin::FileName => language.pick("文件名", "file name"),
            Origin::Site => "site.yaml",
            Origin::None => "",
        };
        format!("{} = {} ({from})", self.name, self.value)
    }
}

/// The facts that stand in the text.
fn facts(notice: &Notice) -> Vec<Fact> {
    let facts = &notice.facts;
    let mut told: Vec<Fact> = Vec::new();
    told.extend(facts.title.iter().map(|found| Fact::of("title", found, found.value.clone())));
    told.extend(facts.date.iter().map(|found| Fact::of("date", found, found.value.to_string())));
    told.extend(facts.kind.iter().map(|found| Fact::of("kind", found, found.value.label().to_owned())));
    told.extend(facts.units.iter().map(|found| Fact::of("unit", found, found.value.name.clone())));
    told.extend(facts.issuer.iter().map(|found| Fact::of("issuer", found, found.value.name.clone())));
    told.extend(facts.bodies.iter().map(|found| Fact::of("body", found, found.value.clone())));
    told.extend(facts.round.iter().map(|found| Fact::of("round", found, found.value.key(None).to_string())));
    told.extend(facts.period_start.iter().map(|found| Fact::of("period_start", found, found.value.to_string())));
    told.extend(facts.period_end.iter().map(|found| Fact::of("period_end", found, found.value.to_string())));
    told.extend(facts.feedback.iter().map(|found| Fact::of("feedback", found, found.value.to_string())));
    told.extend(facts.contact.iter().map(|found| Fact::of("contact", found, found.value.clone())));
    for (name, found) in facts.claims.counts() {
        told.extend(found.map(|found| Fact::of(name, found, found.value.to_string())));
    }
    told
}
