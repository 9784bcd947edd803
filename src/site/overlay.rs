//! Search in the live preview: which notices changed since the segments were built.

use std::collections::HashMap;

use super::plan::Plan;
use crate::archive::RowIndex;
use crate::pages::segment::{in_search_folder, notice_text};
use crate::pages::{MakeError, Outcome, Sources};
use crate::search::index::{self, SegmentReport};
use crate::text::fingerprint::Fingerprint;

/// The notices in the segments, oldest first, with their hashes.
#[derive(Clone, Debug, Default)]
pub struct IndexedNotices {
    ids: Vec<String>,
    fingerprints: Vec<Fingerprint>,
    /// Position of an id in `ids`.
    positions: HashMap<String, usize>,
}

/// Difference between the segments and the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverlayChanges {
    /// Rows that are new or changed, newest first.
    pub changed: Vec<RowIndex>,
    /// Ids of notices in the segments that must be hidden.
    pub hides: Vec<String>,
}

impl Plan<'_> {
    /// The notices that segments built now would hold.
    pub fn indexed(&self) -> IndexedNotices {
        let rows = || self.inputs.listed().iter().map(|at| &self.inputs.archive.rows()[*at]);
        let ids: Vec<String> = rows().map(|row| row.id().to_owned()).collect();
        let positions = ids.iter().cloned().zip(0..).collect();
        IndexedNotices { ids, fingerprints: rows().map(|row| row.fingerprint).collect(), positions }
    }

    /// Changes since the segments over `indexed` were built. Walks both lists in step, since nearly all notices
    /// are unchanged and in the same order.
    pub fn changes_since(&self, indexed: &IndexedNotices) -> OverlayChanges {
        let IndexedNotices { ids, fingerprints, positions } = indexed;
        let mut is_kept = vec![false; ids.len()];
        let (mut changed, mut next) = (Vec::new(), 0);
        for at in self.inputs.listed() {
            let row = &self.inputs.archive.rows()[*at];
            if fingerprints.get(next) != Some(&row.fingerprint) {
                next = positions.get(row.id()).copied().unwrap_or(next);
            }
            if fingerprints.get(next) == Some(&row.fingerprint) {
                is_kept[next] = true;
                next += 1;
            } else {
                changed.push(*at);
            }
        }
        changed.reverse();
        let mut hides: Vec<String> =
            ids.iter().zip(is_kept).filter(|(_, is_kept)| !is_kept).map(|(id, _)| id.clone()).collect();
        hides.sort();
        OverlayChanges { changed, hides }
    }

    /// A segment of one notice, with its files.
    ///
    /// # Errors
    /// [`MakeError`] if the source changed after it was planned.
    pub fn segment_of_one(&self, at: RowIndex, sources: &dyn Sources) -> Result<(SegmentReport, Outcome), MakeError> {
        let mut outcome = Outcome::default();
        let mut sink = |file| outcome.files.push(in_search_folder(file));
        let report = index::overlay_files(&notice_text(&self.inputs, at, sources)?, self.inputs.tables, &mut sink);
        Ok((report, outcome))
    }
}
