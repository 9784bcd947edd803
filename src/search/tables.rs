//! The two tables that texts go through, built when they are first asked for and once for a run.

use std::sync::LazyLock;

use super::characters::Characters;
use crate::text::fold::Folding;

/// What texts are folded by, and what excerpts are coded by.
#[derive(Default)]
pub struct Tables {
    /// The folding.
    pub folding: LazyLock<Folding>,
    /// The code of characters.
    pub characters: LazyLock<Characters>,
}
