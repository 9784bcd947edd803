//! The two tables that texts go through, built once for a run.

use super::characters::Characters;
use crate::text::fold::Folding;

/// What texts are folded by, and what excerpts are coded by.
#[derive(Default)]
pub struct Tables {
    /// The folding.
    pub folding: Folding,
    /// The code of characters.
    pub characters: Characters,
}
