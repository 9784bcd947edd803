//! Waivers: `<!-- ok: rule reason -->` in the text, `# ok: rule reason` in the front matter.

use std::collections::BTreeMap;

use super::catalogue;
use super::subject::Subject;
use crate::notice::Finding;
use crate::read::{self, split};
use crate::text::lines::Lines;
use crate::text::span::Span;

/// A waiver: its rule, whether it has a reason, its span, and the line it covers.
struct Waiver<'a> {
    rule: &'a str,
    reason: bool,
    span: Span,
    line: usize,
    /// Whether it is between two rows of a table, which it splits.
    cuts_table: bool,
}

/// Beginning of a waiver in the front matter.
const IN_FRONT: &str = "# ok:";
/// Beginning of a waiver in the text.
const IN_TEXT: &str = "<!-- ok:";

/// Whether a text may contain a waiver.
pub fn may_waive(text: &str) -> bool {
    text.contains(IN_FRONT) || text.contains(IN_TEXT)
}

/// Removes the findings that their notice waives from `findings`. A waiver that waives nothing, or has no rule or no reason,
/// is a finding itself. Fatal findings cannot be waived.
pub fn waive(subject: &Subject, findings: Vec<Finding>) -> Vec<Finding> {
    let lines = Lines::of(subject.text);
    let waivers = waivers(subject, &lines);
    let mut used = vec![false; waivers.len()];
    // of several waivers for one line and rule the first counts
    let mut waiver_of: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (index, waiver) in waivers.iter().enumerate() {
        waiver_of.entry((waiver.line, waiver.rule)).or_insert(index);
    }
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let (first, last) = (lines.line_of(finding.span.start), lines.line_of(finding.span.end));
        let is_fatal = catalogue::rule(finding.code.as_str()).is_some_and(|rule| rule.fatal);
        let near = waiver_of.range((first, "")..(last + 1, "")).filter(|((_, rule), _)| *rule == finding.code.as_str());
        match near.map(|(_, index)| *index).min().filter(|_| !is_fatal) {
            Some(index) => used[index] = true,
            None => kept.push(finding),
        }
    }
    for (waiver, used) in waivers.iter().zip(used) {
        if waiver.cuts_table {
            kept.push(subject.found("waiver-in-table", waiver.span));
        }
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
    let split = split::split(text);
    let front = read::front_matter_comments(text, &split);
    let places = front
        .into_iter()
        .map(|place| (place, IN_FRONT, ""))
        .chain(split.comments(text).closed.into_iter().map(|place| (place, IN_TEXT, "-->")));
    let covers = next_inked(text, lines);
    let mut waivers = Vec::new();
    for (place, open, close) in places {
        let comment = place.of(text).trim_start();
        let Some(words) = comment.strip_prefix(open) else { continue };
        let words = words.strip_suffix(close).unwrap_or(words).trim();
        let (rule, reason) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let span = Span::new(place.end - comment.len(), place.end);
        let number = lines.line_of(span.end);
        let around = lines.span_of(lines.line_of(span.start)).join(lines.span_of(number));
        let alone = around.of(text).trim().len() == span.len();
        let is_row = |line: usize| lines.span_of(line).of(text).trim_start().starts_with('|');
        let cuts_table = alone && !close.is_empty() && number > 1 && is_row(number - 1) && is_row(number + 1);
        let line = if alone { covers.get(number).copied().unwrap_or(number) } else { number };
        waivers.push(Waiver { rule, reason: !reason.trim().is_empty(), span, line, cuts_table });
    }
    waivers
}

/// For every line, from 1, the first line after it that is neither empty nor a waiver; the line itself if there is none.
fn next_inked(text: &str, lines: &Lines) -> Vec<usize> {
    let is_waiver = |line: &str| line.starts_with(IN_FRONT) || line.starts_with(IN_TEXT) && line.ends_with("-->");
    let mut next: Vec<usize> = (0..=lines.count()).collect();
    let mut inked = None;
    for line in (1..=lines.count()).rev() {
        next[line] = inked.unwrap_or(line);
        let words = lines.span_of(line).of(text).trim();
        if !words.is_empty() && !is_waiver(words) {
            inked = Some(line);
        }
    }
    next
}
