//! What is remembered between runs, in `.gongshi/`: versioned, guarded by a hash, safe to delete.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::text::fingerprint::Fingerprint;

/// What a cache file held.
#[derive(Debug)]
pub enum Kept<T> {
    /// What was saved.
    Found(T),
    /// Nothing, or what another version of the program saved.
    Nothing,
    /// Something that is not what was saved.
    Damaged,
}

/// So many of many values are coded together, so that these blocks can be coded side by side.
const BLOCK: usize = 256;

/// Reads what [`save`] wrote to `path`.
pub fn load<T: DeserializeOwned>(path: &Path) -> Kept<T> {
    read(path, |payload| postcard::from_bytes(payload).ok())
}

/// Reads what [`save_all`] wrote to `path`: the head and the values.
pub fn load_all<H: DeserializeOwned, T: DeserializeOwned + Send>(path: &Path) -> Kept<(H, Vec<T>)> {
    read(path, |payload| {
        let blocks = blocks(payload)?;
        let (head, rest) = blocks.split_first()?;
        let rest: Option<Vec<Vec<T>>> = rest.par_iter().map(|block| postcard::from_bytes(block).ok()).collect();
        Some((postcard::from_bytes(head).ok()?, rest?.into_iter().flatten().collect()))
    })
}

/// Writes `value` to `path` in one step: a reader finds the old or the new.
///
/// # Errors
/// An I/O error where the file cannot be written.
pub fn save<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write(path, &postcard::to_allocvec(value).map_err(io::Error::other)?)
}

/// Writes many values to `path` behind a head, as [`save`] does one.
///
/// # Errors
/// An I/O error where the file cannot be written.
pub fn save_all<H: Serialize, T: Serialize + Sync>(path: &Path, head: &H, values: &[T]) -> io::Result<()> {
    let head = postcard::to_allocvec(head).map_err(io::Error::other)?;
    let blocks: Vec<Vec<u8>> =
        values.par_chunks(BLOCK).map(postcard::to_allocvec).collect::<Result<_, _>>().map_err(io::Error::other)?;
    let length = |block: &Vec<u8>| block.len() + 8;
    let mut payload = Vec::with_capacity(length(&head) + blocks.iter().map(length).sum::<usize>());
    for block in std::iter::once(head).chain(blocks) {
        payload.extend_from_slice(&(block.len() as u64).to_le_bytes());
        payload.extend_from_slice(&block);
    }
    write(path, &payload)
}

/// The blocks of [`save_all`], each behind its length.
fn blocks(mut payload: &[u8]) -> Option<Vec<&[u8]>> {
    let mut blocks = Vec::new();
    while let Some((length, rest)) = payload.split_first_chunk() {
        let (block, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        blocks.push(block);
        payload = rest;
    }
    payload.is_empty().then_some(blocks)
}

fn read<T>(path: &Path, value: impl FnOnce(&[u8]) -> Option<T>) -> Kept<T> {
    let Ok(bytes) = fs::read(path) else {
        return Kept::Nothing;
    };
    let version = version();
    let Some(rest) = bytes.strip_prefix(version.as_bytes()) else {
        return if bytes.starts_with(b"gongshi cache ") { Kept::Nothing } else { Kept::Damaged };
    };
    let Some((hash, payload)) = rest.split_at_checked(32) else {
        return Kept::Damaged;
    };
    if Fingerprint::of(payload).bytes() != hash {
        return Kept::Damaged;
    }
    value(payload).map_or(Kept::Damaged, Kept::Found)
}

fn write(path: &Path, payload: &[u8]) -> io::Result<()> {
    let mut bytes = version().into_bytes();
    bytes.extend_from_slice(Fingerprint::of(payload).bytes());
    bytes.extend_from_slice(payload);
    let beside = path.with_extension("tmp");
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).inspect_err(|_| tidy(path))
}

/// Removes what a run that was killed while it saved left beside `path`.
pub fn tidy(path: &Path) {
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
