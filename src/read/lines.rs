//! Rows without a number or a mark that are headings all the same: by the label below, by the template of problems, by
//! a status, by a list that follows.

use super::builder::Builder;
use super::hypothesis::Captions;
use super::label::{self, Purpose};
use super::lists;
use super::names::is_unit;
use super::number;
use super::signs::{HeadingStyle, Open};
use super::text_layout::Mark;
use super::title;
use super::title_end::{names_problem, title_length};
use super::wording::{self, TitleShape};
use crate::notice::status;
use crate::text::pairs;

impl Builder<'_> {
    /// A short line without number that a line 整改情况： follows, that is nothing but the template of a problem, or
    /// that blames and states a status.
    pub(super) fn is_bare_title(&self, row: usize, text: &str) -> bool {
        let words = without_status(text);
        if self.is_template(text, words) || self.is_stated(text, words) {
            return true;
        }
        if self.is_answered(text) {
            return true;
        }
        is_short_line(text)
            && !label::is_measure(text)
            && (!self.open.is_empty() || names_problem(text))
            && lists::label_below(self.page, row + 1)
            && !self.is_value(row)
            && !self.ends_the_body(row)
    }

    /// Whether a row without a number states a problem and its measures: 县水利局：两处渠道渗漏。整改情况：….
    fn is_answered(&self, text: &str) -> bool {
        let title = &text[..title_length(text)];
        let behind = text[title.len()..].trim_start_matches(['。', '；', ' ']);
        label::read(behind).is_some_and(|label| label.purpose.answers())
            && matches!(wording::look(title), TitleShape::Problem | TitleShape::Likely)
            && label::read(text).is_none()
            && !label::is_measure(text)
            && self.is_in_aspect()
    }

    /// Whether the row is the value of a label that has the row before to itself: 整改时限 over 2024年9月底.
    fn is_value(&self, row: usize) -> bool {
        let is_heading = self.nodes.last().is_some_and(|node| node.row + 1 == row);
        let Some(above) = row.checked_sub(1).filter(|_| !is_heading) else { return false };
        let text = self.page.text(above);
        let words = text[number::read(text).map_or(0, |number| number.len)..].trim_start();
        label::read(words).is_some_and(|label| label.len == words.len() && label.purpose != Purpose::Problem)
    }

    /// Whether a row, `words` with a status, is 台账登记不全（已完成）, where problems have no numbers.
    fn is_stated(&self, text: &str, words: &str) -> bool {
        let blames = || matches!(wording::look(words), TitleShape::Problem | TitleShape::Likely);
        words.len() < text.len()
            && !words.contains('。')
            && !label::is_measure(text)
            && !self.open.is_empty()
            && self.is_in_aspect()
            && blames()
    }

    /// Whether a short line before 整改状态： ends the body of the problem above, which states no status yet: the
    /// caption of a picture, a phone number.
    fn ends_the_body(&self, row: usize) -> bool {
        let Some(open) = self.open.last() else { return false };
        let above = &self.nodes[open.node];
        let is_problem = matches!(above.look, TitleShape::Problem | TitleShape::Likely) && !above.aspect;
        let status_below = label::read(self.page.text(row + 1)).is_some_and(|label| label.purpose == Purpose::Status);
        is_problem && !open.closed && row > above.row + 1 && status_below
    }

    /// A short line over a list that starts at 1 or has bullets: the name of a unit, an aspect, words in 【】, or
    /// anything once a list before it is closed.
    pub(super) fn is_caption(&self, row: usize, text: &str) -> bool {
        let text = text.strip_suffix(label::is_colon).filter(|name| is_unit(name)).unwrap_or(text);
        if !is_short_line(text) || text.chars().count() > LONGEST_CAPTION {
            return false;
        }
        let below = self.page.text(row + 1);
        let number = number::read(below).filter(|below| below.value == 1);
        let bulleted = || self.page.is_bulleted(row + 1) && !self.page.is_bulleted(row);
        if number.is_none() && !bulleted() {
            return false;
        }
        let words = &below[number.map_or(0, |number| number.len)..];
        let goes_on = || {
            number.is_some_and(|below| {
                let alike = |style: &HeadingStyle| *style == HeadingStyle::Number(below.scheme);
                self.series.iter().any(|(style, last, _)| alike(style) && *last > 0)
            })
        };
        let any = self.hypothesis.captions == Captions::Any || self.open.last().is_some_and(|open| open.closed);
        match is_unit(text) || wording::is_aspect(text) || pairs::inside(text, ['【', '】']).is_some() {
            true if self.open.is_empty() => {
                matches!(wording::look(&words[..title_length(words)]), TitleShape::Problem | TitleShape::Likely)
            }
            true => true,
            false => any && goes_on() && !self.open.is_empty(),
        }
    }

    /// Whether a row, `words` and perhaps a status, is 关于“…”问题的整改, or opens so where problems have no numbers.
    /// There, 关于…的问题 need have no quotes.
    fn is_template(&self, text: &str, words: &str) -> bool {
        if wording::opening(words) == 0 {
            return false;
        }
        let title = &words[..title_length(words)];
        let is_whole = words[title.len()..].trim_end_matches('。').is_empty();
        let is_stated = words.len() < text.len();
        let unquoted =
            || (is_whole || is_stated) && !self.open.is_empty() && names_problem(title) && !wording::is_aspect(title);
        title::is_template(title) && (is_whole || self.is_in_aspect()) || unquoted() && self.is_in_aspect()
    }

    /// Whether rows without numbers may be problems here: no heading is above, or one that names an aspect or a part,
    /// or a problem that has stated its status.
    pub(super) fn is_in_aspect(&self) -> bool {
        let is_marked = |open: &&Open| !matches!(open.style, HeadingStyle::Bare | HeadingStyle::Dash);
        self.open.iter().rev().find(is_marked).is_none_or(|open| {
            let above = &self.nodes[open.node];
            open.closed || above.aspect || matches!(above.look, TitleShape::Neutral | TitleShape::Measure)
        })
    }

    /// A row that a dash opens, or a bullet where text runs on, and that blames, under an aspect: ——台账登记不全。.
    pub(super) fn is_dashed(&self, row: usize, text: &str) -> bool {
        let words = text.trim_start_matches(['—', ' ']);
        let title = &words[..title_length(words)];
        let runs_on = || !words[title.len()..].trim_end_matches(['。', '；']).is_empty();
        if !text.starts_with('—') && !(self.page.is_bulleted(row) && runs_on()) {
            return false;
        }
        title.chars().count() <= LONGEST_DASHED
            && match wording::look(title) {
                TitleShape::Problem | TitleShape::Likely => true,
                TitleShape::Neutral => self.open.last().is_some_and(|open| open.style == HeadingStyle::Dash),
                TitleShape::Measure => false,
            }
            && !self.open.is_empty()
            && self.is_in_aspect()
    }

    /// 反馈问题：… with its 整改情况： below: the problem in the words of the feedback, which may be in the next row.
    /// Where no problem is open, nothing need follow.
    pub(super) fn is_restated(&self, row: usize, text: &str) -> bool {
        label::read(text).is_some_and(|label| {
            let words = text[label.len..].chars().count();
            let alone = || text.starts_with('【') && !self.open.is_empty() && self.is_in_aspect();
            let is_words =
                |text: &str| label::read(text).is_none() && number::read(text).is_none() && !label::is_measure(text);
            let below = || {
                let next = self.page.text(row + 1);
                !next.is_empty() && is_words(next) && self.page.rows[row + 1].mark == Mark::Text
            };
            // Problems one after the other, whatever is below them.
            let repeated = || {
                let words = &text[..label.len];
                let below = row + 2..(row + FURTHEST_REPEATED).min(self.page.rows.len());
                self.is_in_aspect() && below.into_iter().any(|row| self.page.text(row).starts_with(words))
            };
            label.purpose == Purpose::Problem
                && match words {
                    0 => below() && lists::label_below(self.page, row + 2),
                    1..=3 => false,
                    _ => lists::label_below(self.page, row + 1) || alone() || repeated(),
                }
        })
    }
}

/// The words of a row without the status that precedes or follows them: 【已完成】…, …（已完成）, …：已完成, …——已完成.
fn without_status(text: &str) -> &str {
    if let Some((bracket, _)) = title::leading_bracket(text) {
        return text[bracket.end..].trim_start();
    }
    // 票据审核不严（已完成）：退回票据12张。
    let mut opening = text.char_indices().take(LONGEST_STATED);
    let stated = opening.find(|(_, c)| label::is_colon(*c)).map_or("", |(colon, _)| &text[..colon]);
    if let Some((bracket, _)) = title::status_bracket(text).or_else(|| title::status_bracket(stated)) {
        return &text[..bracket.start];
    }
    if !status::may_end(text) {
        return text;
    }
    let mark = text.rfind(['：', ':', '—']);
    let behind = mark.map(|at| text[at..].trim_start_matches(['：', ':', '—']));
    match (mark, behind.and_then(status::read)) {
        (Some(at), Some(_)) => text[..at].trim_end_matches('—'),
        _ => text,
    }
}

/// Whether a line is as short as a title and ends as one.
fn is_short_line(text: &str) -> bool {
    // 完成时限：2024年12月 is a label of ours to come.
    let labelled = text.chars().take(LONGEST_LABEL).any(label::is_colon);
    let unclosed = text.ends_with(['。', '；', '：', ':', '！', '？', '.', ';']);
    // a sign or a minus opens no title
    let opens = text.starts_with(|c: char| c.is_alphanumeric() || OPENING_MARKS.contains(&c));
    opens && !unclosed && !labelled && text.chars().count() <= 70 && !text.contains('。')
}

/// Quotes and brackets that may open a title.
const OPENING_MARKS: [char; 12] = ['“', '‘', '"', '「', '『', '《', '〈', '（', '(', '【', '〔', '['];

/// In rows: the next problem after the same label.
const FURTHEST_REPEATED: usize = 16;

/// Most characters after a dash for it to be a title.
const LONGEST_DASHED: usize = 48;

/// Most characters of a label.
const LONGEST_LABEL: usize = 10;

/// Most characters of a title with its status before a colon.
const LONGEST_STATED: usize = 100;

/// Most characters of a caption.
const LONGEST_CAPTION: usize = 30;
