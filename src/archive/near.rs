//! A link to another page, with what the link shows.

use std::borrow::Cow;

use serde::Serialize;

use super::address::Address;
use super::row::Row;
use crate::notice::Date;

/// Another page with what a link to it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Near<'a> {
    /// Where it is.
    pub address: Cow<'a, Address>,
    /// What it is called.
    pub title: &'a str,
    /// When it was published.
    pub date: Option<Date>,
}

impl<'a> Near<'a> {
    /// The page of a notice.
    pub fn of_row(row: &'a Row) -> Self {
        Self { address: Cow::Borrowed(&row.address), title: row.title(), date: row.day() }
    }
}
