//! The title that the front matter states: read from its value as YAML gives it, placed in the source again.
//!
//! YAML may fold, quote, escape or comment the source, so words of the value are searched for in the source. If
//! they are not there, their span is that of the whole value.

use std::ops::Range;

use super::lay_out;
use super::text_layout::TextLayout;
use super::title_marks;
use crate::notice::{Confidence, Found, Origin};
use crate::text::lines::Lines;
use crate::text::normal::Normal;
use crate::text::pairs;
use crate::text::span::Span;

/// The title of the front matter, laid out by itself.
pub struct FrontTitle<'a> {
    /// Its words; the places of their layout are not those of the source.
    pub page: TextLayout<'a>,
    /// Where it is written.
    span: Span,
    source: &'a str,
    lines: Lines<'a>,
}

impl<'a> FrontTitle<'a> {
    /// The title that `title` states in `source`; nothing where the source does not hold it.
    pub fn of(source: &'a str, title: Option<&'a Found<String>>) -> Option<Self> {
        let title = title.filter(|title| !title.span.is_empty())?;
        let bare = title_marks::bare(&title.value);
        let page = lay_out::lay_out(&title.value, Span::new(bare.start, bare.end));
        Some(Self { page, span: title.span, source, lines: Lines::of(source) })
    }

    /// A value read from a range of the title's layout.
    pub fn found<T>(&self, value: T, from: Origin, confidence: Confidence, range: &Range<usize>) -> Found<T> {
        let words = self.page.normal.span(range).of(self.page.source);
        let at = self.span.of(self.source).find(words).filter(|_| !words.is_empty());
        let start = self.span.start + at.unwrap_or_default();
        let span = if at.is_some() { Span::new(start, start + words.len()) } else { self.span };
        Found::stated(value, from, self.lines.line_of(span.start), span).with_confidence(confidence)
    }

    /// All of the title, as a range of its layout.
    pub fn whole(&self) -> Range<usize> {
        0..self.page.normal.text().len()
    }
}

/// Marks that people put around a title.
const AROUND: [[char; 2]; 2] = [['《', '》'], ['〈', '〉']];

/// A title on one line, without the blanks between Han characters and without marks around all of it.
pub fn tidied(title: &str) -> String {
    let joined: String = title.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let bare = AROUND.iter().find_map(|marks| pairs::inside(joined.trim(), *marks)).unwrap_or(joined.trim());
    let twin = Normal::of(bare, Span::new(0, bare.len()), &[]);
    twin.source_text(bare, &(0..twin.text().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_put_on_one_line_without_marks_around_them() {
        let cases = [
            ("青禾区水务局\n  关于巡察整改的通报\n", "青禾区水务局关于巡察整改的通报"),
            ("《青禾区水务局关于巡察整改的通报》", "青禾区水务局关于巡察整改的通报"),
            ("《办法》执行情况和《细则》", "《办法》执行情况和《细则》"),
            ("关于《青禾区〈办法〉》整改情况的通报", "关于《青禾区〈办法〉》整改情况的通报"),
            ("Report on\ninspection", "Report on inspection"),
        ];
        for (title, expected) in cases {
            assert_eq!(tidied(title), expected, "{title}");
        }
    }
}
