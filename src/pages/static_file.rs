//! Files of `content/static/`, copied as they are to the root of the site.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources, source_bytes};
use crate::archive::Address;
use crate::notice::SourcePath;

/// A file of `content/static/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path below `content/`.
    pub source: SourcePath,
}

impl PageKind for StaticFile {
    const BELOW: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let files = inputs.static_files.values();
        files.map(|file| Entry::new(file.address.clone(), Self { source: file.source.clone() }))
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let file = inputs.static_files.get(&Address::of_file(path))?;
        Some(Entry::new(file.address.clone(), Self { source: file.source.clone() }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let file = context.inputs.static_files.get(context.address);
        walk.part("file", &self.source, file.map(|file| file.fingerprint.bytes().as_slice()).unwrap_or_default());
    }

    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let file = context.inputs.static_files.get(context.address);
        let bytes = source_bytes(sources, &self.source, file.map(|file| file.fingerprint))?;
        Ok(Outcome::file(context.address.file(), bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }

    fn may_have_twins(&self, _inputs: &Inputs<'_>) -> bool {
        false
    }
}
