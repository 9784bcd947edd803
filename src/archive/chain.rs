//! Chains: which notice continues which (`follows`), and who represents a chain.

use std::collections::HashMap;

use super::row::{Row, RowIndex};
use crate::notice::{Code, Finding};

/// `follows` names no notice of the archive. Arguments: `id`.
pub const UNKNOWN: Code = Code::new("follows-unknown");
/// Notices follow each other in a circle. Arguments: `id`.
pub const CYCLE: Code = Code::new("follows-cycle");

/// Which rows continue which.
#[derive(Debug, Default)]
pub struct Chains {
    /// The row that each row continues.
    pub continues: HashMap<RowIndex, RowIndex>,
    /// The newest row that continues each row.
    pub superseded_by: HashMap<RowIndex, RowIndex>,
}

/// Links the rows `following`, which say what they follow, and says where that leads nowhere. `find` gives the row of
/// an id; `hidden` says whether an id belongs to a notice that this build leaves out, which is no finding.
pub fn link(
    rows: &[Row],
    following: &[RowIndex],
    find: impl Fn(&str) -> Option<RowIndex>,
    hidden: impl Fn(&str) -> bool,
) -> (Chains, Vec<Finding>) {
    let (mut chains, mut findings) = (Chains::default(), Vec::new());
    for at in following.iter().copied().filter(|at| !rows[*at].withdrawn) {
        let summary = &rows[at].summary;
        let Some(follows) = summary.facts.follows.as_ref() else { continue };
        let finding = |code| Finding::new(code, &summary.source, follows.span).with("id", &follows.value);
        match find(&follows.value) {
            Some(earlier) if chains.lead_back(earlier, at) => findings.push(finding(CYCLE)),
            Some(earlier) if rows[earlier].withdrawn => {}
            Some(earlier) => {
                chains.continues.insert(at, earlier);
                // rows are sorted, so of two that continue the same notice the newest is linked last
                chains.superseded_by.insert(earlier, at);
            }
            None if hidden(&follows.value) => {}
            None => findings.push(finding(UNKNOWN)),
        }
    }
    (chains, findings)
}

impl Chains {
    /// Whether `to`, were it to continue `from`, would continue itself in the end.
    fn lead_back(&self, mut from: RowIndex, to: RowIndex) -> bool {
        if from != to && !self.superseded_by.contains_key(&to) {
            return false;
        }
        while from != to {
            match self.continues.get(&from) {
                Some(earlier) => from = *earlier,
                None => return false,
            }
        }
        true
    }
}
