//! Positions as editors count them: lines from 0, characters in UTF-16 units.

use serde_json::{Value, json};

use crate::text::lines::Lines;
use crate::text::span::Span;

/// A text and its lines, to turn offsets into positions and back.
pub struct Positions<'a> {
    text: &'a str,
    lines: Lines<'a>,
}

impl<'a> Positions<'a> {
    /// The positions of `text`.
    pub fn of(text: &'a str) -> Self {
        Self { text, lines: Lines::of(text) }
    }

    /// The position of a byte offset.
    pub fn position(&self, offset: usize) -> Value {
        let line = self.lines.line_of(offset);
        let start = self.lines.span_of(line).start;
        let before = self.text.get(start..offset.clamp(start, self.text.len())).unwrap_or_default();
        json!({ "line": line - 1, "character": before.encode_utf16().count() })
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Value {
        json!({ "start": self.position(span.start), "end": self.position(span.end.max(span.start)) })
    }

    /// Byte offset of a position; the line's end if the line is shorter, `None` if it is not a position.
    pub fn offset(&self, position: &Value) -> Option<usize> {
        let line = usize::try_from(position.get("line")?.as_u64()?).ok()?;
        let character = usize::try_from(position.get("character")?.as_u64()?).ok()?;
        let span = self.lines.span_of(line.checked_add(1)?);
        let mut units = 0;
        for (at, c) in span.of(self.text).char_indices() {
            if units >= character {
                return Some(span.start + at);
            }
            units += c.len_utf16();
        }
        Some(span.end)
    }

    /// The span of a range.
    pub fn span(&self, range: &Value) -> Option<Span> {
        Some(Span::new(self.offset(range.get("start")?)?, self.offset(range.get("end")?)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn astral_characters_are_two_units() {
        let text = "甲\r\n乙𠮷丙\n";
        let positions = Positions::of(text);
        let at = text.find('丙').unwrap_or_default();
        assert_eq!(positions.position(at), json!({ "line": 1, "character": 3 }));
        assert_eq!(positions.offset(&json!({ "line": 1, "character": 3 })), Some(at));
        assert_eq!(positions.offset(&json!({ "line": 0, "character": 9 })), Some("甲".len()));
        assert_eq!(positions.offset(&json!({ "line": -1, "character": 0 })), None);
    }
}
