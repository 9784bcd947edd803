//! Claims: the totals a notice states about itself.

use serde::{Deserialize, Serialize};

use super::found::Found;

/// The totals that a notice claims. Zero is a claim; an absent field is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// 方面
    pub aspects: Option<Found<u32>>,
    /// 项内容
    pub contents: Option<Found<u32>>,
    /// 问题
    pub problems: Option<Found<u32>>,
    /// 完成
    pub completed: Option<Found<u32>>,
    /// 措施
    pub measures: Option<Found<u32>>,
    /// 制度
    pub systems: Option<Found<u32>>,
    /// 万元, as written.
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

    /// The slot of the count named in front matter, in English or Chinese.
    pub fn slot(&mut self, name: &str) -> Option<&mut Option<Found<u32>>> {
        Some(match name {
            "aspects" | "方面" => &mut self.aspects,
            "contents" | "项内容" => &mut self.contents,
            "problems" | "问题" => &mut self.problems,
            "completed" | "完成" => &mut self.completed,
            "measures" | "措施" => &mut self.measures,
            "systems" | "制度" => &mut self.systems,
            _ => return None,
        })
    }

    /// Claimed problems and, of them, completed, where both are stated and agree with each other.
    pub fn progress(&self) -> Option<(u32, u32)> {
        let problems = self.problems.as_ref().filter(|found| found.is_indexed())?.value;
        let completed = self.completed.as_ref().filter(|found| found.is_indexed())?.value;
        (completed <= problems && problems > 0).then_some((completed, problems))
    }
}
