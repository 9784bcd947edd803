//! Links: resolves the links of notices and plain pages to pages and files of the site.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::archive::{Address, Archive};
use crate::notice::{Code, Finding, Link, SourcePath, Summary};
use crate::text::fingerprint::Fingerprint;
use crate::text::link::leads_out;
use crate::text::percent::path_decoded;

/// A link leads to no file, notice or page. Arguments: `target`.
pub const DEAD_LINK: Code = Code::new("dead-link");

/// A link leads to an attachment that a browser runs scripts of. Arguments: `target`.
pub const ACTIVE_ATTACHMENT: Code = Code::new("active-attachment");

/// The folder of attachments below a page.
const FILES: &str = "files/";

/// A file of `content/` that is copied into the site: an attachment or a static file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedFile {
    /// Address in the site.
    pub address: Address,
    /// Path in `content/`.
    pub source: SourcePath,
    /// Hash of its bytes.
    pub fingerprint: Fingerprint,
}

/// Destination of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkDestination {
    /// Out of the site, or to an anchor: kept as written.
    AsWritten,
    /// To a page or file of the site, with the anchor behind it.
    Inside(Address, String),
    /// To something left out of this build: the link becomes text.
    Hidden,
    /// To nothing.
    Dead,
}

/// Targets that links can have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The page of every source that has one, and the address of every file of `static/`.
    pages: BTreeMap<SourcePath, Address>,
    /// Sources that are read and left out of this build.
    hidden: std::collections::BTreeSet<SourcePath>,
    /// Other files in `content/`.
    files: std::collections::BTreeSet<SourcePath>,
    /// Those of them that may run scripts.
    active: std::collections::BTreeSet<SourcePath>,
}

impl Links {
    /// Collects the targets: notices of the archive, plain pages and static files, other files. `sources` are all
    /// notices that were read, including those left out of this build. `active` are the files that may run scripts.
    pub fn of<'a>(
        archive: &Archive,
        pages: impl Iterator<Item = (&'a SourcePath, Address)>,
        files: impl Iterator<Item = &'a SourcePath>,
        active: impl Iterator<Item = SourcePath>,
        sources: impl Iterator<Item = &'a SourcePath>,
    ) -> Self {
        let notices = archive.rows().iter().map(|row| (row.summary.source.clone(), row.address.clone()));
        let pages: BTreeMap<_, _> = notices.chain(pages.map(|(path, address)| (path.clone(), address))).collect();
        let hidden = sources.filter(|path| !pages.contains_key(*path)).cloned().collect();
        Self { hidden, files: files.cloned().collect(), active: active.collect(), pages }
    }

    /// Updates the target `source`, a changed notice or plain page: `page` is its page now, if it has one. `is_read` is
    /// whether the file is still read, so that links to it become text instead of dead links.
    pub fn update(&mut self, source: &SourcePath, page: Option<Address>, is_read: bool) {
        self.pages.remove(source);
        self.hidden.remove(source);
        match page {
            Some(page) => drop(self.pages.insert(source.clone(), page)),
            None if is_read => drop(self.hidden.insert(source.clone())),
            None => {}
        }
    }

    /// The page of a source.
    pub fn page(&self, source: &SourcePath) -> Option<&Address> {
        self.pages.get(source)
    }

    /// Destination of `link` in `source`, whose page is `page`.
    pub fn resolve(&self, source: &SourcePath, page: &Address, link: &str) -> LinkDestination {
        let (path, anchor) = link.find('#').map_or((link, ""), |at| link.split_at(at));
        if path.is_empty() || leads_out(path) {
            return LinkDestination::AsWritten;
        }
        let path = path.split('?').next().unwrap_or_default();
        let Some(inside) = self.resolve_source(source, &path_decoded(path)) else { return LinkDestination::Dead };
        if let Some(address) = self.pages.get(&inside) {
            return LinkDestination::Inside(address.clone(), anchor.to_owned());
        }
        if self.hidden.contains(&inside) {
            return LinkDestination::Hidden;
        }
        match self.files.contains(&inside) {
            true => LinkDestination::Inside(attachment_address(page, source, &inside), anchor.to_owned()),
            false => LinkDestination::Dead,
        }
    }

    /// The file of `content/` that the link `path` in `source` names. A path from the root of the site may name a file
    /// of `static/`.
    fn resolve_source(&self, source: &SourcePath, path: &str) -> Option<SourcePath> {
        let Some(rooted) = path.strip_prefix('/') else { return source.resolve(path) };
        let in_static = SourcePath::new(format!("static/{rooted}"));
        Some(if self.pages.contains_key(&in_static) { in_static } else { SourcePath::new(rooted) })
    }

    /// The files that `summary`, whose page is `page`, brings into the site, each once.
    pub fn attachments(&self, summary: &Summary, page: &Address) -> BTreeMap<Address, SourcePath> {
        let file = |link: &Link| {
            let inside = self.attached(&summary.source, link)?;
            Some((attachment_address(page, &summary.source, &inside), inside))
        };
        summary.links.iter().filter_map(file).collect()
    }

    /// The file that a link in `source` brings into the site.
    fn attached(&self, source: &SourcePath, link: &Link) -> Option<SourcePath> {
        let path = link.target.split(['#', '?']).next().unwrap_or_default();
        let inside = self.resolve_source(source, &path_decoded(path));
        inside.filter(|inside| !leads_out(path) && self.files.contains(inside))
    }

    /// The dead links of `summary`, and those to files that may run scripts.
    pub fn findings(&self, summary: &Summary, page: &Address) -> Vec<Finding> {
        let is_active = |file: SourcePath| self.active.contains(&file);
        let finding = |link: &Link| {
            let code = match self.resolve(&summary.source, page, &link.target) {
                LinkDestination::Dead => DEAD_LINK,
                LinkDestination::Inside(..) if self.attached(&summary.source, link).is_some_and(is_active) => {
                    ACTIVE_ATTACHMENT
                }
                LinkDestination::AsWritten | LinkDestination::Inside(..) | LinkDestination::Hidden => return None,
            };
            Some(Finding::new(code, &summary.source, link.span).with("target", &link.target))
        };
        summary.links.iter().filter_map(finding).collect()
    }
}

/// Address of an attachment: below its notice's page, so that it does not change if sources are moved. It keeps its
/// name if it is beside the source; otherwise a few digits of a hash make it unique.
fn attachment_address(page: &Address, source: &SourcePath, file: &SourcePath) -> Address {
    let name = file.as_str().rsplit('/').next().unwrap_or_default();
    if file.folder() == source.folder() {
        return page.join(&format!("{FILES}{name}"));
    }
    let hash = Fingerprint::of(file.as_str().as_bytes()).short(6);
    page.join(&format!("{FILES}{hash}-{name}"))
}
