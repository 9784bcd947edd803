//! Which line of its source every block of a notice's page was written in, for the way back from a page to an editor.

use std::collections::BTreeMap;

use super::plan::Plan;
use crate::archive::RowIndex;
use crate::pages::made::{MakeError, Sources, source_text};
use crate::read;
use crate::render::html::{self, LinkTarget, Setting, Words};

/// The elements that hold words, in the order of the page; whoever counts them on a page counts the same ones.
pub const BLOCKS: [&str; 11] = ["p", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "pre", "caption"];

impl Plan<'_> {
    /// The line of every block in a notice's body, in the order of the page; 0 where none is known.
    ///
    /// # Errors
    /// [`MakeError`], where the source is not what the plan was made from.
    pub fn block_lines(&self, at: RowIndex, sources: &dyn Sources) -> Result<Vec<u32>, MakeError> {
        let row = &self.inputs.archive.rows()[at];
        let text = source_text(sources, &row.summary)?;
        let notice = read::read(&row.summary.source, &text).notice;
        let written = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        let traced: Vec<u32> = written.map(|(_, number)| number).collect();
        let words = Words::default();
        let resolve = |_: &str| LinkTarget::Text;
        Ok(lines(&html::body(
            &notice,
            &text,
            &Setting { resolve: &resolve, traced: &traced, words: &words, notes: &BTreeMap::new() },
        )))
    }
}

/// Reads the ids of lines off a body in which every line has one.
fn lines(html: &str) -> Vec<u32> {
    let mut lines: Vec<u32> = Vec::new();
    let mut is_open = false;
    let mut before = 0;
    for piece in html.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        if BLOCKS.contains(&tag.split(' ').next().unwrap_or_default()) {
            lines.push(before);
            is_open = true;
        }
        let id = tag.split_once(" id=\"l").and_then(|(_, rest)| rest.split('"').next());
        if let Some(line) = id.and_then(|digits| digits.parse().ok()) {
            before = line;
            // of several lines in front of the first word the last is the block's own
            if let Some(last) = lines.last_mut().filter(|_| is_open) {
                *last = line;
            }
        }
        is_open &= words.trim().is_empty();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_its_own_line_or_the_one_before() {
        let html = "<section id=\"s-1\"><h2 id=\"l3\">一</h2><p id=\"l5\">甲<a id=\"l6\"></a>乙</p><p>丙</p><p><a id=\"l9\"></a>丁</p></section>";
        assert_eq!(lines(html), [3, 5, 6, 9]);
    }
}
