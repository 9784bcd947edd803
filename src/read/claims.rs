//! The totals a notice states about itself: 14个方面37个问题，已整改落实36个 (DOMAIN §6.5).

use std::ops::Range;

use super::blocks::Page;
use super::lead::Zone;
use crate::notice::{Claims, Found, Origin};
use crate::text::numeral;

/// What a sentence counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Aspects,
    Contents,
    Problems,
    Tasks,
    Measures,
    Systems,
}

/// A number with its measure word.
struct Count<'a> {
    at: Range<usize>,
    value: u32,
    before: &'a str,
    after: &'a str,
}

/// Reads the claims of the zones, the first of each kind.
pub fn read(page: &Page<'_>, zones: &[Zone]) -> Claims {
    let mut claims = Claims::default();
    for zone in zones {
        let text = page.normal.of_range(&zone.range);
        let mut from = zone.range.start;
        for paragraph in text.split_inclusive('\n') {
            let mut told = false;
            for sentence in paragraph.split_inclusive('。') {
                let place = |at: &Range<usize>| from + at.start..from + at.end;
                let found = |value, at: &Range<usize>| page.found(value, Origin::Prose, zone.confidence, &place(at));
                if tells(sentence) || told && goes_on(sentence) {
                    told = true;
                    sentence_claims(sentence, &mut claims, &found);
                } else if told {
                    // What was made along the way may be told in a sentence of its own; whose problems it speaks of
                    // cannot be known.
                    let mut along = Claims::default();
                    sentence_claims(sentence, &mut along, &found);
                    claims.systems = claims.systems.or(along.systems);
                    claims.measures = claims.measures.or(along.measures);
                }
                if claims.amount.is_none()
                    && let Some((value, at)) = amount(sentence)
                {
                    claims.amount = Some(page.found(value, Origin::Prose, zone.confidence, &place(&at)));
                }
                from += sentence.len();
            }
        }
    }
    claims
}

/// Whether a sentence is about what was found and put right.
fn tells(sentence: &str) -> bool {
    [
        "反馈",
        "指出",
        "提出",
        "巡察",
        "巡视",
        "督察",
        "审计",
        "检查",
        "排查",
        "检视",
        "查摆",
        "民主生活会",
        "发现",
        "查出",
        "移交",
        "整改",
        "措施",
    ]
    .iter()
    .any(|word| sentence.contains(word))
}

/// Whether a sentence behind one that tells goes on with what is done, without a word of what else it might count:
/// 截至11月底，已完成29个。.
fn goes_on(sentence: &str) -> bool {
    let other = ["问题", "措施", "任务", "线索", "事项", "制度", "项目"].iter().any(|word| sentence.contains(word));
    !other && sentence.contains("完成")
}

fn sentence_claims(sentence: &str, claims: &mut Claims, found: &dyn Fn(u32, &Range<usize>) -> Found<u32>) {
    let mut last = claims.problems.as_ref().map(|_| Counted::Problems);
    let (mut problems_by, mut last_by) = (None, None);
    for count in counts(sentence) {
        let (what, tail) = counted(&count);
        let done = is_done_before(count.before) || is_done_after(tail);
        match what {
            Some(Counted::Tasks) => last = Some(Counted::Tasks),
            Some(Counted::Problems) | None if done => {
                // 二十一个问题，整改措施六十三条，已完成十九个: what is counted by 个 is not the measures.
                let counted_alike = problems_by.is_some_and(|by| count.after.starts_with(by))
                    && last_by.is_some_and(|by| !count.after.starts_with(by));
                let of_problems = what.is_some() || matches!(last, Some(Counted::Problems)) || counted_alike;
                if of_problems && claims.completed.is_none() {
                    claims.completed = Some(found(count.value, &count.at));
                }
                // 37个问题已全部整改: as many were found.
                if what.is_some()
                    && !is_done_before(count.before)
                    && claims.problems.is_none()
                    && !is_part(count.before)
                {
                    claims.problems = Some(found(count.value, &count.at));
                    last = Some(Counted::Problems);
                }
            }
            Some(Counted::Problems) if is_part(count.before) || is_unfinished(count.before) => {}
            Some(what) => {
                let slot = match what {
                    Counted::Aspects => &mut claims.aspects,
                    Counted::Contents => &mut claims.contents,
                    Counted::Problems => &mut claims.problems,
                    Counted::Measures => &mut claims.measures,
                    Counted::Systems => &mut claims.systems,
                    Counted::Tasks => continue,
                };
                slot.get_or_insert_with(|| found(count.value, &count.at));
                last_by = count.after.chars().next();
                if what == Counted::Problems {
                    problems_by = last_by;
                }
                if !matches!(what, Counted::Systems | Counted::Aspects) {
                    last = Some(what);
                }
            }
            None => {}
        }
    }
    all_done(sentence, claims, found);
}

/// 反馈的28个问题…已全部整改完成, with words between.
fn all_done(sentence: &str, claims: &mut Claims, found: &dyn Fn(u32, &Range<usize>) -> Found<u32>) {
    let Some(problems) = claims.problems.as_ref().map(|found| found.value).filter(|_| claims.completed.is_none())
    else {
        return;
    };
    for phrase in [
        "全部完成整改",
        "全部整改完成",
        "全部整改到位",
        "全部整改完毕",
        "全部整改落实",
        "全部完成",
        "均已完成整改",
        "均已整改到位",
        "均已整改完成",
        "全部销号",
    ] {
        let Some(at) = sentence.find(phrase) else { continue };
        let before = &sentence[..at];
        let short = before.rfind(['，', ',', '；']).map_or(before, |stop| &before[stop..]);
        let denied =
            ["未", "确保", "力争", "将", "要", "除", "其中", "措施", "任务"].iter().any(|word| short.contains(word));
        if !denied && before.contains("问题") {
            claims.completed = Some(found(problems, &(at..at + phrase.len())));
            return;
        }
    }
}

/// Every number of a sentence that a measure word may follow.
fn counts(sentence: &str) -> Vec<Count<'_>> {
    let mut counts = Vec::new();
    let mut at = 0;
    while let Some((start, length)) = next_numeral(sentence, at) {
        let end = start + length;
        at = end;
        // 一个问题一个问题地改 and 一个不放过 count nothing.
        let each = ["一个不", "一个都", "一个也", "一个一个", "一个问题一个问题", "一项一项", "一条一条"]
            .iter()
            .any(|words| sentence[start..].starts_with(words) || sentence[..end].ends_with("一个问题一"));
        let ordinal = each
            || sentence[..start].ends_with(['第', '.', '〔', '《'])
            || sentence[end..].starts_with(['.', '年', '月', '日', '%', '％', '是']);
        if let Some(value) = numeral::parse(&sentence[start..end]).filter(|_| !ordinal) {
            counts.push(Count { at: start..end, value, before: &sentence[..start], after: &sentence[end..] });
        }
    }
    counts
}

fn next_numeral(text: &str, from: usize) -> Option<(usize, usize)> {
    let is_part = |c: char| c.is_ascii_digit() || numeral::is_chinese(c);
    let start = from + text[from..].find(is_part)?;
    let digits = text.as_bytes()[start].is_ascii_digit();
    let length = text[start..].find(|c: char| if digits { !c.is_ascii_digit() } else { !numeral::is_chinese(c) });
    Some((start, length.unwrap_or(text.len() - start)))
}

/// What a number counts, and what follows its noun.
fn counted<'a>(count: &Count<'a>) -> (Option<Counted>, &'a str) {
    const MEASURES: [&str; 9] = ["大类", "个类别", "大项", "个", "项", "条", "类", "件", "大"];
    let after = count.after.trim_start();
    let (measure, rest) =
        MEASURES.iter().find_map(|word| after.strip_prefix(word).map(|rest| (*word, rest))).unwrap_or(("", after));
    if let Some(tail) = rest.strip_prefix("方面") {
        return (Some(Counted::Aspects), tail);
    }
    if measure.is_empty() {
        return (None, "");
    }
    let noun = ADJECTIVES.iter().fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let noun = ADJECTIVES.iter().fold(noun, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let nouns = [
        ("问题线索", Counted::Tasks),
        ("问题", Counted::Problems),
        ("隐患", Counted::Problems),
        ("内容", Counted::Contents),
        ("任务", Counted::Tasks),
        ("措施", Counted::Measures),
        ("制度", Counted::Systems),
        ("规章制度", Counted::Systems),
        ("管理制度", Counted::Systems),
        ("事项", Counted::Tasks),
        ("建议", Counted::Tasks),
        ("线索", Counted::Tasks),
    ];
    if matches!(measure, "大类" | "个类别" | "类") {
        return (Some(Counted::Aspects), rest);
    }
    if let Some((word, what)) = nouns.iter().find(|(word, _)| noun.starts_with(word)) {
        let what = if noun.starts_with("问题线索") { Counted::Tasks } else { *what };
        return (Some(what), &noun[word.len()..]);
    }
    let before = behind_aspects(count.before).trim_end_matches(['共', '计', '各', '了', ' ', '为', '总', '数']);
    let before = before.strip_suffix("清单").unwrap_or(before);
    let named = [
        ("问题", Counted::Problems),
        ("隐患", Counted::Problems),
        ("制度", Counted::Systems),
        ("措施", Counted::Measures),
        ("任务", Counted::Tasks),
        ("方面", Counted::Aspects),
    ];
    let what = named.iter().find(|(word, _)| before.ends_with(word)).map(|(_, what)| *what);
    (what, rest)
}

/// 问题共 of 问题共4类 before 23条, which is counted of the problems too.
fn behind_aspects(before: &str) -> &str {
    let aspects = ["个方面", "方面", "大类", "类"].iter().find_map(|word| before.strip_suffix(word));
    let bare = aspects.map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese(c)));
    bare.filter(|rest| Some(*rest) != aspects).unwrap_or(before)
}

const ADJECTIVES: [&str; 14] = [
    "具体",
    "突出",
    "主要",
    "重点",
    "共性",
    "个性",
    "反馈",
    "整改",
    "巡察",
    "巡视",
    "方面的",
    "存在的",
    "存在",
    "规章",
];

const DONE: [&str; 16] = [
    "完成整改",
    "整改完成",
    "整改落实",
    "整改到位",
    "整改销号",
    "已完成",
    "完成",
    "已整改",
    "已落实",
    "已解决",
    "销号",
    "办结",
    "整改完毕",
    "落实到位",
    "解决",
    "完成销号",
];

/// Whether the words before a number say that so many are done, and not that they are to be.
fn is_done_before(before: &str) -> bool {
    let bare = before.trim_end_matches(['了', '的', ' ', '共', '计']);
    let bare = bare.strip_suffix("问题").unwrap_or(bare).trim_end_matches('的');
    let Some(done) = DONE.iter().find(|done| bare.ends_with(**done)) else { return false };
    let lead = &bare[..bare.len() - done.len()];
    let clause = lead.rfind(['，', ',', '；', '。', '、']).map_or(lead, |stop| &lead[stop..]);
    let sure = *done != "解决" && *done != "完成" && *done != "整改落实"
        || clause.ends_with(['已', '中', '，', ','])
        || clause.contains("已");
    sure && !["未", "正在", "待", "将", "需", "计划", "预计", "确保", "力争", "基本", "阶段性", "部分", "推进"]
        .iter()
        .any(|word| clause.ends_with(word) || clause.contains(&format!("{word}已")))
}

/// Whether the words behind a count say that it is done.
fn is_done_after(tail: &str) -> bool {
    let bare = tail.trim_start_matches(['，', ',', ' ']);
    if bare.len() != tail.len() {
        return false;
    }
    let bare = ["均已", "已经", "已全部", "全部", "已", "均"]
        .iter()
        .fold(bare, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let stated = bare.len() != tail.len();
    let behind = ["完成整改", "整改完成", "整改到位", "整改落实", "完成", "整改", "销号", "办结", "解决", "得到整改"]
        .iter()
        .find_map(|done| bare.strip_prefix(done));
    behind.is_some_and(|rest| {
        stated && !rest.starts_with(|c: char| c.is_ascii_digit() || numeral::is_chinese(c) || c == '率')
    })
}

/// Whether a count is of a part of the problems only.
fn is_part(before: &str) -> bool {
    let clause = before.rfind(['，', ',', '；', '。']).map_or(before, |stop| &before[stop..]);
    ["其中", "立行立改", "剩余", "其余", "尚有", "还有", "自查", "新增", "重点问题", "推动", "帮助", "另有"]
        .iter()
        .any(|word| clause.contains(word))
}

fn is_unfinished(before: &str) -> bool {
    [
        "正在整改",
        "未完成",
        "正在推进",
        "持续整改",
        "未整改",
        "推进整改",
        "长期整改",
        "长期坚持",
        "阶段性完成",
        "基本完成",
        "部分完成",
    ]
    .iter()
    .any(|word| before.trim_end_matches(['的', '了']).ends_with(word))
}

/// The first amount of money, in 万元.
fn amount(sentence: &str) -> Option<(String, Range<usize>)> {
    let mut marks: Vec<(usize, &str)> = sentence.match_indices("万元").chain(sentence.match_indices("亿元")).collect();
    marks.sort_unstable();
    marks.into_iter().find_map(|(at, mark)| {
        let before = &sentence[..at];
        let start =
            before.char_indices().rev().take_while(|(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',')).last()?.0;
        let start = start + (before[start..].len() - before[start..].trim_start_matches([',', '.']).len());
        let number: String = before[start..].chars().filter(|c| *c != ',').collect();
        let money = [
            "损失", "资金", "金额", "追缴", "追回", "收回", "退缴", "清退", "上缴", "退回", "挽回", "节约", "节支",
            "涉及", "违规", "补缴", "款", "归还", "盘活",
        ];
        let told = money.iter().any(|word| before.contains(word));
        (told && !number.is_empty()).then(|| {
            let value = if mark == "亿元" { ten_thousandfold(&number) } else { number };
            (value, start..at + mark.len())
        })
    })
}

/// 1.2 → 12000, digit by digit, so that no digit is invented.
fn ten_thousandfold(number: &str) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{part:0<4}");
    let (shifted, rest) = digits.split_at(4);
    let joined = format!("{whole}{shifted}");
    let joined = joined.trim_start_matches('0');
    let joined = if joined.is_empty() { "0" } else { joined };
    if rest.is_empty() { joined.to_owned() } else { format!("{joined}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Confidence;
    use crate::read::blocks;
    use crate::text::span::Span;

    fn claims(text: &str) -> [Option<u32>; 6] {
        let page = blocks::lay_out(text, Span::new(0, text.len()));
        let zone = Zone { range: 0..page.normal.text().len(), confidence: Confidence::High };
        read(&page, &[zone]).counts().map(|(_, found)| found.map(|found| found.value))
    }

    #[test]
    fn counts_what_is_said() {
        let cases = [
            (
                "至9月底，巡察反馈提出的14个方面37个问题，已整改落实36个问题。",
                [Some(14), None, Some(37), Some(36), None, None],
            ),
            (
                "反馈的三个方面11项内容28个具体问题，已完成22个问题整改，完善制度1项。",
                [Some(3), Some(11), Some(28), Some(22), None, Some(1)],
            ),
            ("反馈问题20个，细化为56项整改任务，已完成50项。", [None, None, Some(20), None, None, None]),
            (
                "反馈的4个方面20个问题，其中18个已完成整改，2个正在整改。",
                [Some(4), None, Some(20), Some(18), None, None],
            ),
            ("巡察反馈的12个问题已全部整改到位，制定整改措施35条。", [None, None, Some(12), Some(12), Some(35), None]),
            ("巡察发现问题9个，尚未完成整改0个。", [None, None, Some(9), None, None, None]),
            ("深入26个乡镇，成立23个企业工会。", [None; 6]),
            (
                "反馈的四个方面、二十一个问题，制定整改措施六十三条，已完成整改十九个，其余两个正在整改。",
                [Some(4), None, Some(21), Some(19), Some(63), None],
            ),
            ("对市委巡察组反馈的问题一个不放过。一个问题一个问题地整改。", [None; 6]),
            (
                "巡察反馈697个问题，完成整改688个。完善和新建制度589项。",
                [None, None, Some(697), Some(688), None, Some(589)],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(claims(text), expected, "{text}");
        }
    }

    #[test]
    fn amounts_keep_their_digits() {
        assert_eq!(amount("挽回经济损失3.209万元").map(|(value, _)| value).as_deref(), Some("3.209"));
        assert_eq!(amount("审计查出问题金额1.2亿元").map(|(value, _)| value).as_deref(), Some("12000"));
        assert_eq!(amount("涉及资金3,200.50万元").map(|(value, _)| value).as_deref(), Some("3200.50"));
    }
}
