//! Tables that repeat the problems of headings, forms or another table: 整改情况汇总表 below the text, or a list of the
//! problems above it. Statuses and other cells of such a table are added to the problem; its rows are dropped.

use std::collections::{BTreeMap, BTreeSet};

use super::names::is_unit;
use super::node::{Manner, Node, Outline};
use super::text_layout::TextLayout;
use super::title;

/// Adds the cells of a repeating table to the problems that it repeats, and drops its rows.
pub(super) fn drop_repeats(page: &TextLayout<'_>, nodes: &mut Outline) {
    let is_row = |node: &Node| node.manner == Manner::Tabled;
    if !nodes.iter().any(is_row) {
        return;
    }
    drop_rows(page, nodes, is_row, |node| !is_row(node) && node.manner != Manner::Merged);
    // A list of problems beside a table that says how far they are.
    let is_silent = |node: &Node| is_row(node) && node.cells.statuses.is_empty();
    drop_rows(page, nodes, is_silent, |node| is_row(node) && !node.cells.statuses.is_empty());
}

/// Drops the rows among `rows` that repeat one of `kept`, if most of them do.
fn drop_rows(page: &TextLayout<'_>, nodes: &mut Outline, rows: impl Fn(&Node) -> bool, kept: impl Fn(&Node) -> bool) {
    let kept: Vec<usize> = (0..nodes.len()).filter(|at| kept(&nodes[*at])).collect();
    let rows: Vec<usize> = (0..nodes.len()).filter(|at| rows(&nodes[*at])).collect();
    let repeated = repeated(page, nodes, &rows, &kept);
    if repeated.len() < FEWEST_REPEATED || repeated.len() * 2 < rows.len() {
        return;
    }
    for (row, of) in &repeated {
        let cells = std::mem::take(&mut nodes[*row].cells);
        let own = &mut nodes[*of];
        own.labelled |= !cells.statuses.is_empty();
        own.cells.statuses.extend(cells.statuses);
        own.cells.deadline = own.cells.deadline.take().or(cells.deadline);
        own.cells.responsible = own.cells.responsible.take().or(cells.responsible);
        own.cells.unit = own.cells.unit.take().or(cells.unit);
    }
    drop_nodes(nodes, |at| repeated.contains_key(&at));
    // Cells that only the dropped rows had in common.
    let parents: BTreeSet<usize> = nodes.iter().filter_map(|node| node.parent).collect();
    let empty: BTreeSet<usize> =
        (0..nodes.len()).filter(|at| nodes[*at].manner == Manner::Merged && !parents.contains(at)).collect();
    drop_nodes(nodes, |at| empty.contains(&at));
}

/// Which of `rows` say what one of `kept` says: in the same words or, in the order of the text, in similar ones.
fn repeated(page: &TextLayout<'_>, nodes: &Outline, rows: &[usize], kept: &[usize]) -> BTreeMap<usize, usize> {
    let words = |at: usize| {
        let words = page.normal.of_range(&nodes[at].title);
        words[title::read(words).words].trim_end_matches('。')
    };
    let places: BTreeMap<&str, usize> = kept.iter().enumerate().map(|(place, at)| (words(*at), place)).collect();
    let listed: BTreeSet<&str> = rows.iter().map(|row| words(*row)).collect();
    let mut repeated = BTreeMap::new();
    let mut next = 0;
    for row in rows {
        let own = words(*row);
        let is_own = |place: &usize| {
            let at = kept[*place];
            let other = words(at);
            are_similar(own, other) && !listed.contains(other) && !is_above(nodes, at, *row)
        };
        let place = places.get(own).copied().or_else(|| (next..kept.len()).take(FARTHEST).find(is_own));
        // 村务公开不及时 of two villages is two problems.
        let of_one_unit = |place: &usize| match (unit_above(page, nodes, kept[*place]), unit_above(page, nodes, *row)) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => true,
        };
        if let Some(place) = place.filter(of_one_unit) {
            repeated.insert(*row, kept[place]);
            next = place + 1;
        }
    }
    repeated
}

/// The heading above a problem that is nothing but the name of a unit.
fn unit_above(page: &TextLayout<'_>, nodes: &Outline, at: usize) -> Option<usize> {
    let mut above = std::iter::successors(nodes[at].parent, |at| nodes[*at].parent);
    above.find(|at| is_unit(page.normal.of_range(&nodes[*at].title)))
}

/// Whether a heading is above another one.
fn is_above(nodes: &Outline, above: usize, below: usize) -> bool {
    std::iter::successors(nodes[below].parent, |at| nodes[*at].parent).any(|parent| parent == above)
}

/// How many rows of a table say a heading once more where it is about the same problems.
const FEWEST_REPEATED: usize = 2;

/// How many headings on from the last the same words may stand.
const FARTHEST: usize = 6;

/// Whether two titles name the same problem in other words: nearly all of one is in the other, or most pairs of characters are
/// the same.
pub(super) fn are_similar(one: &str, other: &str) -> bool {
    let pairs = |text: &str| {
        let characters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(LONGEST).collect();
        characters.windows(2).map(|pair| (pair[0], pair[1])).collect::<BTreeSet<_>>()
    };
    let (one, other) = (pairs(one), pairs(other));
    let common = one.intersection(&other).count();
    let fewest = one.len().min(other.len());
    fewest >= SHORTEST && (common * 10 >= fewest * CONTAINED || common * 2 * 10 >= (one.len() + other.len()) * SIMILAR)
}

/// In characters: what is after them tells no more.
const LONGEST: usize = 60;

/// In pairs of characters.
const SHORTEST: usize = 4;

/// So many tenths of the shorter title's pairs of characters are in the longer, where that says more.
const CONTAINED: usize = 8;

/// So many tenths of the pairs of characters are the same in similar titles.
const SIMILAR: usize = 6;

/// Drops the headings, which have none below them, that are `dropped`.
fn drop_nodes(nodes: &mut Outline, dropped: impl Fn(usize) -> bool) {
    let mut kept = 0;
    let places: Vec<usize> = (0..nodes.len())
        .map(|at| {
            kept += usize::from(!dropped(at));
            kept.saturating_sub(1)
        })
        .collect();
    let mut at = 0;
    nodes.retain_mut(|node| {
        node.parent = node.parent.map(|parent| places[parent]);
        at += 1;
        !dropped(at - 1)
    });
}
