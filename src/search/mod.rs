//! The search index: notices cut into documents, tokens, posting lists, shards, and the files from which a browser
//! answers queries without a server. `README.md` beside this file specifies the format; the reader is
//! `themes/default/assets/search.js`.
//!
//! Pure: values in, files as bytes out; independent of folders, pages and the site.

pub mod bits;
pub mod characters;
pub mod cut;
pub mod document;
pub mod excerpt;
pub mod facet;
pub mod grams;
pub mod index;
pub mod packed;
pub mod postings;
pub mod root;
pub mod runs;
pub mod script;
pub mod segment;
pub mod shards;
pub mod tables;
pub mod texts;
pub mod tokens;
pub mod visible_words;
