//! Pairs of marks around words: “…”, 《…》.

/// The text between the marks around `words`. `None` if they are not one pair around all of it, as in “甲”和“乙”.
pub fn inside(words: &str, [open, close]: [char; 2]) -> Option<&str> {
    let inner = words.strip_prefix(open)?.strip_suffix(close)?;
    let mut depth = 1;
    let is_pair = inner.chars().all(|c| {
        depth += if c == open && open != close { 1 } else { -i32::from(c == close) };
        depth > 0
    });
    (is_pair && depth == 1 && !inner.trim().is_empty()).then_some(inner.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_pair_around_all_of_the_words_is_removed() {
        assert_eq!(inside("“甲”", ['“', '”']), Some("甲"));
        assert_eq!(inside("“甲“乙””", ['“', '”']), Some("甲“乙”"));
        for words in ["“甲”和“乙”", "“甲", "“”", "甲", "“", "＂甲＂和＂乙＂"] {
            let marks = if words.contains('＂') { ['＂', '＂'] } else { ['“', '”'] };
            assert_eq!(inside(words, marks), None, "{words}");
        }
    }
}
