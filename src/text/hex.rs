//! Hexadecimal digits.

/// Lower-case hexadecimal digits of `bytes`.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| digits(*byte)).map(char::from).collect()
}

/// The two lower-case digits of `byte` in ASCII.
pub const fn digits(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [DIGITS[(byte >> 4) as usize], DIGITS[(byte & 15) as usize]]
}

/// The `N` bytes of exactly `2 * N` digits.
pub fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if digits.len() != 2 * N {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = number(digits.get(2 * at..2 * at + 2)?)?.try_into().ok()?;
    }
    Some(bytes)
}

/// The number that `digits` write. Unlike [`u32::from_str_radix`] it allows no sign.
pub fn number(digits: &str) -> Option<u32> {
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_written_and_parsed() {
        assert_eq!(hex(&[0x00, 0xa5, 0xff]), "00a5ff");
        assert_eq!(bytes("00A5ff"), Some([0x00, 0xa5, 0xff]));
        assert_eq!(number("1b1f24"), Some(0x001b_1f24));
    }

    #[test]
    fn signs_and_wrong_lengths_are_refused() {
        for digits in ["", "0", "+1", "-1", "0g", "é", "000"] {
            assert_eq!(bytes::<1>(digits), None, "{digits}");
        }
        assert_eq!((number("+1"), number("")), (None, None));
    }
}
