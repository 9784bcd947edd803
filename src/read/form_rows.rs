//! Forms among the rows of a text: their problems become headings, and their other text belongs to the heading above.

use super::builder::Builder;
use super::form_table::{FormAnswers, FormProblem, FormTable};
use super::node::{Manner, Node};
use super::signs::HeadingStyle;
use super::text_layout::Mark;
use super::transposed_form;
use super::wording::TitleShape;

impl Builder<'_> {
    /// Whether a row belongs to a form; all of a form is read at its first row.
    pub(super) fn is_form_row(&mut self, row: usize) -> bool {
        let rows = &self.page.rows;
        let is_cells = |row: usize| rows.get(row).is_some_and(|row| matches!(row.mark, Mark::Head(_) | Mark::Cells(_)));
        if row < self.form_end || !is_cells(row) {
            return row < self.form_end;
        }
        let opens_table = matches!(rows[row].mark, Mark::Head(_)) || rows[row].gap || row == 0 || !is_cells(row - 1);
        let read = || transposed_form::read(self.page, row).or_else(|| FormTable::at(self.page, row));
        let Some(form) = opens_table.then(read).flatten() else { return false };
        self.table.end();
        self.form_end = form.end;
        let stands_alone = !is_cells(form.end);
        self.form(form, stands_alone);
        true
    }

    /// Takes a form's problems for headings; `stands_alone` says that no other table follows it.
    fn form(&mut self, form: FormTable, stands_alone: bool) {
        let is_in_table = self.open.last().is_none_or(|open| open.style == HeadingStyle::Row);
        let FormTable { before, mut problems, .. } = form;
        let is_restated =
            !is_in_table && stands_alone && problems.len() == 1 && self.is_under_own_problem() && !self.groups_forms();
        if !is_in_table && before.any {
            self.answered(before);
        }
        if is_restated && let Some(problem) = problems.pop() {
            self.answered(problem.answers);
        }
        for problem in problems {
            self.form_problem(problem);
        }
    }

    /// Whether the headings of the notice may be groups of forms: somewhere one table follows another without a heading
    /// between them, and the heading above names no problem by its template.
    fn groups_forms(&mut self) -> bool {
        let page = self.page;
        let is_row = |row: usize| matches!(page.rows[row].mark, Mark::Cells(_));
        let mut heads = (1..page.rows.len()).filter(|row| matches!(page.rows[*row].mark, Mark::Head(_)));
        let in_series = *self.tables_in_series.get_or_insert_with(|| heads.any(|row| is_row(row - 1)));
        in_series && self.open.last().is_some_and(|open| self.nodes[open.node].look != TitleShape::Problem)
    }

    /// Adds the values of a form to the heading above it.
    fn answered(&mut self, answers: FormAnswers) {
        let Some(above) = self.open.last().map(|open| open.node) else { return };
        let node = &mut self.nodes[above];
        node.labelled |= answers.any;
        node.cells = answers.cells;
    }

    fn form_problem(&mut self, problem: FormProblem) {
        let FormProblem { row, number, title, answers } = problem;
        let end = title.end;
        let node =
            Node { look: TitleShape::Problem, aspect: false, cells: answers.cells, ..self.node(row, title, end) };
        // 问题一 above its table
        let untitled = self.open.last().map(|open| open.node).filter(|above| self.nodes[*above].title.is_empty());
        if let Some(above) = untitled {
            let own = &mut self.nodes[above];
            let number = own.number.take();
            *own = Node {
                row: own.row,
                manner: own.manner,
                number,
                parent: own.parent,
                depth: own.depth,
                value: own.value,
                ..node
            };
            return;
        }
        let keep = self.open.iter().position(|open| open.style == HeadingStyle::Row).unwrap_or(self.open.len());
        self.push(keep, HeadingStyle::Row, None, 0, Node { number, manner: Manner::Form, ..node });
    }
}
