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

/// What an item states about how far it is.
#[derive(Default)]
pub struct StatusReading {
    /// Where it is written, whether or not the words are a status.
    pub stated: Option<StatedStatus>,
    /// What it means; absent where nothing is written, or nothing that is sure.
    pub label: Option<StatusLabel>,
    /// Why the words that are written give no status.
    pub doubt: Option<Doubt>,
}

/// Why words that look like a status give none, with their place in the twin.
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
    let mut places = Vec::new();
    for columns::StatusCell { words, cell, asked } in &node.cells.statuses {
        let words = ticked(page, words.clone()).unwrap_or(words.clone());
        let place = StatedStatus { asked: *asked, ..StatedStatus::new(words.clone(), cell.clone()) };
        // …清退摊点31个。已完成。 tells what was done and closes with how far it is.
        let is_told = !asked && place.meaning(page).is_none();
        let closing = is_told.then(|| last_sentence(page, &words)).flatten().map(|closing| (Strength::Told, closing));
        let inner = || is_told.then(|| inside(page, &words, page.normal.of_range(&words))).flatten();
        places.push(closing.or_else(inner).unwrap_or((Strength::Stated, place)));
    }
    if let (Some(words), Some(whole)) = (&title.status, &title.bracket) {
        places.push((
            Strength::Stated,
            StatedStatus::new(offset(words, node.title.start), offset(whole, node.title.start)),
        ));
    }
    places.extend(behind_title(page, node).map(|place| (Strength::Stated, place)));
    for range in body(page, node) {
        labelled(page, node, &range, &mut places);
    }
    let told = alone(page, node).or_else(|| closing_sentence(page, node));
    places.extend(told.map(|place| (Strength::Told, place)));
    weigh(page, &places)
}

/// The strongest statements among the places; what they write, and what it means where they agree.
fn weigh(page: &TextLayout<'_>, places: &[(Strength, StatedStatus)]) -> StatusReading {
    let known = |weakest| {
        let of = move |(own, _): &&(Strength, StatedStatus)| *own <= weakest;
        places.iter().filter(of).filter_map(|(_, place)| Some((place, place.meaning(page)?)))
    };
    let unknown = places.iter().find(|(strength, place)| {
        *strength == Strength::Stated && place.meaning(page).is_none() && reads_as_status(page, &place.words)
    });
    let is_stated = known(Strength::Stated).next().is_some();
    let mut agreed: Option<(&StatedStatus, StatusLabel)> = None;
    // A result that nobody knows beats what the words around it say.
    let weakest = if is_stated { Strength::Progress } else { Strength::Told };
    let heard = known(weakest).filter(|_| unknown.is_none() || is_stated);
    for (place, label) in heard {
        match &mut agreed {
            None => agreed = Some((place, label)),
            Some((_, first)) if first.status == label.status => first.sustained |= label.sustained,
            Some((first, _)) => {
                let doubt = Doubt::Conflict(first.words.clone(), place.words.clone());
                return StatusReading { stated: Some((*first).clone()), label: None, doubt: Some(doubt) };
            }
        }
    }
    if let Some((place, label)) = agreed {
        return StatusReading { stated: Some(place.clone()), label: Some(label), doubt: None };
    }
    if let Some((_, place)) = unknown {
        let doubt = Doubt::Unknown(place.words.clone());
        return StatusReading { stated: Some(place.clone()), label: None, doubt: Some(doubt) };
    }
    // 整改情况：已完成，但仍有2户未落实 opens like a status and states none.
    let begins = |place: &StatedStatus| place.begins || opens_as_status(page, &place.words);
    let opening = places.iter().find(|(_, place)| place.meaning(page).is_none() && begins(place));
    match opening {
        Some((_, place)) => {
            StatusReading { doubt: Some(Doubt::Unknown(place.words.clone())), ..StatusReading::default() }
        }
        None => {
            // A term is shown as written; it states no status.
            let term = places.iter().find(|(_, place)| status::is_term(page.normal.of_range(&place.words)));
            StatusReading { stated: term.map(|(_, place)| place.clone()), ..StatusReading::default() }
        }
    }
}

/// Whether words behind a label for results are meant as a status: few of them, or a status and more.
fn reads_as_status(page: &TextLayout<'_>, words: &Range<usize>) -> bool {
    let text = page.normal.of_range(words);
    let short = (1..=LONGEST_UNKNOWN).contains(&text.chars().count()) && !label::is_measure(text);
    !status::is_term(text) && (short || opens_as_status(page, words))
}

/// In characters. Longer words behind 整改结果： tell what was done.
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
