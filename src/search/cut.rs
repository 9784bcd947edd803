//! Cuts a notice into documents: title and lead, each item, the tail. Together they contain all of its words.

use crate::notice::{Anchor, Item, Stretch, Summary};
use crate::text::comments::Comments;
use crate::text::span::Span;

use super::document::{NoticeText, PartText};
use super::facet::Facet;
use super::visible_words::visible_words;

/// Cuts the notice that was read from `source` for the page at `url`.
///
/// Text outside of items belongs to the lead before the first item, and to the tail after it. The caller decides whether a
/// notice is searchable (drafts, withdrawn notices, audiences).
pub fn cut(notice: &Summary, source: &str, url: &str, facets: Vec<Facet>) -> NoticeText {
    let (items, stretches): (Vec<Item>, Vec<Stretch>) =
        (notice.items.iter().collect(), notice.stretches.iter().collect());
    let (mut lead, mut tail) = (Vec::new(), Vec::new());
    let mut at = notice.body.start;
    for Stretch { span, .. } in &stretches {
        let part = if at == notice.body.start { &mut lead } else { &mut tail };
        part.push(Span::new(at, span.start.max(at)));
        at = span.end;
    }
    let part = if stretches.is_empty() { &mut lead } else { &mut tail };
    part.push(Span::new(at, notice.body.end.max(at)));

    let title = notice.facts.title_or_id().to_owned();
    let comments = Comments::of(source, notice.body);
    let words_of = |span: Span| visible_words(&comments.strip(source, span));
    let words = |spans: &[Span]| {
        let words: Vec<String> = spans.iter().map(|span| words_of(*span)).filter(|words| !words.is_empty()).collect();
        words.join("\n")
    };
    let lead = [notice.facts.title().to_owned(), words(&lead)].join("\n").trim().to_owned();
    let mut parts = vec![PartText { title: title.clone(), text: lead, ..PartText::default() }];
    for Stretch { item, span } in &stretches {
        parts.push(item_text(items.get(*item), words_of(*span)));
    }
    let tail = words(&tail);
    if !tail.is_empty() {
        parts.push(PartText { text: tail, ..PartText::default() });
    }
    NoticeText {
        id: notice.facts.id().to_owned(),
        url: url.to_owned(),
        date: notice.facts.day(),
        title,
        parts,
        facets,
        newer: None,
    }
}

fn item_text(item: Option<&Item>, text: String) -> PartText {
    let Some(item) = item else {
        return PartText { text, ..PartText::default() };
    };
    let number_path: Vec<&str> = item.path.numbers().flatten().collect();
    let anchor = (item.anchor != Anchor::default()).then_some(item.anchor);
    PartText {
        anchor,
        number_path: number_path.join(" "),
        title: item.title.to_string(),
        status: Some(item.status),
        text,
    }
}
