//! A title's words on one line, however many lines it is broken over.

use std::ops::Range;

use super::front_title::FrontTitle;
use super::text_layout::TextLayout;
use crate::notice::{Confidence, Found, Origin};

/// Marks at the ends of a title's lines, of which only the first is without.
pub(super) const LINE_MARKS: [char; 3] = ['#', ' ', '\u{3000}'];

/// A title's words on one line, however many it is broken over.
pub(super) struct OneLine<'a> {
    page: &'a TextLayout<'a>,
    /// The title of the front matter, where `page` is its layout.
    front: Option<&'a FrontTitle<'a>>,
    pub(super) words: String,
    /// Where each byte of the words is in the normalised text.
    places: Vec<usize>,
}

impl<'a> OneLine<'a> {
    pub(super) fn of(page: &'a TextLayout<'a>, range: Range<usize>) -> Self {
        let text = page.normal.of_range(&range);
        let (mut words, mut places, mut at) = (String::new(), Vec::new(), range.start);
        for line in text.split_inclusive('\n') {
            let bare = line.trim_matches(['\n']).trim_matches(LINE_MARKS);
            let start = at + line.find(bare).unwrap_or_default();
            words.push_str(bare);
            places.extend(start..start + bare.len());
            at += line.len();
        }
        Self { page, front: None, words, places }
    }

    /// The title of the front matter on one line.
    pub(super) fn of_front(title: &'a FrontTitle<'a>) -> Self {
        Self { front: Some(title), ..Self::of(&title.page, title.whole()) }
    }

    fn place(&self, at: &Range<usize>) -> Range<usize> {
        let start = self.places.get(at.start).copied().unwrap_or_default();
        start..at.end.checked_sub(1).and_then(|last| self.places.get(last)).map_or(start, |last| last + 1)
    }

    /// The words of a range as the source shows them.
    pub(super) fn shown(&self, at: &Range<usize>) -> String {
        self.page.shown(&self.place(at)).split('\n').map(|line| line.trim_matches(LINE_MARKS)).collect()
    }

    pub(super) fn found<T>(&self, value: T, at: &Range<usize>) -> Found<T> {
        let place = self.place(at);
        match self.front {
            Some(title) => title.found(value, Origin::Structure, Confidence::High, &place),
            None => self.page.found(value, Origin::Structure, Confidence::High, &place),
        }
    }
}
