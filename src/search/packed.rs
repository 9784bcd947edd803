//! The texts of one excerpt file: character codes, and references to earlier text of the file.
//!
//! Notices repeat themselves: names of units, headings in the number path of every item, set phrases. A reference is
//! `1111`, its start among the units so far (in as many bits as their number has), and its length less [`MIN_LENGTH`]. It
//! may overlap its own output. The search is greedy and tries few candidates; a reference must be shorter than what it
//! replaces.

use super::bits::BitWriter;
use super::characters::Characters;

/// Shortest reference. The reader refuses ones longer than [`MAX_LENGTH`], so that a damaged file cannot make it allocate
/// more memory than its size allows.
const MIN_LENGTH: usize = 3;
/// Longest reference.
const MAX_LENGTH: usize = MIN_LENGTH + 255;
/// Prefix of a reference; no character has this code.
const REFERENCE: (u32, u32) = (0b1111, 4);
/// Candidates tried: earlier positions with the same three units. Not measured.
const TRIES: usize = 6;
/// Bits of the hash of three units. Not measured.
const HASH: u32 = 13;

/// Writes texts one after the other.
pub struct PackedTexts<'a> {
    characters: &'a Characters,
    /// The output. Other values may be written between the texts.
    pub bits: BitWriter,
    /// The units of all texts so far.
    units: Vec<u16>,
    /// By hash of three units: their last position, plus 1.
    latest: Vec<u32>,
    /// By position: the position before with the same hash, plus 1.
    earlier: Vec<u32>,
}

impl<'a> PackedTexts<'a> {
    /// No texts yet.
    pub fn new(characters: &'a Characters) -> Self {
        Self {
            characters,
            bits: BitWriter::default(),
            units: Vec::new(),
            latest: vec![0; 1 << HASH],
            earlier: Vec::new(),
        }
    }

    /// Writes the number of UTF-16 units of `text`, then its characters and references.
    pub fn text(&mut self, text: &str) {
        let mut at = self.units.len();
        self.units.extend(text.encode_utf16());
        let end = self.units.len();
        self.earlier.resize(end, 0);
        self.bits.number((end - at) as u32);
        while at < end {
            let next = match self.reference(at) {
                Some((from, length)) => {
                    self.bits.bits(REFERENCE.0, REFERENCE.1);
                    self.bits.bits(from as u32, width(at));
                    self.bits.number((length - MIN_LENGTH) as u32);
                    at + length
                }
                None => {
                    self.characters.write_unit(self.units[at], &mut self.bits);
                    at + 1
                }
            };
            (at..next).for_each(|at| self.index(at));
            at = next;
        }
    }

    /// The longest earlier match of the text from `at`, if a reference to it is shorter than the text.
    fn reference(&self, at: usize) -> Option<(usize, usize)> {
        let wanted = self.units.get(at..self.units.len().min(at + MAX_LENGTH))?;
        let mut next = self.latest[hash(wanted)?];
        let mut best = (0, 0);
        for _ in 0..TRIES {
            let Some(from) = (next as usize).checked_sub(1) else { break };
            let length = self.units[from..].iter().zip(wanted).take_while(|(a, b)| a == b).count();
            if length > best.1 {
                best = (from, length);
            }
            next = self.earlier[from];
        }
        let (_, length) = best;
        let saved: u32 = wanted[..length].iter().map(|unit| self.characters.length(*unit)).sum();
        let cost = REFERENCE.1 + width(at) + 1 + 2 * (length + 1).checked_sub(MIN_LENGTH)?.checked_ilog2()?;
        (saved > cost).then_some(best)
    }

    fn index(&mut self, at: usize) {
        if let Some(hash) = self.units.get(at..).and_then(hash) {
            self.earlier[at] = self.latest[hash];
            self.latest[hash] = at as u32 + 1;
        }
    }
}

/// Bits needed to number `count` positions.
fn width(count: usize) -> u32 {
    usize::BITS - count.leading_zeros()
}

/// Hash of three units; `None` if there are fewer.
fn hash(units: &[u16]) -> Option<usize> {
    let [a, b, c, ..] = *units else { return None };
    let all = u64::from(a) | u64::from(b) << 16 | u64::from(c) << 32;
    Some((all.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - HASH)) as usize)
}

#[cfg(test)]
mod tests {
    use super::super::bits::BitReader;
    use super::*;

    fn read(characters: &Characters, bits: &mut BitReader<'_>, past: &mut Vec<u16>) -> String {
        let first = past.len();
        let end = first + bits.number() as usize;
        while past.len() < end {
            match characters.unit(bits) {
                Some(unit) => past.push(unit),
                None => {
                    let from = bits.bits(width(past.len())) as usize;
                    let length = bits.number() as usize + MIN_LENGTH;
                    (from..from + length).for_each(|at| past.push(past[at]));
                }
            }
        }
        String::from_utf16(&past[first..]).unwrap()
    }

    #[test]
    fn texts_are_read_back_and_repeats_take_little_space() {
        let characters = Characters::new();
        let long = "哈".repeat(1_000);
        let texts =
            ["", "关于整改情况的通报", "关于整改情况的通报：𠮷龘𠮷龘𠮷龘", &long, "啊啊", "整改情况，\nAB 3.2％"];
        let mut packed = PackedTexts::new(&characters);
        texts.iter().for_each(|text| packed.text(text));
        let bytes = packed.bits.finish();
        assert!(bytes.len() < 120, "{} bytes", bytes.len());
        let (mut bits, mut past) = (BitReader::new(&bytes), Vec::new());
        texts.iter().for_each(|text| assert_eq!(read(&characters, &mut bits, &mut past), *text));
    }
}
