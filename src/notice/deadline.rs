//! Deadlines (整改时限): the day by which an item is to be finished, as exactly as the notice states it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::Date;
use crate::text::words::{Words, words};

/// Labels of deadlines.
pub static LABELS: Words = words! {
    整改时限 整改完成时限 完成时限 整改期限 完成期限 整改时间 完成时间 计划完成时间 整改完成时间 时限要求 办结时限
};

/// The day by which an item is to be finished.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The words that state it: `2025年12月底前`.
    pub as_written: Box<str>,
    /// The last day that the words allow; absent where they name none (长期坚持, 立行立改).
    pub day: Option<Date>,
    /// How exactly the words name that day.
    pub precision: Precision,
}

/// How exactly the words of a deadline name its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// A day of the calendar: 2025年6月30日前.
    Day,
    /// A third of a month: 6月上旬.
    TenDays,
    /// A month: 2025年6月底前.
    Month,
    /// A quarter of a year: 第二季度.
    Quarter,
    /// Half a year: 上半年.
    HalfYear,
    /// A year: 2025年底前.
    Year,
    /// No day at all: 长期坚持.
    Words,
}

impl Deadline {
    /// A deadline stated as a day of the calendar.
    pub fn on(day: Date, as_written: &str) -> Self {
        Self { as_written: as_written.into(), day: Some(day), precision: Precision::Day }
    }

    /// A deadline stated in words that name no day.
    pub fn in_words(as_written: &str) -> Self {
        Self { as_written: as_written.into(), day: None, precision: Precision::Words }
    }
}

impl fmt::Display for Deadline {
    /// `2025-06-30` where the day is stated, else the words as written: a page must not name a day that the notice
    /// does not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.precision, self.day) {
            (Precision::Day, Some(day)) => day.fmt(f),
            _ => f.write_str(&self.as_written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stated_day_is_shown_as_a_day() {
        let day = Date::constant(2025, 6, 30);
        assert_eq!(Deadline::on(day, "2025年6月30日前").to_string(), "2025-06-30");
        let month = Deadline { as_written: "2025年6月底前".into(), day: Some(day), precision: Precision::Month };
        assert_eq!(month.to_string(), "2025年6月底前");
        assert_eq!(Deadline::in_words("长期坚持").to_string(), "长期坚持");
    }
}
