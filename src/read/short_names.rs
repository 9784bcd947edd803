//! The full name that a short one stands for: 云江市总工会 for 市总工会, 临沙港口发展集团有限公司 for 集团党委.

use super::names::{is_own, is_short};
use crate::notice::UnitName;
use crate::notice::unit::{ORGANS, may_abbreviate};

/// The full name among `written` that a short one stands for: 市总工会 and 市发改委 in a notice that names the unit in
/// full elsewhere.
pub fn resolve<'a>(short: &UnitName, written: impl Iterator<Item = &'a UnitName>) -> Option<&'a UnitName> {
    // 镇党委 says no more than which organ it is.
    let bare =
        ORGANS.ending(&short.name).and_then(|organ| short.name.strip_suffix(organ)).filter(|rest| !rest.is_empty());
    let short_name = bare.unwrap_or(&short.name);
    let mentioned: Vec<_> = written.collect();
    let is_full = |full: &&&UnitName| full.name.chars().count() > short_name.chars().count() && !is_short(&full.name);
    let written: Vec<_> = mentioned.iter().filter(is_full).copied().collect();
    if is_own(&short.name) {
        let kind = short.name.trim_start_matches(['我', '本', '该']);
        let kind = kind.trim_end_matches("党组").trim_end_matches("党委");
        // 我办 of a centre is still who speaks, where nobody else does.
        let only = written.first().filter(|first| written.iter().all(|full| full.name == first.name)).copied();
        // Who signs as 区民政局 and says no more of itself is 我局.
        let signed = || mentioned.iter().find(|name| !is_own(&name.name) && name.name.ends_with(kind)).copied();
        let only = only.or_else(|| signed().filter(|_| written.is_empty()));
        return written.iter().find(|full| full.name.ends_with(kind)).copied().or(only);
    }
    // 集团 of a company that alone is named
    if matches!(short_name, "集团" | "公司" | "集团公司" | "总公司" | "股份公司") {
        let mut companies = written.iter().filter(|full| full.name.ends_with("公司") || full.name.ends_with("集团"));
        let first = companies.next().copied();
        return first.filter(|first| companies.all(|other| other.name == first.name));
    }
    // 团市委 of 共青团汀州市委
    let league = short_name.strip_prefix('团').filter(|rest| rest.starts_with(['省', '市', '县', '区', '州']));
    let of_league = |full: &str| {
        let committee = full.strip_suffix("员会").unwrap_or(full);
        league.is_some_and(|rest| full.starts_with("共青团") && committee.ends_with(rest))
    };
    // 玉泉寺景区管委会 of 玉泉寺景区管理委员会
    let committee = short_name.strip_suffix("管委会").map(|stem| format!("{stem}管理委员会"));
    let is_whole =
        |full: &str| full.ends_with(short_name) || committee.as_deref().is_some_and(|name| full.ends_with(name));
    let whole = written.iter().find(|full| is_whole(&full.name) || of_league(&full.name));
    let abbreviated = |full: &&&UnitName| {
        let full = full.name.as_str();
        abbreviates(short_name, full) || abbreviates_company(short_name, full) || abbreviates_office(short_name, full)
    };
    whole.or_else(|| written.iter().find(abbreviated)).copied()
}

/// Whether `short` is a company's name with characters left out: 城投集团 of 某城市建设投资集团有限公司.
fn abbreviates_company(short: &str, full: &str) -> bool {
    const ENDS: [&str; 5] = ["集团公司", "有限公司", "集团", "公司", "银行"];
    let stem = |name| ENDS.iter().find_map(|end| str::strip_suffix(name, end));
    let (Some(kept), Some(full)) = (stem(short), stem(full)) else { return false };
    kept.chars().count() >= 2 && may_abbreviate(kept, full)
}

/// Whether `short` is an office's name with characters left out: 口岸办 of 清河口岸管理办公室.
fn abbreviates_office(short: &str, full: &str) -> bool {
    const ENDS: [(&str, &str); 9] = [
        ("办", "办公室"),
        ("委", "委员会"),
        ("局", "局"),
        ("中心", "中心"),
        ("支队", "支队"),
        ("大队", "大队"),
        ("总队", "总队"),
        ("学院", "学院"),
        ("医院", "医院"),
    ];
    ENDS.iter().any(|(end, whole)| {
        let stems = short.strip_suffix(end).zip(full.strip_suffix(whole));
        stems.is_some_and(|(kept, full)| kept.chars().count() >= 2 && may_abbreviate(kept, full))
    })
}

/// Whether `short` leaves characters out of `full` and keeps the others in order: 市发改委 of 云江市发展和改革委员会,
/// 县检察院 of 石梁县人民检察院. Both name the level of their place, and what follows it opens alike.
fn abbreviates(short: &str, full: &str) -> bool {
    let Some(level) =
        short.chars().next().filter(|c| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗' | '镇' | '乡'))
    else {
        return false;
    };
    let Some((_, rest)) = full.split_once(level) else { return false };
    let kept = &short[level.len_utf8()..];
    // 县检察院 of 石梁县人民检察院, 区政府办公室 of 柏河区人民政府办公室
    let openings = ["人民政府", "人民", ""].into_iter().filter_map(|word| rest.strip_prefix(word));
    kept.chars().count() >= 2
        && openings.into_iter().any(|rest| kept.chars().next() == rest.chars().next() && may_abbreviate(kept, rest))
}
