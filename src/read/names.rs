//! Units and inspection bodies in sentences.

use std::ops::Range;

use super::wording::{self, TitleShape};
use crate::notice::unit::{ORGANISATION_ENDS, ORGANS};
use crate::text::fold::is_unspaced;
use crate::text::numeral;
use crate::text::span;
use crate::text::words::{Words, words};

/// Last words of a committee that is an organisation of its own.
static COMMITTEE_ENDS: Words = words! { 市委 县委 区委 省委 州委 旗委 工委 };

/// Openings of words for units that are not named.
const GENERIC: [&str; 9] = ["下属", "所属", "各", "相关", "有关", "部分", "直属", "全市", "全县"];

/// Words that end a clause or open another, so that no name runs over them.
const STOPS: [&str; 30] = [
    "公布", "公开", "公示", "通报", "开展", "收到", "落实", "贯彻", "关于", "根据", "按照", "对于", "由于", "经", "对",
    "向", "由", "在", "于", "的", "受", "接受", "从", "给", "把", "将", "自", "为", "是", "，",
];

/// Whether `name` reads as an organisation's name.
pub fn is_organisation(name: &str) -> bool {
    let length = name.chars().count();
    (2..=40).contains(&length)
        && [&ORGANISATION_ENDS, &ORGANS, &COMMITTEE_ENDS].iter().any(|ends| ends.ending(name).is_some())
        && !name.contains(['，', '。', '；', '：', '、', ',', ':', ' ', '“', '《', '\n'])
        && !["会议", "全会", "大会", "委员会会议", "领导小组会"].iter().any(|end| name.ends_with(end))
        && !["整改", "巡察", "巡视", "情况"].iter().any(|word| name.contains(word))
}

/// The inspected units of a text, as ranges of it: of 对…进行了…巡察, else 进驻…开展…巡察, else 向…反馈, in the first
/// sentence that tells of any.
pub fn inspected(text: &str) -> Vec<Range<usize>> {
    const VERBS: &[&str] = &["进行", "开展", "实施", "党组织", "巡察", "巡视", "督察"];
    const ABOUT: &[&str] = &["巡察", "巡视", "审计", "督察"];
    let mut from = 0;
    for sentence in text.split_inclusive(['。', '\n', '；']) {
        let object = |mark, verbs, about| objects(sentence, mark, verbs, about);
        let told = object("对", VERBS, ABOUT)
            .or_else(|| object("进驻", VERBS, ABOUT))
            .or_else(|| object("向", &["反馈", "通报"], &["反馈"]))
            .or_else(|| object("现将", &["整改", "巡察", "巡视", "落实", "关于"], &["整改"]));
        if let Some(names) = told {
            return names.into_iter().map(|name| from + name.start..from + name.end).collect();
        }
        from += sentence.len();
    }
    Vec::new()
}

/// The names between `mark` and the first of `verbs`, where the words from there on tell of one of `about`.
fn objects(sentence: &str, mark: &str, verbs: &[&str], about: &[&str]) -> Option<Vec<Range<usize>>> {
    sentence.match_indices(mark).find_map(|(at, _)| {
        // 针对市委巡察组指出的问题 inspects nobody.
        if sentence[..at].ends_with(['针', '应', '面', '相', '比', '核', '校']) {
            return None;
        }
        let from = at + mark.len();
        let rest = &sentence[from..];
        let end = verbs.iter().filter_map(|verb| verb_at(rest, verb)).min()?;
        let told: String = rest[end..].chars().take(24).collect();
        let part = name_part(&rest[..end]);
        let names = about.iter().any(|word| told.contains(word)).then(|| split_names(part))?;
        let is_of_place = || told.contains("督察") && is_place(part);
        let names = if names.is_empty() && is_of_place() { std::iter::once(0..part.len()).collect() } else { names };
        (!names.is_empty()).then(|| names.into_iter().map(|name| from + name.start..from + name.end).collect())
    })
}

/// Offset of `verb`; 巡察组 and 巡察办 are not verbs.
fn verb_at(words: &str, verb: &str) -> Option<usize> {
    let at = words.find(verb)?;
    (!words[at + verb.len()..].starts_with(['组', '办', '机', '工'])).then_some(at)
}

/// The words before the subject of an audit: 云江市民政局 of 云江市民政局2022年度预算执行情况.
fn name_part(words: &str) -> &str {
    const PARTS: [&str; 10] =
        ["领导班子", "主要负责人", "主要领导", "预算执行", "年度", "原党", "原主", "原董", "原负责", "原局"];
    let digit = words.find(|c: char| c.is_ascii_digit());
    let part = PARTS.iter().filter_map(|part| words.find(part).filter(|at| *at > 0));
    &words[..part.chain(digit).min().unwrap_or(words.len())]
}

/// The names joined by 、 and 和, without the words in brackets after them; empty if one of them is not a
/// organisation.
pub fn split_names(words: &str) -> Vec<Range<usize>> {
    let words = words.trim_end_matches("等单位");
    let mut names = Vec::new();
    let mut start = 0;
    for (at, next) in joints(words).into_iter().chain(std::iter::once((words.len(), words.len()))) {
        // 和风区 opens with a character that joins names elsewhere.
        if at < start || at == 0 && at < next && next < words.len() && words.starts_with(['和', '与', '及']) {
            continue;
        }
        let name = words[start..at].trim_start_matches("以").trim_end_matches("以");
        if name.is_empty() || ORGANS.has(name) || GENERIC.iter().any(|word| name.starts_with(word)) {
            start = next; // 下属学校 names nobody, 党组 behind a bracket belongs to the name before it
        } else if is_organisation(name) {
            let from = start + words[start..at].find(name).unwrap_or(0);
            names.push(from..from + name.len());
            start = next;
        } else if next == words.len() {
            return Vec::new();
        }
    }
    names
}

/// Where names may part, and where the next may start: at 、和及与, and around brackets.
fn joints(words: &str) -> Vec<(usize, usize)> {
    let (mut joints, mut open, mut depth) = (Vec::new(), 0, 0usize);
    for (at, c) in words.char_indices() {
        match c {
            '（' | '(' => {
                open = if depth == 0 { at } else { open };
                depth += 1;
            }
            '）' | ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    joints.push((open, at + c.len_utf8()));
                }
            }
            '、' | '和' | '及' | '与' if depth == 0 => joints.push((at, at + c.len_utf8())),
            _ => {}
        }
    }
    if depth > 0 {
        joints.push((open, words.len()));
    }
    joints
}

/// The unit a title opens with or speaks of: 云江市水务局党组关于…, 关于云江市水务局党组巡察….
pub fn in_title(title: &str) -> Vec<Range<usize>> {
    let lead = ["中共", "中国共产党"].iter().find(|lead| title.starts_with(**lead)).map_or(0, |lead| lead.len());
    if let Some(at) = title.find("关于").filter(|at| *at > lead) {
        let name = title[..at].trim_end();
        return match split_names(name) {
            names if names.is_empty() && is_place(name) => vec![0..name.len()],
            names => names,
        };
    }
    let from = if title.starts_with("关于") { "关于".len() } else { 0 };
    let rest = &title[from..];
    let end = ["党组", "党委", "党工委", "党总支"]
        .iter()
        .filter_map(|organ| rest.find(organ).map(|at| at + organ.len()))
        .min();
    let before_round = ["落实", "巡察", "巡视", "对", "整改", "审计", "接受", "市委第", "县委第", "区委第"]
        .iter()
        .filter_map(|word| rest.match_indices(word).map(|(at, _)| at).find(|at| !opens_audit_office(&rest[*at..])))
        .min();
    // Without its party organ a name must be a full one: 工会审计… names no unit.
    let before_round = before_round.filter(|round| end.is_some() || rest[..*round].chars().count() >= 4);
    let end = end.or(before_round).filter(|end| before_round.is_none_or(|round| *end <= round));
    let part = end.map(|end| name_part(&rest[..end])).unwrap_or_default();
    let names = match split_names(part) {
        names if names.is_empty() && is_place(part) => std::iter::once(0..part.len()).collect(),
        names => names,
    };
    names.into_iter().map(|name| from + name.start..from + name.end).collect()
}

/// Whether words open with an office that audits.
fn opens_audit_office(words: &str) -> bool {
    ["审计局", "审计厅", "审计署"].iter().any(|office| words.starts_with(office))
}

/// Whether a name is that of an office that audits.
pub fn is_audit_office(name: &str) -> bool {
    name.ends_with("审计局") || name.ends_with("审计厅") || name.ends_with("审计署")
}

/// Whether a name is that of a place: 云江市, 石梁县. A place answers for inspections of its offices' work.
fn is_place(name: &str) -> bool {
    (LONGEST_PLACE.0..=LONGEST_PLACE.1).contains(&name.chars().count())
        && name.ends_with(['省', '市', '县', '区', '州', '旗', '盟'])
        && name.chars().all(is_unspaced)
        && STOPS.iter().all(|stop| !name.contains(stop))
}

/// The fewest and most characters of a place's name.
const LONGEST_PLACE: (usize, usize) = (3, 12);

/// Whether a name is a short form that only its own notice can resolve: 市总工会, 我会, 本局, 村党总支.
pub fn is_short(name: &str) -> bool {
    let bare = ORGANS.ending(name).map_or(name, |organ| &name[..name.len() - organ.len()]);
    ORGANISATION_ENDS.has(bare)
        || name.starts_with([
            '市', '县', '区', '省', '州', '我', '本', '局', '委', '镇', '乡', '旗', '该', '院', '校', '公', '集', '会',
        ])
}

/// Whether a name only says whose it is: 我会, 本局, 该院.
pub fn is_own(name: &str) -> bool {
    name.starts_with(['我', '本', '该'])
}

/// Verbs of inspecting bodies.
const INSPECTIONS: [&str; 3] = ["巡察", "巡视", "督察"];

/// The inspection bodies of a text: 市委第六巡察组, 县委巡察二组; several numbers are several bodies.
/// Bodies without number (市委巡察组) count only where none has one.
pub fn bodies(text: &str) -> Vec<(String, Range<usize>)> {
    let mut numbered: Vec<(String, Range<usize>)> = Vec::new();
    let mut plain: Vec<(String, Range<usize>)> = Vec::new();
    for (at, mark) in text.match_indices('组') {
        let end = at + mark.len();
        let Some(found) = body_ending(text, at) else { continue };
        for name in found.names {
            let list = if found.numbered { &mut numbered } else { &mut plain };
            if !list.iter().any(|(listed, _)| *listed == name) {
                list.push((name, found.start..end));
            }
        }
    }
    if numbered.is_empty() { plain } else { numbered }
}

/// Types of inspection, as groups are named after them.
const TYPES: [&str; 14] = [
    "常规",
    "专项",
    "机动",
    "提级",
    "交叉",
    "延伸",
    "生态环境保护",
    "环境保护",
    "生态环保",
    "环保",
    "统计",
    "安全生产",
    "土地",
    "粮食",
];

struct Body {
    names: Vec<String>,
    numbered: bool,
    start: usize,
}

/// The body whose 组 is at `at`.
fn body_ending(text: &str, at: usize) -> Option<Body> {
    let before = &text[..at];
    let clause = clause_of_body(before);
    let words = after_office(&before[clause..]);
    let clause = at - words.len();
    let (stem, word) =
        INSPECTIONS.iter().find_map(|word| words.strip_suffix(word).map(|stem| (stem, *word))).or_else(|| {
            // 县委巡察二组
            let start =
                words.char_indices().rev().take_while(|(_, c)| numeral::is_chinese(*c) || c.is_ascii_digit()).last()?.0;
            let head = words[..start].trim_end_matches('第');
            INSPECTIONS.iter().find(|word| head.ends_with(**word)).map(|word| (words, *word))
        })?;
    if !words.ends_with(word) {
        let start = name_start(words, words.find(word)?);
        let name = format!("{}组", &words[start..]);
        return Some(Body { names: vec![name], numbered: true, start: clause + start });
    }
    let Some(ordinal) = stem.rfind('第') else {
        let start = name_start(stem, stem.len());
        let name = format!("{}{word}组", &stem[start..]);
        let named = !stem[start..].is_empty() && stem[start..].chars().count() <= 12;
        return named.then(|| Body { names: vec![name], numbered: false, start: clause + start });
    };
    // 市委第五提级（交叉）巡察组
    let unbracketed = match stem.ends_with(['）', ')']) {
        true => stem.rfind(['（', '(']).map_or(stem, |open| &stem[..open]),
        false => stem,
    };
    let bracket = &stem[unbracketed.len()..];
    let stem = unbracketed;
    // 市委第一提级巡察组
    let kind = TYPES.iter().find(|kind| stem.ends_with(**kind)).copied().unwrap_or_default();
    let stem = &stem[..stem.len() - kind.len()];
    let number = &stem[ordinal + '第'.len_utf8()..];
    if !number.chars().all(|c| numeral::is_chinese(c) || c.is_ascii_digit() || c == '、') || number.is_empty() {
        return None;
    }
    // 市委第一、第三巡察组 and 市委第一、三巡察组
    let first = words.find('第')?;
    let start = name_start(stem, first);
    let prefix = &stem[start..first];
    let numbers = stem[first..].split(['、', '和', '第']).filter(|part| !part.is_empty());
    let names: Vec<String> = numbers
        .filter(|part| numeral::parse(part).is_some())
        .map(|part| format!("{prefix}第{part}{kind}{bracket}{word}组"))
        .collect();
    (!names.is_empty()).then(|| Body { names, numbered: true, start: clause + start })
}

/// Where the clause starts that ends with a body's name, over a bracket in it: 市委第五提级（交叉）巡察.
fn clause_of_body(before: &str) -> usize {
    let near = span::tail(before, LONGEST_NAME);
    let cut = before.len() - near.len();
    let close = near.rfind(['）', ')']);
    let open = close.and_then(|close| near[..close].rfind(['（', '(']));
    match (open, close) {
        (Some(open), Some(close))
            if clause_start(near, &CLAUSE_MARKS) < close && TYPES.contains(&inside(&near[open..close])) =>
        {
            cut + clause_start(&near[..open], &CLAUSE_MARKS)
        }
        _ => clause_start(before, &CLAUSE_MARKS),
    }
}

/// The words after an opening bracket.
fn inside(bracket: &str) -> &str {
    bracket.trim_start_matches(['（', '('])
}

/// Marks that no name runs over.
const CLAUSE_MARKS: [char; 18] =
    ['，', '。', '；', '\n', ',', ';', '（', '(', '“', '‘', '「', '『', '"', '\'', '《', '：', ':', ' '];

/// Where the words after the last of `marks` start.
fn clause_start(words: &str, marks: &[char]) -> usize {
    words.rfind(marks).map_or(0, |stop| stop + words[stop..].chars().next().map_or(1, char::len_utf8))
}

/// The words after 市委巡察办、, which is named beside the body and is not one.
fn after_office(words: &str) -> &str {
    words.rsplit_once("办、").or_else(|| words.rsplit_once("办公室、")).map_or(words, |(_, body)| body)
}

/// Where the name that ends at `end` starts: after the last word that cannot be part of it.
fn name_start(words: &str, end: usize) -> usize {
    let before = &words[..end];
    let last = |stop: &&'static str| {
        let mut places = before.rmatch_indices(*stop).map(|(at, word)| at + word.len());
        // 市委对村巡察第三组 and 自治区第一督察组 are names.
        let is_name = |end: &usize| match *stop {
            "对" => before[*end..].starts_with('村'),
            "自" => before[*end..].starts_with('治'),
            _ => false,
        };
        places.find(|end| !is_name(end))
    };
    let stop = STOPS.iter().filter_map(last).max().unwrap_or(0);
    // 至9月30日县委巡察二组: a day is not part of a name.
    let mut days = before.match_indices('日').filter(|(at, _)| before[..*at].ends_with(|c: char| c.is_ascii_digit()));
    stop.max(days.next_back().map_or(0, |(at, day)| at + day.len()))
}

/// Where the name that ends at `end` of a text starts.
pub fn name_before(text: &str, end: usize) -> usize {
    let near = span::tail(&text[..end], LONGEST_NAME);
    let clause = end - near.len() + clause_start(near, &CLAUSE_MARKS);
    clause + name_start(&text[clause..end], end - clause)
}

/// In bytes.
const LONGEST_NAME: usize = 150;

/// Where a round's label that ends at `end` starts within its clause.
pub fn label_start(text: &str, end: usize) -> usize {
    let before = &text[..end];
    let clause = clause_start(before, &CLAUSE_MARKS).max(clause_start(before, &['、']));
    clause + name_start(&before[clause..], end - clause)
}

/// Whether a line is the name of a unit: 柏树村党支部.
pub fn is_unit(text: &str) -> bool {
    let name = text.trim_matches(['【', '】', '（', '）', ' ']);
    let named = is_organisation(name)
        || ["村", "社区", "居委会", "村委会", "支部", "园区"].iter().any(|end| name.ends_with(end));
    named && (3..=LONGEST_UNIT).contains(&name.chars().count()) && wording::look(name) == TitleShape::Neutral
}

/// Most characters of a line that names a unit.
const LONGEST_UNIT: usize = 30;
