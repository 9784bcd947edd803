//! Finds the grams of texts: pairs of adjacent characters, triples that deserve a list of their own, single characters.

use super::runs::Finder;
use super::texts::{END, Texts};
use crate::text::fold;

/// A pair is common if more than one in this many documents contains it: its list is long, so triples are worth it.
const COMMON: u32 = 50;
/// Triples buffered before they are passed on. Not measured.
const BUFFERED: usize = 512;
/// Characters from this one on (beyond the basic plane) are in no triple.
const FIRST_WITHOUT_TRIPLES: char = '\u{fffe}';

/// Finds all pairs of adjacent characters. The rest of a find is the second character's rank.
pub struct Pairs<'a> {
    texts: &'a Texts,
    ranks: &'a [u32],
}

impl<'a> Pairs<'a> {
    /// Finds the pairs of `texts`. `ranks` are the positions of the characters, by number, in character order.
    pub fn new(texts: &'a Texts, ranks: &'a [u32]) -> Self {
        Self { texts, ranks }
    }
}

impl Finder for Pairs<'_> {
    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.ranks.len()];
        let mut before = END;
        self.texts.each(|number| {
            if number != END
                && let Some(size) = sizes.get_mut(before as usize)
            {
                *size += 1;
            }
            before = number;
        });
        sizes
    }

    fn read(&self, mut find: impl FnMut(u32, u32, u32)) {
        let (mut document, mut before) = (0, END);
        self.texts.each(|number| {
            if number == END {
                document += 1;
            } else if before != END {
                find(before, self.ranks[number as usize], document);
            }
            before = number;
        });
    }
}

/// Finds triples of two common pairs, and triples of numbers and Latin words, whose pairs select few documents. The rest of a find is the ranks of the second and third character.
pub struct Triples<'a> {
    texts: &'a Texts,
    ranks: &'a [u32],
    /// Bits of a rank.
    bits: u32,
    sizes: Vec<usize>,
    /// For each character of the texts and each end of a document: whether a triple ends there.
    ends: Vec<u64>,
}

impl<'a> Triples<'a> {
    /// Finds the triples of `texts` with these common pairs. `ranks` are those of the `characters`, by number, with
    /// `bits` bits each.
    pub fn new(texts: &'a Texts, ranks: &'a [u32], characters: &[char], (common, bits): (&Common, u32)) -> Self {
        let table = CommonPairs::of(&common.pairs, characters);
        // the last entry is for characters that begin no triple
        let mut sizes = vec![0; ranks.len() + 1];
        let mut ends = Vec::new();
        let (mut held, mut at) = (0u64, 0);
        let (mut a, mut b, mut before, mut row, mut latin) = (END, END, false, 0, 0);
        texts.each(|c| {
            let (position, is_latin) = table.character(c);
            let now = table.contains(row, position);
            latin = if is_latin { latin + 1 } else { 0 };
            // without a branch, which the processor could not predict (not measured)
            let is_end = now & before | (latin > 2);
            let size = (a as usize).min(sizes.len() - 1);
            sizes[size] += usize::from(is_end);
            held |= u64::from(is_end) << (at % 64);
            at += 1;
            if at % 64 == 0 {
                ends.push(std::mem::take(&mut held));
            }
            (a, b, before, row) = (b, c, now, position);
        });
        ends.push(held);
        Self { texts, ranks, bits, sizes, ends }
    }
}

impl Finder for Triples<'_> {
    fn sizes(&self) -> Vec<usize> {
        self.sizes.clone()
    }

    fn read(&self, mut find: impl FnMut(u32, u32, u32)) {
        let (mut document, mut at, mut a, mut b, mut before) = (0, 0, END, END, 0);
        // buffered to avoid a branch at each character, as above
        let mut found = [(0, 0, 0); BUFFERED];
        let mut count = 0;
        self.texts.each(|c| {
            let now = self.ranks.get(c as usize).copied().unwrap_or(0);
            found[count] = (a, before << self.bits | now, document);
            count += (self.ends[at / 64] >> (at % 64) & 1) as usize;
            if count == BUFFERED {
                found.iter().for_each(|(first, rest, document)| find(*first, *rest, *document));
                count = 0;
            }
            at += 1;
            document += u32::from(c == END);
            (a, b, before) = (b, c, now);
        });
        found[..count].iter().for_each(|(first, rest, document)| find(*first, *rest, *document));
    }
}

/// The common pairs of a segment, collected while its pairs are listed.
#[derive(Debug, Default)]
pub struct Common {
    pairs: Vec<(u32, u32)>,
}

impl Common {
    /// Adds the pairs of another collector.
    pub fn append(&mut self, other: Self) {
        self.pairs.extend(other.pairs);
    }

    /// Adds a pair, by the numbers of its characters, if it is in so many of the `documents` that it is common.
    pub fn add(&mut self, a: u32, b: u32, count: u32, documents: u32) {
        if u64::from(count) * u64::from(COMMON) > u64::from(documents) {
            self.pairs.push((a, b));
        }
    }
}

/// A bit table of common pairs, with a row and a column for each character that is in one.
struct CommonPairs {
    /// By number: position of the character in the table, from 1; the bit [`LATIN`] is set if its script has blanks.
    positions: Vec<u32>,
    width: u32,
    bits: Vec<u64>,
}

/// Bit for a character of a script with blanks, such as Latin.
const LATIN: u32 = 1 << 31;

impl CommonPairs {
    fn of(pairs: &[(u32, u32)], characters: &[char]) -> Self {
        let is_allowed = |number: u32| characters[number as usize] < FIRST_WITHOUT_TRIPLES;
        let pairs = || pairs.iter().filter(|(a, b)| is_allowed(*a) && is_allowed(*b));
        let mut positions = vec![0; characters.len()];
        let mut width = 1;
        for c in pairs().flat_map(|(a, b)| [*a, *b]) {
            let position = &mut positions[c as usize];
            if *position == 0 {
                *position = width;
                width += 1;
            }
        }
        let size = (width as usize).pow(2).div_ceil(64);
        let mut table = Self { positions, width, bits: vec![0; size] };
        for (a, b) in pairs() {
            let at = table.at(table.positions[*a as usize], table.positions[*b as usize]);
            table.bits[at / 64] |= 1 << (at % 64);
        }
        for (position, c) in table.positions.iter_mut().zip(characters) {
            *position |= if *c < FIRST_WITHOUT_TRIPLES && !fold::is_unspaced(*c) { LATIN } else { 0 };
        }
        table
    }

    /// Position of a character, by number, and whether its script has blanks; zero for [`END`].
    fn character(&self, number: u32) -> (u32, bool) {
        let packed = self.positions.get(number as usize).copied().unwrap_or(0);
        (packed & !LATIN, packed & LATIN != 0)
    }

    fn contains(&self, a: u32, b: u32) -> bool {
        let at = self.at(a, b);
        self.bits[at / 64] >> (at % 64) & 1 == 1
    }

    fn at(&self, a: u32, b: u32) -> usize {
        a as usize * self.width as usize + b as usize
    }
}

/// The occurrences of a single character.
#[derive(Clone, Debug, Default)]
pub struct Single {
    /// Number of documents.
    pub count: u32,
    /// These documents, or the notices.
    pub list: Vec<u32>,
}

/// The occurrences of each of `count` characters of `texts`, by number. `starts` are the first documents of the notices.
/// For characters in at most `rare` documents the documents are listed, for others the notices.
pub fn singles(texts: &Texts, count: usize, starts: &[u32], rare: u32) -> Vec<Single> {
    let mut singles = vec![Single::default(); count];
    for (single, count) in singles.iter_mut().zip(documents_of(texts, count)) {
        single.count = count;
    }
    let is_rare: Vec<bool> = singles.iter().map(|single| single.count <= rare).collect();
    let mut nexts = vec![0; count];
    // the distinct characters of a notice, collected without a branch, which the processor could not predict
    let mut distinct = vec![0; count + 1];
    let (mut document, mut notice, mut new) = (0, 0, 0);
    texts.each(|number| {
        let Some(next) = nexts.get_mut(number as usize) else {
            document += 1;
            if starts.get(notice as usize + 1) == Some(&document) {
                distinct[..new].iter().for_each(|number: &u32| singles[*number as usize].list.push(notice));
                notice += 1;
                new = 0;
            }
            return;
        };
        if is_rare[number as usize] {
            let list = &mut singles[number as usize].list;
            if list.last() != Some(&document) {
                list.push(document);
            }
        } else {
            distinct[new] = number;
            new += usize::from(*next <= notice);
            *next = notice + 1;
        }
    });
    distinct[..new].iter().for_each(|number| singles[*number as usize].list.push(notice));
    singles
}

/// Number of documents that contain each of `count` characters, by number.
fn documents_of(texts: &Texts, count: usize) -> Vec<u32> {
    let mut documents: Vec<(u32, u32)> = vec![(0, 0); count];
    let mut document = 0;
    texts.each(|number| match documents.get_mut(number as usize) {
        Some((next, count)) => {
            *count += u32::from(*next <= document);
            *next = document + 1;
        }
        None => document += 1,
    });
    documents.into_iter().map(|(_, count)| count).collect()
}
