//! Files that a notice or plain page links to: `files/…` below its page.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources, source_bytes};
use crate::notice::SourcePath;

/// A file that a notice or plain page links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its path below `content/`.
    pub source: SourcePath,
}

impl PageKind for AttachedFile {
    const BELOW: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let files = inputs.attachments.values();
        files.map(|file| Entry::new(file.address.clone(), Self { source: file.source.clone() }))
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let file = inputs.attachments.get(path)?;
        Some(Entry::new(file.address.clone(), Self { source: file.source.clone() }))
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let file = context.inputs.attachments.get(context.address);
        walk.part("file", &self.source, file.map(|file| file.fingerprint.bytes().as_slice()).unwrap_or_default());
    }

    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let file = context.inputs.attachments.get(context.address);
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
