//! Matches the items of a notice with those of the earlier notices of its chain: as declared in `item_follows`, by equal
//! title, by the title most similar in both directions, by the same number path, in that order.
//!
//! Only the first two are certain. Pure: items in, pairs of indexes out.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::title::{ComparableTitle, Similarity};
use crate::notice::{Item, ItemContinuation};
use crate::text::fold::Folding;
use crate::text::numeral;

/// From this Dice coefficient on, titles are similar. Like the numbers below, chosen with the pairs of notices in
/// `tests/it/histories.rs`.
const SIMILAR: f64 = 0.8;
/// From this Dice coefficient on, items with the same numbers are one.
const SIMILAR_AT_SAME_PATH: f64 = 0.5;
/// From this part of its character pairs on, a shortened title is contained in the full one.
const CONTAINED: f64 = 0.9;
/// A title with fewer character pairs is too common to be searched in longer titles: 管理不严 is in many.
const PAIRS_TO_BE_CONTAINED: usize = 5;
/// Two candidates whose scores differ by less are ambiguous.
const MARGIN: f64 = 0.02;

/// Reason why two items are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchBasis {
    /// The front matter: `item_follows`.
    Declared,
    /// The same title.
    SameTitle,
    /// A similar title, or a shorter one that is part of the longer.
    SimilarTitle,
    /// The same numbers and a title that is not too different.
    SamePath,
}

impl MatchBasis {
    /// Whether the match is certain; otherwise it is shown as 待确认.
    pub const fn is_sure(self) -> bool {
        match self {
            Self::Declared | Self::SameTitle => true,
            Self::SimilarTitle | Self::SamePath => false,
        }
    }
}

/// The properties of an item used for matching.
#[derive(Clone, Debug)]
pub struct MatchItem {
    title: ComparableTitle,
    path: Vec<String>,
    number: String,
    written: String,
}

/// A later item with the earlier one that it continues, by their indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemMatch {
    /// The index of the later item.
    pub later: usize,
    /// The index of the earlier item.
    pub earlier: usize,
    /// Reason for the match.
    pub basis: MatchBasis,
}

/// An entry of `item_follows` in which a number belongs to no item, or to several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// Its index in `item_follows`.
    pub entry: usize,
    /// Whether it is the number in this notice; otherwise the one in the notice before.
    pub here: bool,
}

impl MatchItem {
    /// The properties of `item` used for matching.
    pub fn of(item: &Item, folding: &Folding) -> Self {
        let path: Vec<String> = item.path.numbers().map(Option::unwrap_or_default).map(bare_number).collect();
        let number = path.last().cloned().unwrap_or_default();
        Self { title: ComparableTitle::of(&item.title, folding), number, written: path.join("/"), path }
    }

    /// Whether these levels of numbers are this item's own number or its whole path.
    fn has_number(&self, levels: &[String]) -> bool {
        let is_path = levels.len() > 1 && levels.join("/") == self.written;
        !self.number.is_empty() && (is_path || levels == std::slice::from_ref(&self.number))
    }

    /// Whether both have the same numbers, outermost to innermost.
    fn has_same_path(&self, other: &Self) -> bool {
        !self.number.is_empty() && self.path == other.path
    }
}

/// A number without its marks, as its value where it is a numeral: `（三）`, `3.` and `三、` are `3`.
fn bare_number(written: &str) -> String {
    let bare: String = written.chars().filter(|c| c.is_alphanumeric() || matches!(c, '〇' | '.' | '．')).collect();
    let bare = bare.trim_matches(['.', '．']).trim_start_matches('第');
    numeral::parse(bare).map_or_else(|| bare.to_owned(), |value| value.to_string())
}

/// The index of the only item with this number, path of numbers (`二/3`) or title.
pub fn find_item(items: &[MatchItem], words: &str, folding: &Folding) -> Option<usize> {
    let levels: Vec<String> = words.split('/').map(bare_number).collect();
    let only = |matches: &dyn Fn(&MatchItem) -> bool| {
        let mut found = items.iter().enumerate().filter(|(_, item)| matches(item)).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    };
    let title = ComparableTitle::of(words, folding);
    only(&|item| item.has_number(&levels)).or_else(|| only(&|item| item.title == title && !title.words().is_empty()))
}

/// The pairs declared in `item_follows`, and entries that name no item. An earlier item may have several later ones, if it
/// was split.
pub fn match_declared<'a>(
    later: &[MatchItem],
    earlier: &[MatchItem],
    declared: impl IntoIterator<Item = &'a ItemContinuation>,
    folding: &Folding,
) -> (Vec<ItemMatch>, Vec<Unresolved>) {
    let (mut matches, mut unresolved) = (Vec::<ItemMatch>::new(), Vec::new());
    for (entry, pair) in declared.into_iter().enumerate() {
        match (find_item(later, &pair.number, folding), find_item(earlier, &pair.continues, folding)) {
            (Some(at), Some(before)) if matches.iter().all(|other| other.later != at) => {
                matches.push(ItemMatch { later: at, earlier: before, basis: MatchBasis::Declared });
            }
            (Some(_), Some(_)) | (None, _) => unresolved.push(Unresolved { entry, here: true }),
            (Some(_), None) => unresolved.push(Unresolved { entry, here: false }),
        }
    }
    (matches, unresolved)
}

/// A matching in progress.
pub struct Matcher<'a> {
    later: &'a [MatchItem],
    earlier: &'a [MatchItem],
    free_later: Vec<bool>,
    free_earlier: Vec<bool>,
    matches: Vec<ItemMatch>,
}

impl<'a> Matcher<'a> {
    /// Matches `later` with `earlier`; the items in `declared` are matched already.
    pub fn new(later: &'a [MatchItem], earlier: &'a [MatchItem], declared: &[ItemMatch]) -> Self {
        let mut matcher = Self {
            later,
            earlier,
            free_later: vec![true; later.len()],
            free_earlier: vec![true; earlier.len()],
            matches: Vec::new(),
        };
        declared.iter().for_each(|pair| matcher.pair(pair.later, pair.earlier, pair.basis));
        matcher
    }

    /// Leaves out the later items at these indexes.
    pub fn without_later(mut self, indexes: impl IntoIterator<Item = usize>) -> Self {
        indexes.into_iter().for_each(|at| self.free_later[at] = false);
        self
    }

    /// All matches, in the order of the later items.
    pub fn run(mut self) -> Vec<ItemMatch> {
        self.pair_equal_titles();
        self.pair_best(MatchRule::Similar);
        self.pair_best(MatchRule::Path);
        self.pair_best(MatchRule::Contained);
        self.matches.sort_by_key(|pair| pair.later);
        self.matches
    }

    fn pair(&mut self, later: usize, earlier: usize, basis: MatchBasis) {
        self.free_later[later] = false;
        self.free_earlier[earlier] = false;
        self.matches.push(ItemMatch { later, earlier, basis });
    }

    /// Pairs equal titles. If several have one title, those with the same numbers first, the others in their order,
    /// if there are as many here as there; that is a guess.
    fn pair_equal_titles(&mut self) {
        let mut titles: HashMap<&[char], (Vec<usize>, Vec<usize>)> = HashMap::new();
        let (later, earlier) = (self.later, self.earlier);
        for (at, item) in later.iter().enumerate().filter(|(at, _)| self.free_later[*at]) {
            titles.entry(item.title.words()).or_default().0.push(at);
        }
        for (at, item) in earlier.iter().enumerate().filter(|(at, _)| self.free_earlier[*at]) {
            titles.entry(item.title.words()).or_default().1.push(at);
        }
        let mut groups: Vec<_> = titles.into_iter().filter(|(words, _)| !words.is_empty()).collect();
        groups.sort_by(|a, b| a.1.cmp(&b.1));
        for (_, (mut here, mut there)) in groups {
            if let ([at], [before]) = (&*here, &*there) {
                self.pair(*at, *before, MatchBasis::SameTitle);
                continue;
            }
            here.retain(|at| match there.iter().position(|before| later[*at].has_same_path(&earlier[*before])) {
                Some(position) => {
                    self.pair(*at, there.remove(position), MatchBasis::SameTitle);
                    false
                }
                None => true,
            });
            if here.len() == there.len() {
                here.into_iter().zip(there).for_each(|(at, before)| self.pair(at, before, MatchBasis::SimilarTitle));
            }
        }
    }

    /// Pairs items that are each other's best match by `rule`.
    fn pair_best(&mut self, rule: MatchRule) {
        let indexes = |free: &[bool]| -> Vec<usize> { (0..free.len()).filter(|at| free[*at]).collect() };
        let (here, there) = (indexes(&self.free_later), indexes(&self.free_earlier));
        if here.is_empty() || there.is_empty() {
            return;
        }
        let mut best_there = vec![Best::default(); self.earlier.len()];
        let mut best_here = vec![Best::default(); self.later.len()];
        for at in here.iter().copied() {
            for before in there.iter().copied() {
                if let Some(score) = rule.score(&self.later[at], &self.earlier[before]) {
                    best_here[at].offer(before, score);
                    best_there[before].offer(at, score);
                }
            }
        }
        for at in here {
            if let Some(before) =
                best_here[at].unambiguous().filter(|before| best_there[*before].unambiguous() == Some(at))
            {
                self.pair(at, before, rule.basis());
            }
        }
    }
}

/// A rule for matching titles that are not equal.
#[derive(Clone, Copy, Debug)]
enum MatchRule {
    /// Similar titles.
    Similar,
    /// The same numbers, and titles that are not too different.
    Path,
    /// One title is part of the other, which was shortened.
    Contained,
}

impl MatchRule {
    const fn basis(self) -> MatchBasis {
        match self {
            Self::Similar | Self::Contained => MatchBasis::SimilarTitle,
            Self::Path => MatchBasis::SamePath,
        }
    }

    /// How well two items match; `None` if they do not.
    fn score(self, later: &MatchItem, earlier: &MatchItem) -> Option<f64> {
        let same_path = later.has_same_path(earlier);
        if matches!(self, Self::Path) && !same_path {
            return None;
        }
        let similarity = later.title.similarity(&earlier.title);
        match self {
            Self::Similar | Self::Path if later.title.names_another_subject(&earlier.title) => None,
            Self::Similar if similarity.dice < SIMILAR => None,
            // of two equally similar items, the one with the same numbers is better
            Self::Similar => Some(similarity.dice + if same_path { 2.0 * MARGIN } else { 0.0 }),
            Self::Path => (similarity.dice >= SIMILAR_AT_SAME_PATH).then_some(similarity.dice),
            Self::Contained => is_part(&later.title, &earlier.title, similarity).then_some(similarity.dice),
        }
    }
}

/// Whether the shorter of two titles is part of the longer one.
pub fn is_part(a: &ComparableTitle, b: &ComparableTitle, similarity: Similarity) -> bool {
    similarity.contained >= CONTAINED && a.pairs().min(b.pairs()) >= PAIRS_TO_BE_CONTAINED
}

/// The items among `left` (earlier items that nothing continues), each with the only later item whose title contains its
/// own: it may have been joined into that item.
pub fn joined(later: &[MatchItem], earlier: &[MatchItem], left: &[usize]) -> Vec<(usize, usize)> {
    let container = |before: usize| {
        let title = &earlier[before].title;
        let contains_it = |item: &MatchItem| {
            item.title.pairs() > title.pairs() && is_part(title, &item.title, title.similarity(&item.title))
        };
        let mut found = later.iter().enumerate().filter(|(_, item)| contains_it(item)).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    };
    left.iter().filter_map(|before| Some((*before, container(*before)?))).collect()
}

/// The best candidate so far, and the score of the next best.
#[derive(Clone, Copy, Debug, Default)]
struct Best {
    best: Option<(usize, f64)>,
    next: f64,
}

impl Best {
    fn offer(&mut self, at: usize, score: f64) {
        match self.best {
            Some((_, best)) if score <= best => self.next = self.next.max(score),
            best => {
                self.next = best.map_or(self.next, |(_, score)| score);
                self.best = Some((at, score));
            }
        }
    }

    /// The best one, if no other is nearly as good.
    fn unambiguous(&self) -> Option<usize> {
        self.best.filter(|(_, score)| *score - self.next >= MARGIN).map(|(at, _)| at)
    }
}
