//! Placeholders that were not filled in.

use super::prose::{Prose, runs};
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::Finding;
use crate::text::han::is_han;
use crate::text::span::Span;

const PLACEHOLDER: &str = "placeholder";
const CONTACT_PLACEHOLDER: &str = "contact-placeholder";

pub(super) const RULES: &[Rule] = &[
    Rule::error(PLACEHOLDER)
        .says("“{words}”还没有填写", "the placeholder “{words}” was not filled in")
        .help("填上实际内容；如果是有意隐去的，在头部写 anonymised: true", "fill it in, or say “anonymised: true” in the front matter")
        .because(
            "公开的通报里不能留下 XX、X月X日、联系方式：XXX 一类的占位。匿名文稿（头部有 anonymised: true，或单位和年份都已隐去）不报。",
            "A public notice leaves no XX, X月X日 or 联系方式：XXX behind. Anonymised texts (they say so, or mask both unit and year) are left alone.",
        )
        .found_by(placeholder),
    Rule::warning(CONTACT_PLACEHOLDER)
        .says("联系方式“{words}”没有填写", "the contact details “{words}” were not filled in")
        .help("公开前填上联系方式，或删去这一句", "fill it in before publishing, or delete the sentence")
        .because(
            "匿名文稿可以隐去名称，但请群众监督又不给联系方式，等于没有渠道。",
            "An anonymised text may mask names, but asking the public for comments without a contact gives no channel.",
        )
        .found_by(contact_placeholder),
];

/// Words that ask for something to be filled in.
const REQUESTS: [&str; 6] = ["待补充", "此处填写", "请填写", "待填写", "TODO", "TBD"];

fn placeholder(subject: &Subject) -> Vec<Finding> {
    if !subject.is_public() || subject.is_anonymised() {
        return Vec::new();
    }
    let found = |span: Span| subject.found(PLACEHOLDER, span).with("words", span.of(subject.text));
    let prose = &subject.prose;
    let requests = REQUESTS.iter().flat_map(|request| prose.find(request));
    masks(prose).into_iter().chain(requests).chain(underlines(prose)).map(found).collect()
}

fn contact_placeholder(subject: &Subject) -> Vec<Finding> {
    if !subject.is_public() || !subject.is_anonymised() {
        return Vec::new();
    }
    let leads = ["电话", "邮箱", "信箱", "联系方式", "地址", "传真"];
    let is_contact = |span: &Span| {
        let before = subject.prose.words()[..span.start].trim_end_matches(['：', ':', ' ']);
        leads.iter().any(|lead| before.ends_with(lead))
    };
    let mut masked = masks(&subject.prose).into_iter().filter(is_contact);
    let first = masked.next();
    first
        .map(|span| subject.found(CONTACT_PLACEHOLDER, span).with("words", span.of(subject.text)))
        .into_iter()
        .collect()
}

fn is_mask(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | 'Х' | 'Χ')
}

/// Masks: two or more letters X in a row beside Han text, or a single one before a word that needs a value. Adjacent ones
/// (`X月X日`) are one.
fn masks(prose: &Prose) -> Vec<Span> {
    let words = prose.words();
    let mut masks: Vec<Span> = Vec::new();
    for run in runs(words, is_mask) {
        let Some(mask) = mask(words, run) else { continue };
        match masks.last_mut().filter(|last| last.end >= mask.start) {
            Some(last) => last.end = mask.end,
            None => masks.push(mask),
        }
    }
    masks
}

fn mask(words: &str, run: Span) -> Option<Span> {
    let before = words[..run.start].chars().next_back();
    let after = words[run.end..].chars().next();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(before) || latin(after) {
        return None;
    }
    let count = run.of(words).chars().count();
    let digits = words[..run.start].chars().rev().take_while(char::is_ascii_digit).count();
    let unit = after.filter(|c| "年月日时元万亿个名人次号市县区局".contains(*c));
    let stop = unit.map_or(run.end, |c| run.end + c.len_utf8());
    match (count, digits, unit) {
        // 202X年, 20XX年; 3×4 is a product
        (_, 2..=3, Some('年')) => Some(Span::new(run.start - digits, stop)),
        (_, 1.., _) => None,
        (1, 0, Some(_)) => Some(Span::new(run.start, stop)),
        // 第X批
        (1, 0, None) if before == Some('第') && after.is_some_and(is_han) => Some(Span::new(run.start, stop)),
        (1, ..) => None,
        (1..=2, ..) if hides_person(&words[..run.start]) && unit.is_none() => None,
        _ => {
            // 0999-XXXXXXX
            let is_number = count >= FEWEST_DIGITS && before == Some('-');
            let beside = |c: Option<char>| c.is_none_or(|c| is_han(c) || "，。；：、“”《》（）:\n\0 ".contains(c));
            ((beside(before) || is_number) && beside(after)).then(|| Span::new(run.start, stop))
        }
    }
}

/// Masks of a telephone number behind its dash are this many at least.
const FEWEST_DIGITS: usize = 6;

/// Whether a surname stands before a mask: 张XX. In 关于XX路, 于 is a part of a word.
fn hides_person(before: &str) -> bool {
    let mut chars = before.chars().rev();
    let surname = chars.next().filter(|c| SURNAMES.contains(*c));
    surname.is_some_and(|surname| surname != '于' || !chars.next().is_some_and(is_han))
}

const SURNAMES: &str = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛\
    叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";

/// Rows of underscores before or after words: `____年`.
fn underlines(prose: &Prose) -> impl Iterator<Item = Span> + '_ {
    let words = prose.words();
    runs(words, |c| c == '_').filter(move |run| {
        let blank = |c: char| c != '\n' && c.is_whitespace();
        let (before, after) = (words[..run.start].trim_end_matches(blank), words[run.end..].trim_start_matches(blank));
        let starts = before.is_empty() || before.ends_with('\n');
        let ends = after.is_empty() || after.starts_with('\n');
        run.len() >= 3 && !(starts && ends)
    })
}
