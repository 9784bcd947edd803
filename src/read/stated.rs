//! How far an item is: what its column, bracket, labels and rows write, and what that means where they agree. It knows
//! nothing of which headings are items.

use std::ops::Range;

use super::codes;
use super::columns;
use super::label;
use super::node::Node;
use super::status_places::{
    StatedStatus, Strength, alone, behind_title, body, closing_sentence, inside, labelled, last_sentence, offset,
    opens_as_status, ticked,
};
use super::text_layout::TextLayout;
use super::title::Title;
use crate::notice::{Finding, SourcePath, StatusLabel, status};

/// The status that an item states.
#[derive(Default)]
pub struct StatusReading {
    /// Where it is written, whether or not the words are a status.
    pub stated: Option<StatedStatus>,
    /// Its meaning; absent if nothing certain is written.
    pub label: Option<StatusLabel>,
    /// Why the words that are written give no status.
    pub doubt: Option<Doubt>,
}

/// Why words that look like a status give none, with their place in the normalised text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The value of a label is outside the vocabulary: 整改结果：已办妥.
    Unknown(Range<usize>),
    /// Two statements differ.
    Conflict(Range<usize>, Range<usize>),
}

/// Reads how far an item is: its statements by the column, the bracket, the labels and rows of its own. The strongest
/// decide; where they differ, none does.
pub fn read(page: &TextLayout<'_>, node: &Node, title: &Title) -> StatusReading {
    let mut statements = Vec::new();
    for columns::StatusCell { words, cell, asked, tells } in &node.cells.statuses {
        let words = ticked(page, words.clone()).unwrap_or(words.clone());
        let statement = StatedStatus { asked: *asked, ..StatedStatus::new(words.clone(), cell.clone()) };
        // …清退摊点31个。已完成。 states measures and ends with the status.
        let is_told = !asked && statement.meaning(page).is_none();
        let closing = is_told.then(|| last_sentence(page, &words)).flatten().map(|closing| (Strength::Prose, closing));
        let inner = || is_told.then(|| inside(page, &words, page.normal.of_range(&words))).flatten();
        let strength = if *tells && is_told { Strength::Prose } else { Strength::Stated };
        statements.push(closing.or_else(inner).unwrap_or((strength, statement)));
    }
    if let (Some(words), Some(whole)) = (&title.status, &title.bracket) {
        statements.push((
            Strength::Stated,
            StatedStatus::new(offset(words, node.title.start), offset(whole, node.title.start)),
        ));
    }
    statements.extend(behind_title(page, node).map(|statement| (Strength::Stated, statement)));
    for range in body(page, node) {
        labelled(page, node, &range, &mut statements);
    }
    let told = alone(page, node).or_else(|| closing_sentence(page, node));
    statements.extend(told.map(|statement| (Strength::Prose, statement)));
    weigh(page, &statements)
}

/// The strongest statements among the statements; what they write, and what it means where they agree.
fn weigh(page: &TextLayout<'_>, statements: &[(Strength, StatedStatus)]) -> StatusReading {
    let read_up_to = |weakest| {
        let of = move |(own, _): &&(Strength, StatedStatus)| *own <= weakest;
        statements.iter().filter(of).filter_map(|(_, statement)| Some((statement, statement.meaning(page)?)))
    };
    let unknown = statements.iter().find(|(strength, statement)| {
        *strength == Strength::Stated && statement.meaning(page).is_none() && reads_as_status(page, &statement.words)
    });
    let is_stated = read_up_to(Strength::Stated).next().is_some();
    let mut agreed: Option<(&StatedStatus, StatusLabel)> = None;
    // A result outside the vocabulary is stronger than the words around it.
    let weakest = if is_stated { Strength::Progress } else { Strength::Prose };
    let heard = read_up_to(weakest).filter(|_| unknown.is_none() || is_stated);
    for (statement, label) in heard {
        match &mut agreed {
            None => agreed = Some((statement, label)),
            Some((_, first)) if first.status == label.status => first.sustained |= label.sustained,
            Some((first, _)) => {
                let doubt = Doubt::Conflict(first.words.clone(), statement.words.clone());
                return StatusReading { stated: Some((*first).clone()), label: None, doubt: Some(doubt) };
            }
        }
    }
    if let Some((statement, label)) = agreed {
        return StatusReading { stated: Some(statement.clone()), label: Some(label), doubt: None };
    }
    if let Some((_, statement)) = unknown {
        let doubt = Doubt::Unknown(statement.words.clone());
        return StatusReading { stated: Some(statement.clone()), label: None, doubt: Some(doubt) };
    }
    // 整改情况：已完成，但仍有2户未落实 opens like a status and states none.
    let begins = |statement: &StatedStatus| statement.begins || opens_as_status(page, &statement.words);
    let opening = statements.iter().find(|(_, statement)| statement.meaning(page).is_none() && begins(statement));
    match opening {
        Some((_, statement)) => {
            StatusReading { doubt: Some(Doubt::Unknown(statement.words.clone())), ..StatusReading::default() }
        }
        None => {
            // A term is shown as written; it states no status.
            let term = statements.iter().find(|(_, statement)| status::is_term(page.normal.of_range(&statement.words)));
            StatusReading { stated: term.map(|(_, statement)| statement.clone()), ..StatusReading::default() }
        }
    }
}

/// Whether words after a label for results are meant as a status: few of them, or a status and more.
fn reads_as_status(page: &TextLayout<'_>, words: &Range<usize>) -> bool {
    let text = page.normal.of_range(words);
    let short = (1..=LONGEST_UNKNOWN).contains(&text.chars().count()) && !label::is_measure(text);
    !status::is_term(text) && (short || opens_as_status(page, words))
}

/// Most characters of a status after 整改结果：. Longer text is measures.
const LONGEST_UNKNOWN: usize = 12;

/// One finding a notice for every kind of doubt, with the number of items it is about; `doubts` with their titles.
pub fn report(page: &TextLayout<'_>, source: &SourcePath, doubts: &[(Doubt, String)], findings: &mut Vec<Finding>) {
    let unknown = |doubt: &Doubt| match doubt {
        Doubt::Unknown(words) => Some(words.clone()),
        Doubt::Conflict(..) => None,
    };
    let mut unknowns = doubts.iter().filter_map(|(doubt, title)| Some((unknown(doubt)?, title)));
    if let Some((first, title)) = unknowns.next() {
        let span = page.normal.span(&first);
        let finding = Finding::new(codes::UNKNOWN_STATUS_LABEL, source, span).with("title", title);
        findings.push(finding.with("found", page.shown(&first)).with("count", 1 + unknowns.count()));
    }
    for (doubt, title) in doubts {
        let Doubt::Conflict(first, second) = doubt else { continue };
        let finding = Finding::new(codes::CONFLICTING_STATUS, source, page.normal.span(second)).with("title", title);
        let finding = finding.with("first", page.shown(first)).with("second", page.shown(second));
        findings.push(finding.relating(source, page.normal.span(first)));
    }
}
