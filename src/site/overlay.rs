//! Search while drafting: segments that were made some time ago, and over them the notices that changed since.

use std::collections::HashMap;

use super::index::below_search;
use super::make::{MakeError, Sources};
use super::plan::Plan;
use super::record::Outcome;
use crate::archive::RowIndex;
use crate::search::index::{self, SegmentReport};
use crate::search::root::{self, Overlay};
use crate::text::fingerprint::Fingerprint;

/// The notices that segments were made of, by id, with what each was like.
pub type Indexed = HashMap<String, Fingerprint>;

/// What differs from the notices that segments were made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// The rows that are new or other than they were, newest first.
    pub changed: Vec<RowIndex>,
    /// The ids of notices that the segments must not show.
    pub hides: Vec<String>,
}

impl Plan<'_> {
    /// The notices that segments made now hold.
    pub fn indexed(&self) -> Indexed {
        let rows = self.listed.iter().map(|at| &self.inputs.archive.rows()[*at]);
        rows.map(|row| (row.id().to_owned(), row.fingerprint)).collect()
    }

    /// What changed since the segments over `indexed` were made.
    pub fn since(&self, indexed: &Indexed) -> Since {
        let archive = self.inputs.archive;
        let is_other = |at: &&RowIndex| {
            let row = &archive.rows()[**at];
            indexed.get(row.id()) != Some(&row.fingerprint)
        };
        let changed: Vec<RowIndex> = self.listed.iter().rev().filter(is_other).copied().collect();
        let is_listed = |id: &str| archive.find(id).is_some_and(|at| !archive.rows()[at].withdrawn);
        let gone = indexed.keys().filter(|id| !is_listed(id)).cloned();
        let replaced = changed.iter().map(|at| archive.rows()[*at].id()).filter(|id| indexed.contains_key(*id));
        let mut hides: Vec<String> = replaced.map(ToOwned::to_owned).chain(gone).collect();
        hides.sort();
        Since { changed, hides }
    }

    /// A segment of one notice, with its files.
    ///
    /// # Errors
    /// [`MakeError`], where its source is not what the plan was made from.
    pub fn segment_of_one(&self, at: RowIndex, sources: &dyn Sources) -> Result<(SegmentReport, Outcome), MakeError> {
        let mut outcome = Outcome::default();
        let mut sink = |file| outcome.files.push(below_search(file));
        let report = index::overlay_files(&self.notice_text(at, sources)?, self.inputs.tables, &mut sink);
        Ok((report, outcome))
    }

    /// The directory of segments, newest first, and how many pages it has; notices over them change nothing in it.
    pub fn search_directory(&self, segments: &[SegmentReport]) -> (Outcome, u32) {
        let mut outcome = Outcome::default();
        let mut sink = |file| outcome.files.push(below_search(file));
        let pages = root::directory_files(segments, &mut sink);
        (outcome, pages)
    }

    /// What stands beside a directory of so many `pages`: of the segments, newest first, and the notices over them.
    pub fn search_over(&self, segments: &[SegmentReport], overlay: &Overlay, pages: u32) -> Outcome {
        let mut outcome = Outcome::default();
        let mut sink = |file| outcome.files.push(below_search(file));
        root::over_files(segments, overlay, pages, self.inputs.tables, &mut sink);
        outcome
    }

    /// What stands over segments, newest first, and the notices over them.
    pub fn search_root(&self, segments: &[SegmentReport], overlay: &Overlay) -> Outcome {
        let mut outcome = Outcome::default();
        let mut sink = |file| outcome.files.push(below_search(file));
        root::files(segments, overlay, self.inputs.tables, &mut sink);
        outcome
    }
}
