//! A row: one notice with its names resolved and its place in the archive.

use std::sync::Arc;

use super::address::Address;
use super::resolve::ResolvedRound;
use super::standing::Standing;
use super::tally::Tally;
use crate::notice::{Date, Summary, UnitKey};
use crate::text::fingerprint::Fingerprint;

/// The place of a row in [`super::Archive::rows`].
pub type RowIndex = usize;

/// One notice in the archive.
#[derive(Clone, Debug)]
pub struct Row {
    /// What was read from its file.
    pub summary: Arc<Summary>,
    /// Its page.
    pub address: Address,
    /// The keys of its units, in the order they are written.
    pub units: Vec<UnitKey>,
    /// Its round, resolved; absent where none is named or sure.
    pub round: Option<ResolvedRound>,
    /// Its items by status; counts no notices.
    pub items: Tally,
    /// Its status, where its kind has one.
    pub standing: Option<Standing>,
    /// Whether it was withdrawn: it has a page and stands nowhere else.
    pub withdrawn: bool,
    /// The notice that continues it.
    pub superseded_by: Option<RowIndex>,
    /// The notice it continues.
    pub continues: Option<RowIndex>,
    /// What lists and data files show of it, recognised by this.
    pub fingerprint: Fingerprint,
}

impl Row {
    /// The notice's id.
    pub fn id(&self) -> &str {
        self.summary.id()
    }

    /// The notice's title.
    pub fn title(&self) -> &str {
        self.summary.facts.title()
    }

    /// Its day of publication.
    pub fn day(&self) -> Option<Date> {
        self.summary.facts.day()
    }

    /// Whether it counts: neither withdrawn nor continued by another.
    pub fn counts(&self) -> bool {
        !self.withdrawn && self.superseded_by.is_none()
    }

    /// What it adds to the tally of a group it stands in.
    pub fn tally(&self) -> Tally {
        match (self.withdrawn, self.superseded_by) {
            (true, _) => Tally::default(),
            (false, Some(_)) => Tally::superseded(),
            (false, None) => self.items.as_notice(),
        }
    }
}
