//! The overall status of a notice: from its front matter, its items, or its claims, in that order.
//!
//! The only place that decides it, for pages, exports, feeds, `show` and the checks.

use serde::{Deserialize, Serialize};

use super::tally::Tally;
use crate::config::Language;
use crate::notice::{Status, Summary};

/// Source of a notice's status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The front matter.
    FrontMatter,
    /// Its items, one by one.
    Items,
    /// Its claims, which are totals only.
    Claims,
    /// No status is stated.
    #[default]
    None,
}

impl Basis {
    /// Name in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front_matter",
            Self::Items => "items",
            Self::Claims => "claims",
            Self::None => "none",
        }
    }
}

/// A notice's status with its basis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NoticeStatus {
    /// The canonical status.
    pub status: Status,
    /// Its basis.
    pub basis: Basis,
    /// Done of all, if items or claims give the numbers: 部分完成 k/n.
    pub progress: Option<(u32, u32)>,
    /// Labelled of all items, if the status is unstated because the others have no label: 已注明 k/n 项.
    pub labelled: Option<(u32, u32)>,
}

impl NoticeStatus {
    /// The status of a notice; `None` for kinds that have none.
    pub fn of(summary: &Summary, items: &Tally) -> Option<Self> {
        if !summary.facts.kind().has_status() {
            return None;
        }
        if let Some(found) = &summary.facts.status {
            // without a fraction, which would look as if the front matter stated it
            return Some(Self { status: found.value, basis: Basis::FrontMatter, ..Self::default() });
        }
        // uncertain items give no overall status
        let items_are_certain = summary.uncertain == 0;
        let stated = from_items(items)
            .filter(|_| items_are_certain)
            .or_else(|| from_claims(summary.facts.claims.progress(), items));
        Some(stated.unwrap_or_else(|| {
            let labelled = (items_are_certain && items.stated() > 0).then(|| (items.stated(), items.items()));
            Self { labelled, ..Self::default() }
        }))
    }

    /// The label on pages and in data files: 已完成, 部分完成 21/25, 部分完成 36/37（据通报）, 已注明 1/3 项.
    pub fn label(&self, language: Language) -> String {
        let label = match (self.status, self.progress, self.labelled) {
            (Status::Partial, Some((done, all)), _) => {
                language.pick(format!("部分完成 {done}/{all}"), format!("Partly done {done}/{all}"))
            }
            (Status::Unstated, _, Some((labelled, all))) => {
                language.pick(format!("已注明 {labelled}/{all} 项"), format!("{labelled}/{all} items state one"))
            }
            (status, _, _) => language.pick(status.label(), status.english()).to_owned(),
        };
        match self.basis {
            Basis::Claims => label + language.pick("（据通报）", " (as claimed)"),
            Basis::FrontMatter | Basis::Items | Basis::None => label,
        }
    }
}

/// Status from items that all have a label: all done → done; none done and all alike → that; none done, mixed → in
/// progress; else partial k/n.
fn from_items(items: &Tally) -> Option<NoticeStatus> {
    if items.items() == 0 || items.count(Status::Unstated) > 0 {
        return None;
    }
    let status = common_status(items)?;
    let progress = matches!(status, Status::Done | Status::Partial).then(|| (items.count(Status::Done), items.items()));
    let progress = progress.filter(|(done, _)| *done > 0);
    Some(NoticeStatus { status, basis: Basis::Items, progress, labelled: None })
}

/// Common status of the labelled items; `None` if none is labelled.
fn common_status(items: &Tally) -> Option<Status> {
    let alike = Status::ALL.into_iter().find(|status| *status != Status::Unstated && items.count(*status) > 0)?;
    Some(match items.count(Status::Done) {
        _ if items.count(alike) == items.stated() => alike,
        0 => Status::InProgress,
        _ => Status::Partial,
    })
}

/// Status from the notice's totals, unless more items are labelled unfinished than they leave.
fn from_claims(progress: Option<(u32, u32)>, items: &Tally) -> Option<NoticeStatus> {
    let (done, all) = progress?;
    if items.count(Status::InProgress) + items.count(Status::Open) > all - done {
        return None;
    }
    let status = match done {
        0 => Status::InProgress,
        _ if done == all => Status::Done,
        _ => Status::Partial,
    };
    Some(NoticeStatus { status, basis: Basis::Claims, progress: Some((done, all)), labelled: None })
}

/// Status of the labelled items if the status of the whole notice contradicts them. While some items have no label,
/// only 已完成 can be contradicted, by an item that is not done.
pub fn contradiction(stated: Status, items: &Tally) -> Option<Status> {
    let labelled = common_status(items)?;
    let agrees = labelled == stated || stated == Status::InProgress && labelled == Status::Partial;
    let has_unlabelled = items.count(Status::Unstated) > 0;
    let unfinished = items.stated() > items.count(Status::Done);
    match (has_unlabelled, stated) {
        (true, Status::Done) => unfinished.then_some(labelled),
        (true, _) => None,
        (false, _) => (!agrees).then_some(labelled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(statuses: &[Status]) -> Tally {
        statuses.iter().copied().collect()
    }

    #[test]
    fn items_give_a_status_only_if_all_have_one() {
        use Status::{Done, InProgress, LongTerm, Open, Partial, Unstated};
        let status = |statuses: &[Status]| from_items(&items(statuses)).map(|said| (said.status, said.progress));
        assert_eq!(status(&[Done, Done]), Some((Done, Some((2, 2)))));
        assert_eq!(status(&[Done, LongTerm, Open]), Some((Partial, Some((1, 3)))));
        assert_eq!(status(&[LongTerm, LongTerm]), Some((LongTerm, None)));
        assert_eq!(status(&[Partial, Partial]), Some((Partial, None)));
        assert_eq!(status(&[Open, InProgress]), Some((InProgress, None)));
        assert_eq!(status(&[Done, Unstated]), None);
        assert_eq!(status(&[]), None);
    }

    #[test]
    fn claims_give_a_status_unless_labels_contradict_them() {
        use Status::{Done, InProgress, Partial, Unstated};
        let said = |progress, statuses: &[Status]| from_claims(Some(progress), &items(statuses));
        assert_eq!(
            said((4, 5), &[Done, InProgress, Unstated]).map(|said| said.label(Language::Zh)).as_deref(),
            Some("部分完成 4/5（据通报）")
        );
        assert_eq!(said((5, 5), &[Unstated]).map(|said| said.label(Language::Zh)).as_deref(), Some("已完成（据通报）"));
        assert_eq!(said((5, 5), &[InProgress, Unstated]), None);
        assert_eq!(said((4, 5), &[Partial]).map(|said| said.status), Some(Partial));
    }

    #[test]
    fn missing_labels_contradict_nothing() {
        use Status::{Done, InProgress, Partial, Unstated};
        assert_eq!(contradiction(Done, &items(&[Done, Unstated])), None);
        assert_eq!(contradiction(Partial, &items(&[Done, Unstated])), None);
        assert_eq!(contradiction(Done, &items(&[InProgress, Unstated])), Some(InProgress));
        assert_eq!(contradiction(InProgress, &items(&[Done, InProgress])), None);
        assert_eq!(contradiction(Done, &items(&[Done, InProgress])), Some(Partial));
    }
}
