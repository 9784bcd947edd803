//! Hash of all build inputs. If it equals the last build's, nothing needs rebuilding.

use serde::Serialize;

use crate::archive::Options;
use crate::config::Site;
use crate::notice::SourcePath;
use crate::pages::{Inputs, Links};
use crate::text::fingerprint::Fingerprint;

/// All build inputs, serialised for hashing. The archive follows from the sources, the site and the options.
#[derive(Serialize)]
struct AllInputs<'a> {
    version: &'a str,
    site: &'a Site,
    options: Options,
    templates: Vec<(&'a str, Fingerprint)>,
    assets: Vec<(&'a str, &'a [u8])>,
    sources: Vec<(&'a SourcePath, Fingerprint)>,
    links: &'a Links,
    files: Vec<(&'a SourcePath, &'a Fingerprint)>,
    static_files: Vec<(&'a SourcePath, &'a Fingerprint)>,
}

impl Inputs<'_> {
    /// Hash of all inputs; `None` if they cannot be serialised, so that the site is never taken for unchanged. Law: equal
    /// hashes, equal sites.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let rows = self.archive.rows().iter().map(|row| &row.summary);
        let summaries = rows.chain(self.pages.iter().map(|page| &page.summary));
        let everything = AllInputs {
            version: env!("CARGO_PKG_VERSION"),
            site: self.site,
            options: self.options,
            templates: self.theme.templates().map(|name| (name, self.theme.key(name))).collect(),
            assets: self.theme.assets().collect(),
            sources: summaries.map(|summary| (&summary.source, summary.fingerprint)).collect(),
            links: self.links,
            files: self.attachments.values().map(|file| (&file.source, &file.fingerprint)).collect(),
            static_files: self.static_files.values().map(|file| (&file.source, &file.fingerprint)).collect(),
        };
        postcard::to_allocvec(&everything).ok().map(|bytes| Fingerprint::of(&bytes))
    }
}
