//! Text: spans and lines, decoding, comments, normalisation, folding, numerals, slugs, hashes.
//!
//! Imports no other part of the program and knows nothing of notices.

pub mod active;
pub mod coded;
pub mod colour;
pub mod comments;
pub mod decode;
pub mod fingerprint;
pub mod fold;
pub mod han;
pub mod hex;
pub mod lines;
pub mod link;
pub mod markup;
pub mod name_before;
pub mod normal;
pub mod numeral;
pub mod pairs;
pub mod percent;
pub mod printable;
pub mod slug;
pub mod span;
mod traditional;
pub mod words;
pub mod yaml;
