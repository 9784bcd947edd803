//! Escapes: words that Markdown would take for marks are written so that they show as they are.
//!
//! Only where a mark would be shown differently: `1.` and `- ` at the start of a line are shown as they are in a
//! notice.

use super::footnote::FOOTNOTE;

/// A line of words as Markdown that shows exactly these words; [`FOOTNOTE`] becomes a call of a footnote.
pub fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let marks = LineMarks::of(line);
    let mut before = None;
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        if c == FOOTNOTE[0] {
            out.push_str("[^");
        } else if c == FOOTNOTE[1] {
            out.push(']');
        } else if c == '<' && opens_tag(rest) {
            // a backslash would not do: the search for comments ignores backslashes
            out.push_str("&lt;");
        } else {
            let is_mark = opens_line(line, at) || is_inline_mark(c, before, rest, marks);
            if is_mark {
                out.push('\\');
            }
            out.push(c);
        }
        before = Some(c);
    }
    out
}

/// Which signs could pair in a line.
#[derive(Clone, Copy)]
struct LineMarks {
    stars: bool,
    underscores: bool,
    /// Bytes after the last `]` that makes what is in the brackets a link or a definition; 0 if none does.
    after_link: usize,
}

impl LineMarks {
    fn of(line: &str) -> Self {
        let runs = |mark: char| line.split(mark).skip(1).filter(|after| !after.is_empty()).count();
        let several = |mark: char| runs(mark) > 1 || line.ends_with(mark) && runs(mark) > 0;
        let link = ["](", "][", "]:"].iter().filter_map(|close| line.rfind(close)).max();
        Self { stars: several('*'), underscores: several('_'), after_link: link.map_or(0, |at| line.len() - at) }
    }

    /// Whether the words after a `[` make a link, a footnote, a mark of a converter or a definition.
    fn opens_link(self, rest: &str) -> bool {
        // any `[` before it may be the one that pairs with it: [[甲] 乙](丙)
        rest.starts_with('^') || rest.starts_with("bookmark") || rest.len() >= self.after_link && self.after_link > 0
    }
}

/// Whether the character at `at` opens a line as a heading, a quotation, a list, a fence, a rule or a definition would.
fn opens_line(line: &str, at: usize) -> bool {
    if !is_before_block(&line[..at]) {
        return false;
    }
    let rest = &line[at..];
    let run = |mark: char| rest.len() - rest.trim_start_matches(mark).len();
    let only = |marks: &[char]| rest.chars().all(|c| marks.contains(&c) || c.is_whitespace());
    match rest.chars().next() {
        Some('#') => run('#') <= 6 && rest[run('#')..].starts_with([' ', '\t']) || rest.len() == run('#'),
        Some('>') => true,
        Some('+' | '*') => rest[1..].starts_with([' ', '\t']) || rest.len() == 1 || only(&['*', ' ']),
        // `- ` opens an entry as its author meant it, unless it is a number's sign
        Some('-') => {
            rest[1..].trim_start().starts_with(|c: char| c.is_ascii_digit()) && rest[1..].starts_with(' ')
                || only(&['-', '|', ':'])
        }
        Some('~') => run('~') >= 3,
        Some('=') => only(&['=']),
        Some(':') => only(&['-', '|', ':']),
        Some('_') => only(&['_']),
        _ => false,
    }
}

/// Whether the next words of a line may open a block: nothing precedes them but marks of lists, `1. ` and `- `.
fn is_before_block(before: &str) -> bool {
    let rest = before.trim_start();
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = match number.len() < rest.len() {
        true => number.strip_prefix(['.', ')']),
        false => rest.strip_prefix(['-', '+', '*']),
    };
    rest.is_empty() || behind.is_some_and(|behind| behind.starts_with([' ', '\t']) && is_before_block(behind))
}

fn is_inline_mark(c: char, before: Option<char>, rest: &str, marks: LineMarks) -> bool {
    let next = rest.chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' => next.is_none_or(|c| c.is_ascii_punctuation() || c == FOOTNOTE[0]),
        '`' => true,
        '*' => marks.stars || next == Some('*'),
        '_' => next == Some('_') || before == Some('_') || marks.underscores && !(is_word(before) && is_word(next)),
        '[' => marks.opens_link(rest),
        '!' => next == Some('[') && marks.opens_link(&rest[1..]),
        '&' => is_entity(rest),
        // the last `#` of a heading is taken for its end
        '#' => rest.is_empty(),
        _ => false,
    }
}

/// Whether the words after a `<` make a tag or a comment.
fn opens_tag(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// Whether the words after an `&` make a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest.split(';').next().filter(|name| name.len() < rest.len()).unwrap_or_default();
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_show_as_they_are() {
        for (words, markdown) in [
            ("长2*3*4米", "长2\\*3\\*4米"),
            ("*注：一次", "*注：一次"),
            ("# 号门", "\\# 号门"),
            ("#号门", "#号门"),
            (">60分", "\\>60分"),
            ("~~~", "\\~~~"),
            ("见[表](http://a)", "见\\[表](http://a)"),
            ("第[2]期", "第[2]期"),
            ("[[1] 见[表](http://a)[", "\\[\\[1] 见\\[表](http://a)["),
            ("a_b_c", "a_b_c"),
            ("（_甲_）", "（\\_甲\\_）"),
            ("____年", "\\_\\_\\_\\_年"),
            ("<关于>", "<关于>"),
            ("<br>", "&lt;br>"),
            ("<!-- 内部 -->", "&lt;!-- 内部 -->"),
            ("A&B", "A&B"),
            ("&nbsp;", "\\&nbsp;"),
            ("C:\\目录", "C:\\目录"),
            ("- 一是", "- 一是"),
            ("- 5度", "\\- 5度"),
            ("---", "\\---"),
            ("C#", "C\\#"),
            ("1. 关于", "1. 关于"),
            ("1) >60分", "1) \\>60分"),
            ("- >60分", "- \\>60分"),
            ("1.# 号门", "1.# 号门"),
            ("见1. > 2", "见1. > 2"),
        ] {
            assert_eq!(escaped(words), markdown);
        }
    }
}
