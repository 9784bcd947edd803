//! Percent-encoding.

use super::hex;

/// `%E6%96%87` as the text it stands for. What is not an escape, or does not give UTF-8, stays as written.
pub fn percent_decoded(target: &str) -> String {
    String::from_utf8(bytes(target).0).unwrap_or_else(|_| target.to_owned())
}

/// The decoded text; `None` if a `%` begins no escape, or the result is not UTF-8.
pub fn strictly_decoded(text: &str) -> Option<String> {
    let (bytes, is_strict) = bytes(text);
    String::from_utf8(bytes).ok().filter(|_| is_strict)
}

/// The decoded bytes, and whether every `%` begins an escape.
fn bytes(text: &str) -> (Vec<u8>, bool) {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    let mut is_strict = true;
    for part in parts {
        match part.get(..2).and_then(hex::bytes) {
            Some([byte]) => {
                bytes.push(byte);
                bytes.extend_from_slice(&part.as_bytes()[2..]);
            }
            None => {
                is_strict = false;
                bytes.push(b'%');
                bytes.extend_from_slice(part.as_bytes());
            }
        }
    }
    (bytes, is_strict)
}

/// `path` as the path of a URI: escapes every byte but letters, digits, `-._~/` and those in `also`.
pub fn path_encoded(path: &str, also: &[u8]) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) || also.contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => push_escape(&mut encoded, byte),
        }
    }
    encoded
}

/// Appends the escape of `byte`: `%2F`.
pub fn push_escape(out: &mut String, byte: u8) {
    out.push('%');
    out.extend(hex::digits(byte).map(|digit| char::from(digit.to_ascii_uppercase())));
}

/// The target of a link as [`percent_decoded`] gives it, but for `%23` and `%3F`: as `#` and `?` they would end the
/// path. [`path_decoded`] undoes them when the path is known.
pub fn target_decoded(target: &str) -> String {
    let kept = |escape: &str| matches!(escape, "%23" | "%3F" | "%3f");
    let mut decoded = String::with_capacity(target.len());
    let mut rest = target;
    while let Some(at) = rest.match_indices('%').map(|(at, _)| at).find(|at| rest.get(*at..at + 3).is_some_and(kept)) {
        decoded.push_str(&percent_decoded(&rest[..at]));
        decoded.push_str(&rest[at..at + 3]);
        rest = &rest[at + 3..];
    }
    decoded + &percent_decoded(rest)
}

/// The path of a target from [`target_decoded`].
pub fn path_decoded(path: &str) -> String {
    path.replace("%23", "#").replace("%3F", "?").replace("%3f", "?")
}

/// `word` as a value in the query of an address: what has a meaning there is escaped, and Han characters stay as they
/// are, which browsers escape themselves.
pub fn percent_encoded(word: &str) -> String {
    let mut encoded = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '/' | '@' | ':') => encoded.push(c),
            c if !c.is_ascii() && !c.is_whitespace() && !c.is_control() => encoded.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_escape(&mut encoded, byte)),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_marks_stay_in_the_path_of_a_target() {
        assert_eq!(target_decoded("%E9%99%84%E4%BB%B6%231.pdf#%E7%94%B2"), "附件%231.pdf#甲");
        assert_eq!(target_decoded("100%25%3f.pdf%"), "100%%3f.pdf%");
        assert_eq!(path_decoded("附件%231%3F.pdf"), "附件#1?.pdf");
    }

    #[test]
    fn only_characters_with_a_meaning_in_a_query_are_encoded() {
        assert_eq!(percent_encoded("云江市委/5届/4/回头看"), "云江市委/5届/4/回头看");
        assert_eq!(percent_encoded("a&b=c #1%\u{3000}\""), "a%26b%3Dc%20%231%25%E3%80%80%22");
    }

    #[test]
    fn strict_decoding_refuses_text_that_is_not_an_escape() {
        assert_eq!(strictly_decoded("notices/%E9%99%84%E4%BB%B6.csv").as_deref(), Some("notices/附件.csv"));
        for refused in ["a%2", "a%ff", "%+1", "100%", "%附"] {
            assert_eq!(strictly_decoded(refused), None, "{refused}");
        }
    }

    #[test]
    fn paths_keep_only_plain_bytes() {
        assert_eq!(path_encoded("/a b/附:1", b""), "/a%20b/%E9%99%84%3A1");
        assert_eq!(path_encoded("C:/a+b", b":"), "C:/a%2Bb");
    }

    #[test]
    fn only_escapes_are_decoded() {
        assert_eq!(percent_decoded("%E9%99%84%E4%BB%B6%201.pdf"), "附件 1.pdf");
        for kept in ["100%", "100%.pdf", "%+1", "%e6.pdf", "附件 1.pdf"] {
            assert_eq!(percent_decoded(kept), kept);
        }
    }
}
