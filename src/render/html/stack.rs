//! Text written so far with its open elements, so that the HTML is always well nested.

use super::BLOCKS;
use crate::render::markup::escape;

/// Kind of an open element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementKind {
    /// A section of the outline.
    Section {
        /// Its end in the source.
        end: usize,
        /// Its level in the outline.
        outline: u8,
        /// The level of its heading.
        heading: u8,
    },
    /// Any other element around blocks.
    Container,
    /// A paragraph, a heading, or an element around them.
    Leaf,
    /// Strong words as the parser found them.
    Strong,
    /// Strong words between marked `**`.
    Pair,
    /// Emphasised words.
    Emphasis,
    /// A link.
    Link,
}

/// Text with open elements.
#[derive(Debug, Default)]
pub struct Stack {
    /// The output.
    pub out: String,
    /// The line of every block that was opened.
    pub block_lines: Vec<u32>,
    /// The current line of the source.
    pub line: u32,
    open: Vec<(&'static str, ElementKind)>,
}

impl Stack {
    /// An empty page with capacity for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), ..Self::default() }
    }

    /// Opens `<tag>` with attributes; values are escaped.
    pub fn open(&mut self, tag: &'static str, kind: ElementKind, attributes: &[(&str, &str)]) {
        start_tag(&mut self.out, tag, attributes);
        if BLOCKS.contains(&tag) {
            self.block_lines.push(self.line);
        }
        self.open.push((tag, kind));
    }

    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Kind of the innermost open element.
    pub fn top(&self) -> Option<ElementKind> {
        self.open.last().map(|(_, kind)| *kind)
    }

    /// Whether the innermost open element is a `tag`.
    pub fn is_in(&self, tag: &str) -> bool {
        self.open.last().is_some_and(|(top, _)| *top == tag)
    }

    /// The kinds of the open elements from the `depth`-th on, outermost first.
    pub fn kinds_from(&self, depth: usize) -> impl DoubleEndedIterator<Item = ElementKind> {
        self.open[depth.min(self.open.len())..].iter().map(|(_, kind)| *kind)
    }

    /// Closes elements until `depth` of them are open.
    pub fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close();
        }
    }

    /// Closes the innermost element. An empty paragraph is removed.
    pub fn close(&mut self) {
        if let Some((tag, _)) = self.open.pop() {
            if tag == "p" && self.out.ends_with("<p>") {
                self.out.truncate(self.out.len() - "<p>".len());
                self.block_lines.pop();
                return;
            }
            self.out.push_str("</");
            self.out.push_str(tag);
            self.out.push('>');
            if !matches!(tag, "a" | "strong" | "em" | "td" | "th" | "tr") {
                self.out.push('\n');
            }
        }
    }
}

/// Writes `<tag name="value"…>`.
pub fn start_tag(out: &mut String, tag: &str, attributes: &[(&str, &str)]) {
    out.push('<');
    out.push_str(tag);
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(out, value);
        out.push('"');
    }
    out.push('>');
}

/// Writes an empty element that can be linked to.
pub fn target(out: &mut String, id: &str) {
    start_tag(out, "span", &[("id", id)]);
    out.push_str("</span>");
}
