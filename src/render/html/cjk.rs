//! Chinese, Japanese and Korean characters, which are written without blanks between them.

/// Whether a line break between two characters is dropped: both are wide, like Han characters and their punctuation, or
/// one is a wide mark such as `，`. Between a Han character and a Latin word or a number the break becomes a blank.
pub fn joins(before: char, after: char) -> bool {
    is_wide(before) && is_wide(after) || is_wide_mark(before) || is_wide_mark(after)
}

/// Whether `c` is punctuation that holds its own blank.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '、' | '。' | '《' | '》' | '「' | '」' | '【' | '】' | '，' | '；' | '：' | '？' | '！' | '（' | '）')
}

/// Whether `c` takes the width of a Han character in Chinese text; quotes, dashes and dots that Chinese shares with
/// other scripts count as wide.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303e}' // radicals, CJK punctuation
        | '\u{3041}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff60}' // full-width forms
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3fffd}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⑳')
}

/// Whether `c` opens a bracket or quote.
pub fn opens(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '《' | '〈' | '（' | '【' | '〔' | '〖' | '［' | '(' | '[' | '{' | '"' | '\'')
}

/// Whether `c` is punctuation that ends or closes the text before it.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '”'
            | '’'
            | '」'
            | '』'
            | '》'
            | '〉'
            | '）'
            | '】'
            | '〕'
            | '〗'
            | '］'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '…'
    )
}
