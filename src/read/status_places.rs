//! The places where an item may write its status: a bracket, a label, a row or a sentence of its own.

use std::ops::Range;

use super::columns;
use super::label::{self, Purpose};
use super::node::Node;
use super::number;
use super::text_layout::{Mark, TextLayout};
use super::then;
use super::title;
use crate::notice::{Status, StatusLabel, status};
use crate::text::words::{Words, words};

/// A place where a status is written.
#[derive(Clone)]
pub struct StatedStatus {
    /// The status' own words.
    pub words: Range<usize>,
    /// With their label or brackets.
    pub whole: Range<usize>,
    /// Whether they answer 是否完成 by 是 or 否.
    pub(super) asked: bool,
    /// Whether they only begin like a status, after a label for results: 办理结果：已办结25件.
    pub(super) begins: bool,
}

impl StatedStatus {
    pub(super) fn new(words: Range<usize>, whole: Range<usize>) -> Self {
        Self { words, whole, asked: false, begins: false }
    }

    /// The status they mean.
    pub(super) fn meaning(&self, page: &TextLayout<'_>) -> Option<StatusLabel> {
        let answer = |status| Some(StatusLabel { status, sustained: false });
        match page.normal.of_range(&self.words) {
            "是" if self.asked => answer(Status::Done),
            "否" if self.asked => answer(Status::Open),
            words => status::read(words),
        }
    }
}

/// Strength of the place of a status: a weaker place counts only if no stronger one has a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// A bracket after the title, a column, a label for results.
    Stated,
    /// 整改进展： with nothing but a status: weaker than a result, but if it differs from one, neither is certain.
    Progress,
    /// 整改情况： with nothing but a status, or a row of its own.
    Prose,
}

/// Whether the words up to the first comma are a status.
pub(super) fn opens_as_status(page: &TextLayout<'_>, words: &Range<usize>) -> bool {
    let text = page.normal.of_range(words);
    text.split_once(['，', ',', '（', '(', '、', '；', '。'])
        .is_some_and(|(opening, _)| opening.len() <= LONGEST_STATUS && status::read(opening).is_some())
}

/// The status in a bracket right after the title, where text runs on: 系统性不强。（已完成）整改措施：….
pub(super) fn behind_title(page: &TextLayout<'_>, node: &Node) -> Option<StatedStatus> {
    let text = page.normal.of_range(&node.rest);
    let lead = text.len() - text.trim_start_matches(['。', ' ', '；', '：']).len();
    let behind = text[lead..].trim_end_matches(['。', ' ', '；']);
    let (whole, inside) = title::leading_bracket(behind).or_else(|| title::whole_bracket(behind))?;
    let start = node.rest.start + lead;
    Some(StatedStatus::new(offset(&inside, start), offset(&whole, start)))
}

/// The status that opens or closes an item's body as a sentence or a bracket of its own: …补齐档案25卷。已整改。 Where
/// several measures each state one, it is theirs and not the item's.
pub(super) fn closing_sentence(page: &TextLayout<'_>, node: &Node) -> Option<StatedStatus> {
    let mut rows = 0;
    let mut stated = None;
    if let Some(first) = body(page, node).next().and_then(|range| first_sentence(page, &range)) {
        return Some(first);
    }
    for range in body(page, node) {
        if stated.is_some() {
            return None;
        }
        stated = last_sentence(page, &range);
        rows += 1;
        let text = page.normal.of_range(&range);
        if stated.is_some() && rows > 1 && (number::read(text).is_some() || label::is_measure(text)) {
            return None;
        }
    }
    stated
}

/// The status that the first sentence of a row states: 已完成整改。制定学习计划….
fn first_sentence(page: &TextLayout<'_>, range: &Range<usize>) -> Option<StatedStatus> {
    let text = page.normal.of_range(range);
    let lead = text.len() - text.trim_start_matches(['。', ' ']).len();
    let length = text[lead..].find('。')?;
    let words = trimmed(page, range.start + lead..range.start + lead + length);
    is_status(page, &words).then(|| StatedStatus::new(words.clone(), words))
}

/// The status that the last sentence of a row states.
pub(super) fn last_sentence(page: &TextLayout<'_>, range: &Range<usize>) -> Option<StatedStatus> {
    let whole = trimmed(page, range.clone());
    let text = page.normal.of_range(&whole);
    if !status::may_end(text) {
        return None;
    }
    if let Some((bracket, inside)) = title::status_bracket(text) {
        return Some(StatedStatus::new(offset(&inside, whole.start), offset(&bracket, whole.start)));
    }
    let from =
        text.rfind(['。', '；', ';', '！', '—']).map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8))?;
    let sentence = trimmed(page, whole.start + from..whole.end);
    let words = page.normal.of_range(&sentence);
    let status = is_status(page, &sentence).then(|| status::read(words))?;
    let sentence = match words.split_once('，') {
        // 正在整改，2024年3月底前完成
        Some((words, term)) if status::is_term(term) => sentence.start..sentence.start + words.len(),
        _ => sentence,
    };
    // 一是修订办法。已完成。二是开展培训。正在推进。 says how far each measure is, and not the item.
    let sentences = text[..from].split(['。', '；', ';', '！']).filter(|words| words.len() <= LONGEST_STATUS);
    let mut others = sentences.filter_map(status::read);
    others.all(|other| Some(other) == status).then(|| StatedStatus::new(sentence.clone(), sentence))
}

/// The texts of an item's body, row by row: first the text after its title.
pub(super) fn body<'a>(page: &'a TextLayout<'_>, node: &'a Node) -> impl Iterator<Item = Range<usize>> + 'a {
    let rows = node.row + 1..node.end;
    let run_in = (!node.rest.is_empty()).then(|| node.rest.clone());
    run_in.into_iter().chain(rows.map(|row| page.rows[row].range.clone()))
}

/// The statements of a row's labels.
pub(super) fn labelled(
    page: &TextLayout<'_>,
    node: &Node,
    range: &Range<usize>,
    places: &mut Vec<(Strength, StatedStatus)>,
) {
    let text = page.normal.of_range(range);
    let skip = number::read(text).map_or(0, |number| number.len);
    let lead = skip + (text[skip..].len() - text[skip..].trim_start_matches([' ', '。', '，', '：']).len());
    if let Some(asked) = asked(page, range.start + lead..range.end) {
        places.push((Strength::Stated, asked));
        return;
    }
    if let Some(label) = label::read(&text[lead..]) {
        let name = &text[lead..lead + label.len];
        let behind = range.start + lead + label.len..range.end;
        let ticked = ticked(page, behind.clone());
        let value = match page.normal.of_range(&behind).trim() {
            "" => next_row(page, node, range),
            _ => ticked.clone().or_else(|| Some(first_sentence_of(page, behind))),
        };
        // Several sentences describe measures; a status in a sentence of its own is found by other rules.
        let is_place = |value: &Range<usize>| {
            let more = range.end > value.end && !trimmed(page, value.end..range.end).is_empty();
            is_status(page, value) || opens_as_status(page, value) || !more
        };
        // 已完成。但仍有2户未落实。 is not a status: the sentence after it takes part of it back.
        let whole = |value: Range<usize>| match value.end < range.end
            && is_done(page.normal.of_range(&value))
            && leaves_something(page.normal.of_range(&(value.end..range.end)))
        {
            true => trimmed(page, value.start..range.end),
            false => value,
        };
        if let Some(value) = value.filter(is_place).map(whole)
            && let Some(strength) = strength(label.purpose, name, page.normal.of_range(&value))
        {
            // The boxes that are not ticked state nothing.
            let end = if ticked.is_some() { range.end } else { value.end };
            let begins = strength == Strength::Stated && status::begins(page.normal.of_range(&value));
            places.push((strength, StatedStatus { begins, ..StatedStatus::new(value, range.start + lead..end) }));
            if strength == Strength::Stated {
                return;
            }
        }
    }
    places.extend(inside(page, range, text));
}

/// Whether sentences after 已完成 say that something is still to be done.
fn leaves_something(text: &str) -> bool {
    text.split(['。', '；', ';', '，', '！']).any(|clause| {
        let settled = ["已", "均", "全部"].iter().any(|word| clause.contains(word));
        let rest = !settled && ["剩余", "其余"].iter().any(|word| clause.contains(word));
        let part = clause.contains("其中") && clause.contains('未');
        rest || part || STILL_OPEN.iter().any(|word| clause.contains(word))
    })
}

/// Words for work that is still to be done.
static STILL_OPEN: Words = words! { 但仍 但尚 但还 仍有 尚有 尚未 仍未 还未 还有 };

/// How much the value of a label counts as a status; `None` where the label asks for something else.
fn strength(purpose: Purpose, name: &str, value: &str) -> Option<Strength> {
    let tells_measures = ["措施", "举措", "做法"].iter().any(|word| name.contains(word));
    match purpose {
        Purpose::Status => Some(Strength::Stated),
        Purpose::Measures if name.contains("进展") => Some(Strength::Progress),
        Purpose::Measures if !tells_measures => Some(Strength::Prose),
        // 完成时限：长期坚持 says until when, and not how far it is; 完成时限：已完成 does.
        Purpose::Deadline => is_done(value).then_some(Strength::Prose),
        // 整改目标：全部完成 states an aim, and 责任单位：已完成 states no status.
        Purpose::Other | Purpose::Responsible | Purpose::Measures | Purpose::Problem => None,
    }
}

/// 是否完成整改：是, and 否 with more after it.
fn asked(page: &TextLayout<'_>, range: Range<usize>) -> Option<StatedStatus> {
    let text = page.normal.of_range(&range);
    let colon =
        text.starts_with("是否").then(|| text.find(label::is_colon)).flatten().filter(|at| *at <= LONGEST_ASKED)?;
    let about = columns::asks_for_status(&text[..colon]);
    let value = trimmed(page, range.start + colon + text[colon..].chars().next()?.len_utf8()..range.end);
    let answer = page.normal.of_range(&value).chars().next().filter(|c| about && matches!(c, '是' | '否'))?;
    let words = value.start..value.start + answer.len_utf8();
    let behind = page.normal.of_range(&(words.end..value.end)).chars().next();
    let bounded = behind.is_none_or(|c| !c.is_alphanumeric());
    bounded.then(|| StatedStatus { asked: true, ..StatedStatus::new(words.clone(), range.start..words.end) })
}

/// In bytes.
const LONGEST_ASKED: usize = 36;

/// The words of the ticked box: 已完成 of ☑已完成 □正在整改, and of 已完成☑ 正在整改□.
pub(super) fn ticked(page: &TextLayout<'_>, range: Range<usize>) -> Option<Range<usize>> {
    const TICKS: [char; 6] = ['☑', '✔', '✓', '√', '☒', '■'];
    const BOXES: [char; 8] = ['□', '☐', '☑', '✔', '✓', '√', '☒', '■'];
    if range.len() > LONGEST_TICKED {
        return None;
    }
    let whole = trimmed(page, range);
    let text = page.normal.of_range(&whole);
    if !text.contains(['□', '☐']) || text.matches(TICKS).count() != 1 {
        return None;
    }
    let (tick, mark) = text.char_indices().find(|(_, c)| TICKS.contains(c))?;
    let behind = tick + mark.len_utf8();
    let words = match text.starts_with(BOXES) {
        true => behind..text[behind..].find(BOXES).map_or(text.len(), |next| behind + next),
        false => text[..tick].rfind(BOXES).map_or(0, |last| last + '□'.len_utf8())..tick,
    };
    Some(trimmed(page, whole.start + words.start..whole.start + words.end))
}

/// In bytes.
const LONGEST_TICKED: usize = 180;

/// A label inside a row whose words are a status, the last one: a label for results after the end of a sentence, or
/// 整改进展：已完成 at the row's end.
pub(super) fn inside(page: &TextLayout<'_>, range: &Range<usize>, text: &str) -> Option<(Strength, StatedStatus)> {
    let mut stated = None;
    // Every colon, full-width ones by their last byte.
    for colon in memchr::memchr2_iter(b':', 0x9a, text.as_bytes()) {
        let colon = if text.as_bytes()[colon] == b':' { colon } else { colon.saturating_sub(2) };
        if !text.is_char_boundary(colon) || !text[colon..].starts_with(label::is_colon) {
            continue;
        }
        let before = &text[..colon];
        if !before.ends_with(['果', '态', '况', '展', '度', '价', '论']) {
            continue;
        }
        let Some((purpose, length)) = label::ending(before) else { continue };
        let (lead, name) = before.split_at(before.len() - length);
        // 上次通报状态：未完成
        let clause = lead.rfind(|c: char| !c.is_alphanumeric()).map_or(lead, |at| &lead[at..]);
        if clause.chars().count() <= LONGEST_THEN && then::is_of_then(clause) {
            continue;
        }
        let behind = colon + text[colon..].chars().next().map_or(0, char::len_utf8);
        let from = range.start + behind;
        // longer words are no status, so their end need not be found
        let near = (behind + LONGEST_STATUS * 2..text.len()).find(|at| text.is_char_boundary(*at));
        let words = first_sentence_of(page, from..range.start + near.unwrap_or(text.len()));
        if !is_status(page, &words) {
            continue;
        }
        // Blanks between two labels of one row may be gone: then nothing but the status ends it.
        let ends = trimmed(page, words.end..range.end).is_empty();
        let bounded = lead.ends_with(['。', '；', ';', ' ', '】', '（', '(', '.']);
        let strength = strength(purpose, name, page.normal.of_range(&words)).filter(|strength| match strength {
            Strength::Stated => ends || bounded,
            Strength::Progress | Strength::Prose => ends,
        });
        if let Some(strength) = strength {
            stated = Some((strength, StatedStatus::new(words.clone(), range.start + lead.len()..words.end)));
        }
    }
    stated
}

/// In characters, before a label: 上次向社会公布时的.
const LONGEST_THEN: usize = 16;

/// The row below a label that is alone in its row, if it is neither a label nor a heading itself.
fn next_row(page: &TextLayout<'_>, node: &Node, range: &Range<usize>) -> Option<Range<usize>> {
    let at = page.rows.partition_point(|row| row.range.start <= range.start);
    let row = page.rows.get(at).filter(|row| at < node.end && row.mark == Mark::Text)?;
    let text = page.normal.of_range(&row.range);
    (label::read(text).is_none() && number::read(text).is_none()).then(|| trimmed(page, row.range.clone()))
}

/// The whole of the words where they are a status, else the first sentence. A status is never the beginning of one.
fn first_sentence_of(page: &TextLayout<'_>, range: Range<usize>) -> Range<usize> {
    let whole = trimmed(page, range);
    let text = page.normal.of_range(&whole);
    if is_status(page, &whole) {
        return whole;
    }
    let marks = |c: char| matches!(c, '。' | '；' | ';' | '】');
    let sentence = text.find(marks).unwrap_or(text.len());
    // A bracket around the label and the status, or 未完成(正在整改) and more words after it.
    let closed = text.find(['）', ')']).filter(|at| *at < sentence);
    let ends = closed.into_iter().flat_map(|at| [at, at + text[at..].chars().next().map_or(0, char::len_utf8)]);
    let end = ends.into_iter().find(|end| is_status(page, &(whole.start..whole.start + end)));
    whole.start..whole.start + end.unwrap_or(sentence)
}

fn trimmed(page: &TextLayout<'_>, range: Range<usize>) -> Range<usize> {
    let text = page.normal.of_range(&range);
    let left = text.trim_start();
    let start = range.start + (text.len() - left.len());
    start..start + left.trim_end_matches(['。', ' ', '；', ';']).len()
}

/// A status that has a row to itself, or is all that runs on after the title.
pub(super) fn alone(page: &TextLayout<'_>, node: &Node) -> Option<StatedStatus> {
    let mut rows = body(page, node).filter_map(|range| {
        let text = page.normal.of_range(&range);
        let lead = text.len() - text.trim_start_matches(['。', '，', '：', ':', ' ']).len();
        let range = trimmed(page, range.start + lead..range.end);
        is_status(page, &range).then_some(range)
    });
    let only = rows.next()?;
    rows.next().is_none().then(|| StatedStatus::new(only.clone(), only))
}

/// Whether words are a status of the vocabulary. Longer words than its forms are not parsed.
fn is_status(page: &TextLayout<'_>, range: &Range<usize>) -> bool {
    !range.is_empty() && range.len() <= LONGEST_STATUS && status::read(page.normal.of_range(range)).is_some()
}

fn is_done(words: &str) -> bool {
    status::read(words).is_some_and(|label| label.status == Status::Done)
}

/// In bytes, blanks and a joined 长期坚持 included.
const LONGEST_STATUS: usize = 90;

pub(super) fn offset(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}
