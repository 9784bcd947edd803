//! The search index as entries: segments from the texts of their notices, the root from what the segments report.

use super::key::Walk;
use super::make::{Made, MakeError, Sources};
use super::plan::Plan;
use super::record::Outcome;
use crate::archive::{Address, RowIndex};
use crate::search::cut::cut;
use crate::search::document::{Facet, Family, NoticeText};
use crate::search::excerpt;
use crate::search::index::{self, SegmentReport};
use crate::search::root::{self, Overlay};
use crate::search::script::File;
use crate::search::tokens::Hash48;

impl Plan<'_> {
    pub(super) fn walk_segment(&self, place: usize, walk: &mut dyn Walk) {
        let segment = &self.segments[place];
        walk.part("format", &root::VERSION, &[root::VERSION]);
        walk.part("name", &segment.name, segment.name.as_bytes());
        self.walk_rows(&self.listed[segment.places.clone()], walk);
    }

    pub(super) fn walk_search_root(&self, made: &Made, walk: &mut dyn Walk) {
        walk.part("format", &root::VERSION, &[root::VERSION]);
        let notes = self.segments.iter().map(|segment| {
            made.record(&segment_address(&segment.name)).map(|record| record.note.as_slice()).unwrap_or_default()
        });
        let hashes: Vec<u8> = notes.flat_map(|note| *blake3::hash(note).as_bytes()).collect();
        walk.part("segments", &self.segments.len(), &hashes);
    }

    /// The files of a segment, its notices newest first, one text in memory at a time.
    pub(super) fn make_segment(&self, place: usize, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let segment = &self.segments[place];
        let mut outcome = Outcome::default();
        let mut failed = None;
        let rows = self.listed[segment.places.clone()].iter().rev();
        let texts = rows.map_while(|at| match self.notice_text(*at, sources) {
            Ok(text) => Some(text),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
        let mut sink = |file: File| outcome.files.push((format!("search/{}", file.path), file.bytes));
        let report = index::segment_files(&segment.name, texts, self.inputs.tables, &mut sink);
        outcome.note = postcard::to_allocvec(&report).unwrap_or_default();
        failed.map_or(Ok(outcome), Err)
    }

    /// What stands over the segments.
    pub(super) fn make_search_root(&self, made: &Made) -> Outcome {
        let report = |name: &str| -> Option<SegmentReport> {
            postcard::from_bytes(&made.record(&segment_address(name))?.note).ok()
        };
        let reports: Vec<SegmentReport> =
            self.segments.iter().rev().filter_map(|segment| report(&segment.name)).collect();
        self.search_root(&reports, &Overlay::default())
    }

    pub(super) fn make_folding(&self) -> Outcome {
        let file = root::folding_file(&self.inputs.tables.folding);
        Outcome::file(format!("search/{}", file.path), file.bytes)
    }

    /// The segment that a file of search belongs to: its lists lie below its own folder, its excerpts under the hash
    /// of their notice.
    pub(super) fn segment_of(&self, path: &str) -> Option<usize> {
        let rest = path.strip_prefix("search/")?;
        if let Some(rest) = rest.strip_prefix("s/") {
            let name = rest.split('/').next()?;
            return self.segments.iter().position(|segment| segment.name == name);
        }
        let notice = rest.rsplit_once('-').filter(|_| rest.starts_with("x/"))?.0;
        let is_that = |at: &RowIndex| {
            let path = excerpt::path(Hash48::of(self.inputs.archive.rows()[*at].id()), 0);
            path.rsplit_once('-').is_some_and(|(own, _)| own == notice)
        };
        let place = self.listed.iter().position(is_that)?;
        self.segments.iter().position(|segment| segment.places.contains(&place))
    }

    pub(super) fn notice_text(&self, at: RowIndex, sources: &dyn Sources) -> Result<NoticeText, MakeError> {
        let row = &self.inputs.archive.rows()[at];
        let text = self.text(sources, &row.summary)?;
        let notice = super::notice::notice(sources, &row.summary, &text);
        Ok(cut(&notice, &text, &row.address.file(), self.facets(at)))
    }

    fn facets(&self, at: RowIndex) -> Vec<Facet> {
        let archive = self.inputs.archive;
        let row = &archive.rows()[at];
        let unstated = || "unstated".to_owned();
        let units = archive.units_of(at).into_iter().map(|group| Facet {
            family: Family::Unit,
            key: group.key.as_ref().map_or_else(unstated, ToString::to_string),
            label: group.name.clone(),
        });
        let round = archive.round_of(at).map(|group| Facet {
            family: Family::Round,
            key: group.key.as_ref().map_or_else(unstated, ToString::to_string),
            label: group.label.clone(),
        });
        let year = row.day().map_or_else(unstated, |day| format!("{:04}", day.year()));
        let year = Facet::plain(Family::Year, year);
        let kind = Facet::plain(Family::Kind, row.summary.facts.kind().label());
        units.chain(round).chain([year, kind]).collect()
    }
}

/// Where a segment's own files lie.
pub(super) fn segment_address(name: &str) -> Address {
    Address::new(format!("search/s/{name}/"))
}
