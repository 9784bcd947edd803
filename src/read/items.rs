//! The items of a notice: which headings of its item part are problems, how far each is, and what was done.

use std::ops::Range;

use super::blocks::{Mark, Page};
use super::codes;
use super::label::{self, Purpose};
use super::number;
use super::outline::{Manner, Node, Outline};
use super::table;
use super::title::{self, Title};
use super::wording::Look;
use crate::notice::{Anchor, Finding, Item, Part, Path, SourcePath, Status, StatusLabel, status};
use crate::text::numeral;

/// An item, the heading it stands under, and where its status is written.
pub struct Read {
    /// The heading in the outline.
    pub node: usize,
    /// The item.
    pub item: Item,
    /// The words that state its status in the twin, label included.
    pub status: Option<Range<usize>>,
}

/// The headings that are items, in order.
pub fn pick(outline: &Outline) -> Vec<usize> {
    let tops: Vec<usize> = (0..outline.len()).filter(|at| opens_items(outline, *at)).collect();
    let mut picked = Vec::new();
    if tops.is_empty() {
        pick_among(outline, &unnamed(outline), None, &mut picked);
    }
    for top in tops {
        let before = picked.len();
        pick_below(outline, top, &mut picked);
        let alike = alike(outline, top, &picked[before..]);
        picked.extend(alike);
    }
    picked.sort_unstable();
    picked
}

/// The headings of an item part that stand as deep as all its items and under another group, though their own words
/// do not tell: a group's only problem may be worded like anything.
fn alike(outline: &Outline, top: usize, picked: &[usize]) -> Vec<usize> {
    let Some(first) = picked.first().map(|item| &outline[*item]) else { return Vec::new() };
    let as_deep = |node: &Node| node.depth == first.depth && node.number.is_some() == first.number.is_some();
    if !picked.iter().all(|item| as_deep(&outline[*item])) || first.depth <= outline[top].depth + 1 {
        return Vec::new();
    }
    let groups: std::collections::BTreeSet<_> = picked.iter().map(|item| outline[*item].parent).collect();
    let end = outline[top].end;
    (top + 1..outline.len())
        .take_while(|at| outline[*at].row < end)
        .filter(|at| {
            let node = &outline[*at];
            as_deep(node) && node.part == Part::Items && node.look != Look::Measure && !groups.contains(&node.parent)
        })
        .collect()
}

/// Whether a heading opens an item part of its own.
fn opens_items(outline: &Outline, at: usize) -> bool {
    let node = &outline[at];
    node.part == Part::Items && node.parent.is_none_or(|parent| outline[parent].part != Part::Items)
}

/// The top headings, where no heading names an item part.
fn unnamed(outline: &Outline) -> Vec<usize> {
    let tops = (0..outline.len()).filter(|at| outline[*at].parent.is_none());
    tops.filter(|at| matches!(outline[*at].part, Part::Other | Part::Lead)).collect()
}

fn below(outline: &Outline, node: usize) -> Vec<usize> {
    let end = outline[node].end;
    (node + 1..outline.len())
        .take_while(|at| outline[*at].row < end)
        .filter(|at| outline[*at].parent == Some(node) && outline[*at].part == outline[node].part)
        .collect()
}

/// Picks the items under a heading; whether there are any.
fn pick_below(outline: &Outline, node: usize, picked: &mut Vec<usize>) -> bool {
    let below = below(outline, node);
    pick_among(outline, &below, Some(node), picked)
}

fn pick_among(outline: &Outline, siblings: &[usize], parent: Option<usize>, picked: &mut Vec<usize>) -> bool {
    let parent = parent.map(|parent| &outline[parent]);
    if are_problems(outline, siblings, parent) {
        for &node in siblings {
            if !pick_below(outline, node, picked) {
                picked.push(node);
            }
        }
        return true;
    }
    // Under a problem's own heading, numbered measures are its body.
    if parent.is_some_and(|parent| parent.look == Look::Problem && !opens(parent)) {
        return false;
    }
    let before = picked.len();
    for &node in siblings {
        pick_below(outline, node, picked);
    }
    picked.len() > before
}

/// Whether a heading names an aspect or a part, under which problems are to be expected.
fn opens(node: &Node) -> bool {
    node.manner == Manner::Bare || node.part == Part::Items && node.parent.is_none()
}

/// Whether headings of one level are problems: they say so, are labelled so, or blame more than they promise.
fn are_problems(outline: &Outline, siblings: &[usize], parent: Option<&Node>) -> bool {
    let count = |test: &dyn Fn(&Node) -> bool| siblings.iter().filter(|at| test(&outline[**at])).count();
    let said = count(&|node| node.labelled || node.look == Look::Problem);
    let blamed = |at: &usize| matches!(outline[*at].look, Look::Problem | Look::Likely);
    if !siblings.iter().any(blamed)
        && parent.is_some_and(|parent| {
            let problem = matches!(parent.look, Look::Problem | Look::Likely) && !parent.aspect;
            parent.of_measures || problem && is_label_of_all(outline, siblings)
        })
    {
        return false;
    }
    let likely = count(&|node| !node.labelled && node.look == Look::Likely);
    let measures = count(&|node| !node.labelled && node.look == Look::Measure);
    let runs_on = count(&|node| !node.labelled && node.runs_on && node.look != Look::Problem);
    if let [only] = siblings
        && outline[*only].manner == Manner::Restated
        && parent.is_some_and(|parent| parent.parent.is_some() && !parent.aspect)
    {
        return false; // the problem's own heading, said once more
    }
    if said * 2 >= siblings.len() && said > 0 {
        return true;
    }
    let has_own_words = parent.is_some_and(|parent| parent.look == Look::Problem && parent.labelled);
    let is_item_already = parent.is_some_and(|parent| parent.look != Look::Neutral && parent.labelled) || has_own_words;
    let is_problem = parent.is_some_and(|parent| parent.look == Look::Problem && !parent.aspect && !opens(parent));
    if is_item_already || is_problem && runs_on * 2 > siblings.len() {
        return false;
    }
    let blamed = said + likely;
    blamed > measures && blamed * 3 >= siblings.len()
}

/// Whether only the last of several measures has a label below it: that speaks of what they stand under.
fn is_label_of_all(outline: &Outline, siblings: &[usize]) -> bool {
    let Some((last, others)) = siblings.split_last() else { return false };
    let labelled = |at: &usize| outline[*at].labelled;
    !others.is_empty() && labelled(last) && !others.iter().any(labelled)
}

/// Reads the items at the headings `picked`.
pub fn read(
    page: &Page<'_>,
    outline: &Outline,
    picked: &[usize],
    id: &str,
    source: &SourcePath,
    findings: &mut Vec<Finding>,
) -> Vec<Read> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let mut items = Vec::with_capacity(picked.len());
    for &at in picked {
        let node = &outline[at];
        let words = page.normal.of_range(&node.title);
        let title = title::read(words);
        let shown = page.shown(&offset(&title.words, node.title.start));
        let key: String = shown.chars().filter(|c| is_in_word(*c)).collect();
        let occurrence = *seen.entry(key).and_modify(|count| *count += 1).or_insert(0);
        let stated = stated(page, node, &title);
        let label = stated.as_ref().and_then(|stated| meaning(node, page.normal.of_range(&stated.words)));
        if let (Some(stated), None) = (&stated, label) {
            let finding = Finding::new(codes::UNKNOWN_STATUS_LABEL, source, page.normal.span(&stated.words));
            findings.push(finding.with("found", page.shown(&stated.words)).with("title", &shown));
        }
        let line = page.lines.line_of(page.normal.span(&node.title).start);
        items.push(Read {
            node: at,
            item: Item {
                path: path(page, outline, at),
                title: shown.as_str().into(),
                status: label.map_or(Status::Unstated, |label| label.status),
                status_raw: stated.as_ref().map(|stated| page.shown(&stated.words).into()),
                sustained: label.is_some_and(|label| label.sustained),
                measures: measures(page, node),
                line: u32::try_from(line).unwrap_or(u32::MAX),
                anchor: Anchor::of(id, &shown, occurrence),
            },
            status: stated.map(|stated| stated.whole),
        });
    }
    items
}

/// Whether a character is a letter or a digit; Han characters need no table.
fn is_in_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// What the words of a status mean; 是 and 否 answer a column 是否完成.
fn meaning(node: &Node, words: &str) -> Option<StatusLabel> {
    let answer = |status| Some(StatusLabel { status, sustained: false });
    match words {
        "是" if node.asked => answer(Status::Done),
        "否" if node.asked => answer(Status::Open),
        words => status::read(words),
    }
}

fn offset(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The numbers of the headings above, and the item's own.
fn path(page: &Page<'_>, outline: &Outline, at: usize) -> Path {
    let mut numbers = vec![outline[at].number.as_ref().map(|number| page.shown(number))];
    let mut parent = outline[at].parent;
    while let Some(above) = parent {
        if let Some(number) = &outline[above].number {
            numbers.push(Some(page.shown(number)));
        }
        parent = outline[above].parent;
    }
    Path::new(numbers.iter().rev().map(Option::as_deref))
}

/// Where a status is written.
struct Stated {
    /// The status' own words.
    words: Range<usize>,
    /// With their label or brackets.
    whole: Range<usize>,
}

/// The status as written: a cell, a label line, a bracket after the title, or a row of its own.
fn stated(page: &Page<'_>, node: &Node, title: &Title) -> Option<Stated> {
    if let Some(table::Stated { words, cell }) = &node.status_cell {
        let known = is_status(page, words);
        let short = page.normal.of_range(words).chars().count() <= 12;
        return (known || short).then(|| Stated { words: words.clone(), whole: cell.clone() });
    }
    if let (Some(words), Some(whole)) = (&title.status, &title.bracket) {
        return Some(Stated { words: offset(words, node.title.start), whole: offset(whole, node.title.start) });
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
    Some(Stated { words: offset(&inside, start), whole: offset(&whole, start) })
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
    is_status(page, &words).then(|| Stated { words: words.clone(), whole: words })
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
        return Some(Stated { words: offset(&inside, whole.start), whole: offset(&bracket, whole.start) });
    }
    let from =
        text.rfind(['。', '；', ';', '！']).map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8))?;
    let sentence = trimmed(page, whole.start + from..whole.end);
    let words = page.normal.of_range(&sentence);
    let status = is_status(page, &sentence).then(|| status::read(words))?;
    // 一是修订办法。已完成。二是开展培训。正在推进。 says how far each measure is, and not the item.
    let sentences = text[..from].split(['。', '；', ';', '！']).filter(|words| words.len() <= LONGEST_STATUS);
    let mut others = sentences.filter_map(status::read);
    others.all(|other| Some(other) == status).then(|| Stated { words: sentence.clone(), whole: sentence })
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
    if let Some(label) = label::read(&text[lead..]) {
        let words = &text[lead + label.len..];
        let from = range.start + lead + label.len;
        let value = match words.trim() {
            "" => next_row(page, node, range)?,
            _ => ticked(page, from..range.end).unwrap_or_else(|| first_clause(page, from..range.end)),
        };
        let words = page.normal.of_range(&value);
        // 完成时限：长期坚持 says until when, and not how far it is; 完成时限：已完成 does.
        let known = is_status(page, &value) && (label.purpose != Purpose::Other || is_done(words));
        let short = words.chars().count() <= 12 && !label::is_measure(words);
        if known || label.purpose == Purpose::Status && short {
            return Some(Stated { whole: range.start + lead..value.end, words: value });
        }
    }
    inside(page, range, text)
}

/// The words of the ticked box: 已完成 of ☑已完成 □正在整改, and of 已完成☑ 正在整改□.
fn ticked(page: &Page<'_>, range: Range<usize>) -> Option<Range<usize>> {
    const TICKS: [char; 6] = ['☑', '✔', '✓', '√', '☒', '■'];
    const BOXES: [char; 8] = ['□', '☐', '☑', '✔', '✓', '√', '☒', '■'];
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
        let named = ["整改结果", "整改状态", "整改完成情况", "完成情况", "状态"]
            .iter()
            .find_map(|word| before.strip_suffix(word));
        let bounded = named.filter(|lead| lead.ends_with(['。', '；', ';', ' ', '】', '（', '(', '.']));
        let Some(at) = bounded.map(str::len) else { continue };
        if let Some(label) = label::read(&text[at..]).filter(|label| label.purpose == Purpose::Status) {
            let words = first_clause(page, range.start + at + label.len..range.end);
            if is_status(page, &words) {
                stated = Some(Stated { whole: range.start + at..words.end, words });
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
    rows.next().is_none().then(|| Stated { words: only.clone(), whole: only })
}

/// Whether words are a status of the vocabulary. What is longer than any of its forms is not looked at.
fn is_status(page: &Page<'_>, range: &Range<usize>) -> bool {
    !range.is_empty() && range.len() <= LONGEST_STATUS && status::read(page.normal.of_range(range)).is_some()
}

fn is_done(words: &str) -> bool {
    status::read(words).is_some_and(|label| label.status == Status::Done)
}

/// In bytes, blanks and a joined 长期坚持 included.
const LONGEST_STATUS: usize = 90;

/// How far 一是, 二是, … rise in an item's body, each where it opens a clause.
fn measures(page: &Page<'_>, node: &Node) -> u16 {
    const MOST: u32 = 20;
    let end = page.rows.get(node.end.saturating_sub(1)).map_or(node.rest.end, |row| row.range.end).max(node.title.end);
    let text = page.normal.of_range(&(node.title.end..end));
    let mut count = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "是") {
        let before = &text[..at];
        let start = before.trim_end_matches(numeral::is_chinese).len();
        let rises = || numeral::parse(&before[start..]) == Some(count + 1) && opens_clause(&before[..start]);
        if start < at && count < MOST && rises() {
            count += 1;
        }
    }
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Whether a clause opens behind these words.
fn opens_clause(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|before| before.is_whitespace() || "。；;：:，,、！？）)】”．.—*|".contains(before))
}

/// Whether a heading above items groups them.
pub fn is_group(outline: &Outline, picked: &[usize], at: usize) -> bool {
    let node = &outline[at];
    let first = picked.partition_point(|item| *item <= at);
    picked.get(first).is_some_and(|item| outline[*item].row < node.end) && picked.binary_search(&at).is_err()
}
