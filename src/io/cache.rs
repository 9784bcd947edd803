//! Cache files in `.gongshi/`: versioned, checked by a hash, safe to delete.
//!
//! A cache of many entries is a snapshot file and a delta file with the entries changed since. While few entries
//! change, only the delta is written.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::rename::rename;
use crate::text::fingerprint::Fingerprint;

/// Result of reading a cache file.
#[derive(Debug)]
pub enum CacheRead<T> {
    /// The saved value.
    Found(T),
    /// There is no file, or another version of the program wrote it.
    Missing,
    /// The file is damaged.
    Damaged,
}

/// An entry of a cache.
pub trait CacheEntry {
    /// Unique name.
    fn name(&self) -> &str;
}

/// All entries of a cache, as loaded.
#[derive(Debug)]
pub struct CachedEntries<H, T> {
    /// The value saved with the entries.
    pub head: H,
    /// The entries, unordered.
    pub values: Vec<T>,
    /// Hash of the snapshot and names in the delta, needed to save the next delta.
    pub state: CacheState,
}

/// State of the cache files: which snapshot there is, and which entries are in the delta.
#[derive(Clone, Debug, Default)]
pub struct CacheState {
    /// Hash of the snapshot, if there is one.
    snapshot: Option<Fingerprint>,
    /// Names of the entries that changed, or were removed, since the snapshot was written.
    in_delta: BTreeSet<String>,
}

/// Head of a delta file; the changed entries follow it in the file.
#[derive(Serialize, Deserialize)]
struct Delta<H> {
    snapshot: Fingerprint,
    in_delta: BTreeSet<String>,
    head: H,
}

/// Entries in one block. Blocks are encoded and decoded in parallel. Not measured.
const BLOCK: usize = 256;

/// The snapshot is rewritten once the delta would exceed `MIN_DELTA + len / MIN_DELTA` entries, so that a build after a
/// few edits writes a sixteenth of the cache at most. The number was not measured.
const MIN_DELTA: usize = 16;

/// Loads what [`save`] wrote to `path`.
pub fn load<T: DeserializeOwned>(path: &Path) -> CacheRead<T> {
    read(path, |payload, _| postcard::from_bytes(payload).ok())
}

/// Loads what [`save_all`] wrote to `path`.
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
        // a delta of an older snapshot is obsolete
        CacheRead::Found(_) | CacheRead::Missing => {
            CacheRead::Found(CachedEntries { head, values, state: CacheState { snapshot, in_delta: BTreeSet::new() } })
        }
        CacheRead::Damaged => CacheRead::Damaged,
    }
}

/// Writes `value` to `path` atomically.
///
/// # Errors
/// An I/O error if the file cannot be written.
pub fn save<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write(path, &[postcard::to_allocvec(value).map_err(io::Error::other)?])
}

/// Writes many entries and a head to `path`. `changed` are the names of the entries that changed, or were removed, since
/// the state `state` was loaded.
///
/// # Errors
/// An I/O error if a file cannot be written.
pub fn save_all<H, T>(
    path: &Path,
    head: &H,
    values: &[T],
    state: &CacheState,
    changed: BTreeSet<String>,
) -> io::Result<()>
where
    H: Serialize,
    T: Serialize + CacheEntry + Sync,
{
    let in_delta: BTreeSet<String> = state.in_delta.iter().cloned().chain(changed).collect();
    match state.snapshot {
        Some(snapshot) if in_delta.len() <= MIN_DELTA + values.len() / MIN_DELTA => {
            let values: Vec<&T> = values.iter().filter(|value| in_delta.contains(value.name())).collect();
            write(&delta(path), &encode(&Delta { snapshot, in_delta, head }, &values)?)
        }
        _ => {
            write(path, &encode(head, values)?)?;
            // an old delta names the hash of a snapshot that no longer exists
            let _ = fs::remove_file(delta(path));
            Ok(())
        }
    }
}

/// Path of the delta file of the snapshot at `path`.
fn delta(path: &Path) -> PathBuf {
    path.with_extension("delta")
}

/// Decodes a head and the entries that follow it.
fn decode<H: DeserializeOwned, T: DeserializeOwned + Send>(payload: &[u8]) -> Option<(H, Vec<T>)> {
    let blocks = blocks(payload)?;
    let (head, rest) = blocks.split_first()?;
    let rest: Option<Vec<Vec<T>>> =
        rest.par_iter().with_max_len(1).map(|block| postcard::from_bytes(block).ok()).collect();
    Some((postcard::from_bytes(head).ok()?, rest?.into_iter().flatten().collect()))
}

/// Encodes a head and the entries behind it, as blocks. The blocks are not joined: a cache of 10,000 notices is 27 MB.
fn encode<H: Serialize, T: Serialize + Sync>(head: &H, values: &[T]) -> io::Result<Vec<Vec<u8>>> {
    let blocks: Vec<Vec<u8>> = values.par_chunks(BLOCK).map(block).collect::<io::Result<_>>()?;
    Ok(std::iter::once(block(head)?).chain(blocks).collect())
}

/// A value encoded behind its length in bytes (a little-endian `u64`).
fn block<T: Serialize + ?Sized>(value: &T) -> io::Result<Vec<u8>> {
    const PREFIX: usize = size_of::<u64>();
    let mut block = postcard::to_extend(value, vec![0; PREFIX]).map_err(io::Error::other)?;
    let length = (block.len() - PREFIX) as u64;
    block[..PREFIX].copy_from_slice(&length.to_le_bytes());
    Ok(block)
}

/// Splits what [`encode`] wrote into the values behind their lengths.
fn blocks(mut payload: &[u8]) -> Option<Vec<&[u8]>> {
    let mut blocks = Vec::new();
    while let Some((length, rest)) = payload.split_first_chunk() {
        let (block, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        blocks.push(block);
        payload = rest;
    }
    payload.is_empty().then_some(blocks)
}

/// Reads a cache file, checks version and hash, and decodes it with `decode`.
fn read<T>(path: &Path, decode: impl FnOnce(&[u8], Fingerprint) -> Option<T>) -> CacheRead<T> {
    let Ok(bytes) = fs::read(path) else {
        return CacheRead::Missing;
    };
    let version = version();
    let Some(rest) = bytes.strip_prefix(version.as_bytes()) else {
        return if bytes.starts_with(b"gongshi cache ") { CacheRead::Missing } else { CacheRead::Damaged };
    };
    let Some((hash, payload)) = rest.split_at_checked(Fingerprint::LENGTH) else {
        return CacheRead::Damaged;
    };
    let found = Fingerprint::of(payload);
    if found.bytes() != hash {
        return CacheRead::Damaged;
    }
    decode(payload, found).map_or(CacheRead::Damaged, CacheRead::Found)
}

/// Writes a cache file whose payload is `pieces`, one after the other.
fn write(path: &Path, pieces: &[Vec<u8>]) -> io::Result<()> {
    let beside = path.with_extension("tmp");
    let fill = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(version().as_bytes())?;
        file.write_all(Fingerprint::of_pieces(pieces).bytes())?;
        pieces.iter().try_for_each(|piece| file.write_all(piece))
    };
    fill().and_then(|()| rename(&beside, path)).inspect_err(|_| remove_temporary(path))
}

/// Removes the temporary file that a killed run left beside `path`.
pub fn remove_temporary(path: &Path) {
    // If it cannot be removed, the next save overwrites it.
    let _ = fs::remove_file(path.with_extension("tmp"));
}

/// Version of the cache format. It changes with every build of the program, since formats may differ between any two.
fn version() -> String {
    let build = std::env::current_exe().and_then(fs::metadata).map(|data| {
        let modified = data.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        format!("{}-{}", data.len(), modified.unwrap_or_default().as_nanos())
    });
    format!("gongshi cache {} {}\n", env!("CARGO_PKG_VERSION"), build.unwrap_or_default())
}
