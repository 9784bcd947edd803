//! The items of a notice: which headings of its item part are problems, with the status and measures of each.

use std::ops::Range;

use super::asides::{self, Asides};
use super::node::{Manner, Node, Outline};
use super::repeats;
use super::stated;
use super::text_layout::TextLayout;
use super::title;
use super::wording::{self, TitleShape};
use crate::notice::{Anchor, Confidence, Finding, Item, Part, Path, SourcePath, Status};
use crate::text::numeral;
use crate::text::words::{Words, words};

/// An item, its heading, and where its status is written.
pub struct Read {
    /// Its heading in the outline.
    pub node: usize,
    /// The item.
    pub item: Item,
    /// The words that state its status in the normalised text, label included.
    pub status: Option<Range<usize>>,
}

/// The headings that are items, in order.
pub fn pick(page: &TextLayout<'_>, outline: &Outline) -> Vec<usize> {
    let tops: Vec<usize> = (0..outline.len()).filter(|at| opens_items(outline, *at)).collect();
    let mut picked = Vec::new();
    if tops.is_empty() {
        pick_among(outline, &unnamed(outline), None, Beside::Groups, &mut picked);
        picked = of_one_level(outline, &picked);
        let alike = alike(outline, None, &picked);
        picked.extend(alike);
    }
    let mut parts = Vec::new();
    for top in tops {
        let mut part = Vec::new();
        pick_below(outline, top, Beside::Groups, &mut part);
        part = of_one_level(outline, &part);
        let alike = alike(outline, Some(top), &part);
        part.extend(alike);
        parts.push(part);
    }
    let answered = answered_elsewhere(page, outline, &parts);
    picked.extend(parts.into_iter().enumerate().filter(|(at, _)| !answered.contains(at)).flat_map(|(_, part)| part));
    picked.sort_unstable();
    picked
        .retain(|at| !(outline[*at].aspect && has_body(&outline[*at]) && says_nothing_was_found(page, &outline[*at])));
    let undivided = undivided(page, outline, &picked);
    picked.extend(undivided);
    picked.sort_unstable();
    picked
}

/// Aspects and problems without a list of their own beside those that hold the items: what their text says was put
/// right is an item, too.
fn undivided(page: &TextLayout<'_>, outline: &Outline, picked: &[usize]) -> Vec<usize> {
    let mut groups = std::collections::BTreeSet::new();
    for item in picked {
        let mut above = outline[*item].parent;
        while let Some(group) = above.filter(|group| groups.insert(*group)) {
            above = outline[group].parent;
        }
    }
    let levels: std::collections::BTreeSet<_> = groups.iter().map(|group| outline[*group].parent).collect();
    let is_beside = |at: &usize| levels.contains(&outline[*at].parent) && !groups.contains(at);
    let has_part = outline.iter().any(|node| node.part == Part::Items);
    let is_one = |at: &usize| {
        let node = &outline[*at];
        let in_part = node.part == Part::Items || !has_part && node.part == Part::Other && !node.summary;
        let measures = outline[at + 1..].iter().take_while(|below| below.row < node.end);
        let names =
            node.labelled || blames(node) || node.aspect && !wording::is_class(page.normal.of_range(&node.title));
        in_part
            && node.manner == Manner::Marked
            && names
            && has_body(node)
            && measures.clone().all(|below| below.look == TitleShape::Measure)
            && !says_nothing_was_found(page, node)
    };
    (0..outline.len()).filter(is_beside).filter(is_one).filter(|at| picked.binary_search(at).is_err()).collect()
}

/// Whether the text below an aspect is only that nothing was found in it.
fn says_nothing_was_found(page: &TextLayout<'_>, node: &Node) -> bool {
    static NOTHING: Words = words! { 未反馈 未发现 未指出 未涉及 不涉及 无反馈 没有反馈 没有发现 无此类 无相关问题 };
    let end = page.rows.get(node.end.saturating_sub(1)).map_or(node.rest.end, |row| row.range.end);
    let body = page.normal.of_range(&(node.title.end..end.max(node.title.end)));
    body.chars().count() <= LONGEST_NOTHING
        && (NOTHING.are_in(body) || matches!(body.trim_matches(['。', '：', '\n', ' ']), "无" | "略"))
}

/// In characters.
const LONGEST_NOTHING: usize = 60;

/// Item parts that only list the problems that another part lists with their measures: 问题清单 before 整改清单.
fn answered_elsewhere(page: &TextLayout<'_>, outline: &Outline, parts: &[Vec<usize>]) -> Vec<usize> {
    const MOST: usize = 8;
    if !(2..=MOST).contains(&parts.len()) {
        return Vec::new();
    }
    let words = |at: &usize| {
        let node = &outline[*at];
        let words = page.normal.of_range(&node.title);
        &words[title::read(words).words]
    };
    let has_more = |part: &[usize], than: &[usize]| {
        let answered = |part: &[usize]| part.iter().filter(|at| has_body(&outline[**at])).count();
        answered(part) > answered(than)
    };
    let is_silent = |part: &[usize]| !part.iter().any(|at| has_body(&outline[*at]));
    // The list may name them in other words, in the same order.
    let are_alike = |part: &[usize], other: &[usize]| {
        let similar = part.iter().zip(other).filter(|(one, other)| repeats::are_similar(words(one), words(other)));
        part.len() == other.len() && is_silent(part) && similar.count() * 2 >= part.len()
    };
    let is_repeated = |part: &Vec<usize>| {
        !part.is_empty()
            && parts.iter().filter(|other| has_more(other, part)).any(|other| {
                let titles: std::collections::BTreeSet<_> = other.iter().map(words).collect();
                part.iter().all(|at| titles.contains(words(at))) || are_alike(part, other)
            })
    };
    (0..parts.len()).filter(|at| is_repeated(&parts[*at])).collect()
}

/// Whether an item has more than a title.
fn has_body(node: &Node) -> bool {
    match node.manner.is_in_table() {
        true => !node.cells.statuses.is_empty(),
        false => node.runs_on || node.end > node.row + 1,
    }
}

/// Headings of an item part at the depth of all its items, under a group without items. Their own words do not show
/// that they are problems, but a group's only problem may be worded in any way.
fn alike(outline: &Outline, top: Option<usize>, picked: &[usize]) -> Vec<usize> {
    let Some(first) = picked.first().map(|item| &outline[*item]) else { return Vec::new() };
    let as_deep = |node: &Node| node.depth == first.depth && node.number.is_some() == first.number.is_some();
    let (above, part) = top.map_or((0, first.part), |top| (outline[top].depth, Part::Items));
    if !picked.iter().all(|item| as_deep(&outline[*item])) || first.depth <= above + 1 {
        return Vec::new();
    }
    let groups: std::collections::BTreeSet<_> = picked.iter().map(|item| outline[*item].parent).collect();
    let end = top.map_or(usize::MAX, |top| outline[top].end);
    (top.map_or(0, |top| top + 1)..outline.len())
        .take_while(|at| outline[*at].row < end)
        .filter(|at| {
            let node = &outline[*at];
            as_deep(node) && node.part == part && node.look != TitleShape::Measure && !groups.contains(&node.parent)
        })
        .collect()
}

/// The items with an only child of a problem as the problem itself, where the other problems of its level are items:
/// only its words make the child look like one.
fn of_one_level(outline: &Outline, picked: &[usize]) -> Vec<usize> {
    let mut levels = std::collections::BTreeMap::<u8, usize>::new();
    for at in picked {
        *levels.entry(outline[*at].depth).or_default() += 1;
    }
    let Some(usual) = levels.into_iter().max_by_key(|(_, items)| *items).map(|(depth, _)| depth) else {
        return Vec::new();
    };
    let raised = |at: usize| {
        let node = &outline[at];
        let said = node.labelled || node.look == TitleShape::Problem;
        node.parent.filter(|parent| {
            let above = &outline[*parent];
            above.depth == usual && blames(above) && !above.aspect && !said && below(outline, *parent).len() == 1
        })
    };
    picked.iter().map(|at| raised(*at).unwrap_or(*at)).collect()
}

/// Whether a heading opens an item part of its own.
fn opens_items(outline: &Outline, at: usize) -> bool {
    let node = &outline[at];
    node.part == Part::Items && node.parent.is_none_or(|parent| outline[parent].part != Part::Items)
}

/// The top headings, where no heading names an item part.
fn unnamed(outline: &Outline) -> Vec<usize> {
    let tops = (0..outline.len()).filter(|at| outline[*at].parent.is_none() && !outline[*at].summary);
    tops.filter(|at| matches!(outline[*at].part, Part::Other | Part::Lead)).collect()
}

fn below(outline: &Outline, node: usize) -> Vec<usize> {
    let end = outline[node].end;
    (node + 1..outline.len())
        .take_while(|at| outline[*at].row < end)
        .filter(|at| outline[*at].parent == Some(node) && outline[*at].part == outline[node].part)
        .collect()
}

/// Kind of the headings beside the parent of some headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    /// Parts or aspects.
    Groups,
    /// Problems.
    Problems,
    /// Problems whose lists are measures.
    MeasuredProblems,
}

/// Picks the items under a heading; whether there are any.
fn pick_below(outline: &Outline, node: usize, beside: Beside, picked: &mut Vec<usize>) -> bool {
    let below = below(outline, node);
    pick_among(outline, &below, Some(node), beside, picked)
}

fn pick_among(
    outline: &Outline,
    siblings: &[usize],
    parent: Option<usize>,
    beside: Beside,
    picked: &mut Vec<usize>,
) -> bool {
    let parent = parent.map(|parent| &outline[parent]);
    if are_problems(outline, siblings, parent, beside) {
        let measured = have_measures(outline, siblings);
        let beside = if lists_are_measures(outline, siblings) { Beside::MeasuredProblems } else { Beside::Problems };
        for &node in siblings {
            if measured && only_look_like_problems(outline, node) || !pick_below(outline, node, beside, picked) {
                picked.push(node);
            }
        }
        return true;
    }
    // Under a problem's own heading, numbered measures are its body.
    if parent.is_some_and(|parent| parent.look == TitleShape::Problem && !opens(parent)) {
        return false;
    }
    let before = picked.len();
    for &node in siblings {
        pick_below(outline, node, Beside::Groups, picked);
    }
    picked.len() > before
}

/// Whether the lists of two or more entries below headings are not lists of problems.
fn lists_are_measures(outline: &Outline, siblings: &[usize]) -> bool {
    let lists = siblings.iter().map(|node| (node, below(outline, *node))).filter(|(_, below)| below.len() > 1);
    let mut of_problems =
        lists.map(|(node, below)| are_problems(outline, &below, Some(&outline[*node]), Beside::Problems));
    of_problems.next() == Some(false) && !of_problems.any(|problems| problems)
}

/// Whether most headings with children have measures below them. Then children of another that merely look like
/// problems are measures, too.
fn have_measures(outline: &Outline, siblings: &[usize]) -> bool {
    let holds = |at: &&usize| outline.get(**at + 1).is_some_and(|next| next.parent == Some(**at));
    let lookalikes = siblings.iter().filter(|at| only_look_like_problems(outline, **at)).count();
    let said = |at: &&usize| outline[**at + 1].look == TitleShape::Problem || outline[**at + 1].labelled;
    lookalikes > 0
        && lookalikes * 2 < siblings.iter().filter(holds).count()
        && !siblings.iter().filter(holds).any(|at| said(&at))
}

/// Whether the headings below one look like problems, but none says so by its template or a label.
fn only_look_like_problems(outline: &Outline, node: usize) -> bool {
    let below = below(outline, node);
    let said = |at: &usize| outline[*at].labelled || outline[*at].look == TitleShape::Problem;
    !below.is_empty()
        && !below.iter().any(said)
        && are_problems(outline, &below, Some(&outline[node]), Beside::Problems)
}

/// Whether the words of a heading are those of a problem.
fn blames(node: &Node) -> bool {
    matches!(node.look, TitleShape::Problem | TitleShape::Likely)
}

/// Whether a heading names an aspect or a part, under which problems are to be expected.
fn opens(node: &Node) -> bool {
    node.manner == Manner::Bare || node.part == Part::Items && node.parent.is_none()
}

/// Whether headings of one level are problems: they say so, are labelled so, or blame more than they promise. Under a
/// problem, they may be its measures.
fn are_problems(outline: &Outline, siblings: &[usize], parent: Option<&Node>, beside: Beside) -> bool {
    let count = |test: &dyn Fn(&Node) -> bool| siblings.iter().filter(|at| test(&outline[**at])).count();
    let under_problem =
        parent.is_some_and(|parent| !parent.aspect && (beside != Beside::Groups || blames(parent)) && !opens(parent));
    let is_problem = |node: &Node| node.look == TitleShape::Problem && !(under_problem && node.acts);
    let said = count(&|node| node.labelled || is_problem(node));
    let likely = count(&|node| !node.labelled && node.look == TitleShape::Likely);
    let blamed = |node: &Node| is_problem(node) || node.look == TitleShape::Likely;
    let promises = count(&|node| node.look == TitleShape::Measure) > 0;
    let is_measured = |parent: &Node| {
        parent.look == TitleShape::Problem || beside == Beside::MeasuredProblems || promises && blames(parent)
    };
    // Measures count from 1; 8. with an answer goes on from the problems before.
    let goes_on = count(&|node| node.labelled && node.value > 1) > 0;
    if count(&blamed) == 0
        && parent.is_some_and(|parent| {
            parent.of_measures || under_problem && siblings.len() == 1 && is_measured(parent) && !goes_on
        })
    {
        return false;
    }
    if under_problem
        && count(&is_problem) == 0
        && count(&blamed) * 2 < siblings.len()
        && is_label_of_all(outline, siblings, parent.is_some_and(|parent| parent.labelled))
    {
        return false;
    }
    let measures = count(&|node| !node.labelled && node.look == TitleShape::Measure);
    let runs_on = count(&|node| !node.labelled && node.runs_on && !blamed(node));
    if let [only] = siblings
        && outline[*only].manner == Manner::Restated
        && parent.is_some_and(|parent| (parent.parent.is_some() || blames(parent)) && !parent.aspect)
    {
        return false; // the problem's own heading, said once more
    }
    if said * 2 >= siblings.len() && said > 0 {
        return true;
    }
    let has_own_words = parent.is_some_and(|parent| parent.look == TitleShape::Problem && parent.labelled);
    let is_item_already =
        parent.is_some_and(|parent| parent.look != TitleShape::Neutral && parent.labelled) || has_own_words;
    let is_problem =
        parent.is_some_and(|parent| parent.look == TitleShape::Problem && !parent.aspect && !opens(parent));
    if is_item_already || is_problem && runs_on * 2 > siblings.len() {
        return false;
    }
    let blamed = said + likely;
    // 二、队伍建设方面 holds problems, whatever their words are.
    let of_aspect = parent.is_some_and(|parent| parent.aspect && parent.part == Part::Items);
    let enough = match under_problem {
        true => blamed * 2 >= siblings.len(),
        false => blamed * 3 >= siblings.len() || of_aspect,
    };
    enough && (blamed > measures || of_aspect && measures * 2 <= siblings.len())
}

/// Whether only the last of several measures has a label below it: the label belongs to their parent. Where that
/// is labelled itself, so does a label below its only measure.
fn is_label_of_all(outline: &Outline, siblings: &[usize], above: bool) -> bool {
    let Some((last, others)) = siblings.split_last() else { return false };
    let labelled = |at: &usize| outline[*at].labelled;
    (above || !others.is_empty()) && labelled(last) && !others.iter().any(labelled)
}

/// Reads the items at the headings `picked`.
pub fn read(
    page: &TextLayout<'_>,
    outline: &Outline,
    picked: &[usize],
    id: &str,
    source: &SourcePath,
    findings: &mut Vec<Finding>,
) -> Vec<Read> {
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let mut items = Vec::with_capacity(picked.len());
    let mut doubts = Vec::new();
    let units = asides::units(page, outline, picked);
    for (&at, unit) in picked.iter().zip(units) {
        let node = &outline[at];
        let words = page.normal.of_range(&node.title);
        let title = title::read(words);
        let shown = page.shown(&offset(&title.words, node.title.start));
        let key: String = shown.chars().filter(|c| is_in_word(*c)).collect();
        let occurrence = *seen.entry(key).and_modify(|count| *count += 1).or_insert(0);
        let stated::StatusReading { stated, label, doubt } = stated::read(page, node, &title);
        doubts.extend(doubt.map(|doubt| (doubt, shown.clone())));
        let Asides { deadline, responsible } = asides::read(page, node);
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
                confidence: Confidence::High,
                deadline,
                responsible,
                unit,
            },
            status: stated.map(|stated| stated.whole),
        });
    }
    stated::report(page, source, &doubts, findings);
    items
}

/// Whether a character is a letter or a digit; Han characters need no table.
fn is_in_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

fn offset(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The numbers of the headings above, and the item's own.
fn path(page: &TextLayout<'_>, outline: &Outline, at: usize) -> Path {
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

/// How far 一是, 二是, … rise in an item's body, each where it opens a clause.
fn measures(page: &TextLayout<'_>, node: &Node) -> u16 {
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

/// Whether a clause opens after these words.
fn opens_clause(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|before| before.is_whitespace() || "。；;：:，,、！？）)】”．.—*|>".contains(before))
}

/// Whether a heading above items groups them.
pub fn is_group(outline: &Outline, picked: &[usize], at: usize) -> bool {
    let node = &outline[at];
    let first = picked.partition_point(|item| *item <= at);
    picked.get(first).is_some_and(|item| outline[*item].row < node.end) && picked.binary_search(&at).is_err()
}
