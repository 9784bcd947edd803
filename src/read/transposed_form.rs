//! Forms whose columns are problems: 问题 | … | … above 整改措施 | … | … above 整改结果 | … | ….

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::{Column, RowNumber, filled};
use super::form_table::{FormTable, NamedCell, answers, cells, end, named, named_number};
use super::text_layout::TextLayout;

/// A row, what its first cell names, and its cells.
type NamedRow<'a> = (usize, Option<Column>, &'a [Range<usize>]);

/// The form that starts at row `first`, where each column after the first is a problem.
pub(super) fn read(page: &TextLayout<'_>, first: usize) -> Option<FormTable> {
    // Looked at first, since most tables end here.
    let second = cells(page, first + 1)?;
    if second.len() <= FEWEST_PROBLEMS || second.iter().skip(1).any(|cell| named(page, cell).is_some()) {
        return None;
    }
    named(page, second.first()?)?;
    let end = end(page, first);
    let rows: Vec<NamedRow<'_>> = (first..end)
        .filter_map(|row| {
            let cells = cells(page, row)?;
            Some((row, named(page, cells.first()?), cells))
        })
        .collect();
    let (head, others) = rows.split_first()?;
    let names_only_first = |(_, _, cells): &NamedRow<'_>| cells.iter().skip(1).all(|cell| named(page, cell).is_none());
    let nameless = others.iter().filter(|(_, column, _)| column.is_none()).count();
    let answered =
        others.iter().any(|(_, column, cells)| column.is_some_and(|column| answers(page, column, &cells[0])));
    if !answered || nameless * 2 > others.len() || !others.iter().all(names_only_first) {
        return None;
    }
    let rank = |(_, column, _): &&NamedRow<'_>| if let Some(Column::Title(rank)) = column { Some(*rank) } else { None };
    let titles = rows.iter().filter(|row| rank(row).is_some() && are_titles(page, row)).min_by_key(rank);
    let titles = titles.or(Some(head).filter(|head| names_only_first(head) && are_titles(page, head)))?;
    let numbers = rows.iter().find(|row| are_numbers(page, row));
    let mut form = FormTable { end, ..FormTable::default() };
    for (at, title) in titles.2.iter().enumerate().skip(1).filter(|(_, title)| !title.is_empty()) {
        let number = numbers.and_then(|(_, _, cells)| filled(cells, at));
        let number = number.map(|cell| named_number(page, cell).unwrap_or(cell.clone()));
        form.problem(page, titles.0, number, title.clone());
        let Some(problem) = form.problems.last_mut() else { continue };
        for (row, column, cells) in &rows {
            if let (Some(column), Some(value)) = (*column, filled(cells, at))
                && *row != titles.0
            {
                problem.answers.take(page, NamedCell { column, name: cells[0].clone(), value: value.clone() });
            }
        }
    }
    Some(form)
}

/// How many problems show that a form has one in each column.
const FEWEST_PROBLEMS: usize = 2;

/// In characters: shorter words name no problem.
const SHORTEST_TITLE: usize = 4;

/// Whether the cells after the first of a row may be the words of problems.
fn are_titles(page: &TextLayout<'_>, (_, _, cells): &NamedRow<'_>) -> bool {
    let words = cells.iter().skip(1).filter(|cell| !cell.is_empty()).map(|cell| page.normal.of_range(cell));
    let known: BTreeSet<&str> = words.clone().collect();
    known.len() >= FEWEST_PROBLEMS
        && known.len() == words.clone().count()
        && words.clone().all(|words| words.chars().count() >= SHORTEST_TITLE && RowNumber::read(words).is_none())
}

/// Whether the cells after the first of a row are numbers of problems: 1 | 2 | 3, 问题一 | 问题二.
fn are_numbers(page: &TextLayout<'_>, (_, _, cells): &NamedRow<'_>) -> bool {
    let is_number = |cell: &Range<usize>| {
        let words = page.normal.of_range(cell);
        RowNumber::read(words).is_some()
            || named(page, cell).is_some() && named_number(page, cell).is_some_and(|number| number == *cell)
    };
    let mut filled = cells.iter().skip(1).filter(|cell| !cell.is_empty()).peekable();
    filled.peek().is_some() && filled.all(is_number)
}
