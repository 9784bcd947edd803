//! Deadlines in words: the last day that 2025年6月底前 allows, and how exactly it names that day.

use crate::notice::{Date, Deadline, Precision};
use crate::text::numeral;
use crate::text::words::{Words, words};

/// Reads the words of a deadline; `None` where they neither name a day nor are a term of their own (长期坚持).
pub fn read(words: &str) -> Option<Deadline> {
    let words = words.trim_matches([' ', '。', '；', ';', '，', ',', '（', '）', '(', ')']);
    if words.is_empty() {
        return None;
    }
    // A cell may hold more, such as who is in charge: 综合科，2025年6月底前.
    let clause = words.rsplit(CLAUSE_ENDS).map(str::trim).find_map(|clause| Some((clause, last_day(clause)?)));
    let Some((clause, (day, precision))) = clause else {
        let named = TERMS.are_in(words) || partial(words);
        return (named && words.chars().count() <= LONGEST_TERM).then(|| Deadline::in_words(words));
    };
    Some(Deadline { as_written: clause.into(), day: Some(day), precision })
}

/// Marks that separate the clause that names a day from others.
const CLAUSE_ENDS: [char; 13] = ['，', ',', '；', ';', '：', ':', '（', '）', '(', ')', '\n', '。', '、'];

/// Deadlines that name no day.
static TERMS: Words = words! {
    长期 立行立改 立即整改 立查立改 即知即改 即行即改 持续 常态 已完成 近期 限期 年底 月底 个月
};

/// In characters.
const LONGEST_TERM: usize = 30;

/// 6月底前: a month without a year.
fn partial(words: &str) -> bool {
    words.contains('月') && words.contains(|c: char| c.is_ascii_digit() || numeral::is_chinese(c))
}

/// The last day that the words allow: of several dates the last counts.
fn last_day(words: &str) -> Option<(Date, Precision)> {
    let at = years(words).pop()?;
    let (year, behind) = at;
    let (month, rest) = match number_before(behind, &['月']) {
        Some((month, rest)) => (month, rest),
        None => return within_year(year, behind),
    };
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    if let Some((day, _)) = number_before(rest, &['日', '号']) {
        return Some((Date::new(year, month, i8::try_from(day).ok()?).ok()?, Precision::Day));
    }
    let end = |day| Date::new(year, month, day).ok();
    Some(match rest {
        _ if rest.starts_with("上旬") => (end(10)?, Precision::TenDays),
        _ if rest.starts_with("中旬") => (end(20)?, Precision::TenDays),
        _ if rest.starts_with("下旬") => (last_of(year, month)?, Precision::TenDays),
        _ => (last_of(year, month)?, Precision::Month),
    })
}

/// A quarter, half or whole of a year: 第二季度, 上半年, 年底.
fn within_year(year: i16, behind: &str) -> Option<(Date, Precision)> {
    let quarters = [["一季度", "1季度"], ["二季度", "2季度"], ["三季度", "3季度"], ["四季度", "4季度"]];
    let quarter = quarters.iter().position(|words| words.iter().any(|word| behind.contains(word)));
    let (month, precision) = match quarter {
        Some(quarter) => (i8::try_from(quarter * 3 + 3).ok()?, Precision::Quarter),
        None if behind.contains("上半年") => (6, Precision::HalfYear),
        None if behind.contains("下半年") => (12, Precision::HalfYear),
        None => (12, Precision::Year),
    };
    Some((last_of(year, month)?, precision))
}

fn last_of(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(|first| first.last_of_month())
}

/// The years in the words and the text after each: 2025年6月, 2025.6.30, 2025-06-30.
fn years(words: &str) -> Vec<(i16, &str)> {
    let bytes = words.as_bytes();
    let mut years = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == YEAR_DIGITS
            && let Ok(year) = words[at..at + digits].parse::<i16>()
            && YEARS.contains(&year)
            && words[at + digits..].starts_with(['年', '.', '-', '/'])
        {
            let mark = words[at + digits..].chars().next().map_or(0, char::len_utf8);
            years.push((year, &words[at + digits + mark..]));
        }
        at += digits.max(1);
    }
    years
}

const YEAR_DIGITS: usize = 4;
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// The number that `words` open with and what stands after its mark; in dates of digits alone the mark is a sign or
/// nothing.
fn number_before<'a>(words: &'a str, marks: &[char]) -> Option<(u32, &'a str)> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let len = match digits {
        0 => words.find(|c| !numeral::is_chinese(c)).unwrap_or(words.len()),
        digits => digits,
    };
    let value = numeral::parse(&words[..len])?;
    let rest = &words[len..];
    let mark = rest.chars().next();
    let marked = mark.is_some_and(|mark| marks.contains(&mark) || digits > 0 && matches!(mark, '.' | '-' | '/'));
    let bare = digits > 0 && mark.is_none_or(|mark| !mark.is_ascii_digit() && !"年个季万元".contains(mark));
    (marked || bare).then(|| (value, &rest[mark.filter(|_| marked).map_or(0, char::len_utf8)..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_name_their_last_day() {
        let day =
            |words: &str| read(words).map(|deadline| (deadline.day.map(|day| day.to_string()), deadline.precision));
        let on = |day: &str, precision| Some((Some(day.to_owned()), precision));
        assert_eq!(day("2024年9月"), on("2024-09-30", Precision::Month));
        assert_eq!(day("2025年2月底前"), on("2025-02-28", Precision::Month));
        assert_eq!(day("2024年12月31日前"), on("2024-12-31", Precision::Day));
        assert_eq!(day("2024.6.30"), on("2024-06-30", Precision::Day));
        assert_eq!(day("2024-05"), on("2024-05-31", Precision::Month));
        assert_eq!(day("2024年3月至2024年7月中旬"), on("2024-07-20", Precision::TenDays));
        assert_eq!(day("2025年第二季度"), on("2025-06-30", Precision::Quarter));
        assert_eq!(day("2025年底"), on("2025-12-31", Precision::Year));
        assert_eq!(day("长期坚持"), Some((None, Precision::Words)));
        assert_eq!(day("办公室"), None);
        let written = |words: &str| read(words).map(|deadline| deadline.to_string());
        assert_eq!(written("综合科，2025年6月底前").as_deref(), Some("2025年6月底前"));
        assert_eq!(written("立行立改（2024年9月30日前）").as_deref(), Some("2024-09-30"));
        assert_eq!(written("2024年9月底前，长期坚持").as_deref(), Some("2024年9月底前"));
        assert_eq!(written("2024年6月30日、2024年12月31日").as_deref(), Some("2024-12-31"));
        assert_eq!(written("长期坚持，持续推进").as_deref(), Some("长期坚持，持续推进"));
    }
}
