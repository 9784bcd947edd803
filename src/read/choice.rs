//! Readings compete: the outlines a text allows, and the items each gives; the one with the most evidence wins, and its
//! lead over the next is how sure the items are.

use super::codes;
use super::evidence::{self, Answers, Evidence};
use super::hypothesis::Hypothesis;
use super::items;
use super::node::{Node, Outline};
use super::outline;
use super::text_layout::TextLayout;
use crate::notice::{Confidence, Finding, Part, SourcePath};

/// One way to read the items of a text.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The answers to the questions that the layout leaves open.
    pub hypothesis: Hypothesis,
    /// Which headings of the item part are items.
    pub level: Level,
    /// The headings.
    pub outline: Outline,
    /// Those of them that are items.
    pub picked: Vec<usize>,
    /// The evidence for it.
    pub evidence: Evidence,
}

/// Which headings of the item part are items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Those that the words and labels of each level name.
    ByWords,
    /// The deepest.
    Leaves,
    /// Those above them.
    Parents,
}

/// The reading that won.
pub struct Choice {
    /// The winner.
    pub best: Candidate,
    /// How sure it is.
    pub confidence: Confidence,
    /// The readings that give other items, the best first; none where the winner is beyond doubt.
    pub others: Vec<Candidate>,
}

/// A lead from which a reading is sure, and one from which it is likely; see the calibration that `cargo bench --bench
/// evidence` prints.
const SURE: f32 = 2.0;
const LIKELY: f32 = 0.5;

/// The rows of a text that headings are looked for in.
#[derive(Clone, Debug)]
pub struct Extent {
    /// The first.
    pub first: usize,
    /// The first after them.
    pub end: usize,
}

/// Chooses among the readings of a text, of which `usual` is the outline under [`Hypothesis::USUAL`]; `total` reads how
/// many problems the notice states, given that outline and its items. Where the usual reading is beyond doubt, no
/// other is tried, unless `thorough`.
pub fn choose(
    page: &TextLayout<'_>,
    extent: &Extent,
    usual: Outline,
    thorough: bool,
    total: impl FnOnce(&Outline, &[usize]) -> Option<u32>,
) -> Choice {
    let mut answers = Answers::of(page, extent.first, extent.end);
    let mut usual = candidate(page, usual, Hypothesis::USUAL, Level::ByWords, &answers);
    if !usual.evidence.is_conclusive() || thorough {
        answers.total = total(&usual.outline, &usual.picked);
        usual.evidence = evidence::weigh(page, &usual.outline, &usual.picked, &answers, 1.0);
    }
    if usual.evidence.is_conclusive() && !thorough {
        return Choice { best: usual, confidence: Confidence::High, others: Vec::new() };
    }
    let beyond_doubt = usual.evidence.is_conclusive();
    let mut others = candidates(page, extent, usual, &answers);
    if !beyond_doubt {
        others.sort_by(|a, b| b.evidence.score().total_cmp(&a.evidence.score()));
    }
    let best = others.remove(0);
    let lead = others.first().map_or(f32::INFINITY, |rival| best.evidence.score() - rival.evidence.score());
    let confidence = match lead {
        _ if beyond_doubt => Confidence::High,
        lead if lead >= SURE => Confidence::High,
        // The notice's own total speaks against the winner.
        _ if best.evidence.total < 0.0 => Confidence::Low,
        lead if lead >= LIKELY => Confidence::Medium,
        _ => Confidence::Low,
    };
    Choice { best, confidence, others }
}

/// A finding that names two readings between which nothing decides.
pub fn doubt(
    page: &TextLayout<'_>,
    source: &SourcePath,
    outline: &Outline,
    picked: &[usize],
    rival: &Candidate,
) -> Option<Finding> {
    let differs = |at: &&usize, other: &Outline, picked: &[usize]| {
        let title = |node: &Node| node.title.clone();
        !picked.iter().any(|other_at| title(&other[*other_at]) == title(&outline[**at]))
    };
    let place = picked.iter().find(|at| differs(at, &rival.outline, &rival.picked)).or(picked.first());
    let node = place.map(|at| &outline[*at]).or_else(|| rival.picked.first().map(|at| &rival.outline[*at]))?;
    let example = |outline: &Outline, picked: &[usize]| {
        picked.first().map(|at| page.shown(&outline[*at].title)).unwrap_or_default()
    };
    Some(
        Finding::new(codes::UNCERTAIN_ITEMS, source, page.normal.span(&node.title))
            .with("count", picked.len())
            .with("first", example(outline, picked))
            .with("other", rival.picked.len())
            .with("second", example(&rival.outline, &rival.picked)),
    )
}

fn candidate(
    page: &TextLayout<'_>,
    outline: Outline,
    hypothesis: Hypothesis,
    level: Level,
    answers: &Answers,
) -> Candidate {
    let picked = match level {
        Level::ByWords => items::pick(page, &outline),
        Level::Leaves => leaves(&outline),
        Level::Parents => parents(&outline, &items::pick(page, &outline)),
    };
    let usual = match (hypothesis == Hypothesis::USUAL, level) {
        (true, Level::ByWords) => 1.0,
        (false, Level::ByWords) | (true, Level::Leaves | Level::Parents) => 0.0,
        (false, Level::Leaves | Level::Parents) => -1.0,
    };
    let evidence = evidence::weigh(page, &outline, &picked, answers, usual);
    Candidate { hypothesis, level, outline, picked, evidence }
}

/// The readings that give other items than those before them, the usual one first.
fn candidates(page: &TextLayout<'_>, extent: &Extent, usual: Candidate, answers: &Answers) -> Vec<Candidate> {
    let mut all = vec![usual];
    for hypothesis in std::iter::once(Hypothesis::USUAL).chain(Hypothesis::OTHERS) {
        let outline = match hypothesis == Hypothesis::USUAL {
            true => all[0].outline.clone(),
            false => outline::outline(page, extent.first, extent.end, hypothesis),
        };
        for level in [Level::ByWords, Level::Leaves, Level::Parents] {
            let other = candidate(page, outline.clone(), hypothesis, level, answers);
            if !all.iter().any(|known| is_same(known, &other)) {
                all.push(other);
            }
        }
    }
    // If the usual reading has no problems, another one has some only if the notice itself answers or counts them.
    if all[0].picked.is_empty() {
        let speaks = |evidence: &Evidence| evidence.answers >= ANSWERED || evidence.total > 0.0 && evidence.words > 0.0;
        all.retain(|other| other.picked.is_empty() || speaks(&other.evidence));
    }
    all
}

/// If the usual reading has no items, at least this many items of another reading have answers.
const ANSWERED: f32 = 0.5;

/// Whether two readings give the same items.
fn is_same(one: &Candidate, other: &Candidate) -> bool {
    let title = |candidate: &Candidate, at: usize| candidate.outline[candidate.picked[at]].title.clone();
    one.picked.len() == other.picked.len() && (0..one.picked.len()).all(|at| title(one, at) == title(other, at))
}

/// The headings of the item parts that hold no others.
fn leaves(outline: &Outline) -> Vec<usize> {
    let has_part = outline.iter().any(|node| node.part == Part::Items);
    let may_hold = |node: &Node| match node.part {
        Part::Items => true,
        Part::Other | Part::Lead => !has_part,
        Part::Organisation | Part::Next => false,
    };
    let is_leaf = |at: &usize| outline.get(at + 1).is_none_or(|next| next.parent != Some(*at));
    let stands_alone = |node: &Node| node.parent.is_some() || !has_part;
    (0..outline.len()).filter(is_leaf).filter(|at| may_hold(&outline[*at]) && stands_alone(&outline[*at])).collect()
}

/// The headings above `picked`, if those are not parts themselves.
fn parents(outline: &Outline, picked: &[usize]) -> Vec<usize> {
    let above = |at: &usize| match outline[*at].parent {
        Some(parent) if outline[parent].parent.is_some() => parent,
        _ => *at,
    };
    let mut parents: Vec<usize> = picked.iter().map(above).collect();
    // the parent of a later heading may be above an earlier one
    parents.sort_unstable();
    parents.dedup();
    // Where one problem is above another, the one above counts.
    let is_below = |at: &usize| {
        let mut parent = outline[*at].parent;
        while let Some(above) = parent {
            if parents.binary_search(&above).is_ok() {
                return true;
            }
            parent = outline[above].parent;
        }
        false
    };
    parents.iter().copied().filter(|at| !is_below(at)).collect()
}
