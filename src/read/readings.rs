//! The readings of a text side by side, for people who ask why one of them won.

use super::choice::{Candidate, Level};
use super::evidence::KINDS;
use super::facts;
use super::fields;
use super::front_matter;
use super::hypothesis::{Captions, Hypothesis, Restarts};
use super::lay_out;
use super::split;
use super::text_layout::TextLayout;
use super::title;
use crate::notice::{Confidence, SourcePath};

/// A reading and the evidence for it.
#[derive(Clone, Debug)]
pub struct RatedReading {
    /// How it differs from the usual one, in Chinese and in English.
    pub name: (String, String),
    /// The titles of its items.
    pub titles: Vec<String>,
    /// The evidence, in the order of [`KINDS`].
    pub evidence: [f32; KINDS.len()],
    /// The weighted sum.
    pub score: f32,
    /// How sure the choice is, the same for all.
    pub confidence: Confidence,
}

/// All readings of a text that give different items, the one that is taken first.
pub fn readings(source: &SourcePath, text: &str) -> Vec<RatedReading> {
    let mut findings = Vec::new();
    let split = split::split(text);
    let entries = front_matter::entries(source, text, &split, &mut findings);
    let page = lay_out::lay_out(text, split.body);
    let stated = fields::read(source, text, &page.lines, &entries, &mut findings);
    let choice = facts::readings(&page, &stated);
    let confidence = choice.confidence;
    let rated = |candidate: &Candidate| RatedReading {
        name: name(candidate),
        titles: candidate.picked.iter().map(|at| shown_title(&page, candidate, *at)).collect(),
        evidence: candidate.evidence.values(),
        score: candidate.evidence.score(),
        confidence,
    };
    std::iter::once(&choice.best).chain(&choice.others).map(rated).collect()
}

fn shown_title(page: &TextLayout<'_>, candidate: &Candidate, at: usize) -> String {
    let words = &candidate.outline[at].title;
    let title = title::read(page.normal.of_range(words)).words;
    page.shown(&(words.start + title.start..words.start + title.end))
}

/// How a reading differs from the usual one.
fn name(candidate: &Candidate) -> (String, String) {
    let Hypothesis { restarts, lists_are_measures, captions } = candidate.hypothesis;
    let answers = [
        match restarts {
            Restarts::ByWords => None,
            Restarts::Below => {
                Some(("重新从 1 开始的编号在上一标题之下", "numbers that start again are below the heading before"))
            }
            Restarts::Beside => {
                Some(("重新从 1 开始的编号与上一标题并列", "numbers that start again are beside the heading before"))
            }
        },
        (!lists_are_measures).then_some(("“整改措施：”下的编号也是问题", "numbers below 整改措施： are items, too")),
        match captions {
            Captions::Units => None,
            Captions::Any => Some(("编号前的短行是标题", "short lines before a list are headings")),
        },
        match candidate.level {
            Level::ByWords => None,
            Level::Leaves => Some(("最低一层标题是问题", "the deepest headings are items")),
            Level::Parents => Some(("上一层标题是问题", "the headings above are items")),
        },
    ];
    let named: Vec<_> = answers.into_iter().flatten().collect();
    if named.is_empty() {
        return ("通常的读法".to_owned(), "the usual reading".to_owned());
    }
    let (chinese, english): (Vec<_>, Vec<_>) = named.into_iter().unzip();
    (chinese.join("，"), english.join(", "))
}
