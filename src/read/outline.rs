//! The outline of a notice: which rows are headings, what stands under which, and what each part is about.

use std::ops::Range;

use super::blocks::{Mark, Page};
use super::label::{self, Purpose};
use super::number::{self, Number, Scheme};
use super::table::{self, Columns};
use super::title;
use super::wording::{self, Look};
use crate::notice::Part;

/// A heading and what stands under it.
#[derive(Clone, Debug)]
pub struct Node {
    /// The row it stands in.
    pub row: usize,
    /// The first row that is not under it any more.
    pub end: usize,
    /// What it stands under.
    pub parent: Option<usize>,
    /// Depth, from 1.
    pub depth: u8,
    /// Its number in the twin.
    pub number: Option<Range<usize>>,
    /// Its words in the twin, without number and without text that runs on.
    pub title: Range<usize>,
    /// Text that runs on behind it in the same row.
    pub rest: Range<usize>,
    /// Whether more than a stop stands there.
    pub runs_on: bool,
    /// What its title looks like.
    pub look: Look,
    /// Whether its title names an aspect, under which problems stand.
    pub aspect: bool,
    /// Whether its title names measures.
    pub of_measures: bool,
    /// Whether a line below names its measures or its status, or it is a row of a table of problems.
    pub labelled: bool,
    /// What makes it a heading.
    pub manner: Manner,
    /// Where its row of a table states its status.
    pub status_cell: Option<table::Stated>,
    /// The part it belongs to.
    pub part: Part,
}

/// What makes a row a heading.
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
}

/// The headings of a notice in order.
pub type Outline = Vec<Node>;

/// How a heading is marked: siblings share it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Number(Scheme),
    Plain,
    Bold,
    Bare,
    Dash,
    Row,
}

/// An open heading.
struct Open {
    node: usize,
    style: Style,
    hash: Option<u8>,
    last: u32,
}

/// Finds the headings from row `first` up to row `end`.
pub fn outline(page: &Page<'_>, first: usize, end: usize) -> Outline {
    let mut builder =
        Builder { page, nodes: Vec::new(), open: Vec::new(), seen: Vec::new(), series: Vec::new(), columns: None };
    for row in first..end {
        builder.row(row);
    }
    let mut nodes = builder.nodes;
    close(&mut nodes, end);
    name_parts(page, &mut nodes);
    nodes
}

struct Builder<'a> {
    page: &'a Page<'a>,
    nodes: Outline,
    open: Vec<Open>,
    /// Styles seen in this part, and how deep.
    seen: Vec<(Style, usize)>,
    /// The last number of each style, and how deep it stood.
    series: Vec<(Style, u32, usize)>,
    columns: Option<Columns>,
}

impl Builder<'_> {
    fn row(&mut self, row: usize) {
        let text = self.page.text(row);
        let hash = match &self.page.rows[row].mark {
            Mark::Head(cells) => {
                self.columns = Columns::of(self.page, cells);
                return;
            }
            Mark::Cells(cells) if self.columns.is_none() && text.contains('\t') => {
                self.columns = Columns::of(self.page, cells);
                if self.columns.is_some() {
                    return;
                }
                None
            }
            Mark::Cells(cells) => return self.cells(row, cells),
            Mark::Heading(level) => Some(*level),
            Mark::Bold | Mark::Text => None,
        };
        self.columns = None;
        let number = number::read(text).or_else(|| self.enumerated(text)).or_else(|| self.going_on(text));
        if self.is_restated(row, text) {
            return self.restated(row, text);
        }
        if self.is_label(text, number, hash) && !self.is_numbered_problem(row, number) {
            return;
        }
        let style = match number {
            Some(number) => Style::Number(number.scheme),
            None if hash.is_some() => Style::Plain,
            None if self.page.rows[row].mark == Mark::Bold => Style::Bold,
            None if self.is_bare_title(row, text) => Style::Bare,
            None if self.is_dashed(text) => Style::Dash,
            None => return,
        };
        let value = number.map_or(0, |number| number.value);
        let node = self.marked(row, number, if style == Style::Bare { Manner::Bare } else { Manner::Marked });
        let keep = self.level(style, value, hash, node.look);
        self.push(keep, style, hash, value, node);
    }

    /// 一是针对“…”问题, where a notice has no other headings.
    fn enumerated(&self, text: &str) -> Option<Number> {
        let alone = self.open.iter().all(|open| open.style == Style::Number(Scheme::Enumerated));
        alone.then(|| number::of_problem(text)).flatten()
    }

    /// 4.3个部门…, where 3. stands before it.
    fn going_on(&self, text: &str) -> Option<Number> {
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let style = Style::Number(Scheme::Arabic('.'));
        let (_, last, _) = self.series.iter().find(|(seen, _, _)| *seen == style)?;
        number::going_on(text, *last)
    }

    /// Whether a numbered row names its problem behind a label, 1.问题：…: a heading, unless its number goes on in the
    /// next row with another label, 2.整改措施：….
    fn is_numbered_problem(&self, row: usize, number: Option<Number>) -> bool {
        let Some(number) = number else { return false };
        let words = |text: &str, number: Number| label::read(text[number.len..].trim_start());
        let text = self.page.text(row);
        let named = words(text, number).is_some_and(|label| {
            let rest = text[number.len..].trim_start();
            label.purpose == Purpose::Problem && rest.len() > label.len
        });
        named && !goes_on(self.page, row)
    }

    /// The heading of a row by itself; where it stands is told by [`Self::push`].
    fn marked(&self, row: usize, number: Option<Number>, manner: Manner) -> Node {
        let Range { start, end } = self.page.rows[row].range;
        let skip = number.map_or(0, |number| number.len);
        let whole = self.page.text(row)[skip..].trim_start_matches([' ', '—']);
        let words = behind_problem_label(whole);
        let from = end - words.len();
        let title = from..from + title_length(words);
        let run_in = words[title.len()..].trim_start_matches(['。', '，', '：', ':', ',', '；', ' ']);
        let labelled = match run_in {
            "" => label_below(self.page, row + 1),
            run_in if title::whole_bracket(run_in.trim_end_matches('。')).is_some() => true,
            run_in => label::read(run_in).is_some_and(|label| label.purpose.answers()),
        };
        let number = number.map(|number| start..start + number.len);
        let node = Node { labelled, number, manner, runs_on: !run_in.is_empty(), ..self.node(row, title, end) };
        match words.len() < whole.len() {
            true => Node { look: Look::Problem, aspect: false, ..node },
            false => node,
        }
    }

    /// A heading with its title, and nothing else known of it.
    fn node(&self, row: usize, title: Range<usize>, end: usize) -> Node {
        let words = self.page.normal.of_range(&title);
        Node {
            row,
            end: row + 1,
            parent: None,
            depth: 0,
            number: None,
            rest: title.end..end.max(title.end),
            runs_on: false,
            look: wording::look(words),
            aspect: wording::is_aspect(words),
            of_measures: wording::is_of_measures(words),
            title,
            labelled: true,
            manner: Manner::Marked,
            status_cell: None,
            part: Part::Other,
        }
    }

    fn cells(&mut self, row: usize, cells: &[Range<usize>]) {
        let Some(columns) = &self.columns else { return };
        let Some(title) = cells.get(columns.title).filter(|cell| !cell.is_empty()) else { return };
        if self.is_caption(row, cells) {
            return;
        }
        let cell = |column: Option<usize>| {
            column.and_then(|column| cells.get(column)).filter(|cell| !cell.is_empty()).cloned()
        };
        let mut title = title.clone();
        let number = cell(columns.number).or_else(|| {
            let number = number::read(self.page.normal.of_range(&title))?;
            let own = title.start..title.start + number.len;
            title.start = own.end;
            Some(own)
        });
        let status_cell = columns.stated(self.page, cells);
        let keep = self.open.iter().position(|open| open.style == Style::Row).unwrap_or(self.open.len());
        let node = self.node(row, title, self.page.rows[row].range.end);
        self.push(
            keep,
            Style::Row,
            None,
            0,
            Node { number, manner: Manner::Tabled, aspect: false, status_cell, ..node },
        );
    }

    /// Whether a row of a table says what the rows below have in common: it holds but a number and words, and they
    /// hold more.
    fn is_caption(&self, row: usize, cells: &[Range<usize>]) -> bool {
        let Some(columns) = &self.columns else { return false };
        let says_more = |cells: &[Range<usize>]| {
            let own = |at: usize| at == columns.title || Some(at) == columns.number;
            cells.iter().enumerate().any(|(at, cell)| !own(at) && !cell.is_empty())
        };
        let below = self.page.rows.get(row + 1).is_some_and(|below| match &below.mark {
            Mark::Cells(cells) => says_more(cells),
            _ => false,
        });
        below && !says_more(cells)
    }

    /// Whether a row is a label of an item's body and no heading. Words that are nothing but a label are a heading
    /// where they stand beside parts (二、整改情况), a label where they stand under a problem.
    fn is_label(&self, text: &str, number: Option<Number>, hash: Option<u8>) -> bool {
        let skip = number.map_or(0, |number| number.len);
        let words = text[skip..].trim_start();
        let Some(label) = label::read(words).filter(|_| !self.open.is_empty()) else { return false };
        if label.len < words.len() || words.ends_with(label::is_colon) {
            return true;
        }
        let style = number.map_or(Style::Plain, |number| Style::Number(number.scheme));
        match (number, hash) {
            (None, None) => true,
            _ => match self.level(style, number.map_or(0, |number| number.value), hash, Look::Neutral).checked_sub(1) {
                None => false,
                Some(above) => {
                    above > 0 || matches!(self.nodes[self.open[above].node].look, Look::Problem | Look::Likely)
                }
            },
        }
    }

    /// A short line without number that a line 整改情况： follows, or that is nothing but 关于“…”问题的整改.
    fn is_bare_title(&self, row: usize, text: &str) -> bool {
        if self.is_template(text) {
            return true;
        }
        let ends = text.ends_with(['。', '；', '：', ':', '！', '？', '.', ';']);
        // 完成时限：2024年12月 is a label of ours to come.
        let labelled = text.chars().take(LONGEST_LABEL).any(label::is_colon);
        !ends
            && !labelled
            && text.chars().count() <= 70
            && !label::is_measure(text)
            && !self.open.is_empty()
            && label_below(self.page, row + 1)
            && !text.contains('。')
    }

    /// Whether a row is 关于“…”问题的整改, or opens so where problems stand without numbers.
    fn is_template(&self, text: &str) -> bool {
        if wording::opening(text) == 0 {
            return false;
        }
        let length = title_length(text);
        title::is_template(&text[..length]) && (length == text.len() || self.is_in_aspect())
    }

    /// Whether rows without numbers may be problems here: what stands above names an aspect or a part, and no problem.
    fn is_in_aspect(&self) -> bool {
        self.open.iter().rev().find(|open| !matches!(open.style, Style::Bare | Style::Dash)).is_some_and(|open| {
            let above = &self.nodes[open.node];
            above.aspect || matches!(above.look, Look::Neutral | Look::Measure)
        })
    }

    /// A row that a dash opens and that blames, under an aspect: ——台账登记不全。.
    fn is_dashed(&self, text: &str) -> bool {
        if !text.starts_with('—') {
            return false;
        }
        let words = text.trim_start_matches(['—', ' ']);
        let title = &words[..title_length(words)];
        title.chars().count() <= LONGEST_DASHED
            && match wording::look(title) {
                Look::Problem | Look::Likely => true,
                Look::Neutral => self.open.last().is_some_and(|open| open.style == Style::Dash),
                Look::Measure => false,
            }
            && self.is_in_aspect()
    }

    /// 反馈问题：… with its 整改情况： below: the problem in the words of the feedback.
    fn is_restated(&self, row: usize, text: &str) -> bool {
        label::read(text)
            .is_some_and(|label| label.purpose == Purpose::Problem && text[label.len..].chars().count() > 3)
            && label_below(self.page, row + 1)
    }

    fn restated(&mut self, row: usize, text: &str) {
        let Range { start, end } = self.page.rows[row].range;
        let colon = text.find(label::is_colon).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let from = start + colon;
        let node = self.node(row, from..from + title_length(&text[colon..]), end);
        let keep = self.level(Style::Bare, 0, None, Look::Problem);
        let node = Node { look: Look::Problem, aspect: false, manner: Manner::Restated, ..node };
        self.push(keep, Style::Bare, None, 0, node);
    }

    /// How many of the open headings stay open over the new one.
    fn level(&self, style: Style, value: u32, hash: Option<u8>, look: Look) -> usize {
        if let Style::Number(_) = style
            && let Some(level) = self.numbered_level(style, value, hash, look)
        {
            return level;
        }
        if let Some(hash) = hash {
            let same = self.open.iter().position(|open| open.hash.is_some_and(|level| level >= hash));
            let words = || {
                let headings = self.open.iter().rposition(|open| open.hash.is_some());
                headings.map_or_else(|| self.open.iter().take_while(|open| is_upper(open.style)).count(), |at| at + 1)
            };
            return same.unwrap_or_else(words);
        }
        if let Style::Number(_) = style {
            return self.open.len();
        }
        self.open.iter().position(|open| open.style == style).unwrap_or(self.open.len())
    }

    /// The level of a numbered heading, where its number or its scheme tells.
    fn numbered_level(&self, style: Style, value: u32, hash: Option<u8>, look: Look) -> Option<usize> {
        let alike = |open: &Open| open.style == style && open.hash.is_some() == hash.is_some();
        let follows = |open: &Open| open.last + 1 == value && value > 1;
        if let Some(at) = self.open.iter().rposition(|open| alike(open) && follows(open)) {
            return Some(at);
        }
        if let Some(at) = self.open.iter().rposition(alike) {
            let above = self.nodes[self.open[at].node].look;
            let restarts = value == 1 && hash.is_none() && !(look == Look::Problem && above == Look::Problem);
            return Some(if restarts { self.open.len() } else { at });
        }
        if let Some(at) = self.open.iter().rposition(|open| open.style == style && follows(open)) {
            return Some(at);
        }
        if hash.is_some() {
            return None;
        }
        if let Some((_, depth)) = self.seen.iter().find(|(seen, _)| *seen == style) {
            return Some((*depth).min(self.open.len()));
        }
        // （三） under 二、 goes on from （二） under 一、.
        let goes_on = |(seen, last, depth): &&(Style, u32, usize)| *seen == style && last + 1 == value && *depth > 0;
        if let Some((_, _, depth)) = self.series.iter().find(goes_on) {
            return Some((*depth).min(self.open.len()));
        }
        // A wrong mark, as 2、 between 一、 and 三、: the number goes on where the scheme does not.
        self.open.iter().rposition(|open| matches!(open.style, Style::Number(_)) && follows(open))
    }

    fn push(&mut self, keep: usize, style: Style, hash: Option<u8>, value: u32, mut node: Node) {
        self.open.truncate(keep);
        node.parent = self.open.last().map(|open| open.node);
        node.depth = u8::try_from(self.open.len() + 1).unwrap_or(u8::MAX);
        if keep == 0 {
            self.seen.clear();
        }
        if !self.seen.iter().any(|(seen, _)| *seen == style) {
            self.seen.push((style, keep));
        }
        self.series.retain(|(seen, _, _)| *seen != style);
        self.series.push((style, value, keep));
        self.open.push(Open { node: self.nodes.len(), style, hash, last: value });
        self.nodes.push(node);
    }
}

/// The problem's words behind 问题：, or the whole where nothing else is said.
fn behind_problem_label(words: &str) -> &str {
    let named = label::read(words).filter(|label| label.purpose == Purpose::Problem);
    let rest = named.map_or(words, |label| words[label.len..].trim_start());
    if rest.is_empty() { words } else { rest }
}

/// The words behind a dash are no longer than this, in characters, where they are a title.
const LONGEST_DASHED: usize = 48;

/// A label is no longer than this, in characters.
const LONGEST_LABEL: usize = 10;

/// 壹、, 一、 and 第一部分 stand over everything.
fn is_upper(style: Style) -> bool {
    matches!(style, Style::Number(Scheme::Formal | Scheme::Han | Scheme::Chapter))
}

/// Whether the row opens with a label that says what was done, or how far it is; labels of who and when may stand
/// before it.
fn label_below(page: &Page<'_>, row: usize) -> bool {
    const MOST: usize = 6;
    for row in row..row + MOST {
        let text = page.text(row);
        let skip = number::read(text).map_or(0, |number| number.len);
        match label::read(text[skip..].trim_start()) {
            Some(label) if label.purpose.answers() => return true,
            Some(label) if label.purpose.is_aside() && skip == 0 => {}
            Some(label) if label.purpose == Purpose::Problem && goes_on(page, row) => {}
            _ => return false,
        }
    }
    false
}

/// Whether the number of a row that names a problem goes on with another label: 1.存在问题：… 2.整改措施：….
fn goes_on(page: &Page<'_>, row: usize) -> bool {
    let (Some(own), Some(next)) = (number::read(page.text(row)), number::read(page.text(row + 1))) else {
        return false;
    };
    let words = page.text(row + 1)[next.len..].trim_start();
    next.scheme == own.scheme
        && next.value == own.value + 1
        && label::read(words).is_some_and(|label| label.purpose != Purpose::Problem)
}

/// Titles are no longer than this, in characters.
const LONGEST_TITLE: usize = 160;

/// How many bytes of `words` are the title; the rest runs on.
fn title_length(words: &str) -> usize {
    let mut depth = 0i32;
    let mut ends = None;
    for (at, c) in words.char_indices() {
        match c {
            '“' | '‘' | '「' | '『' | '（' | '(' | '《' | '【' => depth += 1,
            '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' => depth -= 1,
            '。' | '！' | '？' | '；' if depth <= 0 => {
                ends = Some(at);
                break;
            }
            '：' | ':' | '，' | ',' if depth <= 0 => {
                let after = &words[at + c.len_utf8()..];
                let colon = label::is_colon(c) && (label::is_measure(after) || label::read(after).is_some());
                let problem = has_problem_end(&words[..at]) && (label::is_colon(c) || !has_problem_end(after));
                if colon || problem {
                    ends = Some(at);
                    break;
                }
            }
            _ => {}
        }
    }
    let ends = ends.or_else(|| (depth > 0).then(|| words.find('。')).flatten());
    match ends {
        Some(at) if words[..at].chars().take(LONGEST_TITLE + 1).count() <= LONGEST_TITLE => at,
        Some(at) => at,
        None => words.len(),
    }
}

/// Whether words end as the template of a problem's title does, though a sentence goes on.
fn has_problem_end(words: &str) -> bool {
    let words = words.trim_end_matches(['。', '；']);
    // 对照问题，逐项整改 names none.
    if words[wording::opening(words)..].chars().count() <= "问题".chars().count() {
        return false;
    }
    let ends = ["问题", "问题的整改", "问题整改", "的整改", "问题的整改情况", "问题整改情况"]
        .iter()
        .any(|end| words.ends_with(end));
    ends && (!words.contains('，') || wording::opening(words) > 0)
}

fn close(nodes: &mut Outline, rows: usize) {
    for at in 0..nodes.len() {
        let depth = nodes[at].depth;
        nodes[at].end = rows;
        let mut parent = if at > 0 { Some(at - 1) } else { None };
        // Every open node that is not above this one ends here.
        while let Some(open) = parent {
            if nodes[open].depth < depth {
                break;
            }
            if nodes[open].end == rows {
                nodes[open].end = nodes[at].row;
            }
            parent = nodes[open].parent;
        }
    }
}

/// A title's words before the bracket that states its status.
fn without_status(words: &str) -> &str {
    title::status_bracket(words).map_or(words, |(bracket, _)| &words[..bracket.start])
}

/// Names the part of every node: its own words where they tell, else what it stands under.
fn name_parts(page: &Page<'_>, nodes: &mut Outline) {
    for at in 0..nodes.len() {
        let above = nodes[at].parent.map(|parent| nodes[parent].part);
        let may_open = match above {
            None => true,
            Some(Part::Items) => is_part_of_items(&nodes[at]),
            Some(Part::Other | Part::Lead) => nodes[at].look != Look::Measure,
            Some(_) => false,
        };
        let own = match may_open && nodes[at].manner == Manner::Marked {
            true => wording::part(without_status(page.normal.of_range(&nodes[at].title))),
            false => None,
        };
        nodes[at].part = match (above, own) {
            (Some(Part::Items), Some(Part::Items | Part::Other)) => Part::Items,
            (_, Some(own)) => own,
            (above, None) => above.unwrap_or(Part::Other),
        };
    }
}

/// Whether a heading inside the items may still open another part: 下一步打算 at their end.
fn is_part_of_items(node: &Node) -> bool {
    node.number.is_some() && matches!(node.look, Look::Neutral) && node.rest.is_empty() && !node.labelled
}
