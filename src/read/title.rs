//! An item's title out of its heading: without template, outer quotes and status bracket.

use std::ops::Range;

use super::label;
use super::number::{self, Scheme};
use super::wording;
use crate::notice::status;
use crate::text::span;

/// The title and, where a bracket after it states one, the status, as ranges of the heading's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The title proper.
    pub words: Range<usize>,
    /// The bracket that states the status, brackets included.
    pub bracket: Option<Range<usize>>,
    /// The words in the bracket, label excluded.
    pub status: Option<Range<usize>>,
}

/// Words that may follow the quoted problem or the problem's own words, longest first.
const ENDINGS: &[&str] = &[
    "方面存在的问题的整改情况",
    "方面问题的整改落实情况",
    "问题的整改推进情况",
    "问题的整改落实情况",
    "方面问题的整改情况",
    "方面存在的问题",
    "方面存在问题",
    "问题的整改进展情况",
    "问题整改落实情况",
    "方面问题整改情况",
    "方面问题的整改",
    "问题的整改情况",
    "问题整改情况",
    "方面整改情况",
    "的整改落实情况",
    "的整改进展情况",
    "整改落实情况",
    "整改进展情况",
    "方面的整改情况",
    "方面的问题",
    "方面问题",
    "问题的整改",
    "问题整改",
    "的整改情况",
    "整改情况",
    "方面的整改",
    "的整改",
    "方面",
    "问题",
];

/// Reads a heading's words (number aside).
pub fn read(heading: &str) -> Title {
    let Title { words, bracket, status } = without_brackets(heading);
    let words = behind_ordinal(heading, words);
    let opening = wording::opening(&heading[words.clone()]);
    let opened = match trimmed(heading, words.start + opening..words.end) {
        rest if rest.is_empty() => words.start + opening..words.end,
        rest => rest,
    };
    let opened = behind_feedback(heading, opened, opening > 0);
    let inner = quoted(&heading[opened.clone()]).map(|inner| opened.start + inner.start..opened.start + inner.end);
    let title = inner.unwrap_or_else(|| unquoted(heading, opened));
    let title = trimmed(heading, title);
    Title { words: if title.is_empty() { words } else { title }, bracket, status }
}

/// A heading's words without the brackets around its status, its term and who is responsible.
pub fn bare(heading: &str) -> &str {
    &heading[without_brackets(heading).words]
}

fn without_brackets(heading: &str) -> Title {
    let mut words = trimmed(heading, 0..heading.len());
    let (mut bracket, mut status) = (None, None);
    loop {
        let text = &heading[words.clone()];
        let start = words.start;
        if let Some((whole, inside)) = status_bracket(text).filter(|_| status.is_none()) {
            bracket = Some(start + whole.start..start + whole.end);
            status = Some(start + inside.start..start + inside.end);
            words = trimmed(heading, start..start + whole.start);
        } else if let (Some((whole, inside)), Some(bracket), Some(status)) =
            (status_bracket(text).filter(|(whole, _)| whole.start > 0), &mut bracket, &mut status)
        {
            // （已完成）（长期坚持）
            (bracket.start, status.start) = (start + whole.start, start + inside.start);
            words = trimmed(heading, start..start + whole.start);
        } else if let Some(at) = aside_bracket(text) {
            words = trimmed(heading, start..start + at);
        } else {
            break;
        }
    }
    if status.is_none()
        && let Some((whole, inside)) = leading_bracket(&heading[words.clone()])
    {
        bracket = Some(words.start + whole.start..words.start + whole.end);
        status = Some(words.start + inside.start..words.start + inside.end);
        words = trimmed(heading, words.start + whole.end..words.end);
    }
    Title { words, bracket, status }
}

/// The words after 问题一：, which counts the problem once more after the heading's own number.
fn behind_ordinal(heading: &str, words: Range<usize>) -> Range<usize> {
    let number = number::read(&heading[words.clone()]).filter(|number| number.scheme == Scheme::Named);
    let Some(number) = number else { return words };
    let behind = trimmed(heading, words.start + number.len..words.end);
    if behind.is_empty() { words } else { behind }
}

/// Whether words are nothing but the template around a quoted problem: 关于“…”问题的整改.
pub fn is_template(words: &str) -> bool {
    let opening = wording::opening(words);
    opening > 0
        && words.len() <= LONGEST_TEMPLATE
        && words[opening..].starts_with('“')
        && quoted(&words[opening..]).is_some()
}

/// In bytes.
const LONGEST_TEMPLATE: usize = 360;

/// The words from the quote on, if only its speaker precedes it: 针对巡察组反馈的“…”问题.
fn behind_feedback(heading: &str, words: Range<usize>, opens: bool) -> Range<usize> {
    let quote = heading[words.clone()].find('“').filter(|at| opens && *at > 0);
    let quoted = quote.filter(|at| {
        let before = &heading[words.start..words.start + at];
        before.chars().count() <= 20 && ["反馈", "指出", "提出"].iter().any(|word| before.contains(word))
    });
    words.start + quoted.unwrap_or(0)..words.end
}

fn trimmed(heading: &str, range: Range<usize>) -> Range<usize> {
    let words = &heading[range.clone()];
    let left = words.trim_start_matches([' ', '：', ':', '。', '、']);
    let start = range.start + (words.len() - left.len());
    start..start + left.trim_end_matches([' ', '。', '：', ':', '；', ';', '，', ',', '.', '、', '—']).len()
}

/// 【已完成】 before a title, whole and inside.
pub fn leading_bracket(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let close = match words.chars().next()? {
        '【' => '】',
        '（' => '）',
        '(' => ')',
        '〔' => '〕',
        '[' => ']',
        _ => return None,
    };
    let end = words.find(close)? + close.len_utf8();
    let (whole, inside) = bracket_at(&words[..end], 0)?;
    (end < words.len()).then_some((whole, inside))
}

/// Words that are nothing but such a bracket, whole and inside.
pub fn whole_bracket(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    status_bracket(words).filter(|(whole, _)| whole.start == 0)
}

/// Whether text that runs on after a title closes with a status: …。【已完成】, …。已完成。 …——已整改；
pub fn closes_with_status(rest: &str) -> bool {
    let rest = rest.trim_end_matches(['。', ' ', '；']);
    let last = rest.rfind(['。', '；', '【', '（', '(', '：', '—']).map_or(rest, |at| &rest[at..]);
    last.len() <= LONGEST_STATUS && status::read(last.trim_matches(|c: char| "【】（）()。；：—".contains(c))).is_some()
}

/// In bytes.
const LONGEST_STATUS: usize = 60;

/// A bracket at the end whose words are a status, whole and inside.
pub fn status_bracket(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let close = words.chars().next_back()?;
    let open = match close {
        '】' => '【',
        '）' | ')' if words.ends_with("))") || words.ends_with("））") => return nested_bracket(words),
        '）' => '（',
        ')' => '(',
        '〕' => '〔',
        ']' => '[',
        _ => return None,
    };
    let near = span::tail(words, LONGEST_BRACKET);
    let start = words.len() - near.len() + near.rfind(open)?;
    bracket_at(words, start)
}

/// In bytes: a bracket that states a status, with its other labels.
const LONGEST_BRACKET: usize = 600;

/// Where a bracket at the end starts that states a term or who is responsible, and no status: （2025年4月底前完成）.
fn aside_bracket(words: &str) -> Option<usize> {
    let start =
        words.rfind(['（', '(', '【', '〔']).filter(|start| *start > 0 && words.ends_with(['）', ')', '】', '〕']))?;
    let inside = words[start..].trim_matches(|c: char| "（()）【】〔〕".contains(c));
    let labelled = || label::read(inside).is_some_and(|label| label.purpose.is_aside());
    (status::is_term(inside) || labelled()).then_some(start)
}

/// （未完成（正在整改））: the outer bracket.
fn nested_bracket(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut depth = 0;
    let near = span::tail(words, LONGEST_BRACKET);
    let start = near.char_indices().rev().find_map(|(at, c)| {
        depth += match c {
            '）' | ')' => 1,
            '（' | '(' => -1,
            _ => 0,
        };
        (depth == 0).then_some(at)
    })?;
    bracket_at(words, words.len() - near.len() + start)
}

fn bracket_at(words: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let open = words[start..].chars().next()?.len_utf8();
    let close = words.chars().next_back()?.len_utf8();
    let mut inside = start + open..words.len() - close;
    if let Some(label) = label::read(words.get(inside.clone())?) {
        inside.start += label.len;
    }
    if status::read(words.get(inside.clone())?).is_some() {
        return Some((start..words.len(), inside));
    }
    among_labels(words, start + open..words.len() - close).map(|status| (start..words.len(), status))
}

/// The status among other labels: 牵头人：…；完成时限：…；整改状态：已完成.
fn among_labels(words: &str, inside: Range<usize>) -> Option<Range<usize>> {
    let mut from = inside.start;
    words.get(inside)?.split_inclusive(['；', ';', '，', ',']).find_map(|clause| {
        let start = from;
        from += clause.len();
        let clause = clause.trim_end_matches(['；', ';', '，', ',']);
        let lead = clause.len() - clause.trim_start().len();
        let label = label::read(&clause[lead..]).filter(|label| label.purpose.answers())?;
        let words = &clause[lead + label.len..];
        status::read(words).map(|_| start + lead + label.len..start + clause.len())
    })
}

/// The words between the outer quotes, where nothing but the template's end follows them.
fn quoted(words: &str) -> Option<Range<usize>> {
    let open = words.chars().next()?;
    let close = match open {
        '“' => '”',
        '「' => '」',
        '『' => '』',
        '‘' => '’',
        '"' | '\'' | '＂' => open,
        '”' => '”', // typed the wrong way round
        _ => return None,
    };
    let rest = &words[open.len_utf8()..];
    let mut depth = 0usize;
    let mut closed = None;
    for (at, c) in rest.char_indices() {
        if c == close && depth == 0 {
            closed = Some(at);
            if open != close {
                break;
            }
        } else if c == close {
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
    }
    let inner = |at: usize| open.len_utf8()..open.len_utf8() + at;
    if let Some(at) = closed.filter(|at| is_ending(&rest[at + close.len_utf8()..])) {
        return Some(inner(at));
    }
    // A quote inside that opens and never closes (or the other way round) leaves the last one before the ending.
    let last = rest.rfind(close).filter(|at| is_ending(&rest[at + close.len_utf8()..]));
    last.filter(|_| !rest[..closed.unwrap_or(rest.len())].is_empty() && (depth > 0 || open == close)).map(inner)
}

fn is_ending(words: &str) -> bool {
    let words = words.trim_matches([' ', '。', '：', ':', '；', '，', ',', '.']);
    let words = words.strip_prefix('等').unwrap_or(words);
    let words = words.strip_prefix('的').unwrap_or(words);
    let words = words.strip_prefix("具体").unwrap_or(words);
    words.is_empty() || ENDINGS.contains(&words) || words == "整改" || words == "整改落实情况"
}

/// The words without the template's end and without a quote that is open at one side only.
fn unquoted(heading: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(heading, range);
    let words = &heading[range.clone()];
    let ending = ENDINGS
        .iter()
        .find(|ending| words.ends_with(**ending))
        .filter(|ending| words.chars().count() > ending.chars().count() + 2);
    let mut end = range.start + words.len() - ending.map_or(0, |ending| ending.len());
    if ending.is_some() && heading[range.start..end].ends_with('的') {
        end -= '的'.len_utf8();
    }
    let mut start = range.start;
    let words = &heading[start..end];
    if words.starts_with('“') && words.matches('“').count() > words.matches('”').count() {
        start += '“'.len_utf8();
    } else if words.ends_with('”') && words.matches('”').count() > words.matches('“').count() {
        end -= '”'.len_utf8();
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(heading: &str) -> &str {
        &heading[read(heading).words]
    }

    #[test]
    fn the_template_goes_and_the_title_stays() {
        let cases = [
            ("关于“学习贯彻不够深入”问题的整改。", "学习贯彻不够深入"),
            ("针对“执行“三重一大”议事规则不到位”问题的整改。", "执行“三重一大”议事规则不到位"),
            ("“三重一大”事项把关不严", "“三重一大”事项把关不严"),
            ("关于政治站位不够高,学习不够到位问题", "政治站位不够高,学习不够到位"),
            ("关于学习不够深入的问题。", "学习不够深入"),
            ("理论学习不够深入", "理论学习不够深入"),
            ("关于“党建虚化”方面。", "党建虚化"),
            ("学习不深入（已完成）", "学习不深入"),
            ("履职不力【整改结果：未完成（正在整改）】", "履职不力"),
            ("站牌信息陈旧（2025年4月底前完成）", "站牌信息陈旧"),
            ("站牌信息陈旧（责任单位：运营部）（正在整改）", "站牌信息陈旧"),
            ("执行《办法（试行）》不严（试行）", "执行《办法（试行）》不严（试行）"),
            ("关于“学习不深入问题的整改", "学习不深入"),
            ("针对\"学习不深入\"问题的整改情况：", "学习不深入"),
            ("反馈问题：学习不深入。", "学习不深入"),
            ("反馈指出：“学习不深入”。", "学习不深入"),
            ("问题二：学习不深入。", "学习不深入"),
            ("在“学习不深入”方面", "学习不深入"),
            ("针对市委巡察组反馈的“学习不深入”问题的整改落实情况", "学习不深入"),
        ];
        for (heading, expected) in cases {
            assert_eq!(title(heading), expected, "{heading}");
        }
    }

    #[test]
    fn a_bracket_may_state_the_status() {
        let heading = "履职不力（整改结果：已完成）";
        let read = read(heading);
        assert_eq!(read.status.map(|range| &heading[range]), Some("已完成"));
        assert_eq!(read.bracket.map(|range| &heading[range]), Some("（整改结果：已完成）"));
        assert_eq!(title("【已完成】议事规则执行不严格。"), "议事规则执行不严格");
    }
}
