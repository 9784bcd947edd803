//! Item histories for display, computed for one notice from the notices of its chain.

use std::fmt;

use serde::Serialize;

use super::step::{StepCounts, StepKind};
use super::{ItemChain, ItemPosition, StepPosition};
use crate::archive::address::Address;
use crate::archive::fold::Archive;
use crate::archive::page_reference::PageReference;
use crate::archive::row::RowIndex;
use crate::notice::{Anchor, Date, Deadline, Item, Status};

/// Histories of the items of one notice, and comparison with the notice before it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoticeHistory<'a> {
    /// Comparison with the previous notice; absent for the oldest of a chain.
    pub since: Option<NoticeComparison<'a>>,
    /// Comparison of the next notice of the chain with this one; `None` for the newest.
    pub next: Option<NoticeComparison<'a>>,
    /// The newest notice of the chain, if it is not the next one.
    pub newest: Option<PageReference<'a>>,
    /// The history of each item, in the notice's order.
    pub items: Vec<ItemHistory<'a>>,
}

/// Two consecutive notices of a chain compared item by item.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoticeComparison<'a> {
    /// The earlier notice.
    pub earlier: PageReference<'a>,
    /// The later notice.
    pub later: PageReference<'a>,
    /// Number of items for each kind of step.
    pub counts: StepCounts,
    /// The items of the later notice, in its order.
    pub items: Vec<ComparedItem>,
    /// The items that the earlier notice lists and the later one does not, in the order of the earlier.
    pub unlisted: Vec<UnlistedItem>,
}

/// An item of a follow-up compared with the last statement about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedItem {
    /// Its anchor in the later notice.
    pub anchor: Anchor,
    /// Its number as written.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its status in the later notice.
    pub status: Status,
    /// The status in the notice's own words.
    pub status_raw: Option<String>,
    /// The last status stated before, if any.
    pub before: Option<Status>,
    /// The step between the two.
    pub kind: StepKind,
    /// Whether both are certainly one problem; otherwise 待确认.
    pub sure: bool,
    /// The number of the item it continues, as written there.
    pub earlier_number: Option<String>,
    /// The anchor of the item it continues.
    pub earlier_anchor: Option<Anchor>,
}

/// An item that the follow-up no longer lists. Its status is then unknown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnlistedItem {
    /// Its anchor in the earlier notice.
    pub anchor: Anchor,
    /// Its number as written there.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its status in the earlier notice.
    pub status: Status,
    /// The number and title of the later item that it may have been joined into (待确认).
    pub joined_into: Option<(Option<String>, String)>,
}

/// History of one problem.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemHistory<'a> {
    /// The page of the oldest notice that lists it, with `anchor`: the lasting address.
    pub notice: &'a str,
    /// Its anchor in that page.
    pub anchor: Anchor,
    /// The statement of each notice, oldest first; only one if no other notice of the chain lists the problem.
    pub steps: Vec<HistoryStep<'a>>,
    /// Index in `steps` of the notice that the history is shown for.
    pub here: usize,
}

impl<'a> ItemHistory<'a> {
    /// The lasting address.
    pub fn address(&self) -> ItemAddress<'a> {
        ItemAddress { notice: self.notice, anchor: self.anchor }
    }
}

/// Statement of one notice about a problem.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HistoryStep<'a> {
    /// The notice.
    pub notice: &'a str,
    /// Its page.
    pub url: Address,
    /// Its date.
    pub date: Option<Date>,
    /// The item's anchor there; absent if the notice does not list it.
    pub anchor: Option<Anchor>,
    /// The item's number as written there.
    pub number: Option<String>,
    /// The item's title there; absent if the notice does not list it.
    pub title: Option<String>,
    /// The status stated there; absent if the notice does not list it.
    pub status: Option<Status>,
    /// The status in the notice's own words.
    pub status_raw: Option<String>,
    /// Whether work continues although it is done (长期坚持).
    pub sustained: bool,
    /// 整改时限, as stated there.
    pub deadline: Option<Deadline>,
    /// 责任单位, 责任领导, as written there.
    pub responsible: Option<String>,
    /// Comparison with the last status before.
    pub kind: StepKind,
    /// Whether it is certainly the same problem; otherwise 待确认.
    pub sure: bool,
}

/// Address of an item: the id of its notice and its anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAddress<'a> {
    /// The id of the notice.
    pub notice: &'a str,
    /// Its anchor in the notice's page.
    pub anchor: Anchor,
}

impl fmt::Display for ItemAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", Address::notice(self.notice), self.anchor)
    }
}

/// The items of a chain, decoded.
struct DecodedItems<'a> {
    chain: &'a ItemChain,
    rows: Vec<RowIndex>,
    items: Vec<Vec<Item>>,
    archive: &'a Archive,
}

impl Archive {
    /// Histories of the items of the notice at `at`; `None` if it is in no chain.
    pub fn history(&self, at: RowIndex) -> Option<NoticeHistory<'_>> {
        let (decoded, member) = self.decode_chain(at)?;
        let last = decoded.rows.len() - 1;
        Some(NoticeHistory {
            since: (member > 0).then(|| decoded.comparison(member)),
            next: (member < last).then(|| decoded.comparison(member + 1)),
            newest: (member < last).then(|| decoded.near(last)),
            items: (0..decoded.items[member].len())
                .map(|item| decoded.history(ItemPosition { member, item }))
                .collect(),
        })
    }

    /// The notice at `at` compared with the one it continues; `None` if it continues none.
    pub fn comparison(&self, at: RowIndex) -> Option<NoticeComparison<'_>> {
        self.rows()[at].continues?;
        let (decoded, member) = self.decode_chain(at)?;
        Some(decoded.comparison(member))
    }

    /// The histories of all items of the chain that the notice at `at` belongs to, in the order in which the notices
    /// list them first.
    pub fn chain_histories(&self, at: RowIndex) -> Vec<ItemHistory<'_>> {
        let Some((decoded, _)) = self.decode_chain(at) else { return Vec::new() };
        decoded.chain.beginnings().map(|first| decoded.history(first)).collect()
    }

    /// The lasting address of each item of the notice at `at`: the page and anchor in the oldest notice that lists it.
    /// Empty if the notice belongs to no chain.
    pub fn lasting_addresses(&self, at: RowIndex) -> Vec<ItemAddress<'_>> {
        let Some((decoded, member)) = self.decode_chain(at) else { return Vec::new() };
        let address = |item: usize| {
            let position = ItemPosition { member, item };
            let first = decoded.chain.history_of(position).first().copied().unwrap_or(position);
            let notice = self.rows()[decoded.rows[first.member]].id();
            ItemAddress { notice, anchor: decoded.item(first).anchor }
        };
        (0..decoded.items[member].len()).map(address).collect()
    }

    fn decode_chain(&self, at: RowIndex) -> Option<(DecodedItems<'_>, usize)> {
        let chain = self.rows()[at].chain.as_deref()?;
        let rows = self.chain_of(at);
        let member = rows.iter().position(|row| *row == at)?;
        let items = rows.iter().map(|row| self.rows()[*row].summary.items.iter().collect()).collect();
        Some((DecodedItems { chain, rows, items, archive: self }, member))
    }

    /// The rows of the chain that a row belongs to, the oldest first; only the row itself if it belongs to none.
    pub fn chain_of(&self, at: RowIndex) -> Vec<RowIndex> {
        let rows = self.rows();
        let oldest = std::iter::successors(Some(at), |at| rows[*at].continues).last().unwrap_or(at);
        std::iter::successors(Some(oldest), |at| rows[*at].superseded_by).collect()
    }
}

impl<'a> DecodedItems<'a> {
    fn near(&self, member: usize) -> PageReference<'a> {
        PageReference::of_row(&self.archive.rows()[self.rows[member]])
    }

    fn item(&self, position: ItemPosition) -> &Item {
        &self.items[position.member][position.item]
    }

    /// The last status that the history of an item states before the notice it is in.
    fn last_stated(&self, position: ItemPosition) -> Option<Status> {
        let links = std::iter::successors(self.chain.link_of(position), |link| self.chain.link_of(link.earlier));
        links.map(|link| self.item(link.earlier).status).find(|status| *status != Status::Unstated)
    }

    /// The step that leads to an item.
    fn kind(&self, position: ItemPosition) -> StepKind {
        match self.chain.link_of(position) {
            Some(_) => StepKind::between(self.last_stated(position), self.item(position).status),
            None if position.member == 0 => StepKind::First,
            None => StepKind::New,
        }
    }

    fn is_sure(&self, position: ItemPosition) -> bool {
        self.chain.link_of(position).is_none_or(|link| link.basis.is_sure())
    }

    fn comparison(&self, member: usize) -> NoticeComparison<'a> {
        let mut counts = StepCounts::default();
        let compared = self.items[member].iter().enumerate().map(|(item, now)| {
            let position = ItemPosition { member, item };
            let (kind, sure) = (self.kind(position), self.is_sure(position));
            counts.add(kind, sure);
            let earlier = self.chain.link_of(position).map(|link| self.item(link.earlier));
            ComparedItem {
                anchor: now.anchor,
                number: now.number().map(str::to_owned),
                title: now.title.to_string(),
                status: now.status,
                status_raw: now.status_raw.as_deref().map(str::to_owned),
                before: self.last_stated(position),
                kind,
                sure,
                earlier_number: earlier.and_then(Item::number).map(str::to_owned),
                earlier_anchor: earlier.map(|item| item.anchor),
            }
        });
        let items = compared.collect();
        let unlisted: Vec<UnlistedItem> = self
            .chain
            .unlisted(member)
            .into_iter()
            .map(|(position, joined)| self.unlisted(member, position, joined))
            .collect();
        unlisted.iter().for_each(|item| counts.add(StepKind::NotListed, item.joined_into.is_none()));
        NoticeComparison { earlier: self.near(member - 1), later: self.near(member), counts, items, unlisted }
    }

    fn unlisted(&self, member: usize, position: ItemPosition, joined: Option<usize>) -> UnlistedItem {
        let item = self.item(position);
        let joined_into = joined.map(|later| {
            let later = &self.items[member][later];
            (later.number().map(str::to_owned), later.title.to_string())
        });
        UnlistedItem {
            anchor: item.anchor,
            number: item.number().map(str::to_owned),
            title: item.title.to_string(),
            status: item.status,
            joined_into,
        }
    }

    fn history(&self, position: ItemPosition) -> ItemHistory<'a> {
        let first = self.chain.history_of(position).first().copied().unwrap_or(position);
        let positions = self.chain.steps(first);
        let here = positions.iter().position(|step| *step == StepPosition::Listed(position)).unwrap_or_default();
        let notice = self.archive.rows()[self.rows[first.member]].id();
        let steps = positions.into_iter().map(|step| match step {
            StepPosition::Listed(position) => self.step(position),
            StepPosition::NotListed(member) => self.not_listed(member),
        });
        ItemHistory { notice, anchor: self.item(first).anchor, steps: steps.collect(), here }
    }

    fn step(&self, position: ItemPosition) -> HistoryStep<'a> {
        let item = self.item(position);
        HistoryStep {
            anchor: Some(item.anchor),
            number: item.number().map(str::to_owned),
            title: Some(item.title.to_string()),
            status: Some(item.status),
            status_raw: item.status_raw.as_deref().map(str::to_owned),
            sustained: item.sustained,
            deadline: item.deadline.as_ref().filter(|found| found.is_indexed()).map(|found| found.value.clone()),
            responsible: item
                .responsible
                .as_ref()
                .filter(|found| found.is_indexed())
                .map(|found| found.value.to_string()),
            kind: self.kind(position),
            sure: self.is_sure(position),
            ..self.not_listed(position.member)
        }
    }

    fn not_listed(&self, member: usize) -> HistoryStep<'a> {
        let row = &self.archive.rows()[self.rows[member]];
        HistoryStep {
            notice: row.id(),
            url: row.address.clone(),
            date: row.day(),
            anchor: None,
            number: None,
            title: None,
            status: None,
            status_raw: None,
            sustained: false,
            deadline: None,
            responsible: None,
            kind: StepKind::NotListed,
            sure: true,
        }
    }
}
