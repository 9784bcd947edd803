//! The kinds of entries of a site, one file each: its addresses, its cache key, its bytes, its head, its date.
//!
//! Pure. To add a kind: a file with a type that implements [`PageKind`] (or [`ViewPage`], for an HTML page made from
//! the archive alone), and a line in each of the three lists below: `mod`, `pub use`, `kinds!`.

mod accent;
mod asset;
mod copied_file;
pub mod data;
mod deadlines;
mod download;
mod entry;
mod facets;
mod feed;
mod history;
mod home;
mod inputs;
pub mod key;
pub mod links;
mod matrix;
mod not_found;
mod notice;
mod notice_view;
mod notices;
mod paged;
pub mod parts;
mod plain_page;
pub mod record;
mod redirect;
mod robots;
mod round;
mod round_index;
mod search_page;
pub mod segment;
mod sitemap;
pub mod sources;
mod stats;
mod status;
mod unit;
mod unit_index;
mod updates;
mod verify;
mod view;
mod withdrawn;
mod year;

pub use accent::AccentSheet;
pub use asset::AssetFile;
pub use copied_file::{AttachedFile, StaticFile};
pub use data::{DataIndex, DataPackage, DataPage};
pub use deadlines::DeadlinesPage;
pub use download::{DataPart, DataSchema, UnitTable};
pub use entry::{Entry, InSitemap, MakeContext, PageKind, Stage, Weight};
pub use feed::{FeedFile, FeedFormat};
pub use home::{HomePage, HomeView};
pub use inputs::{Derived, Inputs, PlainSource};
pub use key::{Key, KeyPart};
pub use links::{CopiedFile, Links};
pub use matrix::MatrixPage;
pub use not_found::NotFoundPage;
pub use notice::NoticePage;
pub use notice_view::{NoticeParts, NoticeView};
pub use notices::NoticesPage;
pub use plain_page::PlainPage;
pub use record::{FileRecord, Outcome, Record, Records};
pub use redirect::{RedirectPage, RedirectTarget, RedirectView, UnfilledPage};
pub use robots::RobotsFile;
pub use round::RoundPage;
pub use round_index::RoundIndexPage;
pub use search_page::SearchPage;
pub use segment::{FoldingTable, SearchRoot, SegmentFiles};
pub use sitemap::SitemapFile;
pub use sources::{MakeError, Sources, source_text};
pub use stats::StatsPage;
pub use status::{StatusIndexPage, StatusItemsPage, StatusPage};
pub use unit::UnitPage;
pub use unit_index::UnitIndexPage;
pub use updates::{UpdatesFeed, UpdatesPage};
pub use verify::VerifyPage;
pub use view::ViewPage;
pub use withdrawn::WithdrawnView;
pub use year::{YearIndexPage, YearPage};

use key::Walk;

/// Defines [`EntryKind`] and every function over all kinds from one list, so that no kind can be forgotten.
macro_rules! kinds {
    ($(#[doc = $doc:literal] $kind:ident,)+) => {
        /// A kind of entry, with the values that identify an entry of this kind.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum EntryKind {
            $(#[doc = $doc] $kind($kind),)+
        }

        $(impl From<$kind> for EntryKind {
            fn from(kind: $kind) -> Self {
                Self::$kind(kind)
            }
        })+

        /// Every entry of a site, kind by kind. Of two at one address the first is made.
        pub fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
            let all = std::iter::empty();
            $(let all = all.chain(<$kind as PageKind>::entries(inputs));)+
            all
        }

        /// The entry behind a path as a browser asks for it: `notices/x/`, `notices/x/index.html`, `feed.atom`.
        pub fn find(inputs: &Inputs<'_>, path: &str) -> Option<Entry> {
            None$(.or_else(|| <$kind as PageKind>::find(inputs, path)))+
        }

        impl EntryKind {
            /// Its addresses, in words.
            pub const fn about(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $doc.trim_ascii(),)+
                }
            }

            /// Whether it is rendered with a template.
            pub const fn is_templated(&self) -> bool {
                match self {
                    $(Self::$kind(_) => <$kind as PageKind>::IS_TEMPLATED,)+
                }
            }
        }

        impl Entry {
            /// Stage in which it is made.
            pub const fn stage(&self) -> Stage {
                match self.kind {
                    $(EntryKind::$kind(_) => <$kind as PageKind>::STAGE,)+
                }
            }

            /// Memory needed to make it.
            pub const fn weight(&self) -> Weight {
                match self.kind {
                    $(EntryKind::$kind(_) => <$kind as PageKind>::WEIGHT,)+
                }
            }

            /// Records everything [`Entry::make`] reads; `records` are those of the first stage.
            pub fn walk(&self, inputs: &Inputs<'_>, records: &Records, walk: &mut dyn Walk) {
                let context = MakeContext { inputs, address: &self.address, records };
                match &self.kind {
                    $(EntryKind::$kind(kind) => kind.walk(&context, walk),)+
                }
            }

            /// Makes its files.
            ///
            /// # Errors
            /// [`MakeError`], which names the source or template at fault.
            pub fn make(
                &self,
                inputs: &Inputs<'_>,
                records: &Records,
                sources: &dyn Sources,
            ) -> Result<Outcome, MakeError> {
                let context = MakeContext { inputs, address: &self.address, records };
                match &self.kind {
                    $(EntryKind::$kind(kind) => kind.make(&context, sources),)+
                }
            }

            /// Whether the sitemap lists it.
            pub fn in_sitemap(&self, inputs: &Inputs<'_>) -> InSitemap {
                match &self.kind {
                    $(EntryKind::$kind(kind) => kind.in_sitemap(inputs),)+
                }
            }

            /// Whether compressed copies may be put beside its files.
            pub fn may_be_compressed(&self, inputs: &Inputs<'_>) -> bool {
                match &self.kind {
                    $(EntryKind::$kind(kind) => kind.may_be_compressed(inputs),)+
                }
            }
        }
    };
}

kinds! {
    /// `/`
    HomePage,
    /// `404.html`
    NotFoundPage,
    /// `/search/`
    SearchPage,
    /// `/stats/`
    StatsPage,
    /// `/status/`
    StatusIndexPage,
    /// `/years/`
    YearIndexPage,
    /// `/data/`
    DataPage,
    /// `/verify/`
    VerifyPage,
    /// `/notices/`
    NoticesPage,
    /// `/units/`
    UnitIndexPage,
    /// `/rounds/`
    RoundIndexPage,
    /// `/matrix/`
    MatrixPage,
    /// `/updates/`
    UpdatesPage,
    /// `updates.atom`
    UpdatesFeed,
    /// `/deadlines/`
    DeadlinesPage,
    // before the notices, in whose folders these files are
    /// `/notices/<id>/files/…`, `/pages/<slug>/files/…`
    AttachedFile,
    /// `/notices/<id>/` with its downloads
    NoticePage,
    /// `/units/<slug>/`
    UnitPage,
    /// `/rounds/<slug>/`
    RoundPage,
    /// `/status/<slug>/`
    StatusPage,
    /// `/status/<slug>/items/page/<n>/`
    StatusItemsPage,
    /// `/years/<yyyy>/`
    YearPage,
    /// `/pages/<slug>/`
    PlainPage,
    /// `feed.atom`, `feed.json`
    FeedFile,
    /// `units/<slug>/notices.csv`
    UnitTable,
    /// `data/index.json`
    DataIndex,
    /// `data/datapackage.json`
    DataPackage,
    /// `data/notices.csv`, …
    DataPart,
    /// `data/notices.schema.json`, …
    DataSchema,
    /// `search/s/<name>/`
    SegmentFiles,
    /// `search/root.js` and the files beside it
    SearchRoot,
    /// `search/fold.js`
    FoldingTable,
    /// `assets/accent.css`, `assets/accent-dark.css`
    AccentSheet,
    /// `assets/…`
    AssetFile,
    /// `sitemap.xml`
    SitemapFile,
    /// `robots.txt`
    RobotsFile,
    /// Files of `content/static/`
    StaticFile,
    /// An old address of a notice
    RedirectPage,
    /// The next page of a list
    UnfilledPage,
}
