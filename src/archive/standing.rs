//! Where a notice as a whole stands (DOMAIN §3): by its front matter, its items, or its claims, in that order.

use serde::{Deserialize, Serialize};

use super::tally::Tally;
use crate::notice::{Status, Summary};

/// What a notice's status rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The front matter says so.
    FrontMatter,
    /// Its items say so one by one.
    Items,
    /// Only its totals say so.
    Claims,
    /// Nothing says so.
    #[default]
    None,
}

impl Basis {
    /// The name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front_matter",
            Self::Items => "items",
            Self::Claims => "claims",
            Self::None => "none",
        }
    }
}

/// A notice's status with what it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Standing {
    /// The canonical status.
    pub status: Status,
    /// What it rests on.
    pub basis: Basis,
    /// Done of all, where the status is a fraction: 部分完成 k/n.
    pub progress: Option<(u32, u32)>,
    /// Items without a status beside items with one.
    pub unstated: u32,
}

impl Standing {
    /// The standing of a notice; `None` for kinds that have no status.
    pub fn of(summary: &Summary, tally: &Tally) -> Option<Self> {
        if !summary.facts.kind().has_status() {
            return None;
        }
        let (derived, progress, basis) = Self::derived(summary, tally);
        let unstated = if tally.stated() > 0 { tally.count(Status::Unstated) } else { 0 };
        Some(match summary.facts.status.as_ref() {
            Some(found) if found.value != derived => {
                Self { status: found.value, basis: Basis::FrontMatter, progress: None, unstated }
            }
            Some(found) => Self { status: found.value, basis: Basis::FrontMatter, progress, unstated },
            None => Self { status: derived, basis, progress, unstated },
        })
    }

    /// What items or claims say, leaving the front matter aside.
    pub fn derived(summary: &Summary, tally: &Tally) -> (Status, Option<(u32, u32)>, Basis) {
        if tally.stated() > 0 {
            let (status, progress) = from_items(tally);
            return (status, progress, Basis::Items);
        }
        match summary.facts.claims.progress() {
            Some((done, all)) if done == all => (Status::Done, Some((done, all)), Basis::Claims),
            Some((0, all)) => (Status::InProgress, Some((0, all)), Basis::Claims),
            Some((done, all)) => (Status::Partial, Some((done, all)), Basis::Claims),
            None => (Status::Unstated, None, Basis::None),
        }
    }

    /// The label pages and data show: 已完成, 部分完成 21/25, 部分完成 36/37（据通报）, with 另有 n 项未注明 where
    /// labelled and unlabelled items are mixed.
    pub fn label(&self) -> String {
        let mut label = match (self.status, self.progress) {
            (Status::Partial, Some((done, all))) => format!("部分完成 {done}/{all}"),
            (status, _) => status.label().to_owned(),
        };
        if self.basis == Basis::Claims {
            label.push_str("（据通报）");
        }
        if self.unstated > 0 {
            label.push_str(&format!("，{} 项未注明", self.unstated));
        }
        label
    }
}

/// All done → done; none done and all alike → that; none done, mixed → in progress; else partial k/n. Only items that
/// state a status are asked.
fn from_items(tally: &Tally) -> (Status, Option<(u32, u32)>) {
    let (done, stated) = (tally.count(Status::Done), tally.stated());
    let progress = Some((done, stated));
    if done == stated {
        return (Status::Done, progress);
    }
    if done > 0 {
        return (Status::Partial, progress);
    }
    let alike = Status::ALL.into_iter().find(|status| *status != Status::Unstated && tally.count(*status) == stated);
    (alike.unwrap_or(Status::InProgress), None)
}
