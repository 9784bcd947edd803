//! Releases: their manifests and ids, differences between two, guards against mistakes, and the hash-chained log.
//!
//! Pure: bytes go in, values and bytes come out. The files above this folder read and write them.

pub mod difference;
pub mod fault;
pub mod guard;
pub mod log;
pub mod manifest;
pub mod marker;
pub mod signature;

pub use difference::{Difference, ReleaseSide};
pub use fault::FileFault;
pub use guard::Refusal;
pub use log::{Log, LogEntry};
pub use manifest::{Manifest, ReleaseId};
pub use marker::{Marker, Note};
