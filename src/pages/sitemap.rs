//! `sitemap.xml`: every page, for search engines; only if the site's address is known.

use super::entries;
use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use super::view::walk_site;
use crate::archive::Address;
use crate::notice::Date;
use crate::render::feeds;

/// The sitemap, with the files `sitemap-1.xml` … where one may not hold all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SitemapFile;

impl SitemapFile {
    /// Its address.
    pub const ADDRESS: &'static str = "sitemap.xml";
}

impl PageKind for SitemapFile {
    const ADDRESS_PREFIX: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        inputs.site.base_url.iter().map(|_| Entry::new(Address::new(Self::ADDRESS), Self))
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let is_own = path == Self::ADDRESS || path.starts_with("sitemap-");
        is_own.then(|| Self::entries(inputs).next()).flatten()
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk_site(context.inputs, walk);
        let pages: Vec<String> = pages(context.inputs).map(|page| format!("{page:?}")).collect();
        walk.part("pages", &pages.len(), pages.join("\n").as_bytes());
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let files = feeds::sitemaps(context.inputs.site, pages(context.inputs));
        let files = files.into_iter().map(|(address, text)| (address.file(), text.into_bytes())).collect();
        Ok(Outcome { files, ..Outcome::default() })
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}

/// Every page with the day of its last change, if known.
fn pages<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = (Address, Option<Date>)> + 'a {
    entries(inputs).filter_map(|entry| match entry.in_sitemap(inputs) {
        InSitemap::No => None,
        InSitemap::Yes => Some((entry.address, None)),
        InSitemap::Changed(day) => Some((entry.address, day)),
    })
}
