//! Numbers with a word or brackets around them: 问题1：, 第一部分, （一）, 一是.

use super::scheme::{Number, Scheme, numeral};
use crate::text::name_before;

pub(super) fn bracketed(line: &str) -> Option<Number> {
    let open = line.chars().next().filter(|c| matches!(c, '（' | '(' | '〔' | '【' | '['))?;
    let inside = &line[open.len_utf8()..];
    let name = name_before::len(inside);
    let (len, value, digits) = match name {
        0 => numeral(inside)?,
        name => counted(&inside[name..])?,
    };
    let close = inside[name + len..].chars().next().filter(|c| matches!(c, '）' | ')' | '〕' | '】' | ']'))?;
    let mut len = open.len_utf8() + name + len + close.len_utf8();
    if name == 0
        && let Some(c) = line[len..].chars().next().filter(|c| matches!(c, '、' | '.'))
    {
        len += c.len_utf8();
    }
    let scheme = match (name, digits) {
        (0, true) => Scheme::ArabicBracket,
        (0, false) => Scheme::HanBracket,
        _ => Scheme::Named,
    };
    Some(Number { scheme, value, len })
}

pub(super) fn chapter(line: &str) -> Option<Number> {
    let (len, value, _) = numeral(&line["第".len()..])?;
    let rest = &line["第".len() + len..];
    if let Some(mark) = rest.chars().next().filter(|c| matches!(c, '，' | '、' | ',')) {
        return Some(Number { scheme: Scheme::Ordinal, value, len: "第".len() + len + mark.len_utf8() });
    }
    // 第3项：, 第3个问题：, 第3条 and a blank
    let item = ["项任务", "项问题", "个问题", "条问题", "项", "条"].into_iter().find(|word| rest.starts_with(word));
    let named = item.and_then(|item| {
        let len = "第".len() + len + item.len();
        let mark = opens_title(&line[len..])?;
        Some(Number { scheme: Scheme::Named, value, len: len + mark })
    });
    if named.is_some() {
        return named;
    }
    let word = ["部分", "章", "节", "篇"].into_iter().find(|word| rest.starts_with(word))?;
    let mut len = "第".len() + len + word.len();
    if let Some(c) = line[len..].chars().next().filter(|c| matches!(c, '、' | '：' | ':' | '，')) {
        len += c.len_utf8();
    }
    Some(Number { scheme: Scheme::Chapter, value, len })
}

pub(super) fn named(line: &str) -> Option<Number> {
    let number = unmarked(line)?;
    let is_marked = line[..number.len].ends_with(['：', ':', '）', ')', '】', '、', ',', '，']);
    let mark = if is_marked || line.len() == number.len { 0 } else { opens_title(&line[number.len..])? };
    Some(Number { len: number.len + mark, ..number })
}

/// 问题1 of 问题1台账不全, which may as well count: 问题2个.
pub fn unmarked(line: &str) -> Option<Number> {
    let name = Some(name_before::len(line)).filter(|len| *len > 0)?;
    // 问题清单第1条：
    let ordinal = Some(&line[name..]).filter(|rest| rest.starts_with('第')).and_then(chapter);
    if let Some(number) = ordinal.filter(|number| number.scheme == Scheme::Named) {
        return Some(Number { len: name + number.len, ..number });
    }
    let (len, value, _) = counted(&line[name..])?;
    Some(Number { scheme: Scheme::Named, value, len: name + len })
}

/// The number after a name: the 1 of 问题1, （一） of 反馈问题（一）, 2-1 and 2（1）, of which the last number counts.
fn counted(text: &str) -> Option<(usize, u32, bool)> {
    let in_brackets = |text: &str| bracketed(text).filter(|number| number.scheme != Scheme::Named);
    if let Some(number) = in_brackets(text) {
        return Some((number.len, number.value, number.scheme == Scheme::ArabicBracket));
    }
    // 问题之一
    let joint = if text.starts_with('之') { '之'.len_utf8() } else { 0 };
    let (len, value, digits) = numeral(&text[joint..])?;
    let len = joint + len;
    let behind = &text[len..];
    if let Some(inner) = in_brackets(behind) {
        return Some((len + inner.len, inner.value, digits));
    }
    let dash = behind.len() - behind.trim_start_matches(['-', '－', '–', '—']).len();
    match numeral(&behind[dash..]).filter(|(_, _, inner)| dash > 0 && digits && *inner) {
        Some((inner, value, _)) => Some((len + dash + inner, value, digits)),
        None => Some((len, value, digits)),
    }
}

/// The length of the mark between 问题1 and a title; `None` where no title follows: 问题2个.
fn opens_title(behind: &str) -> Option<usize> {
    match behind.chars().next()? {
        mark @ ('：' | ':' | '、' | '.' | '，' | ',') => Some(mark.len_utf8()),
        ' ' | '“' => Some(0),
        _ => ["关于", "针对", "对照"].iter().any(|opening| behind.starts_with(opening)).then_some(0),
    }
}

/// 一是 before the words of a problem: 一是关于…问题, 二是针对“…”问题, 三是…的问题。 and what was done about it.
/// Elsewhere 一是 opens a measure.
pub fn of_problem(line: &str) -> Option<Number> {
    let number = enumerated(line)?;
    let rest = line[number.len..].trim_start_matches(['，', ' ']);
    let opens = ["关于", "针对"].iter().any(|word| rest.starts_with(word));
    let end = rest.find(['。', '：', ':', '；']).unwrap_or(rest.len());
    let named = rest[..end].ends_with("的问题") && end + '。'.len_utf8() < rest.len();
    (named || opens && rest[..end].ends_with("问题")).then_some(number)
}

/// 一是 as a number, whatever it opens.
pub fn enumerated(line: &str) -> Option<Number> {
    let (len, value, digits) = numeral(line)?;
    let counts = !digits && line[len..].starts_with('是');
    counts.then_some(Number { scheme: Scheme::Enumerated, value, len: len + '是'.len_utf8() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_opens_a_problem_by_its_template_only() {
        assert_eq!(of_problem("二是针对“台账不全”问题。").map(|number| (number.value, number.len)), Some((2, 6)));
        assert_eq!(of_problem("二是针对台账不全，补充完善"), None);
    }
}
