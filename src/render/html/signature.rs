//! The signature under a notice, 落款: who signs and when, as Chinese documents set it apart at the right.
//!
//! Uses the text only, independent of the facts that were read from it.

use crate::notice::date;

/// Most characters of a line that may be a name.
const MAX_NAME_LENGTH: usize = 40;

/// Start of the signature in `body`: its last line of text, if that is a day, and the line before it, if that is a
/// name.
pub fn start(body: &str) -> Option<usize> {
    let (at, day) = last_line(body);
    if !is_day(day) {
        return None;
    }
    let (above, name) = last_line(&body[..at]);
    Some(if is_name(name) { above } else { at })
}

/// The last line that has words, and where they begin.
fn last_line(text: &str) -> (usize, &str) {
    let text = text.trim_end();
    let line = text[text.rfind('\n').map_or(0, |end| end + 1)..].trim_start();
    (text.len() - line.len(), line)
}

fn is_day(line: &str) -> bool {
    let bare = line.trim_matches(['（', '）', '(', ')', ' ', '*']);
    date::parse(bare).is_ok() || bare.chars().count() <= 14 && bare.contains('年') && bare.contains('月')
}

fn is_name(line: &str) -> bool {
    let name = line.trim_matches('*');
    let begins = name.chars().next().is_some_and(char::is_alphabetic);
    begins
        && name.chars().count() <= MAX_NAME_LENGTH
        && !name.contains(['。', '；', '：', '，', '！', '？', '、', '|', '.', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_at_the_end_and_the_name_above_it_are_a_signature() {
        let signature = |body: &str| start(body).map(|at| body[at..].trim_end().to_owned());
        let signed = "云江市教育局党组\n\n2025年7月4日";
        assert_eq!(signature(&format!("正文。\n\n{signed}\n")).as_deref(), Some(signed));
        assert_eq!(signature("正文。\n\n  X局党组\n202X年10月20日").as_deref(), Some("X局党组\n202X年10月20日"));
        assert_eq!(signature("电话：0999-5550161。\n\n2025年7月4日").as_deref(), Some("2025年7月4日"));
        assert_eq!(signature("二、下一步打算\n\n年底前完成。"), None);
        assert_eq!(signature(""), None);
    }
}
