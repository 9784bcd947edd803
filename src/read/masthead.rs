//! The top of a notice: its title, the rows under it, and the start of the text proper.

use std::ops::Range;

use super::dates;
use super::furniture::is_furniture;
use super::names;
use super::number;
use super::page_labels::day_within;
use super::text_layout::{Mark, TextLayout};
use super::title_marks;
use super::title_rows::{LONGEST_MENU, compact, furniture_above, is_aside, is_title, title_among, title_end};
use crate::notice::date;

/// The rows above the text proper.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// The title in the normalised text; it may span lines.
    pub title: Option<Range<usize>>,
    /// A line under it that says where the text was given: ——在…会议上的工作报告.
    pub subtitle: Option<Range<usize>>,
    /// The words after 发布日期： or 发布时间：.
    pub date: Option<Range<usize>>,
    /// Another day beside the title: （2024年5月16日）, 成文日期：….
    pub day: Option<Range<usize>>,
    /// The words after 更新时间：, a day on which the page changed.
    pub updated: Option<Range<usize>>,
    /// The words after 来源： or 发布单位：.
    pub publisher: Option<Range<usize>>,
    /// Who made the notice, in a row of its own under the title.
    pub organisation: Option<Range<usize>>,
    /// The first row of the text proper.
    pub first: usize,
    /// Whether the title is only what a label names so far.
    pub(super) title_is_labelled: bool,
}

/// Rows above the text proper are looked for among the first of a page.
const TOP: usize = 32;

/// Reads the top; `titled` says that the front matter holds the title, so that a title here only repeats it.
pub fn read(page: &TextLayout<'_>, titled: Option<&str>) -> Masthead {
    let mut head = Masthead::default();
    let mut row = 0;
    while row < page.rows.len() && row < TOP {
        let text = page.text(row);
        if let Some(title) = title_among(page, row).filter(|_| head.title.is_none()) {
            head.title = Some(title);
            head.labelled(page, row);
            day_beside_title(page, row, &mut head);
            row += 1;
        } else if head.recorded(page, row) {
            row += 1;
        } else if let Some(next) = head.labelled(page, row) {
            row = next;
        } else if is_furniture(text) || is_series(text) {
            row += 1;
        } else if head.title.is_some() && is_aside(text) {
            aside(page, row, &mut head);
            row += 1;
        } else if head.title.is_some() && opens_with_day(text) {
            head.day = head.day.or_else(|| day_within(text).map(|day| place_in(page, row, day)));
            row += 1;
        } else if head.title.is_some()
            && let Some(day) = clocked_day(text)
        {
            head.day = head.day.or(Some(place_in(page, row, day)));
            row += 1;
        } else if head.title.is_none() && is_day(text) {
            aside(page, row, &mut head);
            row += 1;
        } else if text.starts_with(['—', '–']) {
            head.subtitle = Some(page.rows[row].range.clone());
            row += 1;
        } else if let Some(skipped) = furniture_above(page, row).filter(|_| head.title.is_none() && titled.is_none()) {
            row = skipped;
        } else if (head.title.is_none() || repeats(page, row, &head)) && is_title(page, row, titled) {
            let last = title_end(page, row);
            head.title = Some(page.rows[row].range.start..page.rows[last].range.end);
            row = last + 1;
        } else if head.title.is_some() && head.organisation.is_none() && is_organisation(page, row) {
            head.organisation = Some(page.rows[row].range.clone());
            row += 1;
        } else {
            break;
        }
    }
    head.first = row;
    head.title = head.title.map(|range| {
        let bare = title_marks::bare(page.normal.of_range(&range));
        range.start + bare.start..range.start + bare.end
    });
    head
}

/// Whether a row says the title once more that a label named.
fn repeats(page: &TextLayout<'_>, row: usize, head: &Masthead) -> bool {
    let named = head.title.as_ref().filter(|_| head.title_is_labelled).map(|range| page.normal.of_range(range));
    named.is_some_and(|title| compact(title) == compact(page.text(row)))
}

/// A row under the title that names who made the notice.
fn is_organisation(page: &TextLayout<'_>, row: usize) -> bool {
    let text = page.text(row);
    page.rows[row].mark != Mark::Heading(1) && number::read(text).is_none() && names::is_organisation(text)
}

/// The day or the publisher of a row under the title.
fn aside(page: &TextLayout<'_>, row: usize, head: &mut Masthead) {
    let text = page.text(row);
    let bare = text.trim_matches(['（', '）', '(', ')', ' ']);
    if date::parse(bare).is_ok() && head.day.is_none() {
        let start = page.rows[row].range.start + text.find(bare).unwrap_or(0);
        head.day = Some(start..start + bare.len());
    }
}

/// Whether a row under the title is a day and who published it: 2024/09/18 10:05 宣传部, [2024-09-18] [宣传部].
fn opens_with_day(text: &str) -> bool {
    let opens = |c: char| matches!(c, '[' | '【' | '（' | '(');
    let short = text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；', '：', ':'].as_slice());
    let clocked = text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；']);
    (short || clocked && text.contains(':'))
        && day_within(text).is_some_and(|day| text[..day.start].chars().all(opens) && day.end < text.len())
}

/// The day of a row under the title that names the hour as well, wherever: 青禾发布 2024年9月18日 10:05.
fn clocked_day(text: &str) -> Option<Range<usize>> {
    let short = text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；']);
    let day = day_within(text).filter(|_| short)?;
    let behind = text[day.end..].trim_start();
    let hour = behind.bytes().take_while(u8::is_ascii_digit).count();
    ((1..=2).contains(&hour) && behind[hour..].starts_with([':', '：'])).then_some(day)
}

/// Whether a row is nothing but a day.
fn is_day(text: &str) -> bool {
    date::parse(text.trim_matches(['（', '）', '(', ')', '[', ']', ' '])).is_ok()
}

/// A place within a row, in the normalised text.
fn place_in(page: &TextLayout<'_>, row: usize, at: Range<usize>) -> Range<usize> {
    let start = page.rows[row].range.start;
    start + at.start..start + at.end
}

/// The day on the title's row.
fn day_beside_title(page: &TextLayout<'_>, row: usize, head: &mut Masthead) {
    if head.date.is_none() && head.day.is_none() {
        let start = page.rows[row].range.start;
        let outside = |at: &Range<usize>| {
            head.title.as_ref().is_none_or(|title| start + at.end <= title.start || start + at.start >= title.end)
        };
        let day = dates::days(page.text(row)).into_iter().find(|day| day.year.is_some() && outside(&day.at));
        head.day = day.map(|day| start + day.at.start..start + day.at.end);
    }
}

/// 会议文件之一, 附件1
fn is_series(text: &str) -> bool {
    text.chars().count() <= 30 && (text.contains("文件之") || text.starts_with("附件") || text.contains("会议文件"))
}
