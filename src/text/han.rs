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
