//! Why something failed, in words: the operating system's and our own reasons in the language of the run.

pub use crate::io::reason::{in_words as of_io, of};
