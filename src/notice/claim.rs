//! Claims: the totals a notice states about itself.

use serde::{Deserialize, Serialize};

use super::found::Found;

/// The totals that a notice claims. Zero is a claim; an absent field is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Number of 方面 (aspects).
    pub aspects: Option<Found<u32>>,
    /// Number of 项内容 (contents).
    pub contents: Option<Found<u32>>,
    /// Number of 问题 (problems).
    pub problems: Option<Found<u32>>,
    /// Number of problems that are completed (完成).
    pub completed: Option<Found<u32>>,
    /// Number of 措施 (measures).
    pub measures: Option<Found<u32>>,
    /// Number of 制度 (rules that were made or revised).
    pub systems: Option<Found<u32>>,
    /// Amount of money in 万元, as written.
    pub amount: Option<Found<String>>,
}

impl Claims {
    /// The counts by their names in front matter and data, in that order.
    pub fn counts(&self) -> [(&'static str, Option<&Found<u32>>); 6] {
        [
            ("aspects", self.aspects.as_ref()),
            ("contents", self.contents.as_ref()),
            ("problems", self.problems.as_ref()),
            ("completed", self.completed.as_ref()),
            ("measures", self.measures.as_ref()),
            ("systems", self.systems.as_ref()),
        ]
    }

    /// Claimed problems and, of them, completed, where both are stated and agree with each other.
    pub fn progress(&self) -> Option<(u32, u32)> {
        let problems = self.problems.as_ref().filter(|found| found.is_indexed())?.value;
        let completed = self.completed.as_ref().filter(|found| found.is_indexed())?.value;
        (completed <= problems && problems > 0).then_some((completed, problems))
    }
}
