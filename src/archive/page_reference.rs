//! A link to another page, with its label and date.

use std::borrow::Cow;

use serde::Serialize;

use super::address::Address;
use super::row::Row;
use crate::notice::Date;

/// A link to another page, with its label and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageReference<'a> {
    /// Its address.
    pub address: Cow<'a, Address>,
    /// Its title or name.
    pub title: &'a str,
    /// When it was published.
    pub date: Option<Date>,
}

impl<'a> PageReference<'a> {
    /// The page of a notice.
    pub fn of_row(row: &'a Row) -> Self {
        Self { address: Cow::Borrowed(&row.address), title: row.title(), date: row.day() }
    }
}
