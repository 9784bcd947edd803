//! Merges the facts of the front matter and of the text, and reports contradictions between them.

use super::codes;
use crate::notice::fact::FACTS;
use crate::notice::{Confidence, Facts, Finding, Found, Moment, Origin, SourcePath};
use crate::text::span::Span;

/// The facts of the front matter and, where it states none, those of the text. A difference between both is a finding.
pub fn merge(mut front_matter: Facts, mut text: Facts, source: &SourcePath, findings: &mut Vec<Finding>) -> Facts {
    contradictions(&front_matter, &text, source, findings);
    FACTS.iter().for_each(|fact| fact.fill(&mut front_matter, &mut text));
    front_matter
}

fn contradictions(front_matter: &Facts, text: &Facts, source: &SourcePath, findings: &mut Vec<Finding>) {
    let mut differ = |key: &str, stated: (String, Span), found: (String, Span)| {
        let finding = Finding::new(codes::FRONT_MATTER_CONTRADICTS, source, stated.1).with("key", key);
        findings.push(finding.with("stated", stated.0).with("found", found.0).relating(source, found.1));
    };
    let days = [
        ("period", &front_matter.period_start, &text.period_start),
        ("period", &front_matter.period_end, &text.period_end),
        ("feedback", &front_matter.feedback, &text.feedback),
    ];
    for (key, stated, found) in days {
        if let (Some(stated), Some(found)) = (stated, found)
            && stated.value != found.value
        {
            differ(key, (stated.value.to_string(), stated.span), (found.value.to_string(), found.span));
        }
    }
    if let (Some(stated), Some(found)) = (&front_matter.date, &text.date)
        && is_other_date(stated, found)
    {
        differ("date", (stated.value.to_string(), stated.span), (found.value.to_string(), found.span));
    }
    if let (Some(stated), Some(found)) = (&front_matter.kind, &text.kind)
        && stated.value != found.value
        && found.confidence == Confidence::High
    {
        differ("kind", (stated.value.label().to_owned(), stated.span), (found.value.label().to_owned(), found.span));
    }
    if let (Some(stated), Some(found)) = (&front_matter.round, &text.round)
        && (stated.value.ordinal != found.value.ordinal
            || found.value.batch.is_some_and(|batch| stated.value.batch.is_some_and(|own| own != batch)))
    {
        differ("round", (stated.value.label.clone(), stated.span), (found.value.label.clone(), found.span));
    }
    let alike = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
    if let (Some(first), Some(other)) = (front_matter.units.first(), text.units.first())
        && other.from == Origin::Prose
        && !front_matter
            .units
            .iter()
            .any(|unit| text.units.iter().any(|other| alike(&unit.value.name, &other.value.name)))
    {
        differ("unit", (first.value.as_written.clone(), first.span), (other.value.as_written.clone(), other.span));
    }
    if let (Some(first), Some(other)) = (front_matter.bodies.first(), text.bodies.first())
        && !front_matter.bodies.iter().any(|body| text.bodies.iter().any(|other| alike(&body.value, &other.value)))
    {
        differ("body", (first.value.clone(), first.span), (other.value.clone(), other.span));
    }
    for ((name, stated), (_, found)) in front_matter.claims.counts().into_iter().zip(text.claims.counts()) {
        if let (Some(stated), Some(found)) = (stated, found)
            && stated.value != found.value
        {
            differ(name, (stated.value.to_string(), stated.span), (found.value.to_string(), found.span));
        }
    }
}

/// Whether the text contradicts the date of publication in the front matter. A notice is signed before it is published,
/// but a label states the day of publication itself.
fn is_other_date(stated: &Found<Moment>, found: &Found<Moment>) -> bool {
    match found.from == Origin::Label {
        true => stated.value.date != found.value.date,
        false => found.value.date > stated.value.date,
    }
}
