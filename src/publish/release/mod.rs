//! Releases: what one is known by, how two differ in the domain's words, what stops a publication, and the chained log.
//!
//! Pure: bytes come in, values and bytes go out; the files beside this folder read and write them.

pub mod difference;
pub mod fault;
pub mod guard;
pub mod log;
pub mod manifest;
pub mod marker;
pub mod signature;

pub use difference::{Difference, Side};
pub use fault::FileFault;
pub use guard::Refusal;
pub use log::{Log, LogEntry};
pub use manifest::{Manifest, ReleaseId};
pub use marker::{Marker, Note};
