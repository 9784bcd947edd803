//! Claims of a notice compared with the items it lists.

use super::certainty::{self, is_stated};
use super::prose::runs;
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::{Finding, Found, Heading, HeadingRole, Item, Kind, Origin, Part, Status, status};
use crate::read::said;
use crate::text::numeral;
use crate::text::span::Span;

const COUNT_MISMATCH: &str = "count-mismatch";
const COUNT_PARTIAL: &str = "count-partial";
const COMPLETED_EXCEEDS: &str = "completed-exceeds-problems";
const COMPLETED_MISMATCH: &str = "completed-mismatch";
const ASPECTS_MISMATCH: &str = "aspects-mismatch";
const CLAIM_UNVERIFIABLE: &str = "claim-unverifiable";
const PARTS_TOTAL: &str = "parts-not-total";
const RATE_MISMATCH: &str = "rate-mismatch";

pub(super) const RULES: &[Rule] = &[
    Rule::error(COUNT_MISMATCH)
        .says("称 {claimed} 个问题，列出 {counted} 项", "{claimed} problems are claimed, {counted} items are listed")
        .asks("称 {claimed} 个问题，读出 {counted} 项，是否一致？", "{claimed} problems are claimed and {counted} items were read: do they agree?")
        .help("核对总数，或检查是否漏写、多写了序号", "check the total, or look for a number that is missing or too many")
        .because(
            "通报开头所称的问题总数应与逐项列出的相等。标题写明是“重点问题”“部分问题”的，另报 count-partial。",
            "The number of problems a notice claims equals the items it lists. Where a heading says that only some are listed, count-partial is reported instead.",
        )
        .found_by(count_mismatch),
    Rule::warning(COUNT_PARTIAL)
        .says("称 {claimed} 个问题，只列出 {counted} 项", "{claimed} problems are claimed, only {counted} items are listed")
        .help("在文中说明其余问题为何不列", "say why the others are not listed")
        .because(
            "标题写明只列“重点问题”“部分问题”，审计公告归并列示，按方面或类别逐条写，或者接续前一份通报，数目不等是可能的，请核对。",
            "A heading says that only some problems are listed, an audit sums them up, each entry is an aspect or topic, or the notice continues an earlier one. Then the numbers may differ, but check them once.",
        )
        .found_by(count_partial),
    Rule::error(COMPLETED_EXCEEDS)
        .says("称已完成 {completed} 个，多于问题总数 {problems} 个", "{completed} are claimed done, more than the {problems} problems")
        .asks("称已完成 {completed} 个，是否多于问题总数 {problems} 个？", "{completed} are claimed done: are these more than the {problems} problems?")
        .because("完成的问题不会多于问题总数。", "No more problems can be done than there are.")
        .found_by(completed_exceeds),
    Rule::warning(COMPLETED_MISMATCH)
        .says("称已完成 {claimed} 个，逐项注明已完成的有 {counted} 项", "{claimed} are claimed done, {counted} items are marked done")
        .because(
            "每一项都注明了整改状态时，注明“已完成”的项数应与所称的完成数相等。",
            "Where every item states its status, those marked done equal the number claimed.",
        )
        .found_by(completed_mismatch),
    Rule::warning(ASPECTS_MISMATCH)
        .says("称 {claimed} 个方面，分了 {counted} 组", "{claimed} aspects are claimed, {counted} groups are listed")
        .because("所称的方面数应与正文分组的标题数相等。", "The number of aspects a notice claims equals its groups.")
        .found_by(aspects_mismatch),
    Rule::note(CLAIM_UNVERIFIABLE)
        .says("称 {claimed}，正文没有这一层标题可以核对", "{claimed} are claimed, but the text has no headings to count")
        .because(
            "通报称有若干个方面、若干项内容，正文却没有相应的分组，读者无从核对。",
            "The notice claims a number of aspects or topics, but has no groups that readers could count.",
        )
        .found_by(claim_unverifiable),
    Rule::error(PARTS_TOTAL)
        .says("{parts}，合计 {sum} 个，不等于总数 {problems} 个", "{parts} add up to {sum}, not to the total of {problems}")
        .asks("{parts}，合计 {sum} 个，总数 {problems} 个，是否有交叉或漏写？", "{parts} add up to {sum}, the total is {problems}: do they overlap, or is a part missing?")
        .because(
            "同一句里把问题分成已完成、正在整改、未完成等几类时，各类之和应等于总数。“其中”说的是某一类里的一部分时，不查。",
            "Where a sentence splits the problems into done, in progress and open, the parts add up to the total. Where 其中 names parts of a part, the sentence is left alone.",
        )
        .found_by(parts_total),
    Rule::error(RATE_MISMATCH)
        .says("整改率写作 {rate}%，按 {completed}/{problems} 应为 {expected}%", "the rate is given as {rate}%, but {completed}/{problems} is {expected}%")
        .asks("整改率写作 {rate}%，按 {completed}/{problems} 是 {expected}%，是否指另一些问题？", "the rate is given as {rate}%, while {completed}/{problems} is {expected}%: is it that of other problems?")
        .because(
            "所称的完成率应等于完成数除以问题总数，只容许四舍五入的出入。",
            "The rate a notice claims is completed over problems, rounding aside.",
        )
        .found_by(rate_mismatch),
];

fn sure(found: &Option<Found<u32>>) -> Option<&Found<u32>> {
    found.as_ref().filter(|found| found.is_indexed())
}

/// The claimed number of problems and the number of items, if both exist and differ.
fn differing<'a>(subject: &'a Subject) -> Option<(&'a Found<u32>, usize)> {
    let claimed = sure(&subject.notice.facts.claims.problems).filter(|_| subject.has_status())?;
    let counted = subject.notice.items.len();
    // if it is uncertain which headings are items, uncertain-items asks
    let sure = subject.notice.items.iter().all(Item::is_indexed);
    (sure && counted > 0 && usize::try_from(claimed.value) != Ok(counted)).then_some((claimed, counted))
}

/// Whether a heading or the title says that only some problems are listed: 重点问题整改情况.
fn heads_some(subject: &Subject) -> bool {
    let says = |words: &str| ["重点问题", "部分问题", "主要问题", "突出问题"].iter().any(|some| words.contains(some));
    let above_items = |heading: &&Heading| matches!(heading.role, HeadingRole::Part(Part::Items) | HeadingRole::Group);
    says(subject.notice.facts.title())
        || subject.notice.outline.iter().filter(above_items).any(|heading| says(&heading.title))
}

/// Whether the notice may list fewer problems than it counts: it says so, or its items stand for several.
fn lists_some(subject: &Subject) -> bool {
    let facts = &subject.notice.facts;
    let claims = &facts.claims;
    let counted = subject.notice.items.len();
    let equals =
        |claimed: &Option<Found<u32>>| sure(claimed).is_some_and(|found| usize::try_from(found.value) == Ok(counted));
    let few = sure(&claims.problems)
        .is_some_and(|found| usize::try_from(found.value).is_ok_and(|claimed| counted * 3 < claimed));
    // audits list summaries; in other notices each item may be an aspect or topic
    facts.follows.is_some()
        || facts.kind() == Kind::AuditRectification
        || equals(&claims.aspects)
        || equals(&claims.contents)
        || few
        || heads_some(subject)
}

/// Whether numbers above the first item make the number of items, alone or several in a row together: 细化为12个, 其余4个,
/// 7条意见, 作风方面6个、党建方面4个. Then the list may be of those.
fn counts_above(subject: &Subject, counted: usize) -> bool {
    let is_item = |heading: &&Heading| matches!(heading.role, HeadingRole::Item(_));
    let first = subject.notice.outline.iter().find(is_item).map(|heading| heading.span.start);
    let start = subject.notice.body.start;
    let above = Span::new(start, first.unwrap_or(start).max(start));
    let is_numeral = |c: char| numeral::digit(c).is_some() || numeral::is_chinese(c);
    let mut numbers: Vec<usize> = Vec::new();
    let mut rest = above.of(subject.prose.words());
    while let Some(at) = rest.find(is_numeral).filter(|_| numbers.len() < MOST_NUMBERS) {
        let number = &rest[at..];
        let length = number.find(|c| !is_numeral(c)).unwrap_or(number.len());
        if number[length..].trim_start().starts_with(['个', '项', '条', '类', '件', '处']) {
            let value = numeral::parse(&number[..length]).and_then(|value| usize::try_from(value).ok());
            numbers.extend(value);
        }
        rest = &number[length..];
    }
    let makes = |from: usize| {
        let mut sum = 0_usize;
        numbers[from..].iter().any(|number| {
            sum = sum.saturating_add(*number);
            sum == counted
        })
    };
    (0..numbers.len()).any(makes)
}

/// Most numbers above the items that are considered.
const MOST_NUMBERS: usize = 64;

fn mismatch(subject: &Subject, code: &'static str, partial: bool) -> Vec<Finding> {
    let Some((claimed, counted)) = differing(subject).filter(|_| lists_some(subject) == partial) else {
        return Vec::new();
    };
    let found = subject.found(code, claimed.span).with("claimed", claimed.value).with("counted", counted);
    let certain = is_stated(claimed) && certainty::items_are_certain(subject);
    let found =
        found.doubtful_unless(certain && !certainty::continues_another(subject) && !counts_above(subject, counted));
    let items = subject.notice.outline.iter().find(|heading| heading.role == HeadingRole::Part(Part::Items));
    vec![match items {
        Some(heading) => found.relating(&subject.notice.source, heading.span),
        None => found,
    }]
}

fn count_mismatch(subject: &Subject) -> Vec<Finding> {
    mismatch(subject, COUNT_MISMATCH, false)
}

fn count_partial(subject: &Subject) -> Vec<Finding> {
    mismatch(subject, COUNT_PARTIAL, true)
}

fn completed_exceeds(subject: &Subject) -> Vec<Finding> {
    let claims = &subject.notice.facts.claims;
    match (sure(&claims.problems), sure(&claims.completed)) {
        (Some(problems), Some(completed)) if completed.value > problems.value => {
            let found = subject.found(COMPLETED_EXCEEDS, completed.span).with("completed", completed.value);
            let together = certainty::share_a_sentence(subject, problems.span, completed.span);
            let from_keys = problems.from == Origin::FrontMatter && completed.from == Origin::FrontMatter;
            // another number or 细化为 between the two may show that they count different things
            let between = Span::new(problems.span.end, completed.span.start.max(problems.span.end));
            let between = between.of(subject.prose.words());
            let is_one_story = !between.contains(|c: char| c.is_ascii_digit())
                && !said::REFINES.are_in(between)
                && !said::OTHER_THINGS.are_in(between);
            let alike = measure_word(subject, problems.span) == measure_word(subject, completed.span);
            let certain =
                (together && is_one_story && alike || from_keys) && is_stated(problems) && is_stated(completed);
            let found = found.with("problems", problems.value).relating(&subject.notice.source, problems.span);
            vec![found.doubtful_unless(certain)]
        }
        _ => Vec::new(),
    }
}

/// The character after a number: 个 of 10个.
fn measure_word(subject: &Subject, number: Span) -> Option<char> {
    subject.text[number.end..].chars().find(|c| !c.is_whitespace())
}

fn completed_mismatch(subject: &Subject) -> Vec<Finding> {
    let items = &subject.notice.items;
    let Some(claimed) = sure(&subject.notice.facts.claims.completed).filter(|_| subject.has_status()) else {
        return Vec::new();
    };
    let all_stated = !items.is_empty() && items.iter().all(|item| item.status != Status::Unstated);
    let counted = items.iter().filter(|item| item.status == Status::Done).count();
    if !all_stated || differing(subject).is_some() || usize::try_from(claimed.value) == Ok(counted) {
        return Vec::new();
    }
    vec![subject.found(COMPLETED_MISMATCH, claimed.span).with("claimed", claimed.value).with("counted", counted)]
}

fn aspects_mismatch(subject: &Subject) -> Vec<Finding> {
    let Some(claimed) = sure(&subject.notice.facts.claims.aspects).filter(|_| subject.has_status()) else {
        return Vec::new();
    };
    let groups = || subject.notice.outline.iter().filter(|heading| heading.role == HeadingRole::Group);
    let Some(level) = groups().map(|heading| heading.level).min() else { return Vec::new() };
    let counted = groups().filter(|heading| heading.level == level).count();
    // Of key problems only, some aspects may have none.
    let of_some = usize::try_from(claimed.value).is_ok_and(|claimed| counted < claimed) && heads_some(subject);
    if usize::try_from(claimed.value) == Ok(counted) || of_some {
        return Vec::new();
    }
    vec![subject.found(ASPECTS_MISMATCH, claimed.span).with("claimed", claimed.value).with("counted", counted)]
}

fn claim_unverifiable(subject: &Subject) -> Vec<Finding> {
    let claims = &subject.notice.facts.claims;
    let groups = || subject.notice.outline.iter().filter(|heading| heading.role == HeadingRole::Group);
    let is_counted = |claimed: u32| {
        (1..=6).any(|level| u32::try_from(groups().filter(|heading| heading.level == level).count()) == Ok(claimed))
    };
    // each aspect may be a part of its own, or an item
    let is_listed = |claimed: u32| {
        let items = claims.problems.is_none().then_some(subject.notice.items.len());
        let mut counts = (1..=6).map(|level| parts_of_level(subject, level)).chain(items);
        counts.any(|count| u32::try_from(count) == Ok(claimed))
    };
    let aspects = sure(&claims.aspects).filter(|found| groups().next().is_none() && !is_listed(found.value));
    let aspects = aspects.map(|found| (found, "个方面"));
    let contents = sure(&claims.contents).filter(|found| !is_counted(found.value)).map(|found| (found, "项内容"));
    let open = aspects.into_iter().chain(contents).filter(|_| subject.has_status() && !subject.notice.items.is_empty());
    open.map(|(found, unit)| {
        subject.found(CLAIM_UNVERIFIABLE, found.span).with("claimed", format!("{} {unit}", found.value))
    })
    .collect()
}

/// Number of headings of a level with items below them, whatever their titles.
fn parts_of_level(subject: &Subject, level: u8) -> usize {
    let is_item = |heading: &&Heading| matches!(heading.role, HeadingRole::Item(_));
    let outline = &subject.notice.outline;
    let items: Vec<usize> = outline.iter().filter(is_item).map(|heading| heading.span.start).collect();
    let holds = |heading: &&Heading| {
        let next = items.partition_point(|item| *item <= heading.span.start);
        heading.level == level && !is_item(heading) && items.get(next).is_some_and(|item| *item < heading.extent.end)
    };
    outline.iter().filter(holds).count()
}

/// Names of parts of the total.
const PARTS: [&str; 12] = [
    "基本完成",
    "阶段性完成",
    "部分完成",
    "未完成",
    "尚未完成",
    "已完成",
    "完成",
    "正在整改",
    "正在推进",
    "持续推进",
    "长期坚持",
    "持续整改",
];

fn parts_total(subject: &Subject) -> Vec<Finding> {
    let Some(problems) = sure(&subject.notice.facts.claims.problems) else { return Vec::new() };
    let sentence = subject.prose.sentence(problems.span);
    let words = sentence.of(subject.prose.words());
    let paragraph = subject.prose.paragraph_at(problems.span.start).map_or(sentence, |paragraph| paragraph.span);
    let following = paragraph.end.min(sentence.end + NEXT_SENTENCES);
    let following = subject.prose.words().get(sentence.end..following).unwrap_or_default();
    let names_rest =
        |words: &str| ["其余", "其他", "剩余", "剩下", "余下", "另有", "还有"].iter().any(|rest| words.contains(rest));
    let plans = ["计划", "预计", "力争", "确保", "要求", "目标"].iter().any(|plan| words.contains(plan));
    let after = &words[problems.span.end.saturating_sub(sentence.start).min(words.len())..];
    // 9个问题，其中已完成5个 opens the parts; 已完成22个，其中长期坚持3个 parts one of them.
    let (among, after) = match after.split_once("其中") {
        Some((before, parts)) if !before.contains(|c: char| c.is_ascii_digit()) => (true, parts),
        _ => (false, after),
    };
    if plans || after.contains("其中") || names_rest(words) || names_rest(following) {
        return Vec::new();
    }
    let Some(parts) = parts(after) else { return Vec::new() };
    let sum: u32 = parts.iter().map(|(_, count)| count).sum();
    if parts.len() < 2 || sum == problems.value {
        return Vec::new();
    }
    let list: Vec<String> = parts.iter().map(|(part, count)| format!("{part} {count}")).collect();
    let found = subject.found(PARTS_TOTAL, problems.span).with("parts", list.join("、")).with("sum", sum);
    // finished items may also be continued (长期坚持), so parts may overlap
    let overlaps =
        sum > problems.value && parts.iter().any(|(part, _)| part.starts_with("长期") || part.starts_with("持续"));
    vec![found.with("problems", problems.value).doubtful_unless(is_stated(problems) && !overlaps && !among)]
}

/// Bytes after a sentence in which the rest of its total is searched for.
const NEXT_SENTENCES: usize = 300;

/// The parts in `words` with their numbers: 已完成22个, 正在整改6个. `None` if it counts anything else.
fn parts(words: &str) -> Option<Vec<(&str, u32)>> {
    let mut parts: Vec<(&str, u32)> = Vec::new();
    for run in runs(words, |c| c.is_ascii_digit()) {
        let unit = words[run.end..].chars().next();
        let before = words[..run.start].trim_end_matches(['整', '改', '的', '有', '问', '题', ' ', '了']);
        // 完成整改 7 个 lost its 整改 above; 正在整改 6 个 did not
        let named = |part: &&&str| before.ends_with(**part) || words[..run.start].ends_with(**part);
        if !matches!(unit, Some('个' | '项')) {
            continue;
        }
        let clause = words[..run.start].rsplit(['，', '、', '；', '：', '（']).next().unwrap_or_default();
        let clause = clause.trim_end_matches(['有', '的', '了', ' ']);
        // 尚未整改2个: any written status names a part
        let written = || Some(clause).filter(|clause| status::read(clause).is_some());
        let part = PARTS.iter().filter(named).max_by_key(|part| part.len()).copied().or_else(written)?;
        if !parts.iter().any(|(other, _)| *other == part) {
            parts.push((part, numeral::parse(run.of(words))?));
        }
    }
    Some(parts)
}

/// A rate that follows the number of completed problems by more characters may be the rate of others.
const MAX_DISTANCE: usize = 30;

/// Names of the rate of completion.
const RATES: [&str; 7] = ["整改完成率", "整改率", "完成率", "销号率", "办结率", "整改到位率", "问题整改率"];

fn rate_mismatch(subject: &Subject) -> Vec<Finding> {
    let claims = &subject.notice.facts.claims;
    let (Some(problems), Some(completed)) = (sure(&claims.problems), sure(&claims.completed)) else {
        return Vec::new();
    };
    let Some(paragraph) = subject.prose.paragraph_at(completed.span.start).filter(|_| problems.value > 0) else {
        return Vec::new();
    };
    let words = subject.prose.of_paragraph(paragraph);
    let from = completed.span.end - paragraph.span.start;
    let Some((rate, span)) = rate_after(words, from) else { return Vec::new() };
    let decimals = rate.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let Ok(stated) = rate.parse::<f64>() else { return Vec::new() };
    let exact = f64::from(completed.value) * 100.0 / f64::from(problems.value);
    // half a unit of the last digit for rounding, a whole one if digits were cut off
    let unit = 10f64.powi(-i32::try_from(decimals).unwrap_or(0));
    if (stated - exact).abs() < unit {
        return Vec::new();
    }
    let span = Span::new(paragraph.span.start + span.start, paragraph.span.start + span.end);
    let found = subject.found(RATE_MISMATCH, span).with("rate", rate).with("completed", completed.value);
    let found = found.with("problems", problems.value).with("expected", format!("{exact:.*}", decimals.max(1)));
    let skipped = subject.prose.words().get(completed.span.end..span.start).unwrap_or_default();
    let of_others = ["其中", "类", "专项", "立行立改", "短期", "方面"].iter().any(|some| skipped.contains(some));
    let near = skipped.chars().nth(MAX_DISTANCE).is_none();
    vec![found.doubtful_unless(near && !of_others && is_stated(problems) && is_stated(completed))]
}

/// The percentage that follows the name of a rate in the sentence of `from`.
fn rate_after(words: &str, from: usize) -> Option<(&str, Span)> {
    let rest = words.get(from..)?;
    let sentence = &rest[..rest.find('。').unwrap_or(rest.len())];
    let (at, name) = RATES.iter().filter_map(|name| Some((sentence.find(name)?, name))).min()?;
    let after = &sentence[at + name.len()..];
    let number =
        runs(after, |c| c.is_ascii_digit() || c == '.').next().filter(|run| after[..run.start].chars().count() <= 4)?;
    after[number.end..].starts_with(['%', '％']).then_some(())?;
    let start = from + at + name.len() + number.start;
    Some((number.of(after), Span::new(start, start + number.len())))
}
