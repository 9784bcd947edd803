//! Renders a notice's body as HTML: the text as authored, never rewritten, with its parts, groups and items as sections
//! that can be linked to.
//!
//! Stable for themes: `section.part|group|item|other` with an id and a heading one level below its parent's
//! (the first is `h2`); `.run-in` around a heading and the text that follows it in the same line; `a.anchor` (¶)
//! and `span.status.status-<slug>` after an item's heading, `span.status-raw` if the notice's own words differ;
//! `p.history` below an item's title with what the page adds to it;
//! `p.numbered.depth-<n>` for list entries with their written number; `p.signature` for name and day at the end;
//! `div.table`, `tr.item`, `div.footnotes`; `id="l<line>"` on lines that facts were read from. Independent of archive
//! and files: the caller resolves links.

mod block;
mod cjk;
mod emphasis;
mod footnote;
mod heading_cursor;
mod inline;
mod link_marks;
mod links;
mod mask;
mod plain_page;
mod section;
mod signature;
mod stack;
mod table;
mod trace;
mod walk;
mod writer;

pub use heading_cursor::heading_ids;
pub use link_marks::link_marks;
pub use links::LinkTarget;
pub use plain_page::{PlainBody, plain_page};

use std::collections::BTreeMap;

use pulldown_cmark::Options;

use crate::notice::{Anchor, Notice, Status};

/// The Markdown of notices: CommonMark with tables and footnotes.
const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES);

/// Context of a body: links, anchors and additions of its page.
pub struct BodyContext<'a> {
    /// Destination of a link or image with a safe scheme, given its target as written.
    pub resolve: &'a dyn Fn(&str) -> LinkTarget,
    /// The lines of the source, ascending, that get `id="l<line>"`.
    pub traced: &'a [u32],
    /// The words that the HTML adds to the text.
    pub words: &'a BodyWords,
    /// HTML to insert below the titles of items, by anchor: phrasing content, well nested.
    pub notes: &'a BTreeMap<Anchor, String>,
}

/// The words that the HTML adds to the text, in the site's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyWords {
    /// Label of an item's ¶.
    pub permalink: String,
    /// Label of a table's scrollable frame.
    pub table: String,
    /// The labels of the statuses in the order of [`Status::ALL`].
    pub statuses: [String; 6],
    /// 待确认: replaces the status of an unsure item.
    pub unsure: String,
}

impl Default for BodyWords {
    fn default() -> Self {
        Self {
            permalink: "本项链接".to_owned(),
            table: "表格".to_owned(),
            statuses: Status::ALL.map(|status| status.label().to_owned()),
            unsure: "待确认".to_owned(),
        }
    }
}

/// The elements with text, at whose lines an editor can be opened.
pub const BLOCKS: [&str; 11] = ["p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "pre", "caption"];

/// A body as HTML, with the source lines of its elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlBody {
    /// The HTML.
    pub html: String,
    /// The traced lines that have an `id="l<line>"`, ascending: those of the front matter have none.
    pub anchored: Vec<u32>,
    /// The line of every element of [`BLOCKS`], in the order of the page.
    pub block_lines: Vec<u32>,
}

/// Renders the body of the notice read from `text`. A title inside the body is left to the page.
pub fn body(notice: &Notice, text: &str, context: &BodyContext<'_>) -> HtmlBody {
    writer::BodyWriter::new(notice, text, context).run()
}
