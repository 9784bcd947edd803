//! `feed.atom` and `feed.json`, of the site, of a unit, of a round.

use super::entry::{Entry, InSitemap, MakeContext, PageKind};
use super::inputs::Inputs;
use super::key::Walk;
use super::record::Outcome;
use super::sources::{MakeError, Sources};
use super::view::{walk_rows, walk_site};
use crate::render::feeds::{self, Scope};

/// A feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedFile {
    /// Its scope.
    pub about: FeedAbout,
    /// How it is written.
    pub format: FeedFormat,
}

/// Scope of a feed; units and rounds by their index in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedAbout {
    /// All notices.
    Site,
    /// Those of a unit.
    Unit(usize),
    /// Those of a round.
    Round(usize),
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
    /// Both formats.
    pub const ALL: [Self; 2] = [Self::Atom, Self::Json];

    /// The file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atom => "feed.atom",
            Self::Json => "feed.json",
        }
    }
}

impl FeedFile {
    fn scope<'a>(self, inputs: &'a Inputs<'_>) -> Scope<'a> {
        match self.about {
            FeedAbout::Site => Scope::Site,
            FeedAbout::Unit(place) => Scope::Unit(&inputs.archive.units()[place]),
            FeedAbout::Round(place) => Scope::Round(&inputs.archive.rounds()[place]),
        }
    }
}

impl PageKind for FeedFile {
    const BELOW: &'static str = "";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let units = (0..inputs.archive.units().len()).map(FeedAbout::Unit);
        let rounds = (0..inputs.archive.rounds().len()).map(FeedAbout::Round);
        let abouts = std::iter::once(FeedAbout::Site).chain(units).chain(rounds);
        abouts.flat_map(move |about| {
            let feeds = FeedFormat::ALL.map(|format| Self { about, format });
            feeds.map(|feed| Entry::new(feed.scope(inputs).page().join(feed.format.name()), feed))
        })
    }

    fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
        let is_feed = FeedFormat::ALL.iter().any(|format| path.ends_with(format.name()));
        is_feed.then(|| Self::entries(inputs).find(|entry| entry.address.as_str() == path)).flatten()
    }

    fn walk(&self, context: &MakeContext<'_>, walk: &mut dyn Walk) {
        let (inputs, scope) = (context.inputs, self.scope(context.inputs));
        walk_site(inputs, walk);
        let name = match scope {
            Scope::Site => String::new(),
            Scope::Unit(group) => format!("{}\n{}", group.name, group.slug),
            Scope::Round(group) => format!("{}\n{}", group.label, group.slug),
        };
        walk.part("scope", &scope.page(), name.as_bytes());
        walk_rows(inputs, &feeds::rows(inputs.archive, scope), walk);
    }

    fn make(&self, context: &MakeContext<'_>, _sources: &dyn Sources) -> Result<Outcome, MakeError> {
        let (archive, site, scope) = (context.inputs.archive, context.inputs.site, self.scope(context.inputs));
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
