//! Quotation marks and brackets: unbalanced ones, and ones directly inside their own kind.

use std::collections::{HashMap, HashSet};

use super::prose::Paragraph;
use super::rule::Rule;
use super::subject::Subject;
use super::typography::continues_in;
use crate::notice::Finding;
use crate::text::han::sparse_chars;
use crate::text::span::Span;

const NESTED_QUOTES: &str = "nested-quotes";
const UNBALANCED: &str = "unbalanced-mark";
const MIXED_BRACKETS: &str = "mixed-brackets";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(NESTED_QUOTES)
        .says("{outer} 里面又用了 {outer}", "{outer} directly inside {outer}")
        .label("里层应为 {inner}", "the inner one should be {inner}")
        .because(
            "引号里再用引号，里层用‘’；书名号里再用书名号，里层用〈〉（GB/T 15834）。同种嵌套会让读者和程序都看错标题的起止。",
            "Quotes inside quotes take ‘’, titles inside titles 〈〉 (GB/T 15834). With one kind inside itself neither people nor programs see where a title ends.",
        )
        .found_by(marks),
    Rule::warning(UNBALANCED)
        .says("{mark} 没有配对", "{mark} has no matching mark")
        .because(
            "同一段里的引号、书名号、括号应当成对。接连几段引文、每段段首都用前引号的写法不算。",
            "Quotes and brackets come in pairs within a paragraph. Quotations over several paragraphs that each begin with a mark are allowed.",
        ),
    Rule::warning(MIXED_BRACKETS)
        .says("一对括号一半全角一半半角", "a pair of brackets, one full-width and one ASCII")
        .because("成对的括号应是同一种宽度，中文里用全角。", "Both brackets of a pair have one width, full-width in Chinese text."),
];

/// Pairs of marks; ASCII brackets count as their full-width equivalents.
const PAIRS: [(char, char); 9] = [
    ('“', '”'),
    ('‘', '’'),
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('【', '】'),
    ('〔', '〕'),
    ('「', '」'),
    ('『', '』'),
];

/// A mark with its position, as its full-width equivalent.
#[derive(Clone, Copy)]
struct QuoteMark {
    kind: char,
    written: char,
    at: usize,
}

impl QuoteMark {
    fn span(self) -> Span {
        Span::new(self.at, self.at + self.written.len_utf8())
    }
}

/// The marks of a paragraph, paired.
#[derive(Default)]
struct Balance {
    /// Pairs in the order they close, with the kind of mark directly around them.
    pairs: Vec<(QuoteMark, QuoteMark, Option<char>)>,
    unclosed: Vec<QuoteMark>,
    unopened: Vec<QuoteMark>,
}

fn balance(subject: &Subject, paragraph: &Paragraph) -> Balance {
    let words = subject.prose.of_paragraph(paragraph);
    let mut balance = Balance::default();
    let mut open: Vec<QuoteMark> = Vec::new();
    let mut open_of_kind: HashMap<char, usize> = HashMap::new();
    for (at, written) in sparse_chars(words) {
        if is_apostrophe(words, at, written) {
            continue;
        }
        let full = match written {
            '(' => '（',
            ')' => '）',
            c => c,
        };
        let Some((opening, closing)) = PAIRS.iter().copied().find(|(a, b)| full == *a || full == *b) else { continue };
        let mark = QuoteMark { kind: opening, written, at: paragraph.span.start + at };
        let is_open = open_of_kind.get(&opening).is_some_and(|count| *count > 0);
        if full != closing {
            open.push(mark);
            *open_of_kind.entry(opening).or_default() += 1;
        } else if is_open {
            // marks opened inside that are still open have no partner
            while let Some(last) = open.pop() {
                *open_of_kind.entry(last.kind).or_default() -= 1;
                if last.kind == opening {
                    balance.pairs.push((last, mark, open.last().map(|mark| mark.kind)));
                    break;
                }
                balance.unclosed.push(last);
            }
        } else if !is_enumeration(words, at, written) {
            balance.unopened.push(mark);
        }
    }
    balance.unclosed.append(&mut open);
    balance
}

/// An apostrophe: It’s, ’24.
fn is_apostrophe(words: &str, at: usize, c: char) -> bool {
    let before = words[..at].chars().next_back();
    let after = words[at + c.len_utf8()..].chars().next();
    match c {
        '’' => before.is_some_and(|c| c.is_ascii_alphanumeric()) && after.is_none_or(|c| c.is_ascii_alphanumeric()),
        '‘' => after.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// The bracket after the number of an enumeration: `1）`, `一)`.
fn is_enumeration(words: &str, at: usize, c: char) -> bool {
    let is_number = |c: char| c.is_ascii_alphanumeric() || crate::text::numeral::is_chinese(c);
    let stem = words[..at].trim_end_matches(is_number);
    let starts_clause = stem.chars().next_back().is_none_or(|c| "。；;：:，、\n \u{3000}".contains(c));
    matches!(c, '）' | ')') && stem.len() < at && at - stem.len() <= 6 && starts_clause
}

/// Findings of all three rules. Each paragraph is paired once for them.
fn marks(subject: &Subject) -> Vec<Finding> {
    let balances: Vec<Balance> =
        subject.prose.paragraphs().iter().map(|paragraph| balance(subject, paragraph)).collect();
    let mut findings = nested_quotes(subject, &balances);
    findings.extend(mixed_brackets(subject, &balances));
    findings.extend(unbalanced(subject, balances));
    findings
}

fn nested_quotes(subject: &Subject, balances: &[Balance]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for balance in balances {
        let broken: HashSet<char> = balance.unclosed.iter().chain(&balance.unopened).map(|mark| mark.kind).collect();
        let is_whole = |kind: char| !broken.contains(&kind);
        for (first, last, around) in &balance.pairs {
            let (outer, inner) = match first.kind {
                '“' => ("“”", "‘’"),
                '《' => ("《》", "〈〉"),
                _ => continue,
            };
            if *around == Some(first.kind) && is_whole(first.kind) {
                let span = Span::new(first.at, last.span().end);
                findings.push(subject.found(NESTED_QUOTES, span).with("outer", outer).with("inner", inner));
            }
        }
    }
    findings
}

fn unbalanced(subject: &Subject, balances: Vec<Balance>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut paragraphs: Vec<(Paragraph, Option<Balance>)> = Vec::new();
    let parts = subject.prose.paragraphs();
    for (position, (paragraph, own)) in parts.iter().zip(balances).enumerate() {
        // two halves separated by a page break are one paragraph
        let goes_on = position.checked_sub(1).is_some_and(|before| continues_in(subject, &parts[before], paragraph));
        match paragraphs.last_mut().filter(|_| goes_on) {
            Some((last, balance)) => {
                last.span = last.span.join(paragraph.span);
                *balance = None;
            }
            None => paragraphs.push((*paragraph, Some(own))),
        }
    }
    for (position, (paragraph, own_balance)) in paragraphs.iter().enumerate() {
        // joined paragraphs are paired as one, once all their halves are known
        let joined;
        let Balance { unclosed, unopened, .. } = match own_balance {
            Some(own) => own,
            None => {
                joined = balance(subject, paragraph);
                &joined
            }
        };
        let next = paragraphs.get(position + 1).map(|(next, _)| subject.prose.of_paragraph(next)).unwrap_or_default();
        // a quotation over several paragraphs opens each of them and closes only the last
        let goes_over = |mark: &QuoteMark| matches!(mark.kind, '“' | '「') && next.starts_with(mark.kind);
        let marks = unclosed.iter().filter(|mark| !goes_over(mark)).chain(unopened);
        findings.extend(marks.map(|mark| subject.found(UNBALANCED, mark.span()).with("mark", mark.written)));
    }
    findings
}

fn mixed_brackets(subject: &Subject, balances: &[Balance]) -> Vec<Finding> {
    let pairs = balances.iter().flat_map(|balance| &balance.pairs);
    pairs
        .filter(|(first, last, _)| first.kind == '（' && (first.written == '(') != (last.written == ')'))
        .map(|(first, last, _)| subject.found(MIXED_BRACKETS, Span::new(first.at, last.span().end)))
        .collect()
}
