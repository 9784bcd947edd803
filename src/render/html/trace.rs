//! The lines that facts were read from, each to be given an id in the page exactly once.

/// A cursor over the traced lines that follows the walk through the source.
#[derive(Debug)]
pub struct Trace<'a> {
    text: &'a [u8],
    pending: &'a [u32],
    at: usize,
    line: u32,
}

impl<'a> Trace<'a> {
    /// Follows `text` from `start`, which is in the body; lines before it are no part of the page.
    pub fn new(text: &'a str, start: usize, lines: &'a [u32]) -> Self {
        let mut trace = Self { text: text.as_bytes(), pending: lines, at: 0, line: 1 };
        if !lines.is_empty() {
            trace.move_to(start);
            let outside = lines.partition_point(|line| *line < trace.line);
            trace.pending = &lines[outside..];
        }
        trace
    }

    /// The lines up to that of `offset` that have no id yet; they are regarded as having one from now on.
    pub fn take_to(&mut self, offset: usize) -> &'a [u32] {
        if self.pending.is_empty() {
            return &[];
        }
        self.move_to(offset);
        let (taken, rest) = self.pending.split_at(self.pending.partition_point(|line| *line <= self.line));
        self.pending = rest;
        taken
    }

    /// All lines that have no id yet.
    pub fn take_rest(&mut self) -> &'a [u32] {
        std::mem::take(&mut self.pending)
    }

    fn move_to(&mut self, offset: usize) {
        let to = offset.min(self.text.len());
        if to > self.at {
            let ends = memchr::memchr_iter(b'\n', &self.text[self.at..to]).count();
            self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
            self.at = to;
        }
    }
}

/// The id of a line.
pub fn line_id(line: u32) -> String {
    format!("l{line}")
}
