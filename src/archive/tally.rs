//! Tallies: notices and items counted by status, always in the same order.

use serde::{Deserialize, Serialize};

use crate::notice::{Status, Summary};

/// Numbers of notices and items, the items by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tally {
    /// Notices that count: the newest of every chain.
    pub notices: u32,
    /// Earlier notices of a chain, which are listed but do not count.
    pub superseded: u32,
    /// Items of the notices that count, in the order of [`Status::ALL`].
    by_status: [u32; Status::ALL.len()],
}

impl Tally {
    /// The tally of one notice's items.
    pub fn of(summary: &Summary) -> Self {
        Self { by_status: summary.by_status, ..Self::default() }
    }

    /// One notice that another continues.
    pub fn superseded() -> Self {
        Self { superseded: 1, ..Self::default() }
    }

    /// These items as those of one notice that counts.
    #[must_use]
    pub fn as_notice(self) -> Self {
        Self { notices: 1, ..self }
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Self) {
        self.notices += other.notices;
        self.superseded += other.superseded;
        for (mine, theirs) in self.by_status.iter_mut().zip(other.by_status) {
            *mine += theirs;
        }
    }

    /// Subtracts another tally, which was added before.
    pub fn subtract(&mut self, other: &Self) {
        self.notices -= other.notices;
        self.superseded -= other.superseded;
        for (mine, theirs) in self.by_status.iter_mut().zip(other.by_status) {
            *mine -= theirs;
        }
    }

    /// All items.
    pub fn items(&self) -> u32 {
        self.by_status.iter().sum()
    }

    /// The items with this status.
    pub fn count(&self, status: Status) -> u32 {
        self.by_status[status.index()]
    }

    /// Number of items with an unfinished status.
    pub fn unfinished(&self) -> u32 {
        Status::ALL.into_iter().filter(|status| status.is_unfinished()).map(|status| self.count(status)).sum()
    }

    /// The items that state a status.
    pub fn stated(&self) -> u32 {
        self.items() - self.count(Status::Unstated)
    }
}

/// The tally of items with these statuses.
impl FromIterator<Status> for Tally {
    fn from_iter<I: IntoIterator<Item = Status>>(statuses: I) -> Self {
        let mut tally = Self::default();
        for status in statuses {
            tally.by_status[status.index()] += 1;
        }
        tally
    }
}
