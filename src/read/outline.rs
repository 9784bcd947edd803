//! The outline of a notice: which rows are headings, how they nest, and what each part is about.

use std::ops::Range;

use super::blocks::TextLayout;
use super::builder::Builder;
use super::hypothesis::Hypothesis;
use super::table;
use super::title;
use super::wording::{self, TitleShape};
use crate::notice::Part;

/// A heading and the rows below it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its row.
    pub row: usize,
    /// The first row after its own rows.
    pub end: usize,
    /// The heading above it.
    pub parent: Option<usize>,
    /// Depth, from 1.
    pub depth: u8,
    /// Its number in the twin.
    pub number: Option<Range<usize>>,
    /// What the number counts; 0 where it has none.
    pub value: u32,
    /// Its words in the twin, without number and without text that runs on. Behind a number that has a row to itself
    /// they are in the next row.
    pub title: Range<usize>,
    /// Text that runs on behind it in the same row.
    pub rest: Range<usize>,
    /// Whether that text is more than a full stop.
    pub runs_on: bool,
    /// What its title looks like.
    pub look: TitleShape,
    /// Whether its title names an aspect, under which problems stand.
    pub aspect: bool,
    /// Whether its title names measures.
    pub of_measures: bool,
    /// Whether a line below names its measures or its status, or it is a row of a table of problems.
    pub labelled: bool,
    /// What makes it a heading.
    pub manner: Manner,
    /// What the cells of its row of a table state about it.
    pub cells: table::RowCells,
    /// The part it belongs to.
    pub part: Part,
}

/// What makes a row a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Its number or its mark.
    Marked,
    /// Only the label in the line below.
    Bare,
    /// 反馈问题： before it.
    Restated,
    /// A row of a table of problems.
    Tabled,
    /// A cell of such a row that several rows have in common.
    Merged,
    /// A short line over a list that starts at 1: 柏树村党支部.
    Caption,
}

/// The headings of a notice in order.
pub type Outline = Vec<Node>;

/// Finds the headings from row `first` up to row `end`, as `hypothesis` answers what the text leaves open.
pub fn outline(page: &TextLayout<'_>, first: usize, end: usize, hypothesis: Hypothesis) -> Outline {
    let mut nodes = Builder::build(page, first, end, hypothesis);
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

/// A title's words before the bracket that states its status.
fn without_status(words: &str) -> &str {
    title::status_bracket(words).map_or(words, |(bracket, _)| &words[..bracket.start])
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
            true => wording::part(without_status(page.normal.of_range(&nodes[at].title))),
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
fn answered_parts(nodes: &mut Outline) {
    let promoted = (0..nodes.len()).filter(|top| is_answered_part(nodes, *top, Part::Organisation)).collect::<Vec<_>>();
    for top in &promoted {
        name_below(nodes, *top, Part::Items);
    }
    if !promoted.is_empty() {
        let others = (0..nodes.len()).filter(|top| is_answered_part(nodes, *top, Part::Other)).collect::<Vec<_>>();
        others.iter().for_each(|top| name_below(nodes, *top, Part::Items));
    }
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
