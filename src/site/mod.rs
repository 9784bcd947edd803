//! The plan of a site: all entries, with the key and the bytes of each.
//!
//! Pure. `build` asks for every entry, `serve` for the requested one; both get the same bytes.

mod collisions;
mod compress;
mod inputs;
mod lines;
pub mod manifest;
pub mod overlay;
pub mod page_cache;
pub mod plan;
mod setting_links;

pub use lines::BLOCKS;
pub use page_cache::{MadePage, PageCache};
pub use plan::Plan;
