//! The two tables for search texts, built on first use.

use std::sync::LazyLock;

use super::characters::Characters;
use crate::text::fold::Folding;

/// Folding table and character code.
#[derive(Default)]
pub struct Tables {
    /// The folding table.
    pub folding: LazyLock<Folding>,
    /// The character code of excerpts.
    pub characters: LazyLock<Characters>,
}
