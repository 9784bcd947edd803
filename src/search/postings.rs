//! Posting lists: rising numbers as Rice-coded gaps.
//!
//! A gap (the difference to the number before, less one) is written as its value shifted right by `k` in unary, then
//! its low `k` bits. `k` follows from the length of the list and the universe, so it is not stored.

use super::bits::{BitReader, BitWriter};

/// The parameter for a list of `count` numbers below `universe`: about log2 of 0.69 times the mean gap.
pub fn parameter(count: u32, universe: u32) -> u32 {
    let gaps = u64::from(universe) * 69 / (u64::from(count.max(1)) * 100);
    gaps.checked_ilog2().unwrap_or(0)
}

/// Encodes `numbers`, which rise and are below `universe`; `count` is their number.
pub fn encode(numbers: impl IntoIterator<Item = u32>, count: u32, universe: u32) -> Vec<u8> {
    let mut bits = BitWriter::default();
    write(numbers, count, universe, &mut bits);
    bits.finish()
}

/// Writes what [`encode`] returns, without padding the last byte.
pub fn write(numbers: impl IntoIterator<Item = u32>, count: u32, universe: u32, bits: &mut BitWriter) {
    let k = parameter(count, universe);
    let mut next = 0;
    for number in numbers {
        let gap = number - next;
        bits.rice(gap >> k, gap & ((1 << k) - 1), k);
        next = number + 1;
    }
}

/// Decodes a list of `count` numbers.
pub fn decode(bytes: &[u8], count: u32, universe: u32) -> Vec<u32> {
    let k = parameter(count, universe);
    let mut bits = BitReader::new(bytes);
    let mut next = 0;
    (0..count)
        .map(|_| {
            let number = next + (bits.unary() << k | bits.bits(k));
            next = number + 1;
            number
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_decoded_as_encoded() {
        for universe in [1u32, 7, 100, 100_000] {
            for step in [1u32, 3, 50, 40_000] {
                let numbers: Vec<u32> = (0..universe).filter(|n| n % step == step / 2).collect();
                let count = numbers.len() as u32;
                let bytes = encode(numbers.iter().copied(), count, universe);
                assert_eq!(decode(&bytes, count, universe), numbers);
            }
        }
    }
}
