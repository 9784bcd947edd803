//! Tables of problems: which column says what, and what a row says.

use std::ops::Range;

use super::blocks::{Mark, TextLayout};
use super::number;
use crate::notice::status;
use crate::text::words::{Words, words};

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
}

/// The columns of a table of problems.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Columns {
    /// 序号
    number: Option<usize>,
    /// 问题, the most specific first.
    titles: Vec<usize>,
    /// A column whose cells several rows have in common: 反馈意见 beside 具体问题.
    group: Option<usize>,
    /// 整改状态 and other columns that may hold the status, the likeliest first.
    statuses: Vec<usize>,
    /// Those of them that ask for it and are answered by 是 or 否: 是否完成.
    asked: Vec<usize>,
    /// Columns that are named by a status and ticked, 已完成 | 整改中, with their names in the twin.
    ticked: Vec<(usize, Range<usize>)>,
    deadline: Option<usize>,
    responsible: Option<usize>,
    unit: Option<usize>,
}

/// What a row says of its problem besides its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCells {
    /// Where it states its status.
    pub status: Option<StatusCell>,
    /// 完成时限
    pub deadline: Option<Range<usize>>,
    /// 责任单位
    pub responsible: Option<Range<usize>>,
    /// 单位
    pub unit: Option<Range<usize>>,
}

/// A row that names a problem.
pub struct Problem {
    /// Its number.
    pub number: Option<Range<usize>>,
    /// Its words.
    pub title: Range<usize>,
    /// The number and words of the cell it has in common with the rows below, where that begins here.
    pub group: Option<(Option<Range<usize>>, Range<usize>)>,
    /// What else it says.
    pub cells: RowCells,
}

/// Where a row of a table states its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCell {
    /// The words, in the row or in the head of the ticked column.
    pub words: Range<usize>,
    /// The cell in the row.
    pub cell: Range<usize>,
    /// Whether it answers 是 or 否.
    pub asked: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Number,
    /// With the place in [`TITLES`].
    Title(usize),
    Status,
    Deadline,
    Responsible,
    Unit,
    /// A class, an amount, a measure.
    Other,
}

/// Names of columns of problems, the most specific first.
static TITLES: Words = words! {
    具体问题 问题描述 问题内容 问题表现 反馈问题 查出问题 发现问题 查出的问题 发现的问题 存在问题 存在的问题
    主要问题 问题隐患 整改事项 具体表现 整改任务 问题 隐患 反馈意见 反馈内容
};

/// Names of columns that may hold the status, the likeliest first.
static STATUSES: Words = words! {
    整改状态 整改结果 完成情况 完成状态 整改进度 完成进度 办理结果 办结情况 销号情况 销号状态 进展评价 评估结果 是否
    状态 整改进展 整改情况 进度 结果 进展 销号
};

static NUMBERS: Words = words! { 序号 编号 序 号 问题序号 问题编号 };
/// Names that hold 问题 and name none.
static CLASSES: Words = words! { 类型 类别 分类 性质 来源 金额 数量 个数 依据 程度 等级 领域 条数 };
static DEADLINES: Words = words! { 时限 期限 完成时间 整改时间 办结时间 计划时间 截止 };
static RESPONSIBLE: Words = words! { 责任 牵头 承办 主办 主责 包保 督办 配合 整改单位 整改主体 };
static UNITS: Words = words! {
    被审计单位 被巡察单位 被巡察党组织 被巡察村 单位名称 单位 部门 部门单位 党组织 党组织名称 村级党组织 村名 村居 村 村社区 社区 镇街 乡镇街道 乡镇
    街道 学校 所属单位 企业名称
};

/// 村（社区）, 单位/部门
const BRACKETS: [char; 6] = ['（', '）', '(', ')', '、', '/'];

/// Contents of a ticked cell.
const TICKS: [&str; 8] = ["√", "✓", "✔", "☑", "■", "●", "是", "1"];

/// Rows that sum up others.
static SUMS: Words = words! { 合计 小计 总计 共计 };

/// In characters.
const LONGEST_NAME: usize = 24;

/// A column of problems holds words in so many of ten rows that hold any.
const MOST_FILLED: usize = 8;

/// In characters.
const LONGEST_RESPONSIBLE: usize = 60;

impl TableReader {
    /// Begins a table whose head Markdown marks.
    pub fn head(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) {
        self.begun = false;
        self.head = cells.to_vec();
        self.columns = Columns::of(page, row, cells);
    }

    /// Reads a row as the head of a table that has none, or as the second row of its head.
    pub fn is_head(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> bool {
        if self.begun {
            return false;
        }
        let words = |cell: &Range<usize>| page.normal.of_range(cell).to_owned();
        let names = |at: usize| column(&words(&cells[at])).is_some_and(|column| column != Column::Other);
        let short = cells.iter().all(|cell| page.normal.of_range(cell).chars().count() <= LONGEST_SECOND);
        let is_second = !self.head.is_empty()
            && cells.len() == self.head.len()
            && short
            && cells.iter().any(|cell| cell.is_empty())
            && (0..cells.len()).filter(|at| names(*at)).count() >= 1
            && cells.first().is_some_and(|cell| number::read(&words(cell)).is_none());
        if is_second || !self.head.is_empty() && self.columns.is_none() && self.head.iter().all(|cell| cell.is_empty())
        {
            let merged: Vec<Range<usize>> = cells
                .iter()
                .zip(&self.head)
                .map(|(own, above)| if own.is_empty() { above.clone() } else { own.clone() })
                .collect();
            self.columns = Columns::of(page, row, &merged);
            self.begun = self.columns.is_some();
            return self.columns.is_some();
        }
        if self.columns.is_some() || !self.head.is_empty() {
            self.begun = true;
            return false;
        }
        self.columns = Columns::of(page, row, cells);
        self.begun = self.columns.is_some();
        self.columns.is_some()
    }

    /// Whether this is a table of problems.
    pub fn is_read(&self) -> bool {
        self.columns.is_some()
    }

    /// Ends the table.
    pub fn end(&mut self) {
        if self.columns.is_some() || !self.head.is_empty() {
            *self = Self::default();
        }
    }

    /// The problem that a row names.
    pub fn problem(&mut self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> Option<Problem> {
        let columns = self.columns.as_ref()?;
        let text = |at: Option<usize>| {
            at.and_then(|at| filled(cells, at)).map(|cell| page.normal.of_range(cell)).unwrap_or_default()
        };
        let sums = |at: Option<usize>| SUMS.opening(text(at)).is_some();
        let title = columns.titles.iter().find_map(|at| filled(cells, *at))?;
        if sums(columns.number) || sums(columns.titles.first().copied()) || columns.is_caption(page, row, cells) {
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
        Some(Problem { number, title, group, cells })
    }
}

/// A name in the second row of a head is no longer than this, in characters.
const LONGEST_SECOND: usize = 12;

fn filled(cells: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    cells.get(at).filter(|cell| !cell.is_empty())
}

/// What a column named `name` holds; `None` where the name is empty.
fn column(name: &str) -> Option<Column> {
    let title = || TITLES.iter().position(|word| name.contains(word)).map(Column::Title);
    Some(match name {
        "" => return None,
        _ if NUMBERS.iter().any(|word| word == name) => Column::Number,
        _ if CLASSES.are_in(name) => Column::Other,
        _ if DEADLINES.are_in(name) => Column::Deadline,
        // 销号时间 says when, and not whether.
        _ if name.ends_with("时间") || name.ends_with("日期") => Column::Other,
        _ if RESPONSIBLE.are_in(name) && !name.contains("问题") => Column::Responsible,
        _ if STATUSES.are_in(name) && !name.ends_with("问题") => Column::Status,
        _ if name.contains("措施") || name.contains("举措") || name.contains("成效") => Column::Other,
        _ => match title() {
            Some(title) => title,
            None if UNITS.has(&name.replace(BRACKETS, "")) => Column::Unit,
            None => Column::Other,
        },
    })
}

/// Whether a column of this name holds problems.
pub fn names_problems(name: &str) -> bool {
    matches!(column(name), Some(Column::Title(_)))
}

/// Whether a column of this name holds numbers of problems.
pub fn names_numbers(name: &str) -> bool {
    column(name) == Some(Column::Number)
}

impl Columns {
    /// Reads the head of a table, whose last row is `row`; `None` where no column names problems.
    fn of(page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> Option<Self> {
        let names: Vec<&str> = cells.iter().map(|cell| page.normal.of_range(cell)).collect();
        // A sentence names no column.
        if names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
            return None;
        }
        let columns: Vec<Option<Column>> = names.iter().map(|name| column(name)).collect();
        let first = |wanted: Column| columns.iter().position(|column| *column == Some(wanted));
        let (titles, group) = titles(page, row, &columns)?;
        let statuses: Vec<usize> = STATUSES
            .iter()
            .filter_map(|word| {
                (0..names.len()).find(|at| columns[*at] == Some(Column::Status) && names[*at].contains(word))
            })
            .collect();
        let asked = statuses.iter().copied().filter(|at| names[*at].starts_with("是否")).collect();
        let named = names.iter().enumerate().filter(|(_, name)| status::read(name).is_some());
        let ticked: Vec<_> = named.map(|(at, _)| (at, cells[at].clone())).collect();
        let number = first(Column::Number)
            .or_else(|| names.iter().position(|name| name.contains("序号") || name.contains("编号")));
        Some(Self {
            number: number.filter(|at| !titles.contains(at)),
            titles,
            group,
            statuses,
            asked,
            ticked,
            deadline: first(Column::Deadline),
            responsible: first(Column::Responsible),
            unit: first(Column::Unit),
        })
    }

    fn row_cells(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> RowCells {
        let cell = |at: Option<usize>| at.and_then(|at| filled(cells, at)).cloned();
        let is_short = |cell: &Range<usize>| page.normal.of_range(cell).chars().count() <= LONGEST_RESPONSIBLE;
        RowCells {
            status: self.stated(page, cells),
            deadline: cell(self.deadline).filter(is_short),
            responsible: cell(self.responsible).filter(is_short),
            unit: cell(self.unit).filter(is_short),
        }
    }

    /// Whether a row of a table says what the rows below have in common: it holds but a number and words, and they
    /// hold more.
    fn is_caption(&self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> bool {
        let says_more = |cells: &[Range<usize>]| {
            let own = |at: usize| self.titles.contains(&at) || Some(at) == self.number || Some(at) == self.group;
            cells.iter().enumerate().any(|(at, cell)| !own(at) && !cell.is_empty())
        };
        let below = page.rows.get(row + 1).is_some_and(|below| match &below.mark {
            Mark::Cells(cells) => says_more(cells),
            _ => false,
        });
        below && !says_more(cells)
    }

    /// What a row states: in the first of its columns of statuses that holds one, or any words; or by the one tick in a
    /// column that is named by a status.
    fn stated(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> Option<StatusCell> {
        let words = |at: &usize| filled(cells, *at).map(|cell| page.normal.of_range(cell)).unwrap_or_default();
        let holds_status = |at: &&usize| match self.asked.contains(at) {
            true => matches!(words(at), "是" | "否"),
            false => status::read(words(at)).is_some(),
        };
        let column = self.statuses.iter().find(holds_status).or_else(|| self.statuses.first());
        if let Some((cell, asked)) = column.and_then(|at| Some((filled(cells, *at)?, self.asked.contains(at)))) {
            return Some(StatusCell { words: cell.clone(), cell: cell.clone(), asked });
        }
        let is_tick = |cell: &&Range<usize>| TICKS.contains(&page.normal.of_range(cell));
        let mut ticks = self.ticked.iter().filter_map(|(at, words)| Some((words, filled(cells, *at).filter(is_tick)?)));
        let (words, cell) = ticks.next()?;
        ticks.next().is_none().then(|| StatusCell { words: words.clone(), cell: cell.clone(), asked: false })
    }
}

/// The columns of problems below the head's last row, best first, and the one whose cells are merged over several rows.
///
/// The most specific name wins, unless its column is blank in many rows where another holds words.
fn titles(page: &TextLayout<'_>, head: usize, columns: &[Option<Column>]) -> Option<(Vec<usize>, Option<usize>)> {
    let mut titles: Vec<(usize, usize)> = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| if let Some(Column::Title(rank)) = column { Some((*rank, at)) } else { None })
        .collect();
    titles.sort_unstable();
    let candidates: Vec<usize> = titles.into_iter().map(|(_, at)| at).collect();
    if candidates.len() < 2 {
        return (!candidates.is_empty()).then_some((candidates, None));
    }
    let mut counts = vec![0usize; candidates.len()];
    for row in page.rows[head + 1..].iter() {
        let Mark::Cells(cells) = &row.mark else { break };
        for (count, at) in counts.iter_mut().zip(&candidates) {
            *count += usize::from(filled(cells, *at).is_some());
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let is_full = |at: usize| counts[at] * 10 >= most * MOST_FILLED;
    let best = (0..candidates.len()).find(|at| is_full(*at))?;
    let merged =
        (0..candidates.len()).find(|at| !is_full(*at) && candidates[*at] < candidates[best] && counts[*at] > 0);
    let mut order = vec![candidates[best]];
    order.extend((0..candidates.len()).filter(|at| *at != best && Some(*at) != merged).map(|at| candidates[at]));
    Some((order, merged.map(|at| candidates[at])))
}
