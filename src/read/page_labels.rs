//! Labels that web pages put around a title: 发布日期：…, 来源：…, 浏览次数：….

use std::ops::Range;

use super::dates;
use super::number;
use super::text_layout::TextLayout;
use crate::notice::date;
use crate::text::words::{Words, words};

pub(super) static DATE_LABELS: Words =
    words! { 发布日期 发布时间 公示日期 公布日期 公布时间 公开日期 公开时间 发文日期 发稿时间 上传时间 };
/// Days that count only where no day of publication is labelled.
pub(super) static OTHER_DATE_LABELS: Words = words! { 成文日期 生成日期 印发日期 录入时间 日期 时间 };
/// Days on which a page was changed; it may have been published long before.
pub(super) static CHANGE_LABELS: Words = words! { 更新时间 更新日期 修改时间 修改日期 };
pub(super) static PUBLISHER_LABELS: Words =
    words! { 发布单位 发布机构 发布机关 发布部门 发文单位 公开单位 信息来源 文章来源 稿件来源 来源 };
pub(super) static TITLE_LABELS: Words = words! { 文件名称 信息名称 名称 标题 };
/// What else web pages put around a title.
pub(super) static OTHER_LABELS: Words = words! {
    索引号 信息索引号 文号 字号 字体大小 发文字号 文件编号 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 访问量 访问次数 点击数 点击次数
    点击率 点击量 点击 人气 热度 次数 作者 编辑 责任编辑 责编 审核 审签 签发 初审 复审 终审 一审 二审 三审 校对 录入 录入人 发布人 发布者 供稿
    供稿人 撰稿 摄影 分类 主题分类 主题词 关键词 体裁 公开方式 公开范围 公开属性 公开类别 有效性 信息类别 信息分类 所属栏目 栏目 字体 分享 分享到
    视力保护色 保护视力色
};

/// Where the next label stands: blanks between two Han characters are gone, so that it may follow a name at once.
pub(super) fn until_label(words: &str) -> usize {
    let lists = [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &OTHER_LABELS];
    let labels = lists.iter().flat_map(|labels| labels.iter());
    let places = labels.filter_map(|label| {
        words.find(label).filter(|at| words[at + label.len()..].starts_with(super::label::is_colon))
    });
    places.min().unwrap_or(words.len())
}

/// Whether a row opens with a label.
pub(super) fn is_label(text: &str, label: &str) -> bool {
    text.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(super::label::is_colon))
}

/// The row below a label that says nothing itself, where it can be its value.
pub(super) fn below(page: &TextLayout<'_>, row: usize) -> Option<Range<usize>> {
    let known = || {
        let lists = [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &TITLE_LABELS, &OTHER_LABELS];
        let label = page.text(row).trim_end().trim_end_matches(super::label::is_colon);
        lists.iter().any(|labels| labels.has(label))
    };
    let text = page.text(row).trim_end();
    let next = page.rows.get(row + 1).filter(|_| text.ends_with(super::label::is_colon) && known())?;
    let value = page.normal.of_range(&next.range);
    let plain = value.chars().count() <= 80
        && !value.contains('。')
        && !value.ends_with(super::label::is_colon)
        && number::read(value).is_none_or(|number| number.len == value.len() || value.is_ascii());
    plain.then(|| next.range.clone())
}

/// The day a row of labels holds without one of its own: 2022-04-18 07:10 来源：….
pub(super) fn day_within(text: &str) -> Option<Range<usize>> {
    dates::days(text).into_iter().find(|day| day.year.is_some()).map(|day| day.at)
}

pub(super) fn behind(text: &str, labels: &Words, length: impl Fn(&str) -> usize) -> Option<Range<usize>> {
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
pub(super) fn date_length(words: &str) -> usize {
    let ends = words.char_indices().map(|(at, c)| at + c.len_utf8()).take(16);
    ends.filter(|end| date::parse(&words[..*end]).is_ok()).last().unwrap_or(0)
}

/// Whether a row is of labels and no part of a title.
pub(super) fn is_label_row(text: &str) -> bool {
    let lists = [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &OTHER_LABELS];
    lists.iter().any(|labels| labels.iter().any(|label| is_label(text, label)))
}
