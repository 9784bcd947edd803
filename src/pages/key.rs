//! Keys: one walk over everything an entry is made from, either hashed or listed for a reader.
//!
//! Law: equal keys, equal bytes. Making an entry must not read anything that its walk leaves out.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::text::fingerprint::Fingerprint;

/// Hash of everything an entry is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The hash over all parts.
    pub whole: Fingerprint,
    /// The first bytes of each part's hash, in the order of the walk, to show which part changed.
    pub parts: Vec<u32>,
}

/// One part of an entry's key, for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// Kind of part: `source`, `context`, `theme`, …
    pub name: &'static str,
    /// Which one: a path, a template, a number of rows.
    pub subject: String,
    /// The first bytes of its hash.
    pub hash: u32,
}

/// Records the parts of an entry in a fixed order.
pub trait Walk {
    /// Records a part; `subject` describes it for a reader, `bytes` is everything the entry takes from it.
    fn part(&mut self, name: &'static str, subject: &dyn Display, bytes: &[u8]);
}

/// Hashes a walk into a [`Key`].
#[derive(Clone, Debug, Default)]
pub struct KeyHasher {
    hasher: blake3::Hasher,
    parts: Vec<u32>,
}

impl KeyHasher {
    /// The key of the recorded parts.
    pub fn key(self) -> Key {
        let whole = Fingerprint::of(self.hasher.finalize().as_bytes());
        Key { whole, parts: self.parts }
    }
}

impl Walk for KeyHasher {
    fn part(&mut self, name: &'static str, _subject: &dyn Display, bytes: &[u8]) {
        let hash = blake3::hash(bytes);
        self.hasher.update(name.as_bytes()).update(&[0]).update(hash.as_bytes());
        self.parts.push(first_bytes(hash));
    }
}

/// Lists the parts of a walk for a reader.
#[derive(Clone, Debug, Default)]
pub struct KeyExplainer {
    /// The parts in the order of the walk.
    pub parts: Vec<KeyPart>,
}

impl Walk for KeyExplainer {
    fn part(&mut self, name: &'static str, subject: &dyn Display, bytes: &[u8]) {
        self.parts.push(KeyPart { name, subject: subject.to_string(), hash: first_bytes(blake3::hash(bytes)) });
    }
}

fn first_bytes(hash: blake3::Hash) -> u32 {
    let bytes = hash.as_bytes();
    u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}
