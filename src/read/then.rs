//! Earlier and present statuses: 上次状态 beside 目前状态, columns of one name for several days.

use crate::text::numeral;
use crate::text::words::{Words, words};

/// Whether a name asks how far something was when it was last told.
pub fn is_of_then(name: &str) -> bool {
    static THEN: Words = words! {
        上次 上一次 上期 上一期 上轮 上批 上年 上年度 前次 前一次 前期 此前 首次 初次 当时 去年 原状态 原整改 原完成 原进度 集中整改期间 集中整改时
        公布时 公开时 公示时 通报时 公告时 报告时
    };
    static NOW: Words = words! { 本次 本期 本轮 此次 目前 当前 现状态 现阶段 最新 后续 };
    THEN.are_in(name) && !NOW.are_in(name)
}

/// Which of several names, equal but for their numbers, are not the latest: 2024年6月状态 beside 2025年1月状态.
pub fn earlier(names: &[&str]) -> Vec<bool> {
    let read: Vec<(String, Vec<u32>)> = names.iter().map(|name| without_numbers(name)).collect();
    let is_earlier = |own: &(String, Vec<u32>)| read.iter().any(|other| other.0 == own.0 && other.1 > own.1);
    read.iter().map(|own| !own.1.is_empty() && is_earlier(own)).collect()
}

/// A name with a mark for each of its numbers, and the numbers.
fn without_numbers(name: &str) -> (String, Vec<u32>) {
    let (mut words, mut numbers, mut numeral) = (String::new(), Vec::new(), String::new());
    for c in name.chars().chain(['\0']) {
        if c.is_ascii_digit() || numeral::is_chinese(c) {
            numeral.push(c);
            continue;
        }
        if let Some(number) = numeral::parse(&numeral) {
            numbers.push(number);
            words.push('#');
        } else {
            words.push_str(&numeral);
        }
        numeral.clear();
        words.push(c);
    }
    (words, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_then_are_told_from_those_of_now() {
        for name in ["上次公布时状态", "前期整改情况", "原状态"] {
            assert!(is_of_then(name), "{name}");
        }
        for name in ["目前状态", "状态", "上次公布后的后续进展", "原因", "整改情况"] {
            assert!(!is_of_then(name), "{name}");
        }
    }

    #[test]
    fn the_latest_of_several_days_counts() {
        assert_eq!(earlier(&["2024年6月状态", "2025年1月状态", "备注"]), [true, false, false]);
        assert_eq!(earlier(&["第二次整改状态", "第一次整改状态"]), [false, true]);
        assert_eq!(earlier(&["整改状态", "整改情况"]), [false, false]);
    }
}
