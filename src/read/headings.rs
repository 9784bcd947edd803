//! The outline as the notice keeps it: parts, groups and items with their places in the source.

use std::ops::Range;

use super::facts::BodyFacts;
use super::items;
use super::node::{Manner, Node};
use super::text_layout::TextLayout;
use crate::notice::{Heading, HeadingRole, Part};
use crate::text::span::Span;

/// The headings of the notice. Numbered lines inside an item's body are its text and no headings.
pub fn headings(page: &TextLayout<'_>, body: &BodyFacts) -> Vec<Heading> {
    let picked: Vec<usize> = body.items.iter().map(|item| item.node).collect();
    let mut headings = Vec::new();
    // A merged cell is in the row of its first problem, which is the heading of that row.
    for (at, node) in body.outline.iter().enumerate().filter(|(_, node)| node.manner != Manner::Merged) {
        let role = match picked.binary_search(&at) {
            Ok(item) => HeadingRole::Item(item),
            Err(_) if is_inside_item(body, &picked, node) => continue,
            Err(_)
                if items::is_group(&body.outline, &picked, at) && node.part == Part::Items && !is_part(body, node) =>
            {
                HeadingRole::Group
            }
            Err(_) if is_part(body, node) => HeadingRole::Part(node.part),
            Err(_) => HeadingRole::Other,
        };
        headings.push(heading(page, body, node, role));
    }
    headings
}

/// Whether a heading opens a part: it is at the top, or its parent is of another part.
fn is_part(body: &BodyFacts, node: &Node) -> bool {
    match node.parent {
        None => node.part != Part::Other || node.look != super::wording::TitleShape::Problem,
        Some(parent) => body.outline[parent].part != node.part,
    }
}

fn is_inside_item(body: &BodyFacts, picked: &[usize], node: &Node) -> bool {
    let mut parent = node.parent;
    while let Some(above) = parent {
        if picked.binary_search(&above).is_ok() {
            return true;
        }
        parent = body.outline[above].parent;
    }
    false
}

fn heading(page: &TextLayout<'_>, body: &BodyFacts, node: &Node, role: HeadingRole) -> Heading {
    let words = page.normal.of_range(&node.title);
    let item = role.item_index().and_then(|index| body.items.get(index));
    let title = match item {
        Some(read) => read.item.title.to_string(),
        None => page.shown(&node.title),
    };
    let run_in = !words.is_empty()
        && node.title.start < page.rows[node.row].range.end
        && !page.normal.of_range(&node.rest).trim_start_matches(['。', '：', ':', '，', ',', '；', ' ']).is_empty();
    Heading {
        span: block_start(page, node).join(page.normal.span(&own_words(page, node))),
        extent: extent(page, node),
        level: node.depth,
        number: node.number.as_ref().map(|number| page.shown(number)),
        title,
        role,
        run_in,
        status_span: item.and_then(|read| read.status.as_ref()).map(|status| page.normal.span(status)),
    }
}

/// The words of a heading in its own row: where that holds nothing but a number, the number.
fn own_words(page: &TextLayout<'_>, node: &Node) -> Range<usize> {
    let row = &page.rows[node.row].range;
    match &node.number {
        Some(number) if node.title.start >= row.end => number.clone(),
        _ => node.title.clone(),
    }
}

/// Where the line of a heading starts, Markdown marks included.
fn block_start(page: &TextLayout<'_>, node: &Node) -> Span {
    let start = page.normal.span(&page.rows[node.row].range).start;
    let line = page.lines.span_of(page.lines.line_of(start));
    let lead = line.of(page.source);
    let blank = lead.len() - lead.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}', '\u{feff}']).len();
    Span::at((line.start + blank).min(start))
}

fn extent(page: &TextLayout<'_>, node: &Node) -> Span {
    let start = block_start(page, node);
    let last = page.rows.get(node.end.max(node.row + 1) - 1).map_or(start, |row| page.normal.span(&row.range));
    start.join(last)
}
