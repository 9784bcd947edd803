//! From the rows of a text to its headings: one row after the other, with the headings that are open over it.

use std::ops::Range;

use super::columns::RowCells;
use super::doubtful_number;
use super::hypothesis::Hypothesis;
use super::label::{self, Purpose};
use super::lists::{self, Attachments, MeasureList};
use super::names::is_unit;
use super::node::{Manner, Node, Outline};
use super::number::{self, Number, Scheme};
use super::signs::{HeadingSigns, HeadingStyle, Open};
use super::table::TableReader;
use super::text_layout::{Mark, TextLayout};
use super::title;
use super::title_end::{answered_behind_colon, names_problem, title_length};
use super::wording::{self, TitleShape};
use crate::notice::{Part, status};

/// The headings of a text as far as it was read.
pub struct Builder<'a> {
    pub(super) page: &'a TextLayout<'a>,
    pub(super) hypothesis: Hypothesis,
    pub(super) nodes: Outline,
    /// The possible parents of the next row, outermost first.
    pub(super) open: Vec<Open>,
    /// Styles seen in this part, and how deep.
    pub(super) seen: Vec<(HeadingStyle, usize)>,
    /// The last number of each style, and how deep it stood.
    pub(super) series: Vec<(HeadingStyle, u32, usize)>,
    /// The last two-level number: 2.1.
    pub(super) pair: Option<(u32, u32)>,
    pub(super) table: TableReader,
    /// The list of measures that is open after a label.
    pub(super) list: Option<MeasureList<'a>>,
    attachments: Option<Attachments>,
    /// The first row after the last form.
    pub(super) form_end: usize,
    /// Whether a table follows another without a heading between them; unknown before the first form.
    pub(super) tables_in_series: Option<bool>,
}

impl<'a> Builder<'a> {
    /// The headings from row `first` up to row `end`; where they end and their parts are not known yet.
    pub fn build(page: &'a TextLayout<'a>, first: usize, end: usize, hypothesis: Hypothesis) -> Outline {
        let mut builder = Self {
            page,
            hypothesis,
            nodes: Vec::new(),
            open: Vec::new(),
            seen: Vec::new(),
            series: Vec::new(),
            pair: None,
            table: TableReader::default(),
            list: None,
            attachments: None,
            form_end: 0,
            tables_in_series: None,
        };
        for row in first..end {
            builder.row(row);
        }
        builder.nodes
    }

    fn row(&mut self, row: usize) {
        if self.is_form_row(row) {
            return;
        }
        let text = self.page.text(row);
        let hash = match &self.page.rows[row].mark {
            Mark::Head(cells) if !self.table.head(self.page, row, cells) => return,
            Mark::Head(cells) => return self.cells(row, cells),
            Mark::Cells(cells) if self.table.is_head(self.page, row, cells) => return,
            Mark::Cells(cells) if self.table.is_read() => return self.cells(row, cells),
            Mark::Cells(_) if !text.contains('\t') => return,
            Mark::Heading(level) => Some(*level),
            Mark::Bold | Mark::Text | Mark::Cells(_) => None,
        };
        self.table.end();
        let number = self.number(row, text);
        if self.is_attachment(row, text, number) || self.is_listed_measure(row, text, number) {
            return;
        }
        if self.fill_title(row, text, number) {
            return;
        }
        if self.is_restated(row, text) {
            return self.restated(row, text, hash);
        }
        if self.is_label(text, number, hash) && !self.is_numbered_problem(row, number) {
            return self.answer(row, number);
        }
        let Some(style) = self.style(row, text, number, hash) else { return self.words(text) };
        let value = number.map_or(0, |number| number.value);
        let manner = match style {
            HeadingStyle::Bare => Manner::Bare,
            HeadingStyle::Caption => Manner::Caption,
            HeadingStyle::Number(_)
            | HeadingStyle::Plain
            | HeadingStyle::Bold
            | HeadingStyle::Dash
            | HeadingStyle::Row
            | HeadingStyle::Merged => Manner::Marked,
        };
        let node = self.marked(row, number, manner);
        if number.is_some_and(|number| number.scheme == Scheme::Decimal(2)) {
            self.pair = doubtful_number::both(text);
        }
        let (keep, style) = self.level(HeadingSigns { style, value, hash, look: node.look, aspect: node.aspect, row });
        self.push(keep, style, hash, value, node);
    }

    /// How the row is marked as a heading, if it is.
    fn style(&self, row: usize, text: &str, number: Option<Number>, hash: Option<u8>) -> Option<HeadingStyle> {
        Some(match number {
            Some(number) => HeadingStyle::Number(number.scheme),
            None if hash.is_some() => HeadingStyle::Plain,
            None if self.page.rows[row].mark == Mark::Bold
                && self.opens_list(text)
                && wording::announces_measures(text) =>
            {
                return None;
            }
            None if self.page.rows[row].mark == Mark::Bold => HeadingStyle::Bold,
            None if self.is_caption(row, text) => HeadingStyle::Caption,
            None if self.is_bare_title(row, text) => HeadingStyle::Bare,
            None if self.is_dashed(row, text) => HeadingStyle::Dash,
            None => return None,
        })
    }

    /// Whether a numbered row names its problem after a label, 1.问题：…: a heading, unless its number goes on in the
    /// next row with another label, 2.整改措施：….
    fn is_numbered_problem(&self, row: usize, number: Option<Number>) -> bool {
        let Some(number) = number else { return false };
        let words = |text: &str, number: Number| label::read(text[number.len..].trim_start());
        let text = self.page.text(row);
        let named = words(text, number).is_some_and(|label| {
            let rest = text[number.len..].trim_start();
            label.purpose == Purpose::Problem && rest.len() > label.len
        });
        named && !lists::goes_on(self.page, row)
    }

    /// The heading of a row by itself; [`Self::push`] sets its parent and depth.
    fn marked(&self, row: usize, skipped: Option<Number>, manner: Manner) -> Node {
        let Range { start, end } = self.page.rows[row].range;
        let skip = skipped.map_or(0, |number| number.len);
        let whole = self.page.text(row)[skip..].trim_start_matches([' ', '—']);
        let words = behind_group(behind_problem_label(whole));
        let from = end - words.len();
        let length = title_length(words);
        let length = answered_behind_colon(words).map_or(length, |colon| colon.min(length));
        let title = from..from + length;
        let run_in = words[title.len()..].trim_start_matches(['。', '，', '：', ':', ',', '；', ' ']);
        let labelled = match run_in {
            "" => title::status_bracket(&words[..title.len()]).is_some() || lists::label_below(self.page, row + 1),
            run_in if title::whole_bracket(run_in.trim_end_matches('。')).is_some() => true,
            run_in => {
                label::read(run_in).is_some_and(|label| label.purpose.answers()) || title::closes_with_status(run_in)
            }
        };
        let acts = words[title.len()..].starts_with(['，', ',']);
        let number = skipped.map(|number| start..start + number.len);
        let value = skipped.map_or(0, |number| number.value);
        let node =
            Node { labelled, number, value, manner, runs_on: !run_in.is_empty(), acts, ..self.node(row, title, end) };
        // 一、问题一：…
        let is_named = number::read(words).is_some_and(|number| number.scheme == Scheme::Named);
        match words.len() < whole.len() || is_named {
            true => Node { look: TitleShape::Problem, aspect: false, ..node },
            false => node,
        }
    }

    /// A heading with its title, and nothing else known of it.
    pub(super) fn node(&self, row: usize, title: Range<usize>, end: usize) -> Node {
        let words = title::bare(self.page.normal.of_range(&title));
        Node {
            row,
            end: row + 1,
            parent: None,
            depth: 0,
            number: None,
            value: 0,
            rest: title.end..end.max(title.end),
            runs_on: false,
            acts: false,
            look: wording::look(words),
            aspect: wording::is_aspect(words),
            summary: wording::is_summary(words),
            of_measures: wording::is_of_measures(words),
            title,
            labelled: true,
            manner: Manner::Marked,
            cells: RowCells::default(),
            part: Part::Other,
        }
    }

    /// Whether a row is a label of an item's body and no heading. Words that are nothing but a label are a heading
    /// among parts (二、整改情况), a label under a problem.
    fn is_label(&self, text: &str, number: Option<Number>, hash: Option<u8>) -> bool {
        let skip = number.map_or(0, |number| number.len);
        let words = text[skip..].trim_start();
        let Some(label) = label::read(words).filter(|_| !self.open.is_empty()) else { return false };
        if label.len < words.len() || words.ends_with(label::is_colon) {
            return true;
        }
        let style = number.map_or(HeadingStyle::Plain, |number| HeadingStyle::Number(number.scheme));
        // （二）整改时限 below 一、, a problem, goes on from no heading.
        if hash.is_none() && self.open.iter().all(|open| open.style != style) && self.is_under_own_problem() {
            return true;
        }
        match (number, hash) {
            (None, None) => true,
            _ => match self
                .level(HeadingSigns {
                    style,
                    value: number.map_or(0, |number| number.value),
                    hash,
                    look: TitleShape::Neutral,
                    aspect: false,
                    row: 0,
                })
                .0
                .checked_sub(1)
            {
                None => false,
                Some(above) => {
                    above > 0
                        || matches!(self.nodes[self.open[above].node].look, TitleShape::Problem | TitleShape::Likely)
                }
            },
        }
    }

    fn restated(&mut self, row: usize, text: &str, hash: Option<u8>) {
        let Range { start, end } = self.page.rows[row].range;
        let words = label::read(text).map_or(text, |label| text[label.len..].trim_start());
        let from = start + (text.len() - words.len());
        let node = self.node(row, from..from + title_length(words), end);
        let (keep, style) = self.level(HeadingSigns {
            style: if hash.is_some() { HeadingStyle::Plain } else { HeadingStyle::Bare },
            value: 0,
            hash,
            look: TitleShape::Problem,
            aspect: false,
            row,
        });
        let node = Node {
            look: TitleShape::Problem,
            aspect: false,
            manner: if hash.is_some() { Manner::Marked } else { Manner::Restated },
            ..node
        };
        self.push(keep, style, hash, 0, node);
    }

    /// Takes a row for the title of the heading before it, which is nothing but a number: 问题1.
    fn fill_title(&mut self, row: usize, text: &str, number: Option<Number>) -> bool {
        let Some(above) = self.open.last().map(|open| open.node) else { return false };
        let empty =
            self.nodes[above].title.is_empty() && matches!(self.nodes[above].manner, Manner::Marked | Manner::Restated);
        let words = behind_problem_label(text);
        let label = label::read(text);
        let answers = label.is_some_and(|label| label.purpose != Purpose::Problem || words.len() == text.len());
        // looked at only below a number without words, which is rare
        let asides = || (self.nodes[above].row + 1..row).all(|row| label::read(self.page.text(row)).is_some());
        if !empty || number.is_some() || answers || !asides() {
            return false;
        }
        let Range { start, end } = self.page.rows[row].range;
        let from = start + (text.len() - words.len());
        let node = self.node(row, from..from + title_length(words), end);
        let labelled = lists::label_below(self.page, row + 1);
        let own = &mut self.nodes[above];
        let named = label.is_some() || own.manner == Manner::Restated;
        let look = if named { TitleShape::Problem } else { node.look };
        *own = Node {
            row: own.row,
            manner: own.manner,
            number: own.number.take(),
            parent: own.parent,
            depth: own.depth,
            value: own.value,
            look,
            labelled,
            ..node
        };
        true
    }

    /// A row of a table of problems, and before it the cell that it has in common with the rows below.
    fn cells(&mut self, row: usize, cells: &[Range<usize>]) {
        let Some(problem) = self.table.problem(self.page, row, cells) else { return };
        let end = self.page.rows[row].range.end;
        let level = |open: &[Open], style| open.iter().position(|open| open.style == style).unwrap_or(open.len());
        if let Some((number, title)) = problem.group {
            let node = self.node(row, title, end);
            let keep = level(&self.open, HeadingStyle::Merged).min(level(&self.open, HeadingStyle::Row));
            let node = Node { number, manner: Manner::Merged, rest: end..end, labelled: false, ..node };
            self.push(keep, HeadingStyle::Merged, None, 0, node);
        }
        let node = self.node(row, problem.title, end);
        let keep = level(&self.open, HeadingStyle::Row);
        let node = Node { number: problem.number, manner: Manner::Tabled, aspect: false, cells: problem.cells, ..node };
        self.push(keep, HeadingStyle::Row, None, 0, node);
    }

    /// Notes the label of a row that belongs to the heading above: a list of measures may follow 整改措施：, and
    /// nothing that belongs to the problem follows 整改结果：.
    fn answer(&mut self, row: usize, number: Option<Number>) {
        let words = self.page.text(row)[number.map_or(0, |number| number.len)..].trim_start();
        let Some(label) = label::read(words) else { return };
        let is_problem = self.is_under_problem();
        let Some(open) = self.open.last_mut() else { return };
        open.closed = label.purpose == Purpose::Status && words.len() > label.len;
        let is_free = number.is_none() || label.len == words.len();
        // 具体表现： below a problem opens a list that is part of the problem.
        let tells = label.purpose == Purpose::Problem && label.len == words.len() && self.is_under_own_problem();
        self.list = (is_free && label.purpose == Purpose::Measures && is_problem || tells)
            .then(|| MeasureList::behind(words.split_at(label.len)))
            .flatten();
    }

    /// A row of words: nothing but a status closes the problem above, and a colon at the end opens a list of measures
    /// below it, whatever its words are: 我局做法：.
    fn words(&mut self, text: &str) {
        self.status_alone(text);
        if self.opens_list(text) {
            self.list = MeasureList::behind(("", ""));
        }
    }

    /// Whether a row opens a list of measures of the problem above. Below a heading that may be a group as well, its
    /// words must say so.
    fn opens_list(&self, text: &str) -> bool {
        let is_below_group = self.open.len() > 1 && !self.nodes[self.open[self.open.len() - 1].node].aspect;
        text.ends_with(label::is_colon)
            && match self.is_under_problem() {
                true => !wording::announces_problems(text),
                false => is_below_group && wording::announces_measures(text),
            }
    }

    /// Whether the heading above is a problem by its own words.
    pub(super) fn is_under_own_problem(&self) -> bool {
        self.open.last().is_some_and(|open| {
            let above = &self.nodes[open.node];
            !above.aspect && matches!(above.look, TitleShape::Problem | TitleShape::Likely)
        })
    }

    /// Whether the heading above is a problem, by its words.
    fn is_under_problem(&self) -> bool {
        self.open.last().is_some_and(|open| {
            let above = &self.nodes[open.node];
            !above.aspect && (above.look != TitleShape::Neutral || above.labelled || above.title.is_empty())
        })
    }

    /// A row that is nothing but a status closes the problem above.
    fn status_alone(&mut self, text: &str) {
        let is_status =
            text.len() <= LONGEST_STATUS && status::read(text.trim_matches(['【', '】', '（', '）'])).is_some();
        if let Some(open) = self.open.last_mut().filter(|_| is_status) {
            open.closed = true;
        }
    }

    /// Whether a row belongs to the list after 附件：; the list begins with the row that says so.
    fn is_attachment(&mut self, row: usize, text: &str, number: Option<Number>) -> bool {
        if let Some(opened) = Attachments::opened_by(text) {
            self.attachments = Some(opened);
            return true;
        }
        let goes_on =
            self.attachments.as_mut().is_some_and(|attachments| attachments.takes(self.page, row, text, number));
        if !goes_on {
            self.attachments = None;
        }
        goes_on
    }

    /// Whether a label below a row of a list shows that the row is a problem of its own: the label that opened the
    /// list, or 存在问题：. Below the last row of a list, 整改成效： is of the problem above.
    fn is_labelled_in_list(&self, row: usize, number: Number, list: MeasureList) -> bool {
        let below = self.page.text(row + 1);
        let Some(label) = label::read(below).filter(|label| !label.purpose.is_aside()) else { return false };
        let opens_again = || list.label.is_empty() || below[..label.len] == *list.label;
        let goes_on = || self.next_number(row, number.scheme) == Some(number.value.saturating_add(1));
        match label.purpose {
            Purpose::Problem => true,
            Purpose::Measures => opens_again() || list.tells_problem() && goes_on(),
            Purpose::Status | Purpose::Deadline | Purpose::Responsible | Purpose::Other => false,
        }
    }

    /// Whether a numbered row is one of the measures listed after 整改措施：.
    fn is_listed_measure(&mut self, row: usize, text: &str, number: Option<Number>) -> bool {
        if !self.hypothesis.lists_are_measures {
            return false;
        }
        let (Some(list), Some(number)) = (self.list, number) else { return false };
        let words = text[number.len..].trim_start();
        let title = &words[..title_length(words)];
        let is_problem = names_problem(words)
            || self.is_numbered_problem(row, Some(number))
            || self.is_labelled_in_list(row, number, list)
            || title::status_bracket(title).is_some();
        let is_open = |scheme| self.open.iter().any(|open| open.style == HeadingStyle::Number(scheme));
        self.list = list.with(number, is_open(number.scheme)).filter(|_| !is_problem);
        self.list.is_some()
    }
}

/// The problem's words after 问题：, or the whole where nothing else is said.
fn behind_problem_label(words: &str) -> &str {
    let named = label::read(words).filter(|label| label.purpose == Purpose::Problem);
    let rest = named.map_or(words, |label| words[label.len..].trim_start());
    if rest.is_empty() { words } else { rest }
}

/// The problem's words after the aspect or the unit that it belongs to: 招生方面：审批不透明.
fn behind_group(words: &str) -> &str {
    let head = words.chars().take(LONGEST_ASPECT).position(label::is_colon);
    let colon = head.and_then(|_| words.find(label::is_colon));
    let rest = colon.map(|at| words[at..].trim_start_matches(label::is_colon).trim_start());
    let is_problem = |(at, rest): (usize, &&str)| {
        let title = &rest[..title_length(rest)];
        (is_unit(&words[..at]) || wording::is_aspect(&words[..at]) && !wording::is_class(&words[..at]))
            && label::read(rest).is_none()
            && !label::is_measure(rest)
            && matches!(wording::look(title), TitleShape::Problem | TitleShape::Likely)
    };
    match (colon, &rest) {
        (Some(at), Some(behind)) if is_problem((at, behind)) => behind,
        _ => words,
    }
}

/// In characters, 方面 included.
const LONGEST_ASPECT: usize = 30;

/// In bytes.
const LONGEST_STATUS: usize = 60;
