//! The facts of the front matter and of the text put together, and where they contradict each other.

use super::codes;
use crate::notice::fact::FACTS;
use crate::notice::{Confidence, Facts, Finding, Origin, SourcePath};
use crate::text::span::Span;

/// The front matter's facts, filled up from the text; where both speak and differ, that is a finding.
pub fn merge(mut stated: Facts, mut told: Facts, source: &SourcePath, findings: &mut Vec<Finding>) -> Facts {
    contradictions(&stated, &told, source, findings);
    FACTS.iter().for_each(|fact| fact.fill(&mut stated, &mut told));
    stated
}

fn contradictions(stated: &Facts, told: &Facts, source: &SourcePath, findings: &mut Vec<Finding>) {
    let mut differ = |key: &str, stated: (String, Span), found: (String, Span)| {
        let finding = Finding::new(codes::FRONT_MATTER_CONTRADICTS, source, stated.1).with("key", key);
        findings.push(finding.with("stated", stated.0).with("found", found.0).relating(source, found.1));
    };
    let days = [
        ("period", &stated.period_start, &told.period_start),
        ("period", &stated.period_end, &told.period_end),
        ("feedback", &stated.feedback, &told.feedback),
    ];
    for (key, stated, told) in days {
        if let (Some(stated), Some(told)) = (stated, told)
            && stated.value != told.value
        {
            differ(key, (stated.value.to_string(), stated.span), (told.value.to_string(), told.span));
        }
    }
    // A notice is signed before it is published; a labelled day of publication is the same day.
    if let (Some(stated), Some(told)) = (&stated.date, &told.date)
        && if told.from == Origin::Label {
            stated.value.date != told.value.date
        } else {
            told.value.date > stated.value.date
        }
    {
        differ("date", (stated.value.to_string(), stated.span), (told.value.to_string(), told.span));
    }
    if let (Some(stated), Some(told)) = (&stated.kind, &told.kind)
        && stated.value != told.value
        && told.confidence == Confidence::High
    {
        differ("kind", (stated.value.label().to_owned(), stated.span), (told.value.label().to_owned(), told.span));
    }
    if let (Some(stated), Some(told)) = (&stated.round, &told.round)
        && (stated.value.ordinal != told.value.ordinal
            || told.value.batch.is_some_and(|batch| stated.value.batch.is_some_and(|own| own != batch)))
    {
        differ("round", (stated.value.label.clone(), stated.span), (told.value.label.clone(), told.span));
    }
    let alike = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
    if let (Some(first), Some(other)) = (stated.units.first(), told.units.first())
        && other.from == Origin::Prose
        && !stated.units.iter().any(|unit| told.units.iter().any(|other| alike(&unit.value.name, &other.value.name)))
    {
        differ("unit", (first.value.as_written.clone(), first.span), (other.value.as_written.clone(), other.span));
    }
    if let (Some(first), Some(other)) = (stated.bodies.first(), told.bodies.first())
        && !stated.bodies.iter().any(|body| told.bodies.iter().any(|other| alike(&body.value, &other.value)))
    {
        differ("body", (first.value.clone(), first.span), (other.value.clone(), other.span));
    }
    for ((name, stated), (_, told)) in stated.claims.counts().into_iter().zip(told.claims.counts()) {
        if let (Some(stated), Some(told)) = (stated, told)
            && stated.value != told.value
        {
            differ(name, (stated.value.to_string(), stated.span), (told.value.to_string(), told.span));
        }
    }
}
