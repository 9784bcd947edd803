//! The folded texts of a segment, kept at two bytes per character until the posting lists are made.
//!
//! Characters are numbered in order of appearance. Frequent ones get small numbers, so the used parts of tables by number
//! fit into the processor's cache (not measured).

use std::collections::HashMap;

/// Number that marks the end of a document.
pub const END: u32 = u32::MAX;
/// Unit that marks the end of a document.
const END_UNIT: u16 = u16::MAX;
/// Numbers from here on take two units; only texts with nearly all of Unicode have that many characters.
const PAIRED: u32 = 0xf000;
/// Bits in the second unit.
const SECOND: u32 = 11;

/// The characters of a segment with their numbers.
#[derive(Debug)]
pub struct Letters {
    characters: Vec<char>,
    /// By character of the basic plane: its number, or [`END`].
    basic: Box<[u32]>,
    beyond: HashMap<char, u32>,
}

impl Default for Letters {
    fn default() -> Self {
        Self { characters: Vec::new(), basic: vec![END; 0x1_0000].into(), beyond: HashMap::new() }
    }
}

impl Letters {
    /// The number of `c`, a new one if it is new.
    pub fn number(&mut self, c: char) -> u32 {
        let new = self.characters.len() as u32;
        let number = match self.basic.get_mut(c as usize) {
            Some(number) => number,
            None => self.beyond.entry(c).or_insert(END),
        };
        if *number == END {
            *number = new;
            self.characters.push(c);
        }
        *number
    }

    /// The characters by number.
    pub fn characters(&self) -> &[char] {
        &self.characters
    }

    /// The numbers in the order of their characters.
    pub fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.characters.len() as u32).collect();
        order.sort_unstable_by_key(|number| self.characters[*number as usize]);
        order
    }
}

/// Texts of documents, one after the other.
#[derive(Debug, Default)]
pub struct Texts {
    units: Vec<u16>,
}

impl Texts {
    /// Makes room for a text of `bytes` bytes, most of whose characters take three.
    pub fn reserve(&mut self, bytes: usize) {
        self.units.reserve(bytes / 3 + 1);
    }

    /// Appends a character, by its number, to the last document.
    pub fn push(&mut self, number: u32) {
        if number < PAIRED {
            self.units.push(number as u16);
        } else {
            let above = number - PAIRED;
            self.units.push((PAIRED + (above >> SECOND)) as u16);
            self.units.push((above & ((1 << SECOND) - 1)) as u16);
        }
    }

    /// Ends the last document.
    pub fn end(&mut self) {
        self.units.push(END_UNIT);
    }

    /// Passes on the number of each character, and [`END`] after each document.
    pub fn each(&self, mut visit: impl FnMut(u32)) {
        let mut units = self.units.iter();
        while let Some(unit) = units.next() {
            match u32::from(*unit) {
                number if number < PAIRED => visit(number),
                _ if *unit == END_UNIT => visit(END),
                first => {
                    let second = units.next().copied().unwrap_or_default();
                    visit(PAIRED + ((first - PAIRED) << SECOND | u32::from(second)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_visited_as_pushed() {
        let (mut letters, mut texts) = (Letters::default(), Texts::default());
        let all = ('\0'..='\u{10ffff}').rev().chain("整改𠮷\u{fffe}整".chars());
        for c in all.clone() {
            texts.push(letters.number(c));
        }
        texts.end();
        let mut seen = Vec::new();
        texts.each(|number| seen.push(letters.characters().get(number as usize).copied()));
        assert_eq!(seen.pop(), Some(None));
        assert!(seen.into_iter().flatten().eq(all));
        assert!(letters.order().iter().map(|number| letters.characters()[*number as usize]).is_sorted());
    }
}
