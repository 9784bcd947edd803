//! The plan: every entry of a site, its key, and its bytes.

use super::{collisions, setting_links};
use crate::archive::Address;
use crate::notice::{Finding, SourcePath};
use crate::pages::key::{Key, KeyHasher, Walk};
use crate::pages::{self, Entry, Inputs, MakeError, Outcome, Records, Sources};

/// The plan of a site. Making one costs almost nothing, whatever the size of the archive.
pub struct Plan<'a> {
    /// Everything the site is made from.
    pub inputs: Inputs<'a>,
}

impl<'a> Plan<'a> {
    /// Plans the site of `inputs`.
    pub const fn of(inputs: Inputs<'a>) -> Self {
        Self { inputs }
    }

    /// Findings between sources: dead links, also in `site.yaml`, and colliding addresses.
    pub fn findings(&self) -> Vec<Finding> {
        let Inputs { archive, pages, links, .. } = &self.inputs;
        let notices = archive.rows().iter().map(|row| (&row.summary, &row.address));
        let pages = pages.iter().map(|page| (&page.summary, &page.address));
        let dead = notices.chain(pages).flat_map(|(summary, address)| links.findings(summary, address));
        dead.chain(collisions::findings(&self.inputs)).chain(setting_links::findings(&self.inputs)).collect()
    }

    /// Every entry, kind by kind in a fixed order.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        pages::entries(&self.inputs)
    }

    /// The entry for a path as a browser asks for it: `notices/x/`, `notices/x/index.html`, `feed.atom`.
    pub fn find(&self, path: &str) -> Option<Entry> {
        pages::find(&self.inputs, path)
    }

    /// The key of `entry`; `records` are the records of the first stage.
    pub fn key(&self, entry: &Entry, records: &Records) -> Key {
        let mut hashing = KeyHasher::default();
        self.walk(entry, records, &mut hashing);
        hashing.key()
    }

    /// Records everything `entry` is made from.
    pub fn walk(&self, entry: &Entry, records: &Records, walk: &mut dyn Walk) {
        walk.part("version", &env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_VERSION").as_bytes());
        if self.has_compressed_copies(entry) {
            walk.part("format", &"gzip", &[]);
        }
        entry.walk(&self.inputs, records, walk);
    }

    /// The files of `entry`.
    ///
    /// # Errors
    /// [`MakeError`], which names the source or template at fault.
    pub fn make(&self, entry: &Entry, sources: &dyn Sources, records: &Records) -> Result<Outcome, MakeError> {
        let outcome = entry.make(&self.inputs, records, sources)?;
        Ok(if self.has_compressed_copies(entry) { outcome.with_compressed_copies() } else { outcome })
    }

    /// Whether compressed copies are put beside the files of `entry`.
    fn has_compressed_copies(&self, entry: &Entry) -> bool {
        self.inputs.options.precompressed && entry.may_be_compressed(&self.inputs)
    }

    /// Address of the source's page, if it has one in this build.
    pub fn page_of(&self, source: &SourcePath) -> Option<&Address> {
        let rows = self.inputs.archive.rows().iter().map(|row| (&row.summary.source, &row.address));
        let pages = self.inputs.pages.iter().map(|page| (&page.summary.source, &page.address));
        rows.chain(pages).find(|(path, _)| *path == source).map(|(_, address)| address)
    }
}
