//! The outline of a notice: which rows are headings, how they nest, and what each part is about.

use std::collections::BTreeSet;

use super::builder::Builder;
use super::hypothesis::Hypothesis;
use super::node::{Manner, Node, Outline};
use super::repeats;
use super::text_layout::TextLayout;
use super::title;
use super::wording::{self, TitleShape};
use crate::notice::Part;

/// Finds the headings from row `first` up to row `end`, as `hypothesis` answers what the text leaves open.
pub fn outline(page: &TextLayout<'_>, first: usize, end: usize, hypothesis: Hypothesis) -> Outline {
    let mut nodes = Builder::build(page, first, end, hypothesis);
    repeats::drop_repeats(page, &mut nodes);
    close(&mut nodes, end);
    name_parts(page, &mut nodes);
    answered_parts(&mut nodes);
    nodes
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
