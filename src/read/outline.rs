//! The outline of a notice: which rows are headings, how they nest, and what each part is about.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::Builder;
use super::hypothesis::Hypothesis;
use super::node::{Manner, Node, Outline};
use super::text_layout::TextLayout;
use super::title;
use super::wording::{self, TitleShape};
use crate::notice::Part;

/// Finds the headings from row `first` up to row `end`, as `hypothesis` answers what the text leaves open.
pub fn outline(page: &TextLayout<'_>, first: usize, end: usize, hypothesis: Hypothesis) -> Outline {
    let mut nodes = Builder::build(page, first, end, hypothesis);
    answer_by_tables(page, &mut nodes);
    close(&mut nodes, end);
    name_parts(page, &mut nodes);
    answered_parts(&mut nodes);
    nodes
}

/// Takes what a table says of problems that have headings of their own, and drops its rows: 整改情况汇总表 below the
/// text, or a list of the problems above it.
fn answer_by_tables(page: &TextLayout<'_>, nodes: &mut Outline) {
    let is_row = |node: &Node| node.manner == Manner::Tabled;
    if nodes.iter().all(is_row) || !nodes.iter().any(is_row) {
        return;
    }
    let words = |node: &Node| {
        let words = page.normal.of_range(&node.title);
        words[title::read(words).words].trim_end_matches('。')
    };
    let headings = nodes.iter().enumerate().filter(|(_, node)| !is_row(node) && node.manner != Manner::Merged);
    let headings: BTreeMap<&str, usize> = headings.map(|(at, node)| (words(node), at)).collect();
    let rows = nodes.iter().enumerate().filter(|(_, node)| is_row(node));
    let repeated: BTreeMap<usize, usize> =
        rows.clone().filter_map(|(at, node)| Some((at, *headings.get(words(node))?))).collect();
    if repeated.len() < FEWEST_REPEATED || repeated.len() * 2 < rows.count() {
        return;
    }
    for (row, heading) in &repeated {
        let cells = std::mem::take(&mut nodes[*row].cells);
        nodes[*heading].labelled |= !cells.statuses.is_empty();
        nodes[*heading].cells = cells;
    }
    drop_nodes(nodes, |at| repeated.contains_key(&at));
    // Cells that only the dropped rows had in common.
    let parents: BTreeSet<usize> = nodes.iter().filter_map(|node| node.parent).collect();
    let empty: BTreeSet<usize> =
        (0..nodes.len()).filter(|at| nodes[*at].manner == Manner::Merged && !parents.contains(at)).collect();
    drop_nodes(nodes, |at| empty.contains(&at));
}

/// How many rows of a table say a heading once more where it is about the same problems.
const FEWEST_REPEATED: usize = 2;

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

fn close(nodes: &mut Outline, rows: usize) {
    for at in 0..nodes.len() {
        let depth = nodes[at].depth;
        nodes[at].end = rows;
        let mut parent = if at > 0 { Some(at - 1) } else { None };
        // Every open node that is not above this one ends here.
        while let Some(open) = parent {
            if nodes[open].depth < depth {
                break;
            }
            if nodes[open].end == rows {
                nodes[open].end = nodes[at].row;
            }
            parent = nodes[open].parent;
        }
    }
}

/// Sets the part of every node: from its own words, else from its parent.
fn name_parts(page: &TextLayout<'_>, nodes: &mut Outline) {
    for at in 0..nodes.len() {
        let above = nodes[at].parent.map(|parent| nodes[parent].part);
        let may_open = match above {
            None => true,
            Some(Part::Items) => is_part_of_items(&nodes[at]),
            Some(Part::Other | Part::Lead) => nodes[at].look != TitleShape::Measure,
            Some(_) => false,
        };
        let own = match may_open && nodes[at].manner == Manner::Marked {
            true => wording::part(title::bare(page.normal.of_range(&nodes[at].title))),
            false => None,
        };
        nodes[at].part = match (above, own) {
            (Some(Part::Items), Some(Part::Items | Part::Other)) => Part::Items,
            (_, Some(own)) => own,
            (above, None) => above.unwrap_or(Part::Other),
        };
    }
}

/// Whether a heading inside the items may still open another part: 下一步打算 at their end.
fn is_part_of_items(node: &Node) -> bool {
    node.number.is_some() && matches!(node.look, TitleShape::Neutral) && node.rest.is_empty() && !node.labelled
}

/// Parts that hold problems with an answer each are item parts, whatever their headings call them: 一、关于履行主体责任情况.
/// So are the aspects beside an aspect that is one: 二、队伍建设方面 beside 一、学习方面存在的问题.
fn answered_parts(nodes: &mut Outline) {
    let beside = |nodes: &Outline, test: &dyn Fn(&Node) -> bool| {
        let tops = nodes.iter().filter(|node| node.part == Part::Items && test(node));
        tops.map(|node| node.parent).collect::<BTreeSet<_>>()
    };
    let aspects = beside(nodes, &|node| node.aspect);
    let is_aspect = |node: &Node| {
        node.aspect && node.part == Part::Other && node.look != TitleShape::Measure && aspects.contains(&node.parent)
    };
    promote(nodes, |nodes, top| is_aspect(&nodes[top]));
    promote(nodes, |nodes, top| is_answered_part(nodes, top, Part::Organisation));
    if nodes.iter().any(|node| node.part == Part::Items) {
        promote(nodes, |nodes, top| !nodes[top].summary && is_answered_part(nodes, top, Part::Other));
    }
}

/// Names those headings item parts, and what is below them, that pass `test`.
fn promote(nodes: &mut Outline, test: impl Fn(&Outline, usize) -> bool) {
    let promoted: Vec<usize> = (0..nodes.len()).filter(|top| test(nodes, *top)).collect();
    promoted.iter().for_each(|top| name_below(nodes, *top, Part::Items));
}

/// Whether a heading opens a part named `part` that holds more answered problems than measures.
fn is_answered_part(nodes: &Outline, top: usize, part: Part) -> bool {
    let opens = nodes[top].parent.is_none_or(|parent| nodes[parent].part != nodes[top].part);
    let count = |test: fn(&Node) -> bool| inside(nodes, top).filter(|node| test(node)).count();
    opens
        && nodes[top].part == part
        && count(is_answered_problem) > count(|node| !node.labelled && node.look == TitleShape::Measure)
}

/// The headings under a heading.
fn inside(nodes: &Outline, top: usize) -> impl Iterator<Item = &Node> {
    nodes[top + 1..].iter().take_while(move |node| node.row < nodes[top].end)
}

fn name_below(nodes: &mut Outline, top: usize, part: Part) {
    let end = top + 1 + inside(nodes, top).count();
    nodes[top..end].iter_mut().for_each(|node| node.part = part);
}

/// Whether a heading is answered below, or is a problem by its own words.
fn is_answered_problem(node: &Node) -> bool {
    !node.aspect && (node.labelled && node.look != TitleShape::Measure || node.look == TitleShape::Problem)
}
