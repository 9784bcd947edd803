//! The plan of a site: which entries there are, the key and the bytes of each, and what is remembered of them.
//!
//! Pure. `build` asks for every entry, `serve` for the one somebody looks at; both get the same bytes.

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
