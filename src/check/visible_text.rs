//! The visible text of a source: without marks of emphasis and escapes, with characters instead of references to them.
//! Offsets can be mapped back to the source.

use crate::text::han::sparse_chars;
use crate::text::markup::reference;
use crate::text::span::Span;

/// Longest mark of emphasis. Longer runs of stars are a mask: 138****5678.
const LONGEST_EMPHASIS: usize = 3;
/// Invisible characters.
const INVISIBLE: [char; 6] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{ad}', '\u{feff}'];

/// Text as a page shows it.
pub struct VisibleText {
    text: String,
    stretches: Vec<VisibleStretch>,
}

/// Text that is the same in the source, or a single character that is written as a reference.
#[derive(Clone, Copy)]
struct VisibleStretch {
    shown: usize,
    source: usize,
    /// Length of the reference; 0 for text.
    reference: usize,
}

impl VisibleText {
    /// The visible text of `words`.
    pub fn of(words: &str) -> Self {
        let mut shown = Self { text: String::with_capacity(words.len()), stretches: Vec::new() };
        let mut at = 0;
        while at < words.len() {
            let special = |c: &char| matches!(c, '*' | '~' | '\\' | '&') || INVISIBLE.contains(c);
            let next = sparse_chars(&words[at..]).find(|(_, c)| special(c));
            let end = next.map_or(words.len(), |(len, _)| at + len);
            shown.push(at, &words[at..end], 0);
            at = end + shown.special(words, end);
        }
        shown
    }

    /// Text that is shown as it is written.
    pub fn as_written(words: &str) -> Self {
        let mut shown = Self { text: String::new(), stretches: Vec::new() };
        shown.push(0, words, 0);
        shown
    }

    /// Adds the escape, reference or mark at `at`, if there is one. Returns its length.
    fn special(&mut self, words: &str, at: usize) -> usize {
        let rest = &words[at..];
        let Some(first) = rest.chars().next() else { return 0 };
        let run = match first {
            '*' | '~' => rest.chars().take_while(|c| *c == first).count(),
            _ => 1,
        };
        match first {
            '*' if run <= LONGEST_EMPHASIS => run,
            '~' if run == 2 => run,
            '*' | '~' => {
                self.push(at, &rest[..run], 0);
                run
            }
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                self.push(at + 1, &rest[1..2], 0);
                2
            }
            '&' => match reference(rest) {
                Some((c, len)) => {
                    if !INVISIBLE.contains(&c) {
                        self.push(at, c.encode_utf8(&mut [0; 4]), len);
                    }
                    len
                }
                None => {
                    self.push(at, "&", 0);
                    1
                }
            },
            c if INVISIBLE.contains(&c) => c.len_utf8(),
            c => {
                self.push(at, &rest[..c.len_utf8()], 0);
                c.len_utf8()
            }
        }
    }

    fn push(&mut self, source: usize, words: &str, reference: usize) {
        if !words.is_empty() {
            self.stretches.push(VisibleStretch { shown: self.text.len(), source, reference });
            self.text.push_str(words);
        }
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The span in the source of a span of the visible text, which must not be empty.
    pub fn span(&self, shown: Span) -> Span {
        let stretch = |at: usize| {
            let place = self.stretches.partition_point(|stretch| stretch.shown <= at);
            self.stretches.get(place.saturating_sub(1)).copied()
        };
        let start = stretch(shown.start).map_or(shown.start, |stretch| stretch.source + shown.start - stretch.shown);
        let end = stretch(shown.end.saturating_sub(1)).map_or(shown.end, |stretch| match stretch.reference {
            0 => stretch.source + shown.end - stretch.shown,
            length => stretch.source + length,
        });
        Span::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_text_is_mapped_back_to_the_source() {
        for (source, text, digits) in [
            ("号110**105**1", "号1101051", "110**105**1"),
            ("号1&#49;&#x32;号", "号112号", "1&#49;&#x32;"),
            ("号1\\-2~~3~~", "号1-23", "1\\-2~~3"),
            ("号1\u{200b}2&shy;3", "号123", "1\u{200b}2&shy;3"),
            ("138****5678 & ~", "138****5678 & ~", "138****5678"),
        ] {
            let shown = VisibleText::of(source);
            assert_eq!(shown.text(), text);
            let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
            let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
            assert_eq!(shown.span(Span::new(start, end)).of(source), digits);
        }
    }
}
