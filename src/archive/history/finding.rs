//! Findings about chains: uncertain matches of items, entries of `item_follows` that name no item, and follow-ups without
//! `follows`. Each carries the line to add to the front matter.

use std::collections::HashMap;

use super::matching::{self, MatchItem};
use super::{ItemPosition, MatchBasis, StepSummary};
use crate::archive::fold::Archive;
use crate::archive::group::UnitGroup;
use crate::archive::row::{Row, RowIndex};
use crate::config::Language;
use crate::notice::{Code, Finding, Item, RoundKey, Summary, UnitKey};
use crate::text::fold::Folding;

/// An item is matched by a similar title. Arguments: `item`, `earlier` (number and title), `line` (to write).
pub const UNSURE_MATCH: Code = Code::new("unsure-item-match");
/// An item of the previous notice may have been joined into another. Arguments: `earlier`, `item`.
pub const JOINED: Code = Code::new("item-maybe-joined");
/// An entry of `item_follows` names no item, or several. Arguments: `number`, `id` (of the notice it is looked for in).
pub const UNKNOWN_ITEM: Code = Code::new("item-follows-unknown");
/// Preview of the comparison with the previous notice that pages will show. Arguments: `title` (of that one), `steps`, `steps_en`.
pub const STEPS: Code = Code::new("follow-up-steps");
/// An older notice has the same unit and round, and `follows` is missing. Arguments: `id`, `title`, `line` (to
/// write).
pub const POSSIBLE_FOLLOW_UP: Code = Code::new("possible-follow-up");

/// All findings about the chains of `archive`.
pub fn of(archive: &Archive) -> Vec<Finding> {
    let following = archive.following.iter().flat_map(|at| of_chain(archive, *at, &archive.rows()[*at].summary));
    let undeclared = possible_follow_ups(archive).into_iter();
    following
        .chain(undeclared.map(|(at, earlier)| possible_follow_up(archive, earlier, &archive.rows()[at].summary)))
        .collect()
}

/// Findings about one notice, which may have unsaved edits; `summary` has its current spans.
pub fn of_notice(archive: &Archive, summary: &Summary) -> Vec<Finding> {
    let Some(at) = archive.row_of_source(&summary.source) else { return Vec::new() };
    if summary.facts.follows.is_some() {
        return of_chain(archive, at, summary);
    }
    let earlier = possible_follow_ups(archive).into_iter().find(|(row, _)| *row == at);
    earlier.map(|(_, earlier)| possible_follow_up(archive, earlier, summary)).into_iter().collect()
}

/// Findings between the notice at `at` and the one it continues.
fn of_chain(archive: &Archive, at: RowIndex, summary: &Summary) -> Vec<Finding> {
    let row = &archive.rows()[at];
    let (Some(follows), Some(chain)) = (summary.facts.follows.as_ref(), row.chain.as_deref()) else {
        return Vec::new();
    };
    let members = archive.chain_of(at);
    let Some(member) = members.iter().position(|other| *other == at).filter(|member| *member > 0) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (_, entry) in chain.unresolved.iter().filter(|(other, _)| *other == member) {
        let Some(found) = summary.facts.item_follows.get(entry.entry) else { continue };
        let (number, id) = match entry.here {
            true => (&found.value.number, summary.id()),
            false => (&found.value.continues, chain.members[member - 1].as_str()),
        };
        let finding = Finding::new(UNKNOWN_ITEM, &summary.source, found.span);
        findings.push(finding.with("number", number).with("id", id));
    }
    if let Some(comparison) = archive.comparison(at).filter(|_| row.superseded_by.is_none()) {
        let steps = StepSummary::of(&comparison);
        let finding = Finding::new(STEPS, &summary.source, follows.span).with("title", &steps.earlier);
        let finding = finding.with("steps", steps.words(Language::Zh)).with("steps_en", steps.words(Language::En));
        findings.push(finding);
    }
    if !chain.has_uncertain_matches(member) {
        return findings;
    }
    let items: Vec<Vec<Item>> = members.iter().map(|at| archive.rows()[*at].summary.items.iter().collect()).collect();
    let unsure = |item: &usize| {
        let link = chain.link_of(ItemPosition { member, item: *item });
        link.is_some_and(|link| !link.basis.is_sure())
    };
    let here = References::of(&items[member]);
    let there = References::of(&items[member - 1]);
    for item in (0..items[member].len()).filter(unsure) {
        let Some(link) = chain.link_of(ItemPosition { member, item }) else { continue };
        let earlier = &items[link.earlier.member][link.earlier.item];
        let finding = Finding::new(UNSURE_MATCH, &summary.source, follows.span);
        let finding =
            finding.with("item", number_and_title(&items[member][item])).with("earlier", number_and_title(earlier));
        // item_follows can only name items of the previous notice
        let line = match link.earlier.member + 1 == member {
            true => {
                format!("item_follows: {{\"{}\": \"{}\"}}", here.reference(item), there.reference(link.earlier.item))
            }
            false => String::new(),
        };
        findings.push(finding.with("line", line));
    }
    for (position, joined) in chain.unlisted(member) {
        if let Some(joined) = joined {
            let finding = Finding::new(JOINED, &summary.source, follows.span);
            let finding = finding.with("earlier", number_and_title(&items[position.member][position.item]));
            findings.push(finding.with("item", number_and_title(&items[member][joined])));
        }
    }
    findings
}

/// Number and title of an item.
fn number_and_title(item: &Item) -> String {
    format!("{}{}", item.number().unwrap_or_default(), item.title)
}

/// References to a notice's items for `item_follows`: the first of number, path and title that is unique.
struct References<'a> {
    items: &'a [Item],
    matched: Vec<MatchItem>,
}

impl<'a> References<'a> {
    fn of(items: &'a [Item]) -> Self {
        Self { items, matched: items.iter().map(|item| MatchItem::of(item, Folding::shared())).collect() }
    }

    fn reference(&self, at: usize) -> String {
        let item = &self.items[at];
        let path: Vec<&str> = item.path.numbers().flatten().collect();
        let own = item.number().unwrap_or_default().to_owned();
        let mut references = [own, path.join("/")].into_iter();
        let unique = references.find(|words| matching::find_item(&self.matched, words, Folding::shared()) == Some(at));
        unique.unwrap_or_else(|| item.title.to_string())
    }
}

/// Pairs of a notice and an older one that it may follow: of the same round, and of the same unit or its predecessor.
fn possible_follow_ups(archive: &Archive) -> Vec<(RowIndex, RowIndex)> {
    let rows = archive.rows();
    let groups: Vec<&UnitGroup> = archive.units().iter().filter(|group| group.key.is_some() && !group.masked).collect();
    let by_key: HashMap<&UnitKey, &UnitGroup> =
        groups.iter().filter_map(|group| Some((group.key.as_ref()?, *group))).collect();
    let current_keys: HashMap<&UnitKey, &UnitKey> = groups
        .iter()
        .flat_map(|group| group.former.iter().filter_map(|former| Some((former, group.key.as_ref()?))))
        .collect();
    let mut found = Vec::new();
    for group in groups {
        let former = group.former.iter().filter_map(|key| by_key.get(key)).flat_map(|former| &former.rows);
        let mut all: Vec<RowIndex> = group.rows.iter().chain(former).copied().collect();
        all.sort_unstable();
        all.dedup();
        let mut newest: HashMap<&RoundKey, RowIndex> = HashMap::new();
        for at in all {
            let row = &rows[at];
            let Some(round) = row.round.as_ref().filter(|_| row.notice_status.is_some()) else { continue };
            // a notice of several units is considered for its first unit only
            let earlier = newest.insert(&round.key, at).filter(|_| row.units.first() == group.key.as_ref());
            if let Some(earlier) = earlier.filter(|earlier| is_possible(&rows[*earlier], row, &current_keys)) {
                found.push((at, earlier));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether the notice may follow `earlier`, of the same round and one of the same units. `current_keys` are the keys of
/// units by their former ones.
fn is_possible(earlier: &Row, row: &Row, current_keys: &HashMap<&UnitKey, &UnitKey>) -> bool {
    let is_older = earlier.day().is_some_and(|day| row.day().is_some_and(|newer| day < newer));
    let now = |key: &UnitKey| current_keys.get(key).map_or_else(|| key.clone(), |now| (*now).clone());
    let is_same = earlier.units.iter().map(now).eq(row.units.iter().map(now));
    let is_alike = is_same && earlier.summary.facts.kind() == row.summary.facts.kind();
    is_older && is_alike && !row.follows() && earlier.superseded_by.is_none()
}

fn possible_follow_up(archive: &Archive, earlier: RowIndex, summary: &Summary) -> Finding {
    let earlier = &archive.rows()[earlier];
    let span = summary.facts.round.as_ref().map(|found| found.span).unwrap_or_default();
    let finding = Finding::new(POSSIBLE_FOLLOW_UP, &summary.source, span);
    let line = format!("follows: {}", earlier.id());
    finding.with("id", earlier.id()).with("title", earlier.title()).with("line", line)
}

impl super::ItemChain {
    /// Whether any match of the notice at `member` is uncertain.
    fn has_uncertain_matches(&self, member: usize) -> bool {
        let is_unsure = |basis: MatchBasis| !basis.is_sure();
        self.links[member].iter().flatten().any(|link| is_unsure(link.basis)) || !self.joined[member].is_empty()
    }
}
