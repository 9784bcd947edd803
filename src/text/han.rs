//! Classes of characters in Chinese text.

/// Whether `c` is a Han character, 〇 included.
pub fn is_han(c: char) -> bool {
    matches!(c, '〇' | '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// Whether `c` is a blank between words: a space of any width or a tab, not a line end.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` is punctuation of Chinese text.
pub fn is_han_punctuation(c: char) -> bool {
    "，。；：、？！“”‘’（）《》〈〉【】〔〕「」『』…—".contains(c)
}

/// The characters of `text` outside the ideographs U+4000 to U+9FFF, with their places. Rules that look for marks,
/// digits or blanks use it: in Chinese text it decodes one character of six, and skips the others by their first byte.
pub fn sparse_chars(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while matches!(text.as_bytes().get(at), Some(0xe4..=0xe9)) {
            at += 3;
        }
        let c = text[at..].chars().next()?;
        at += c.len_utf8();
        Some((at - c.len_utf8(), c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparse_chars_leave_out_nothing_but_ideographs() {
        let text = "\u{3fff}一\u{4000}a龥\u{9fff}，\u{a000}、é𠮷三\n";
        let expected: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| !('\u{4000}'..='\u{9fff}').contains(c)).collect();
        assert_eq!(sparse_chars(text).collect::<Vec<_>>(), expected);
        assert_eq!(sparse_chars("整改").next(), None);
    }
}
