//! Raised and lowered characters in a line of text: 10⁴, m², H₂O, and fractions.

const RAISED: (&str, &str) = ("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ");
const LOWERED: (&str, &str) = ("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎");

/// Position of characters: on the line, above it or below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// On the line.
    #[default]
    Line,
    /// Above it.
    Raised,
    /// Below it.
    Lowered,
}

/// `text` as raised or lowered characters. Letters and Han characters stay as they are where that cannot be mistaken;
/// after a letter or digit they get a `^` or `_`, so that no number becomes another.
pub fn write(text: &str, script: Script, before: Option<char>) -> String {
    let (from, to) = match script {
        Script::Line => return text.to_owned(),
        Script::Raised => RAISED,
        Script::Lowered => LOWERED,
    };
    let other = |c: char| from.chars().position(|own| own == c).and_then(|at| to.chars().nth(at));
    let all: Option<String> = text.chars().map(other).collect();
    if let Some(all) = all {
        return all;
    }
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let sign = if script == Script::Raised { '^' } else { '_' };
    match is_word(before) && is_word(text.chars().next()) && text.contains(|c: char| c.is_ascii_digit()) {
        true => format!("{sign}{text}"),
        false => text.to_owned(),
    }
}

/// The plain characters of raised or lowered digits, where all of `text` is such digits.
pub fn digits(text: &str) -> Option<String> {
    let plain = |c: char| {
        let find = |(from, to): (&str, &str)| to.chars().position(|own| own == c).and_then(|at| from.chars().nth(at));
        find(RAISED).or_else(|| find(LOWERED)).filter(char::is_ascii_digit)
    };
    text.chars().map(plain).collect::<Option<String>>().filter(|digits| !digits.is_empty())
}

/// Joins lowered digits to raised ones in front of them, which makes a fraction; returns whether it did.
pub fn join_fraction(text: &mut String, lowered: &str) -> bool {
    if lowered.is_empty() || !lowered.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let head = text.trim_end_matches(['/', '⁄', '∕']);
    let raised: String = {
        let tail: Vec<char> = head.chars().rev().take_while(|c| digits(&c.to_string()).is_some()).collect();
        tail.into_iter().rev().collect()
    };
    let Some(upper) = digits(&raised) else { return false };
    let before = head[..head.len() - raised.len()].to_owned();
    let gap = if before.ends_with(|c: char| c.is_ascii_digit()) { " " } else { "" };
    *text = format!("{before}{gap}{upper}/{lowered}");
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_indices_are_no_digits_of_the_number() {
        let raised = |text: &str, before| write(text, Script::Raised, Some(before));
        assert_eq!(raised("4", '0'), "⁴");
        assert_eq!(raised("-3", '0'), "⁻³");
        assert_eq!(raised("2x", '0'), "^2x");
        assert_eq!(raised("th", '5'), "th");
        assert_eq!(raised("[1]", '。'), "[1]");
        assert_eq!(write("2", Script::Lowered, Some('H')), "₂");
        assert_eq!(digits("²⁸"), Some("28".to_owned()));
        assert_eq!(digits("28"), None);
    }
}
