//! Words before the number of a thing in a list: 问题1, 反馈问题（一）, No.1.

use super::words::{Words, words};

/// Nouns that lists put before a number.
pub static NAMES: Words = words! {
    问题 任务 事项 意见 清单 台账 序号 编号 反馈问题 反馈意见 反馈事项 巡察反馈问题 巡视反馈问题 督察反馈问题 审计发现问题 巡察意见 巡察问题
    具体问题 主要问题 突出问题 存在问题 存在的问题 发现问题 问题清单 反馈问题清单 问题编号 问题序号 问题事项 整改问题 整改任务 整改事项 整改清单 任务清单
};

/// Length of the sign for “number” at the start of `text`, including blanks after it: No.1, №1.
pub fn sign_len(text: &str) -> usize {
    let sign = ["No.", "NO.", "no.", "№"].into_iter().find(|sign| text.starts_with(sign)).unwrap_or_default();
    sign.len()
        + (text[sign.len()..].len() - text[sign.len()..].trim_start_matches(' ').len()) * usize::from(!sign.is_empty())
}

/// Length in bytes of the name and the sign at the start of `line`; 0 if it begins with neither.
pub fn len(line: &str) -> usize {
    let name = NAMES.longest_opening(line).map_or(0, str::len);
    name + sign_len(&line[name..])
}
