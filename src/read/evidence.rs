//! Evidence for a reading of a text: each kind is a number from −1 to 1, and one table has the weights.
//!
//! Pure arithmetic over an outline and the headings picked from it. It knows nothing of how readings come about.

use super::label::{self, Purpose};
use super::node::{Manner, Node, Outline};
use super::number;
use super::text_layout::{Mark, TextLayout};
use super::title;
use super::wording::TitleShape;
use crate::notice::status;

/// The kinds of evidence, in the order of [`WEIGHTS`].
pub const KINDS: [&str; 8] = ["total", "answers", "words", "series", "shape", "whole", "usual", "empty"];

/// How much each kind of evidence counts.
///
/// Fitted by `cargo bench --bench evidence` on the notices of tests/read; it prints how many of them are read right
/// with weights that were fitted without them.
pub const WEIGHTS: [f32; KINDS.len()] = [3.0, 3.0, 2.0, 1.5, 1.0, 2.0, 1.5, -2.0];

/// The evidence for one reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The notice's own total is the number of items: 1; it is not: −1; none is stated: 0.
    pub total: f32,
    /// Every item holds one answer (整改状态：, else 整改情况：) and no answer is outside the items: 1.
    pub answers: f32,
    /// Titles read like problems: 1; like measures: −1.
    pub words: f32,
    /// Numbers go on from each other or start again at 1.
    pub series: f32,
    /// The items have the same depth and kind of number.
    pub shape: f32,
    /// No item holds headings that read like problems themselves.
    pub whole: f32,
    /// The reading is the usual answer to the questions that the layout leaves open.
    pub usual: f32,
    /// There are no items.
    pub empty: f32,
}

impl Evidence {
    /// The kinds in the order of [`WEIGHTS`].
    pub fn values(&self) -> [f32; KINDS.len()] {
        let Self { total, answers, words, series, shape, whole, usual, empty } = *self;
        [total, answers, words, series, shape, whole, usual, empty]
    }

    /// The weighted sum.
    pub fn score(&self) -> f32 {
        self.values().iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
    }

    /// Whether nothing can speak for another reading: every item has its answer or the total is right, the numbers are
    /// complete, and no item reads like a measure.
    pub fn is_conclusive(&self) -> bool {
        let answered = self.answers >= CONCLUSIVE || self.total >= CONCLUSIVE && self.answers >= 0.0;
        answered && self.total >= 0.0 && self.series >= CONCLUSIVE && self.words > 0.0 && self.whole >= CONCLUSIVE
    }
}

/// From here on evidence is complete.
const CONCLUSIVE: f32 = 0.99;

/// Facts about the items of a page that do not depend on the reading.
pub struct Answers {
    /// The rows that state a status or, where none does, those that open with the first label of measures, in order.
    rows: Vec<usize>,
    /// The number of problems that the notice states.
    pub total: Option<u32>,
}

impl Answers {
    /// Collects the answers of the rows from `first` up to `end`.
    pub fn of(page: &TextLayout<'_>, first: usize, end: usize) -> Self {
        let (mut stated, mut measures, mut word) = (Vec::new(), Vec::new(), None);
        for row in first..end.min(page.rows.len()) {
            if matches!(page.rows[row].mark, Mark::Cells(_) | Mark::Head(_)) {
                continue;
            }
            let whole = page.text(row);
            let text = whole[number::read(whole).map_or(0, |number| number.len)..].trim_start();
            match label::read(text) {
                // 二、整改情况 is a heading.
                Some(label) if label.len == text.len() && text.len() < whole.len() => {}
                Some(label) if label.purpose == Purpose::Status => stated.push(row),
                Some(label) if label.purpose == Purpose::Measures => {
                    let words = &text[..label.len];
                    if *word.get_or_insert(words) == words {
                        measures.push(row);
                    }
                }
                Some(_) => {}
                None if text.len() <= LONGEST_STATUS && status::read(text.trim_matches(BRACKETS)).is_some() => {
                    stated.push(row)
                }
                None => {}
            }
        }
        Self { rows: if stated.is_empty() { measures } else { stated }, total: None }
    }

    /// How many of them are in rows `from` up to `end`.
    fn count(&self, from: usize, end: usize) -> usize {
        self.rows.partition_point(|row| *row < end) - self.rows.partition_point(|row| *row < from)
    }
}

const BRACKETS: [char; 9] = ['【', '】', '（', '）', '(', ')', '。', '；', '：'];

/// In bytes.
const LONGEST_STATUS: usize = 60;

/// Weighs the items `picked` from `outline`.
pub fn weigh(page: &TextLayout<'_>, outline: &Outline, picked: &[usize], answers: &Answers, usual: f32) -> Evidence {
    if picked.is_empty() {
        let total = if answers.total.is_some_and(|total| total > 0) { -1.0 } else { 0.0 };
        return Evidence { empty: 1.0, usual, total, ..Evidence::default() };
    }
    Evidence {
        total: total(answers.total, picked.len()),
        answers: answered(page, outline, picked, answers),
        words: words(outline, picked),
        series: series(outline, picked),
        shape: shape(outline, picked),
        whole: whole(outline, picked),
        usual,
        empty: 0.0,
    }
}

fn total(stated: Option<u32>, items: usize) -> f32 {
    match stated {
        None => 0.0,
        Some(stated) if stated as usize == items => 1.0,
        Some(_) => -1.0,
    }
}

/// A part of a whole as a number from −1 to 1.
fn share(part: usize, of: usize) -> f32 {
    part as f32 / of.max(1) as f32 * 2.0 - 1.0
}

fn answered(page: &TextLayout<'_>, outline: &Outline, picked: &[usize], answers: &Answers) -> f32 {
    let own = |node: &Node| {
        let bracket = title::read(page.normal.of_range(&node.title)).status.is_some();
        usize::from(
            bracket || !node.cells.statuses.is_empty() || title::closes_with_status(page.normal.of_range(&node.rest)),
        )
    };
    let (mut once, mut wrong, mut inside) = (0usize, 0usize, 0usize);
    for at in picked {
        let node = &outline[*at];
        let rows = answers.count(node.row, node.end);
        inside += rows;
        match rows + own(node) {
            0 => {}
            1 => once += 1,
            _ => wrong += 1,
        }
    }
    let outside = answers.rows.len().saturating_sub(inside);
    if once + wrong + outside == 0 {
        return 0.0;
    }
    (once as f32 - wrong as f32 - outside as f32) / (picked.len() + outside) as f32
}

fn words(outline: &Outline, picked: &[usize]) -> f32 {
    let value = |at: &usize| match outline[*at].look {
        TitleShape::Problem => 1.0,
        TitleShape::Likely => 0.7,
        TitleShape::Neutral => 0.0,
        TitleShape::Measure => -1.0,
    };
    picked.iter().map(value).sum::<f32>() / picked.len() as f32
}

fn series(outline: &Outline, picked: &[usize]) -> f32 {
    let goes_on = |before: &Node, node: &Node| {
        node.value == before.value + 1
            || node.value == 1
            || node.value == 0
            || before.value == 0 && node.manner != before.manner
    };
    let good = picked.windows(2).filter(|pair| goes_on(&outline[pair[0]], &outline[pair[1]])).count();
    let opens = usize::from(outline[picked[0]].value <= 1);
    share(good + opens, picked.len())
}

fn shape(outline: &Outline, picked: &[usize]) -> f32 {
    let shape = |at: &usize| (outline[*at].depth, outline[*at].value > 0, outline[*at].manner.is_in_table());
    let mut counts = std::collections::BTreeMap::new();
    for at in picked {
        *counts.entry(shape(at)).or_insert(0usize) += 1;
    }
    share(counts.values().copied().max().unwrap_or_default(), picked.len())
}

fn whole(outline: &Outline, picked: &[usize]) -> f32 {
    let holds_problems = |at: &usize| {
        let end = outline[*at].end;
        let below = outline[at + 1..].iter().take_while(|node| node.row < end);
        below.filter(|node| node.look == TitleShape::Problem && node.manner != Manner::Restated).count() > 0
    };
    share(picked.iter().filter(|at| !holds_problems(at)).count(), picked.len())
}
