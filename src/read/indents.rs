//! Texts that indent the first line of each paragraph and wrap the others: there the indent tells which line ends only
//! wrap.

use crate::text::span::Span;

/// The line ends of a text with what its indents say of them.
#[derive(Debug, Default)]
pub(super) struct Indents {
    /// How many lines are indented.
    indented: usize,
    /// Whether one of them follows another line of the same block.
    indented_within: bool,
    /// The width of the widest line.
    widest: usize,
    /// Line ends before a line without indent, with the width of the line before.
    bare: Vec<(usize, Span)>,
}

impl Indents {
    /// Notes an indented line; `within` says that it follows another line of the same block.
    pub(super) fn indented(&mut self, within: bool) {
        self.indented += 1;
        self.indented_within |= within;
    }

    /// Notes the end of a line that is `width` wide before a line of the same block without indent.
    pub(super) fn bare(&mut self, width: usize, end: Span) {
        self.widest = self.widest.max(width);
        self.bare.push((width, end));
    }

    /// The line ends that only wrap, where indents tell, and whether lines of one block are paragraphs. They tell where
    /// nearly all lines before those without indent are about as wide as the widest.
    pub(super) fn wraps(&self) -> Option<(Vec<Span>, bool)> {
        let wide = |width: usize| width * 10 >= self.widest * 8;
        let wraps: Vec<Span> = self.bare.iter().filter(|(width, _)| wide(*width)).map(|(_, end)| *end).collect();
        let tells = self.indented >= FEWEST && wraps.len() >= FEWEST && wraps.len() * 10 >= self.bare.len() * 9;
        tells.then_some((wraps, self.indented_within))
    }
}

/// How many lines of each kind show that a text indents its paragraphs.
const FEWEST: usize = 3;

/// How wide the indent of a paragraph is, in columns: two Chinese characters.
pub(super) const INDENT: usize = 4;
