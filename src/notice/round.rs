//! Rounds of inspection: the label as written, and its parts.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::text::numeral;

/// A round as a notice names it. Unknown parts are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Round {
    /// The label as written: 五届市委第三轮巡察.
    pub label: String,
    /// The congress (届): 5.
    pub congress: Option<u32>,
    /// The committee's level: 市委.
    pub level: Option<String>,
    /// The place before the level: 云江.
    pub place: Option<String>,
    /// Which round: 3.
    pub ordinal: u32,
    /// Which batch of the round (第一批): 1.
    pub batch: Option<u32>,
    /// Whether it is a 回头看.
    pub look_back: bool,
    /// The type of inspection before 巡察 or 巡视: 常规, 专项.
    pub round_type: Option<String>,
}

/// Unique key of a round: `[place][level/][N届/]ordinal[-batch][/回头看]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoundKey(String);

impl RoundKey {
    /// The key written in a register.
    pub fn named(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key as data files write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part that the rounds of one series share: place, level and congress, without the ordinal and the parts after it.
    pub fn series(&self) -> &str {
        let mut end = 0;
        for part in self.0.split_inclusive('/') {
            if part.starts_with(|c: char| c.is_ascii_digit()) && !part.trim_end_matches('/').ends_with('届') {
                break;
            }
            end += part.len();
        }
        self.0[..end].trim_end_matches('/')
    }

    /// The place before `level`: 云江 of 云江市委/5届/3. Empty where the key names none.
    pub fn place(&self, level: Option<&str>) -> &str {
        let first = self.series().split('/').next().unwrap_or_default();
        if first.ends_with('届') {
            return "";
        }
        level.and_then(|level| first.strip_suffix(level)).unwrap_or(first)
    }
}

impl fmt::Display for RoundKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Levels of committees, which order inspections.
const LEVELS: [&str; 12] =
    ["中央", "省委", "自治区党委", "市委", "区委", "县委", "州委", "旗委", "盟委", "党工委", "工委", "党委"];
/// Types of inspection.
pub const TYPES: [&str; 7] = ["常规", "专项", "机动", "提级", "交叉", "巡回", "延伸"];

impl Round {
    /// Reads a round's label: it must name an ordinal of 轮 (`第五轮`, `第5轮`, `首轮`). The number of a group
    /// (第六巡察组), of a congress or of a batch alone is not a round, and neither are 上轮 and 新一轮.
    pub fn parse(label: &str) -> Option<Self> {
        let text: String = label.nfkc().filter(|c| !c.is_whitespace()).collect();
        let (before, ordinal, after) = ordinal(&text)?;
        let (congress, before) = congress(before);
        let (level, place) = level(&before);
        Some(Self {
            label: label.trim().to_owned(),
            congress,
            level,
            place,
            ordinal,
            batch: batch(after),
            look_back: text.contains("回头看"),
            round_type: TYPES.iter().find(|kind| text.contains(**kind)).map(|kind| (*kind).to_owned()),
        })
    }

    /// The key, with `place` where the label names none.
    pub fn key(&self, place: Option<&str>) -> RoundKey {
        let mut key = String::new();
        let level = self.level.as_deref().unwrap_or_default();
        let place = self.place.as_deref().or(place).map(|place| bare_place(place, level)).unwrap_or_default();
        if level != "中央" {
            key.push_str(place);
        }
        key.push_str(level);
        if !key.is_empty() {
            key.push('/');
        }
        if let Some(congress) = self.congress {
            key.push_str(&format!("{congress}届/"));
        }
        key.push_str(&self.ordinal.to_string());
        if let Some(batch) = self.batch {
            key.push_str(&format!("-{batch}"));
        }
        if self.look_back {
            key.push_str("/回头看");
        }
        RoundKey(key)
    }
}

/// The place without the character that the level begins with: 云江 for 云江市 before 市委.
fn bare_place<'a>(place: &'a str, level: &str) -> &'a str {
    match level.chars().next() {
        Some(first) if matches!(first, '省' | '市' | '区' | '县' | '州' | '旗' | '盟') => {
            place.strip_suffix(first).unwrap_or(place)
        }
        _ => place,
    }
}

/// The text before the first `第N轮` or `首轮`, the ordinal, and the text after it.
fn ordinal(text: &str) -> Option<(&str, u32, &str)> {
    for (at, mark) in text.match_indices('轮') {
        let after = &text[at + mark.len()..];
        if let Some(before) = text[..at].strip_suffix('首') {
            return Some((before, 1, after));
        }
        let number = text[..at].rfind('第').map(|start| (start, &text[start + '第'.len_utf8()..at]));
        if let Some((start, number)) = number
            && let Some(ordinal) = numeral::parse(number).filter(|value| (1..=99).contains(value))
        {
            return Some((&text[..start], ordinal, after));
        }
    }
    None
}

/// `[第]N届` in `text`, and the text without it.
fn congress(text: &str) -> (Option<u32>, String) {
    let Some(at) = text.find('届') else {
        return (None, text.to_owned());
    };
    let is_numeral = |c: char| numeral::digit(c).is_some() || matches!(c, '十' | '百');
    let start = text[..at].char_indices().rev().take_while(|(_, c)| is_numeral(*c)).last().map(|(start, _)| start);
    match start.and_then(|start| Some((start, numeral::parse(&text[start..at])?))) {
        Some((start, value)) => {
            let before = text[..start].strip_suffix('第').unwrap_or(&text[..start]);
            (Some(value), format!("{before}{}", &text[at + '届'.len_utf8()..]))
        }
        None => (None, text.to_owned()),
    }
}

/// The level that ends nearest to the round, and the place in front of it.
fn level(before: &str) -> (Option<String>, Option<String>) {
    let found = LEVELS
        .iter()
        .filter_map(|level| Some((before.rfind(level)?, *level)))
        .max_by_key(|(at, level)| (at + level.len(), level.len()));
    let Some((at, level)) = found else {
        return (None, None);
    };
    let start = before[..at].rfind(|c: char| !('一'..='龥').contains(&c) || "于的对受经由接".contains(c));
    let place = &before[start.map_or(0, |start| start + before[start..].chars().next().map_or(0, char::len_utf8))..at];
    let place = ["中国共产党", "中共"].iter().find_map(|prefix| place.strip_prefix(prefix)).unwrap_or(place);
    let long_enough = (2..=8).contains(&place.chars().count());
    (Some(level.to_owned()), long_enough.then(|| place.to_owned()))
}

/// `第N批` right after the round.
fn batch(after: &str) -> Option<u32> {
    let start = after.find('第')? + '第'.len_utf8();
    let end = start + after[start..].find('批')?;
    numeral::parse(&after[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(label: &str, place: &str) -> Option<String> {
        Round::parse(label).map(|round| round.key((!place.is_empty()).then_some(place)).as_str().to_owned())
    }

    #[test]
    fn keys_have_the_parts_of_the_label() {
        let cases = [
            ("市委第五轮巡察", "云江", "云江市委/5"),
            ("市委第5轮巡察", "云江市", "云江市委/5"),
            ("五届云江市委第 五 轮巡察", "", "云江市委/5届/5"),
            ("十三届市委第八轮巡察第二批", "云江", "云江市委/13届/8-2"),
            ("云江市第十三届市委首轮巡察", "", "云江市委/13届/1"),
            ("市委第三轮巡察“回头看”", "云江", "云江市委/3/回头看"),
            ("第十一轮巡察", "", "11"),
            ("中央第三轮巡视", "云江", "中央/3"),
            ("省委第二轮专项巡视", "", "省委/2"),
        ];
        for (label, place, expected) in cases {
            assert_eq!(key(label, place).as_deref(), Some(expected), "{label}");
        }
        assert_eq!(Round::parse("省委第二轮专项巡视").and_then(|round| round.round_type).as_deref(), Some("专项"));
    }

    #[test]
    fn other_numbers_are_not_rounds() {
        for label in ["市委第六巡察组", "十六届七次全委会", "第九批", "上轮巡察", "新一轮巡察", "轮", "第一百轮", ""]
        {
            assert_eq!(Round::parse(label), None, "{label}");
        }
    }
}
