//! Percent-encoding.

/// `%E6%96%87` as the text it stands for. What is not an escape, or does not give UTF-8, stays as written.
pub fn percent_decoded(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits =
            tail.first_chunk::<2>().filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let hex = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| target.to_owned())
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
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| encoded.push_str(&format!("%{byte:02X}"))),
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
    fn only_what_has_a_meaning_in_a_query_is_encoded() {
        assert_eq!(percent_encoded("云江市委/5届/4/回头看"), "云江市委/5届/4/回头看");
        assert_eq!(percent_encoded("a&b=c #1%\u{3000}\""), "a%26b%3Dc%20%231%25%E3%80%80%22");
    }

    #[test]
    fn only_escapes_are_decoded() {
        assert_eq!(percent_decoded("%E9%99%84%E4%BB%B6%201.pdf"), "附件 1.pdf");
        for kept in ["100%", "100%.pdf", "%+1", "%e6.pdf", "附件 1.pdf"] {
            assert_eq!(percent_decoded(kept), kept);
        }
    }
}
