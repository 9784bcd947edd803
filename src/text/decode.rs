//! Decodes the bytes of a file: UTF-8, UTF-16 with a byte order mark, or valid GB18030.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// A decoded text with the name of its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text. A UTF-8 byte order mark stays, so that offsets are those of the file.
    pub text: String,
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE` or `GB18030`.
    pub encoding: &'static str,
}

/// Why bytes are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// They hold a NUL, so this is a binary file.
    Binary {
        /// Offset of the first NUL.
        at: usize,
    },
    /// They are in none of the encodings we read.
    Unknown {
        /// Offset of the first byte that is not UTF-8.
        at: usize,
    },
}

/// Decodes a file's bytes.
///
/// # Errors
/// [`Undecodable`] if the bytes are binary or in another encoding.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Undecodable> {
    for encoding in [UTF_16LE, UTF_16BE] {
        let mark: &[u8] = if encoding == UTF_16LE { b"\xff\xfe" } else { b"\xfe\xff" };
        if let Some(rest) = bytes.strip_prefix(mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            return match text {
                Some(text) if !text.contains('\0') => Ok(decoded(text.into_owned(), encoding.name())),
                _ => Err(Undecodable::Unknown { at: 0 }),
            };
        }
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(Undecodable::Binary { at });
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(decoded(text.to_owned(), "UTF-8"));
    }
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !text.chars().any(is_sign_of_wrong_encoding) => Ok(decoded(text.into_owned(), "GB18030")),
        _ => Err(Undecodable::Unknown { at }),
    }
}

fn decoded(text: String, encoding: &'static str) -> Decoded {
    Decoded { text, encoding }
}

/// Characters that only appear when other bytes are decoded as GB18030.
fn is_sign_of_wrong_encoding(c: char) -> bool {
    matches!(c, '\u{1}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_encodings_a_clerk_has() {
        let text = "整改通报";
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let (gb, _, _) = GB18030.encode(text);
        for (bytes, encoding) in [(text.as_bytes(), "UTF-8"), (&utf16, "UTF-16LE"), (&gb, "GB18030")] {
            assert_eq!(decode(bytes), Ok(Decoded { text: text.to_owned(), encoding }));
        }
        assert_eq!(decode(b"a\0b"), Err(Undecodable::Binary { at: 1 }));
        assert_eq!(decode(b"ab\xff\xfd"), Err(Undecodable::Unknown { at: 2 }));
    }
}
