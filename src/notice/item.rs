//! An item: one problem that an inspection found, and its status.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::deadline::Deadline;
use super::found::{Confidence, Found};
use super::status::Status;
use super::unit::UnitName;
use crate::text::fingerprint::Fingerprint;
use crate::text::hex;
use crate::text::span::Span;

/// The stable address of an item inside its notice's page: `i-` and 8 hexadecimal digits.
///
/// It is made of the notice's id, the item's title and its occurrence, not of its number, so that inserting an item
/// moves no link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Anchor(u32);

impl Anchor {
    /// The anchor of the `occurrence`-th item (from 0) whose title is `title`, blanks and punctuation aside.
    pub fn of(notice_id: &str, title: &str, occurrence: usize) -> Self {
        // Han characters are alphanumeric; this test is faster than the table
        let in_word = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric();
        let title: String = title.chars().filter(in_word).collect();
        let key = format!("{notice_id}\n{title}\n{occurrence}");
        let hash = *Fingerprint::of(key.as_bytes()).bytes();
        Self(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
    }

    /// The anchor written `i-` and 8 hexadecimal digits, with or without `#` before it.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#').strip_prefix("i-").filter(|digits| digits.len() == 8)?;
        hex::number(digits).map(Self)
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "i-{:08x}", self.0)
    }
}

/// The numbers that lead to an item as they are written, outermost first, its own last (absent where it has none).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Path(Box<str>);

/// Separates the numbers of a path; no notice contains it.
const SEPARATOR: char = '\u{1f}';

impl Path {
    /// The path of `numbers`; a number that is not written is `None`.
    pub fn new<'a>(numbers: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut path = String::new();
        for (at, number) in numbers.into_iter().enumerate() {
            if at > 0 {
                path.push(SEPARATOR);
            }
            path.push_str(number.unwrap_or_default());
        }
        Self(path.into())
    }

    /// The numbers, outermost first.
    pub fn numbers(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.split(SEPARATOR).map(|number| (!number.is_empty()).then_some(number))
    }

    /// The numbers of the headings above the item, in a form for comparison only.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once(SEPARATOR).map_or("", |(parent, _)| parent)
    }

    /// The item's own number as written.
    pub fn number(&self) -> Option<&str> {
        self.numbers().last().flatten()
    }
}

/// An item in the summary of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The numbers leading to it.
    pub path: Path,
    /// The title without the template around it (针对“…”问题的整改).
    pub title: Box<str>,
    /// The canonical status.
    pub status: Status,
    /// The status in the notice's own words.
    pub status_raw: Option<Box<str>>,
    /// Whether work continues although it is done.
    pub sustained: bool,
    /// Number of measures (一是, 二是, …) that its body counts.
    pub measures: u16,
    /// The line of its title, from 1.
    pub line: u32,
    /// Its address in the page.
    pub anchor: Anchor,
    /// Confidence that this is an item. One of low confidence is shown as 待确认 and counted nowhere.
    pub confidence: Confidence,
    /// The deadline (整改时限).
    pub deadline: Option<Found<Deadline>>,
    /// The unit or person responsible (责任单位, 责任领导), as written.
    pub responsible: Option<Found<Box<str>>>,
    /// The item's own unit, where one notice reports on several (a combined notice).
    pub unit: Option<Found<UnitName>>,
}

impl Item {
    /// Its number as written.
    pub fn number(&self) -> Option<&str> {
        self.path.number()
    }

    /// Whether it is certain enough to be counted.
    pub fn is_indexed(&self) -> bool {
        self.confidence != Confidence::Low
    }

    /// The same values and lines without spans (see [`super::Facts::without_spans`]).
    #[must_use]
    pub fn without_spans(&self) -> Self {
        let mut item = self.clone();
        let Self { deadline, responsible, unit, .. } = &mut item;
        let spans = [
            deadline.as_mut().map(|found| &mut found.span),
            responsible.as_mut().map(|found| &mut found.span),
            unit.as_mut().map(|found| &mut found.span),
        ];
        spans.into_iter().flatten().for_each(|span| *span = Span::default());
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_keep_written_and_absent_numbers() {
        let path = Path::new([Some("二、"), Some("（一）"), None]);
        assert_eq!(path.numbers().collect::<Vec<_>>(), [Some("二、"), Some("（一）"), None]);
        assert_eq!(path.number(), None);
    }

    #[test]
    fn anchors_depend_on_the_title_and_its_occurrence() {
        let anchor = |title| Anchor::of("n", title, 0);
        assert_eq!(anchor("学习 不够，深入"), anchor("学习不够深入"));
        assert_ne!(anchor("学习不够深入"), Anchor::of("n", "学习不够深入", 1));
        assert_eq!(anchor("学习").to_string().len(), 10);
        assert_eq!(Anchor::parse(&format!("#{}", anchor("学习"))), Some(anchor("学习")));
    }
}
