//! Feeds for readers and search engines: Atom, JSON Feed and the sitemap.
//!
//! Feeds have the newest 50 dated notices. If the site's address is not known, they have no self link, and their links are
//! relative.

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
