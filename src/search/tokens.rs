//! Tokens: what the index is asked by. Pairs of neighbouring characters above all (SEARCH.md says why).

use crate::text::fingerprint::Fingerprint;

/// What a list of documents is found by. Packed, so that tokens compare and hash as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(u64);

const TITLE: u64 = 1 << 63;
const FACET: u64 = 3 << 62;
const CHARACTER: u32 = 21;

impl Token {
    /// One character.
    pub fn single(c: char) -> Self {
        Self(u64::from(c))
    }

    /// Two neighbouring characters.
    pub fn pair(a: char, b: char) -> Self {
        Self(u64::from(a) << CHARACTER | u64::from(b))
    }

    /// Three neighbouring characters.
    pub fn triple(a: char, b: char, c: char) -> Self {
        Self(u64::from(a) << (2 * CHARACTER) | u64::from(b) << CHARACTER | u64::from(c))
    }

    /// Two neighbouring characters of a title.
    pub fn title(a: char, b: char) -> Self {
        Self(TITLE | Self::pair(a, b).0)
    }

    /// A facet's value, by its hash.
    pub fn facet(hash: Hash48) -> Self {
        Self(FACET | hash.0)
    }

    /// The codes of a pair of characters of the basic plane; `None` for other tokens.
    pub fn basic_pair(self) -> Option<(u16, u16)> {
        let (a, b) = (u16::try_from(self.0 >> CHARACTER).ok()?, u16::try_from(self.0 & 0x1f_ffff).ok()?);
        (a > 0 && a < 0xfffe && b < 0xfffe).then_some((a, b))
    }

    /// Three neighbouring characters of the basic plane, by their codes.
    pub fn basic_triple(a: u16, b: u16, c: u16) -> Option<Self> {
        let c_of = |code: u16| char::from_u32(u32::from(code));
        Some(Self::triple(c_of(a)?, c_of(b)?, c_of(c)?))
    }

    /// Its form in the files: the characters in UTF-16, after U+0002 for a title; a facet is U+0001 and three units.
    pub fn units(self) -> Vec<u16> {
        if self.0 & FACET == FACET {
            return vec![1, (self.0 >> 32) as u16, (self.0 >> 16) as u16, self.0 as u16];
        }
        let mut units = Vec::with_capacity(4);
        if self.0 & TITLE != 0 {
            units.push(2);
        }
        for shift in [2 * CHARACTER, CHARACTER, 0] {
            let code = (self.0 & !TITLE) >> shift & 0x1f_ffff;
            let c = char::from_u32(code as u32).filter(|c| *c != '\0');
            units.extend(c.into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()));
        }
        units
    }

    /// The number that says which of several files holds the token: FNV-1a over its units, a title's mark aside, so
    /// that a pair and the same pair in titles lie in one file.
    pub fn place(self) -> u32 {
        let units = self.units();
        let units = units.strip_prefix(&[2]).unwrap_or(&units);
        let hash = units.iter().fold(0x811c_9dc5u32, |hash, unit| (hash ^ u32::from(*unit)).wrapping_mul(0x0100_0193));
        let hash = (hash ^ hash >> 15).wrapping_mul(0x2c1b_3c6d);
        hash ^ hash >> 13
    }

    /// The token as a number, for tables.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The token a number stands for.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The units as a file writes them: how many, then each in two bytes, low first.
    pub fn write(self, bytes: &mut Vec<u8>) {
        let units = self.units();
        bytes.push(units.len() as u8);
        units.iter().for_each(|unit| bytes.extend(unit.to_le_bytes()));
    }
}

/// The first 48 bits of a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash48(u64);

impl Hash48 {
    /// The hash of `text`.
    pub fn of(text: &str) -> Self {
        let print = Fingerprint::of(text.as_bytes());
        Self(print.bytes()[..6].iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// Its six bytes.
    pub fn bytes(self) -> [u8; 6] {
        let [_, _, bytes @ ..] = self.0.to_be_bytes();
        bytes
    }

    /// Twelve hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:012x}", self.0)
    }
}
