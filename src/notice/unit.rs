//! Units: canonical names for the forms that notices write.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::text::fold::{Folding, is_unspaced};
use crate::text::words::{Words, words};

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

/// Unique key of a unit: the canonical name, or for masked ones the name and the notice's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitKey(String);

/// Names of the party before an organisation's name.
const PREFIXES: [&str; 2] = ["中国共产党", "中共"];

/// Party organs after an organisation's name. The longest that fits is removed, so that 机关党委 is not left as 机关.
pub static ORGANS: Words = words! {
    党组 分党组 党委 党工委 党总支 党总支部 党支部 机关党委 机关党总支 机关党总支部 机关党支部 部务会 党委会 党组会
    临时党委 临时党总支 临时党总支部 临时党支部 临时党组 联合党委 联合党总支 联合党总支部 联合党支部
    党支部委员会 党总支委员会 党总支部委员会 党工作委员会 机关党支部委员会 机关党总支部委员会
    临时党支部委员会 联合党支部委员会 党支委 党总支委 党的基层委员会 党的支部委员会 党的总支部委员会
};

/// Full names of party organs. Only a prefix such as 中共 distinguishes them from other committees: 中共云江市水务局委员会.
static COMMITTEES: Words = words! {
    委员会 工作委员会 支部委员会 总支部委员会 总支委员会 支部 总支部 总支 机关委员会 机关支部委员会 机关总支部委员会
    临时委员会 临时支部委员会 临时支部 联合委员会 联合支部委员会 联合支部
};

/// Endings of the names of organisations: the one list for everything that recognises an organisation. A place (云江市,
/// 石梁县) is not an organisation.
pub static ORGANISATION_ENDS: Words = words! {
    局 委 办 厅 院 会 校 司 部 所 站 署 社 处 队 馆 园 台 厂 场 矿 行 联 协 团 室
    中心 集团 公司 银行 分行 支行 医院 大学 学院 学校 中学 小学 幼儿园 研究院 政府 机关 办公室 指挥部 管委会 工商联 文联 科协 政协 人大
    镇 乡 街道 社区 村 居委会 村委会 林场 农场 牧场 水库 景区 风景区
    储备库 粮库 监狱 海关 苗圃 灌区 附中 附小 职高
    开发区 高新区 经开区 新区 园区 度假区 示范区 集聚区 保税区 保护区 合作区 管理区 工业区 管理局 监管局 工作站 服务站
};

/// Whether `short` may abbreviate `full`: all its characters are in `full`, in the same order. 市卫健委 of
/// 云江市卫生健康委员会.
pub fn may_abbreviate(short: &str, full: &str) -> bool {
    let mut left = full.chars();
    short.chars().all(|c| left.any(|other| other == c))
}

impl UnitName {
    /// Reads a unit's name as written.
    pub fn parse(as_written: &str) -> Self {
        let as_written = as_written.trim();
        let compact: String = as_written.nfkc().filter(|c| !c.is_whitespace()).collect();
        let name = canonical(&compact).to_owned();
        Self { masked: is_masked(&name), as_written: as_written.to_owned(), name }
    }

    /// The key of this unit in the notice `notice_id`.
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

    /// The name of the unit: the key without the notice's id that [`UnitName::key`] adds to a masked name.
    pub fn name(&self) -> &str {
        match self.0.rsplit_once('@') {
            Some((name, _)) if is_masked(name) => name,
            Some(_) | None => &self.0,
        }
    }
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Removes 中共 and the party organ at the end if an organisation remains; 中共某市委 keeps its committee. Characters are
/// compared in their simplified form and returned as written.
fn canonical(name: &str) -> &str {
    let simple: String = name.chars().map(simplified).collect();
    let prefix = PREFIXES.iter().find(|prefix| simple.starts_with(**prefix) && simple.len() > prefix.len());
    let bare = &simple[prefix.map_or(0, |prefix| prefix.len())..];
    let committee = || prefix.and_then(|_| COMMITTEES.ending(bare));
    let rest = ORGANS.ending(bare).or_else(committee).map(|organ| &bare[..bare.len() - organ.len()]);
    // 市委直属机关工作委员会 is a committee of its own.
    let is_unit = |rest: &&str| {
        ORGANISATION_ENDS.ending(rest).is_some() && rest.chars().count() > 1 && !rest.ends_with("直属机关")
    };
    let kept = rest.filter(is_unit).unwrap_or(bare);
    let skipped = prefix.map_or(0, |prefix| prefix.chars().count());
    let at = |count: usize| name.char_indices().nth(count).map_or(name.len(), |(at, _)| at);
    &name[at(skipped)..at(skipped + kept.chars().count())]
}

/// A character in its simplified form.
fn simplified(c: char) -> char {
    match Folding::shared().one(c)[..] {
        [one] if is_unspaced(c) => one,
        _ => c,
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
    fn the_name_of_a_masked_unit_is_without_the_notice() {
        assert_eq!(UnitName::parse("云江市XX局").key("a-1").name(), "云江市XX局");
        assert_eq!(UnitName::parse("@云江市林业局").key("a-1").name(), "@云江市林业局");
        assert_eq!(UnitName::parse("云江市林业局").key("a-1").name(), "云江市林业局");
    }

    #[test]
    fn the_party_organ_is_removed_if_an_organisation_remains() {
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
        assert_eq!(name("中共云江市政协机关党组"), "云江市政协机关");
        assert_eq!(name("云江经济开发区党工委"), "云江经济开发区");
        assert_eq!(name("中共云江高新区工作委员会"), "云江高新区");
        assert_eq!(name("中共青禾區水務局黨組"), "青禾區水務局");
        assert_eq!(name("中共云江市委直属机关工作委员会"), "云江市委直属机关工作委员会");
        assert_eq!(name("云江市人大常委会机关党组"), "云江市人大常委会机关");
        assert_eq!(name("云江市第一中学党总支"), "云江市第一中学");
        assert_eq!(name("中共石梁县种子站党总支部委员会"), "石梁县种子站");
        assert_eq!(name("石梁县粮食储备库临时党支部"), "石梁县粮食储备库");
        assert_eq!(name("中共石梁县粮食储备库总支部委员会"), "石梁县粮食储备库");
        assert_eq!(name("中共石梁县征收办联合支部"), "石梁县征收办");
    }

    #[test]
    fn masked_names_have_a_key_for_each_notice() {
        for masked in ["X总工会", "XX局", "某县", "云江市某局", "×市教育局"] {
            assert!(UnitName::parse(masked).masked, "{masked}");
        }
        for plain in ["云江市总工会", "SXT有限公司", "XBox中心"] {
            assert!(!UnitName::parse(plain).masked, "{plain}");
        }
        assert_eq!(UnitName::parse("X总工会党组").key("n4").as_str(), "X总工会@n4");
    }
}
