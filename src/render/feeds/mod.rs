//! Feeds for readers and search engines: Atom, JSON Feed and the sitemap.
//!
//! Feeds hold the newest 50 dated notices. Without a base address they name no place of their own, and their links
//! are relative.

mod atom;
mod channel;
mod json_feed;
mod sitemap;
mod updates;

pub use atom::atom;
pub use channel::{FeedScope, site_id};
pub use json_feed::json_feed;
pub use sitemap::sitemaps;
pub use updates::{UpdateEntry, updates};
