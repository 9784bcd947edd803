//! Item histories: the items of a chain of notices linked to one another.
//!
//! [`ItemChain`] says which item continues which, by index; [`NoticeHistory`] is the part for one notice's page. Pure:
//! summaries in, histories out, which depend on the notices of the chain only.

mod finding;
mod matching;
mod step;
mod summary;
mod title;
mod view;

use std::collections::HashMap;

use self::matching::{ItemMatch, MatchItem, Matcher, Unresolved};
use crate::notice::Summary;
use crate::text::fingerprint::Fingerprint;
use crate::text::fold::Folding;

pub use finding::{of as findings, of_notice as findings_of};
pub use matching::MatchBasis;
pub use step::{StepCounts, StepKind};
pub use summary::StepSummary;
pub use view::{ComparedItem, HistoryStep, ItemAddress, ItemHistory, NoticeComparison, NoticeHistory, UnlistedItem};

/// The items of a chain of notices and which continues which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChain {
    /// The ids of the notices, the oldest first.
    pub members: Vec<String>,
    /// Hash of everything the histories are made from.
    pub fingerprint: Fingerprint,
    /// For each notice and each of its items the item it continues.
    links: Vec<Vec<Option<ItemLink>>>,
    /// For each notice the items of earlier ones that may have been joined into one of its items.
    joined: Vec<Vec<JoinedItem>>,
    /// For each notice and each of its items, the index of its history.
    history_of: Vec<Vec<usize>>,
    /// The items of each history, the oldest first.
    histories: Vec<Vec<ItemPosition>>,
    /// Entries of `item_follows` that name no item, with the notice they are in.
    pub(super) unresolved: Vec<(usize, Unresolved)>,
}

/// The position of an item in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPosition {
    /// The index of the notice in the chain.
    pub member: usize,
    /// The index of the item in the notice.
    pub item: usize,
}

/// A step of a history, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepPosition {
    /// An item that a notice lists.
    Listed(ItemPosition),
    /// A notice, by its index in the chain, that no longer lists the item.
    NotListed(usize),
}

/// Link from an item to the earlier item that it continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemLink {
    /// The earlier item.
    pub earlier: ItemPosition,
    /// Reason for the match.
    pub basis: MatchBasis,
}

/// An earlier item that nothing continues, and a later one whose title contains its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct JoinedItem {
    earlier: ItemPosition,
    later: usize,
}

impl ItemChain {
    /// Matches the items of a chain of notices, oldest first.
    pub fn of(members: &[&Summary], folding: &Folding) -> Self {
        let items: Vec<Vec<MatchItem>> = members.iter().map(|summary| match_items(summary, folding)).collect();
        let mut chain = Self {
            members: members.iter().map(|summary| summary.id().to_owned()).collect(),
            fingerprint: Fingerprint::of_pieces(
                &members.iter().map(|summary| *summary.facts_hash.bytes()).collect::<Vec<_>>(),
            ),
            links: items.iter().map(|items| vec![None; items.len()]).collect(),
            joined: vec![Vec::new(); members.len()],
            history_of: Vec::new(),
            histories: Vec::new(),
            unresolved: Vec::new(),
        };
        // last items of the histories that the previous notices no longer list, the newest first
        let mut unlisted: Vec<ItemPosition> = Vec::new();
        for (at, summary) in members.iter().enumerate() {
            if at > 0 {
                unlisted = chain.link(at, &items, &unlisted, summary, folding);
            }
        }
        chain.number_histories();
        chain
    }

    /// Links the items of the notice at `at` with those of the notice before it, the rest with items of earlier notices
    /// that were not listed there. Returns the items that stay unlisted.
    fn link(
        &mut self,
        at: usize,
        items: &[Vec<MatchItem>],
        unlisted: &[ItemPosition],
        summary: &Summary,
        folding: &Folding,
    ) -> Vec<ItemPosition> {
        let (later, earlier) = (&items[at], &items[at - 1]);
        let entries = summary.facts.item_follows.iter().map(|found| &found.value);
        let (declared, unresolved) = matching::match_declared(later, earlier, entries, folding);
        self.unresolved.extend(unresolved.into_iter().map(|entry| (at, entry)));
        let matches = Matcher::new(later, earlier, &declared).run();
        let before = |item: usize| ItemPosition { member: at - 1, item };
        self.add_links(at, &matches, before);
        let mut rest: Vec<ItemPosition> =
            (0..earlier.len()).map(before).filter(|position| !self.is_continued(at, *position)).collect();
        if !unlisted.is_empty() {
            let candidates: Vec<MatchItem> =
                unlisted.iter().map(|position| items[position.member][position.item].clone()).collect();
            let taken: Vec<usize> = (0..later.len()).filter(|item| self.links[at][*item].is_some()).collect();
            let matches = Matcher::new(later, &candidates, &[]).without_later(taken).run();
            self.add_links(at, &matches, |item| unlisted[item]);
            rest.extend(unlisted.iter().copied().filter(|position| !self.is_continued(at, *position)));
        }
        let left: Vec<usize> =
            rest.iter().filter(|position| position.member == at - 1).map(|position| position.item).collect();
        let joined = matching::joined(later, earlier, &left).into_iter();
        self.joined[at] = joined.map(|(item, later)| JoinedItem { earlier: before(item), later }).collect();
        self.link_split_items(at, later, earlier);
        rest
    }

    fn add_links(&mut self, at: usize, matches: &[ItemMatch], earlier: impl Fn(usize) -> ItemPosition) {
        for pair in matches {
            self.links[at][pair.later] = Some(ItemLink { earlier: earlier(pair.earlier), basis: pair.basis });
        }
    }

    fn is_continued(&self, at: usize, position: ItemPosition) -> bool {
        self.links[at].iter().flatten().any(|link| link.earlier == position)
    }

    /// Links remaining items with the earlier item whose title contains theirs: they may be parts of it.
    fn link_split_items(&mut self, at: usize, later: &[MatchItem], earlier: &[MatchItem]) {
        let left: Vec<usize> = (0..later.len()).filter(|item| self.links[at][*item].is_none()).collect();
        for (item, before) in matching::joined(earlier, later, &left) {
            let earlier = ItemPosition { member: at - 1, item: before };
            self.links[at][item] = Some(ItemLink { earlier, basis: MatchBasis::SimilarTitle });
        }
    }

    /// Numbers the histories: every item that continues no other begins one.
    fn number_histories(&mut self) {
        for (member, links) in self.links.iter().enumerate() {
            let mut numbers = Vec::with_capacity(links.len());
            for (item, link) in links.iter().enumerate() {
                let continued = link.map(|link| self.history_of[link.earlier.member][link.earlier.item]);
                let number = continued.unwrap_or(self.histories.len());
                if number == self.histories.len() {
                    self.histories.push(Vec::new());
                }
                self.histories[number].push(ItemPosition { member, item });
                numbers.push(number);
            }
            self.history_of.push(numbers);
        }
    }

    /// The item that this one continues.
    pub fn link_of(&self, position: ItemPosition) -> Option<ItemLink> {
        *self.links.get(position.member)?.get(position.item)?
    }

    /// The items of the history that an item belongs to, the oldest first, that item among them.
    pub fn history_of(&self, position: ItemPosition) -> &[ItemPosition] {
        let number = self.history_of.get(position.member).and_then(|numbers| numbers.get(position.item));
        number.map_or(&[], |number| &self.histories[*number])
    }

    /// The first item of each history, in the order in which the notices list them.
    fn beginnings(&self) -> impl Iterator<Item = ItemPosition> + '_ {
        self.histories.iter().filter_map(|positions| positions.first().copied())
    }

    /// The steps of the history that begins with `first`. Where several notices in a row do not list it, the first of
    /// them is enough.
    fn steps(&self, first: ItemPosition) -> Vec<StepPosition> {
        let positions = self.history_of(first);
        let mut steps: Vec<StepPosition> = Vec::new();
        for member in first.member..self.members.len() {
            let before = steps.len();
            steps.extend(
                positions.iter().filter(|position| position.member == member).copied().map(StepPosition::Listed),
            );
            if steps.len() == before && matches!(steps.last(), Some(StepPosition::Listed(_))) {
                steps.push(StepPosition::NotListed(member));
            }
        }
        steps
    }

    /// Number of steps in all histories.
    pub fn step_count(&self) -> usize {
        self.beginnings().map(|first| self.steps(first).len()).sum()
    }

    /// Number of items in the notice at `member`.
    fn len_of(&self, member: usize) -> usize {
        self.links.get(member).map_or(0, Vec::len)
    }

    /// The items of the notice before `member` that `member` does not list, each with the index of the item it may have been
    /// joined into.
    fn unlisted(&self, member: usize) -> Vec<(ItemPosition, Option<usize>)> {
        let Some(before) = member.checked_sub(1) else { return Vec::new() };
        let continued: Vec<usize> = self.links[member]
            .iter()
            .flatten()
            .filter(|link| link.earlier.member == before)
            .map(|link| link.earlier.item)
            .collect();
        let joined: HashMap<ItemPosition, usize> =
            self.joined[member].iter().map(|joined| (joined.earlier, joined.later)).collect();
        let positions = (0..self.len_of(before)).filter(|item| !continued.contains(item));
        positions
            .map(|item| ItemPosition { member: before, item })
            .map(|position| (position, joined.get(&position).copied()))
            .collect()
    }
}

fn match_items(summary: &Summary, folding: &Folding) -> Vec<MatchItem> {
    summary.items.iter().map(|item| MatchItem::of(&item, folding)).collect()
}
