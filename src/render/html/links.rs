//! Where a link may lead.

use crate::text::link::scheme;

/// What becomes of a link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// It leads here.
    Href(String),
    /// Only its words are shown.
    Text,
}

const SAFE: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// Whether `target` may stand in a page: it is relative, or its scheme is one that runs nothing.
pub fn is_safe(target: &str) -> bool {
    scheme(target).is_none_or(|scheme| SAFE.contains(&scheme.as_str()))
}

/// `target` with the characters no address may hold percent-encoded; what is encoded already stays.
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
            true => out.push_str(&format!("%{:02X}", u32::from(c))),
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
    fn only_schemes_that_run_nothing_are_safe() {
        for safe in
            ["a.png", "../x/明细.csv", "https://example.cn/", "tel:110", "#l3", "//example.cn/x", "附件1：表.pdf"]
        {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_ in ["javascript:alert(1)", " JAVA\tSCRIPT:x", "\u{1}data:text/html,x", "vbscript:x", "file:///etc"]
        {
            assert!(!is_safe(unsafe_), "{unsafe_}");
        }
        assert_eq!(encoded("a b\"<c>\n.png"), "a%20b%22%3Cc%3E.png");
        assert_eq!(encoded("完成100%[1].pdf?a=%E6#l1#2"), "完成100%25%5B1%5D.pdf?a=%E6#l1%232");
    }
}
