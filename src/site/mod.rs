//! The plan of a site: which addresses there are, what each is made from, and its bytes.
//!
//! Pure. `build` asks for every entry, `serve` for the one somebody looks at; both get the same bytes.

pub mod attachment;
mod compress;
mod data;
pub mod entry;
mod index;
mod inputs;
pub mod key;
mod lines;
pub mod make;
pub mod manifest;
pub mod memo;
mod notice;
pub mod overlay;
pub mod plan;
pub mod record;
mod shown;

pub use attachment::{Attachment, Links};
pub use entry::{Entry, FeedFormat, What};
pub use key::{Explained, Key};
pub use lines::BLOCKS;
pub use make::{MakeError, Sources};
pub use memo::{Memo, Page};
pub use plan::{Inputs, Plan};
pub use record::{FileRecord, Outcome, Record};
