//! Lengths as CSS writes them.

/// Words of this size in pixels or points, or smaller, cannot be read.
pub const UNREADABLE: f64 = 1.0;
/// An element that is moved this many pixels to the left or up is outside the page.
const OFF_PAGE: f64 = -500.0;
/// Pixels in an em and in other units, near enough.
const PIXELS: [(&str, f64); 10] = [
    ("px", 1.0),
    ("pt", 1.33),
    ("rem", 16.0),
    ("em", 16.0),
    ("ex", 8.0),
    ("in", 96.0),
    ("cm", 37.8),
    ("mm", 3.78),
    ("pc", 16.0),
    ("ch", 8.0),
];
/// In percent of the element around: moved by its whole width or more.
const WHOLE: f64 = -100.0;

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length<'a> {
    /// The number.
    pub number: f64,
    /// The unit in lower case; empty without one.
    pub unit: &'a str,
}

impl<'a> Length<'a> {
    /// Reads a length.
    pub fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(text.len());
        Some(Self { number: text[..end].parse().ok()?, unit: text[end..].trim() })
    }

    /// The length in pixels; `None` for a share of another length.
    pub fn pixels(self) -> Option<f64> {
        let plain = self.unit.is_empty().then_some(1.0);
        let factor = PIXELS.iter().find(|(unit, _)| *unit == self.unit).map(|(_, factor)| *factor).or(plain)?;
        Some(self.number * factor)
    }

    /// Whether an element moved by this length is outside the page.
    pub fn is_off_page(self) -> bool {
        match self.unit {
            "%" | "vw" | "vh" => self.number <= WHOLE,
            _ => self.pixels().is_some_and(|pixels| pixels <= OFF_PAGE),
        }
    }

    /// Whether an element of this length shows nothing.
    pub fn is_nothing(self) -> bool {
        self.number == 0.0 || self.pixels().is_some_and(|pixels| pixels <= UNREADABLE)
    }
}
