//! The search index as entries: segments from the texts of their notices, the root from what the segments report.

use rayon::prelude::*;

use super::entry::{Entry, What};
use super::key::Walk;
use super::make::{Made, MakeError, Sources};
use super::plan::Plan;
use super::record::Outcome;
use crate::archive::{Address, RowIndex};
use crate::notice::Kind;
use crate::search::cut::cut;
use crate::search::document::{Facet, Family, NoticeText};
use crate::search::excerpt;
use crate::search::index::{SegmentBuilder, SegmentReport};
use crate::search::root::{self, Overlay};
use crate::search::script::File;
use crate::search::tokens::Hash48;

/// So many texts are in memory at a time, and as many again.
const TEXTS: usize = 32;

impl Plan<'_> {
    pub(super) fn walk_segment(&self, place: usize, walk: &mut dyn Walk) {
        let segment = &self.segments()[place];
        walk.part("format", &root::VERSION, &[root::VERSION]);
        walk.part("name", &segment.name, segment.name.as_bytes());
        let words = Kind::ALL.map(|kind| self.kind_word(kind)).join("\n") + self.inputs.theme.text("undated");
        walk.part("words", &"facets", words.as_bytes());
        let rows = self.listed[segment.places.clone()].iter().map(|at| &self.inputs.archive.rows()[*at]);
        let prints: Vec<u8> = rows.flat_map(|row| *row.fingerprint.bytes()).collect();
        walk.part("texts", &segment.places.len(), &prints);
    }

    pub(super) fn walk_search_root(&self, made: &Made, walk: &mut dyn Walk) {
        walk.part("format", &root::VERSION, &[root::VERSION]);
        let notes = self.segments().iter().map(|segment| {
            made.record(&segment_address(&segment.name)).map(|record| record.note.as_slice()).unwrap_or_default()
        });
        let hashes: Vec<u8> = notes.flat_map(|note| *blake3::hash(note).as_bytes()).collect();
        walk.part("segments", &self.segments().len(), &hashes);
    }

    /// The lists of a segment, whose notices come newest first; some texts are folded while the next ones are read.
    pub(super) fn make_segment(&self, place: usize, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let segment = &self.segments()[place];
        let mut outcome = Outcome::default();
        let mut building = SegmentBuilder::new(&segment.name, &self.inputs.tables.folding);
        let places: Vec<RowIndex> = self.listed[segment.places.clone()].iter().rev().copied().collect();
        let read = |places: &[RowIndex]| -> Result<Vec<NoticeText>, MakeError> {
            places.par_iter().map(|at| self.notice_text(*at, sources)).collect()
        };
        let mut texts = Vec::new();
        for next in places.chunks(TEXTS).chain([[].as_slice()]) {
            let (next, ()) = rayon::join(|| read(next), || texts.iter().for_each(|text| building.add(text)));
            texts = next?;
        }
        let report = building.finish(&mut |file| outcome.files.push(below_search(file)));
        outcome.note = postcard::to_allocvec(&report).unwrap_or_default();
        Ok(outcome)
    }

    /// The files that hits in a notice are shown from.
    pub(super) fn excerpts(&self, at: RowIndex, text: &str) -> Vec<(String, Vec<u8>)> {
        let files = excerpt::files(&self.cut(at, text), &self.inputs.tables.characters);
        files.into_iter().map(below_search).collect()
    }

    /// What stands over the segments.
    pub(super) fn make_search_root(&self, made: &Made) -> Outcome {
        let report = |name: &str| -> Option<SegmentReport> {
            postcard::from_bytes(&made.record(&segment_address(name))?.note).ok()
        };
        let reports: Vec<SegmentReport> =
            self.segments().iter().rev().filter_map(|segment| report(&segment.name)).collect();
        let (segments, mut outcome) = self.search_segments(&reports);
        outcome.files.extend(self.search_under(&segments, &Overlay::default()).files);
        outcome
    }

    pub(super) fn make_folding(&self) -> Outcome {
        let (path, bytes) = below_search(root::folding_file(&self.inputs.tables.folding));
        Outcome::file(path, bytes)
    }

    /// What a file of search below a folder is made with: lists with their segment, excerpts with their notice.
    pub(super) fn find_in_search(&self, path: &str) -> Option<Entry> {
        let rest = path.strip_prefix("search/")?;
        if let Some(rest) = rest.strip_prefix("s/") {
            let name = rest.split('/').next()?;
            return Some(self.segment(self.segments().iter().position(|segment| segment.name == name)?));
        }
        let notice = rest.rsplit_once('-').filter(|_| rest.starts_with("x/"))?.0;
        let is_that = |at: &&RowIndex| {
            let path = excerpt::path(Hash48::of(self.inputs.archive.rows()[**at].id()), 0);
            path.rsplit_once('-').is_some_and(|(own, _)| own == notice)
        };
        let at = self.listed.iter().find(is_that)?;
        let address = self.inputs.archive.rows()[*at].address.clone();
        Some(Entry { address, what: What::Notice(*at) })
    }

    pub(super) fn notice_text(&self, at: RowIndex, sources: &dyn Sources) -> Result<NoticeText, MakeError> {
        Ok(self.cut(at, &self.text(sources, &self.inputs.archive.rows()[at].summary)?))
    }

    fn cut(&self, at: RowIndex, text: &str) -> NoticeText {
        let row = &self.inputs.archive.rows()[at];
        cut(&row.summary, text, &row.address.file(), self.facets(at))
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
        let year = row.day().map(|day| format!("{:04}", day.year()));
        let year = Facet {
            family: Family::Year,
            label: year.clone().unwrap_or_else(|| self.inputs.theme.text("undated").to_owned()),
            key: year.unwrap_or_else(unstated),
        };
        let kind = row.summary.facts.kind();
        let kind = Facet { family: Family::Kind, key: kind.label().to_owned(), label: self.kind_word(kind) };
        units.chain(round).chain([year, kind]).collect()
    }

    /// A kind in the site's language.
    fn kind_word(&self, kind: Kind) -> String {
        self.inputs.theme.text(&format!("kind_{}", kind.label())).to_owned()
    }
}

/// A file of the index in the site.
pub(super) fn below_search(file: File) -> (String, Vec<u8>) {
    (format!("search/{}", file.path), file.bytes)
}

/// Where a segment's own files lie.
pub(super) fn segment_address(name: &str) -> Address {
    Address::new(format!("search/s/{name}/"))
}
