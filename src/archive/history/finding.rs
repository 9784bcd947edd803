//! What `check` reports about chains: matches that are not sure, `item_follows` that names no item, and follow-ups that
//! nobody declared. Each carries the line to write.

use std::collections::HashMap;

use super::matching::{self, MatchItem};
use super::{ItemPlace, MatchBasis, StepSummary};
use crate::archive::fold::Archive;
use crate::archive::group::UnitGroup;
use crate::archive::row::{Row, RowIndex};
use crate::config::Language;
use crate::notice::{Code, Finding, Item, RoundKey, Summary, UnitKey};
use crate::text::fold::Folding;

/// An item is matched by a similar title. Arguments: `item`, `earlier` (number and title), `line` (to write).
pub const UNSURE_MATCH: Code = Code::new("unsure-item-match");
/// An item of the notice before may have been joined into another. Arguments: `earlier`, `item`.
pub const JOINED: Code = Code::new("item-maybe-joined");
/// An entry of `item_follows` names no item, or several. Arguments: `number`, `id` (of the notice it is looked for in).
pub const UNKNOWN_ITEM: Code = Code::new("item-follows-unknown");
/// Preview of what pages will say about the notice before. Arguments: `title` (of that one), `steps`, `steps_en`.
pub const STEPS: Code = Code::new("follow-up-steps");
/// A notice of the same unit and round is older, and nobody says `follows`. Arguments: `id`, `title`, `line` (to
/// write).
pub const POSSIBLE_FOLLOW_UP: Code = Code::new("possible-follow-up");

/// All findings about the chains of `archive`.
pub fn of(archive: &Archive) -> Vec<Finding> {
    let following = archive.following.iter().flat_map(|at| of_chain(archive, *at, &archive.rows()[*at].summary));
    let alone = possible_follow_ups(archive).into_iter();
    following.chain(alone.map(|(at, earlier)| possible(archive, earlier, &archive.rows()[at].summary))).collect()
}

/// Findings about one notice, which may have unsaved edits; `summary` has its current spans.
pub fn of_notice(archive: &Archive, summary: &Summary) -> Vec<Finding> {
    let Some(at) = archive.written_in(&summary.source) else { return Vec::new() };
    if summary.facts.follows.is_some() {
        return of_chain(archive, at, summary);
    }
    let earlier = possible_follow_ups(archive).into_iter().find(|(row, _)| *row == at);
    earlier.map(|(_, earlier)| possible(archive, earlier, summary)).into_iter().collect()
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
    if !chain.has_doubts(member) {
        return findings;
    }
    let items: Vec<Vec<Item>> = members.iter().map(|at| archive.rows()[*at].summary.items.iter().collect()).collect();
    let unsure = |item: &usize| {
        let link = chain.link_of(ItemPlace { member, item: *item });
        link.is_some_and(|link| !link.basis.is_sure())
    };
    let here = References::of(&items[member]);
    let there = References::of(&items[member - 1]);
    for item in (0..items[member].len()).filter(unsure) {
        let Some(link) = chain.link_of(ItemPlace { member, item }) else { continue };
        let earlier = &items[link.earlier.member][link.earlier.item];
        let finding = Finding::new(UNSURE_MATCH, &summary.source, follows.span);
        let finding = finding.with("item", name(&items[member][item])).with("earlier", name(earlier));
        // item_follows speaks of the notice before only
        let line = match link.earlier.member + 1 == member {
            true => format!("item_follows: {{\"{}\": \"{}\"}}", here.to(item), there.to(link.earlier.item)),
            false => String::new(),
        };
        findings.push(finding.with("line", line));
    }
    for (place, joined) in chain.unlisted(member) {
        if let Some(joined) = joined {
            let finding = Finding::new(JOINED, &summary.source, follows.span);
            let finding = finding.with("earlier", name(&items[place.member][place.item]));
            findings.push(finding.with("item", name(&items[member][joined])));
        }
    }
    findings
}

/// Number and title of an item, as a person would name it.
fn name(item: &Item) -> String {
    format!("{}{}", item.number().unwrap_or_default(), item.title)
}

/// Names of a notice's items for `item_follows`: the shortest of number, path and title that is unique.
struct References<'a> {
    items: &'a [Item],
    matched: Vec<MatchItem>,
}

impl<'a> References<'a> {
    fn of(items: &'a [Item]) -> Self {
        Self { items, matched: items.iter().map(|item| MatchItem::of(item, Folding::shared())).collect() }
    }

    fn to(&self, at: usize) -> String {
        let item = &self.items[at];
        let path: Vec<&str> = item.path.numbers().flatten().collect();
        let own = item.number().unwrap_or_default().to_owned();
        let mut ways = [own, path.join("/")].into_iter();
        let way = ways.find(|way| matching::meant(&self.matched, way, Folding::shared()) == Some(at));
        way.unwrap_or_else(|| item.title.to_string())
    }
}

/// Notices that may follow an older one of the same unit, or of a predecessor of it, and of the same round, with that
/// one.
fn possible_follow_ups(archive: &Archive) -> Vec<(RowIndex, RowIndex)> {
    let rows = archive.rows();
    let groups: Vec<&UnitGroup> = archive.units().iter().filter(|group| group.key.is_some() && !group.masked).collect();
    let by_key: HashMap<&UnitKey, &UnitGroup> =
        groups.iter().filter_map(|group| Some((group.key.as_ref()?, *group))).collect();
    let today: HashMap<&UnitKey, &UnitKey> = groups
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
            let Some(round) = row.round.as_ref().filter(|_| row.standing.is_some()) else { continue };
            // of a notice of several units only under its first
            let earlier = newest.insert(&round.key, at).filter(|_| row.units.first() == group.key.as_ref());
            if let Some(earlier) = earlier.filter(|earlier| is_possible(&rows[*earlier], row, &today)) {
                found.push((at, earlier));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether the notice may follow `earlier`, of the same round and one of the same units; `today` says what units are
/// called now.
fn is_possible(earlier: &Row, row: &Row, today: &HashMap<&UnitKey, &UnitKey>) -> bool {
    let is_older = earlier.day().is_some_and(|day| row.day().is_some_and(|newer| day < newer));
    let now = |key: &UnitKey| today.get(key).map_or_else(|| key.clone(), |now| (*now).clone());
    let is_same = earlier.units.iter().map(now).eq(row.units.iter().map(now));
    let is_alike = is_same && earlier.summary.facts.kind() == row.summary.facts.kind();
    is_older && is_alike && !row.follows() && earlier.superseded_by.is_none()
}

fn possible(archive: &Archive, earlier: RowIndex, summary: &Summary) -> Finding {
    let earlier = &archive.rows()[earlier];
    let span = summary.facts.round.as_ref().map(|found| found.span).unwrap_or_default();
    let finding = Finding::new(POSSIBLE_FOLLOW_UP, &summary.source, span);
    let line = format!("follows: {}", earlier.id());
    finding.with("id", earlier.id()).with("title", earlier.title()).with("line", line)
}

impl super::ItemChain {
    /// Whether any match of the notice at `member` is not sure.
    fn has_doubts(&self, member: usize) -> bool {
        let is_unsure = |basis: MatchBasis| !basis.is_sure();
        self.links[member].iter().flatten().any(|link| is_unsure(link.basis)) || !self.joined[member].is_empty()
    }
}
