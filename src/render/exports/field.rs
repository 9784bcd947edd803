//! A column of a data file: its name, its form and its value for a row.

use std::borrow::Cow;

/// The value of a field in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing is stated: an empty cell, `null`.
    None,
    /// Text.
    Text(Cow<'a, str>),
    /// A count.
    Number(u32),
    /// Yes or no.
    Flag(bool),
}

/// Form of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnForm {
    /// Text, always present.
    Text,
    /// Text, or nothing.
    OptionalText,
    /// A day, or nothing.
    OptionalDate,
    /// One of these words; may be empty if the second value is `true`.
    OneOf(&'static [&'static str], bool),
    /// A count, always present.
    Number,
    /// A count, or nothing.
    OptionalNumber,
    /// Yes or no.
    Flag,
}

/// A field of rows `R`.
pub struct DataColumn<R> {
    /// The name in CSV, JSON, `show` and templates.
    pub name: &'static str,
    /// Form of its values.
    pub form: ColumnForm,
    /// Description in Chinese.
    pub about: &'static str,
    /// The value in a row.
    pub value: for<'r> fn(&'r R) -> Value<'r>,
}

impl<'a> Value<'a> {
    /// Text, or nothing.
    pub fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        match text.map(Into::into) {
            Some(text) if !text.is_empty() => Self::Text(text),
            _ => Self::None,
        }
    }

    /// A count, or nothing.
    pub fn number(number: Option<u32>) -> Self {
        number.map_or(Self::None, Self::Number)
    }
}
