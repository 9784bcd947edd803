//! Dates as notices write them, read from their text.

use std::fmt;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::text::numeral;

pub use jiff::civil::Date;

/// A day, with the time of day where one is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day in the site's time zone.
    pub time: Option<Time>,
}

impl fmt::Display for Moment {
    /// `2025-03-14` or `2025-03-14 09:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        match self.time {
            Some(time) => write!(f, " {:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

/// Reason why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It is not written as a date.
    Form,
    /// It is written as a date, but the calendar has no such day or the clock no such time.
    NoSuchDay,
    /// A part of it is masked: `202X年X月X日`.
    Masked,
}

/// Reads a day: `2024-03-31`, `2024/3/31`, `2024.3.31`, `20240331`, `2024年3月31日`, `二〇二四年三月三十一日`.
///
/// # Errors
/// [`DateError`], with the reason.
pub fn parse(text: &str) -> Result<Date, DateError> {
    let text = text.trim();
    if text.contains(['X', 'x', 'Ｘ', '×', '*', '＊', 'Χ', 'Х'])
        && text.chars().any(|c| numeral::digit(c).is_some() || c == '年')
    {
        return Err(DateError::Masked);
    }
    let (year, month, day) = parts(text).ok_or(DateError::Form)?;
    Date::new(year, month, day).map_err(|_| DateError::NoSuchDay)
}

/// Reads a day and, after a blank or `T`, a time of day (`09:30`, `09:30:00`); a zone after it is not read.
///
/// # Errors
/// [`DateError`], with the reason.
pub fn parse_moment(text: &str) -> Result<Moment, DateError> {
    let text = text.trim();
    let Some((day, clock)) = text.split_once([' ', 'T']) else {
        return Ok(Moment { date: parse(text)?, time: None });
    };
    let mut clock = clock.trim().splitn(3, ':');
    let mut number = || clock.next().map(|part| part.get(..2).unwrap_or(part).parse::<i8>());
    let (Some(Ok(hour)), Some(Ok(minute))) = (number(), number()) else {
        return Err(DateError::Form);
    };
    let time = Time::new(hour, minute, 0, 0).map_err(|_| DateError::NoSuchDay)?;
    Ok(Moment { date: parse(day)?, time: Some(time) })
}

fn parts(text: &str) -> Option<(i16, i8, i8)> {
    let compact = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let (year, month, day) = if compact {
        (&text[..4], &text[4..6], &text[6..])
    } else if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        (year, month, day.strip_suffix(['日', '号'])?)
    } else {
        let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
        let (year, rest) = text.split_once(separator)?;
        let (month, day) = rest.split_once(separator)?;
        (year, month, day)
    };
    let number = |part: &str| numeral::parse(part.trim());
    let year = number(year).filter(|year| (1900..=2999).contains(year))?;
    Some((i16::try_from(year).ok()?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_parsed() {
        let day = Date::constant(2024, 3, 31);
        for text in [
            "2024-03-31",
            "2024/3/31",
            "2024.3.31",
            "20240331",
            " 2024年3月31日 ",
            "二〇二四年三月三十一日",
            "２０２４年３月３１日",
        ] {
            assert_eq!(parse(text), Ok(day), "{text}");
        }
        assert_eq!(parse_moment("2024-03-31T09:30:00+08:00").map(|m| m.to_string()), Ok("2024-03-31 09:30".to_owned()));
    }

    #[test]
    fn errors_name_the_reason() {
        assert_eq!(parse("2024-02-30"), Err(DateError::NoSuchDay));
        assert_eq!(parse("202X年X月X日"), Err(DateError::Masked));
        for text in ["", "三月", "2024717日", "2024年", "去年", "1-2-3", "2024-3-31-1", "99999999999年1月1日"]
        {
            assert_eq!(parse(text), Err(DateError::Form), "{text}");
        }
    }
}
