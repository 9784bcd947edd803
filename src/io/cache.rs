//! What is remembered between runs, in `.gongshi/`: versioned, guarded by a hash, safe to delete.
//!
//! Many values lie in one file, the bulk, and those that changed since in another, which alone is written while they
//! are few.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::text::fingerprint::Fingerprint;

/// What a cache file held.
#[derive(Debug)]
pub enum CacheRead<T> {
    /// What was saved.
    Found(T),
    /// Missing, or what another version of the program saved.
    Missing,
    /// Something that is not what was saved.
    Damaged,
}

/// One of many values that are saved together.
pub trait CacheEntry {
    /// What tells it from the others.
    fn name(&self) -> &str;
}

/// Many values as they were saved.
#[derive(Debug)]
pub struct CachedEntries<H, T> {
    /// What was saved with them.
    pub head: H,
    /// The values, in no order.
    pub values: Vec<T>,
    /// What of them lies in which file.
    pub state: CacheState,
}

/// What of many values lies in which file.
#[derive(Clone, Debug, Default)]
pub struct CacheState {
    /// The hash of the bulk; `None` where there is none.
    snapshot: Option<Fingerprint>,
    /// The names of those that are others now than in the bulk, or gone.
    in_delta: BTreeSet<String>,
}

/// What changed since the bulk was written, before the values.
#[derive(Serialize, Deserialize)]
struct Delta<H> {
    snapshot: Fingerprint,
    in_delta: BTreeSet<String>,
    head: H,
}

/// So many of many values are coded together, so that these blocks can be coded side by side.
const BLOCK: usize = 256;

/// The whole file is written again once more than `FEW + values / FEW` values changed; until then changes are appended.
const MIN_DELTA: usize = 16;

/// Reads what [`save`] wrote to `path`.
pub fn load<T: DeserializeOwned>(path: &Path) -> CacheRead<T> {
    read(path, |payload, _| postcard::from_bytes(payload).ok())
}

/// Reads what [`save_all`] wrote to `path`: the head and the values.
pub fn load_all<H, T>(path: &Path) -> CacheRead<CachedEntries<H, T>>
where
    H: DeserializeOwned,
    T: DeserializeOwned + CacheEntry + Send,
{
    let (snapshot, hash) = match read(path, |payload, hash| Some((decode(payload)?, hash))) {
        CacheRead::Found(snapshot) => snapshot,
        CacheRead::Missing => return CacheRead::Missing,
        CacheRead::Damaged => return CacheRead::Damaged,
    };
    let (head, mut values): (H, Vec<T>) = snapshot;
    let snapshot = Some(hash);
    match read(&delta(path), |payload, _| decode::<Delta<H>, T>(payload)) {
        CacheRead::Found((delta, in_delta)) if delta.snapshot == hash => {
            values.retain(|value| !delta.in_delta.contains(value.name()));
            values.extend(in_delta);
            CacheRead::Found(CachedEntries {
                head: delta.head,
                values,
                state: CacheState { snapshot, in_delta: delta.in_delta },
            })
        }
        // what changed before the bulk was written is in the bulk
        CacheRead::Found(_) | CacheRead::Missing => {
            CacheRead::Found(CachedEntries { head, values, state: CacheState { snapshot, in_delta: BTreeSet::new() } })
        }
        CacheRead::Damaged => CacheRead::Damaged,
    }
}

/// Writes `value` to `path` in one step: a reader finds the old or the new.
///
/// # Errors
/// An I/O error where the file cannot be written.
pub fn save<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write(path, &postcard::to_allocvec(value).map_err(io::Error::other)?)
}

/// Writes many values with a head to `path`, as [`save`] does one, of which `others` are the names of those that are
/// not what they were in `state`, or gone.
///
/// # Errors
/// An I/O error where a file cannot be written.
pub fn save_all<H, T>(
    path: &Path,
    head: &H,
    values: &[T],
    state: &CacheState,
    others: BTreeSet<String>,
) -> io::Result<()>
where
    H: Serialize,
    T: Serialize + CacheEntry + Sync,
{
    let in_delta: BTreeSet<String> = state.in_delta.iter().cloned().chain(others).collect();
    match state.snapshot {
        Some(snapshot) if in_delta.len() <= MIN_DELTA + values.len() / MIN_DELTA => {
            let values: Vec<&T> = values.iter().filter(|value| in_delta.contains(value.name())).collect();
            write(&delta(path), &encode(&Delta { snapshot, in_delta, head }, &values)?)
        }
        _ => {
            write(path, &encode(head, values)?)?;
            // left behind, it would belong to no bulk
            let _ = fs::remove_file(delta(path));
            Ok(())
        }
    }
}

/// Where lies what changed since the bulk at `path` was written.
fn delta(path: &Path) -> PathBuf {
    path.with_extension("delta")
}

/// A head and the values behind it.
fn decode<H: DeserializeOwned, T: DeserializeOwned + Send>(payload: &[u8]) -> Option<(H, Vec<T>)> {
    let blocks = blocks(payload)?;
    let (head, rest) = blocks.split_first()?;
    let rest: Option<Vec<Vec<T>>> =
        rest.par_iter().with_max_len(1).map(|block| postcard::from_bytes(block).ok()).collect();
    Some((postcard::from_bytes(head).ok()?, rest?.into_iter().flatten().collect()))
}

fn encode<H: Serialize, T: Serialize + Sync>(head: &H, values: &[T]) -> io::Result<Vec<u8>> {
    let head = postcard::to_allocvec(head).map_err(io::Error::other)?;
    let blocks: Vec<Vec<u8>> =
        values.par_chunks(BLOCK).map(postcard::to_allocvec).collect::<Result<_, _>>().map_err(io::Error::other)?;
    let length = |block: &Vec<u8>| block.len() + 8;
    let mut payload = Vec::with_capacity(length(&head) + blocks.iter().map(length).sum::<usize>());
    for block in std::iter::once(head).chain(blocks) {
        payload.extend_from_slice(&(block.len() as u64).to_le_bytes());
        payload.extend_from_slice(&block);
    }
    Ok(payload)
}

/// The blocks of [`encode`], each behind its length.
fn blocks(mut payload: &[u8]) -> Option<Vec<&[u8]>> {
    let mut blocks = Vec::new();
    while let Some((length, rest)) = payload.split_first_chunk() {
        let (block, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        blocks.push(block);
        payload = rest;
    }
    payload.is_empty().then_some(blocks)
}

/// What `value` makes of the payload and its hash.
fn read<T>(path: &Path, value: impl FnOnce(&[u8], Fingerprint) -> Option<T>) -> CacheRead<T> {
    let Ok(bytes) = fs::read(path) else {
        return CacheRead::Missing;
    };
    let version = version();
    let Some(rest) = bytes.strip_prefix(version.as_bytes()) else {
        return if bytes.starts_with(b"gongshi cache ") { CacheRead::Missing } else { CacheRead::Damaged };
    };
    let Some((hash, payload)) = rest.split_at_checked(32) else {
        return CacheRead::Damaged;
    };
    let found = Fingerprint::of(payload);
    if found.bytes() != hash {
        return CacheRead::Damaged;
    }
    value(payload, found).map_or(CacheRead::Damaged, CacheRead::Found)
}

fn write(path: &Path, payload: &[u8]) -> io::Result<()> {
    let mut bytes = version().into_bytes();
    bytes.extend_from_slice(Fingerprint::of(payload).bytes());
    bytes.extend_from_slice(payload);
    let beside = path.with_extension("tmp");
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).inspect_err(|_| remove_temporary(path))
}

/// Removes what a run that was killed while it saved left beside `path`.
pub fn remove_temporary(path: &Path) {
    // What cannot be removed is written over the next time something is saved.
    let _ = fs::remove_file(path.with_extension("tmp"));
}

/// Another program, or another build of this one, has another version: what it remembers may not hold for us.
fn version() -> String {
    let build = std::env::current_exe().and_then(fs::metadata).map(|data| {
        let modified = data.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{}-{}", data.len(), modified.unwrap_or_default().as_nanos())
    });
    format!("gongshi cache {} {}\n", env!("CARGO_PKG_VERSION"), build.unwrap_or_default())
}
