//! A fixed prefix code for characters, shortest for those that Chinese notices use most.
//!
//! Ranks 0–31 are `00` and 5 bits, to 159 `01` and 7, to 671 `10` and 9, to 1695 `110` and 10; any other UTF-16 unit is
//! `1110` and its 16 bits: about 9.3 bits a character. Because the code is fixed, each excerpt file is encoded on its
//! own; deflate makes such short texts no smaller and takes ten times as long. `1111` begins a reference, see `packed.rs`.

use super::bits::{BitReader, BitWriter};

/// The characters by rank, without line end and blank, which have ranks 32 and 33. Taken from the word frequencies of
/// jieba's dictionary (MIT) and from counting punctuation and digits in notices.
const RANKED: &str = include_str!("characters.txt");

/// For each class of ranks: its first rank, the bits after the prefix, the prefix (its first bit lowest), and the length
/// of the prefix.
const CLASSES: [(u32, u32, u32, u32); 4] = [(0, 5, 0b00, 2), (32, 7, 0b10, 2), (160, 9, 0b01, 2), (672, 10, 0b011, 3)];
/// Prefix of a unit without a rank, and the length of the prefix.
const LITERAL: (u32, u32) = (0b0111, 4);
/// Bits that hold the length of a code.
const LENGTH: u32 = 5;

/// Tables for encoding and decoding.
pub struct Characters {
    ranked: Vec<u16>,
    /// By unit: its code shifted left by [`LENGTH`] bits, plus the length of the code.
    codes: Box<[u32]>,
}

impl Default for Characters {
    fn default() -> Self {
        Self::new()
    }
}

impl Characters {
    /// Builds the table.
    pub fn new() -> Self {
        let mut ranked: Vec<u16> = RANKED.trim_end().encode_utf16().collect();
        ranked.splice(32..32, "\n ".encode_utf16());
        let pack = |code: u32, length: u32| code << LENGTH | length;
        let literal = |unit: u32| pack(unit << LITERAL.1 | LITERAL.0, 16 + LITERAL.1);
        let mut codes: Vec<u32> = (0..=0xffff).map(literal).collect();
        for (rank, unit) in ranked.iter().enumerate() {
            let rank = rank as u32;
            let (first, bits, class, length) =
                *CLASSES.iter().rfind(|(first, ..)| *first <= rank).unwrap_or(&CLASSES[0]);
            codes[usize::from(*unit)] = pack((rank - first) << length | class, bits + length);
        }
        Self { ranked, codes: codes.into() }
    }

    /// The characters by rank.
    pub fn ranked(&self) -> &[u16] {
        &self.ranked
    }

    /// Writes the number of UTF-16 units of `text` and their codes.
    pub fn write(&self, text: &str, bits: &mut BitWriter) {
        bits.number(units(text));
        for c in text.chars() {
            match u16::try_from(u32::from(c)) {
                Ok(unit) => self.write_unit(unit, bits),
                Err(_) => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| self.write_unit(*unit, bits)),
            }
        }
    }

    /// Number of bits of a unit's code.
    pub fn length(&self, unit: u16) -> u32 {
        self.codes[usize::from(unit)] & ((1 << LENGTH) - 1)
    }

    /// Writes the code of a UTF-16 unit.
    pub fn write_unit(&self, unit: u16, bits: &mut BitWriter) {
        let packed = self.codes[usize::from(unit)];
        bits.bits(packed >> LENGTH, packed & ((1 << LENGTH) - 1));
    }

    /// Reads what [`Characters::write`] wrote.
    pub fn read(&self, bits: &mut BitReader<'_>) -> String {
        let count = bits.number();
        let units: Vec<u16> = (0..count).map_while(|_| self.unit(bits)).collect();
        String::from_utf16_lossy(&units)
    }

    /// Reads a unit; `None` at `1111`, which begins a reference.
    pub fn unit(&self, bits: &mut BitReader<'_>) -> Option<u16> {
        let class = match (bits.bit(), bits.bit()) {
            (0, 0) => 0,
            (0, 1) => 1,
            (1, 0) => 2,
            _ if bits.bit() == 0 => 3,
            _ if bits.bit() == 0 => return Some(bits.bits(16) as u16),
            _ => return None,
        };
        let (first, width, ..) = CLASSES[class];
        self.ranked.get((first + bits.bits(width)) as usize).copied()
    }
}

/// Number of UTF-16 units of `text`: one for each byte that begins a character, two if that takes four bytes.
pub fn units(text: &str) -> u32 {
    text.bytes().map(|byte| u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_read_back() {
        let characters = Characters::new();
        assert_eq!(characters.ranked().len(), 1696);
        let text = "整改情况：𠮷龘，\nAB 3.2％“”…\u{feff}é";
        let mut bits = BitWriter::default();
        characters.write(text, &mut bits);
        assert_eq!(characters.read(&mut BitReader::new(&bits.finish())), text);
    }
}
