//! How headings are marked, and which of them are open.

use super::number::Scheme;
use super::wording::TitleShape;

/// How a heading is marked: siblings share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingStyle {
    /// A number.
    Number(Scheme),
    /// Markdown's `#` alone.
    Plain,
    /// A bold line.
    Bold,
    /// The label in the line below.
    Bare,
    /// The list below.
    Caption,
    /// A dash.
    Dash,
    /// A row of a table.
    Row,
    /// A cell that rows of a table have in common.
    Merged,
}

/// An open heading.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// The heading.
    pub node: usize,
    /// Its mark.
    pub style: HeadingStyle,
    /// The level of its `#`.
    pub hash: Option<u8>,
    /// Its number.
    pub last: u32,
    /// Whether it states its status, after which nothing more belongs to it.
    pub closed: bool,
}

/// The signs of a heading, which determine its level.
#[derive(Clone, Copy, Debug)]
pub struct HeadingSigns {
    /// Its mark.
    pub style: HeadingStyle,
    /// Value of its number; 0 if it has none.
    pub value: u32,
    /// The level of its `#`.
    pub hash: Option<u8>,
    /// Kind of its title.
    pub look: TitleShape,
    /// Whether its title names an aspect.
    pub aspect: bool,
    /// Its row.
    pub row: usize,
}
