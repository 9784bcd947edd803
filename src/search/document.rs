//! Input of the index: a notice cut into documents that partition its text, and its facets.

use super::facet::Facet;
use crate::notice::{Anchor, Date, Status};

/// A notice as input of the index, in plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeText {
    /// The notice's id.
    pub id: String,
    /// Its address relative to the site's root, with `index.html`.
    pub url: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Its title.
    pub title: String,
    /// Its documents in order: title and lead, the items, the tail if there is one.
    pub parts: Vec<PartText>,
    /// Its facets; statuses are those of the parts.
    pub facets: Vec<Facet>,
    /// The notice that continues it, if any. It is then ranked below all others and left out of counts.
    pub newer: Option<NewerNotice>,
}

/// The notice that continues the one found, as shown with a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewerNotice {
    /// The day it was published, if stated.
    pub date: Option<Date>,
}

/// One document. A hit is a document that contains all words of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartText {
    /// Anchor of the item in the page; none for the lead and the tail.
    pub anchor: Option<Anchor>,
    /// Number path of the item, for display: `二、（一）3.`; empty for the lead.
    pub number_path: String,
    /// The item's title, the notice's for the lead, empty for the tail.
    pub title: String,
    /// The item's status; none for the lead and the tail.
    pub status: Option<Status>,
    /// Its text, with line ends between paragraphs.
    pub text: String,
}
