//! A list in the form the cache keeps it in: most of an archive's items are asked for by no page of a build.

use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

/// Values one behind the other, decoded one by one when they are asked for. Takes about a third of the memory.
pub struct Coded<T> {
    bytes: Box<[u8]>,
    values: PhantomData<fn() -> T>,
}

impl<T: Serialize> Coded<T> {
    /// The list of `values`. A value that has no such form ends it; those of this room all have one.
    pub fn of(values: &[T]) -> Self {
        let coded = values.iter().map_while(|value| postcard::to_allocvec(value).ok());
        Self::from(coded.flatten().collect::<Vec<u8>>())
    }
}

impl<T: DeserializeOwned> Coded<T> {
    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        let mut rest = &*self.bytes;
        iter::from_fn(move || {
            let (value, behind) = postcard::take_from_bytes(rest).ok()?;
            rest = behind;
            Some(value)
        })
    }
}

impl<T> Coded<T> {
    /// The coded values, by which lists can be told apart.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl<T> From<Vec<u8>> for Coded<T> {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into(), values: PhantomData }
    }
}

impl<T> Clone for Coded<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), values: PhantomData }
    }
}

impl<T> Default for Coded<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T> PartialEq for Coded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T: DeserializeOwned + fmt::Debug> fmt::Debug for Coded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> Serialize for Coded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}

impl<'de, T> Deserialize<'de> for Coded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(Bytes).map(Self::from)
    }
}

struct Bytes;

impl de::Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Item;

    #[test]
    fn what_comes_out_is_what_went_in() {
        let item = |title: &str, line| Item { title: title.into(), line, ..Item::default() };
        let items = [item("学习不够", 3), item("", 70_000), item("a\u{1f}b", 0)];
        let coded = Coded::of(&items);
        assert!(coded.iter().eq(items));
        let kept = postcard::to_allocvec(&coded).unwrap();
        assert_eq!(postcard::from_bytes::<Coded<Item>>(&kept).unwrap(), coded);
        assert_eq!(Coded::<Item>::default().iter().count(), 0);
    }
}
