//! Escapes text for a terminal, so that nothing in a notice, a file name or a log can move the cursor, change colours
//! or reverse the direction of what a person reads and confirms.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with control characters and direction marks as `\uXXXX`, which JSON reads as the same character; line ends
/// and tabs stay. With `colours`, sequences that only set colours stay too.
pub fn printable(text: &str, colours: bool) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let colour = if colours { colour_sequence(rest) } else { 0 };
        let length = if colour > 0 { colour } else { c.len_utf8() };
        let (sequence, after) = rest.split_at(length);
        match colour == 0 && is_unprintable(c) {
            // Writing to a string does not fail.
            true => drop(write!(safe, "\\u{:04x}", u32::from(c))),
            false => safe.push_str(sequence),
        }
        rest = after;
    }
    Cow::Owned(safe)
}

/// Whether a terminal would act on `c` instead of showing it: C0 and C1 controls, line separators, direction marks, and
/// characters without width, which make two different names look the same.
pub fn is_unprintable(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{200b}' | '\u{2060}' | '\u{feff}' => true,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

/// Length of the sequence at the start of `text` that sets a colour or weight; 0 if there is none.
fn colour_sequence(text: &str) -> usize {
    /// Every code between `ESC [` and `m` that findings are coloured with: reset, bold, and the bright colours.
    const USED: [&str; 6] = ["0", "1", "33", "91", "94", "96"];
    let Some((codes, _)) = text.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m')) else { return 0 };
    let is_used = codes.len() <= 16 && codes.split(';').all(|code| USED.contains(&code));
    if is_used { "\u{1b}[".len() + codes.len() + "m".len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        for (text, safe) in [
            ("通报\n\ta", "通报\n\ta"),
            ("a\u{1b}]0;x\u{7}b", "a\\u001b]0;x\\u0007b"),
            ("完成\u{202e}率", "完成\\u202e率"),
            ("县\u{200b}委\r", "县\\u200b委\\u000d"),
            ("\u{9b}31m", "\\u009b31m"),
        ] {
            assert_eq!(printable(text, false), safe);
            assert_eq!(printable(text, true), safe);
        }
    }

    #[test]
    fn colour_sequences_stay_if_allowed_and_other_sequences_never() {
        let text = "\u{1b}[1m\u{1b}[91m错误\u{1b}[0m \u{1b}[8m藏\u{1b}[2J";
        assert_eq!(printable(text, true), "\u{1b}[1m\u{1b}[91m错误\u{1b}[0m \\u001b[8m藏\\u001b[2J");
        assert!(!printable(text, false).contains('\u{1b}'));
    }
}
