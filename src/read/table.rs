//! Tables of problems: which column says what.

use std::ops::Range;

use super::blocks::Page;
use crate::notice::status;

/// The columns of a table of problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// 序号
    pub number: Option<usize>,
    /// 问题
    pub title: usize,
    /// 整改状态, and what else may say how far it is, the likeliest first.
    statuses: Vec<usize>,
    /// Those of them that ask for it and are answered by 是 or 否: 是否完成.
    asked: Vec<usize>,
    /// Columns that are named by a status and ticked, 已完成 | 整改中, with their names in the twin.
    ticked: Vec<(usize, Range<usize>)>,
}

/// Where a row of a table states its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The words, in the row or in the head of the ticked column.
    pub words: Range<usize>,
    /// The cell in the row.
    pub cell: Range<usize>,
    /// Whether it answers 是 or 否.
    pub asked: bool,
}

const TITLES: [&str; 11] = [
    "反馈问题",
    "具体问题",
    "存在问题",
    "问题内容",
    "问题描述",
    "问题表现",
    "问题隐患",
    "整改事项",
    "问题",
    "隐患",
    "反馈意见",
];
const STATUSES: [&str; 9] =
    ["整改状态", "整改结果", "完成情况", "完成状态", "整改进度", "是否", "状态", "整改进展", "整改情况"];

/// What stands in a ticked cell.
const TICKS: [&str; 8] = ["√", "✓", "✔", "☑", "■", "●", "是", "1"];

/// In characters.
const LONGEST_NAME: usize = 24;

impl Columns {
    /// Reads the head of a table; `None` where no column names problems.
    pub fn of(page: &Page<'_>, cells: &[Range<usize>]) -> Option<Self> {
        let names: Vec<&str> = cells.iter().map(|cell| page.normal.of_range(cell)).collect();
        let find = |words: &[&str]| words.iter().find_map(|word| names.iter().position(|name| name.contains(word)));
        // A sentence names no column.
        let heads = names.iter().all(|name| name.chars().count() <= LONGEST_NAME);
        let title = find(&TITLES).filter(|_| heads)?;
        let statuses: Vec<usize> = STATUSES
            .iter()
            .filter_map(|word| names.iter().enumerate().position(|(at, name)| at != title && name.contains(word)))
            .collect();
        let asked = statuses.iter().copied().filter(|at| names[*at].starts_with("是否")).collect();
        let named = names.iter().enumerate().filter(|(_, name)| status::read(name).is_some());
        let ticked: Vec<_> = named.map(|(at, _)| (at, cells[at].clone())).collect();
        Some(Self { number: find(&["序号", "编号"]), title, statuses, asked, ticked })
    }

    /// What a row states: in the first of its columns of statuses that holds one, or any words; or by the one tick in a
    /// column that is named by a status.
    pub fn stated(&self, page: &Page<'_>, cells: &[Range<usize>]) -> Option<Stated> {
        let filled = |at: usize| cells.get(at).filter(|cell| !cell.is_empty());
        let words = |at: &usize| filled(*at).map(|cell| page.normal.of_range(cell)).unwrap_or_default();
        let told = |at: &&usize| match self.asked.contains(at) {
            true => matches!(words(at), "是" | "否"),
            false => status::read(words(at)).is_some(),
        };
        let column = self.statuses.iter().find(told).or_else(|| self.statuses.first());
        if let Some((cell, asked)) = column.and_then(|at| Some((filled(*at)?, self.asked.contains(at)))) {
            return Some(Stated { words: cell.clone(), cell: cell.clone(), asked });
        }
        let is_tick = |cell: &&Range<usize>| TICKS.contains(&page.normal.of_range(cell));
        let mut ticks = self.ticked.iter().filter_map(|(at, words)| Some((words, filled(*at).filter(is_tick)?)));
        let (words, cell) = ticks.next()?;
        ticks.next().is_none().then(|| Stated { words: words.clone(), cell: cell.clone(), asked: false })
    }
}
