//! Cost of a build by kind of entry, for `--timings`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::pages::Record;

/// The cost of all entries of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindCost {
    /// Time to make, hash and write the rebuilt entries, summed over threads. A thread that waits for others may do
    /// their work meanwhile, which is counted here too.
    pub time: Duration,
    /// Number of entries.
    pub entries: usize,
    /// Number of files, including kept ones.
    pub files: usize,
    /// Bytes of these files.
    pub bytes: u64,
}

/// Costs by kind, named by [`crate::pages::EntryKind::about`].
#[derive(Debug, Default)]
pub struct Costs {
    kinds: Mutex<BTreeMap<&'static str, KindCost>>,
}

impl Costs {
    /// Adds an entry with its files, which took `time`.
    pub(super) fn add(&self, kind: &'static str, record: &Record, time: Duration) {
        let bytes = record.files.iter().map(|file| file.size).sum::<u64>();
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let cost = kinds.entry(kind).or_default();
        cost.time += time;
        cost.entries += 1;
        cost.files += record.files.len();
        cost.bytes += bytes;
    }

    /// The costs by kind, most expensive first.
    pub fn by_time(&self) -> Vec<(&'static str, KindCost)> {
        let kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kinds: Vec<_> = kinds.iter().map(|(kind, cost)| (*kind, *cost)).collect();
        kinds.sort_by_key(|(_, cost)| std::cmp::Reverse((cost.time, cost.bytes)));
        kinds
    }
}
