//! Renders notices and the archive: HTML, themes, charts, feeds and data files.
//!
//! Pure: values go in, bytes come out. Only `theme` and `page` use `tera`.

pub mod charts;
pub mod embedded;
pub mod exports;
pub mod feeds;
pub mod head;
pub mod html;
pub mod markup;
pub mod page;
pub mod picture;
pub mod qr;
pub mod theme;
pub mod title_breaks;
