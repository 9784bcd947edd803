//! What a template may see: one serialisable value per kind of page, made of the archive by a pure function.
//!
//! A view holds no wall clock, no release id and nothing of another page but what it shows, so that its bytes can
//! stand for the page's in a key: equal views, equal pages. Of a list, the fingerprints of its rows and the view without
//! them do as well.

use serde::{Serialize, Serializer};

pub mod home;
pub mod list;
pub mod matrix;
pub mod notice;
pub mod parts;
pub mod plain;
pub mod round;
pub mod stats;
pub mod status;
pub mod unit;

pub use home::{Home, home};
pub use list::{
    GroupIndex, NoticeList, StatusIndex, YearIndex, notices, round_index, status_index, unit_index, year, year_index,
};
pub use matrix::{MatrixPage, matrix};
pub use notice::{NoticePage, NoticeParts, fact_lines, notice};
pub use parts::ListPart;
pub use plain::{
    Data, DataFile, NotFound, Plain, Redirect, Search, Withdrawn, data, redirect, search, to_list, withdrawn,
};
pub use round::{RoundPage, round};
pub use stats::{Stats, stats};
pub use status::{StatusPage, item_pages, item_rows, status, status_items, unfilled_item_page};
pub use unit::{UnitPage, unit};

use crate::text::fingerprint::Fingerprint;

/// A page's view, by the kind of page.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// `/`
    Home(Home),
    /// `/notices/`
    Notices(NoticeList),
    /// `/notices/<id>/`
    Notice(Box<NoticePage>),
    /// The same of a withdrawn notice.
    Withdrawn(Withdrawn),
    /// An old address.
    Redirect(Redirect),
    /// `/units/`
    Units(GroupIndex),
    /// `/units/<slug>/`
    Unit(UnitPage),
    /// `/rounds/`
    Rounds(GroupIndex),
    /// `/rounds/<slug>/`
    Round(RoundPage),
    /// `/status/`
    Statuses(StatusIndex),
    /// `/status/<slug>/`
    Status(StatusPage),
    /// `/years/`
    Years(YearIndex),
    /// `/years/<yyyy>/`
    Year(NoticeList),
    /// `/matrix/`
    Matrix(MatrixPage),
    /// `/stats/`
    Stats(Stats),
    /// `/data/`
    Data(Data),
    /// `/search/`
    Search(Search),
    /// `/pages/<slug>/`
    Plain(Plain),
    /// `404.html`
    NotFound(NotFound),
}

impl View {
    /// The template it is shown by, below `templates/`.
    pub const fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Notices(_) => "notices.html",
            Self::Notice(_) => "notice.html",
            Self::Withdrawn(_) => "withdrawn.html",
            Self::Redirect(_) => "redirect.html",
            Self::Units(_) => "units.html",
            Self::Unit(_) => "unit.html",
            Self::Rounds(_) => "rounds.html",
            Self::Round(_) => "round.html",
            Self::Statuses(_) => "statuses.html",
            Self::Status(_) => "status.html",
            Self::Years(_) => "years.html",
            Self::Year(_) => "year.html",
            Self::Matrix(_) => "matrix.html",
            Self::Stats(_) => "stats.html",
            Self::Data(_) => "data.html",
            Self::Search(_) => "search.html",
            Self::Plain(_) => "page.html",
            Self::NotFound(_) => "404.html",
        }
    }

    /// The name of the kind of page: that of its template without `.html`.
    pub fn kind(&self) -> &'static str {
        self.template().trim_end_matches(".html")
    }

    /// What the view is recognised by: equal views, equal pages.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_json(&(self.kind(), self))
    }
}

impl Serialize for View {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Home(view) => view.serialize(serializer),
            Self::Notices(view) | Self::Year(view) => view.serialize(serializer),
            Self::Notice(view) => view.serialize(serializer),
            Self::Withdrawn(view) => view.serialize(serializer),
            Self::Redirect(view) => view.serialize(serializer),
            Self::Units(view) | Self::Rounds(view) => view.serialize(serializer),
            Self::Unit(view) => view.serialize(serializer),
            Self::Round(view) => view.serialize(serializer),
            Self::Statuses(view) => view.serialize(serializer),
            Self::Status(view) => view.serialize(serializer),
            Self::Years(view) => view.serialize(serializer),
            Self::Matrix(view) => view.serialize(serializer),
            Self::Stats(view) => view.serialize(serializer),
            Self::Data(view) => view.serialize(serializer),
            Self::Search(view) => view.serialize(serializer),
            Self::Plain(view) => view.serialize(serializer),
            Self::NotFound(view) => view.serialize(serializer),
        }
    }
}
