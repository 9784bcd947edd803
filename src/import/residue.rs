//! Leftovers of word processors and converters: bookmarks, field codes, page numbers.

/// A mark, and its end in the same line; without an end, the mark alone is removed.
const MARKS: &[(&str, Option<&str>)] = &[
    ("[bookmark", Some("]")),
    ("HYPERLINK \\l \"", Some("\"")),
    ("HYPERLINK \"", Some("\"")),
    ("PAGEREF _", Some("\\h")),
    ("PAGE \\* MERGEFORMAT", None),
    ("\\* MERGEFORMAT", None),
    ("Error! Reference source not found.", None),
    ("Error! Bookmark not defined.", None),
    ("错误!未找到引用源。", None),
    ("错误！未找到引用源。", None),
    ("错误!未定义书签。", None),
    ("错误！未定义书签。", None),
    ("_GoBack", None),
];

/// The line without residue, and how many places were removed; blanks around the line are dropped.
pub fn clean(line: &str) -> (String, usize) {
    let invisible =
        |c: char| matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{c}' | '\u{b}');
    let mut count = 0;
    let mut text: String = line.chars().filter(|c| !invisible(*c) && (!c.is_control() || *c == '\t')).collect();
    for (mark, end) in MARKS {
        let mut from = 0;
        while let Some(start) = text[from..].find(mark).map(|at| from + at) {
            let behind = start + mark.len();
            let length = end.map_or(Some(0), |end| text[behind..].find(end).map(|at| at + end.len()));
            match length.filter(|length| *length <= 200) {
                Some(length) => {
                    text.replace_range(start..behind + length, "");
                    count += 1;
                    from = start;
                }
                None => from = behind,
            }
        }
    }
    (text.trim().to_owned(), count)
}

/// Whether a line is a page's number: `— 3 —`, `- 12 -`.
pub fn is_page_number(line: &str) -> bool {
    let line = line.trim();
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | ' ');
    let digits = line.trim_matches(dash);
    let around = line.starts_with(dash) && line.ends_with(dash);
    around && (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residue_goes_and_words_stay() {
        assert_eq!(clean("[bookmark: _GoBack]三是　整改。\u{c}"), ("三是　整改。".to_owned(), 1));
        assert_eq!(clean("　　见HYPERLINK \"http://a\"附件"), ("见附件".to_owned(), 1));
        assert_eq!(clean("[bookmark 没有结尾"), ("[bookmark 没有结尾".to_owned(), 0));
        assert!(is_page_number("— 3 —") && !is_page_number("3") && !is_page_number("---"));
    }
}
