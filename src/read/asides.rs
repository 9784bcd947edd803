//! Asides of an item, besides its problem and its status: its deadline, who is responsible, and its unit.

use std::ops::Range;

use super::label::{self, Purpose};
use super::names::is_unit;
use super::node::{Node, Outline};
use super::term;
use super::text_layout::TextLayout;
use crate::notice::{Confidence, Deadline, Found, Origin, UnitName};
use crate::text::span;
use crate::text::words::{Words, words};

/// The asides of an item.
#[derive(Clone, Debug, Default)]
pub struct Asides {
    /// 完成时限
    pub deadline: Option<Found<Deadline>>,
    /// 责任单位
    pub responsible: Option<Found<Box<str>>>,
}

/// Reads them from the cells of a row of a table, from labels in the item's rows, or from the sentence that states when
/// it will be done.
pub fn read(page: &TextLayout<'_>, node: &Node) -> Asides {
    let mut asides = Asides::default();
    if let Some(cell) = &node.cells.deadline {
        asides.deadline = deadline(page, cell, Origin::Structure);
    }
    if let Some(cell) = &node.cells.responsible {
        asides.responsible = Some(responsible(page, cell, Origin::Structure));
    }
    if node.manner.is_in_table() {
        return asides;
    }
    let row = page.rows[node.row].range.clone();
    let rows = std::iter::once(node.title.start.max(row.start)..row.end.max(node.title.end))
        .chain((node.row + 1..node.end).map(|row| page.rows[row].range.clone()));
    let mut stated = None;
    for row in rows {
        labelled(page, &row, &mut asides);
        if stated.is_none() {
            stated = in_sentence(page.normal.of_range(&row)).map(|at| row.start + at.start..row.start + at.end);
        }
        if asides.deadline.is_some() && asides.responsible.is_some() {
            break;
        }
    }
    if let (None, Some(at)) = (&asides.deadline, stated) {
        asides.deadline = deadline(page, &at, Origin::Prose).map(|found| found.with_confidence(Confidence::Medium));
    }
    asides
}

fn deadline(page: &TextLayout<'_>, at: &Range<usize>, from: Origin) -> Option<Found<Deadline>> {
    term::read(page.normal.of_range(at)).map(|term| page.found(term, from, Confidence::High, at))
}

fn responsible(page: &TextLayout<'_>, at: &Range<usize>, from: Origin) -> Found<Box<str>> {
    page.found(page.shown(at).into(), from, Confidence::High, at)
}

/// The longest row whose labels are looked for after its start, in bytes.
const LONGEST_ROW: usize = 600;

/// Reads the labels of a row: at its start, in a bracket after its title, one after the other.
fn labelled(page: &TextLayout<'_>, row: &Range<usize>, asides: &mut Asides) {
    let text = page.normal.of_range(row);
    if text.len() > LONGEST_ROW || !text.contains(ends_label) {
        return;
    }
    let labels = labels(text);
    for (at, (purpose, own)) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(text.len(), |(_, next)| next.start);
        let value = value(text, own.end..end);
        let value = row.start + value.start..row.start + value.end;
        if value.is_empty() {
            continue;
        }
        match purpose {
            Purpose::Deadline if asides.deadline.is_none() => asides.deadline = deadline(page, &value, Origin::Label),
            Purpose::Responsible if asides.responsible.is_none() => {
                asides.responsible = Some(responsible(page, &value, Origin::Label));
            }
            Purpose::Deadline
            | Purpose::Responsible
            | Purpose::Status
            | Purpose::Measures
            | Purpose::Problem
            | Purpose::Other => {}
        }
    }
}

/// Text that may follow a label: 完成时限：, 【完成时限】, 完成时限为.
fn ends_label(c: char) -> bool {
    label::is_colon(c) || matches!(c, '】' | '为')
}

/// The labels of a row with their places. Blanks between Han characters are gone, so that one may directly follow
/// the value of another.
fn labels(text: &str) -> Vec<(Purpose, Range<usize>)> {
    let mut labels: Vec<(Purpose, Range<usize>)> = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(ends_label).map(|at| from + at) {
        let end = at + text[at..].chars().next().map_or(1, char::len_utf8);
        let is_verb = text[at..].starts_with('为');
        // A status label states nothing here, but ends the value before it.
        if let Some((purpose, len)) = label::ending(&text[from..at])
            && (!is_verb || matches!(purpose, Purpose::Deadline | Purpose::Responsible))
        {
            labels.push((purpose, at - len..end));
        }
        from = end;
    }
    labels
}

/// The words of a value without the marks around them.
fn value(text: &str, range: Range<usize>) -> Range<usize> {
    const AROUND: [char; 14] = [' ', '：', ':', '；', ';', '。', '，', ',', '【', '】', '（', '(', '|', '、'];
    let words = &text[range.clone()];
    let words = words.trim_start_matches(AROUND);
    let start = range.end - words.len();
    let end = words.find(['；', ';', '。', '\t']).unwrap_or(words.len());
    let mut words = words[..end].trim_end_matches(AROUND);
    let unopened =
        |close: char, open: char| words.ends_with(close) && words.matches(open).count() < words.matches(close).count();
    if unopened('）', '（') || unopened(')', '(') {
        words = words[..words.len() - words.chars().next_back().map_or(0, char::len_utf8)].trim_end_matches(AROUND);
    }
    start..start + words.len()
}

/// The date of a sentence that says until when something will be done: 2025年6月底前完成, 预计2025年6月完成.
fn in_sentence(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some((at, done)) = DONE.find(&text[from..]).map(|(at, done)| (from + at, done)) {
        from = at + done.len();
        let near = span::tail(&text[..at], LONGEST_CLAUSE);
        let words = near.rsplit(['。', '；', '，', ';', ',', '（', '(']).next().unwrap_or(near);
        let clause = at - words.len();
        let is_planned = || PLANNED.are_in(words) && words.ends_with(['年', '月', '日', '底', '末', '旬']);
        if words.contains('已') || !(words.ends_with('前') || is_planned()) {
            continue;
        }
        let start = date_start(words).filter(|start| words[*start..].chars().count() <= LONGEST_DATE);
        if let Some(start) = start {
            return Some(clause + start..at);
        }
    }
    None
}

/// In bytes.
const LONGEST_CLAUSE: usize = 240;

/// Words that make a date without 前 a deadline.
static PLANNED: Words = words! { 预计 计划 力争 争取 拟于 将于 确保 };

/// Where the last date of a clause begins: its year, or its month where it names no year.
fn date_start(words: &str) -> Option<usize> {
    let sign = words.rfind('年').or_else(|| words.rfind('月'))?;
    let digits = words[..sign].bytes().rev().take_while(u8::is_ascii_digit).count();
    (digits > 0).then_some(sign - digits)
}

/// Words after the date of a deadline in a sentence.
static DONE: Words = words! {
    完成 全面完成 全部完成 基本完成 整改完成 整改到位 到位 办结 销号 建成 完工 落实到位
};

/// In characters.
const LONGEST_DATE: usize = 16;

/// The units of the items of a notice about several: the nearest heading above each that names one, or the cell of its
/// row. None has one unless there are two at least.
pub fn units(page: &TextLayout<'_>, outline: &Outline, picked: &[usize]) -> Vec<Option<Found<UnitName>>> {
    let places: Vec<Option<Range<usize>>> = picked.iter().map(|at| unit_above(page, outline, *at)).collect();
    let names: std::collections::BTreeSet<&str> = places.iter().flatten().map(|at| page.normal.of_range(at)).collect();
    let several = names.len() > 1;
    places.into_iter().map(|place| place.filter(|_| several).map(|at| unit(page, &at))).collect()
}

fn unit(page: &TextLayout<'_>, at: &Range<usize>) -> Found<UnitName> {
    page.found(UnitName::parse(&page.shown(at)), Origin::Structure, Confidence::High, at)
}

/// The words above an item that name its unit.
fn unit_above(page: &TextLayout<'_>, outline: &Outline, item: usize) -> Option<Range<usize>> {
    if let Some(cell) = &outline[item].cells.unit {
        return Some(cell.clone());
    }
    // 县水利局：两处渠道渗漏
    let row = page.rows[outline[item].row].range.start;
    let before = outline[item].number.as_ref().map_or(row, |number| number.end)..outline[item].title.start;
    if before.start < before.end
        && page.normal.of_range(&before).ends_with(label::is_colon)
        && let Some(unit) = named(page, &before)
    {
        return Some(unit);
    }
    let mut above = outline[item].parent;
    while let Some(at) = above {
        if let Some(unit) = named(page, &outline[at].title) {
            return Some(unit);
        }
        above = outline[at].parent;
    }
    None
}

/// The unit that a heading names, without the words after it: 柏树村党支部整改情况.
fn named(page: &TextLayout<'_>, title: &Range<usize>) -> Option<Range<usize>> {
    static BEHIND: Words = words! {
        巡察整改进展情况 巡察整改情况 整改落实情况 整改进展情况 整改情况 反馈问题整改情况 反馈问题 存在问题 存在的问题
        方面 的问题 问题
    };
    let words = page.normal.of_range(title).trim_end_matches(['：', ':', '。']);
    let bare = BEHIND.iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words).trim_end_matches('的');
    let inner = bare.trim_start_matches("关于").trim_matches(['【', '】', '（', '）', ' ']);
    let start = title.start + words.find(inner).unwrap_or(0);
    is_unit(inner).then_some(start..start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_one_behind_the_other() {
        let text = "责任单位：办公室、财务科完成时限：2024年9月；整改状态：已完成";
        let words: Vec<_> = labels(text).into_iter().map(|(purpose, at)| (purpose, &text[at])).collect();
        assert_eq!(words[0], (Purpose::Responsible, "责任单位："));
        assert_eq!(words[1], (Purpose::Deadline, "完成时限："));
        assert_eq!(words[2], (Purpose::Status, "整改状态："));
        let text = "责任科室为养老服务科，完成时限为2025年8月底。";
        let words: Vec<_> = labels(text).into_iter().map(|(purpose, at)| (purpose, &text[at])).collect();
        assert_eq!(words, [(Purpose::Responsible, "责任科室为"), (Purpose::Deadline, "完成时限为")]);
        let text = "责任单位：办公室、财务科完成时限：2024年9月；整改状态：已完成";
        assert_eq!(
            &text[value(text, words_end(text, "责任单位：")..text.find("完成时限").unwrap_or(0))],
            "办公室、财务科"
        );
    }

    fn words_end(text: &str, word: &str) -> usize {
        text.find(word).map_or(0, |at| at + word.len())
    }

    #[test]
    fn sentences_state_until_when() {
        let term = |text: &'static str| in_sentence(text).map(|at| &text[at]);
        assert_eq!(term("正在施工，计划2025年6月底前完成。"), Some("2025年6月底前"));
        assert_eq!(term("已于2024年6月底前完成。"), None);
        assert_eq!(term("其余3处计划2025年10月底前完成。"), Some("2025年10月底前"));
        assert_eq!(term("会前完成学习。"), None);
        assert_eq!(term("正在招标，预计2025年11月完成。"), Some("2025年11月"));
        assert_eq!(term("2024年11月完成。"), None);
        assert_eq!(term("计划内的12月检修已完成。"), None);
    }
}
