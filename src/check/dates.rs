//! Impossible dates, and dates in the wrong order.

use super::certainty::is_stated;
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::{Date, Finding, Found, Origin, RoundKey};
use crate::text::han::is_blank;
use crate::text::numeral;
use crate::text::span::Span;

const PERIOD_REVERSED: &str = "period-reversed";
const FEEDBACK_EARLY: &str = "feedback-before-period-end";
const PUBLISHED_EARLY: &str = "published-before-feedback";
const PUBLISHED_LATE: &str = "published-late";
const FUTURE_DATE: &str = "future-date";
const IMPOSSIBLE_DATE: &str = "impossible-date";
const JIEZHI: &str = "as-of-wording";

pub(super) const RULES: &[Rule] = &[
    Rule::error(PERIOD_REVERSED)
        .says("巡察时间倒置：{start} 开始，{end} 结束", "the period ends on {end}, before it starts on {start}")
        .asks("巡察时间是否倒置？{start} 开始，{end} 结束", "does the period end on {end}, before it starts on {start}?")
        .because("巡察的结束日期不会早于开始日期；多半是年份写错。", "A period does not end before it starts; mostly a year is wrong.")
        .found_by(period_reversed),
    Rule::error(FEEDBACK_EARLY)
        .says("反馈日期 {feedback} 早于巡察结束日期 {end}", "the feedback of {feedback} is earlier than the end of the period, {end}")
        .asks("反馈日期 {feedback} 是否早于巡察结束日期 {end}？", "is the feedback of {feedback} earlier than the end of the period, {end}?")
        .because("巡察结束后才反馈意见；两个日期总有一个写错了。", "Feedback is given after the inspection has ended; one of the two dates is wrong.")
        .found_by(feedback_early),
    Rule::error(PUBLISHED_EARLY)
        .says("发布日期 {date} 早于反馈日期 {feedback}", "published on {date}, before the feedback of {feedback}")
        .asks("发布日期 {date} 是否早于反馈日期 {feedback}？", "was it published on {date}, before the feedback of {feedback}?")
        .because("整改通报在反馈之后才有；两个日期总有一个写错了。", "A notice of what was put right follows the feedback; one of the two dates is wrong.")
        .found_by(published_early),
    Rule::warning(PUBLISHED_LATE)
        .says("反馈 {feedback}，发布 {date}，超过规定的 {months} 个月", "feedback on {feedback}, published on {date}: more than the term of {months} months")
        .because(
            "site.yaml 的 term_months（或轮次名录里的）规定了反馈到公开的期限；没有写就不查。",
            "The term between feedback and publication is term_months in site.yaml or in the register of rounds; without one nothing is checked.",
        )
        .found_by(published_late),
    Rule::warning(FUTURE_DATE)
        .says("{fact} {date} 在今天（{today}）之后", "the {fact} {date} is later than today ({today})")
        .help("核对年份；还没有到发布那一天的，先写 draft: true", "check the year; until the day of publication, keep “draft: true”")
        .because(
            "日期写到将来，多半是年份写错；这样的通报会一直排在各个列表的最前面。草稿的发布日期一年以内的不报。",
            "A date in the future mostly has a wrong year, and puts the notice first in every list. The date of publication of a draft may be up to a year ahead.",
        )
        .found_by(future_date),
    Rule::error(IMPOSSIBLE_DATE)
        .says("没有“{date}”这一天", "{date} does not exist in the calendar")
        .because("正文里写明的月、日必须是日历上有的。", "Months and days that the text states must exist in the calendar.")
        .found_by(impossible_date),
    Rule::warning(JIEZHI)
        .says("“截止”后面跟时间应写“截至”", "before a date “截止” should be “截至”")
        .because(
            "“截至”指到某个时间为止（事情还会继续），“截止”指到期停止，后面不带时间。",
            "截至 means “as of” a time; 截止 means that something ends and takes no time after it.",
        )
        .found_by(jiezhi),
];

fn sure(found: &Option<Found<Date>>) -> Option<&Found<Date>> {
    found.as_ref().filter(|found| found.is_indexed())
}

fn period_reversed(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    match (sure(&facts.period_start), sure(&facts.period_end)) {
        (Some(start), Some(end)) if end.value < start.value => {
            let found = subject.found(PERIOD_REVERSED, end.span).with("start", start.value).with("end", end.value);
            vec![found.doubtful_unless(is_stated(start) && is_stated(end))]
        }
        _ => Vec::new(),
    }
}

fn feedback_early(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    match (sure(&facts.period_end), sure(&facts.feedback)) {
        (Some(end), Some(feedback)) if feedback.value < end.value => {
            let found = subject.found(FEEDBACK_EARLY, feedback.span).with("feedback", feedback.value);
            let certain = is_stated(end) && is_stated_feedback(subject, feedback);
            vec![found.with("end", end.value).relating(&subject.notice.source, end.span).doubtful_unless(certain)]
        }
        _ => Vec::new(),
    }
}

/// Whether the date is certainly that of the feedback: a key or label says so, or its sentence names who gave it.
fn is_stated_feedback(subject: &Subject, feedback: &Found<Date>) -> bool {
    let names_body = || {
        let sentence = subject.prose.sentence(feedback.span).of(subject.prose.words());
        ["巡察", "巡视", "督察", "审计"].iter().any(|body| sentence.contains(body))
    };
    let has_place = matches!(feedback.from, Origin::FrontMatter | Origin::Label);
    is_stated(feedback) && (has_place || names_body())
}

/// The day of publication with its span.
fn published(subject: &Subject) -> Option<(Date, Span)> {
    let date = subject.notice.facts.date.as_ref().filter(|found| found.is_indexed())?;
    Some((date.value.date, date.span))
}

fn published_early(subject: &Subject) -> Vec<Finding> {
    match (sure(&subject.notice.facts.feedback), published(subject)) {
        (Some(feedback), Some((date, span))) if date < feedback.value => {
            let found = subject.found(PUBLISHED_EARLY, span).with("date", date).with("feedback", feedback.value);
            let is_dated = subject.notice.facts.date.as_ref().is_some_and(is_stated);
            let certain = is_dated && is_stated_feedback(subject, feedback);
            vec![found.relating(&subject.notice.source, feedback.span).doubtful_unless(certain)]
        }
        _ => Vec::new(),
    }
}

fn published_late(subject: &Subject) -> Vec<Finding> {
    let key = subject.round.as_ref().map(RoundKey::as_str);
    let entry = subject.site.rounds.iter().find(|entry| Some(entry.key.as_str()) == key);
    let Some(months) = entry.and_then(|entry| entry.term_months).or(subject.site.term_months) else {
        return Vec::new();
    };
    let (Some(feedback), Some((date, span))) = (sure(&subject.notice.facts.feedback), published(subject)) else {
        return Vec::new();
    };
    let term = jiff::Span::new().try_months(i64::from(months)).and_then(|term| feedback.value.checked_add(term));
    match term {
        // a notice that continues another is always late
        Ok(last) if date > last && subject.notice.facts.follows.is_none() => {
            let found = subject.found(PUBLISHED_LATE, span).with("feedback", feedback.value).with("date", date);
            vec![found.with("months", months)]
        }
        _ => Vec::new(),
    }
}

/// A clock that shows an earlier year is wrong, so future dates cannot be detected.
const EARLIEST_CLOCK: i16 = 2020;

fn future_date(subject: &Subject) -> Vec<Finding> {
    let (facts, today) = (&subject.notice.facts, subject.today);
    if today.year() < EARLIEST_CLOCK {
        return Vec::new();
    }
    let planned = jiff::Span::new().try_years(1).and_then(|year| today.checked_add(year)).unwrap_or(today);
    let mut dates: Vec<(&str, Date, Span)> = Vec::new();
    let published = facts.date.as_ref().map(|found| ("date", found.value.date, found.span));
    dates.extend(published.filter(|(_, date, _)| !facts.draft || *date > planned));
    dates.extend(facts.updated.as_ref().map(|found| ("updated", found.value.date, found.span)));
    let days = [("feedback", &facts.feedback), ("period", &facts.period_start), ("period", &facts.period_end)];
    dates
        .extend(days.into_iter().filter_map(|(name, found)| Some((name, found.as_ref()?.value, found.as_ref()?.span))));
    dates.retain(|(_, date, _)| *date > today);
    dates.dedup_by_key(|(name, ..)| *name);
    let found = |(name, date, span)| {
        subject.found(FUTURE_DATE, span).with("fact", name).with("date", date).with("today", today)
    };
    dates.into_iter().map(found).collect()
}

fn impossible_date(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let found = |span: Span| {
        let date: String = span.of(words).chars().filter(|c| !is_blank(*c)).collect();
        subject.found(IMPOSSIBLE_DATE, span).with("date", date)
    };
    words.match_indices('月').filter_map(|(at, _)| impossible(words, at)).map(found).collect()
}

/// The date around the 月 at `at`, if month and day (and year, if there is one) are not a day of the calendar.
fn impossible(words: &str, at: usize) -> Option<Span> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let number_before = |end: usize| -> Option<(usize, u32)> {
        let inked = words[..end].trim_end_matches(is_blank);
        let start = inked.trim_end_matches(is_digit).len();
        Some((start, numeral::parse(&inked[start..]).filter(|_| start < inked.len())?))
    };
    let (start, month) = number_before(at)?;
    let rest = &words[at + '月'.len_utf8()..];
    let inked = rest.trim_start_matches(is_blank);
    let unit = inked.trim_start_matches(is_digit);
    let day = numeral::parse(&inked[..inked.len() - unit.len()])?;
    let unit = unit.trim_start_matches(is_blank);
    let end = words.len() - unit.len() + unit.chars().next().filter(|c| matches!(c, '日' | '号'))?.len_utf8();
    // 2024年1月45号文件 is the number of a document
    if words[end..].starts_with(['文', '令', '楼', '院', '公', '通']) {
        return None;
    }
    let (start, year) = match words[..start].trim_end_matches(is_blank).strip_suffix('年') {
        Some(before) => {
            number_before(before.len()).filter(|(_, year)| (1900..2100).contains(year)).unwrap_or((start, 2024))
        }
        None => (start, 2024), // a leap year allows every day that some year has
    };
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
    // the reader reports damage such as 202312月
    (date.is_err() && month < 100 && day < 100).then_some(Span::new(start, end))
}

fn jiezhi(subject: &Subject) -> Vec<Finding> {
    let prose = &subject.prose;
    let is_time = |span: &Span| {
        let rest = prose.words()[span.end..].trim_start_matches(is_blank);
        rest.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, 'X' | '二'))
            && rest.chars().take(7).any(|c| matches!(c, '年' | '月'))
            || rest.starts_with("目前")
            || rest.starts_with("今年")
            || rest.starts_with("去年")
    };
    prose.find("截止").filter(is_time).map(|span| subject.found(JIEZHI, span).fixed_by(span, "截至")).collect()
}
