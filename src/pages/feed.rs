//! `feed.atom` and `feed.json`, of the site, of a unit, of a round.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use super::view::{walk_rows, walk_site};
use crate::render::feeds::{self, FeedScope};

/// A feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedFile {
    /// The notices it is about.
    pub scope: FeedScope,
    /// How it is written.
    pub format: FeedFormat,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedFormat {
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Atom, Self::Json];

    /// The file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atom => "feed.atom",
            Self::Json => "feed.json",
        }
    }

    /// Its name in the list of data files.
    pub const fn format(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }
}

impl PageKind for FeedFile {
    const ADDRESS_PREFIX: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        FeedScope::all(inputs.archive).flat_map(move |scope| {
            let feeds = FeedFormat::ALL.map(|format| Self { scope, format });
            feeds.map(|feed| Entry::new(scope.page(inputs.archive).join(feed.format.name()), feed))
        })
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let is_feed = FeedFormat::ALL.iter().any(|format| path.ends_with(format.name()));
        is_feed.then(|| Self::entries(inputs).find(|entry| entry.address.as_str() == path)).flatten()
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let (inputs, archive) = (context.inputs, context.inputs.archive);
        walk_site(inputs, walk);
        let page = self.scope.page(archive);
        let name = format!("{}\n{page}", self.scope.name(archive).unwrap_or_default());
        walk.part("scope", &page, name.as_bytes());
        walk_rows(inputs, &self.scope.rows(archive), walk);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let (archive, site, scope) = (context.inputs.archive, context.inputs.site, self.scope);
        let text = match self.format {
            FeedFormat::Atom => feeds::atom(archive, site, scope),
            FeedFormat::Json => feeds::json_feed(archive, site, scope),
        };
        Ok(Outcome::file(context.address.file(), text.into_bytes()))
    }

    fn in_sitemap(&self, _inputs: &Inputs<'_>) -> InSitemap {
        InSitemap::No
    }
}
