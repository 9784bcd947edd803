//! The lead: who inspected whom, when, in which round, and when it was fed back.

use std::ops::Range;

use super::dates::{self, WrittenDay};
use super::full_names::FullNames;
use super::names;
use super::short_names;
use super::text_layout::TextLayout;
use crate::notice::{Confidence, Date, Found, Origin, Round, UnitName, date};
use crate::text::numeral;
use crate::text::words::{Words, words};

/// The days of a lead.
#[derive(Clone, Debug, Default)]
pub struct Days {
    /// The first day of the inspection.
    pub start: Option<Found<Date>>,
    /// The last day.
    pub end: Option<Found<Date>>,
    /// The day it was fed back.
    pub feedback: Option<Found<Date>>,
}

/// Reads the days of a lead.
pub fn days(page: &TextLayout<'_>, zone: &Range<usize>) -> Days {
    let text = page.normal.of_range(zone);
    let in_twin = |at: &Range<usize>| zone.start + at.start..zone.start + at.end;
    let mut days = Days::default();
    let mut after = 0;
    let mut year = None;
    let mut begun = None;
    if let Some((start, end)) = period(text) {
        let found = |written: &WrittenDay, year| {
            written.date(year).map(|date| page.found(date, Origin::Prose, Confidence::High, &in_twin(&written.at)))
        };
        days.start = found(&start, None);
        days.end = found(&end, start.year);
        year = end.year.or(start.year);
        after = end.at.end;
        begun = Some(start);
    }
    let end = days.end.as_ref().map(|found| found.value);
    let before = || begun.and_then(|start| feedback_before(text, &start, end));
    if let Some(written) = feedback(text, after).or_else(before) {
        let before = &text[..written.at.start];
        let years = dates::days(before);
        let year = year.or_else(|| years.iter().rev().find_map(|day| day.year));
        // 2023年5月至6月…，9月11日反馈
        let months = dates::months(before).filter(|_| year.is_none());
        let turned = months.is_some_and(|(_, month)| written.month < month);
        let year = year.or_else(|| months.map(|(year, _)| year + i16::from(turned)));
        let next_year = ["次年", "翌年"].iter().any(|word| text[..written.at.start].ends_with(word));
        let year = year.map(|year| year + i16::from(next_year));
        let inherited = written.date(year);
        let (date, confidence) = match (inherited, end) {
            // 12月20日 … 3月5日: the nearest later day is in the next year.
            (Some(date), Some(end)) if written.year.is_none() && date < end => {
                (written.date(year.map(|year| year + 1)), Confidence::Medium)
            }
            (date, _) if turned => (date, Confidence::Medium),
            (date, _) => (date, Confidence::High),
        };
        days.feedback = date.map(|date| page.found(date, Origin::Prose, confidence, &in_twin(&written.at)));
    }
    days
}

/// Words of a sentence that says when the inspectors were there.
static INSPECTS: Words = words! { 巡察 巡视 督察 审计 进驻 巡查 检查组 督导组 督查组 核查组 考核组 评估组 专项检查 };

/// The period in the sentence about the inspection.
fn period(text: &str) -> Option<(WrittenDay, WrittenDay)> {
    let mut from = 0;
    for sentence in text.split_inclusive(['。', '\n']) {
        if let Some((mut start, mut end)) = dates::stretch(sentence).filter(|_| INSPECTS.are_in(sentence)) {
            for written in [&mut start, &mut end] {
                written.at = from + written.at.start..from + written.at.end;
            }
            let before = &sentence[..start.at.start - from];
            if !before.ends_with("集中整改") && !before.ends_with("整改") {
                return Some((start, end));
            }
        }
        from += sentence.len();
    }
    None
}

/// The first day after `after` on which something was fed back.
fn feedback(text: &str, after: usize) -> Option<WrittenDay> {
    let days: Vec<WrittenDay> = dates::days(text).into_iter().filter(|day| day.at.start >= after).collect();
    fed_back(text, &days)
}

/// The day of the feedback if it is stated before the inspection: 自2022年11月10日反馈以来…2022年9月5日至9月30日.
fn feedback_before(text: &str, start: &WrittenDay, end: Option<Date>) -> Option<WrittenDay> {
    let days = dates::days(text)
        .into_iter()
        .filter(|day| day.at.end <= start.at.start && day.date(None).zip(end).is_some_and(|(day, end)| day > end));
    fed_back(text, &days.collect::<Vec<_>>())
}

/// The first of `days` on which something was fed back.
fn fed_back(text: &str, days: &[WrittenDay]) -> Option<WrittenDay> {
    for (index, day) in days.iter().enumerate() {
        let until = days.get(index + 1).map_or(text.len(), |next| next.at.start);
        let rest = &text[day.at.end..until];
        let sentence = &rest[..rest.find(['。', '；', '\n']).unwrap_or(rest.len())];
        let before = &text[..day.at.start];
        let as_of = ["截至", "截止", "截止到", "截至到", "至", "到"].iter().any(|word| before.ends_with(word));
        let told = sentence.find("反馈").is_some_and(|at| {
            let behind = &sentence[at + "反馈".len()..];
            let noun = ["的", "意见提出", "意见的"].iter().any(|word| behind.starts_with(word))
                || behind.strip_prefix("问题").is_some_and(|rest| !opens_with_count(rest));
            !noun
        });
        if told && !as_of {
            return Some(day.clone());
        }
    }
    None
}

/// 反馈问题5个 states a number of problems; 反馈问题整改 is a noun.
fn opens_with_count(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit() || numeral::is_chinese(c))
}

/// The round named in `text`, and its label's place.
pub fn round(text: &str) -> Option<(Round, Range<usize>)> {
    text.match_indices('轮').find_map(|(at, mark)| {
        let end = label_end(text, at + mark.len())?;
        let ordinal = ordinal_start(text, at)?;
        let start = names::label_start(text, ordinal);
        Some((Round::parse(&text[start..end])?, start..end))
    })
}

/// Most characters of an ordinal: 第一百二十三.
const LONGEST_ORDINAL: usize = 12;
/// Most characters of a label behind 轮.
const LONGEST_TAIL: usize = 80;

/// Where the `第N` or `首` before 轮 starts.
fn ordinal_start(text: &str, wheel: usize) -> Option<usize> {
    let before = &text[..wheel];
    if before.ends_with('首') {
        return Some(wheel - '首'.len_utf8());
    }
    let near = before.char_indices().rev().take(LONGEST_ORDINAL).find(|(_, c)| *c == '第');
    let (start, _) = near?;
    numeral::parse(&before[start + '第'.len_utf8()..]).map(|_| start)
}

/// Where a label ends that goes on after 轮: with 巡察, its batch and a 回头看. No inspection after it, no round.
fn label_end(text: &str, from: usize) -> Option<usize> {
    let near = text[from..].char_indices().nth(LONGEST_TAIL).map_or(text.len(), |(at, _)| from + at);
    let clause = text[from..near].find(['，', '。', '；', '\n', ',', ';', '、']).map_or(near, |at| from + at);
    let words = &text[from..clause];
    let (at, word) = ["巡察", "巡视"].iter().filter_map(|word| words.find(word).map(|at| (at, *word))).min()?;
    if words[..at].chars().count() > 12 {
        return None;
    }
    let mut end = from + at + word.len();
    let tail = &text[end..clause];
    for behind in ["“回头看”", "回头看", "「回头看」", "‘回头看’"] {
        if tail.starts_with(behind) {
            end += behind.len();
            break;
        }
    }
    let tail = &text[end..clause];
    if tail.starts_with(['第', '（', '(']) {
        let inner = tail.trim_start_matches(['（', '(']);
        let lead = tail.len() - inner.len();
        let batch = inner
            .strip_prefix('第')
            .and_then(|rest| rest.find('批').filter(|at| numeral::parse(&rest[..*at]).is_some()));
        if let Some(at) = batch {
            end += lead + '第'.len_utf8() + at + '批'.len_utf8();
            if lead > 0 {
                end += text[end..].chars().next().filter(|c| matches!(c, '）' | ')')).map_or(0, char::len_utf8);
            }
        }
    }
    Some(end)
}

/// The type of inspection that the lead names: 进行了常规巡察.
pub fn round_type(page: &TextLayout<'_>, zone: &Range<usize>) -> Option<Found<String>> {
    const TYPES: [&str; 6] = ["常规", "专项", "机动", "提级", "交叉", "延伸"];
    let text = page.normal.of_range(zone);
    let places = ["巡察", "巡视"].into_iter().flat_map(|word| text.match_indices(word));
    let first = places
        .filter_map(|(at, word)| {
            let kind = TYPES.iter().find(|kind| text[..at].ends_with(**kind))?;
            let told = ["开展", "开展了", "进行", "进行了", "实施", "实施了", "的"]
                .iter()
                .any(|verb| text[..at - kind.len()].ends_with(verb));
            told.then(|| zone.start + at - kind.len()..zone.start + at + word.len())
        })
        .min_by_key(|at| at.start)?;
    Some(page.found(page.shown(&first), Origin::Prose, Confidence::High, &first))
}

/// The bodies named in `zone`.
pub fn bodies(page: &TextLayout<'_>, zone: &Range<usize>) -> Vec<Found<String>> {
    let text = page.normal.of_range(zone);
    let bodies = names::bodies(text).into_iter().map(|(name, at)| {
        let at_in_twin = zone.start + at.start..zone.start + at.end;
        // One name of several in a row (第一、第三巡察组) is nowhere written whole.
        let name = if name == text[at] { page.shown(&at_in_twin) } else { name };
        page.found(name, Origin::Prose, Confidence::High, &at_in_twin)
    });
    bodies.collect()
}

/// The office that audited, if `zone` is about an audit: 县审计局 of 县审计局对…进行了审计.
pub fn auditor(page: &TextLayout<'_>, zone: &Range<usize>) -> Option<Found<String>> {
    static OFFICES: Words = words! { 审计局 审计厅 审计署 审计办公室 审计委员会办公室 审计中心 审计处 审计组 };
    let text = page.normal.of_range(zone);
    text.match_indices("审计").find_map(|(at, _)| {
        let office = OFFICES.longest_opening(&text[at..])?;
        let end = at + office.len();
        // 市审计局的审计报告 and 审计局审计了 are about an audit, and so is 审计局反馈意见; 审计局局长 is a person.
        let is_person = text[end..].starts_with(['局', '党', '长', '干']);
        let start = names::name_before(text, end);
        // 2023年11月区审计局: a month is not part of a name.
        let month = text[start..end].rfind(['年', '月', '日']).map_or(0, |at| at + '月'.len_utf8());
        let name = start + month..end;
        (!is_person && text[name.clone()].chars().count() > office.chars().count()).then(|| {
            let at = zone.start + name.start..zone.start + name.end;
            page.found(page.shown(&at), Origin::Prose, Confidence::High, &at)
        })
    })
}

/// The units inspected, as the lead writes them, short names in full as far as `full_names` or `publisher` give them.
/// `is_named` says whether the title, the signature or the line under the title name anybody.
pub fn units(
    page: &TextLayout<'_>,
    zone: &Range<usize>,
    full_names: &FullNames,
    is_named: bool,
    publisher: Option<&Found<UnitName>>,
) -> Vec<Found<UnitName>> {
    let text = page.normal.of_range(zone);
    let units = names::inspected(text).into_iter().map(|at| {
        let at = zone.start + at.start..zone.start + at.end;
        let written = UnitName::parse(&page.shown(&at));
        // A site that took the notice over may be in the publisher's place, but it is not the speaker of 我会.
        let publisher = publisher.filter(|_| !names::is_own(&written.name));
        let of_publisher = || {
            let full = short_names::resolve(&written, publisher.iter().map(|found| &found.value))?;
            Some(UnitName { as_written: written.as_written.clone(), ..full.clone() })
        };
        match full_names.resolve(&written).or_else(of_publisher) {
            Some(full) => page.found(full, Origin::Prose, Confidence::High, &at),
            None => {
                let confidence = match () {
                    () if names::is_own(&written.name) => Confidence::Low,
                    // A name that the title and the signature do not have is perhaps a part of one.
                    () if (names::is_short(&written.name) || is_named) && !written.masked => Confidence::Medium,
                    () => Confidence::High,
                };
                page.found(written, Origin::Prose, confidence, &at)
            }
        }
    });
    units.collect()
}

/// The day or the words after 截至: 2024年12月31日, 9月底. In the first sentence that names one, the last counts; what
/// is in brackets is of a part only.
pub fn as_of(page: &TextLayout<'_>, zone: &Range<usize>) -> Option<Found<String>> {
    let text = page.normal.of_range(zone);
    let until = |marks: &[&str]| {
        let mut from = zone.start;
        text.split_inclusive(['。', '\n']).find_map(|sentence| {
            let start = from;
            from += sentence.len();
            let day = marks.iter().flat_map(|mark| days_behind(sentence, mark)).max_by_key(|day| day.start)?;
            Some(start + day.start..start + day.end)
        })
    };
    let at = until(&["截至", "截止"]).or_else(|| until(&["至"]))?;
    let value = date::parse(page.normal.of_range(&at)).map_or_else(|_| page.shown(&at), |date| date.to_string());
    Some(page.found(value, Origin::Prose, Confidence::High, &at))
}

/// The days after a mark outside brackets: 9月底 of 截至9月底.
fn days_behind(sentence: &str, mark: &str) -> Vec<Range<usize>> {
    const PARTS: &str = "年月日号底末初上中下旬第季度半今Xx×.-";
    let (mut days, mut depth, mut counted) = (Vec::new(), 0i32, 0);
    for (at, _) in sentence.match_indices(mark) {
        for c in sentence[counted..at].chars() {
            depth += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
        }
        counted = at;
        let bounded = mark != "至" || at == 0 || sentence[..at].ends_with(['，', ',', '；']);
        if !bounded || depth > 0 {
            continue;
        }
        let behind = sentence[at + mark.len()..].trim_start_matches(['到', '至']);
        let from = sentence.len() - behind.len();
        let is_part = |c: char| numeral::is_chinese(c) || c.is_ascii_digit() || PARTS.contains(c);
        let words = &behind[..behind.find(|c| !is_part(c)).unwrap_or(behind.len())];
        let words = words.trim_end_matches(['.', '-', '第', '上', '中', '下', '半']);
        if words.contains(['月', '年', '日', '季']) || words.matches('-').count() == 2 {
            days.push(from..from + words.len());
        }
    }
    days
}

/// The months of 集中整改三个月, 6个月集中整改.
pub fn term(page: &TextLayout<'_>) -> Option<Found<u32>> {
    let text = page.normal.text();
    memchr::memmem::find_iter(text.as_bytes(), "个月").find_map(|at| {
        let start = text[..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| numeral::is_chinese(*c) || c.is_ascii_digit())
            .last()?
            .0;
        let months = numeral::parse(&text[start..at]).filter(|months| (1..=24).contains(months))?;
        let end = at + "个月".len();
        let behind = text[end..].trim_start_matches(['的', '期']);
        let named = behind.starts_with("集中整改")
            || text[..start].ends_with("集中整改")
            || text[..start].ends_with("集中整改期");
        named.then(|| page.found(months, Origin::Prose, Confidence::High, &(start..end)))
    })
}
