//! Index files: classic scripts that pass bytes to the reader, because `file://` pages cannot fetch files.
//!
//! A file is UTF-16 (little endian, with byte order mark) and reads `gongshi.search("path","stamp","…")`. Each
//! character of the last string carries 15 bits, first bit first, as U+3000 + value. The range has no quote, line end
//! or surrogate, so nothing is escaped, and the byte order mark overrides whatever charset a server announces. The
//! overhead is 6.7 %; Base64 would add 33 %.

/// Version of the index format; the reader refuses others.
pub const VERSION: u8 = 5;

/// The character of value 0.
const BASE: u16 = 0x3000;

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Path below the search page's folder.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The script at `path` (without `.js`) with `payload`. The reader compares `stamp` with what it expects.
pub fn script(path: &str, stamp: &str, payload: &[u8]) -> IndexFile {
    let mut bytes = Vec::with_capacity(payload.len() * 16 / 15 + 128);
    let head = format!("\u{feff}gongshi.search(\"{path}\",\"{stamp}\",\"");
    head.encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
    // fifteen bytes are eight units
    let (whole, rest) = payload.as_chunks::<15>();
    for chunk in whole {
        let held = u128::from_le_bytes(std::array::from_fn(|at| chunk.get(at).copied().unwrap_or(0)));
        let mut units = [0; 16];
        for at in 0..8 {
            let unit = BASE + ((held >> (15 * at)) as u16 & 0x7fff);
            units[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
        }
        bytes.extend_from_slice(&units);
    }
    let (mut held, mut bits) = (0u32, 0);
    for byte in rest {
        held |= u32::from(*byte) << bits;
        bits += 8;
        if bits >= 15 {
            bytes.extend_from_slice(&(BASE + (held & 0x7fff) as u16).to_le_bytes());
            held >>= 15;
            bits -= 15;
        }
    }
    if bits > 0 {
        bytes.extend_from_slice(&(BASE + held as u16).to_le_bytes());
    }
    "\")\n".encode_utf16().for_each(|unit| bytes.extend(unit.to_le_bytes()));
    IndexFile { path: format!("{path}.js"), bytes }
}

/// Path, stamp and payload of a script, the payload with at most one zero byte added; `None` for other files.
pub fn payload(bytes: &[u8]) -> Option<(String, String, Vec<u8>)> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    let text = String::from_utf16(&units).ok()?;
    let inner = text.strip_prefix("\u{feff}gongshi.search(\"")?.strip_suffix("\")\n")?;
    let mut parts = inner.split("\",\"");
    let (path, stamp, data) = (parts.next()?, parts.next()?, parts.next()?);
    let (mut held, mut bits, mut payload) = (0u32, 0, Vec::new());
    for unit in data.encode_utf16() {
        held |= u32::from(unit.checked_sub(BASE)?) << bits;
        bits += 15;
        while bits >= 8 {
            payload.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    }
    Some((path.to_owned(), stamp.to_owned(), payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_returns_its_payload() {
        for length in 0..64u8 {
            let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(97) ^ 0xa5).collect();
            let file = script("s/1", "ab", &bytes);
            let (path, stamp, back) = payload(&file.bytes).unwrap();
            assert_eq!((path.as_str(), stamp.as_str()), ("s/1", "ab"));
            assert_eq!(back[..bytes.len()], bytes);
            assert!(back[bytes.len()..].iter().all(|byte| *byte == 0) && back.len() <= bytes.len() + 1);
        }
    }
}
