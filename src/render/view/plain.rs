//! Pages that need little of the archive: data, search, plain pages, 404, withdrawn notices, redirects.

use serde::Serialize;

use super::parts::{Counts, GroupRow, Link, StatusRow, YearLink, notice_link, statuses, years};
use crate::archive::{Address, Archive, RowIndex};
use crate::render::exports::{item_fields, notice_fields};

/// A file to be downloaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataFile {
    /// Where it is.
    pub url: Address,
    /// What it is: `notices`, `items`, `schema`, `feed`, `sitemap`, `manifest`, `index`; the string `data_<kind>` says
    /// it in words.
    pub kind: String,
    /// `csv`, `json`, `atom`, …
    pub format: String,
    /// The year it holds; absent where it holds all.
    pub year: Option<i16>,
    /// Its rows; absent where it has none.
    pub rows: Option<usize>,
    /// Its size.
    pub bytes: usize,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The page of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Data {
    /// What the whole archive adds up to.
    pub total: Counts,
    /// How many notices are listed, the superseded included: the rows of `notices.csv`.
    pub listed: usize,
    /// All files.
    pub files: Vec<DataFile>,
    /// The columns of `notices.csv`; the string `column_<name>` says what each is.
    pub notice_columns: Vec<String>,
    /// The columns of `items.csv`.
    pub item_columns: Vec<String>,
}

/// The page of data, with the sizes and hashes of `files`.
pub fn data(archive: &Archive, files: Vec<DataFile>) -> Data {
    Data {
        total: Counts::from(archive.total()),
        listed: archive.listed().count(),
        files,
        notice_columns: notice_fields().iter().map(|field| field.name.to_owned()).collect(),
        item_columns: item_fields().iter().map(|field| field.name.to_owned()).collect(),
    }
}

/// The search page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Search {
    /// What the whole archive adds up to.
    pub total: Counts,
    /// How many units there are.
    pub unit_count: usize,
    /// The newest rounds, for readers without JavaScript.
    pub rounds: Vec<GroupRow>,
    /// All statuses.
    pub statuses: Vec<StatusRow>,
    /// All years.
    pub years: Vec<YearLink>,
}

/// The search page of `archive`.
pub fn search(archive: &Archive) -> Search {
    Search {
        total: Counts::from(archive.total()),
        unit_count: archive.units().len(),
        rounds: archive.rounds().iter().take(30).map(|group| GroupRow::round(archive, group)).collect(),
        statuses: statuses(archive),
        years: years(archive),
    }
}

/// A plain page of `content/pages/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plain {
    /// The title.
    pub title: String,
    /// The day of the last update.
    pub updated: Option<String>,
    /// The text as HTML.
    pub body_html: String,
}

/// What is left of a notice that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawn {
    /// The notice.
    pub notice: Link,
    /// When it was withdrawn.
    pub withdrawn: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// The page of the withdrawn notice at `at`.
pub fn withdrawn(archive: &Archive, at: RowIndex) -> Withdrawn {
    let row = &archive.rows()[at];
    let withdrawn = row.summary.facts.withdrawn.as_ref();
    Withdrawn {
        notice: notice_link(row),
        withdrawn: withdrawn.and_then(|withdrawn| withdrawn.date).map(|date| date.to_string()),
        reason: withdrawn.and_then(|withdrawn| withdrawn.reason.clone()),
    }
}

/// An old address that leads to a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Redirect {
    /// Where the page is now.
    pub target: Link,
}

/// The page for an old address of the notice at `at`.
pub fn redirect(archive: &Archive, at: RowIndex) -> Redirect {
    Redirect { target: notice_link(&archive.rows()[at]) }
}

/// The page that the next rows of a list will fill, called `title`.
pub fn to_list(list: &Address, title: &str) -> Redirect {
    Redirect { target: Link::new(list.clone(), title) }
}

/// The page for addresses that are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotFound {}
