//! Units: canonical names out of the forms notices write (DOMAIN §4).

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A unit as a notice names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitName {
    /// As written: 中共云江市总工会党组.
    pub as_written: String,
    /// Without party prefix and organ: 云江市总工会.
    pub name: String,
    /// Whether the name is masked (X总工会, 某县), so that it is never merged with another.
    pub masked: bool,
}

/// What units are told apart by: the canonical name, or for masked ones the name and the notice's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitKey(String);

const PREFIXES: [&str; 2] = ["中国共产党", "中共"];

/// Longest first, so that 机关党委 is not left as 机关.
const ORGANS: [&str; 8] = ["机关党委", "党总支", "党支部", "分党组", "党工委", "部务会", "党组", "党委"];

/// Organs by their full names, which only a party prefix tells from other committees: 中共云江市水务局委员会.
const COMMITTEES: [&str; 3] = ["总支部委员会", "支部委员会", "委员会"];

/// What a name without its organ must end in: an organisation, not a place.
const ORGANISATIONS: [&str; 39] = [
    "局", "委", "办", "厅", "院", "会", "校", "司", "部", "所", "站", "中心", "集团", "公司", "镇", "乡", "街道",
    "社区", "村", "医院", "大学", "学院", "行", "社", "处", "队", "馆", "园", "台", "厂", "署", "组", "协", "联", "团",
    "中学", "小学", "场", "矿",
];

impl UnitName {
    /// Reads a unit's name as written.
    pub fn parse(as_written: &str) -> Self {
        let as_written = as_written.trim();
        let compact: String = as_written.nfkc().filter(|c| !c.is_whitespace()).collect();
        let name = canonical(&compact).to_owned();
        Self { masked: is_masked(&name), as_written: as_written.to_owned(), name }
    }

    /// What tells this unit apart when it stands in the notice `notice_id`.
    pub fn key(&self, notice_id: &str) -> UnitKey {
        match self.masked {
            true => UnitKey(format!("{}@{notice_id}", self.name)),
            false => UnitKey(self.name.clone()),
        }
    }
}

impl UnitKey {
    /// The key of a unit whose canonical name is `name`.
    pub fn named(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The key as data files write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Strips 中共… and a trailing organ where an organisation remains; 中共某市委 keeps its committee.
fn canonical(name: &str) -> &str {
    let bare =
        PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).filter(|rest| !rest.is_empty()).unwrap_or(name);
    let committees: &[&str] = if bare.len() < name.len() { &COMMITTEES } else { &[] };
    let stripped = ORGANS.iter().chain(committees).find_map(|organ| bare.strip_suffix(organ));
    match stripped {
        Some(rest) if ORGANISATIONS.iter().any(|noun| rest.ends_with(noun)) && rest.chars().count() > 1 => rest,
        _ => bare,
    }
}

fn is_masked(name: &str) -> bool {
    name.starts_with('某')
        || name.contains(['×', '＊', '*', '○', '□'])
        || has_mask_letters(name)
        || name.contains("某某")
        || has_masked_place(name)
}

/// X or x beside a Han character: X总工会, 云江市XX局.
fn has_mask_letters(name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    let is_mask = |c: char| matches!(c, 'X' | 'x' | 'Χ' | 'Х');
    let is_latin = |at: Option<&char>| at.is_some_and(|c| c.is_ascii_alphabetic() && !is_mask(*c));
    (0..chars.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        is_mask(chars[at]) && !is_latin(before) && !is_latin(chars.get(at + 1))
    })
}

/// 某 before a kind of place or organisation inside a longer name: 云江市某局.
fn has_masked_place(name: &str) -> bool {
    name.char_indices().filter(|(_, c)| *c == '某').any(|(at, c)| {
        let rest = &name[at + c.len_utf8()..];
        rest.starts_with(['市', '县', '区', '镇', '乡', '局', '委', '单', '公', '企', '学', '医', '总', '街', '村'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(as_written: &str) -> String {
        UnitName::parse(as_written).name
    }

    #[test]
    fn strips_the_party_organ_where_an_organisation_remains() {
        assert_eq!(name("中共云江市总工会党组"), "云江市总工会");
        assert_eq!(name("中国共产党青禾区水务局 党组"), "青禾区水务局");
        assert_eq!(name("云岭镇党委"), "云岭镇");
        assert_eq!(name("中共云岭区委统战部部务会"), "云岭区委统战部");
        assert_eq!(name("云江市人民医院党委"), "云江市人民医院");
        assert_eq!(name("云江市财政局机关党委"), "云江市财政局");
        assert_eq!(name("中共云江市水务局委员会"), "云江市水务局");
        assert_eq!(name("中共云江市气象局支部委员会"), "云江市气象局");
        assert_eq!(name("中共石梁县委员会"), "石梁县委员会");
        assert_eq!(name("云江市发展和改革委员会"), "云江市发展和改革委员会");
        assert_eq!(name("中共石梁县委"), "石梁县委");
        assert_eq!(name("中共云江市委"), "云江市委");
        assert_eq!(name("党组"), "党组");
    }

    #[test]
    fn masked_names_stay_apart() {
        for masked in ["X总工会", "XX局", "某县", "云江市某局", "×市教育局"] {
            assert!(UnitName::parse(masked).masked, "{masked}");
        }
        for plain in ["云江市总工会", "SXT有限公司", "XBox中心"] {
            assert!(!UnitName::parse(plain).masked, "{plain}");
        }
        assert_eq!(UnitName::parse("X总工会党组").key("n4").as_str(), "X总工会@n4");
    }
}
