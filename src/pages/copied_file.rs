//! Files of `content/` that are copied into the site: those that notices and plain pages link to (`files/…` below their
//! page; pictures without their metadata), and those of `content/static/` unchanged (at the root of the
//! site).

use std::collections::BTreeMap;

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::links::CopiedFile;
use super::record::Outcome;
use super::sources::{MakeError, Sources, source_bytes};
use crate::archive::Address;
use crate::notice::SourcePath;
use crate::render::picture::without_metadata;

/// A file that a notice or plain page links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its path below `content/`.
    pub source: SourcePath,
}

/// A file of `content/static/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path below `content/`.
    pub source: SourcePath,
}

impl PageKind for AttachedFile {
    const ADDRESS_PREFIX: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.attachments.values().map(Self::entry)
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        inputs.attachments.get(path).map(Self::entry)
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_file(context.inputs.attachments, context.address, &self.source, walk);
    }

    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let bytes = copied_bytes(context.inputs.attachments, context.address, &self.source, sources)?;
        Ok(Outcome::file(context.address.file(), without_metadata(bytes)))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }

    fn may_be_compressed(&self, _inputs: &Inputs<'_>) -> bool {
        false
    }
}

impl AttachedFile {
    fn entry(file: &CopiedFile) -> Entry {
        Entry::new(file.address.clone(), Self { source: file.source.clone() })
    }
}

impl PageKind for StaticFile {
    const ADDRESS_PREFIX: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.static_files.values().map(Self::entry)
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        inputs.static_files.get(&Address::of_file(path)).map(Self::entry)
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_file(context.inputs.static_files, context.address, &self.source, walk);
    }

    fn make(&self, context: &MakeContext<'_>, sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let bytes = copied_bytes(context.inputs.static_files, context.address, &self.source, sources)?;
        Ok(Outcome::file(context.address.file(), bytes))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }

    fn may_be_compressed(&self, _inputs: &Inputs<'_>) -> bool {
        false
    }
}

impl StaticFile {
    fn entry(file: &CopiedFile) -> Entry {
        Entry::new(file.address.clone(), Self { source: file.source.clone() })
    }
}

/// Records the hash of the file at `address`.
fn walk_file(files: &BTreeMap<Address, CopiedFile>, address: &Address, source: &SourcePath, walk: &mut dyn Walk) {
    let hash = files.get(address).map(|file| file.fingerprint.bytes().as_slice());
    walk.part("file", source, hash.unwrap_or_default());
}

/// The bytes of the file at `address`, which must still have the hash it had when the site was read.
fn copied_bytes(
    files: &BTreeMap<Address, CopiedFile>,
    address: &Address,
    source: &SourcePath,
    sources: &dyn Sources,
) -> Result<Vec<u8>, MakeError> {
    source_bytes(sources, source, files.get(address).map(|file| file.fingerprint))
}
