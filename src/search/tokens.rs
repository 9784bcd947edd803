//! Tokens: the keys of posting lists, mostly pairs of adjacent characters (README.md explains why).

use std::ops::Deref;

use crate::text::fingerprint::Fingerprint;

/// The key of a posting list, packed into a number for fast comparison and hashing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(u64);

/// Bit of a pair in a title.
const TITLE: u64 = 1 << 63;
/// Bits of a facet.
const FACET: u64 = 3 << 62;
/// Bits of a character.
const CHARACTER: u32 = 21;
/// Prefix of a pair in a title.
const TITLE_UNIT: u16 = 2;

impl Token {
    /// One character.
    pub fn single(c: char) -> Self {
        Self(u64::from(c))
    }

    /// Two adjacent characters.
    pub fn pair(a: char, b: char) -> Self {
        Self(u64::from(a) << CHARACTER | u64::from(b))
    }

    /// Three adjacent characters.
    pub fn triple(a: char, b: char, c: char) -> Self {
        Self(u64::from(a) << (2 * CHARACTER) | u64::from(b) << CHARACTER | u64::from(c))
    }

    /// Two adjacent characters of a title.
    pub fn title(a: char, b: char) -> Self {
        Self(TITLE | Self::pair(a, b).0)
    }

    /// A facet's value, by its hash.
    pub fn facet(hash: Hash48) -> Self {
        Self(FACET | hash.0)
    }

    /// Its units in the files: the characters in UTF-16, after U+0002 for a title; a facet is U+0001 and three units.
    pub fn units(self) -> Units {
        let mut units = Units::default();
        if self.0 & FACET == FACET {
            [1, (self.0 >> 32) as u16, (self.0 >> 16) as u16, self.0 as u16].iter().for_each(|unit| units.push(*unit));
            return units;
        }
        if self.0 & TITLE != 0 {
            units.push(TITLE_UNIT);
        }
        for shift in [2 * CHARACTER, CHARACTER, 0] {
            let code = ((self.0 & !TITLE) >> shift & 0x1f_ffff) as u32;
            match (u16::try_from(code), char::from_u32(code)) {
                (Ok(0), _) | (_, None) => {}
                (Ok(unit), _) => units.push(unit),
                (_, Some(c)) => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| units.push(*unit)),
            }
        }
        units
    }

    /// Hash that selects one of several files: FNV-1a over its units without the title prefix, so that a pair and the
    /// same pair in titles are in one file.
    pub fn bucket_hash(self) -> u32 {
        let units = self.units();
        let units = units.strip_prefix(&[TITLE_UNIT]).unwrap_or(&units);
        let hash = units.iter().fold(0x811c_9dc5u32, |hash, unit| (hash ^ u32::from(*unit)).wrapping_mul(0x0100_0193));
        let hash = (hash ^ hash >> 15).wrapping_mul(0x2c1b_3c6d);
        hash ^ hash >> 13
    }

    /// As a number.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The token of a number.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Appends its units as the files have them: their number, then each in two bytes, low first.
    pub fn write(self, bytes: &mut Vec<u8>) {
        let units = self.units();
        bytes.push(units.len() as u8);
        units.iter().for_each(|unit| bytes.extend_from_slice(&unit.to_le_bytes()));
    }
}

/// The units of a token, at most seven.
#[derive(Clone, Copy, Debug, Default)]
pub struct Units {
    units: [u16; 7],
    count: usize,
}

impl Units {
    fn push(&mut self, unit: u16) {
        self.units[self.count] = unit;
        self.count += 1;
    }
}

impl Deref for Units {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.units[..self.count]
    }
}

/// The first 48 bits of a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash48(u64);

impl Hash48 {
    /// The hash of `text`.
    pub fn of(text: &str) -> Self {
        let hash = Fingerprint::of(text.as_bytes());
        Self(hash.bytes()[..6].iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// As six bytes.
    pub fn bytes(self) -> [u8; 6] {
        let [_, _, bytes @ ..] = self.0.to_be_bytes();
        bytes
    }

    /// As twelve hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:012x}", self.0)
    }
}
