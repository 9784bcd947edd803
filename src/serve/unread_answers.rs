//! A bound on the memory of answers that clients have not read yet, so that many slow readers of a large file do not fill
//! it.

use std::sync::Arc;

use hyper::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Answers up to this size are always sent; one on each connection is a bounded amount.
const SMALL_ANSWER: usize = 1 << 20;
/// Memory for all larger answers together, in KiB.
const ROOM_KIB: u32 = 256 << 10;

/// The memory for large answers.
#[derive(Clone, Debug)]
pub struct UnreadAnswers(Arc<Semaphore>);

/// An answer with its share of the memory, which is free again when hyper has sent the last byte.
struct HeldAnswer {
    bytes: Vec<u8>,
    _room: Option<OwnedSemaphorePermit>,
}

impl AsRef<[u8]> for HeldAnswer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl UnreadAnswers {
    /// Memory that nobody uses yet.
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(ROOM_KIB as usize)))
    }

    /// The bytes of an answer; `None` if there is no room for them now. A single answer always finds room, however
    /// large it is.
    pub fn hold(&self, bytes: Vec<u8>) -> Option<Bytes> {
        let room = match bytes.len() > SMALL_ANSWER {
            true => {
                let kib = u32::try_from(bytes.len() >> 10).unwrap_or(u32::MAX).min(ROOM_KIB);
                Some(Arc::clone(&self.0).try_acquire_many_owned(kib).ok()?)
            }
            false => None,
        };
        Some(Bytes::from_owner(HeldAnswer { bytes, _room: room }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_answers_find_room_when_others_are_read() {
        let answers = UnreadAnswers::new();
        let whole = answers.hold(vec![0; (ROOM_KIB as usize + 1) << 10]).expect("one answer always finds room");
        assert!(answers.hold(vec![0; SMALL_ANSWER + 1]).is_none());
        assert!(answers.hold(vec![0; SMALL_ANSWER]).is_some());
        drop(whole);
        assert!(answers.hold(vec![0; SMALL_ANSWER + 1]).is_some());
    }
}
