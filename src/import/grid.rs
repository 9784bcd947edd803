//! Tables on their grid: cells that span columns or rows, heads of several rows, captions and notes around the rows.
//!
//! A value that is merged over several rows holds for each of them. A problem that is merged over several rows is one
//! problem, so its rows become one.

use super::draft::DraftBlock;
use super::ledger::Ledger;
use super::note::NoteKind;
use crate::notice::status;
use crate::read::columns;

/// A cell as the source has it.
#[derive(Clone, Debug, Default)]
pub struct SourceCell {
    /// Its paragraphs and tables.
    pub blocks: Vec<DraftBlock>,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes, itself included.
    pub rows: usize,
    /// How it is merged with the cells above and below, in formats that mark merges cell by cell.
    pub merge: VerticalMerge,
}

/// How a cell is merged with those above and below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerticalMerge {
    /// It is not.
    #[default]
    None,
    /// It is the first of them.
    Starts,
    /// It belongs to the one above, and its own words are not shown.
    Continues,
}

/// A place of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct GridCell {
    text: String,
    cover: Cover,
}

/// Whether a place of the grid belongs to a cell beside or above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cover {
    /// It has a cell of its own, or none.
    #[default]
    Own,
    /// It belongs to the cell on its left.
    Left,
    /// It belongs to the cell above.
    Above,
}

type GridRow = Vec<GridCell>;

/// More columns than this are not kept apart.
const MOST_COLUMNS: usize = 64;
/// Cells with more paragraphs are the layout of a page, not a table of words.
const LAYOUT: usize = 6;
/// Shorter words of a lower head need those above them: 责任 over 单位.
const SHORT_HEAD: usize = 2;

/// The blocks of a table with these rows.
pub fn blocks(rows: Vec<Vec<SourceCell>>, ledger: &mut Ledger) -> Vec<DraftBlock> {
    if is_layout(&rows) {
        return rows.into_iter().flatten().flat_map(|cell| cell.blocks).collect();
    }
    let mut rows = on_grid(rows, ledger);
    rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty() || cell.cover == Cover::Above));
    let captions = around(rows.iter());
    let mut before: Vec<GridRow> = rows.drain(..captions).collect();
    let notes = around(rows.iter().rev());
    let after = rows.split_off(rows.len() - notes);
    join_heads(&mut rows, ledger);
    rows.first_mut().into_iter().flatten().for_each(|cell| cell.text = without_gaps(&cell.text));
    fill(&mut rows, ledger);
    drop_empty_columns(&mut rows);
    rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
    let single = rows.iter().all(|row| row.len() <= 1);
    let mut table = Vec::new();
    match single {
        true => before.append(&mut rows),
        false => table.push(DraftBlock::Table(rows.into_iter().map(texts).collect())),
    }
    ledger.count(NoteKind::Tables, table.len());
    let paragraphs = |rows: Vec<GridRow>| {
        let texts = rows.into_iter().flat_map(texts).filter(|text| !text.is_empty());
        texts.map(DraftBlock::paragraph).collect::<Vec<_>>()
    };
    [paragraphs(before), table, paragraphs(after)].concat()
}

fn texts(row: GridRow) -> Vec<String> {
    row.into_iter().map(|cell| cell.text).collect()
}

/// Whether a table only lays out a page.
fn is_layout(rows: &[Vec<SourceCell>]) -> bool {
    let mut filled = rows.iter().flatten().filter(|cell| !cell.blocks.is_empty());
    let single = filled.by_ref().take(2).count() < 2;
    let has_table = |row: &Vec<SourceCell>| {
        let is_only = row.iter().filter(|cell| !cell.blocks.is_empty()).count() == 1;
        let tables = row.iter().flat_map(|cell| &cell.blocks).filter_map(|block| match block {
            DraftBlock::Table(rows) => Some(rows),
            DraftBlock::Paragraph { .. } | DraftBlock::Heading(..) | DraftBlock::Footnote(..) => None,
        });
        // a cell that fills a row, or lists problems of its own, is not a value of the problem beside it
        tables.into_iter().any(|rows| is_only || rows.iter().flatten().any(|cell| columns::names_problems(cell)))
    };
    let is_column = rows.iter().all(|row| row.len() <= 1);
    let is_covered = |cell: &SourceCell| cell.merge == VerticalMerge::Continues;
    let is_column = is_column && !rows.iter().flatten().any(is_covered);
    single || is_column || rows.iter().flatten().any(|cell| cell.blocks.len() > LAYOUT) || rows.iter().any(has_table)
}

/// How many rows from one end hold a single cell over the whole width.
fn around<'a>(rows: impl ExactSizeIterator<Item = &'a GridRow>) -> usize {
    let all = rows.len();
    let count = rows
        .take_while(|row| {
            let own = row.iter().filter(|cell| !cell.text.is_empty()).count() == 1;
            let whole = row.len() > 1 && row[1..].iter().all(|cell| cell.cover == Cover::Left);
            own && (whole || row.len() == 1)
        })
        .count();
    if count == all { 0 } else { count }
}

/// Puts every cell into its columns and rows.
fn on_grid(rows: Vec<Vec<SourceCell>>, ledger: &mut Ledger) -> Vec<GridRow> {
    let mut grid: Vec<GridRow> = Vec::with_capacity(rows.len());
    // for each column, in how many more rows it belongs to a cell above, and whether a merge goes on there
    let (mut covered, mut merging): (Vec<usize>, Vec<bool>) = (Vec::new(), Vec::new());
    for row in rows {
        let mut out = GridRow::new();
        let skip = |out: &mut GridRow, covered: &mut Vec<usize>| {
            while covered.get(out.len()).is_some_and(|rows| *rows > 0) {
                covered[out.len()] -= 1;
                out.push(GridCell { text: String::new(), cover: Cover::Above });
            }
        };
        for cell in row {
            skip(&mut out, &mut covered);
            let columns = cell.columns.clamp(1, MOST_COLUMNS);
            let (start, mut text) = (out.len(), flattened(cell.blocks, ledger));
            merging.resize(merging.len().max(start + columns), false);
            let continues = cell.merge == VerticalMerge::Continues && merging[start];
            merging[start] = cell.merge != VerticalMerge::None;
            if continues {
                ledger.left_out(NoteKind::Hidden, &std::mem::take(&mut text));
            }
            let cover = if continues { Cover::Above } else { Cover::Own };
            out.push(GridCell { text, cover });
            for _ in 1..columns {
                let cover = if cover == Cover::Above { cover } else { Cover::Left };
                out.push(GridCell { text: String::new(), cover });
            }
            if cell.rows > 1 {
                covered.resize(covered.len().max(out.len()), 0);
                covered[start..out.len()].fill(cell.rows - 1);
            }
        }
        skip(&mut out, &mut covered);
        grid.push(out);
    }
    let columns = grid.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut grid {
        // a row of a single cell is as wide as the table, whatever its span
        let cover = if row.len() == 1 { Cover::Left } else { Cover::Own };
        row.resize(columns, GridCell { text: String::new(), cover });
    }
    grid
}

/// The blocks of a cell in one line.
fn flattened(blocks: Vec<DraftBlock>, ledger: &mut Ledger) -> String {
    let mut text = String::new();
    for block in blocks {
        if matches!(block, DraftBlock::Table(_)) {
            ledger.dropped(NoteKind::NestedTables);
        }
        let words = match &block {
            DraftBlock::Table(rows) => rows.iter().map(|row| nested_row(row)).collect::<Vec<_>>().join("；"),
            DraftBlock::Paragraph { .. } | DraftBlock::Heading(..) | DraftBlock::Footnote(..) => block.words(),
        };
        if !text.is_empty() && !words.is_empty() && needs_gap(&text, &words) {
            text.push(' ');
        }
        text.push_str(&words);
    }
    text
}

/// A row of a table inside a cell; marks part its cells, because blanks in a cell may be dropped.
fn nested_row(cells: &[String]) -> String {
    cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join("，")
}

/// Whether two paragraphs of a cell need a blank between them: not where the first ends with a mark.
fn needs_gap(before: &str, after: &str) -> bool {
    !before.ends_with(['。', '；', '，', '、', '：', '！', '？', ' ']) && !after.starts_with(' ')
}

/// The words of a head without the blanks that spread or break them: 序　号, 整改 状态.
fn without_gaps(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut gap = false;
    for c in words.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && c.is_ascii() && out.ends_with(|before: char| before.is_ascii()) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Joins the rows of a head: over every column, the lowest words, after those above them where they are short.
fn join_heads(rows: &mut Vec<GridRow>, ledger: &mut Ledger) {
    while rows.len() > 2 && is_upper_head(&rows[0], &rows[1]) {
        let upper = rows.remove(0);
        let mut parent = "";
        let mut dropped: Vec<&str> = Vec::new();
        for (above, below) in upper.iter().zip(&mut rows[0]) {
            let spans = above.cover == Cover::Left;
            if !spans {
                parent = &above.text;
            }
            if below.text.is_empty() {
                below.text = if spans { String::new() } else { above.text.clone() };
            } else if below.text.chars().count() <= SHORT_HEAD && !parent.contains(below.text.as_str()) {
                below.text = format!("{parent}{}", below.text);
            } else if !below.text.contains(parent) && dropped.last() != Some(&parent) {
                dropped.push(parent);
            }
            if below.cover == Cover::Above {
                below.cover = Cover::Own;
            }
        }
        dropped.retain(|parent| !rows[0].iter().any(|cell| cell.text.contains(parent)));
        dropped.iter().for_each(|parent| ledger.left_out(NoteKind::TableHead, parent));
    }
}

/// Whether a row is a head over the next: it spans columns which the next names one by one, and every other column
/// goes on below.
fn is_upper_head(upper: &GridRow, lower: &GridRow) -> bool {
    let spans = upper.iter().any(|cell| cell.cover == Cover::Left);
    let named = |at: usize| !lower[at].text.is_empty() && lower[at].cover == Cover::Own;
    let spanned =
        |at: usize| upper[at].cover == Cover::Left || upper.get(at + 1).is_some_and(|c| c.cover == Cover::Left);
    let fits = (0..upper.len()).all(|at| match spanned(at) {
        true => named(at) || lower[at].cover == Cover::Left,
        false => lower[at].text.is_empty(),
    });
    spans && fits && (0..upper.len()).any(|at| spanned(at) && named(at))
}

/// Writes merged values into every row they hold for.
///
/// A problem that is merged over several rows is one problem, so its rows become one; unless a column beside it names
/// the problems one by one: then it belongs to all of them and is kept in the first row only, as its number is.
fn fill(rows: &mut Vec<GridRow>, ledger: &mut Ledger) {
    let head: Vec<String> = rows.first().into_iter().flatten().map(|cell| cell.text.clone()).collect();
    let is_problem: Vec<bool> = head.iter().map(|name| columns::names_problems(name)).collect();
    let mut out: Vec<GridRow> = Vec::with_capacity(rows.len());
    for (at_row, mut row) in rows.drain(..).enumerate() {
        let own = |at: usize| row[at].cover == Cover::Own && !row[at].text.is_empty();
        let has_own_problem = (0..row.len()).any(|at| is_problem[at] && own(at));
        let merged_problem = (0..row.len()).any(|at| is_problem[at] && row[at].cover == Cover::Above);
        let below_head = at_row > 1;
        if let Some(above) = out.last_mut().filter(|_| below_head && merged_problem && !has_own_problem) {
            ledger.count(NoteKind::JoinedRows, 1);
            above.iter_mut().zip(&row).for_each(|(above, cell)| join(above, cell));
            continue;
        }
        if at_row > 0 {
            spread_status(&mut row);
        }
        if let Some(above) = out.last() {
            for (at, cell) in row.iter_mut().enumerate().filter(|(_, cell)| cell.cover == Cover::Above) {
                let in_common = below_head && (is_problem[at] || columns::names_numbers(&head[at]));
                if !in_common {
                    cell.text.clone_from(&above[at].text);
                }
            }
        }
        out.push(row);
    }
    *rows = out;
}

/// Writes a status that spans columns into each of them: it is the value of measures and of status.
fn spread_status(row: &mut GridRow) {
    for at in 1..row.len() {
        if row[at].cover == Cover::Left && status::read(&row[at - 1].text).is_some() {
            let text = row[at - 1].text.clone();
            row[at].text = text;
        }
    }
}

/// Appends the words of a cell to the one above it, unless they are there already.
fn join(above: &mut GridCell, cell: &GridCell) {
    if cell.text.is_empty() || cell.cover == Cover::Above || above.text.split('；').any(|part| part == cell.text) {
        return;
    }
    if !above.text.is_empty() && !above.text.ends_with(['；', '。']) {
        above.text.push('；');
    }
    above.text.push_str(&cell.text);
}

/// Columns without any words are the margins of a layout.
fn drop_empty_columns(rows: &mut [GridRow]) {
    let columns = rows.first().map_or(0, Vec::len);
    for column in (0..columns).rev() {
        if rows.iter().all(|row| row[column].text.is_empty()) {
            rows.iter_mut().for_each(|row| drop(row.remove(column)));
        }
    }
}
