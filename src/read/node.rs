//! A heading of a notice as the reader sees it: its row, number and title, and the text below it.

use std::ops::Range;

use super::columns::RowCells;
use super::wording::TitleShape;
use crate::notice::Part;

/// A heading and the rows below it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its row.
    pub row: usize,
    /// The first row after its own rows.
    pub end: usize,
    /// The heading above it.
    pub parent: Option<usize>,
    /// Depth, from 1.
    pub depth: u8,
    /// Its number in the normalised text.
    pub number: Option<Range<usize>>,
    /// Value of the number; 0 if it has none.
    pub value: u32,
    /// Its words in the normalised text, without number and without text that runs on. After a number that has a row
    /// to itself they are in the next row.
    pub title: Range<usize>,
    /// Text that runs on after it in the same row.
    pub rest: Range<usize>,
    /// Whether that text is more than a full stop.
    pub runs_on: bool,
    /// Whether a comma parts the title and that text: 针对排班问题，实行双岗 may tell what was done about another
    /// problem.
    pub acts: bool,
    /// Kind of its title.
    pub look: TitleShape,
    /// Whether its title names an aspect, under which there are problems.
    pub aspect: bool,
    /// Whether its title names a summary: 基本情况.
    pub summary: bool,
    /// Whether its title names measures.
    pub of_measures: bool,
    /// Whether a line below names its measures or its status, or it is a row of a table of problems.
    pub labelled: bool,
    /// The sign that makes it a heading.
    pub manner: Manner,
    /// The values in the cells of its row of a table.
    pub cells: RowCells,
    /// The part it belongs to.
    pub part: Part,
}

/// The sign that makes a row a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Its number or its mark.
    Marked,
    /// Only the label in the line below.
    Bare,
    /// 反馈问题： before it.
    Restated,
    /// A row of a table of problems.
    Tabled,
    /// Rows or a column of a form: 问题 | … above 整改结果 | ….
    Form,
    /// A cell of such a row that several rows have in common.
    Merged,
    /// A short line over a list that starts at 1: 柏树村党支部.
    Caption,
}

impl Manner {
    /// Whether what is said of a problem stands in cells.
    pub fn is_in_table(self) -> bool {
        matches!(self, Self::Tabled | Self::Form)
    }
}

/// The headings of a notice in order.
pub type Outline = Vec<Node>;
