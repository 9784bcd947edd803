//! Finds the Markdown marks of links in a source, so that only their words can be kept.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::MARKDOWN;
use crate::text::comments::without_html;
use crate::text::span::Span;

/// Spans around the words of links in the `body` of `text` whose target `is_target`, and of the definitions of such
/// links.
pub fn link_marks(text: &str, body: Span, is_target: &dyn Fn(&str) -> bool) -> Vec<Span> {
    let mut cuts = Vec::new();
    let in_text = |start: usize, end: usize| Span::new(body.start + start, body.start + end);
    let seen = without_html(body.of(text));
    let parser = Parser::new_ext(&seen, MARKDOWN);
    let definitions = parser.reference_definitions().iter().filter(|(_, definition)| is_target(&definition.dest));
    cuts.extend(definitions.map(|(_, definition)| in_text(definition.span.start, definition.span.end)));
    // start of the open link, and its words so far
    let mut open: Option<(usize, Option<(usize, usize)>)> = None;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => open = is_target(&dest_url).then_some((range.start, None)),
            Event::End(TagEnd::Link) => {
                if let Some((start, words)) = open.take() {
                    let (first, last) = words.unwrap_or((range.end, range.end));
                    cuts.extend([in_text(start, first), in_text(last, range.end)]);
                }
            }
            _ => {
                if let Some((_, words)) = &mut open {
                    *words = Some((words.map_or(range.start, |(first, _)| first), range.end));
                }
            }
        }
    }
    cuts
}
