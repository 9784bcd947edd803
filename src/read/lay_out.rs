//! From the text after the front matter to its rows.
//!
//! Headings, tables, code and links come from Markdown; everything else is read from the words.

use super::blocks::blocks;
use super::rows::rows;
use super::text_layout::TextLayout;
use super::wraps::joints;
use crate::text::lines::Lines;
use crate::text::normal::Normal;
use crate::text::span::Span;

/// Lays out `body` of `source`.
pub fn lay_out(source: &str, body: Span) -> TextLayout<'_> {
    let (blocks, links) = blocks(source, body);
    let mut page = TextLayout {
        source,
        lines: Lines::of(source),
        normal: Normal::of(source, body, &[]),
        rows: Vec::new(),
        lines_are_paragraphs: false,
        continued_lines: Vec::new(),
        links,
    };
    page.rows = rows(&page.normal, source, &blocks);
    let joints = joints(&mut page, &blocks);
    if page.lines_are_paragraphs {
        page.continued_lines = joints.iter().map(|joint| joint.end).collect();
    }
    if !joints.is_empty() {
        page.normal = Normal::of(source, body, &joints);
        page.rows = rows(&page.normal, source, &blocks);
    }
    page
}
