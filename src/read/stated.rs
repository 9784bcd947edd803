//! Where an item states how far it is: a cell, a label, a bracket, a sentence of its own. It knows nothing of which
//! headings are items.

use std::ops::Range;

use super::blocks::{Mark, Page};
use super::label::{self, Purpose};
use super::number;
use super::outline::Node;
use super::table;
use super::title::{self, Title};
use crate::notice::{Status, StatusLabel, status};

/// Where a status is written.
pub struct Stated {
    /// The status' own words.
    pub words: Range<usize>,
    /// With their label or brackets.
    pub whole: Range<usize>,
    /// Whether they answer 是否完成 by 是 or 否.
    asked: bool,
}

impl Stated {
    fn new(words: Range<usize>, whole: Range<usize>) -> Self {
        Self { words, whole, asked: false }
    }

    /// What the words mean.
    pub fn meaning(&self, page: &Page<'_>) -> Option<StatusLabel> {
        let answer = |status| Some(StatusLabel { status, sustained: false });
        match page.normal.of_range(&self.words) {
            "是" if self.asked => answer(Status::Done),
            "否" if self.asked => answer(Status::Open),
            words => status::read(words),
        }
    }
}

/// The status as written: a cell, a label line, a bracket after the title, or a row of its own.
pub fn read(page: &Page<'_>, node: &Node, title: &Title) -> Option<Stated> {
    if let Some(table::Stated { words, cell, asked }) = &node.status_cell {
        let known = is_status(page, words);
        let short = page.normal.of_range(words).chars().count() <= 12;
        return (known || short).then(|| Stated { asked: *asked, ..Stated::new(words.clone(), cell.clone()) });
    }
    if let (Some(words), Some(whole)) = (&title.status, &title.bracket) {
        return Some(Stated::new(offset(words, node.title.start), offset(whole, node.title.start)));
    }
    if let Some(stated) = behind_title(page, node) {
        return Some(stated);
    }
    let mut unknown = None;
    for range in body(page, node) {
        if let Some(stated) = labelled(page, node, &range) {
            if is_status(page, &stated.words) {
                return Some(stated);
            }
            unknown.get_or_insert(stated);
        }
    }
    alone(page, node).or_else(|| closing_sentence(page, node)).or(unknown)
}

/// The status in a bracket right behind the title, where text runs on: 系统性不强。（已完成）整改措施：….
fn behind_title(page: &Page<'_>, node: &Node) -> Option<Stated> {
    let text = page.normal.of_range(&node.rest);
    let lead = text.len() - text.trim_start_matches(['。', ' ', '；', '：']).len();
    let behind = text[lead..].trim_end_matches(['。', ' ', '；']);
    let (whole, inside) = title::leading_bracket(behind).or_else(|| title::whole_bracket(behind))?;
    let start = node.rest.start + lead;
    Some(Stated::new(offset(&inside, start), offset(&whole, start)))
}

/// The status that opens or closes an item's body as a sentence or a bracket of its own: …补齐档案25卷。已整改。 Where several
/// measures each state one, it is theirs and not the item's.
fn closing_sentence(page: &Page<'_>, node: &Node) -> Option<Stated> {
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
fn first_sentence(page: &Page<'_>, range: &Range<usize>) -> Option<Stated> {
    let text = page.normal.of_range(range);
    let lead = text.len() - text.trim_start_matches(['。', ' ']).len();
    let length = text[lead..].find('。')?;
    let words = trimmed(page, range.start + lead..range.start + lead + length);
    is_status(page, &words).then(|| Stated::new(words.clone(), words))
}

/// The status that the last sentence of a row states.
fn last_sentence(page: &Page<'_>, range: &Range<usize>) -> Option<Stated> {
    let whole = trimmed(page, range.clone());
    let text = page.normal.of_range(&whole);
    // Most rows end in other words; the longest form is a few of them.
    if !text.ends_with([
        '成', '改', '位', '号', '结', '果', '效', '进', '中', '持', '动', '毕', '决', '行', '】', '）', ')',
    ]) {
        return None;
    }
    if let Some((bracket, inside)) = title::status_bracket(text) {
        return Some(Stated::new(offset(&inside, whole.start), offset(&bracket, whole.start)));
    }
    let from =
        text.rfind(['。', '；', ';', '！']).map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8))?;
    let sentence = trimmed(page, whole.start + from..whole.end);
    let words = page.normal.of_range(&sentence);
    let (words, sentence) = match words.split_once('，') {
        // 正在整改，2024年3月底前完成
        Some((status, term)) if is_term(term) => (status, sentence.start..sentence.start + status.len()),
        _ => (words, sentence),
    };
    let status = is_status(page, &sentence).then(|| status::read(words))?;
    // 一是修订办法。已完成。二是开展培训。正在推进。 says how far each measure is, and not the item.
    let sentences = text[..from].split(['。', '；', ';', '！']).filter(|words| words.len() <= LONGEST_STATUS);
    let mut others = sentences.filter_map(status::read);
    others.all(|other| Some(other) == status).then(|| Stated::new(sentence.clone(), sentence))
}

/// The texts of an item's body, row by row: what runs on behind its title first.
fn body<'a>(page: &'a Page<'_>, node: &'a Node) -> impl Iterator<Item = Range<usize>> + 'a {
    let rows = node.row + 1..node.end;
    let run_in = (!node.rest.is_empty()).then(|| node.rest.clone());
    run_in.into_iter().chain(rows.map(|row| page.rows[row].range.clone()))
}

/// The status that a label in a row states.
fn labelled(page: &Page<'_>, node: &Node, range: &Range<usize>) -> Option<Stated> {
    let text = page.normal.of_range(range);
    let skip = number::read(text).map_or(0, |number| number.len);
    let lead = skip + (text[skip..].len() - text[skip..].trim_start_matches([' ', '。', '，', '：']).len());
    if let Some(asked) = asked(page, range.start + lead..range.end) {
        return Some(asked);
    }
    if let Some(label) = label::read(&text[lead..]) {
        let words = &text[lead + label.len..];
        let from = range.start + lead + label.len;
        let value = match words.trim() {
            "" => next_row(page, node, range)?,
            _ => ticked(page, from..range.end).unwrap_or_else(|| first_clause(page, from..range.end)),
        };
        let words = page.normal.of_range(&value);
        // 完成时限：长期坚持 says until when, and not how far it is; 完成时限：已完成 does.
        let known = is_status(page, &value) && (!label.purpose.is_aside() || is_done(words));
        let short = words.chars().count() <= 12 && !label::is_measure(words);
        if known || label.purpose == Purpose::Status && short {
            return Some(Stated::new(value.clone(), range.start + lead..value.end));
        }
    }
    inside(page, range, text)
}

/// 是否完成整改：是, and 否 with more behind it.
fn asked(page: &Page<'_>, range: Range<usize>) -> Option<Stated> {
    let text = page.normal.of_range(&range);
    let colon =
        text.starts_with("是否").then(|| text.find(label::is_colon)).flatten().filter(|at| *at <= LONGEST_ASKED)?;
    let about = ["完成", "整改", "销号", "到位", "办结"].iter().any(|word| text[..colon].contains(word));
    let value = trimmed(page, range.start + colon + text[colon..].chars().next()?.len_utf8()..range.end);
    let answer = page.normal.of_range(&value).chars().next().filter(|c| about && matches!(c, '是' | '否'))?;
    let words = value.start..value.start + answer.len_utf8();
    let behind = page.normal.of_range(&(words.end..value.end)).chars().next();
    let bounded = behind.is_none_or(|c| !c.is_alphanumeric());
    bounded.then(|| Stated { asked: true, ..Stated::new(words.clone(), range.start..words.end) })
}

/// In bytes.
const LONGEST_ASKED: usize = 36;

/// The words of the ticked box: 已完成 of ☑已完成 □正在整改, and of 已完成☑ 正在整改□.
fn ticked(page: &Page<'_>, range: Range<usize>) -> Option<Range<usize>> {
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

/// A status label inside a row, behind the end of a sentence; the last one whose words are a status.
fn inside(page: &Page<'_>, range: &Range<usize>, text: &str) -> Option<Stated> {
    let mut stated = None;
    // Every colon, full-width ones by their last byte.
    for colon in memchr::memchr2_iter(b':', 0x9a, text.as_bytes()) {
        let colon = if text.as_bytes()[colon] == b':' { colon } else { colon.saturating_sub(2) };
        if !text.is_char_boundary(colon) || !text[colon..].starts_with(label::is_colon) {
            continue;
        }
        let before = &text[..colon];
        if !before.ends_with(['果', '态', '况']) {
            continue;
        }
        let named = ["整改结果", "整改状态", "整改完成情况", "完成情况", "状态"]
            .iter()
            .find_map(|word| before.strip_suffix(word));
        let Some(lead) = named else { continue };
        let (at, bounded) = (lead.len(), lead.ends_with(['。', '；', ';', ' ', '】', '（', '(', '.']));
        if let Some(label) = label::read(&text[at..]).filter(|label| label.purpose == Purpose::Status) {
            let words = first_clause(page, range.start + at + label.len..range.end);
            // Blanks between two labels of one row may be gone: then nothing but the status ends it.
            if is_status(page, &words) && (bounded || trimmed(page, words.end..range.end).is_empty()) {
                stated = Some(Stated::new(words.clone(), range.start + at..words.end));
            }
        }
    }
    stated
}

/// The row below a label that stands alone, where it is neither a label nor a heading itself.
fn next_row(page: &Page<'_>, node: &Node, range: &Range<usize>) -> Option<Range<usize>> {
    let at = page.rows.partition_point(|row| row.range.start <= range.start);
    let row = page.rows.get(at).filter(|row| at < node.end && row.mark == Mark::Text)?;
    let text = page.normal.of_range(&row.range);
    (label::read(text).is_none() && number::read(text).is_none()).then(|| trimmed(page, row.range.clone()))
}

/// The whole of the words where they are a status, else up to the first mark.
fn first_clause(page: &Page<'_>, range: Range<usize>) -> Range<usize> {
    let whole = trimmed(page, range);
    let text = page.normal.of_range(&whole);
    if is_status(page, &whole) {
        return whole;
    }
    let marks = |c: char| matches!(c, '。' | '；' | ';' | '）' | ')' | '】');
    let sentence = text.find(marks).unwrap_or(text.len());
    // 未完成(正在整改) and more words behind it.
    let closed = sentence + text[sentence..].chars().next().map_or(0, char::len_utf8);
    if text[..sentence].contains(['(', '（']) && is_status(page, &(whole.start..whole.start + closed)) {
        return whole.start..whole.start + closed;
    }
    if is_status(page, &(whole.start..whole.start + sentence)) {
        return whole.start..whole.start + sentence;
    }
    let clause = text.find(|c| marks(c) || matches!(c, '，' | ',' | '、' | '（' | '(')).unwrap_or(text.len());
    let end = if is_status(page, &(whole.start..whole.start + clause)) { clause } else { sentence };
    whole.start..whole.start + end
}

fn trimmed(page: &Page<'_>, range: Range<usize>) -> Range<usize> {
    let text = page.normal.of_range(&range);
    let left = text.trim_start();
    let start = range.start + (text.len() - left.len());
    start..start + left.trim_end_matches(['。', ' ', '；', ';']).len()
}

/// A status that has a row to itself, or is all that runs on behind the title.
fn alone(page: &Page<'_>, node: &Node) -> Option<Stated> {
    let mut rows = body(page, node).filter_map(|range| {
        let text = page.normal.of_range(&range);
        let lead = text.len() - text.trim_start_matches(['。', '，', '：', ':', ' ']).len();
        let range = trimmed(page, range.start + lead..range.end);
        is_status(page, &range).then_some(range)
    });
    let only = rows.next()?;
    rows.next().is_none().then(|| Stated::new(only.clone(), only))
}

/// Whether words are a status of the vocabulary. What is longer than any of its forms is not looked at.
fn is_status(page: &Page<'_>, range: &Range<usize>) -> bool {
    !range.is_empty() && range.len() <= LONGEST_STATUS && status::read(page.normal.of_range(range)).is_some()
}

/// Whether words say by when: 2024年3月底前完成, 预计年底前到位.
fn is_term(words: &str) -> bool {
    words.chars().count() <= 20
        && words.contains(['年', '月', '日', '底'])
        && ["前完成", "前到位", "前销号", "完成整改", "整改完成", "整改到位"].iter().any(|end| words.ends_with(end))
}

fn is_done(words: &str) -> bool {
    status::read(words).is_some_and(|label| label.status == Status::Done)
}

/// In bytes, blanks and a joined 长期坚持 included.
const LONGEST_STATUS: usize = 90;

fn offset(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}
