//! Gives an id to each line that a fact was read from, exactly once.

/// A cursor over the traced lines that follows the walk through the source.
#[derive(Debug)]
pub struct Trace<'a> {
    pending: &'a [u32],
    /// The lines that get an id until the end of the body.
    anchored: &'a [u32],
    cursor: LineCursor<'a>,
}

impl<'a> Trace<'a> {
    /// Follows `text` from `start`, which is in the body; lines before it are not in the page.
    pub fn new(text: &'a str, start: usize, lines: &'a [u32]) -> Self {
        let mut cursor = LineCursor::new(text);
        let first = if lines.is_empty() { 1 } else { cursor.line_of(start) };
        let pending = &lines[lines.partition_point(|line| *line < first)..];
        Self { pending, anchored: pending, cursor }
    }

    /// Takes the lines up to that of `offset` that have no id yet.
    pub fn take_to(&mut self, offset: usize) -> &'a [u32] {
        if self.pending.is_empty() {
            return &[];
        }
        let here = self.cursor.line_of(offset);
        let (taken, rest) = self.pending.split_at(self.pending.partition_point(|line| *line <= here));
        self.pending = rest;
        taken
    }

    /// Takes all lines that have no id yet.
    pub fn take_rest(&mut self) -> &'a [u32] {
        std::mem::take(&mut self.pending)
    }

    /// The lines that get an id until the end of the body.
    pub fn anchored(&self) -> &'a [u32] {
        self.anchored
    }
}

/// Counts lines while a text is walked.
#[derive(Debug)]
pub struct LineCursor<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> LineCursor<'a> {
    /// At the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of `offset`, from 1. The cursor never goes back: an offset before the last one gets the last one's
    /// line.
    pub fn line_of(&mut self, offset: usize) -> u32 {
        let to = offset.min(self.text.len());
        if to > self.at {
            let ends = memchr::memchr_iter(b'\n', &self.text[self.at..to]).count();
            self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
            self.at = to;
        }
        self.line
    }
}

/// The id of a line.
pub fn line_id(line: u32) -> String {
    format!("l{line}")
}
