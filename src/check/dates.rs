//! Dates that cannot be, or not in this order.

use super::prose::runs;
use super::rule::Rule;
use super::subject::Subject;
use crate::notice::{Date, Finding, Found, RoundKey};
use crate::text::han::is_blank;
use crate::text::numeral;
use crate::text::span::Span;

const PERIOD_REVERSED: &str = "period-reversed";
const FEEDBACK_EARLY: &str = "feedback-before-period-end";
const PUBLISHED_EARLY: &str = "published-before-feedback";
const PUBLISHED_LATE: &str = "published-late";
const IMPOSSIBLE_DATE: &str = "impossible-date";
const JIEZHI: &str = "as-of-wording";

pub(super) const RULES: &[Rule] = &[
    Rule::error(PERIOD_REVERSED)
        .says("巡察时间倒置：{start} 开始，{end} 结束", "the period ends on {end}, before it starts on {start}")
        .because("巡察的结束日期不会早于开始日期；多半是年份写错。", "A period does not end before it starts; mostly a year is wrong.")
        .found_by(period_reversed),
    Rule::error(FEEDBACK_EARLY)
        .says("反馈日期 {feedback} 早于巡察结束日期 {end}", "the feedback of {feedback} is earlier than the end of the period, {end}")
        .because("巡察结束后才反馈意见；两个日期总有一个写错了。", "Feedback is given after the inspection has ended; one of the two dates is wrong.")
        .found_by(feedback_early),
    Rule::error(PUBLISHED_EARLY)
        .says("发布日期 {date} 早于反馈日期 {feedback}", "published on {date}, before the feedback of {feedback}")
        .because("整改通报在反馈之后才有；两个日期总有一个写错了。", "A notice of what was put right follows the feedback; one of the two dates is wrong.")
        .found_by(published_early),
    Rule::warning(PUBLISHED_LATE)
        .says("反馈 {feedback}，发布 {date}，超过规定的 {months} 个月", "feedback on {feedback}, published on {date}: more than the term of {months} months")
        .because(
            "site.yaml 的 term_months（或轮次名录里的）规定了反馈到公开的期限；没有写就不查。",
            "The term between feedback and publication is term_months in site.yaml or in the register of rounds; without one nothing is checked.",
        )
        .found_by(published_late),
    Rule::error(IMPOSSIBLE_DATE)
        .says("没有“{date}”这一天", "there is no such day as {date}")
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
            vec![subject.found(PERIOD_REVERSED, end.span).with("start", start.value).with("end", end.value)]
        }
        _ => Vec::new(),
    }
}

fn feedback_early(subject: &Subject) -> Vec<Finding> {
    let facts = &subject.notice.facts;
    match (sure(&facts.period_end), sure(&facts.feedback)) {
        (Some(end), Some(feedback)) if feedback.value < end.value => {
            let found = subject.found(FEEDBACK_EARLY, feedback.span).with("feedback", feedback.value);
            vec![found.with("end", end.value).relating(&subject.notice.source, end.span)]
        }
        _ => Vec::new(),
    }
}

/// The day of publication with its place.
fn published(subject: &Subject) -> Option<(Date, Span)> {
    let date = subject.notice.facts.date.as_ref().filter(|found| found.is_indexed())?;
    Some((date.value.date, date.span))
}

fn published_early(subject: &Subject) -> Vec<Finding> {
    match (sure(&subject.notice.facts.feedback), published(subject)) {
        (Some(feedback), Some((date, span))) if date < feedback.value => {
            let found = subject.found(PUBLISHED_EARLY, span).with("date", date).with("feedback", feedback.value);
            vec![found.relating(&subject.notice.source, feedback.span)]
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
        // a notice that continues another is late by its nature
        Ok(last) if date > last && subject.notice.facts.follows.is_none() => {
            let found = subject.found(PUBLISHED_LATE, span).with("feedback", feedback.value).with("date", date);
            vec![found.with("months", months)]
        }
        _ => Vec::new(),
    }
}

fn impossible_date(subject: &Subject) -> Vec<Finding> {
    let words = subject.prose.words();
    let found = |span: Span| {
        let date: String = span.of(words).chars().filter(|c| !is_blank(*c)).collect();
        subject.found(IMPOSSIBLE_DATE, span).with("date", date)
    };
    words.match_indices('月').filter_map(|(at, _)| impossible(words, at)).map(found).collect()
}

/// The date around the 月 at `at`, where month and day (and year, if one stands before) are no day of the calendar.
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
    let day = runs(inked, is_digit).next().filter(|run| run.start == 0)?;
    let unit = inked[day.end..].trim_start_matches(is_blank);
    let end = words.len() - unit.len() + unit.chars().next().filter(|c| matches!(c, '日' | '号'))?.len_utf8();
    let day = numeral::parse(day.of(inked))?;
    let (start, year) = match words[..start].trim_end_matches(is_blank).strip_suffix('年') {
        Some(before) => {
            number_before(before.len()).filter(|(_, year)| (1900..2100).contains(year)).unwrap_or((start, 2024))
        }
        None => (start, 2024), // a leap year allows every day that some year has
    };
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
    // a month such as 202312月 is damage of another kind, which the reader reports
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
