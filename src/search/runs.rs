//! Sorting what texts hold by what it is: the heart of indexing.
//!
//! What is found in the texts (a pair, a triple) is its first character and the rest. Every find goes straight into
//! the bucket of its first character, whose size is known before, and each bucket is sorted on its own. Only as many
//! buckets as fit into [`SLICE`] finds are filled in one reading of the texts, so memory does not grow with them.

/// How many finds are sorted at a time.
const SLICE: usize = 4 << 20;

/// Something that finds things in texts, the same at every reading.
pub trait Finder {
    /// By the number of a first character, how many things are found.
    fn sizes(&self) -> Vec<usize>;

    /// Hands on every find: the number of its first character, the rest, and its document. Documents rise.
    fn read(&self, find: impl FnMut(u32, u32, u32));
}

/// Sorts what `finder` finds and hands on every different thing: the number of its first character, its rest, and its
/// documents in rising order, each once. First characters come in this order, those of one with rising rest.
/// `documents` is how many there are, and no rest takes more than `width` bits.
pub fn sorted(finder: &impl Finder, order: &[u32], (documents, width): (u32, u32), hand: impl FnMut(u32, u32, &[u32])) {
    let shift = u32::BITS - documents.leading_zeros();
    if width + shift <= u32::BITS {
        sorted_as::<u32>(finder, order, shift, hand);
    } else {
        sorted_as::<u64>(finder, order, shift, hand);
    }
}

/// A find but for its first character: the rest above the document. The fewer bytes, the sooner sorted.
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

fn sorted_as<F: Find>(finder: &impl Finder, order: &[u32], shift: u32, mut hand: impl FnMut(u32, u32, &[u32])) {
    let sizes = finder.sizes();
    let mut finds: Vec<F> = Vec::new();
    let mut documents = Vec::new();
    let mut rest = order;
    while !rest.is_empty() {
        let (slice, later) = rest.split_at(slice_length(rest, &sizes));
        rest = later;
        let mut places = vec![usize::MAX; sizes.len()];
        let mut end = 0;
        for first in slice {
            places[*first as usize] = end;
            end += sizes[*first as usize];
        }
        finds.clear();
        finds.resize(end, F::default());
        finder.read(|first, rest, document| {
            let place = &mut places[first as usize];
            if let Some(find) = finds.get_mut(*place) {
                *find = F::pack(u64::from(rest) << shift | u64::from(document));
                *place += 1;
            }
        });
        let mut left = finds.as_mut_slice();
        for first in slice {
            let (bucket, later) = left.split_at_mut(sizes[*first as usize]);
            left = later;
            bucket.sort_unstable();
            for run in bucket.chunk_by(|a, b| a.unpack() >> shift == b.unpack() >> shift) {
                documents.clear();
                documents.extend(run.iter().map(|find| (find.unpack() & ((1 << shift) - 1)) as u32));
                documents.dedup();
                hand(*first, (run[0].unpack() >> shift) as u32, &documents);
            }
        }
    }
}

/// How many of these buckets are filled together: one at least.
fn slice_length(firsts: &[u32], sizes: &[usize]) -> usize {
    let mut held = 0;
    let fits = |first: &&u32| {
        held += sizes[**first as usize];
        held <= SLICE
    };
    firsts.iter().take_while(fits).count().max(1)
}
