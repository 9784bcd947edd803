//! Waivers: `<!-- ok: rule reason -->` in the text, `# ok: rule reason` in the front matter.

use super::catalogue;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::lines::Lines;
use crate::text::span::Span;

/// A waiver: the rule it names, whether it says why, where it stands and which line it covers.
struct Waiver<'a> {
    rule: &'a str,
    reason: bool,
    span: Span,
    line: usize,
}

/// Takes out of `findings` (those of one notice) what the notice waives; a waiver that waives nothing, names no rule
/// or gives no reason is a finding itself. What is fatal cannot be waived.
pub fn waive(subject: &Subject, findings: Vec<Finding>) -> Vec<Finding> {
    let lines = Lines::of(subject.text);
    let waivers = waivers(subject, &lines);
    let mut used = vec![false; waivers.len()];
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let (first, last) = (lines.line_of(finding.span.start), lines.line_of(finding.span.end));
        let is_fatal = catalogue::rule(finding.code.as_str()).is_some_and(|rule| rule.fatal);
        let covers = |waiver: &Waiver| waiver.rule == finding.code.as_str() && (first..=last).contains(&waiver.line);
        match waivers.iter().position(covers).filter(|_| !is_fatal) {
            Some(place) => used[place] = true,
            None => kept.push(finding),
        }
    }
    for (waiver, used) in waivers.iter().zip(used) {
        if catalogue::rule(waiver.rule).is_none() {
            kept.push(unknown(subject, waiver));
        } else if !used {
            kept.push(subject.found("unused-waiver", waiver.span).with("rule", waiver.rule));
        } else if !waiver.reason {
            kept.push(subject.found("waiver-without-reason", waiver.span).with("rule", waiver.rule));
        }
    }
    kept
}

fn unknown(subject: &Subject, waiver: &Waiver) -> Finding {
    let found = subject.found("unknown-rule", waiver.span).with("code", waiver.rule);
    match catalogue::nearest(waiver.rule) {
        Some(near) => found.with("nearest", near),
        None => found,
    }
}

fn waivers<'a>(subject: &Subject<'a>, lines: &Lines) -> Vec<Waiver<'a>> {
    let text = subject.text;
    let mut waivers = Vec::new();
    for number in 1..=lines.count() {
        let line = lines.span_of(number);
        let (open, close) =
            if line.start < subject.notice.body.start { ("# ok:", None) } else { ("<!-- ok:", Some("-->")) };
        for (at, _) in line.of(text).match_indices(open) {
            let rest = &line.of(text)[at + open.len()..];
            let len = close.map_or(Some(rest.len()), |close| rest.find(close));
            let Some(len) = len else { continue };
            let (rule, reason) = rest[..len].trim().split_once(char::is_whitespace).unwrap_or((rest[..len].trim(), ""));
            let end = line.start + at + open.len() + len + close.map_or(0, str::len);
            let span = Span::new(line.start + at, end);
            let alone = line.of(text).trim().len() == span.len();
            let covered = if alone { next_inked(text, lines, number) } else { number };
            waivers.push(Waiver { rule, reason: !reason.trim().is_empty(), span, line: covered });
        }
    }
    waivers
}

/// The first line after `number` that is neither empty nor a waiver of its own.
fn next_inked(text: &str, lines: &Lines, number: usize) -> usize {
    let is_waiver = |line: &str| line.starts_with("# ok:") || line.starts_with("<!-- ok:") && line.ends_with("-->");
    let inked = |line: &usize| {
        let words = lines.span_of(*line).of(text).trim();
        !words.is_empty() && !is_waiver(words)
    };
    (number + 1..=lines.count()).find(inked).unwrap_or(number)
}
