//! Dates in sentences: days, stretches of days, and days a conversion damaged.

use std::ops::Range;

use crate::notice::Date;
use crate::text::numeral;

/// A day as a sentence writes it; the year may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenDay {
    /// Its span.
    pub at: Range<usize>,
    /// The year.
    pub year: Option<i16>,
    /// The month.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
}

impl WrittenDay {
    /// The day, in `year` where none is written.
    pub fn date(&self, year: Option<i16>) -> Option<Date> {
        Date::new(self.year.or(year)?, self.month, self.day).ok()
    }
}

/// All days written in `text`, in order: `2024年4月9日`, `4月9日`, `二〇二四年四月九日`, `2024.4.9`, `2024-04-09`.
pub fn days(text: &str) -> Vec<WrittenDay> {
    let mut days: Vec<WrittenDay> = Vec::new();
    for (at, _) in text.match_indices('月') {
        days.extend(around_month(text, at));
    }
    if text.bytes().any(|b| b.is_ascii_digit()) {
        days.extend(dotted(text));
    }
    days.sort_by_key(|day| day.at.start);
    days
}

/// The last year of `text` that a month follows, and the last month after it: 2023年5月至6月.
pub fn months(text: &str) -> Option<(i16, i8)> {
    let (at, year) = text.rmatch_indices('年').find_map(|(at, _)| {
        let year = numeral::parse(&text[numeral_before(text, at)?..at]).filter(|year| (1900..=2999).contains(year))?;
        let behind = &text[at + '年'.len_utf8()..];
        let length = numeral_length(behind);
        (length > 0 && behind[length..].starts_with('月')).then_some((at, year))
    })?;
    let month = text[at..].rmatch_indices('月').find_map(|(behind, _)| {
        let month = at + behind;
        numeral::parse(&text[numeral_before(text, month)?..month]).filter(|month| (1..=12).contains(month))
    })?;
    Some((i16::try_from(year).ok()?, i8::try_from(month).ok()?))
}

fn around_month(text: &str, month: usize) -> Option<WrittenDay> {
    let start = numeral_before(text, month)?;
    let month_value = numeral::parse(&text[start..month]).filter(|month| (1..=12).contains(month))?;
    let from = month + '月'.len_utf8();
    let end = from + numeral_length(&text[from..]);
    let day = numeral::parse(&text[from..end]).filter(|day| (1..=31).contains(day))?;
    let mark = text[end..].chars().next().filter(|c| matches!(c, '日' | '号'))?;
    let mut written = WrittenDay {
        at: start..end + mark.len_utf8(),
        year: None,
        month: i8::try_from(month_value).ok()?,
        day: i8::try_from(day).ok()?,
    };
    // 次年1月7日 and 同年1月7日 write no year of their own.
    let relative =
        ["次年", "翌年", "同年", "当年", "今年", "本年", "去年"].iter().any(|word| text[..start].ends_with(word));
    if let Some(year_end) = (text[..start].ends_with('年') && !relative).then(|| start - '年'.len_utf8()) {
        let year_start = numeral_before(text, year_end);
        let year = year_start
            .and_then(|from| numeral::parse(&text[from..year_end]))
            .filter(|year| (1900..=2999).contains(year));
        match (year_start, year) {
            (Some(from), Some(year)) => {
                written.at.start = from;
                written.year = i16::try_from(year).ok();
            }
            // 202X年4月9日 is masked and 二十四年 is not a year, so neither is a day.
            _ => return None,
        }
    }
    Some(written)
}

fn dotted(text: &str) -> Vec<WrittenDay> {
    let mut days = Vec::new();
    let mut at = 0;
    while let Some(found) = text.as_bytes()[at..].iter().position(u8::is_ascii_digit) {
        let start = at + found;
        let length = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        match dotted_day(text, start, length) {
            Some(day) => {
                at = day.at.end;
                days.push(day);
            }
            None => at = start + length,
        }
    }
    days
}

/// `2024.4.9`: three numbers with the same mark between them.
fn dotted_day(text: &str, start: usize, year_length: usize) -> Option<WrittenDay> {
    let number = |from: usize| {
        let length = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        (1..=2)
            .contains(&length)
            .then(|| text[from..from + length].parse::<i8>().ok())
            .flatten()
            .map(|value| (value, from + length))
    };
    let year: i16 = text[start..start + year_length].parse().ok().filter(|year| (1900..=2999).contains(year))?;
    let mark = text[start + year_length..].chars().next().filter(|c| matches!(c, '.' | '-' | '/'))?;
    let (month, end) = number(start + year_length + 1)?;
    let (day, end) = text[end..].starts_with(mark).then(|| number(end + 1)).flatten()?;
    Date::new(year, month, day).ok()?;
    Some(WrittenDay { at: start..end, year: Some(year), month, day })
}

/// A stretch of days: both ends, the end in the year of the start where it names none.
pub fn stretch(text: &str) -> Option<(WrittenDay, WrittenDay)> {
    let days = days(text);
    for (index, start) in days.iter().enumerate() {
        let after = &text[start.at.end..];
        let Some(joint) = joint(after) else { continue };
        let from = start.at.end + joint;
        if let Some(end) = days.get(index + 1).filter(|end| end.at.start == from) {
            return Some((start.clone(), end.clone()));
        }
        // 至次年1月20日
        let next_year = days.get(index + 1).filter(|end| next_year(&text[from..end.at.start]) && end.year.is_none());
        if let (Some(end), Some(year)) = (next_year, start.year) {
            return Some((start.clone(), WrittenDay { year: Some(year + 1), ..end.clone() }));
        }
        if let Some(end) = dotted_end(text, &start.at, from) {
            return Some((start.clone(), end));
        }
        let length = numeral_length(&text[from..]);
        let day = numeral::parse(&text[from..from + length]).and_then(|day| i8::try_from(day).ok());
        if let Some(day) = day.filter(|_| text[from + length..].starts_with('日')) {
            let at = from..from + length + '日'.len_utf8();
            return Some((start.clone(), WrittenDay { at, year: None, month: start.month, day }));
        }
    }
    None
}

/// The end of a stretch from `from` on that has the marks of its start: 5.20 of 2024.3.11—5.20.
fn dotted_end(text: &str, start: &Range<usize>, from: usize) -> Option<WrittenDay> {
    let mark = text[start.clone()].chars().find(|c| matches!(c, '.' | '/'))?;
    let number = |from: usize| {
        let length = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let value = text[from..from + length].parse::<i8>().ok().filter(|_| (1..=2).contains(&length))?;
        Some((value, from + length))
    };
    let (month, end) = number(from).filter(|(month, _)| (1..=12).contains(month))?;
    let (day, end) = text[end..].starts_with(mark).then(|| number(end + 1)).flatten()?;
    (1..=31).contains(&day).then_some(WrittenDay { at: from..end, year: None, month, day })
}

/// Whether words before a day put it in the year after the one that was named.
pub fn next_year(before: &str) -> bool {
    matches!(before, "次年" | "翌年")
}

/// Length of 至 or a sign for it.
fn joint(text: &str) -> Option<usize> {
    let rest = text.trim_start().trim_start_matches('起');
    let lead = text.len() - rest.len();
    let mark = ["至", "到", "——", "—", "–", "--", "-", "－", "～", "~", "〜"]
        .into_iter()
        .find(|mark| rest.starts_with(mark))?;
    let behind = &rest[mark.len()..];
    Some(lead + mark.len() + (behind.len() - behind.trim_start().len()))
}

/// A run of digits that lost its 年 or 月: `2024717日`, `2024年717日`, `20247月17日`.
pub fn damaged(text: &str) -> Option<Range<usize>> {
    let mut marks = text.match_indices(['日', '月']);
    marks.find_map(|(at, mark)| {
        let start = text[..at].bytes().rposition(|b| !b.is_ascii_digit()).map_or(0, |before| before + 1);
        let start = (start..=at).find(|start| text.is_char_boundary(*start))?;
        let digits = at - start;
        let long = match mark {
            "日" => digits >= 5 || digits == 3 && text[..start].ends_with('年'),
            _ => digits >= 5 && numeral_length(&text[at + mark.len()..]) > 0,
        };
        let year = text[..start].ends_with('年').then(|| start - '年'.len_utf8());
        let from = year.and_then(|year| numeral_before(text, year)).unwrap_or(start);
        let tail = &text[at + mark.len()..];
        let end = match mark {
            "月" => tail
                .find('日')
                .filter(|end| *end <= 2)
                .map_or(at + mark.len(), |end| at + mark.len() + end + '日'.len_utf8()),
            _ => at + mark.len(),
        };
        let plausible = text[from..].starts_with("19") || text[from..].starts_with("20");
        (long && plausible).then_some(from..end)
    })
}

/// The days of `text` that are masked in part: 2023年X月X日, 202X年3月×日.
pub fn masked(text: &str) -> Vec<Range<usize>> {
    let is_mask = |c: char| matches!(c, 'X' | 'x' | '×' | '*' | 'Χ' | 'Х' | '某');
    let part = |text: &str| {
        let part = |c: &char| is_mask(*c) || c.is_ascii_digit() || numeral::is_chinese(*c);
        text.chars().take_while(part).map(char::len_utf8).sum::<usize>()
    };
    let mut days = Vec::new();
    for (at, year) in text.match_indices('年') {
        let before = text[..at].char_indices().rev();
        let start = before.take_while(|(_, c)| is_mask(*c) || c.is_ascii_digit() || numeral::is_chinese(*c)).last();
        let Some((start, _)) = start else { continue };
        let month = at + year.len();
        let month_end = month + part(&text[month..]);
        let Some(behind) = text[month_end..].strip_prefix('月').filter(|_| month_end > month) else { continue };
        let day = month_end + '月'.len_utf8();
        let day_end = day + part(behind);
        let Some(mark) = text[day_end..].chars().next().filter(|c| day_end > day && matches!(c, '日' | '号')) else {
            continue;
        };
        let whole = start..day_end + mark.len_utf8();
        if text[whole.clone()].contains(is_mask) {
            days.push(whole);
        }
    }
    days
}

/// Start of the numeral that ends at `end`; `None` if there is none.
fn numeral_before(text: &str, end: usize) -> Option<usize> {
    let digits = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some(end - digits);
    }
    text[..end].char_indices().rev().take_while(|(_, c)| numeral::is_chinese(*c)).last().map(|(at, _)| at)
}

fn numeral_length(text: &str) -> usize {
    match text.bytes().take_while(u8::is_ascii_digit).count() {
        0 => text.char_indices().find(|(_, c)| !numeral::is_chinese(*c)).map_or(text.len(), |(at, _)| at),
        digits => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(written: &WrittenDay, year: Option<i16>) -> Option<String> {
        written.date(year).map(|date| date.to_string())
    }

    #[test]
    fn stretches_inherit_the_year() {
        for text in [
            "2024年4月9日至6月28日,",
            "2024年4月9日到2024年6月28日",
            "二〇二四年四月九日至六月二十八日",
            "2024.4.9-2024.6.28",
            "2024.4.9—6.28",
            "自2024年4月9日起至6月28日止",
        ] {
            let Some((start, end)) = stretch(text) else { panic!("{text}") };
            assert_eq!(iso(&start, None).as_deref(), Some("2024-04-09"), "{text}");
            assert_eq!(iso(&end, start.year).as_deref(), Some("2024-06-28"), "{text}");
        }
        let short = stretch("2024年4月9日—28日").map(|(_, end)| iso(&end, Some(2024)));
        assert_eq!(short, Some(Some("2024-04-28".to_owned())));
        assert_eq!(stretch("202X年X月X日至X月X日"), None);
        let next = stretch("2024年11月4日至次年1月20日").map(|(_, end)| iso(&end, None));
        assert_eq!(next, Some(Some("2025-01-20".to_owned())));
    }

    #[test]
    fn masks_are_seen() {
        let text = "2023年X月X日至2023年X月X日，202X年3月1日；2023年3月1日";
        let days: Vec<&str> = masked(text).into_iter().map(|day| &text[day]).collect();
        assert_eq!(days, ["2023年X月X日", "2023年X月X日", "202X年3月1日"]);
    }

    #[test]
    fn damage_is_seen_and_not_mended() {
        for text in ["2024717日", "反馈于2024年717日", "20247月17日"] {
            assert!(damaged(text).is_some(), "{text}");
            assert!(days(text).is_empty(), "{text}");
        }
        for text in ["2024年7月17日", "共计12345名", "100日", "365日内"] {
            assert_eq!(damaged(text), None, "{text}");
        }
    }
}
