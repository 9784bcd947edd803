//! Entries: everything that has an address of its own.

use crate::archive::{Address, RowIndex, Slice};
use crate::notice::SourcePath;
use crate::render::exports::{Part, Table};

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The home page.
    Home,
    /// All notices.
    Notices(Slice),
    /// A notice's page with its downloads, or what is left of a withdrawn one.
    Notice(RowIndex),
    /// A file a notice or plain page links to, with the page it stands under.
    Attachment(SourcePath),
    /// The index of units.
    Units(Slice),
    /// A unit, by its place in the archive.
    Unit(usize, Slice),
    /// A unit's notices as a table.
    UnitTable(usize),
    /// A unit's feed.
    UnitFeed(usize, FeedFormat),
    /// The index of rounds.
    Rounds(Slice),
    /// A round, by its place in the archive.
    Round(usize, Slice),
    /// A round's feed.
    RoundFeed(usize, FeedFormat),
    /// The index of statuses.
    Statuses,
    /// The notices with a status, by its place in the archive.
    Status(usize, Slice),
    /// The items with a status, grouped by unit.
    StatusItems(usize, Slice),
    /// The index of years.
    Years,
    /// A year's notices, by its place in the archive.
    Year(usize, Slice),
    /// Units by rounds.
    Matrix(Slice),
    /// The charts at full size.
    Stats,
    /// A plain page, by its place among the site's pages.
    Page(usize),
    /// The page that says there is nothing here.
    NotFound,
    /// An old address, and where it leads now.
    Redirect(Address),
    /// The page of a list that the next rows will fill; it leads to the list's own address.
    Unfilled(Address),
    /// The search page.
    Search,
    /// A segment of the search index, by its place among the segments, the oldest first.
    Segment(usize),
    /// What stands over all segments.
    SearchRoot,
    /// The folding table of search, which hangs on this program only.
    Folding,
    /// A feed of the whole site.
    Feed(FeedFormat),
    /// A data file.
    Part(Part),
    /// The JSON Schema of a kind of data file.
    Schema(Table),
    /// The page that offers the data files.
    Data,
    /// What says which data files there are.
    DataIndex,
    /// All addresses, for search engines.
    Sitemap,
    /// A file of the theme.
    Asset(String),
}

impl What {
    /// Whether a template makes it.
    pub const fn is_page(&self) -> bool {
        let is_file =
            matches!(self, Self::Attachment(_) | Self::Asset(_) | Self::Segment(_) | Self::SearchRoot | Self::Folding);
        !is_file && !self.is_data()
    }

    /// Whether it is for programs: made of rows, without theme or texts.
    pub const fn is_data(&self) -> bool {
        matches!(
            self,
            Self::Feed(_)
                | Self::UnitFeed(..)
                | Self::RoundFeed(..)
                | Self::UnitTable(_)
                | Self::Part(_)
                | Self::Schema(_)
                | Self::DataIndex
                | Self::Sitemap
        )
    }
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

/// An address and what stands there: one file, or several below it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The address; for a notice and a segment the folder its files lie in.
    pub address: Address,
    /// What stands there.
    pub what: What,
}

impl Entry {
    /// How much more memory than a page making it takes. Such are made last: what pages alone needed is then gone, and
    /// all threads work at one segment where there are no others.
    pub const fn weight(&self) -> u8 {
        match self.what {
            What::Segment(_) => 2,
            What::Part(_) => 1,
            _ => 0,
        }
    }

    /// When it can be made: 0 from sources alone, 1 once the sizes and hashes of stage 0 are known. The manifest, made
    /// of both, is no entry.
    pub const fn stage(&self) -> u8 {
        match self.what {
            What::Data | What::DataIndex | What::SearchRoot => 1,
            _ => 0,
        }
    }
}
