//! Statuses compared with the texts of the items.

use super::certainty;
use super::rule::Rule;
use super::subject::Subject;
use super::terms;
use crate::archive::{self, Tally};
use crate::notice::{Finding, Heading, HeadingRole, Item, Status};
use crate::read::{label, then};
use crate::text::span::Span;

const NO_ITEM_STATUS: &str = "no-item-status";
const NO_DEADLINE: &str = "unfinished-without-deadline";
const DONE_WITH_PLANS: &str = "done-with-plans";
const STATUS_CONTRADICTS: &str = "status-contradicts-items";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(NO_ITEM_STATUS)
        .says("{total} 项问题中有 {count} 项没有注明整改状态", "{count} of {total} items state no status")
        .help("在每项下写一行，如“整改状态：已完成”", "add a line under each item, such as 整改状态：已完成")
        .because(
            "不逐项注明，读者就找不出还没有完成的是哪几项。程序不会替通报猜测状态，网页上显示“未注明”。",
            "Unless each item says so, readers cannot find the unfinished ones. No status is guessed; pages show 未注明.",
        )
        .found_by(no_item_status),
    Rule::warning(NO_DEADLINE)
        .says("“{title}”{status}，没有写明时限或责任单位", "“{title}” is {status}, but states neither a deadline nor who is responsible")
        .help("写明完成时限和责任单位（部门、责任人）", "state a deadline and who is responsible")
        .because("没有完成的问题，应当写明何时完成、由谁负责。", "An unfinished item says when it will be done and by whom.")
        .found_by(no_deadline),
    Rule::warning(DONE_WITH_PLANS)
        .says("“{title}”注明已完成，文中却写“{words}”", "“{title}” is marked done, but says “{words}”")
        .label("这是还没做完的事", "this is still to be done")
        .help("改为“已完成并长期坚持”，或核对状态", "write 已完成并长期坚持, or check the status")
        .because(
            "注明“已完成”的问题，正文里还有“正在推进”“下一步”“将于”等说法，两者不一致。",
            "An item that is marked done speaks of what is under way or planned.",
        )
        .found_by(done_with_plans),
    Rule::error(STATUS_CONTRADICTS)
        .says("头部写“{stated}”，逐项状态合起来是“{counted}”", "the front matter says “{stated}”, the items add up to “{counted}”")
        .asks("头部写“{stated}”，逐项状态合起来是“{counted}”，是否一致？", "the front matter says “{stated}”, the items add up to “{counted}”: do they agree?")
        .because(
            "头部的 status 优先于逐项推出的状态；两者矛盾时，读者看到的会与正文不符。",
            "The status in the front matter wins over what follows from the items; where they differ, readers see something else than the text says.",
        )
        .found_by(status_contradicts),
];

/// Items with their headings, in order.
fn items<'a>(subject: &'a Subject) -> impl Iterator<Item = (&'a Item, &'a Heading)> {
    subject.notice.outline.iter().filter_map(|heading| Some((subject.notice.item_of(heading)?, heading)))
}

fn no_item_status(subject: &Subject) -> Vec<Finding> {
    let without = || items(subject).filter(|(item, _)| item.status == Status::Unstated && item.status_raw.is_none());
    let Some((_, first)) = without().next().filter(|_| subject.has_status()) else { return Vec::new() };
    let found = subject.found(NO_ITEM_STATUS, first.span).with("total", subject.notice.items.len());
    vec![found.with("count", without().count())]
}

fn no_deadline(subject: &Subject) -> Vec<Finding> {
    // up to the next item, group or part, because headings inside an item's text may state the deadline
    let orders = |heading: &&Heading| !matches!(heading.role, HeadingRole::Other);
    let starts: Vec<usize> = subject.notice.outline.iter().filter(orders).map(|heading| heading.span.start).collect();
    let end = |heading: &Heading| {
        let next = starts.get(starts.partition_point(|start| *start <= heading.span.start)).copied();
        next.unwrap_or(heading.extent.end).max(heading.extent.end)
    };
    let open =
        items(subject).filter(|(item, _)| matches!(item.status, Status::Open | Status::InProgress | Status::Partial));
    let names_none = |heading: &Heading| {
        !terms::names_term_or_office(Span::new(heading.span.start, end(heading)).of(subject.prose.words()))
    };
    open.filter(|(item, heading)| item.deadline.is_none() && item.responsible.is_none() && names_none(heading))
        .map(|(item, heading)| {
            let span = heading.status_span.unwrap_or(heading.span);
            let status = item.status_raw.as_deref().unwrap_or(item.status.label());
            subject.found(NO_DEADLINE, span).with("title", &item.title).with("status", status)
        })
        .collect()
}

/// Phrases about work that is still to be done.
const PLANS: [&str; 29] = [
    "下一步",
    "正在推进",
    "正在办理",
    "正在进行",
    "正在整改",
    "正在制定",
    "正在修订",
    "正在协调",
    "正在建设",
    "正在起草",
    "正在申请",
    "正在落实",
    "正在抓紧",
    "将于",
    "将继续",
    "将进一步",
    "将持续",
    "将严格",
    "将按照",
    "将加强",
    "将加大",
    "将不断",
    "将抓紧",
    "将尽快",
    "将适时",
    "将在202",
    "待条件",
    "拟于",
    "计划于",
];

fn done_with_plans(subject: &Subject) -> Vec<Finding> {
    let done = items(subject).filter(|(item, _)| item.status == Status::Done && !item.sustained);
    done.filter_map(|(item, heading)| {
        let body = Span::new(heading.span.end, heading.extent.end);
        let words = body.of(subject.prose.words());
        // in a form with all statuses, 正在整改 is an option that was not chosen
        let stated = heading.status_span.unwrap_or_default();
        let is_said =
            |at: usize| !(stated.start..stated.end).contains(&(body.start + at)) && !is_of_another_day(words, at);
        let (at, plan) = PLANS.iter().filter_map(|plan| Some((plan_in(words, plan, is_said)?, plan))).min()?;
        let span = Span::new(body.start + at, body.start + at + plan.len());
        Some(subject.found(DONE_WITH_PLANS, span).with("title", &item.title).with("words", plan))
    })
    .collect()
}

/// Whether the word at `at` says how far the item was when it was last told: a cell of its own beside that of the status,
/// or behind 上次状态：.
fn is_of_another_day(words: &str, at: usize) -> bool {
    let before = words[..at].trim_end_matches([' ', '\u{3000}']);
    let label = before.trim_end_matches(label::is_colon);
    let clause = label.rfind(['\n', '。', '；', '，', '|']).map_or(label, |mark| &label[mark..]);
    let is_cell = before.ends_with(['|', '\t']);
    is_cell || label.len() < before.len() && then::is_of_then(clause)
}

/// Offset of `plan` outside of quotes and titles, at an offset for which `counts` holds.
fn plan_in(words: &str, plan: &str, counts: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut quotes, mut titles, mut seen) = (0i32, 0i32, 0);
    words.match_indices(plan).map(|(at, _)| at).find(|at| {
        for c in words[seen..*at].chars() {
            quotes += i32::from(c == '“') - i32::from(c == '”');
            titles += i32::from(c == '《') - i32::from(c == '》');
        }
        seen = *at;
        quotes <= 0 && titles <= 0 && counts(*at)
    })
}

fn status_contradicts(subject: &Subject) -> Vec<Finding> {
    let Some(stated) = &subject.notice.facts.status else { return Vec::new() };
    // if it is uncertain which lines are items, uncertain-items asks
    if !subject.notice.items.iter().all(Item::is_indexed) {
        return Vec::new();
    }
    let items: Tally = subject.notice.items.iter().map(|item| item.status).collect();
    let Some(counted) = archive::contradiction(stated.value, &items).filter(|_| subject.has_status()) else {
        return Vec::new();
    };
    let found = subject.found(STATUS_CONTRADICTS, stated.span).with("stated", stated.value.label());
    let all_state = subject.notice.items.iter().all(|item| item.status != Status::Unstated);
    vec![found.with("counted", counted.label()).doubtful_unless(all_state && certainty::items_are_certain(subject))]
}
