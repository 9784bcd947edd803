//! A notice as it was read: its facts, items and outline, with the places of all of them in the source.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::item::Item;
use super::source::SourcePath;
use crate::text::span::Span;

/// A notice that was read from one source. Reading never fails, so every text gives one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Its source file.
    pub source: SourcePath,
    /// The facts it states about itself.
    pub facts: Facts,
    /// Its items in order.
    pub items: Vec<Item>,
    /// Its headings in order: parts, groups, items, others.
    pub outline: Vec<Heading>,
    /// Images, attachments and links in order.
    pub links: Vec<Link>,
    /// The body: the text after the front matter.
    pub body: Span,
    /// Whether each line of a paragraph is a paragraph of its own, as in text that came from a word processor;
    /// otherwise lines of a paragraph are joined as Markdown does.
    pub lines_are_paragraphs: bool,
    /// Where lines are paragraphs: offsets of the lines that continue the line before, because that line ends with a
    /// comma or inside a quote.
    pub continued_lines: Vec<usize>,
}

impl Notice {
    /// Whether the line that starts at `start` in the source is a paragraph of its own.
    pub fn is_paragraph(&self, start: usize) -> bool {
        self.lines_are_paragraphs && self.continued_lines.binary_search(&start).is_err()
    }

    /// The item that begins with `heading`, if it is the heading of an item.
    pub fn item_of(&self, heading: &Heading) -> Option<&Item> {
        heading.role.item_index().and_then(|index| self.items.get(index))
    }

    /// The items in order and the stretch of the source each takes, none overlapping another. A group's heading belongs
    /// to the group's first item.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut group = None;
        for heading in &self.outline {
            match heading.role {
                HeadingRole::Group => group = group.or(Some(heading.span.start)),
                HeadingRole::Item(item) => {
                    let start = group.take().unwrap_or(heading.span.start).min(heading.span.start);
                    let floor = stretches.last_mut().map_or(self.body.start, |Stretch { span: before, .. }| {
                        before.end = before.end.min(start).max(before.start);
                        before.end
                    });
                    let start = start.max(floor);
                    let end = heading.extent.end.clamp(start, self.body.end.max(start));
                    stretches.push(Stretch { item, span: Span::new(start, end) });
                }
                HeadingRole::Part(_) | HeadingRole::Other => group = None,
            }
        }
        stretches
    }
}

/// The part of the source that belongs to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The item's place among the notice's items.
    pub item: usize,
    /// From its heading, or its group's, to the next item's.
    pub span: Span,
}

/// Topic of a part of a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Before the first part.
    Lead,
    /// 组织, 主要做法, 责任落实
    Organisation,
    /// The problems, item by item.
    Items,
    /// 下一步
    Next,
    /// Anything else.
    #[default]
    Other,
}

/// Role of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingRole {
    /// A part of the notice.
    Part(Part),
    /// An aspect or another group of items.
    Group,
    /// The item at this place of [`Notice::items`].
    Item(usize),
    /// A heading that only orders prose.
    Other,
}

impl HeadingRole {
    /// The index of its item among [`Notice::items`]; `None` if it is not the heading of an item.
    pub const fn item_index(self) -> Option<usize> {
        match self {
            Self::Item(index) => Some(index),
            Self::Part(_) | Self::Group | Self::Other => None,
        }
    }
}

/// A heading, a numbered line, a bold line or a table row that the outline is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The heading's own words in the source, its number included; starts where its block (or line, or row) starts,
    /// Markdown marks included, and ends before text that runs on in the same line.
    pub span: Span,
    /// Everything under it, itself included, up to the next heading of the same or a higher level.
    pub extent: Span,
    /// Depth in the outline, from 1.
    pub level: u8,
    /// The number as written: `（一）`.
    pub number: Option<String>,
    /// The words without number; for an item its title without the template.
    pub title: String,
    /// Its role.
    pub role: HeadingRole,
    /// Whether text follows it in the same line.
    pub run_in: bool,
    /// The span of the words that state the item's status, label included, where there are any.
    pub status_span: Option<Span>,
}

/// A link or image in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its target as written, with percent-escapes decoded.
    pub target: String,
    /// Its place in the source.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
}
