//! Reasons of errors, the operating system's and this program's, in the language of the run.

pub use crate::io::reason::{in_words as of_io, of};
