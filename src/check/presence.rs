//! Facts that a notice should state but does not.

use super::rule::Rule;
use super::subject::Subject;
use crate::notice::{Finding, Found, Kind};

const NO_TITLE: &str = "no-title";
const NO_ROUND: &str = "no-round";
const NO_DATE: &str = "no-date";
const NO_CONTACT: &str = "no-contact";
const NO_ITEMS: &str = "no-items";

pub(super) const RULES: &[Rule] = &[
    Rule::warning(NO_TITLE)
        .says("没有标题，网站上用代号“{id}”称呼它", "there is no title, so pages show the id “{id}”")
        .help(
            "在第一行写标题，如：# 关于五届市委第三轮巡察整改情况的通报；文件开头像头部的，检查第一行是不是 ---",
            "write the title in the first line, such as # 关于五届市委第三轮巡察整改情况的通报; where the file opens like a front matter, see whether its first line is ---",
        )
        .because(
            "没有标题的通报在列表、检索和订阅里只有代号，读者认不出来；空文件、漏了头部第一行的文件也是这样。",
            "In lists, search and feeds an untitled notice has only its id; empty files, and those whose front matter lacks its first line, end up like this.",
        )
        .found_by(no_title),
    Rule::warning(NO_ITEMS)
        .says("没有读出一项问题", "no item was read")
        .help(
            "每个问题单独写一行标题，如：### 1.关于台账不全的问题；不是整改通报的，在头部写 kind",
            "give each problem a heading of its own, such as ### 1.关于台账不全的问题; if this is not a rectification notice, state its “kind”",
        )
        .because(
            "整改通报应当逐项列出问题。一项也读不出来，多半是问题没有单独成行，网站上就查不到、数不出这份通报里的问题。",
            "A rectification notice lists its problems. Where none is read they are mostly not on lines of their own; the site can then neither find nor count them.",
        )
        .found_by(no_items),
    Rule::warning(NO_ROUND)
        .says("没有写明是第几轮巡察", "no round of inspection is named")
        .help("在头部写 round，如 round: 五届市委第三轮巡察", "add a “round” to the front matter, such as round: 五届市委第三轮巡察")
        .because(
            "没有轮次的通报归入“未注明轮次”，无法与同轮的其他单位并列。巡察组的编号不是轮次。",
            "A notice without a round is listed under 未注明轮次 and not beside others of its round. The number of an inspection group is not a round.",
        )
        .found_by(no_round),
    Rule::warning(NO_DATE)
        .says("没有发布日期", "no date of publication")
        .help("在头部写 date，如 date: 2025-03-14", "add a “date” to the front matter, such as date: 2025-03-14")
        .because(
            "头部没有 date，落款也没有日期；没有日期的通报排在最后，读者也无从知道是何时公开的。",
            "Neither the front matter nor the signature has a date; undated notices are listed last and nobody knows when they were published.",
        )
        .found_by(no_date),
    Rule::warning(NO_CONTACT)
        .says("没有联系方式", "no contact is given")
        .help("在文末写明电话、信箱，或在头部写 contact", "give a telephone number or mailbox at the end, or a “contact” in the front matter")
        .because("公开整改情况是为了接受监督，应当写明意见往哪里反映。site.yaml 有 contact 的不查。", "A notice is published for people to comment on; it says where to. Not checked where site.yaml has a contact.")
        .found_by(no_contact),
];

fn no_title(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    let wanted = facts.title().trim().is_empty() && !facts.draft;
    wanted.then(|| subject.found(NO_TITLE, subject.head()).with("id", facts.id())).into_iter().collect()
}

fn no_items(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    let is_sure = facts.kind.as_ref().is_some_and(Found::is_indexed);
    let wanted = subject.has_status() && is_sure && facts.withdrawn.is_none() && subject.notice.items.is_empty();
    let found = || match &facts.claims.problems {
        Some(claimed) if claimed.is_indexed() => {
            subject.found(NO_ITEMS, subject.head()).relating(&subject.notice.source, claimed.span)
        }
        _ => subject.found(NO_ITEMS, subject.head()),
    };
    wanted.then(found).into_iter().collect()
}

fn no_round(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    // only inspections of a party committee have rounds: 督察, audits and safety checks have none
    let in_rounds = |words: &str| words.contains("巡察") || words.contains("巡视");
    let inspected = in_rounds(facts.title()) || facts.bodies.iter().any(|body| in_rounds(&body.value));
    let wanted = facts.kind() == Kind::Rectification && facts.round.is_none() && inspected;
    wanted.then(|| subject.found(NO_ROUND, subject.head())).into_iter().collect()
}

fn no_date(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    let wanted = facts.date.is_none() && !facts.draft;
    wanted.then(|| subject.found(NO_DATE, subject.head())).into_iter().collect()
}

fn no_contact(subject: &Subject) -> Vec<Finding> {
    let wanted = subject.has_status() && subject.notice.facts.contact.is_none() && subject.site.contact.is_none();
    wanted.then(|| subject.found(NO_CONTACT, subject.head())).into_iter().collect()
}
