//! Tables that are forms: each row has a name in one cell and its value in the next, 问题 | … above 整改措施 | … above
//! 整改结果 | …. One table may hold one problem or several.

use std::ops::Range;

use super::columns::{self, Column, RowCells, RowNumber, StatusCell, column};
use super::label::{self, Purpose};
use super::number::{self, Scheme};
use super::text_layout::{Mark, TextLayout};
use super::wording::{self, TitleShape};
use crate::notice::status;

/// A form: its problems, and the text before the first of them.
#[derive(Clone, Debug, Default)]
pub struct FormTable {
    /// The first row after it.
    pub end: usize,
    /// The text of the rows before the first problem, which belongs to the heading above the table.
    pub before: FormAnswers,
    /// Its problems in order.
    pub problems: Vec<FormProblem>,
}

/// A problem that a form names.
#[derive(Clone, Debug)]
pub struct FormProblem {
    /// The row that names it.
    pub row: usize,
    /// Its number.
    pub number: Option<Range<usize>>,
    /// Its words.
    pub title: Range<usize>,
    /// The values of the rows up to the next problem.
    pub answers: FormAnswers,
}

/// The values of a form for a problem.
#[derive(Clone, Debug, Default)]
pub struct FormAnswers {
    /// In the shape of the cells of an ordinary table.
    pub cells: RowCells,
    /// Whether anything is said.
    pub any: bool,
}

/// One thing that a row says: its name, and the cell that holds it.
pub(super) struct NamedCell {
    /// The value that the name asks for; `None` if it asks for measures.
    pub(super) column: Column,
    /// The cell of the name.
    pub(super) name: Range<usize>,
    /// The cell it names.
    pub(super) value: Range<usize>,
}

impl FormTable {
    /// The form that starts at row `first`, where the rows from there on are one.
    pub fn at(page: &TextLayout<'_>, first: usize) -> Option<Self> {
        let end = end(page, first);
        let rows: Vec<(usize, &[Range<usize>])> =
            (first..end).filter_map(|row| Some((row, cells(page, row)?))).collect();
        let fields: Vec<Vec<NamedCell>> = rows.iter().map(|(_, cells)| fields(page, cells)).collect();
        let has_head = matches!(page.rows[first].mark, Mark::Head(_)) && fields[0].is_empty();
        let named = fields.iter().filter(|fields| !fields.is_empty()).count();
        let others = fields.len() - named - usize::from(has_head);
        let answered = fields.iter().flatten().any(|field| answers(page, field.column, &field.name));
        if named < FEWEST_NAMED || named < others * MOST_NAMED || !answered {
            return None;
        }
        let mut form = Self { end, ..Self::default() };
        let mut number = None;
        for ((row, cells), fields) in rows.into_iter().zip(fields) {
            number = leading_number(page, cells).or(number);
            if let Some(title) = problem_alone(page, cells).filter(|_| fields.is_empty()) {
                form.problem(page, row, number.take(), title);
            }
            for field in fields {
                match field.column {
                    Column::Number => number = Some(field.value),
                    Column::Title(_) => {
                        let own = named_number(page, &field.name);
                        form.problem(page, row, own.or(number.take()), field.value);
                    }
                    Column::Status | Column::Deadline | Column::Responsible | Column::Unit | Column::Other => {
                        form.answers().take(page, field);
                    }
                }
            }
        }
        Some(form)
    }

    /// Adds a problem, whose number may open its words.
    pub(super) fn problem(
        &mut self,
        page: &TextLayout<'_>,
        row: usize,
        number: Option<Range<usize>>,
        mut title: Range<usize>,
    ) {
        let own = number::read(page.normal.of_range(&title)).map(|number| title.start..title.start + number.len);
        if let Some(own) = own.as_ref().filter(|own| own.end < title.end) {
            title.start = own.end;
        }
        let number = own.filter(|own| own.end < title.end).or(number);
        self.problems.push(FormProblem { row, number, title, answers: FormAnswers::default() });
    }

    /// The values of the current problem.
    fn answers(&mut self) -> &mut FormAnswers {
        match self.problems.last_mut() {
            Some(problem) => &mut problem.answers,
            None => &mut self.before,
        }
    }
}

impl FormAnswers {
    /// Notes what a cell says.
    pub(super) fn take(&mut self, page: &TextLayout<'_>, field: NamedCell) {
        let cells = &mut self.cells;
        match field.column {
            Column::Status => {
                let words = page.normal.of_range(&field.value);
                let asked = page.normal.of_range(&field.name).contains("是否");
                let states = |words: &str| status::read(words).is_some();
                let states_more = states(words) || asked;
                let told_only = cells.statuses.iter().all(|cell| !states(page.normal.of_range(&cell.words)));
                // If one row states the status, the others are measures.
                if states_more && told_only && !asked {
                    cells.statuses.clear();
                }
                if states_more || cells.statuses.is_empty() {
                    let tells = columns::tells(page.normal.of_range(&field.name));
                    cells.statuses.push(StatusCell { words: field.value.clone(), cell: field.value, asked, tells });
                }
            }
            Column::Deadline => cells.deadline = cells.deadline.take().or(Some(field.value)),
            Column::Responsible => cells.responsible = cells.responsible.take().or(Some(field.value)),
            Column::Unit => cells.unit = cells.unit.take().or(Some(field.value)),
            Column::Number | Column::Title(_) | Column::Other => {}
        }
        self.any = true;
    }
}

/// Fewest rows of a form that have names.
const FEWEST_NAMED: usize = 2;

/// How many of them there are for each row that does not.
const MOST_NAMED: usize = 2;

/// In characters.
const LONGEST_NAME: usize = 10;

/// Whether a name asks what was done about a problem.
pub(super) fn answers(page: &TextLayout<'_>, column: Column, name: &Range<usize>) -> bool {
    match column {
        Column::Status => true,
        Column::Other => label::whole(page.normal.of_range(name)).is_some_and(Purpose::answers),
        Column::Number | Column::Title(_) | Column::Deadline | Column::Responsible | Column::Unit => false,
    }
}

/// The cells of a row of a table.
pub(super) fn cells<'a>(page: &'a TextLayout<'_>, row: usize) -> Option<&'a [Range<usize>]> {
    match &page.rows.get(row)?.mark {
        Mark::Head(cells) | Mark::Cells(cells) => Some(cells),
        Mark::Text | Mark::Bold | Mark::Heading(_) => None,
    }
}

/// The first row after the table that starts at row `first`.
pub(super) fn end(page: &TextLayout<'_>, first: usize) -> usize {
    let goes_on =
        |row: &usize| page.rows.get(*row).is_some_and(|next| matches!(next.mark, Mark::Cells(_)) && !next.gap);
    first + 1 + (first + 1..).take_while(goes_on).count()
}

/// The name in a cell that contains nothing else.
pub(super) fn named(page: &TextLayout<'_>, cell: &Range<usize>) -> Option<Column> {
    let words = page.normal.of_range(cell).trim_end_matches(|c: char| label::is_colon(c) || c == ' ');
    let bare = match number::read(words) {
        // 问题一
        Some(number) if number.scheme == Scheme::Named && number.len == words.len() => {
            return Some(Column::Title(0));
        }
        Some(number) => words[number.len..].trim_start(),
        None => words,
    };
    // 已销号 answers 整改结果, whatever a column of that name would hold.
    let is_value = status::read(bare).is_some() || wording::blames(bare);
    if bare.is_empty() || bare.chars().count() > LONGEST_NAME || is_value {
        return None;
    }
    match column(bare) {
        Some(Column::Other) | None => label::whole(bare).map(|_| Column::Other),
        Some(named) => Some(named),
    }
}

/// The values of a row: each name with the next cell that is not a name.
fn fields(page: &TextLayout<'_>, cells: &[Range<usize>]) -> Vec<NamedCell> {
    let mut fields = Vec::new();
    let mut name: Option<(Column, &Range<usize>)> = None;
    for cell in cells.iter().filter(|cell| !cell.is_empty()) {
        match (named(page, cell), name.take()) {
            (Some(column), _) => name = Some((column, cell)),
            (None, Some((column, name))) => fields.push(NamedCell { column, name: name.clone(), value: cell.clone() }),
            (None, None) => {}
        }
    }
    fields
}

/// The number in the first cell of a row, before a name or before a problem.
fn leading_number(page: &TextLayout<'_>, cells: &[Range<usize>]) -> Option<Range<usize>> {
    let first = cells.first().filter(|cell| !cell.is_empty() && cells.len() > 1)?;
    RowNumber::read(page.normal.of_range(first)).map(|_| first.clone())
}

/// The number of a name: 问题一.
pub(super) fn named_number(page: &TextLayout<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let number = number::read(page.normal.of_range(name))?;
    Some(name.start..name.start + number.len)
}

/// The problem of a row that holds nothing else but its number.
fn problem_alone(page: &TextLayout<'_>, cells: &[Range<usize>]) -> Option<Range<usize>> {
    let number = leading_number(page, cells);
    let mut words = cells.iter().filter(|cell| !cell.is_empty() && Some(*cell) != number.as_ref());
    let only =
        words.next().filter(|only| words.all(|cell| page.normal.of_range(cell) == page.normal.of_range(only)))?;
    let look = wording::look(page.normal.of_range(only));
    (number.is_some() || matches!(look, TitleShape::Problem | TitleShape::Likely)).then(|| only.clone())
}
