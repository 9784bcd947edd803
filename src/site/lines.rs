//! Source line of every block of a notice's page, for links from a page to an editor.

use std::collections::BTreeMap;

use super::plan::Plan;
use crate::archive::RowIndex;
use crate::pages::sources::{MakeError, Sources, source_text};
use crate::read;
use crate::render::html::{self, BodyContext, BodyWords, LinkTarget};

pub use html::BLOCKS;

impl Plan<'_> {
    /// The line of every block in a notice's body, in the order of the page.
    ///
    /// # Errors
    /// [`MakeError`] if the source changed after it was planned.
    pub fn block_lines(&self, at: RowIndex, sources: &dyn Sources) -> Result<Vec<u32>, MakeError> {
        let row = &self.inputs.archive.rows()[at];
        let text = source_text(sources, &row.summary)?;
        let notice = read::read(&row.summary.source, &text).notice;
        let words = BodyWords::default();
        let resolve = |_: &str| LinkTarget::Text;
        let context = BodyContext { resolve: &resolve, traced: &[], words: &words, notes: &BTreeMap::new() };
        Ok(html::body(&notice, &text, &context).block_lines)
    }
}
