//! Names, years and amounts that anonymised texts forgot to mask.

use std::collections::BTreeSet;

use super::prose::{han_runs, runs};
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;

use crate::text::lines::Lines;
use crate::text::span::Span;

const REAL_PLACE: &str = "real-place";
const LIKELY_PLACE: &str = "likely-place";
const UNMASKED_YEAR: &str = "unmasked-year";
const UNMASKED_AMOUNT: &str = "unmasked-amount";

pub(super) const RULES: &[Rule] = &[
    Rule::error(REAL_PLACE)
        .says("匿名文稿里有真实地名“{place}”", "the anonymised text names the real place “{place}”")
        .help("隐去地名，或删去头部的 anonymised", "mask it, or take “anonymised” out of the front matter")
        .because(
            "匿名文稿（头部写明，或单位和年份都已隐去）漏掉一个地名就等于没有匿名。只有带省、市、县、区字样的，或紧接“某”的，才算确定。",
            "One place name left in an anonymised text undoes it. Only names with 省, 市, 县 or 区 attached, or before 某, are sure.",
        )
        .found_by(real_place),
    Rule::warning(LIKELY_PLACE)
        .says("匿名文稿里的“{place}”像是地名", "“{place}” in the anonymised text looks like a place name")
        .because(
            "与县级以上行政区划同名的词，没有带省市县区字样，不能确定，请看一眼。与普通词语同形的（如“安康”）不报。",
            "A word equal to the name of a county or city without its kind attached: look once. Names that are ordinary words are left alone.",
        )
        .found_by(likely_place),
    Rule::warning(UNMASKED_YEAR)
        .says("其他年份已隐去，还有 {count} 处没有隐去（第 {lines} 行）", "other years are masked, {count} are not (lines {lines})")
        .because("只隐去一部分年份，读者能由此推出其余的。书名号里的不查。", "With only some years masked, readers can infer the rest. Years inside 《》 are left alone.")
        .found_by(unmasked_year),
    Rule::warning(UNMASKED_AMOUNT)
        .says("明细金额已隐去，汇总金额“{amount}”没有隐去", "amounts in the items are masked, the total “{amount}” is not")
        .because("金额要么都隐去，要么都写明。", "Amounts are masked throughout or not at all.")
        .found_by(unmasked_amount),
];

/// Names of provinces, cities and counties (source and licence in the file).
const PLACES: &str = include_str!("places.txt");

/// A place name in the text.
struct NamedPlace {
    span: Span,
    sure: bool,
}

fn places(subject: &Subject) -> Vec<NamedPlace> {
    if !subject.is_anonymised() {
        return Vec::new();
    }
    let lines = PLACES.lines().filter(|line| !line.starts_with('#'));
    let names: BTreeSet<&str> = lines.flat_map(str::split_whitespace).collect();
    let words = subject.prose.words();
    let mut places = Vec::new();
    for run in han_runs(words) {
        let text = run.of(words);
        let mut free = 0; // where the last name ended
        for (at, _) in text.char_indices() {
            if at < free {
                continue;
            }
            if let Some(place) = place_at(&names, words, run, run.start + at) {
                free = place.span.end - run.start;
                places.push(place);
            }
        }
    }
    places
}

fn place_at(names: &BTreeSet<&str>, words: &str, run: Span, start: usize) -> Option<NamedPlace> {
    let ends = words[start..run.end].char_indices().map(|(at, c)| start + at + c.len_utf8()).take(11);
    let mut ends: Vec<usize> = ends.collect();
    ends.reverse(); // the longest name wins
    let full = ends.iter().find(|end| names.contains(&words[start..**end]));
    if let Some(end) = full {
        return Some(NamedPlace { span: Span::new(start, *end), sure: true });
    }
    let bare = ends.iter().find(|end| names.contains(format!("~{}", &words[start..**end]).as_str()))?;
    let span = Span::new(start, *bare);
    let before = words[run.start..start].chars().next_back();
    if words[*bare..].starts_with('某') {
        return Some(NamedPlace { span, sure: true });
    }
    let alone = before.is_none_or(|c| "在到赴从向由与和及对".contains(c));
    alone.then_some(NamedPlace { span, sure: false })
}

fn found(subject: &Subject, code: &'static str, sure: bool) -> Vec<Finding> {
    let places = places(subject).into_iter().filter(|place| place.sure == sure);
    places.map(|place| subject.found(code, place.span).with("place", place.span.of(subject.text))).collect()
}

fn real_place(subject: &Subject) -> Vec<Finding> {
    found(subject, REAL_PLACE, true)
}

fn likely_place(subject: &Subject) -> Vec<Finding> {
    found(subject, LIKELY_PLACE, false)
}

fn unmasked_year(subject: &Subject) -> Vec<Finding> {
    if !subject.is_anonymised() || !subject.prose.has_masked_year() {
        return Vec::new();
    }
    let words = subject.prose.words();
    let is_year = |run: &Span| {
        let digits = run.of(words);
        let dated = words[run.end..].starts_with('年') || words[run.end..].starts_with("-20");
        let titled = words[..run.start].matches('《').count() > words[..run.start].matches('》').count();
        digits.len() == 4 && (digits.starts_with("20") || digits.starts_with("19")) && dated && !titled
    };
    let years: Vec<Span> = runs(words, |c| c.is_ascii_digit()).filter(is_year).collect();
    let Some(first) = years.first() else { return Vec::new() };
    let lines = Lines::of(subject.text);
    let places: BTreeSet<usize> = years.iter().map(|year| lines.line_of(year.start)).collect();
    let places: Vec<String> = places.into_iter().take(12).map(|line| line.to_string()).collect();
    vec![subject.found(UNMASKED_YEAR, *first).with("count", years.len()).with("lines", places.join("、"))]
}

fn unmasked_amount(subject: &Subject) -> Vec<Finding> {
    let Some(amount) = &subject.notice.facts.claims.amount else { return Vec::new() };
    let masked =
        ["X元", "X万元", "XX元", "XX万元", "×元", "×万元"].iter().any(|mask| subject.prose.find(mask).next().is_some());
    if !subject.is_anonymised() || !masked || amount.value.contains(['X', 'x', '×']) {
        return Vec::new();
    }
    vec![subject.found(UNMASKED_AMOUNT, amount.span).with("amount", amount.span.of(subject.text))]
}
