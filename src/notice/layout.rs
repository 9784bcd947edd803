//! The layout of a notice: the parts that its summary leaves out.

use serde::{Deserialize, Serialize};

use super::item::Item;
use super::outline::{Heading, Notice};
use super::summary::Summary;

/// The parts of a notice that its summary leaves out, so that its page needs no second reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    outline: Vec<Heading>,
    lines_are_paragraphs: bool,
    continued_lines: Vec<usize>,
    /// The items that are not certain enough for the summary, with their places among all items, ascending.
    uncertain: Vec<(usize, Item)>,
}

impl Notice {
    /// The parts that the summary of this notice leaves out.
    pub fn layout(&self) -> Layout {
        let uncertain = self.items.iter().cloned().enumerate().filter(|(_, item)| !item.is_indexed()).collect();
        Layout {
            outline: self.outline.clone(),
            lines_are_paragraphs: self.lines_are_paragraphs,
            continued_lines: self.continued_lines.clone(),
            uncertain,
        }
    }

    /// The notice that `summary` and `layout` are parts of.
    pub fn of_parts(summary: &Summary, layout: Layout) -> Self {
        let Summary { source, facts, links, body, .. } = summary.clone();
        let Layout { outline, lines_are_paragraphs, continued_lines, uncertain } = layout;
        let (mut certain, mut uncertain) = (summary.items.iter(), uncertain.into_iter().peekable());
        let items = (0..)
            .map_while(|place| match uncertain.next_if(|(at, _)| *at == place) {
                Some((_, item)) => Some(item),
                None => certain.next(),
            })
            .collect();
        Self { source, facts, items, outline, links, body, lines_are_paragraphs, continued_lines }
    }
}
