//! Tables of problems: which column says what.

use std::ops::Range;

use super::blocks::Page;

/// The columns of a table of problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// 序号
    pub number: Option<usize>,
    /// 问题
    pub title: usize,
    /// 整改状态
    pub status: Option<usize>,
    /// Whether the status is asked for and answered by 是 or 否: 是否完成.
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
        let status = STATUSES
            .iter()
            .find_map(|word| names.iter().enumerate().position(|(at, name)| at != title && name.contains(word)));
        let asked = status.is_some_and(|at| names[at].starts_with("是否"));
        Some(Self { number: find(&["序号", "编号"]), title, status, asked })
    }
}
