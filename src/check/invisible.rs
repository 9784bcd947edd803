//! Characters that cannot be seen: they make two names look the same, or a text read otherwise than it is stored.

use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::printable::is_unprintable;
use crate::text::span::Span;

const INVISIBLE_CHARACTER: &str = "invisible-character";

pub(super) const RULES: &[Rule] = &[Rule::warning(INVISIBLE_CHARACTER)
    .says("这里有看不见的字符（{character}）", "an invisible character ({character})")
    .help("删去", "delete it")
    .because(
        "零宽字符混在名称里，看上去相同的两个名称就成了两个；方向标记（如 U+202E）会让读者看到的文字与存下来的不同；控制字符什么也不表示。这些多半是从网页或聊天软件粘贴来的。名称里的都报告，正文里只报告后两种。",
        "With a character without width in it, two names that look the same are two; a direction mark such as U+202E makes readers see another text than is stored; control characters mean nothing. Mostly they are pasted from a web page or a chat. In names all are reported, in the text the last two.",
    )
    .found_by(invisible_characters)];

fn invisible_characters(subject: &Subject) -> Vec<Finding> {
    let text = subject.text;
    let body = subject.notice.body;
    // a byte order mark is no part of a text
    let front = Span::new(text.len() - text.trim_start_matches('\u{feff}').len(), body.start);
    let facts = &subject.notice.facts;
    let title = facts.title.iter().map(|found| found.span);
    let names = facts.units.iter().chain(&facts.issuer).map(|found| found.span);
    let rounds = facts.round.iter().map(|found| found.span).chain(facts.bodies.iter().map(|found| found.span));
    let named = title.chain(names).chain(rounds).chain([front]).flat_map(|span| runs(text, span, is_invisible));
    let mut spans: Vec<Span> = named.collect();
    // what is masked has no business here: comments, code
    let shown = subject.prose.words();
    let has_effect = |c: char| is_invisible(c) && !is_without_width(c);
    spans.extend(runs(shown, body, has_effect).filter(|span| span.of(shown) == span.of(text)));
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    spans.retain(|span| {
        let is_new = span.start >= end;
        end = end.max(span.end);
        is_new
    });
    let finding = |span: Span| {
        let first = span.of(text).chars().next().map(|c| format!("U+{:04X}", u32::from(c))).unwrap_or_default();
        subject.found(INVISIBLE_CHARACTER, span).with("character", first).fixed_by(span, "")
    };
    spans.into_iter().map(finding).collect()
}

/// Whether a character that ends no line cannot be seen.
fn is_invisible(c: char) -> bool {
    c != '\r' && (is_unprintable(c) || is_without_width(c))
}

/// Whether a character takes no room and has no effect on the characters around it, as far as Chinese goes.
const fn is_without_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The runs of characters of a kind in a part of a text.
fn runs(text: &str, part: Span, belongs: impl Fn(char) -> bool) -> impl Iterator<Item = Span> {
    let mut runs: Vec<Span> = Vec::new();
    for (at, c) in part.of(text).char_indices().filter(|(_, c)| belongs(*c)) {
        let start = part.start + at;
        match runs.last_mut().filter(|last| last.end == start) {
            Some(last) => last.end += c.len_utf8(),
            None => runs.push(Span::new(start, start + c.len_utf8())),
        }
    }
    runs.into_iter()
}
