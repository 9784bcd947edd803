//! Lists kept serialised and decoded on iteration. An archive holds many lists, and most builds read few of them.

use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// Bytes in front of the values that hold their number.
const COUNT_BYTES: usize = 4;

/// A `Vec<T>` kept serialised: the number of values in four bytes, then the values. Takes about a third of the memory
/// of the `Vec`.
pub struct Coded<T> {
    bytes: Box<[u8]>,
    values: PhantomData<fn() -> T>,
}

impl<T: Serialize> Coded<T> {
    /// Serialises `values`. Stops at a value that cannot be serialised: a map of unknown size, which no type here has.
    pub fn of(values: &[T]) -> Self {
        let (mut count, mut bytes) = (0_u32, vec![0; COUNT_BYTES]);
        for coded in values.iter().map_while(|value| postcard::to_allocvec(value).ok()) {
            bytes.extend(coded);
            count += 1;
        }
        bytes[..COUNT_BYTES].copy_from_slice(&count.to_le_bytes());
        Self { bytes: bytes.into(), values: PhantomData }
    }
}

impl<T: DeserializeOwned> Coded<T> {
    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        let mut rest = self.bytes.get(COUNT_BYTES..).unwrap_or_default();
        iter::from_fn(move || {
            let (value, after) = postcard::take_from_bytes(rest).ok()?;
            rest = after;
            Some(value)
        })
    }
}

impl<T> Coded<T> {
    /// Number of values.
    pub fn len(&self) -> usize {
        self.bytes.first_chunk().map_or(0, |count| u32::from_le_bytes(*count) as usize)
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> Clone for Coded<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), values: PhantomData }
    }
}

impl<T> Default for Coded<T> {
    fn default() -> Self {
        Self { bytes: [0; COUNT_BYTES].into(), values: PhantomData }
    }
}

impl<T> PartialEq for Coded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Eq for Coded<T> {}

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
        deserializer.deserialize_bytes(BytesVisitor).map(|bytes| Self { bytes, values: PhantomData })
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Box<[u8]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Box<[u8]>, E> {
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_decode_to_what_was_encoded() {
        type Value = (String, Option<u32>);
        let values: [Value; 3] = [("学习不够".into(), Some(70_000)), (String::new(), None), ("b".into(), Some(0))];
        let coded = Coded::of(&values);
        assert!(coded.iter().eq(values));
        assert_eq!(coded.len(), 3);
        let kept = postcard::to_allocvec(&coded).unwrap();
        assert_eq!(postcard::from_bytes::<Coded<Value>>(&kept).unwrap(), coded);
        for nothing in [Coded::<Value>::default(), Coded::of(&[])] {
            assert_eq!(nothing, Coded::default());
            assert_eq!((nothing.len(), nothing.is_empty(), nothing.iter().count()), (0, true, 0));
        }
    }

    #[test]
    fn a_value_that_cannot_be_serialised_ends_the_list() {
        struct Wrong(bool);
        impl Serialize for Wrong {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    true => serializer.collect_seq(std::iter::once(1).filter(|_| true)),
                    false => serializer.serialize_u8(7),
                }
            }
        }
        assert_eq!(Coded::of(&[Wrong(false), Wrong(true), Wrong(false)]).len(), 1);
    }
}
