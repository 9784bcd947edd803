//! Repeated sentences.

use std::collections::BTreeMap;

use super::prose::ParagraphForm;
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::han::sparse_chars;
use crate::text::numeral;
use crate::text::span::Span;

const REPEATED: &str = "repeated-text";

pub(super) const RULES: &[Rule] = &[Rule::warning(REPEATED)
    .says("这一段与前面的几乎相同", "nearly the same text as above")
    .help("核对是否重复粘贴，或两处问题用了同一条措施", "check for a double paste, or one measure used for two problems")
    .because(
        "两段超过三十字的措施几乎相同（不计“一是”等序号），多是粘贴重复，或者没有针对问题写。",
        "Two measures of more than thirty characters are nearly equal, ordinals aside: a double paste, or words that do not answer the problem.",
    )
    .found_by(repeated)];

/// Fewest letters, digits and Han characters of a passage that is compared.
const MIN_LENGTH: usize = 30;
/// From this similarity on, a passage counts as repeated.
const SIMILAR: f64 = 0.92;

/// Longer passages are only compared for equality, because comparing letters takes the product of both lengths.
const MAX_COMPARED: usize = 600;
/// Most passages with the same beginning or end that a passage is compared with.
const MAX_CANDIDATES: usize = 5;

/// A passage: its span, and its text without ordinals and punctuation.
struct CopiedPassage {
    span: Span,
    bare: String,
}

fn repeated(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    // only passages with the same beginning or end are compared, so that the time stays linear
    let mut earlier: BTreeMap<String, Vec<CopiedPassage>> = BTreeMap::new();
    for stretch in stretches(subject) {
        let (head, tail) = ends(&stretch.bare);
        let near = [&head, &tail].into_iter().filter_map(|key| earlier.get(key)).flatten();
        let twin = near.take(MAX_CANDIDATES).find(|other| is_alike(&other.bare, &stretch.bare)).map(|other| other.span);
        if let Some(twin) = twin {
            findings.push(subject.found(REPEATED, stretch.span).relating(&subject.notice.source, twin));
        }
        let copy = || CopiedPassage { span: stretch.span, bare: stretch.bare.clone() };
        earlier.entry(tail).or_default().push(copy());
        earlier.entry(head).or_default().push(copy());
    }
    findings
}

/// The measures (一是…；二是…) and other paragraphs of the body.
fn stretches(subject: &Subject) -> Vec<CopiedPassage> {
    let texts = subject.prose.paragraphs().iter().filter(|paragraph| paragraph.form == ParagraphForm::Text);
    let mut stretches = Vec::new();
    for paragraph in texts {
        let words = subject.prose.of_paragraph(paragraph);
        let mut starts: Vec<usize> = std::iter::once(0).chain(measure_starts(words)).collect();
        starts.push(words.len());
        starts.dedup();
        for pair in starts.windows(2) {
            let bare = bare(&words[pair[0]..pair[1]]);
            if bare.chars().count() >= MIN_LENGTH {
                let span = Span::new(paragraph.span.start + pair[0], paragraph.span.start + pair[1]);
                stretches.push(CopiedPassage { span, bare });
            }
        }
    }
    stretches
}

/// Offsets of 一是, 二是, … after a full stop or semicolon.
fn measure_starts(words: &str) -> impl Iterator<Item = usize> + '_ {
    words.match_indices('是').filter_map(|(at, _)| {
        let start = words[..at].trim_end_matches(numeral::is_chinese).len();
        (start < at && words[..start].ends_with(['。', '；', ';'])).then_some(start)
    })
}

fn bare(words: &str) -> String {
    let trimmed = words.trim_start_matches(|c: char| numeral::is_chinese(c) || c.is_ascii_digit());
    let rest = trimmed.strip_prefix('是').unwrap_or(words);
    let mut bare = String::with_capacity(rest.len());
    let mut from = 0;
    for (at, c) in sparse_chars(rest).filter(|(_, c)| !c.is_alphanumeric()) {
        bare.push_str(&rest[from..at]);
        from = at + c.len_utf8();
    }
    bare + &rest[from..]
}

fn ends(bare: &str) -> (String, String) {
    let tail: Vec<char> = bare.chars().rev().take(8).collect();
    (format!("^{}", bare.chars().take(8).collect::<String>()), tail.into_iter().rev().collect())
}

fn is_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = (a.chars().count().min(b.chars().count()), a.chars().count().max(b.chars().count()));
    short * 10 >= long * 9 && long <= MAX_COMPARED && strsim::normalized_levenshtein(a, b) >= SIMILAR
}
