//! Numbered rows that are not headings: measures listed after 整改措施：, attachments listed after 附件：. And labels
//! below a heading.

use super::label::{self, Purpose};
use super::number::{self, Number, Scheme};
use super::text_layout::TextLayout;
use crate::text::words::{Words, words};

/// The list after a label of measures, or after a label of the problem itself (具体表现：).
#[derive(Clone, Copy, Debug)]
pub struct MeasureList<'a> {
    /// The label; empty where words open the list: 我局做法：.
    pub label: &'a str,
    /// How its rows are numbered; unknown before the first.
    scheme: Option<Scheme>,
    last: u32,
    /// How many numbers may be missing: those in the label's own row.
    missing: u32,
}

impl<'a> MeasureList<'a> {
    /// The list that may continue below the row of a label and the text after it.
    pub fn behind((label, rest): (&'a str, &str)) -> Option<Self> {
        const MOST: u32 = 8;
        let rest = rest.trim();
        if rest.is_empty() {
            return Some(Self { label, scheme: None, last: 0, missing: 0 });
        }
        let first = number::read(rest).filter(|first| first.value == 1)?;
        Some(Self { label, scheme: Some(first.scheme), last: 1, missing: MOST })
    }

    /// Whether it is a list of the problem itself: 具体表现：.
    pub fn tells_problem(&self) -> bool {
        label::read(self.label).is_some_and(|label| label.purpose == Purpose::Problem)
    }

    /// The list with the row numbered `number`; `is_open` says whether headings above are numbered in the same scheme.
    pub fn with(self, number: Number, is_open: bool) -> Option<Self> {
        let from = self.last + 1;
        match self.scheme {
            None if number.value == 1 => Some(Self { scheme: Some(number.scheme), last: 1, missing: 0, ..self }),
            None => None,
            Some(scheme) if scheme == number.scheme => (from..=from + self.missing)
                .contains(&number.value)
                .then_some(Self { last: number.value, missing: 0, ..self }),
            // （1） below 1.
            Some(_) => (!is_open).then_some(self),
        }
    }
}

/// The list of attachments.
#[derive(Clone, Copy, Debug)]
pub struct Attachments {
    scheme: Option<Scheme>,
    last: u32,
}

/// Words that open a list of attachments.
static ATTACHED: Words = words! { 附件 附件目录 附件下载 附件清单 附件列表 相关附件 附表 附录 附 相关链接 相关阅读 };

/// Last words of the names of attachments.
static DOCUMENTS: Words = words! {
    清单 汇编 表 通知 方案 名单 制度 通报 报告 台账 办法 细则 规定 意见 规则 目录 材料 图 册 一览 纪要 手册 公告 说明 样本
};

impl Attachments {
    /// The list that a row opens: 附件：1.整改任务清单.
    pub fn opened_by(text: &str) -> Option<Self> {
        let behind = text.strip_prefix(ATTACHED.longest_opening(text)?)?;
        let counted = |text: &str| text.starts_with(['（', '(']).then(|| text.find(['）', ')'])).flatten();
        let behind = match counted(behind) {
            // 附件（2份）：
            Some(close) => behind[close..].trim_start_matches(['）', ')']),
            None => behind,
        };
        let rest = behind.trim_start_matches([' ', ':', '：']);
        if rest.len() == behind.len() && !rest.is_empty() {
            return None;
        }
        match number::read(rest).filter(|first| first.value == 1) {
            Some(first) => Some(Self { scheme: Some(first.scheme), last: 1 }),
            None => rest.is_empty().then_some(Self { scheme: None, last: 0 }),
        }
    }

    /// Whether the next row is the next attachment of the list.
    pub fn takes(&mut self, page: &TextLayout<'_>, row: usize, text: &str, number: Option<Number>) -> bool {
        let words = text[number.map_or(0, |number| number.len)..].trim_matches(['《', '》', ' ', '；', '。', '.']);
        let named = DOCUMENTS.iter().any(|word| words.ends_with(word));
        let Some(number) = number else { return self.scheme.is_none() && named && !label_below(page, row + 1) };
        // whatever mark follows the number: 附件：1.清单, 2、台账
        let next = number.value == self.last + 1 && (self.scheme.is_some() || named) && !label_below(page, row + 1);
        if next {
            *self = Self { scheme: Some(number.scheme), last: number.value };
        }
        next
    }
}

/// Whether the row opens with a label of measures or of a status. Labels of responsibility and deadlines may precede
/// it.
pub fn label_below(page: &TextLayout<'_>, row: usize) -> bool {
    const MOST: usize = 6;
    for row in row..row + MOST {
        let text = page.text(row);
        let skip = number::read(text).map_or(0, |number| number.len);
        // 二、整改落实情况 opens the next part and labels nothing.
        let opens_part = text[..skip].ends_with('、') && !text.contains(label::is_colon);
        match label::read(text[skip..].trim_start()) {
            Some(_) if opens_part => return false,
            Some(label) if label.purpose.answers() => return true,
            Some(label) if label.purpose.is_aside() && skip == 0 => {}
            Some(label) if label.purpose == Purpose::Problem && goes_on(page, row) => {}
            _ => return false,
        }
    }
    false
}

/// Whether the number of a row that names a problem goes on with another label: 1.存在问题：… 2.整改措施：….
pub fn goes_on(page: &TextLayout<'_>, row: usize) -> bool {
    let (Some(own), Some(next)) = (number::read(page.text(row)), number::read(page.text(row + 1))) else {
        return false;
    };
    let words = page.text(row + 1)[next.len..].trim_start();
    next.scheme == own.scheme
        && next.value == own.value + 1
        && label::read(words).is_some_and(|label| label.purpose != Purpose::Problem)
}
