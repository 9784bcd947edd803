//! The questions that the layout of a text leaves open, and the answers that are tried.

/// One answer to each question that the layout of a text leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypothesis {
    /// Where a number starts again at 1 under a heading of the same style.
    pub restarts: Restarts,
    /// Whether numbered rows after 整改措施： are measures.
    pub lists_are_measures: bool,
    /// Which short lines without number or mark are headings, where a list that starts at 1 follows them.
    pub captions: Captions,
}

/// Meaning of a number that starts again at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restarts {
    /// The meaning that the words of the two headings suggest.
    ByWords,
    /// A list below the heading before it.
    Below,
    /// A new series beside the heading before it.
    Beside,
}

/// Which short lines are headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captions {
    /// Names of units.
    Units,
    /// Any.
    Any,
}

impl Hypothesis {
    /// The answers that are right most often, tried first.
    pub const USUAL: Self = Self { restarts: Restarts::ByWords, lists_are_measures: true, captions: Captions::Units };

    /// The other answers, each of which differs from [`Self::USUAL`] in one.
    pub const OTHERS: [Self; 4] = [
        Self { restarts: Restarts::Below, ..Self::USUAL },
        Self { restarts: Restarts::Beside, ..Self::USUAL },
        Self { lists_are_measures: false, ..Self::USUAL },
        Self { captions: Captions::Any, ..Self::USUAL },
    ];
}
