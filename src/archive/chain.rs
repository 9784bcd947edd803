//! Chains: which notice continues which (`follows`), and which notice represents a chain.
//!
//! A chain has no branches. Withdrawn notices, and those left out of this build, are skipped: a notice that follows one
//! of them continues the one before it. If two notices follow the same one, they are ordered by date, with a finding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::row::{Row, RowIndex};
use crate::notice::{Code, Finding};

/// `follows` names an id that no notice has. Arguments: `id`.
pub const UNKNOWN: Code = Code::new("follows-unknown");
/// Notices follow each other in a circle. Arguments: `id`.
pub const CYCLE: Code = Code::new("follows-cycle");
/// Two notices follow the same one. Arguments: `id` (of that one), `other` (the other follower, placed before this one).
pub const FORK: Code = Code::new("follows-twice");

/// Which rows continue which. No row is in two chains, and no row continues two others.
#[derive(Debug, Default)]
pub struct Chains {
    /// The row that each row continues.
    pub continues: HashMap<RowIndex, RowIndex>,
    /// The row that continues each row.
    pub superseded_by: HashMap<RowIndex, RowIndex>,
}

/// Finds notices by their ids.
pub struct Lookup<'a> {
    /// All rows, by date.
    pub rows: &'a [Row],
    /// The row with an id.
    pub find: &'a dyn Fn(&str) -> Option<RowIndex>,
    /// The notices left out of this build: their ids and what they follow.
    pub hidden: HashMap<&'a str, Option<&'a str>>,
}

/// Target of a `follows`.
enum FollowTarget {
    /// A row that other pages may link to.
    Row(RowIndex),
    /// Only withdrawn or hidden notices; not a finding.
    Hidden,
    /// An id that no notice has.
    Unknown,
}

/// Links the rows `following`, which have a `follows`, and reports those that name an unknown notice, or lead back to themselves.
pub fn link(lookup: &Lookup<'_>, following: &[RowIndex]) -> (Chains, Vec<Finding>) {
    let rows = lookup.rows;
    let (mut parents, mut followed, mut findings) = (HashMap::new(), HashSet::new(), Vec::new());
    for at in following.iter().copied().filter(|at| !rows[*at].withdrawn) {
        let summary = &rows[at].summary;
        let Some(follows) = summary.facts.follows.as_ref() else { continue };
        let finding = |code| Finding::new(code, &summary.source, follows.span).with("id", &follows.value);
        match lookup.resolve(&follows.value) {
            // `leads_back` is only needed if something follows this row
            FollowTarget::Row(earlier)
                if earlier == at || followed.contains(&at) && leads_back(&parents, earlier, at) =>
            {
                findings.push(finding(CYCLE));
            }
            FollowTarget::Row(earlier) => {
                followed.insert(earlier);
                parents.insert(at, earlier);
            }
            FollowTarget::Hidden => {}
            FollowTarget::Unknown => findings.push(finding(UNKNOWN)),
        }
    }
    let children = children(&parents);
    let mut chains = Chains::default();
    for root in children.keys().filter(|at| !parents.contains_key(at)) {
        let line = in_line(*root, &children);
        for pair in line.windows(2) {
            let [earlier, at] = [pair[0], pair[1]];
            chains.continues.insert(at, earlier);
            chains.superseded_by.insert(earlier, at);
            if parents.get(&at) != Some(&earlier) {
                let summary = &rows[at].summary;
                let Some(follows) = summary.facts.follows.as_ref() else { continue };
                let finding = Finding::new(FORK, &summary.source, follows.span).with("id", &follows.value);
                findings.push(finding.with("other", rows[earlier].id()));
            }
        }
    }
    (chains, findings)
}

impl Lookup<'_> {
    /// The row that `id` leads to, skipping withdrawn and hidden notices.
    fn resolve(&self, id: &str) -> FollowTarget {
        let (mut id, mut seen) = (id, HashSet::new());
        loop {
            if !seen.insert(id) {
                return FollowTarget::Hidden;
            }
            let next = match ((self.find)(id), self.hidden.get(id)) {
                (Some(at), _) if !self.rows[at].withdrawn => return FollowTarget::Row(at),
                (Some(at), _) => self.rows[at].summary.facts.follows.as_ref().map(|found| found.value.as_str()),
                (None, Some(follows)) => *follows,
                (None, None) if seen.len() == 1 => return FollowTarget::Unknown,
                (None, None) => None,
            };
            match next {
                Some(next) => id = next,
                None => return FollowTarget::Hidden,
            }
        }
    }
}

/// Whether the rows that `from` continues include `to`, so that `to` must not continue `from`.
fn leads_back(parents: &HashMap<RowIndex, RowIndex>, from: RowIndex, to: RowIndex) -> bool {
    std::iter::successors(Some(from), |at| parents.get(at).copied()).any(|at| at == to)
}

/// The rows that follow each row. A row with none is not in it.
fn children(parents: &HashMap<RowIndex, RowIndex>) -> BTreeMap<RowIndex, BTreeSet<RowIndex>> {
    let mut children: BTreeMap<RowIndex, BTreeSet<RowIndex>> = BTreeMap::new();
    for (at, earlier) in parents {
        children.entry(*earlier).or_default().insert(*at);
    }
    children
}

/// The rows of the chain that begins with `root`, each after the one it follows, else by date.
fn in_line(root: RowIndex, children: &BTreeMap<RowIndex, BTreeSet<RowIndex>>) -> Vec<RowIndex> {
    let (mut line, mut ready) = (Vec::new(), BTreeSet::from([root]));
    while let Some(at) = ready.pop_first() {
        line.push(at);
        ready.extend(children.get(&at).into_iter().flatten());
    }
    line
}
