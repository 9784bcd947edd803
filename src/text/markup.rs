//! Removes inline Markdown from a line: links, code, character references.

use std::borrow::Cow;

use super::hex;

/// Longer character references are text.
const LONGEST_REFERENCE: usize = 12;
/// Longer text in brackets, and longer addresses after it, are not a link. This keeps the search linear.
const LONGEST_LINK: usize = 1000;

/// The text of a line without the marks of `[text](address)` and code, with character references replaced.
pub fn unmarked(line: &str) -> Cow<'_, str> {
    if !line.contains(['[', '`', '&']) {
        return Cow::Borrowed(line);
    }
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['[', '`', '&']) {
        words.push_str(&rest[..at]);
        let special = &rest[at..];
        rest = match special.as_bytes()[0] {
            b'[' => match link(special) {
                Some((inner, len)) => {
                    if words.ends_with('!') {
                        words.pop();
                    }
                    words.push_str(&unmarked(inner));
                    &special[len..]
                }
                None => copy_one(special, &mut words),
            },
            b'`' => match special[1..].split_once('`').filter(|(code, _)| !code.is_empty()) {
                Some((code, after)) => {
                    words.push_str(code);
                    after
                }
                None => copy_one(special, &mut words),
            },
            _ => match reference(special) {
                Some((c, len)) => {
                    words.push(c);
                    &special[len..]
                }
                None => copy_one(special, &mut words),
            },
        };
    }
    words.push_str(rest);
    Cow::Owned(words)
}

/// Copies one ASCII character. Returns the text after it.
fn copy_one<'a>(text: &'a str, words: &mut String) -> &'a str {
    words.push_str(&text[..1]);
    &text[1..]
}

/// The text of the link at the start of `text`, which may hold pairs of brackets, and the length of the link.
fn link(text: &str) -> Option<(&str, usize)> {
    let mut open = 0;
    let end = text.bytes().take(LONGEST_LINK).position(|b| {
        open += i32::from(b == b'[') - i32::from(b == b']');
        open == 0
    })?;
    if !text[end..].starts_with("](") {
        return None;
    }
    let close = text[end..].bytes().take(LONGEST_LINK).position(|b| b == b')')?;
    Some((&text[1..end], end + close + 1))
}

/// The character of `&#49;`, `&#x31;` or `&amp;`, and the length of the reference.
pub fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(LONGEST_REFERENCE).position(|b| b == b';')?;
    let c = match text.get(1..end)? {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "shy" | "zwj" | "zwnj" => '\u{200b}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "middot" => '·',
        "ldquo" => '“',
        "rdquo" => '”',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => hex::number(digits)?,
                None => number.parse().ok().filter(|_| !number.starts_with('+'))?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_code_and_references_become_their_text() {
        for (line, words) in [
            ("甲&amp;乙的`台账`[整改](x.md)通报", "甲&乙的台账整改通报"),
            ("![图](a.png)说明&#49;", "图说明1"),
            ("国发[2023]5号 A&B `未完", "国发[2023]5号 A&B `未完"),
            ("[[1]](x)", "[1]"),
            ("[1][2](x", "[1][2](x"),
        ] {
            assert_eq!(unmarked(line), words);
        }
    }
}
