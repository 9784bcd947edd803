//! The search index: segments made from the texts of notices (`search/s/<name>/`), the files shared by all segments
//! (`search/root.js`, `search/facets.js`, `search/d/`), and the folding table (`search/fold.js`).

use rayon::prelude::*;

use super::entry::{Entry, InSitemap, MakeContext, PageKind, Stage, Weight};
use super::facets;
use super::inputs::Inputs;
use super::key::Walk;
use super::record::{Outcome, Records};
use super::sources::{MakeError, Sources, source_text};
use super::view::single_entry;
use crate::archive::{Address, RowIndex};
use crate::search::cut::cut;
use crate::search::document::{NewerNotice, NoticeText};
use crate::search::excerpt;
use crate::search::index::{SegmentBuilder, SegmentReport};
use crate::search::root::{self, Overlay, Segments};
use crate::search::script::{self, IndexFile};
use crate::search::tokens::Hash48;

/// Texts read in one batch. Two batches are in memory: one is indexed while the next is read. Not measured.
const BATCH: usize = 32;

/// A segment of the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentFiles {
    /// Its index among [`Inputs::segments`], the oldest first.
    pub index: usize,
}

impl SegmentFiles {
    /// The entry of the segment at `index`.
    pub fn entry(inputs: &Inputs<'_>, index: usize) -> Entry {
        Entry::new(segment_address(&inputs.segments()[index].name), Self { index })
    }

    /// Its rows, oldest first.
    fn rows<'a>(self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        &inputs.listed()[inputs.segments()[self.index].range.clone()]
    }
}

impl PageKind for SegmentFiles {
    const ADDRESS_PREFIX: &'static str = "search/s/";
    const WEIGHT: Weight = Weight::Segment;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        std::iter::once(()).flat_map(|()| 0..inputs.segments().len()).map(|index| Self::entry(inputs, index))
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let name = path.strip_prefix(Self::ADDRESS_PREFIX)?.split('/').next()?;
        let index = inputs.segments().iter().position(|segment| segment.name == name)?;
        Some(Self::entry(inputs, index))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let inputs = context.inputs;
        let segment = &inputs.segments()[self.index];
        walk.part("format", &script::VERSION, &[script::VERSION]);
        walk.part("name", &segment.name, segment.name.as_bytes());
        walk.part("words", &"facets", facets::words(inputs).as_bytes());
        let rows = self.rows(inputs).iter().map(|at| &inputs.archive.rows()[*at]);
        let hashes: Vec<u8> = rows.flat_map(|row| *row.fingerprint.bytes()).collect();
        walk.part("texts", &segment.range.len(), &hashes);
    }

    /// Indexes the notices from the newest to the oldest; a batch of texts is indexed while the next one is read.
    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let inputs = context.inputs;
        let segment = &inputs.segments()[self.index];
        let mut outcome = Outcome::default();
        let mut builder = SegmentBuilder::new(&segment.name, &inputs.tables.folding);
        let newest_first: Vec<RowIndex> = self.rows(inputs).iter().rev().copied().collect();
        let read = |rows: &[RowIndex]| -> Result<Vec<NoticeText>, MakeError> {
            rows.par_iter().map(|at| notice_text(inputs, *at, sources)).collect()
        };
        let mut texts = Vec::new();
        for next in newest_first.chunks(BATCH).chain([[].as_slice()]) {
            let (next, ()) = rayon::join(|| read(next), || texts.iter().for_each(|text| builder.add(text)));
            texts = next?;
        }
        let report = builder.finish(&mut |file| outcome.files.push(in_search_folder(file)));
        outcome.note = postcard::to_allocvec(&report).unwrap_or_default();
        Ok(outcome)
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// The files shared by all segments, made from the reports of the segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchRoot;

impl PageKind for SearchRoot {
    const ADDRESS_PREFIX: &'static str = "search/";
    const STAGE: Stage = Stage::Second;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry("search/root.js", Self)
    }

    fn find(_inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let is_own = matches!(path, "search/root.js" | "search/facets.js") || path.starts_with("search/d/");
        single_entry("search/root.js", Self).find(|_| is_own)
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let segments = context.inputs.segments();
        walk.part("format", &script::VERSION, &[script::VERSION]);
        let reports = segments.iter().map(|segment| report_bytes(context.records, &segment.name));
        let hashes: Vec<u8> = reports.flat_map(|report| *blake3::hash(report).as_bytes()).collect();
        walk.part("segments", &segments.len(), &hashes);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let inputs = context.inputs;
        let report =
            |name: &str| -> Option<SegmentReport> { postcard::from_bytes(report_bytes(context.records, name)).ok() };
        let reports: Vec<SegmentReport> =
            inputs.segments().iter().rev().filter_map(|segment| report(&segment.name)).collect();
        let (segments, mut outcome) = combine_segments(&reports);
        outcome.files.extend(root_files(inputs, &segments, &Overlay::default()).files);
        Ok(outcome)
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// The folding table of search, which depends on this program only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldingTable;

impl PageKind for FoldingTable {
    const ADDRESS_PREFIX: &'static str = "search/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry("search/fold.js", Self)
    }

    fn walk(&self, _context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk.part("format", &"fold", &[script::VERSION]);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let (path, bytes) = in_search_folder(root::folding_file(&context.inputs.tables.folding));
        Ok(Outcome::file(path, bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// The recorded report of a segment; empty if it has not been made.
fn report_bytes<'a>(records: &'a Records, name: &str) -> &'a [u8] {
    records.record(&segment_address(name)).map(|record| record.note.as_slice()).unwrap_or_default()
}

/// Combines the reports of segments, newest first, and makes their directory.
pub fn combine_segments(reports: &[SegmentReport]) -> (Segments, Outcome) {
    let mut outcome = Outcome::default();
    let segments = Segments::of(reports, &mut |file| outcome.files.push(in_search_folder(file)));
    (segments, outcome)
}

/// The files of `segments` besides the directory, with an overlay.
pub fn root_files(inputs: &Inputs<'_>, segments: &Segments, overlay: &Overlay) -> Outcome {
    let mut outcome = Outcome::default();
    segments.write_root(overlay, inputs.tables, &mut |file| outcome.files.push(in_search_folder(file)));
    outcome
}

/// The file of a notice from which the search page shows excerpts around hits.
pub fn excerpts(inputs: &Inputs<'_>, at: RowIndex, text: &str) -> (String, Vec<u8>) {
    in_search_folder(excerpt::file(&text_with_facets(inputs, at, text), &inputs.tables.characters))
}

/// The row of the notice whose excerpts are in the file `path`.
pub fn row_of_excerpts(inputs: &Inputs<'_>, path: &str) -> Option<RowIndex> {
    let wanted = path.strip_prefix("search/")?.strip_suffix(".js").filter(|rest| rest.starts_with("x/"))?;
    let is_wanted = |at: &RowIndex| excerpt::path(Hash48::of(inputs.archive.rows()[*at].id())) == wanted;
    inputs.listed().iter().copied().find(is_wanted)
}

/// The text of a notice as input of search.
///
/// # Errors
/// [`MakeError`] if its source cannot be read or changed since it was planned.
pub fn notice_text(inputs: &Inputs<'_>, at: RowIndex, sources: &dyn Sources) -> Result<NoticeText, MakeError> {
    Ok(text_with_facets(inputs, at, &source_text(sources, &inputs.archive.rows()[at].summary)?))
}

fn text_with_facets(inputs: &Inputs<'_>, at: RowIndex, text: &str) -> NoticeText {
    let row = &inputs.archive.rows()[at];
    let newer = row.superseded_by.map(|newer| NewerNotice { date: inputs.archive.rows()[newer].day() });
    NoticeText { newer, ..cut(&row.summary, text, &row.address.file(), facets::of_notice(inputs, at)) }
}

/// Puts a file of the index below `search/`.
pub fn in_search_folder(file: IndexFile) -> (String, Vec<u8>) {
    (format!("search/{}", file.path), file.bytes)
}

/// The folder of a segment's own files.
fn segment_address(name: &str) -> Address {
    Address::new(format!("search/s/{name}/"))
}
