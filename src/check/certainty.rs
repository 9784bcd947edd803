//! Certainty of findings: a finding is an error only if the text itself shows it, however the text was read.

use super::heading_number::HeadingNumber;
use super::subject::Subject;
use crate::notice::{Confidence, Found, Heading, HeadingRole};
use crate::text::span::Span;

/// The number of `#` of a Markdown heading.
fn hashes(subject: &Subject, heading: &Heading) -> Option<usize> {
    let words = heading.span.of(subject.text).trim_start();
    let count = words.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&count).then_some(count)
}

/// Whether the heading is a row of a table, whose cells the reader put together.
pub(super) fn is_row(subject: &Subject, heading: &Heading) -> bool {
    heading.span.of(subject.text).contains(['|', '\t'])
}

/// Whether the text itself shows that the headings are siblings: Markdown headings of one level.
pub(super) fn are_alike<'a>(subject: &Subject, headings: impl IntoIterator<Item = &'a Heading>) -> bool {
    let mut levels = headings.into_iter().map(|heading| hashes(subject, heading));
    levels.next().flatten().is_some_and(|first| levels.all(|level| level == Some(first)))
}

/// Whether the text itself shows that the numbers belong to one series: Markdown headings of one level, or items of the
/// same form that each state a status.
pub(super) fn are_siblings(subject: &Subject, family: &[HeadingNumber]) -> bool {
    let is_stated = |number: &HeadingNumber| is_stated_item(subject, number.heading);
    let alike = || family.windows(2).all(|pair| pair[0].form() == pair[1].form());
    are_alike(subject, family.iter().map(|number| number.heading)) || family.iter().all(is_stated) && alike()
}

fn is_stated_item(subject: &Subject, heading: &Heading) -> bool {
    matches!(heading.role, HeadingRole::Item(_)) && heading.status_span.is_some() && !is_row(subject, heading)
}

/// Whether the text itself shows which lines are items: each is a Markdown heading of one level, or states its status.
pub(super) fn items_are_certain(subject: &Subject) -> bool {
    let items = || subject.notice.outline.iter().filter(|heading| matches!(heading.role, HeadingRole::Item(_)));
    are_alike(subject, items()) || items().all(|heading| is_stated_item(subject, heading))
}

/// Whether the notice reports only on the items that an earlier one left open, so that its numbers may have gaps.
pub(super) fn continues_another(subject: &Subject) -> bool {
    let facts = &subject.notice.facts;
    facts.follows.is_some() || ["后续", "未完成", "未整改到位", "续报"].iter().any(|word| facts.title().contains(word))
}

/// Whether the value is stated rather than inferred.
pub(super) fn is_stated<T>(found: &Found<T>) -> bool {
    found.confidence == Confidence::High
}

/// Whether two spans are in one sentence.
pub(super) fn share_a_sentence(subject: &Subject, a: Span, b: Span) -> bool {
    let sentence = subject.prose.sentence(a);
    sentence.start <= b.start && b.end <= sentence.end
}
