//! A second pair of eyes: the table of rules, what their findings weigh and say, and edits that need no judgement.
//!
//! Pure: it knows no files, no clock and no terminal.

pub mod catalogue;
pub mod weigh;

pub use catalogue::{Rule, Words};
pub use weigh::{Counts, Weighed, weigh};
