//! From the archive to pages: views, themes, charts.
//!
//! Pure: values go in, bytes come out. `tera` is known to `theme` and `pages` only.

pub mod charts;
pub mod embedded;
pub mod head;
pub mod pages;
pub mod theme;
pub mod view;
