//! Tables of problems, row by row: the values of a row, where a head is repeated, and where a second table goes on with
//! the first.

use std::ops::Range;

use super::columns::{Columns, RowCells, RowNumber, filled, is_sum, names_something};
use super::number;
use super::text_layout::TextLayout;

/// The table that is being read, as far as its head is known.
#[derive(Clone, Debug, Default)]
pub struct TableReader {
    /// The cells of the head, which the next row may go on with.
    head: Vec<Range<usize>>,
    columns: Option<Columns>,
    /// Whether rows of this table were read.
    begun: bool,
    /// The last unit named: a cell merged over several rows names it in the first only.
    unit: Option<Range<usize>>,
    /// The number of the last problem.
    last: Option<RowNumber>,
    /// The table before, which a table without a head may go on with.
    ended: Option<Box<TableReader>>,
}

/// A row that names a problem.
pub struct Problem {
    /// Its number.
    pub number: Option<Range<usize>>,
    /// Its words.
    pub title: Range<usize>,
    /// The number and words of the cell it has in common with the rows below, where that begins here.
    pub group: Option<(Option<Range<usize>>, Range<usize>)>,
    /// Its other values.
    pub cells: RowCells,
}

impl TableReader {
    /// Begins a table whose head Markdown marks. Returns whether the marked row is no head, but the next row of the
    /// table before.
    pub fn head(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> bool {
        self.end();
        self.columns = Columns::of(page, row, cells);
        if self.columns.is_none() && self.goes_on(page, cells) {
            return true;
        }
        self.head = cells.to_vec();
        false
    }

    /// Reads a row as the head of a table that has none, as the second row of its head, or as the head once more.
    pub fn is_head(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> bool {
        if self.begun {
            return self.repeats_head(page, row, cells);
        }
        if self.is_second_head(page, cells) || self.columns.is_none() && self.is_head_empty() {
            let merged: Vec<Range<usize>> = cells
                .iter()
                .zip(&self.head)
                .map(|(own, above)| if own.is_empty() { above.clone() } else { own.clone() })
                .collect();
            self.columns = Columns::of(page, row, &merged);
        } else if self.columns.is_some() || !self.head.is_empty() {
            self.begun = true;
            return self.repeats_head(page, row, cells);
        } else {
            self.columns = Columns::of(page, row, cells);
        }
        self.begun = self.columns.is_some();
        if !self.begun {
            self.goes_on(page, cells);
            return false;
        }
        true
    }

    /// Whether Markdown marks a head that holds nothing.
    fn is_head_empty(&self) -> bool {
        !self.head.is_empty() && self.head.iter().all(|cell| cell.is_empty())
    }

    /// Whether a row names columns that the head's first row leaves open.
    fn is_second_head(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> bool {
        let words = |cell: &Range<usize>| page.normal.of_range(cell);
        let short = cells.iter().all(|cell| words(cell).chars().count() <= LONGEST_SECOND);
        !self.head.is_empty()
            && cells.len() == self.head.len()
            && short
            && cells.iter().any(|cell| cell.is_empty())
            && cells.iter().any(|cell| names_something(words(cell)))
            && cells.first().is_some_and(|cell| number::read(words(cell)).is_none())
    }

    /// Whether a row is the head once more, as at the top of a page; then its columns count from here on.
    fn repeats_head(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> bool {
        let names = self.columns.as_ref().map(|columns| columns.names.as_slice()).unwrap_or_default();
        let names: std::collections::BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let filled: Vec<&str> =
            cells.iter().map(|cell| page.normal.of_range(cell)).filter(|cell| !cell.is_empty()).collect();
        let known = filled.iter().filter(|cell| names.contains(**cell)).count();
        if known < FEWEST_NAMES || known * 2 <= filled.len() {
            return false;
        }
        self.columns = Columns::of(page, row, cells).or(self.columns.take());
        true
    }

    /// Takes up the table before where a row without a head goes on with it: by its number or, where rows have none, by
    /// a status in the same column.
    fn goes_on(&mut self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> bool {
        let goes_on = self.ended.as_ref().is_some_and(|ended| {
            let columns = ended.columns.as_ref().filter(|columns| columns.names.len() == cells.len());
            columns.is_some_and(|columns| match (columns.number(page, cells), ended.last) {
                (Some(number), Some(last)) => number.follows(last),
                (None, None) => columns.states_status(page, cells),
                _ => false,
            })
        });
        if let Some(ended) = self.ended.take_if(|_| goes_on) {
            *self = Self { begun: true, ..*ended };
        }
        goes_on
    }

    /// Whether this is a table of problems.
    pub fn is_read(&self) -> bool {
        self.columns.is_some()
    }

    /// Ends the table.
    pub fn end(&mut self) {
        if self.columns.is_some() {
            let ended = std::mem::take(self);
            self.ended = Some(Box::new(Self { ended: None, ..ended }));
        } else if !self.head.is_empty() {
            *self = Self { ended: self.ended.take(), ..Self::default() };
        }
    }

    /// The problem that a row names.
    pub fn problem(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> Option<Problem> {
        let columns = self.columns.as_ref()?;
        let text = |at: Option<usize>| {
            at.and_then(|at| filled(cells, at)).map(|cell| page.normal.of_range(cell)).unwrap_or_default()
        };
        let sums = |at: Option<usize>| is_sum(text(at));
        let title = columns.titles.iter().find_map(|at| filled(cells, *at))?;
        if is_said_in_all(page, cells)
            || sums(columns.number)
            || sums(columns.titles.first().copied())
            || columns.is_caption(page, row, cells)
        {
            return None;
        }
        let mut title = title.clone();
        let own = number::read(page.normal.of_range(&title)).map(|number| title.start..title.start + number.len);
        let cell = columns.number.and_then(|at| filled(cells, at)).cloned();
        if let Some(own) = own.as_ref().filter(|own| own.end < title.end) {
            title.start = own.end;
        }
        let own = own.filter(|own| own.end < title.end);
        let group = columns.group.and_then(|at| filled(cells, at)).cloned();
        // Where problems have numbers of their own, the number column holds that of the group.
        let (number, of_group) = match (&own, &group) {
            (Some(_), _) => (own, cell),
            (None, _) => (cell, None),
        };
        let group = group.map(|words| {
            let inner = number::read(page.normal.of_range(&words)).map(|number| words.start..words.start + number.len);
            let from = inner.as_ref().map_or(words.start, |inner| inner.end);
            (inner.or(of_group), from..words.end)
        });
        let mut cells = columns.row_cells(page, cells);
        if cells.unit.is_none() {
            cells.unit = self.unit.clone();
        }
        self.unit = cells.unit.clone();
        self.last = number.as_ref().and_then(|number| RowNumber::read(page.normal.of_range(number)));
        Some(Problem { number, title, group, cells })
    }
}

/// Whether all cells of a row hold the same words, as where a class was one cell over the whole row.
fn is_said_in_all(page: &TextLayout<'_>, cells: &[Range<usize>]) -> bool {
    let mut words = cells.iter().map(|cell| page.normal.of_range(cell)).filter(|words| !words.is_empty());
    let first = words.next();
    let mut others = words.peekable();
    others.peek().is_some() && others.all(|other| Some(other) == first)
}

/// Most characters of a name in the second row of a head.
const LONGEST_SECOND: usize = 12;

/// How many names of columns show that a row is a head.
const FEWEST_NAMES: usize = 2;
