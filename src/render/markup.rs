//! Escaping for HTML and XML.

use std::borrow::Cow;

/// First bytes of characters that [`escape`] may have to replace or drop.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20 && byte != 0x09 && byte != 0x0a
            || matches!(byte, 0x22 | 0x26 | 0x3c | 0x3e | 0x7f | 0xc2 | 0xef | 0xf0..=0xf4);
        byte += 1;
    }
    table
};

/// Appends `text` to `out` as text or as the value of a double-quoted attribute, in HTML and XML alike.
/// Control characters and noncharacters, which neither allows, are dropped.
pub fn escape(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        if SPECIAL[usize::from(bytes[at])]
            && let Some((replacement, length)) = replacement(&bytes[at..])
        {
            out.push_str(&text[from..at]);
            out.push_str(replacement);
            at += length;
            from = at;
        } else {
            at += 1;
        }
    }
    out.push_str(&text[from..]);
}

/// `text` escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(&mut out, text);
    out
}

/// The text without the characters that [`escape`] drops, for an escaper that keeps them.
pub fn without_illegal(text: &str) -> Cow<'_, str> {
    let is_illegal = |c: char| {
        let code = u32::from(c);
        c.is_control() && !matches!(c, '\t' | '\n') || code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
    };
    match text.contains(is_illegal) {
        true => Cow::Owned(text.chars().filter(|c| !is_illegal(*c)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// Replacement of the character that `bytes` begin with, and its length; `None` if it needs none.
fn replacement(bytes: &[u8]) -> Option<(&'static str, usize)> {
    let dropped = |length| Some(("", length));
    match bytes {
        [b'&', ..] => Some(("&amp;", 1)),
        [b'<', ..] => Some(("&lt;", 1)),
        [b'>', ..] => Some(("&gt;", 1)),
        [b'"', ..] => Some(("&quot;", 1)),
        [0..=0x1f | 0x7f, ..] => dropped(1),
        [0xc2, 0x80..=0x9f, ..] => dropped(2),
        [0xef, 0xbf, 0xbe | 0xbf, ..] | [0xef, 0xb7, 0x90..=0xaf, ..] => dropped(3),
        [0xf0..=0xf4, second, 0xbf, 0xbe | 0xbf, ..] if second & 0x0f == 0x0f => dropped(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_drop_the_same_characters() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(escaped(&text).is_empty(), without_illegal(&text).is_empty(), "{c:?}");
        }
    }

    #[test]
    fn markup_is_escaped_and_illegal_characters_dropped() {
        assert_eq!(escaped("市<局>&“党组”\"，·"), "市&lt;局&gt;&amp;“党组”&quot;，·");
        assert_eq!(escaped("a\u{1}\r\tb\u{85}\u{fffe}\u{fdd0}\u{1ffff}𠮷\u{7f}\n"), "a\tb𠮷\n");
    }
}
