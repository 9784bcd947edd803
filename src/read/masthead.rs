//! The top of a notice: its title, what stands under it, and where the text proper starts.

use std::ops::Range;

use super::blocks::{Mark, Page};
use super::number;
use crate::notice::date;

/// What stands above the text proper.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// The title in the twin; it may span lines.
    pub title: Option<Range<usize>>,
    /// A line under it that says where the text was given: ——在…会议上的工作报告.
    pub subtitle: Option<Range<usize>>,
    /// The words behind 发布日期： or 发布时间：.
    pub date: Option<Range<usize>>,
    /// The words behind 来源： or 发布单位：.
    pub publisher: Option<Range<usize>>,
    /// The first row of the text proper.
    pub first: usize,
}

const DATE_LABELS: [&str; 6] = ["发布日期", "发布时间", "公示日期", "公布日期", "公开日期", "发文日期"];
const PUBLISHER_LABELS: [&str; 4] = ["发布单位", "发布机构", "信息来源", "来源"];
const NOUNS: [&str; 10] = ["通报", "公告", "报告", "公示", "通告", "通知", "情况", "清单", "说明", "公开"];

/// Reads the top; `titled` says that the front matter holds the title, so that a title here only repeats it.
pub fn read(page: &Page<'_>, titled: Option<&str>) -> Masthead {
    let mut head = Masthead::default();
    let mut row = 0;
    while row < page.rows.len() && row < 24 {
        let text = page.text(row);
        if labelled(page, row, &mut head) || is_series(text) || is_aside(text) && head.title.is_some() {
            row += 1;
        } else if text.starts_with(['—', '–']) {
            head.subtitle = Some(page.rows[row].range.clone());
            row += 1;
        } else if head.title.is_none() && is_title(page, row, titled) {
            let last = title_end(page, row);
            head.title = Some(page.rows[row].range.start..page.rows[last].range.end);
            row = last + 1;
        } else {
            break;
        }
    }
    head.first = row;
    head
}

/// A line of labels as web pages put under the title: 发布日期：… 来源：….
fn labelled(page: &Page<'_>, row: usize, head: &mut Masthead) -> bool {
    let text = page.text(row);
    let start = page.rows[row].range.start;
    let date = behind(text, &DATE_LABELS, date_length);
    let publisher = behind(text, &PUBLISHER_LABELS, |words| words.find([' ', '　', '|', '，']).unwrap_or(words.len()));
    let other = text.chars().count() <= 60
        && ["索引号", "文号", "字号", "浏览次数", "阅读次数", "点击", "作者：", "编辑：", "分类：", "主题分类"]
            .iter()
            .any(|label| text.starts_with(label));
    if let Some(range) = date.clone() {
        head.date = Some(start + range.start..start + range.end);
    }
    if let Some(range) = publisher.clone().filter(|_| text.chars().count() <= 80) {
        head.publisher = Some(start + range.start..start + range.end);
    }
    (date.is_some() || publisher.is_some() || other) && text.chars().count() <= 120
}

fn behind(text: &str, labels: &[&str], length: impl Fn(&str) -> usize) -> Option<Range<usize>> {
    labels.iter().find_map(|label| {
        let at = text.find(label)? + label.len();
        let colon = text[at..].chars().next().filter(|c| super::label::is_colon(*c))?;
        let from = at + colon.len_utf8();
        let from = from + (text[from..].len() - text[from..].trim_start().len());
        let length = length(&text[from..]);
        (length > 0).then_some(from..from + length)
    })
}

/// How many bytes of `words` are a day.
fn date_length(words: &str) -> usize {
    let ends = words.char_indices().map(|(at, c)| at + c.len_utf8()).take(16);
    ends.filter(|end| date::parse(&words[..*end]).is_ok()).last().unwrap_or(0)
}

/// 会议文件之一, 附件1
fn is_series(text: &str) -> bool {
    text.chars().count() <= 30 && (text.contains("文件之") || text.starts_with("附件") || text.contains("会议文件"))
}

/// （2024年1月24日）, a speaker's name, a document's number.
fn is_aside(text: &str) -> bool {
    let bare = text.trim_matches(['（', '）', '(', ')', ' ']);
    let short = text.chars().count() <= 4 && !text.ends_with(['：', ':']) && number::read(text).is_none();
    date::parse(bare).is_ok() || short || bare.contains('〔') && text.chars().count() <= 24
}

fn is_title(page: &Page<'_>, row: usize, titled: Option<&str>) -> bool {
    let text = page.text(row);
    let heading = matches!(page.rows[row].mark, Mark::Heading(_));
    let numbered = number::read(text).is_some();
    let length = text.chars().count();
    let sentence = text.ends_with(['。', '；', '：', ':', '！']) || text.contains('。');
    let repeated = titled.is_some_and(|title| compact(title) == compact(text));
    let names_itself = NOUNS.iter().any(|noun| text.ends_with(noun)) || text.ends_with(['）', ')']);
    match titled {
        _ if numbered || sentence || length < 4 => false,
        _ if heading => matches!(page.rows[row].mark, Mark::Heading(1)) || row == 0 && titled.is_none(),
        Some(_) => repeated || length <= 60 && names_itself && !text.contains(['，', ',']),
        None => length <= 80,
    }
}

/// The last row of a title that starts at `row`: it goes on where it does not name what it is.
fn title_end(page: &Page<'_>, row: usize) -> usize {
    let mut last = row;
    while last + 1 < page.rows.len() && last < row + 4 {
        let (text, next) = (page.text(last), page.text(last + 1));
        let heading = |row: usize| matches!(page.rows[row].mark, Mark::Heading(_));
        let complete = NOUNS.iter().any(|noun| text.ends_with(noun)) && !next.starts_with('的');
        let goes_on = !page.rows[last + 1].gap
            && heading(last) == heading(last + 1)
            && !complete
            && next.chars().count() <= 60
            && !next.ends_with(['。', '：', ':', '；'])
            && !next.contains('。')
            && !next.starts_with(['—', '–', '（', '('])
            && number::read(next).is_none()
            && !is_aside(next);
        if !goes_on {
            break;
        }
        last += 1;
    }
    last
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
