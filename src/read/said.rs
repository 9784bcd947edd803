//! The numbers that one sentence states about the problems: how many there are, in how many aspects, and how many are
//! done.

use std::ops::Range;

use super::counts::{self, Count, Counted};
use super::progress;
use crate::text::words::{Words, words};

/// A number and its range in the normalised text.
pub type NumberAt = (u32, Range<usize>);

/// The numbers that one sentence states.
#[derive(Clone, Debug, Default)]
pub struct SentenceTotals {
    /// 3个方面
    pub aspects: Option<NumberAt>,
    /// 11项内容
    pub contents: Option<NumberAt>,
    /// 措施35条
    pub measures: Option<NumberAt>,
    /// 制度3项
    pub systems: Option<NumberAt>,
    /// The totals of problems, in order: 指出7项问题，细化为20个具体问题.
    pub totals: Vec<NumberAt>,
    /// Totals that it states beside the first, as of another inspection.
    pub others: Vec<NumberAt>,
    /// Their measure word: 个, 项.
    pub measure: Option<char>,
    /// The number of completed problems, and its total.
    pub completed: Option<(NumberAt, Option<u32>)>,
    /// Whether the completed problems are stated in steps, none of which is the sum: 完成9个，后又完成2个.
    in_steps: bool,
    /// The numbers of the sentence so far, except those of completed problems.
    counted: Vec<CountedNoun>,
    /// The sum of the problems counted so far: 分别反馈问题26个、6个、4个.
    sum: u32,
}

/// The total that the next sentence may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Carried {
    /// Number of problems.
    pub total: u32,
    /// The measure word of the problems: 个, 项.
    pub measure: Option<char>,
}

/// A noun that a sentence counts.
#[derive(Clone, Copy, Debug)]
struct CountedNoun {
    kind: Counted,
    /// The number of problems, if it is all of them.
    total: Option<u32>,
    /// The measure word.
    by: Option<char>,
    /// Offset in the sentence.
    at: usize,
}

/// Words that turn one total into a finer one.
pub static REFINES: Words = words! { 细化 分解 梳理 归纳 拆分 拆解 归并 形成 };

/// Words before a second total of a sentence that may be all of the problems, or those of another inspection.
static FOUND_TOO: Words = words! { 反馈 指出 认领 巡察 巡视 审计 督察 合计 总计 共计 };

/// Things besides problems that a number may count.
pub static OTHER_THINGS: Words = words! { 措施 任务 线索 事项 制度 项目 清单 信访 来信 诉求 投诉 举报 };

/// Whether a sentence names something that its numbers may count.
pub fn names_a_thing(sentence: &str) -> bool {
    sentence.contains("问题") || OTHER_THINGS.are_in(sentence)
}

/// How many of the counted nouns are searched for the total of a number of completed problems.
const MOST_COUNTED: usize = 64;

/// Measure words of problems, if no noun follows.
const OF_PROBLEMS: [char; 3] = ['个', '项', '条'];

impl SentenceTotals {
    /// Reads a sentence that starts at `from` in the normalised text and may go on about `carried` problems.
    pub fn of(sentence: &str, from: usize, carried: Option<Carried>) -> Self {
        let mut said = Self::default();
        // “6月底完成3个”的目标: quoted words are not a statement
        let is_said = |count: &Count<'_>| count.before.matches('“').count() <= count.before.matches('”').count();
        let asides = kinds_in_brackets(sentence);
        let is_aside = |count: &Count<'_>| asides.iter().any(|aside| aside.contains(&count.at.start));
        for count in counts::counts(sentence).into_iter().filter(|count| is_said(count) && !is_aside(count)) {
            let place = (count.value, from + count.at.start..from + count.at.end);
            let noun = |kind, total| CountedNoun { kind, total, by: count.by, at: count.at.start };
            match count.kind {
                Some(Counted::Problems) | None if count.is_done() => said.done(&count, place, carried),
                Some(Counted::Problems) | None if count.is_due() => {}
                Some(Counted::Problems) if count.is_unfinished() => {}
                Some(Counted::Problems) => {
                    let total = said.total(sentence, from, &count, place);
                    said.counted.push(noun(Counted::Problems, total));
                    said.sum = said.sum.saturating_add(count.value);
                }
                Some(Counted::Aspects) if !count.is_of_findings() => {}
                Some(Counted::Aspects) => said.aspects = said.aspects.take().or(Some(place)),
                Some(Counted::Systems) => {
                    said.counted.push(noun(Counted::Systems, None));
                    said.systems = said.systems.take().or(Some(place));
                }
                Some(Counted::Contents) => {
                    said.counted.push(noun(Counted::Contents, None));
                    said.contents = said.contents.take().or(Some(place));
                }
                Some(Counted::Measures) => {
                    said.counted.push(noun(Counted::Measures, None));
                    said.measures = said.measures.take().or(Some(place));
                }
                Some(Counted::Other) => said.counted.push(noun(Counted::Other, None)),
                // 其中：立行立改8个，已完成8个: a bare number after the total is of a part
                None if count.opens_other() || count.is_bare() && !said.totals.is_empty() => {
                    said.counted.push(noun(Counted::Other, None));
                    said.sum = said.sum.saturating_add(count.value);
                }
                None => {}
            }
        }
        let problems = said.counted.iter().rev().find(|noun| noun.total.is_some());
        said.measure = problems.map(|noun| noun.by).unwrap_or(carried.and_then(|carried| carried.measure));
        said.all_done(sentence, from, carried.map(|carried| carried.total));
        said
    }

    /// A number of problems: the total, a finer one, the same again, or a part of it; how many there are where it is
    /// one of the first three.
    fn total(&mut self, sentence: &str, from: usize, count: &Count<'_>, place: NumberAt) -> Option<u32> {
        if count.is_part() || count.is_among() || progress::is_of_others(count.before) {
            return None;
        }
        // 分别反馈问题26个、6个、4个，合计36个: the sum is the total, and the others are its parts.
        if self.sum == count.value && !self.totals.is_empty() && count.sums_up() {
            self.others.clear();
            self.totals = vec![place];
            return Some(count.value);
        }
        let near = count.at.start - count.before.len();
        let finer = |(_, at): &NumberAt| REFINES.are_in(&sentence[(at.end - from).max(near)..count.at.start]);
        match self.totals.last() {
            Some((total, _)) if *total == count.value => {}
            Some(last) if !finer(last) => {
                let clause = &count.before[count.before.rfind(['，', ',', '；']).unwrap_or(0)..];
                if FOUND_TOO.are_in(clause) {
                    self.others.push(place);
                }
                return None;
            }
            _ => self.totals.push(place),
        }
        Some(count.value)
    }

    /// A number of completed problems.
    fn done(&mut self, count: &Count<'_>, place: NumberAt, carried: Option<Carried>) {
        if progress::is_of_others(count.before) {
            return;
        }
        // 37个问题已全部整改: as many were found.
        let found_too = count.kind.is_some() && !count.is_done_before() && !count.is_part();
        if found_too && self.totals.is_empty() {
            self.totals.push(place.clone());
            let total = Some(count.value);
            self.counted.push(CountedNoun { kind: Counted::Problems, total, by: count.by, at: count.at.start });
        }
        let Some(of) = self.subject(count, carried) else { return };
        let goes_on = || counts::clause(count.before).contains(['又', '再']);
        match &self.completed {
            None if !self.in_steps => self.completed = Some((place, Some(of))),
            Some(_) if goes_on() => (self.completed, self.in_steps) = (None, true),
            _ => {}
        }
    }

    /// The total of a number of completed problems; `None` if it may be of something else.
    fn subject(&self, count: &Count<'_>, carried: Option<Carried>) -> Option<u32> {
        let named = self.totals.last().map(|(total, _)| *total).or(carried.map(|carried| carried.total));
        if count.kind.is_some() && (!count.is_part() || count.is_the_rest()) {
            return named;
        }
        // 二十一个问题，整改措施六十三条，已完成十九个: the problems counted by 个 are not the measures.
        let alike = self.counted.iter().rev().take(MOST_COUNTED).find(|noun| noun.by == count.by);
        let carried_alike = || carried.filter(|carried| carried.measure == count.by).map(|carried| carried.total);
        match (alike, self.counted.last()) {
            (Some(alike), _) => alike.total,
            (None, Some(last)) => carried_alike().or(last.total.filter(|_| is_of_problems(count.by))),
            (None, None) => carried_alike().or(named.filter(|_| is_of_problems(count.by))),
        }
    }

    /// 反馈的28个问题…已全部整改完成, with words between.
    fn all_done(&mut self, sentence: &str, from: usize, carried: Option<u32>) {
        static ALL_DONE: Words = words! {
            全部完成整改 全部整改完成 全部整改到位 全部整改完毕 全部整改落实 全部完成 全部销号 全部办结
            已全部整改 已全部完成 均已完成整改 均已整改到位 均已整改完成 均已完成 均完成整改 均整改到位 均已销号 均已办结 均已整改 均已解决
        };
        static DENIED: Words = words! { 未 确保 力争 将 要 除 措施 任务 部分 线索 事项 计划 预计 争取 应 };
        static PARTS: Words = words! { 其中 立行立改 立查立改 };
        let total = self.totals.last().map(|(total, _)| *total).or(carried);
        let Some(total) = total.filter(|_| self.completed.is_none()) else { return };
        let Some((at, phrase)) = ALL_DONE.find(sentence) else { return };
        let before = &sentence[..at];
        // 制定措施35条，已全部整改到位 is still about the problems, and 移交信访件15件，均已办结 is not.
        let last = self.counted.iter().rev().find(|noun| noun.at < at);
        let about = match last.map(|noun| noun.kind) {
            Some(Counted::Problems) if last.is_some_and(|noun| noun.total.is_none()) => parts_add_up(before, total),
            None | Some(Counted::Problems | Counted::Aspects) => true,
            Some(Counted::Measures | Counted::Systems | Counted::Contents) => phrase.contains("整改"),
            Some(Counted::Other) => false,
        };
        if !about || progress::is_of_others(before) || progress::is_wanted(&sentence[..at + phrase.len()]) {
            return;
        }
        let goes_on = self.totals.is_empty() && !names_a_thing(sentence);
        let short = before.rfind(['，', ',', '；']).map_or(before, |stop| &before[stop..]);
        let of_all = !PARTS.are_in(before) || parts_add_up(before, total);
        if !DENIED.are_in(short) && of_all && (before.contains("问题") || goes_on) {
            self.completed = Some(((total, from + at..from + at + phrase.len()), Some(total)));
        }
    }
}

/// Brackets that divide a total into kinds and complete none of it, so that the sentence goes on about the total:
/// 9个（其中立行立改4个、限期整改5个），已完成6个.
fn kinds_in_brackets(sentence: &str) -> Vec<Range<usize>> {
    static KINDS: Words = words! { 其中 含 包括 包含 即 分别 };
    static COMPLETES: Words = words! { 完成 办结 到位 销号 解决 整改了 };
    let brackets = sentence.match_indices(['（', '(']).filter_map(|(open, mark)| {
        let words = &sentence[open + mark.len()..];
        let words = &words[..words.find(['）', ')'])?];
        let divides = KINDS.opening(words).is_some() && !COMPLETES.are_in(words);
        divides.then_some(open..open + mark.len() + words.len())
    });
    brackets.collect()
}

/// Whether the numbers after 其中 are of all problems: 6个，其中共性问题2个，个性问题4个.
fn parts_add_up(sentence: &str, total: u32) -> bool {
    let Some(at) = sentence.find("其中") else { return false };
    let parts = counts::counts(&sentence[at..]).into_iter().filter(|count| count.kind == Some(Counted::Problems));
    parts.map(|count| count.value).sum::<u32>() == total
}

/// Whether `measure` is a measure word of problems, or absent.
fn is_of_problems(by: Option<char>) -> bool {
    by.is_none_or(|by| OF_PROBLEMS.contains(&by))
}
