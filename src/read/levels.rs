//! The depth of a heading: which of the open headings it closes, and which is its parent.

use super::builder::Builder;
use super::hypothesis::Restarts;
use super::node::Node;
use super::number::Scheme;
use super::signs::{HeadingSigns, HeadingStyle, Open};
use super::wording::TitleShape;
use crate::text::name_before::NAMES;

impl Builder<'_> {
    /// How many of the open headings stay open over the new one, and the style by which its siblings know it: a heading
    /// with a wrong mark, as 2、 between 一、 and 三、, counts as one of those it goes on from.
    pub(super) fn level(&self, signs: HeadingSigns) -> (usize, HeadingStyle) {
        let HeadingSigns { style, value, hash, .. } = signs;
        if let HeadingStyle::Number(_) = style {
            if let Some(level) = self.numbered_level(signs) {
                return match self.wrongly_marked(level, signs) {
                    Some(inner) => (inner, self.open[inner].style),
                    None => (level, style),
                };
            }
            if let Some(level) = self.misnumbered_level(value, hash) {
                return (level, self.open[level].style);
            }
        }
        (self.marked_level(signs), style)
    }

    fn marked_level(&self, signs: HeadingSigns) -> usize {
        let HeadingSigns { style, hash, look, .. } = signs;
        let uppers = || self.open.iter().take_while(|open| is_upper(open.style)).count();
        if let Some(hash) = hash {
            let same = self.open.iter().position(|open| open.hash.is_some_and(|level| level >= hash));
            let words = || self.open.iter().rposition(|open| open.hash.is_some()).map_or_else(uppers, |at| at + 1);
            return same.unwrap_or_else(words);
        }
        if let HeadingStyle::Number(_) = style {
            return self.open.len();
        }
        let same = self.open.iter().position(|open| open.style == style);
        let new = || match self.open.last() {
            _ if style == HeadingStyle::Caption => {
                uppers().max(self.open.iter().take_while(|open| open.hash.is_some()).count())
            }
            // **关于…问题** after a problem whose line is not bold
            Some(last) if self.are_lines(last, style, look) => self.open.len() - 1,
            // After the status of a numbered problem, one without a number is its sibling.
            Some(last) if style == HeadingStyle::Bare && last.closed => self.open.len() - 1,
            _ => self.open.len(),
        };
        same.unwrap_or_else(new)
    }

    /// Whether two headings without numbers are problems that are marked in two ways.
    fn are_lines(&self, last: &Open, style: HeadingStyle, look: TitleShape) -> bool {
        let is_line = |style| matches!(style, HeadingStyle::Bare | HeadingStyle::Bold);
        let before = &self.nodes[last.node];
        let is_problem = |look: TitleShape| look == TitleShape::Problem;
        is_line(style) && is_line(last.style) && is_problem(look) && is_problem(before.look) && !before.aspect
    }

    /// The level of a numbered heading, where its number or its scheme decides.
    fn numbered_level(&self, signs: HeadingSigns) -> Option<usize> {
        let HeadingSigns { style, value, hash, look, row, .. } = signs;
        let alike = |open: &Open| open.style == style && open.hash.is_some() == hash.is_some();
        let follows = |open: &Open| open.last + 1 == value && value > 1;
        if self.open.last().is_some_and(|open| open.style == HeadingStyle::Caption) && value == 1 {
            return Some(self.open.len());
        }
        if let Some(at) = self.followed(look, |open| alike(open) && follows(open)) {
            return Some(at);
        }
        if let Some(at) = self.open.iter().rposition(alike) {
            // 2.1 after 1.2 and 问题2-1 after 问题1-2 say themselves how deep they are.
            let is_pair = match style {
                HeadingStyle::Number(Scheme::Named) => {
                    self.name_of(row) == self.name_of(self.nodes[self.open[at].node].row)
                }
                _ => matches!(style, HeadingStyle::Number(Scheme::Decimal(_))),
            };
            let restarts = value == 1 && hash.is_none() && !is_pair && self.restarts_below(&self.open[at], look);
            return Some(if restarts { self.open.len() } else { at });
        }
        if let Some(at) = self.open.iter().rposition(|open| open.style == style && follows(open)) {
            return Some(at);
        }
        if hash.is_some() {
            return None;
        }
        if let Some((_, depth)) = self.seen.iter().find(|(seen, _)| *seen == style) {
            return Some((*depth).min(self.open.len()));
        }
        // （三） under 二、 goes on from （二） under 一、.
        let goes_on =
            |(seen, last, depth): &&(HeadingStyle, u32, usize)| *seen == style && last + 1 == value && *depth > 0;
        // 6. below 三、（一） goes on from 5. below 二、: a group that was opened since then holds it.
        let may_hold = |open: &Open| {
            let above = &self.nodes[open.node];
            !open.closed && !above.labelled && !above.runs_on
        };
        let holds = self.open.last().is_some_and(may_hold);
        let level = |depth: usize| if holds { self.open.len() } else { depth.min(self.open.len()) };
        self.series.iter().find(goes_on).map(|(_, _, depth)| level(*depth))
    }

    /// The word before the number of a row: 问题 of 问题1.
    fn name_of(&self, row: usize) -> Option<&'static str> {
        NAMES.longest_opening(self.page.text(row).trim_start_matches(['【', '（', '(']))
    }

    /// The heading that a number goes on from: the innermost, unless its words and those of an outer one tell that the
    /// new one is a problem like the outer and no measure like the inner.
    fn followed(&self, look: TitleShape, may: impl Fn(&Open) -> bool) -> Option<usize> {
        let blames = |look: TitleShape| matches!(look, TitleShape::Problem | TitleShape::Likely);
        let inner = self.open.iter().rposition(&may)?;
        let is_alike = |open: &Open| blames(self.nodes[open.node].look) == blames(look);
        match look {
            TitleShape::Problem if !is_alike(&self.open[inner]) => {
                Some(self.open.iter().rposition(|open| may(open) && is_alike(open)).unwrap_or(inner))
            }
            TitleShape::Problem | TitleShape::Likely | TitleShape::Neutral | TitleShape::Measure => Some(inner),
        }
    }

    /// Whether a number that starts again at 1 opens a list below `above`, which is marked alike.
    fn restarts_below(&self, above: &Open, look: TitleShape) -> bool {
        match self.hypothesis.restarts {
            Restarts::Below => true,
            Restarts::Beside => false,
            Restarts::ByWords => {
                !above.closed && !(look == TitleShape::Problem && self.nodes[above.node].look == TitleShape::Problem)
            }
        }
    }

    /// The level of a problem whose number goes on from the problem before in the mark of an outer heading that is no
    /// problem: 二、 between （一） and （三） below 一、整改情况. `outer` is the level by its mark.
    fn wrongly_marked(&self, outer: usize, signs: HeadingSigns) -> Option<usize> {
        let HeadingSigns { style, value, hash, look, aspect, row } = signs;
        let blames = |look: TitleShape| matches!(look, TitleShape::Problem | TitleShape::Likely);
        let above = self.open.get(outer).filter(|_| hash.is_none() && blames(look))?;
        let goes_on = above.last + 1 == value;
        let is_group = self.nodes[above.node].aspect && !aspect;
        if blames(self.nodes[above.node].look) && !is_group || goes_on && look != TitleShape::Problem {
            return None;
        }
        let inner = self.open.iter().rposition(|open| {
            let before = &self.nodes[open.node];
            let is_number = matches!(open.style, HeadingStyle::Number(_)) && open.style != style;
            is_number && open.last + 1 == value && value > 1 && blames(before.look) && before.aspect == aspect
        });
        // Below an aspect, a problem may also be one level higher: the next number decides.
        let is_next = |inner: &usize| match self.open[*inner].style {
            HeadingStyle::Number(scheme) if is_group => self.next_number(row, scheme) == Some(value + 1),
            _ => true,
        };
        inner.filter(|inner| *inner > outer).filter(is_next)
    }

    /// The level whose number goes on in another scheme: the outermost that is short of just this one.
    fn misnumbered_level(&self, value: u32, hash: Option<u8>) -> Option<usize> {
        let follows =
            |open: &Open| matches!(open.style, HeadingStyle::Number(_)) && open.last + 1 == value && value > 1;
        if hash.is_some() { None } else { self.open.iter().rposition(follows) }
    }

    pub(super) fn push(&mut self, keep: usize, style: HeadingStyle, hash: Option<u8>, value: u32, mut node: Node) {
        let keep = keep.min(DEEPEST);
        self.open.truncate(keep);
        node.parent = self.open.last().map(|open| open.node);
        node.depth = u8::try_from(self.open.len() + 1).unwrap_or(u8::MAX);
        if keep == 0 {
            self.seen.clear();
        }
        if !self.seen.iter().any(|(seen, _)| *seen == style) {
            self.seen.push((style, keep));
        }
        self.series.retain(|(seen, _, _)| *seen != style);
        self.series.push((style, value, keep));
        self.list = None;
        self.open.push(Open { node: self.nodes.len(), style, hash, last: value, closed: false });
        self.nodes.push(node);
    }
}

/// How many headings are open at most. A notice has six levels; without a limit, the same number over and over would
/// nest each heading in the one before, and take the square of their count.
const DEEPEST: usize = 16;

/// 壹、, Ⅰ、, 一、 and 第一部分 are the outermost numbers.
fn is_upper(style: HeadingStyle) -> bool {
    matches!(style, HeadingStyle::Number(Scheme::Formal | Scheme::Roman | Scheme::Han | Scheme::Chapter))
}
