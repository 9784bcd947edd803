//! The columns of a table of problems: the content of each, by its name in the head.

use std::ops::Range;

use super::number;
use super::text_layout::{Mark, TextLayout};
use super::then;
use super::wording::{self, TitleShape};
use crate::notice::status;
use crate::text::numeral;
use crate::text::words::{Words, words};

/// The columns of a table of problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Their names.
    pub names: Vec<String>,
    /// 序号
    pub number: Option<usize>,
    /// 问题, the most specific first.
    pub titles: Vec<usize>,
    /// A column whose cells several rows have in common: 反馈意见 beside 具体问题.
    pub group: Option<usize>,
    /// 整改状态 and other columns that may hold the status, the likeliest first.
    statuses: Vec<usize>,
    /// Those of them that ask for it and are answered by 是 or 否: 是否完成.
    asked: Vec<usize>,
    /// Columns that are named by a status and ticked, 已完成 | 整改中, with their names in the normalised text.
    ticked: Vec<(usize, Range<usize>)>,
    deadline: Option<usize>,
    responsible: Option<usize>,
    unit: Option<usize>,
}

/// The values of a row besides the title of its problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCells {
    /// Where it states its status: several where several columns do.
    pub statuses: Vec<StatusCell>,
    /// 完成时限
    pub deadline: Option<Range<usize>>,
    /// 责任单位
    pub responsible: Option<Range<usize>>,
    /// 单位
    pub unit: Option<Range<usize>>,
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
    /// Whether it tells how things go (整改进展, 整改情况) in whatever words, and need state no status.
    pub tells: bool,
}

/// Content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// 序号
    Number,
    /// With the place in [`TITLES`].
    Title(usize),
    /// 整改状态, 整改情况
    Status,
    /// 完成时限
    Deadline,
    /// 责任单位
    Responsible,
    /// 单位
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
    状态 整改进展 整改情况 进度 结果 进展 销号 结论 验收情况 复查情况 复核情况 核查情况 核验情况 验收意见 复查意见 核查意见
};

static NUMBERS: Words = words! { 序号 编号 序 号 问题序号 问题编号 };
/// Names that hold 问题 and name none.
static CLASSES: Words = words! { 类型 类别 分类 性质 来源 金额 数量 个数 依据 程度 等级 领域 条数 问题数 总数 };
static DEADLINES: Words = words! { 时限 期限 完成时间 整改时间 办结时间 计划时间 截止 };
static RESPONSIBLE: Words = words! { 责任 牵头 承办 主办 主责 包保 督办 配合 整改单位 整改主体 };
static UNITS: Words = words! {
    被审计单位 被巡察单位 被巡察党组织 被巡察村 单位名称 单位 部门 部门单位 党组织 党组织名称 村级党组织 村名 村居 村 村社区 社区 镇街 乡镇街道 乡镇
    街道 学校 所属单位 企业名称 企业 公司 集团 市县 县区 区县 县市区 县市 院系 二级学院 医院
};

/// 村（社区）, 单位/部门
const BRACKETS: [char; 6] = ['（', '）', '(', ')', '、', '/'];

/// Contents of a ticked cell.
const TICKS: [&str; 8] = ["√", "✓", "✔", "☑", "■", "●", "是", "1"];

/// Rows that sum up others.
static SUMS: Words = words! { 合计 小计 总计 共计 };

/// In characters.
const LONGEST_NAME: usize = 24;

/// A column of problems has words in at least this many of ten rows with words.
const MOST_FILLED: usize = 8;

/// Number of rows below a head that decide which of its columns holds problems.
const MOST_ROWS: usize = 500;

/// In characters.
const LONGEST_RESPONSIBLE: usize = 60;

/// The cell at a place of a row, where it holds something.
pub fn filled(cells: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    cells.get(at).filter(|cell| !cell.is_empty())
}

/// Content of a column named `name`; `None` if the name is empty.
pub fn column(name: &str) -> Option<Column> {
    let title = || TITLES.iter().position(|word| name.contains(word)).map(Column::Title);
    Some(match name {
        "" => return None,
        _ if NUMBERS.has(name) || name.ends_with("编号") || name.ends_with("序号") => Column::Number,
        _ if CLASSES.are_in(name) => Column::Other,
        _ if DEADLINES.are_in(name) => Column::Deadline,
        // 销号时间 says when, and not whether.
        _ if name.ends_with("时间") || name.ends_with("日期") => Column::Other,
        _ if RESPONSIBLE.are_in(name) && !name.contains("问题") => Column::Responsible,
        // 是否公开 asks for something else.
        _ if name.contains("是否") && !asks_for_status(name) => Column::Other,
        _ if STATUSES.are_in(name) && !name.ends_with("问题") => match then::is_of_then(name) {
            true => Column::Other,
            false => Column::Status,
        },
        _ if name.contains("措施") || name.contains("举措") || name.contains("成效") => Column::Other,
        _ => match title() {
            Some(title) => title,
            None if UNITS.has(&name.replace(BRACKETS, "")) => Column::Unit,
            None => Column::Other,
        },
    })
}

/// Whether a question is answered by how far an item is: 是否完成整改.
pub fn asks_for_status(question: &str) -> bool {
    let about = ["完成", "整改", "销号", "到位", "办结"].iter().any(|word| question.contains(word));
    about && !["需", "长期", "持续", "立行立改", "措施", "方案"].iter().any(|word| question.contains(word))
}

/// Whether a name asks how things go rather than how far they are: 整改进展, 整改情况.
pub fn tells(name: &str) -> bool {
    ["进展", "整改情况", "落实情况"].iter().any(|word| name.contains(word)) && !name.contains("评价")
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
    pub fn of(page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> Option<Self> {
        let names: Vec<&str> = cells.iter().map(|cell| page.normal.of_range(cell)).collect();
        // A sentence names no column.
        if names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
            return None;
        }
        let columns: Vec<Option<Column>> = names.iter().map(|name| column(name)).collect();
        let first = |wanted: Column| columns.iter().position(|column| *column == Some(wanted));
        let (titles, group) = titles(page, row, &columns)?;
        let earlier = then::earlier(&names);
        let is_status = |at: &usize| columns[*at] == Some(Column::Status) && !earlier[*at];
        let rank = |at: &usize| STATUSES.iter().position(|word| names[*at].contains(word));
        let mut statuses: Vec<usize> = (0..names.len()).filter(is_status).collect();
        statuses.sort_by_key(rank);
        let asked = statuses.iter().copied().filter(|at| names[*at].contains("是否")).collect();
        let named = names.iter().enumerate().filter(|(_, name)| status::read(name).is_some());
        let ticked: Vec<_> = named.map(|(at, _)| (at, cells[at].clone())).collect();
        let number = first(Column::Number)
            .or_else(|| names.iter().position(|name| name.contains("序号") || name.contains("编号")));
        Some(Self {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
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

    /// The values of a row besides the title of its problem.
    pub fn row_cells(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> RowCells {
        let cell = |at: Option<usize>| at.and_then(|at| filled(cells, at)).cloned();
        let is_short = |cell: &Range<usize>| page.normal.of_range(cell).chars().count() <= LONGEST_RESPONSIBLE;
        RowCells {
            statuses: self.stated(page, cells),
            deadline: cell(self.deadline).filter(is_short),
            responsible: cell(self.responsible).filter(is_short),
            unit: cell(self.unit).filter(is_short),
        }
    }

    /// Whether a row of a table says what the rows below have in common: it holds but a number and words, they hold
    /// more, and their numbers do not go on from its own.
    pub fn is_caption(&self, page: &TextLayout<'_>, row: usize, cells: &[Range<usize>]) -> bool {
        let says_more = |cells: &[Range<usize>]| {
            let own = |at: usize| self.titles.contains(&at) || Some(at) == self.number || Some(at) == self.group;
            cells.iter().enumerate().any(|(at, cell)| !own(at) && !cell.is_empty())
        };
        let Some(Mark::Cells(below)) = page.rows.get(row + 1).map(|below| &below.mark) else { return false };
        if says_more(cells) || !says_more(below) {
            return false;
        }
        let words = self.titles.iter().find_map(|at| filled(cells, *at)).map(|cell| page.normal.of_range(cell));
        let words = words.unwrap_or_default();
        let blames = matches!(wording::look(words), TitleShape::Problem | TitleShape::Likely);
        wording::is_aspect(words)
            || match (self.number(page, cells), self.number(page, below)) {
                (Some(own), Some(below)) => !below.follows(own),
                (None, Some(_)) => true,
                (Some(_), None) => false,
                (None, None) => !blames,
            }
    }

    /// The number of a row: in its own column, else before the problem's words.
    pub fn number(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> Option<RowNumber> {
        let words = |at: &usize| filled(cells, *at).map(|cell| page.normal.of_range(cell));
        match self.number {
            Some(at) => words(&at).and_then(RowNumber::read),
            None => self.titles.iter().find_map(words).and_then(|words| {
                let number = number::read(words)?;
                RowNumber::read(&words[..number.len])
            }),
        }
    }

    /// Whether a row states a status in its first column for statuses.
    pub fn states_status(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> bool {
        let cell = self.statuses.first().and_then(|at| filled(cells, *at));
        cell.is_some_and(|cell| status::read(page.normal.of_range(cell)).is_some())
    }

    /// The statements of a row: in those of its columns of statuses that hold one, and by ticks in columns that are
    /// named by a status; else in whatever words the likeliest column holds.
    fn stated(&self, page: &TextLayout<'_>, cells: &[Range<usize>]) -> Vec<StatusCell> {
        let words = |at: &usize| filled(cells, *at).map(|cell| page.normal.of_range(cell)).unwrap_or_default();
        let holds_status = |at: &&usize| match self.asked.contains(at) {
            true => matches!(words(at), "是" | "否"),
            false => status::read(words(at)).is_some(),
        };
        let cell = |at: &usize| {
            let cell = filled(cells, *at)?.clone();
            Some(StatusCell {
                words: cell.clone(),
                cell,
                asked: self.asked.contains(at),
                tells: tells(&self.names[*at]),
            })
        };
        let is_tick = |cell: &&Range<usize>| TICKS.contains(&page.normal.of_range(cell));
        let tick = |(at, words): &(usize, Range<usize>)| {
            let cell = filled(cells, *at).filter(is_tick)?.clone();
            Some(StatusCell { words: words.clone(), cell, asked: false, tells: false })
        };
        let known = self.statuses.iter().filter(holds_status).filter_map(cell);
        let stated: Vec<StatusCell> = known.chain(self.ticked.iter().filter_map(tick)).collect();
        let says = |at: &&usize| words(at).contains(char::is_alphanumeric);
        match stated.is_empty() {
            // — states nothing
            true => self.statuses.first().filter(says).and_then(cell).into_iter().collect(),
            false => stated,
        }
    }
}

/// The number of a row, as far as its siblings go on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowNumber {
    value: u32,
    /// Whether it is written in digits: 1, and not 一.
    digits: bool,
}

impl RowNumber {
    /// Reads a cell that is nothing but a number: 3, 3., （三）.
    pub fn read(cell: &str) -> Option<Self> {
        let bare = cell.trim_matches(|c: char| "（()）.、．第项条 ".contains(c));
        let value = numeral::parse(bare)?;
        Some(Self { value, digits: bare.starts_with(|c: char| c.is_ascii_digit()) })
    }

    /// Whether it is the next after `other`.
    pub fn follows(self, other: Self) -> bool {
        self.digits == other.digits && self.value == other.value.saturating_add(1)
    }
}

/// Whether a cell sums up other rows: 合计.
pub fn is_sum(cell: &str) -> bool {
    SUMS.opening(cell).is_some()
}

/// Whether a cell names a column that says something of a problem.
pub fn names_something(name: &str) -> bool {
    column(name).is_some_and(|column| column != Column::Other)
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
    for row in page.rows[head + 1..].iter().take(MOST_ROWS) {
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
