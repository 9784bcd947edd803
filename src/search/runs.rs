//! Sorts the grams found in texts by token. Indexing spends most of its time here.
//!
//! A find in the texts (a pair, a triple) is its first character and a rest. Every find goes straight into the bucket
//! of its first character, whose size is known in advance, and each bucket is sorted on its own. One pass over the
//! texts fills only as many buckets as fit into [`SLICE`] finds, so memory does not grow with the texts. Two halves are
//! sorted in parallel if a thread is idle, as after one changed notice.
//!
//! A large bucket is sorted by counting (LSD radix sort): its finds already are in document order, so a stable sort by
//! each digit of the rest is enough.

/// Finds sorted at a time: 16 or 32 MiB. Not measured.
const SLICE: usize = 4 << 20;

/// Finds grams in texts. Every pass must give the same finds.
pub trait Finder: Sync {
    /// Number of finds by the number of their first character.
    fn sizes(&self) -> Vec<usize>;

    /// Passes on every find: the number of its first character, the rest, and its document. Documents rise.
    fn read(&self, find: impl FnMut(u32, u32, u32));
}

/// Layout of a rest: number of digits and bits of each.
#[derive(Clone, Copy, Debug)]
pub struct Rest {
    /// Number of characters in the rest.
    pub digits: u32,
    /// Bits of each.
    pub bits: u32,
}

/// Parameters of a sort.
#[derive(Clone, Copy, Debug)]
pub struct Sorting<'a> {
    /// The numbers of the first characters in the wanted order.
    pub order: &'a [u32],
    /// Number of documents.
    pub documents: u32,
    /// Layout of the rests.
    pub rest: Rest,
}

/// Sorts the finds of `finder` and passes every distinct one to `collect`: the number of its first character, its rest, and
/// its documents in rising order without repeats. For one character, rests rise. Returns the results for the two halves of
/// the characters, both of which begin as `new`.
pub fn sorted<T: Send>(
    finder: &impl Finder,
    sorting: &Sorting<'_>,
    new: impl Fn() -> T,
    collect: impl Fn(&mut T, u32, u32, &[u32]) + Sync,
) -> [T; 2] {
    let Sorting { order, documents, rest } = *sorting;
    let shift = u32::BITS - documents.leading_zeros();
    let sizes = finder.sizes();
    let (one, other) = order.split_at(half(order, &sizes));
    let sort = |order: &[u32], result: &mut T| {
        let collect = |first, rest, documents: &[u32]| collect(result, first, rest, documents);
        match rest.digits * rest.bits + shift <= u32::BITS {
            true => sorted_as::<u32>(finder, &sizes, order, (shift, rest), collect),
            false => sorted_as::<u64>(finder, &sizes, order, (shift, rest), collect),
        }
    };
    let mut results = [new(), new()];
    let [first, second] = &mut results;
    rayon::join(|| sort(one, first), || sort(other, second));
    results
}

/// Number of leading characters that have half of all finds.
fn half(order: &[u32], sizes: &[usize]) -> usize {
    let all: usize = order.iter().map(|first| sizes[*first as usize]).sum();
    let mut held = 0;
    let before_half = |first: &&u32| {
        held += sizes[**first as usize];
        held <= all / 2
    };
    order.iter().take_while(before_half).count()
}

/// A find without its first character: the rest above the document. Fewer bytes sort faster; how much was not measured.
trait Find: Copy + Default + Ord {
    fn pack(packed: u64) -> Self;
    fn unpack(self) -> u64;
}

impl Find for u32 {
    fn pack(packed: u64) -> Self {
        packed as Self
    }

    fn unpack(self) -> u64 {
        u64::from(self)
    }
}

impl Find for u64 {
    fn pack(packed: u64) -> Self {
        packed
    }

    fn unpack(self) -> u64 {
        self
    }
}

fn sorted_as<F: Find>(
    finder: &impl Finder,
    sizes: &[usize],
    order: &[u32],
    (shift, digits): (u32, Rest),
    mut collect: impl FnMut(u32, u32, &[u32]),
) {
    let mut finds: Vec<F> = Vec::new();
    let mut documents = Vec::new();
    let mut sorter = DigitSorter { shift, digits, counts: Vec::new(), buffer: Vec::new() };
    let mut rest = order;
    while !rest.is_empty() {
        let (slice, later) = rest.split_at(slice_length(rest, sizes));
        rest = later;
        let mut ends = vec![usize::MAX; sizes.len()];
        let mut end = 0;
        for first in slice {
            ends[*first as usize] = end;
            end += sizes[*first as usize];
        }
        finds.clear();
        finds.resize(end, F::default());
        finder.read(|first, rest, document| {
            let end = &mut ends[first as usize];
            if let Some(find) = finds.get_mut(*end) {
                *find = F::pack(u64::from(rest) << shift | u64::from(document));
                *end += 1;
            }
        });
        let mut left = finds.as_mut_slice();
        for first in slice {
            let (bucket, later) = left.split_at_mut(sizes[*first as usize]);
            left = later;
            sorter.sort(bucket);
            for run in bucket.chunk_by(|a, b| a.unpack() >> shift == b.unpack() >> shift) {
                documents.clear();
                documents.extend(run.iter().map(|find| (find.unpack() & ((1 << shift) - 1)) as u32));
                documents.dedup();
                collect(*first, (run[0].unpack() >> shift) as u32, &documents);
            }
        }
    }
}

/// Number of these buckets filled in one pass, at least one.
fn slice_length(firsts: &[u32], sizes: &[usize]) -> usize {
    let mut held = 0;
    let fits = |first: &&u32| {
        held += sizes[**first as usize];
        held <= SLICE
    };
    firsts.iter().take_while(fits).count().max(1)
}

/// Digits with more bits are sorted by comparing: their counters would not fit into the processor's cache.
const MAX_COUNTED_BITS: u32 = 16;

/// Sorts finds that are in document order.
struct DigitSorter<F> {
    /// Bits of a document number.
    shift: u32,
    digits: Rest,
    counts: Vec<u32>,
    buffer: Vec<F>,
}

impl<F: Find> DigitSorter<F> {
    fn sort(&mut self, finds: &mut [F]) {
        let Rest { digits, bits } = self.digits;
        // counting visits every possible digit, which is slower for few finds and many digits
        if finds.len() < 1 << bits >> 2 || bits > MAX_COUNTED_BITS {
            return finds.sort_unstable();
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(finds);
        for digit in 0..digits {
            let shift = self.shift + digit * bits;
            let digit_of = |find: &F| (find.unpack() >> shift) as usize & ((1 << bits) - 1);
            self.counts.clear();
            self.counts.resize(1 << bits, 0);
            self.buffer.iter().for_each(|find| self.counts[digit_of(find)] += 1);
            let mut next = 0;
            for count in &mut self.counts {
                next += std::mem::replace(count, next);
            }
            for find in &self.buffer {
                let next = &mut self.counts[digit_of(find)];
                finds[*next as usize] = *find;
                *next += 1;
            }
            if digit + 1 < digits {
                self.buffer.copy_from_slice(finds);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_by_counting_equals_sorting_by_comparing() {
        let (documents, mut chance) = (50u64, 7u64);
        for digits in 1..=2 {
            let rest = Rest { digits, bits: 5 };
            let mut sorter = DigitSorter { shift: 6, digits: rest, counts: Vec::new(), buffer: Vec::new() };
            for length in [0, 1, 7, 8, 400] {
                let mut finds: Vec<u64> = (0..length)
                    .map(|at| {
                        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        ((chance >> 40 & ((1 << (digits * 5)) - 1)) << 6) + at * documents / length
                    })
                    .collect();
                let mut expected = finds.clone();
                expected.sort_unstable();
                sorter.sort(&mut finds);
                assert_eq!(finds, expected);
            }
        }
    }
}
