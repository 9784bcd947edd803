//! Tables for download: the data files of the archive, their schemas, a unit's notices.

use super::entry::{Entry, InSitemap, MakeContext, PageKind, Weight};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use super::view::walk_rows;
use crate::archive::{Address, RowIndex};
use crate::render::exports::{self, ArchiveFile, DataTable};

/// A data file of the archive: `data/notices.csv`, `data/items.json`, …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataPart(pub ArchiveFile);

impl PageKind for DataPart {
    const ADDRESS_PREFIX: &'static str = "data/";
    const WEIGHT: Weight = Weight::Table;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let parts = std::iter::once(()).flat_map(|()| inputs.archive_files());
        parts.map(|part| Entry::new(part.address(), Self(*part)))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_rows(context.inputs, &self.0.notices(context.inputs.archive), walk);
        walk.part("site", &"base_url", context.inputs.site.base_url.as_deref().unwrap_or_default().as_bytes());
        walk_language(context, walk);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = self.0.write(context.inputs.archive, context.inputs.site.base_url.as_deref(), &mut bytes);
        Ok(Outcome::file(context.address.file(), bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// The JSON Schema of a kind of data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataSchema(pub DataTable);

impl PageKind for DataSchema {
    const ADDRESS_PREFIX: &'static str = "data/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let tables = DataTable::WITH_SCHEMA.into_iter();
        tables.map(|table| Entry::new(table.schema_address(), Self(table)))
    }

    /// It depends on this program only, whose version is part of every key.
    fn walk(&self, _context: &MakeContext<'_>, _walk: &mut dyn Walk) {}

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        Ok(Outcome::file(context.address.file(), exports::schema(self.0).into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// A unit's notices as a table: `units/<slug>/notices.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitTable {
    /// The unit's index among [`crate::archive::Archive::units`].
    pub index: usize,
}

impl UnitTable {
    fn rows<'a>(self, inputs: &'a Inputs<'_>) -> &'a [RowIndex] {
        &inputs.archive.units()[self.index].rows
    }
}

impl PageKind for UnitTable {
    const ADDRESS_PREFIX: &'static str = "units/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let units = inputs.archive.units().iter().enumerate();
        units.map(|(index, group)| Entry::new(Address::unit(&group.slug).join("notices.csv"), Self { index }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_rows(context.inputs, self.rows(context.inputs), walk);
        walk_language(context, walk);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let archive = context.inputs.archive;
        let rows = exports::newest_first(archive, self.rows(context.inputs).iter().copied());
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = exports::notices_csv(archive, rows, &mut bytes);
        Ok(Outcome::file(context.address.file(), bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// Statuses are written in the site's language.
fn walk_language(context: &MakeContext<'_>, walk: &mut dyn Walk) {
    walk.part("site", &"language", context.inputs.site.language.as_bytes());
}
