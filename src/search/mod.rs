//! The search index: notices cut into documents, tokens, lists, shards, and the files a reader without a server
//! can answer from. `README.md` beside this file gives the format byte by byte; the reader is
//! `themes/default/assets/search.js`.
//!
//! Knows no files, no pages and no site: values in, files as bytes out.

pub mod bits;
pub mod characters;
pub mod cut;
pub mod document;
pub mod excerpt;
pub mod grams;
pub mod index;
pub mod packed;
pub mod plain;
pub mod postings;
pub mod root;
pub mod runs;
pub mod script;
pub mod segment;
pub mod shards;
pub mod tables;
pub mod texts;
pub mod tokens;
