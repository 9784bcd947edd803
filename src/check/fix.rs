//! Applies the corrections of findings, and changes nothing else.

use crate::notice::{Code, Finding, Fix};
use crate::text::lines::Lines;

/// A correction that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The line, from 1.
    pub line: usize,
    /// The rule.
    pub code: Code,
    /// The text around the correction, before.
    pub before: String,
    /// The same text, after.
    pub after: String,
}

/// How many characters of the line are kept on each side of a correction: enough for a whole date, key or phrase.
const AROUND: usize = 24;

/// `text` with the corrections of `findings`, and the list of these corrections. Of two that overlap the first is applied;
/// corrections of doubtful findings are not.
pub fn apply(text: &str, findings: &[&Finding]) -> (String, Vec<Correction>) {
    let certain = findings.iter().filter(|finding| !finding.doubtful);
    let mut fixes: Vec<(&Fix, &Code)> =
        certain.filter_map(|finding| Some((finding.fix.as_ref()?, &finding.code))).collect();
    fixes.sort_by_key(|(fix, _)| (fix.span, fix.replacement.as_str()));
    let lines = Lines::of(text);
    let (mut fixed, mut corrections) = (String::with_capacity(text.len()), Vec::new());
    let mut done = 0;
    for (fix, code) in fixes {
        let is_insertion = fix.span.is_empty() && done == fix.span.start && !corrections.is_empty();
        let (Some(kept), Some(old)) = (text.get(done..fix.span.start), text.get(fix.span.start..fix.span.end)) else {
            continue;
        };
        if is_insertion || old == fix.replacement {
            continue;
        }
        fixed.push_str(kept);
        fixed.push_str(&fix.replacement);
        done = fix.span.end;
        let line = lines.span_of(lines.line_of(fix.span.start));
        let before = tail(text.get(line.start..fix.span.start).unwrap_or_default());
        let after = head(text.get(fix.span.end..line.end).unwrap_or_default());
        corrections.push(Correction {
            line: lines.line_of(fix.span.start),
            code: code.clone(),
            before: format!("{before}{old}{after}"),
            after: format!("{before}{}{after}", fix.replacement),
        });
    }
    fixed.push_str(&text[done..]);
    (fixed, corrections)
}

/// The last [`AROUND`] characters, behind … if there are more.
fn tail(words: &str) -> String {
    match words.char_indices().rev().nth(AROUND - 1) {
        Some((at, _)) if at > 0 => format!("…{}", &words[at..]),
        _ => words.to_owned(),
    }
}

/// The first [`AROUND`] characters, followed by … if there are more.
fn head(words: &str) -> String {
    match words.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::SourcePath;
    use crate::text::span::Span;

    fn finding(start: usize, end: usize, replacement: &str) -> Finding {
        let span = Span::new(start, end);
        Finding::new(Code::new("stray-space"), &SourcePath::new("a.md"), span).fixed_by(span, replacement)
    }

    #[test]
    fn overlapping_and_doubtful_corrections_are_left() {
        let text = "甲 乙 丙丁";
        let (first, same, other) = (finding(3, 4, ""), finding(3, 7, "乙"), finding(7, 8, ""));
        let doubtful = finding(8, 11, "戊").doubtful_unless(false);
        let (fixed, corrections) = apply(text, &[&other, &same, &first, &doubtful]);
        assert_eq!(fixed, "甲乙丙丁");
        assert_eq!(corrections.len(), 2);
        assert_eq!((corrections[0].before.as_str(), corrections[0].after.as_str()), ("甲 乙 丙丁", "甲乙 丙丁"));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_and_a_date_is_not() {
        let (_, corrections) = apply("date：2024-11-20", &[&finding(4, 7, ": ")]);
        assert_eq!(corrections[0].after, "date: 2024-11-20");
        let long = "字".repeat(AROUND + 1);
        let text = format!("{long} {long}");
        let (_, corrections) = apply(&text, &[&finding(long.len(), long.len() + 1, "")]);
        let side = "字".repeat(AROUND);
        assert_eq!(corrections[0].after, format!("…{side}{side}…"));
    }
}
