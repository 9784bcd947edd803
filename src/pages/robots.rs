//! `robots.txt`: allows crawlers to read everything and names the sitemap. A `robots.txt` in `content/static/` replaces
//! it.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sitemap::SitemapFile;
use super::sources::{MakeError, Sources};
use crate::archive::Address;

/// The file for crawlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RobotsFile;

impl RobotsFile {
    /// Its address.
    pub const ADDRESS: &'static str = "robots.txt";
}

impl PageKind for RobotsFile {
    const ADDRESS_PREFIX: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let is_own = !inputs.static_files.contains_key(Self::ADDRESS);
        is_own.then(|| Entry::new(Address::new(Self::ADDRESS), Self)).into_iter()
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        walk.part("site", &"base_url", context.inputs.site.base_url.as_deref().unwrap_or_default().as_bytes());
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let mut text = "User-agent: *\nDisallow:\n".to_owned();
        if let Some(base) = &context.inputs.site.base_url {
            text.push_str(&format!("\nSitemap: {base}{}\n", SitemapFile::ADDRESS));
        }
        Ok(Outcome::file(context.address.file(), text.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}
