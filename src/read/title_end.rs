//! Where a heading's title ends and the text that runs on after it begins.

use super::label;
use super::title;
use super::wording::{self, TitleShape};
use crate::notice::status;
use crate::text::words::{Words, words};

/// Titles are no longer than this, in characters.
const LONGEST_TITLE: usize = 160;

/// How many bytes of `words` are the title; the rest runs on.
pub fn title_length(words: &str) -> usize {
    let mut depth = 0i32;
    let mut ends = None;
    for (at, c) in words.char_indices() {
        match c {
            '“' | '‘' | '「' | '『' | '（' | '(' | '《' | '【' => depth += 1,
            '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' => depth -= 1,
            '。' | '！' | '？' | '；' if depth <= 0 && !goes_on(words, at, c) => {
                ends = Some(at);
                break;
            }
            '—' if depth <= 0 && !words[..at].ends_with('—') && is_status(words[at..].trim_start_matches('—')) => {
                ends = Some(at);
                break;
            }
            '：' | ':' | '，' | ',' if depth <= 0 => {
                let after = &words[at + c.len_utf8()..];
                let stated = label::is_colon(c) && title::status_bracket(&words[..at]).is_some();
                let colon = label::is_colon(c) && (label::is_measure(after) || label::read(after).is_some());
                let problem = has_problem_end(&words[..at]) && (label::is_colon(c) || !has_problem_end(after));
                if stated || colon || problem {
                    ends = Some(at);
                    break;
                }
            }
            _ => {}
        }
    }
    let ends = ends.or_else(|| (depth > 0).then(|| words.find('。')).flatten());
    ends.unwrap_or(words.len())
}

/// Whether a title goes on after a full stop: 关于…，学用脱节。文稿审核不严的问题. The template that 关于 opened is not
/// closed before the stop, and is closed by the end of the next sentence.
fn goes_on(words: &str, at: usize, stop: char) -> bool {
    // 学用脱节；文稿审核不严的问题 needs no 关于.
    let behind_status = title::leading_bracket(words).map_or(0, |(bracket, _)| bracket.end);
    if wording::opening(&words[behind_status..]) == 0 && stop != '；' || has_problem_end(&words[..at]) {
        return false;
    }
    let mut from = at + stop.len_utf8();
    for _ in 0..MOST_SENTENCES {
        let behind = &words[from..];
        let end = behind.find(['。', '！', '？']).unwrap_or(behind.len());
        // …的问题，一是… and …的问题：整改情况
        let clause =
            behind[..end].find(['，', '：', ':']).filter(|comma| ends_template(&behind[..*comma])).unwrap_or(end);
        let sentence = &behind[..clause];
        let last = &sentence[sentence.rfind('；').map_or(0, |at| at + '；'.len_utf8())..];
        let is_other = wording::opening(sentence) > 0
            || label::is_measure(sentence)
            || label::read(sentence).is_some()
            || words[..from + clause].chars().count() > LONGEST_TITLE;
        if is_other || ends_template(last) {
            return !is_other;
        }
        // Only a part that blames somebody itself may be one more part of the title.
        if !wording::blames(sentence) || wording::look(sentence) == TitleShape::Measure || end == behind.len() {
            return false;
        }
        from += end + behind[end..].chars().next().map_or(0, char::len_utf8);
    }
    false
}

/// How many sentences after the first a title may go on.
const MOST_SENTENCES: usize = 3;

/// Whether words end as the template of a problem's title does.
fn ends_template(words: &str) -> bool {
    TEMPLATE_ENDS.iter().any(|end| words.ends_with(end))
}

/// Ends of the template of a problem's title.
static TEMPLATE_ENDS: Words = words! {
    问题 问题的整改 问题整改 的整改 问题的整改情况 问题整改情况
};

/// Whether words end as the template of a problem's title does, though a sentence goes on.
fn has_problem_end(words: &str) -> bool {
    let words = words.trim_end_matches(['。', '；']);
    // 对照问题，逐项整改 names none.
    if wording::names_no_problem(&words[wording::opening(words)..]) {
        return false;
    }
    ends_template(words) && (!words.contains('，') || wording::opening(words) > 0)
}

/// Whether words are a status, as far as they are short enough.
fn is_status(words: &str) -> bool {
    words.len() <= LONGEST_STATUS && status::read(words).is_some()
}

/// In bytes.
const LONGEST_STATUS: usize = 90;

/// The length of a title before a colon that measures and a status follow: 午间“空岗”：实行弹性排班——已整改.
pub fn answered_behind_colon(words: &str) -> Option<usize> {
    let colon = words.find(label::is_colon)?;
    let answer = words[colon..].trim_start_matches(label::is_colon);
    let is_title =
        words[..colon].chars().count() <= LONGEST_ANSWERED && !words[..colon].contains(['（', '(', '【', '〔']);
    (is_title && title::closes_with_status(answer)).then_some(colon)
}

/// A title with its answer after a colon is no longer than this, in characters.
const LONGEST_ANSWERED: usize = 30;

/// Whether the words after a number blame somebody in the template of problems, and close it: 关于排班不合理的问题。,
/// but not 针对排班问题，实行双岗.
pub fn names_problem(words: &str) -> bool {
    let title = &words[..title_length(words)];
    let closes = !words[title.len()..].starts_with(['，', ',']);
    closes && wording::opening(title) > 0 && wording::look(title) == TitleShape::Problem && wording::blames(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_where_their_template_does() {
        let title = |words: &'static str| &words[..title_length(words)];
        let long = "关于在“实学”上走过场，读而不思。笔记抄袭、内容雷同的问题。重新组织研讨。";
        assert_eq!(title(long), "关于在“实学”上走过场，读而不思。笔记抄袭、内容雷同的问题");
        assert_eq!(title("关于值守松懈的问题。调整排班，解决了值守问题。"), "关于值守松懈的问题");
        assert_eq!(title("针对“台账不全”的问题，补齐台账。"), "针对“台账不全”的问题");
        assert_eq!(title("学习不深入。制定计划，解决突出问题。"), "学习不深入");
    }
}
