//! Hashes that identify values.

use std::fmt;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(#[serde(with = "hash")] [u8; 32]);

impl Fingerprint {
    /// Number of its bytes.
    pub const LENGTH: usize = 32;

    /// Hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).into())
    }

    /// Hash of `value` as JSON, without serialising it into memory.
    ///
    /// # Panics
    /// If a map of `value` has keys that are not text, as with [`Self::of_value`].
    pub fn of_json(value: &impl Serialize) -> Self {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = io::BufWriter::with_capacity(16 << 10, &mut hasher);
        let written = serde_json::to_writer(&mut buffer, value).map_err(io::Error::from).and_then(|()| buffer.flush());
        written.expect("invariant: the keys of our maps are text, and writing to a hash does not fail");
        drop(buffer);
        Self(hasher.finalize().into())
    }

    /// Hash of `value` as the cache serialises it.
    ///
    /// # Panics
    /// If `value` holds a list or map of unknown length. None of our types does; returning an equal hash for two
    /// different values would take a changed page for unchanged.
    pub fn of_value(value: &impl Serialize) -> Self {
        let flavor = HashWriter(blake3::Hasher::new());
        let hash = postcard::serialize_with_flavor(value, flavor);
        Self(hash.expect("invariant: every list and map of ours knows its length").into())
    }

    /// Hash of bytes given in pieces.
    pub fn of_pieces(pieces: &[impl AsRef<[u8]>]) -> Self {
        let mut hasher = blake3::Hasher::new();
        pieces.iter().for_each(|piece| _ = hasher.update(piece.as_ref()));
        Self(hasher.finalize().into())
    }

    /// Hash of everything `reader` reads, without keeping it in memory.
    ///
    /// # Errors
    /// Those of `reader`.
    pub fn of_reader(reader: impl io::Read) -> io::Result<Self> {
        Ok(Self(blake3::Hasher::new().update_reader(reader)?.finalize().into()))
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first `digits` hexadecimal digits (64 at most).
    pub fn short(&self, digits: usize) -> String {
        let mut hex = self.to_string();
        hex.truncate(digits);
        hex
    }
}

/// Passes what postcard writes straight to the hasher, so that the serialised value is never in memory as a whole.
struct HashWriter(blake3::Hasher);

impl postcard::ser_flavors::Flavor for HashWriter {
    type Output = blake3::Hash;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.update(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Self::Output> {
        Ok(self.0.finalize())
    }
}

/// Serialises 32 bytes as one value, which is faster than byte by byte.
pub mod hash {
    use std::fmt;

    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    /// Writes the bytes.
    ///
    /// # Errors
    /// Those of `serializer`.
    pub fn serialize<S: Serializer>(hash: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(hash)
    }

    /// Reads the bytes.
    ///
    /// # Errors
    /// Those of `deserializer`, or if there are not 32 bytes.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        deserializer.deserialize_bytes(HashVisitor)
    }

    struct HashVisitor;

    impl Visitor<'_> for HashVisitor {
        type Value = [u8; 32];

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("32 bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<[u8; 32], E> {
            bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        blake3::Hash::from_bytes(self.0).to_hex().fmt(f)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short(12))
    }
}
