//! Destinations of links.

use crate::text::percent::push_escape;

/// Destination of a link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// This address.
    Href(String),
    /// None: only the words are shown.
    Text,
}

/// `target` with invalid characters percent-encoded; existing escapes stay.
pub fn encoded(target: &str) -> String {
    let target = target.trim();
    let mut out = String::with_capacity(target.len());
    let mut fragment = false;
    for (at, c) in target.char_indices() {
        let is_escape =
            || target.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let illegal = match c {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => true,
            '%' => !is_escape(),
            '#' => std::mem::replace(&mut fragment, true),
            _ => false,
        };
        match illegal {
            true => push_escape(&mut out, c as u8),
            false if c.is_control() => {}
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_addresses_cannot_have_are_encoded() {
        assert_eq!(encoded("a b\"<c>\n.png"), "a%20b%22%3Cc%3E.png");
        assert_eq!(encoded("完成100%[1].pdf?a=%E6#l1#2"), "完成100%25%5B1%5D.pdf?a=%E6#l1%232");
    }
}
