//! Item histories: the items of a chain of notices linked to one another.
//!
//! [`ItemChain`] holds which item continues which, as places only; [`NoticeHistory`] is what a notice's page shows of
//! it. Pure: summaries in, histories out; they depend on the notices of the chain alone.

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
    /// For each notice and each of its items the number of its history.
    history_of: Vec<Vec<usize>>,
    /// The items of each history, the oldest first.
    histories: Vec<Vec<ItemPlace>>,
    /// Entries of `item_follows` that name no item, with the notice they are in.
    pub(super) unresolved: Vec<(usize, Unresolved)>,
}

/// An item of a chain: the place of its notice in the chain, and its own place in the notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPlace {
    /// The place of the notice in the chain.
    pub member: usize,
    /// The place of the item in the notice.
    pub item: usize,
}

/// A step of a history, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepPlace {
    /// An item that a notice lists.
    Listed(ItemPlace),
    /// A notice, by its place in the chain, that does not list the problem any more.
    NotListed(usize),
}

/// The item it continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemLink {
    /// The earlier item.
    pub earlier: ItemPlace,
    /// Reason for the match.
    pub basis: MatchBasis,
}

/// An earlier item that nothing continues, and a later one whose title contains its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct JoinedItem {
    earlier: ItemPlace,
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
        // the last places of the histories so far that the newest notice does not list, the newest first
        let mut unlisted: Vec<ItemPlace> = Vec::new();
        for (at, summary) in members.iter().enumerate() {
            if at > 0 {
                unlisted = chain.link(at, &items, &unlisted, summary, folding);
            }
        }
        chain.number();
        chain
    }

    /// Links the items of the notice at `at` with those of the notice before it, the rest with items of earlier notices
    /// that were not listed there. Returns the items that stay unlisted.
    fn link(
        &mut self,
        at: usize,
        items: &[Vec<MatchItem>],
        unlisted: &[ItemPlace],
        summary: &Summary,
        folding: &Folding,
    ) -> Vec<ItemPlace> {
        let (later, earlier) = (&items[at], &items[at - 1]);
        let entries = summary.facts.item_follows.iter().map(|found| &found.value);
        let (declared, unresolved) = matching::declared(later, earlier, entries, folding);
        self.unresolved.extend(unresolved.into_iter().map(|entry| (at, entry)));
        let matches = Matcher::new(later, earlier, &declared).run();
        let before = |item: usize| ItemPlace { member: at - 1, item };
        self.enter(at, &matches, before);
        let mut rest: Vec<ItemPlace> =
            (0..earlier.len()).map(before).filter(|place| !self.is_continued(at, *place)).collect();
        if !unlisted.is_empty() {
            let candidates: Vec<MatchItem> =
                unlisted.iter().map(|place| items[place.member][place.item].clone()).collect();
            let taken: Vec<usize> = (0..later.len()).filter(|item| self.links[at][*item].is_some()).collect();
            let matches = Matcher::new(later, &candidates, &[]).without_later(taken).run();
            self.enter(at, &matches, |item| unlisted[item]);
            rest.extend(unlisted.iter().copied().filter(|place| !self.is_continued(at, *place)));
        }
        let left: Vec<usize> = rest.iter().filter(|place| place.member == at - 1).map(|place| place.item).collect();
        let joined = matching::joined(later, earlier, &left).into_iter();
        self.joined[at] = joined.map(|(item, later)| JoinedItem { earlier: before(item), later }).collect();
        self.split(at, later, earlier);
        rest
    }

    fn enter(&mut self, at: usize, matches: &[ItemMatch], earlier: impl Fn(usize) -> ItemPlace) {
        for pair in matches {
            self.links[at][pair.later] = Some(ItemLink { earlier: earlier(pair.earlier), basis: pair.basis });
        }
    }

    fn is_continued(&self, at: usize, place: ItemPlace) -> bool {
        self.links[at].iter().flatten().any(|link| link.earlier == place)
    }

    /// Links remaining items with the earlier item whose title contains theirs: they may be parts of it.
    fn split(&mut self, at: usize, later: &[MatchItem], earlier: &[MatchItem]) {
        let left: Vec<usize> = (0..later.len()).filter(|item| self.links[at][*item].is_none()).collect();
        for (item, before) in matching::joined(earlier, later, &left) {
            let earlier = ItemPlace { member: at - 1, item: before };
            self.links[at][item] = Some(ItemLink { earlier, basis: MatchBasis::SimilarTitle });
        }
    }

    /// Numbers the histories: every item that continues none begins one.
    fn number(&mut self) {
        for (member, links) in self.links.iter().enumerate() {
            let mut numbers = Vec::with_capacity(links.len());
            for (item, link) in links.iter().enumerate() {
                let known = link.map(|link| self.history_of[link.earlier.member][link.earlier.item]);
                let number = known.unwrap_or(self.histories.len());
                if number == self.histories.len() {
                    self.histories.push(Vec::new());
                }
                self.histories[number].push(ItemPlace { member, item });
                numbers.push(number);
            }
            self.history_of.push(numbers);
        }
    }

    /// The item that this one continues.
    pub fn link_of(&self, place: ItemPlace) -> Option<ItemLink> {
        *self.links.get(place.member)?.get(place.item)?
    }

    /// The items of the history that an item belongs to, the oldest first, that item among them.
    pub fn history_of(&self, place: ItemPlace) -> &[ItemPlace] {
        let number = self.history_of.get(place.member).and_then(|numbers| numbers.get(place.item));
        number.map_or(&[], |number| &self.histories[*number])
    }

    /// The first item of each history, in the order in which the notices list them.
    fn beginnings(&self) -> impl Iterator<Item = ItemPlace> + '_ {
        self.histories.iter().filter_map(|places| places.first().copied())
    }

    /// The steps of the history that begins with `first`. Where several notices in a row do not list it, the first of
    /// them is enough.
    fn steps(&self, first: ItemPlace) -> Vec<StepPlace> {
        let places = self.history_of(first);
        let mut steps: Vec<StepPlace> = Vec::new();
        for member in first.member..self.members.len() {
            let before = steps.len();
            steps.extend(places.iter().filter(|place| place.member == member).copied().map(StepPlace::Listed));
            if steps.len() == before && matches!(steps.last(), Some(StepPlace::Listed(_))) {
                steps.push(StepPlace::NotListed(member));
            }
        }
        steps
    }

    /// How many steps all histories have.
    pub fn step_count(&self) -> usize {
        self.beginnings().map(|first| self.steps(first).len()).sum()
    }

    /// How many items the notice at `member` lists.
    fn len_of(&self, member: usize) -> usize {
        self.links.get(member).map_or(0, Vec::len)
    }

    /// The items of the notice before `member` that `member` does not list, each with the item it may have been joined
    /// into.
    fn unlisted(&self, member: usize) -> Vec<(ItemPlace, Option<usize>)> {
        let Some(before) = member.checked_sub(1) else { return Vec::new() };
        let continued: Vec<usize> = self.links[member]
            .iter()
            .flatten()
            .filter(|link| link.earlier.member == before)
            .map(|link| link.earlier.item)
            .collect();
        let joined: HashMap<ItemPlace, usize> =
            self.joined[member].iter().map(|joined| (joined.earlier, joined.later)).collect();
        let places = (0..self.len_of(before)).filter(|item| !continued.contains(item));
        places
            .map(|item| ItemPlace { member: before, item })
            .map(|place| (place, joined.get(&place).copied()))
            .collect()
    }
}

fn match_items(summary: &Summary, folding: &Folding) -> Vec<MatchItem> {
    summary.items.iter().map(|item| MatchItem::of(&item, folding)).collect()
}
