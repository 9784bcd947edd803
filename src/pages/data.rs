//! `/data/`, `data/index.json` and `data/datapackage.json`: lists of the files that programs can download, with their
//! sizes and hashes.

use serde::Serialize;

use super::entry::{Entry, InSitemap, MakeContext, PageKind, Stage};
use super::feed::FeedFormat;
use super::inputs::Inputs;
use super::key::Walk;
use super::parts::{Counts, DataFile};
use super::record::{Outcome, Records};
use super::sitemap::SitemapFile;
use super::sources::{MakeError, Sources};
use super::view::{ViewPage, single_entry};
use crate::archive::{Address, RowIndex};
use crate::notice::Date;
use crate::render::exports::{
    self, ArchiveFile, ArchiveFileRecord, DataTable, history_fields, item_fields, notice_fields,
};
use crate::render::head::{Head, Heads};
use crate::render::page::View;
use crate::text::fingerprint::Fingerprint;

/// The page that offers the data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataPage;

impl ViewPage for DataPage {
    type View = DataView;
    const FOLDER: &'static str = "data/";
    const STAGE: Stage = Stage::Second;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry("data/", Self)
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> DataView {
        let archive = context.inputs.archive;
        DataView {
            total: Counts::from(archive.total()),
            listed: archive.listed().count(),
            files: data_files(context.inputs, context.records),
            notice_columns: notice_fields().iter().map(|field| field.name.to_owned()).collect(),
            item_columns: item_fields().iter().map(|field| field.name.to_owned()).collect(),
            history_columns: history_fields().iter().map(|field| field.name.to_owned()).collect(),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DataView {
    /// Totals of the archive.
    pub total: Counts,
    /// The number of listed notices, the superseded included: the rows of `notices.csv`.
    pub listed: usize,
    /// All files.
    pub files: Vec<DataFile>,
    /// The columns of `notices.csv`; the string `column_<name>` describes each.
    pub notice_columns: Vec<String>,
    /// The columns of `items.csv`.
    pub item_columns: Vec<String>,
    /// The columns of `histories.csv`.
    pub history_columns: Vec<String>,
}

impl View for DataView {
    const TEMPLATE: &'static str = "data.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.column("data")
    }
}

/// The list of data files for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataIndex;

impl PageKind for DataIndex {
    const ADDRESS_PREFIX: &'static str = "data/";
    const STAGE: Stage = Stage::Second;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry("data/index.json", Self)
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_data_files(context, walk);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let index = exports::data_index(context.inputs.archive, &part_files(context.inputs, context.records));
        Ok(Outcome::file(context.address.file(), index.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// The description of the data files for programs: a Frictionless Data Package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataPackage;

impl PageKind for DataPackage {
    const ADDRESS_PREFIX: &'static str = "data/";
    const STAGE: Stage = Stage::Second;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry("data/datapackage.json", Self)
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_data_files(context, walk);
        walk.part("site", &"title", context.inputs.site.title.as_bytes());
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let inputs = context.inputs;
        let package = exports::data_package(&inputs.site.title, inputs.archive, &part_files(inputs, context.records));
        Ok(Outcome::file(context.address.file(), package.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// Records the data files, by size and hash, and the archive's newest date.
fn walk_data_files(context: &MakeContext<'_>, walk: &mut dyn Walk) {
    let files = Fingerprint::of_json(&data_files(context.inputs, context.records));
    walk.part("files", &context.inputs.archive_files().len(), files.bytes());
    walk.part("as_of", &"archive", Fingerprint::of_json(&context.inputs.archive.as_of()).bytes());
}

/// The files that the page lists.
fn data_files(inputs: &Inputs<'_>, records: &Records) -> Vec<DataFile> {
    let parts = part_files(inputs, records).into_iter().map(|file| DataFile {
        url: file.part.address(),
        kind: file.part.table.name().to_owned(),
        format: file.part.format.name().to_owned(),
        year: file.part.year(),
        rows: Some(file.rows),
        bytes: file.bytes,
        sha256: file.sha256,
    });
    let further = further_files().filter_map(|(url, kind, format)| {
        let file = records.record(&url)?.files.iter().next()?;
        Some(DataFile {
            url,
            kind: kind.to_owned(),
            format: format.to_owned(),
            bytes: usize::try_from(file.size).unwrap_or(usize::MAX),
            sha256: file.sha256_hex(),
            ..DataFile::default()
        })
    });
    parts.chain(further).collect()
}

fn part_files(inputs: &Inputs<'_>, records: &Records) -> Vec<ArchiveFileRecord> {
    let file = |part: &ArchiveFile| {
        let file = records.record(&part.address())?.files.iter().next()?;
        Some(ArchiveFileRecord {
            part: *part,
            rows: part.rows(inputs.archive),
            bytes: usize::try_from(file.size).unwrap_or(usize::MAX),
            sha256: file.sha256_hex(),
        })
    };
    inputs.archive_files().iter().filter_map(file).collect()
}

/// The addresses of the files that the page and the index list.
pub fn listed_addresses<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Address> + 'a {
    inputs.archive_files().iter().map(ArchiveFile::address).chain(further_files().map(|(address, ..)| address))
}

/// Files listed on the page besides the archive files: address, kind and format.
fn further_files() -> impl Iterator<Item = (Address, &'static str, &'static str)> {
    let schemas = DataTable::WITH_SCHEMA.map(|table| (table.schema_address(), "schema", "json"));
    let feeds = FeedFormat::ALL.map(|format| (Address::new(format.name()), "feed", format.format()));
    schemas.into_iter().chain(feeds).chain([(Address::new(SitemapFile::ADDRESS), "sitemap", "xml")])
}
