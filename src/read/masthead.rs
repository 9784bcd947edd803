//! The top of a notice: its title, what stands under it, and where the text proper starts.

use std::ops::Range;

use super::blocks::{Mark, TextLayout};
use super::dates;
use super::names;
use super::number;
use super::title;
use super::title_marks;
use crate::notice::date;
use crate::notice::unit::ORGANS;
use crate::text::words::{Words, words};

/// What stands above the text proper.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// The title in the twin; it may span lines.
    pub title: Option<Range<usize>>,
    /// A line under it that says where the text was given: ——在…会议上的工作报告.
    pub subtitle: Option<Range<usize>>,
    /// The words behind 发布日期： or 发布时间：.
    pub date: Option<Range<usize>>,
    /// Another day that stands by the title: （2024年5月16日）, 成文日期：….
    pub day: Option<Range<usize>>,
    /// The words behind 更新时间：, a day on which the page changed.
    pub updated: Option<Range<usize>>,
    /// The words behind 来源： or 发布单位：.
    pub publisher: Option<Range<usize>>,
    /// Who made the notice, in a row of its own under the title.
    pub organisation: Option<Range<usize>>,
    /// The first row of the text proper.
    pub first: usize,
    /// Whether the title is only what a label names so far.
    title_is_labelled: bool,
}

static DATE_LABELS: Words =
    words! { 发布日期 发布时间 公示日期 公布日期 公布时间 公开日期 公开时间 发文日期 发稿时间 上传时间 };
/// Days that count only where no day of publication is labelled.
static OTHER_DATE_LABELS: Words = words! { 成文日期 生成日期 印发日期 录入时间 日期 时间 };
/// Days on which a page was changed; it may have been published long before.
static CHANGE_LABELS: Words = words! { 更新时间 更新日期 修改时间 修改日期 };
static PUBLISHER_LABELS: Words =
    words! { 发布单位 发布机构 发布机关 发布部门 发文单位 公开单位 信息来源 文章来源 稿件来源 来源 };
static TITLE_LABELS: Words = words! { 文件名称 信息名称 标题 };
/// What else web pages put around a title.
static OTHER_LABELS: Words = words! {
    索引号 信息索引号 文号 字号 字体大小 发文字号 文件编号 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 访问量 访问次数 点击数 点击次数
    点击率 点击量 点击 人气 热度 次数 作者 编辑 责任编辑 责编 审核 审签 签发 初审 复审 终审 一审 二审 三审 校对 录入 录入人 发布人 发布者 供稿
    供稿人 撰稿 摄影 分类 主题分类 主题词 关键词 体裁 公开方式 公开范围 公开属性 公开类别 有效性 信息类别 信息分类 所属栏目 栏目 字体 分享 分享到
    视力保护色 保护视力色
};
/// Words of a page's own buttons and menus.
static BUTTONS: Words = words! {
    打印 打印本页 打印此页 打印文章 打印本文 关闭 关闭窗口 关闭本页 关闭页面 分享 分享到 分享至 朗读 语音播报 语音朗读 听全文 收藏 收藏本页 加入收藏 设为首页
    微信 微博 新浪微博 腾讯微博 空间 朋友圈 大 中 小 超大 默认 放大 缩小 字体 字号 繁体 简体 繁 简 繁體 簡體 繁體版 繁體中文 简体中文 English 智能问答 护眼模式 无障碍 无障碍阅读 无障碍浏览 适老版 长者版 长者模式
    长者助手 关怀版 关怀模式 老年版 手机版 移动版 电脑版 下载 首页 网站首页 返回 返回首页 返回列表 返回顶部 返回上页 返回上一页 返回上一级 回到顶部 上一篇 下一篇
    上一页 下一页 上一条 下一条 登录 注册 搜索 检索 纠错 我要纠错 网站地图 站内搜索 扫一扫 扫一扫在手机打开当前页 扫一扫在手机上查看当前页面 手机扫码阅读 二维码
    次 人次 更多 导航 通知公告 政务公开 信息公开 机构概况 党建工作 工作动态 新闻中心 新闻动态 政民互动 互动交流 办事服务 政务服务 专题专栏 机构设置
    组织机构 领导信息 关于我们 联系我们 您的位置 您现在的位置 当前位置 现在位置
};
/// What a notice calls itself at the end of its title.
static NOUNS: Words = words! {
    通报 公告 报告 公示 通告 通知 情况 情况表 公示表 统计表 清单 台账 说明 公开 结果 公开稿 一览表 公开表
};

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
            labelled(page, row, &mut head);
            day_beside_title(page, row, &mut head);
            row += 1;
        } else if let Some(next) = labelled(page, row, &mut head) {
            row = next;
        } else if is_furniture(text) || is_series(text) {
            row += 1;
        } else if head.title.is_some() && is_aside(text) {
            aside(page, row, &mut head);
            row += 1;
        } else if head.title.is_some() && opens_with_day(text) {
            head.day = head.day.or_else(|| day_within(text).map(|day| place_in(page, row, day)));
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

/// A row of labels as web pages put around the title, 发布日期：… 来源：…, and the row behind it; a label's value may
/// stand in a row of its own.
fn labelled(page: &TextLayout<'_>, row: usize, head: &mut Masthead) -> Option<usize> {
    let text = page.text(row);
    if text.len() > 360 || !text.contains(super::label::is_colon) {
        return None;
    }
    let start = page.rows[row].range.start;
    let place = |range: Range<usize>| start + range.start..start + range.end;
    let value = below(page, row);
    let short = text.chars().count() <= 80;
    let opens = |labels: &Words| labels.iter().any(|label| is_label(text, label));
    let (publisher, other) = (opens(&PUBLISHER_LABELS), opens(&OTHER_LABELS) && short);
    let date = behind(text, &DATE_LABELS, date_length).map(place);
    let named = behind(text, &PUBLISHER_LABELS, |words| {
        let words = &words[..until_label(words)];
        words.find([' ', '　', '|', '，']).unwrap_or(words.len())
    });
    let named = named.map(place).filter(|_| short);
    let day = || behind(text, &OTHER_DATE_LABELS, date_length).map(place).filter(|_| opens(&OTHER_DATE_LABELS));
    let updated = behind(text, &CHANGE_LABELS, date_length).map(place);
    if let Some(date) = date.clone().or_else(|| value.clone().filter(|_| opens(&DATE_LABELS))) {
        head.date = Some(date);
    } else if let Some(day) = day().or_else(|| value.clone().filter(|_| opens(&OTHER_DATE_LABELS)))
        && head.day.is_none()
    {
        head.day = Some(day);
    } else if named.is_some() && updated.is_none() && head.day.is_none() {
        head.day = day_within(text).map(place);
    }
    let changed = updated.clone().or_else(|| value.clone().filter(|_| opens(&CHANGE_LABELS)));
    head.updated = head.updated.take().or(changed);
    if let Some(named) = named.clone().or_else(|| value.clone().filter(|_| publisher)) {
        head.publisher = Some(named);
    }
    if opens(&TITLE_LABELS) && head.title.is_none() {
        let own = behind(text, &TITLE_LABELS, str::len).map(place);
        head.title = own.or_else(|| value.clone());
        head.title_is_labelled = head.title.is_some();
    }
    let said = date.is_some() || updated.is_some() || named.is_some() && text.chars().count() <= 120 || day().is_some();
    match (said, value) {
        (true, _) => Some(row + 1),
        (false, Some(_)) => Some(row + 2),
        (false, None) => (publisher || other || [&DATE_LABELS, &CHANGE_LABELS, &TITLE_LABELS].into_iter().any(opens))
            .then_some(row + 1),
    }
}

/// Where the next label stands: blanks between two Han characters are gone, so that it may follow a name at once.
fn until_label(words: &str) -> usize {
    let lists = [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &OTHER_LABELS];
    let labels = lists.iter().flat_map(|labels| labels.iter());
    let places = labels.filter_map(|label| {
        words.find(label).filter(|at| words[at + label.len()..].starts_with(super::label::is_colon))
    });
    places.min().unwrap_or(words.len())
}

/// Whether a row opens with a label.
fn is_label(text: &str, label: &str) -> bool {
    text.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(super::label::is_colon))
}

/// The row below a label that says nothing itself, where it can be its value.
fn below(page: &TextLayout<'_>, row: usize) -> Option<Range<usize>> {
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
fn day_within(text: &str) -> Option<Range<usize>> {
    dates::days(text).into_iter().find(|day| day.year.is_some()).map(|day| day.at)
}

/// Whether a row under the title is a day and who published it: 2024/09/18 10:05 宣传部, [2024-09-18] [宣传部].
fn opens_with_day(text: &str) -> bool {
    let opens = |c: char| matches!(c, '[' | '【' | '（' | '(');
    let short = text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；', '：', ':'].as_slice());
    let clocked = text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；']);
    (short || clocked && text.contains(':'))
        && day_within(text).is_some_and(|day| text[..day.start].chars().all(opens) && day.end < text.len())
}

/// A place within a row, in the twin.
fn place_in(page: &TextLayout<'_>, row: usize, at: Range<usize>) -> Range<usize> {
    let start = page.rows[row].range.start;
    start + at.start..start + at.end
}

/// Where one has got to on a site, and its buttons.
fn is_furniture(text: &str) -> bool {
    let crumbs = text.contains("首页") && text.contains(['>', '›', '»', '/', '＞']) || text.contains("当前位置");
    let short = text.chars().count() <= LONGEST_FURNITURE;
    short && (crumbs || is_buttons(text))
}

/// In characters.
const LONGEST_FURNITURE: usize = 80;

/// Whether a row is nothing but buttons and numbers; blanks between them may be gone: 大中小, 分享到微信, 【打印】【关闭】.
fn is_buttons(text: &str) -> bool {
    let separators = |c: char| !c.is_alphanumeric() || c.is_ascii_digit();
    let mut rest = text.trim_start_matches(separators);
    let mut buttons = 0;
    while let Some(word) = BUTTONS.longest_opening(rest) {
        rest = rest[word.len()..].trim_start_matches(separators);
        buttons += 1;
    }
    rest.is_empty() && buttons > 0
}

/// The title of a row that holds other things too: a day before or behind it, labels, buttons.
fn title_among(page: &TextLayout<'_>, row: usize) -> Option<Range<usize>> {
    let text = page.text(row);
    let start =
        dates::days(text).first().filter(|day| day.at.start == 0 && day.year.is_some()).map_or(0, |day| day.at.end);
    let start = start + (text[start..].len() - text[start..].trim_start_matches([' ', ']', '】', '）', ')']).len());
    let behind = &text[start..];
    // a longer title is refused below, so a long row costs no more than a short one
    let end = (1..behind.len().min(LONGEST_TITLE * 4))
        .filter(|at| behind.is_char_boundary(*at) && NOUNS.ending(&behind[..*at]).is_some())
        .filter(|at| is_aside_of_title(&behind[*at..]))
        .max();
    let end = match end {
        Some(end) => end,
        None if start > 0 && NOUNS.ending(behind).is_some() => behind.len(),
        None => return None,
    };
    let title = &behind[..end];
    let plain = names_notice(title) && !title.contains(['。', '；']) && number::read(title).is_none();
    let at = page.rows[row].range.start + start;
    (plain && title.chars().count() <= LONGEST_TITLE && !title.contains(super::label::is_colon)).then_some(at..at + end)
}

/// In characters: shorter ones beside a day are menu entries.
const SHORTEST_TITLE: usize = 8;

/// In characters.
const LONGEST_TITLE: usize = 80;

/// Whether the words behind a title are a day, labels or buttons.
fn is_aside_of_title(words: &str) -> bool {
    let bare = words.trim_matches([' ', '（', '）', '(', ')', '[', ']', '【', '】', '—', '-', '|']);
    let labelled = || {
        let lists = [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &OTHER_LABELS];
        lists.iter().any(|labels| labels.iter().any(|label| is_label(bare, label)))
    };
    let day = || {
        dates::days(bare)
            .first()
            .is_some_and(|day| day.at.start == 0 && day.year.is_some() && is_beside_day(&bare[day.at.end..]))
    };
    !bare.is_empty() && (day() || labelled() || is_buttons(bare))
}

/// Whether words behind a day by the title are a time of day, who published it in brackets, or nothing.
fn is_beside_day(words: &str) -> bool {
    let in_brackets = words.starts_with([']', '】', '）', ')']) && !words.contains(['。', '，', '；', '、']);
    is_clock(words) || in_brackets && words.chars().count() <= LONGEST_PUBLISHER
}

/// In characters.
const LONGEST_PUBLISHER: usize = 16;

/// Whether words are a time of day, or nothing.
fn is_clock(words: &str) -> bool {
    words.trim().chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '：'))
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

/// The row of the title below rows of furniture that no list knows: the name of the site, its menu. Nothing where
/// `row` may be the title itself.
fn furniture_above(page: &TextLayout<'_>, row: usize) -> Option<usize> {
    let named = |row: usize| is_title(page, row, None) && names_notice(page.text(row));
    // 进展情况的通报, the end of a title that is broken over two lines.
    let closes = |row: usize| {
        let text = page.text(row);
        text.chars().count() < SHORTEST_TITLE
            && is_title(page, row, None)
            && NOUNS.ending(text).is_some()
            && opens_title(page.text(row - 1))
    };
    if named(row) || page.rows[row].mark == Mark::Heading(1) {
        return None;
    }
    let last = (row + 1..page.rows.len().min(row + MOST_FURNITURE))
        .find(|row| named(*row) || closes(*row) || title_among(page, *row).is_some())?;
    let between = |row: usize| {
        let text = page.text(row);
        text.chars().count() <= LONGEST_MENU && !text.contains(['。', '，', '；']) && number::read(text).is_none()
    };
    if !(row..last).all(between) {
        return None;
    }
    // A title may be broken over lines: its first ones open like one, and the last does not name who reports.
    // 关于省联社党委巡察整改情况的通报 names who inspected; who reports is named by the row above.
    let named_above = page.text(last).starts_with("关于") && ORGANS.ending(page.text(last - 1)).is_some();
    let whole = !named_above && !names::in_title(page.text(last)).is_empty();
    let is_of_title = |at: &usize| !whole && opens_title(page.text(*at)) || breaks_off(page, *at);
    let first = (row..last).rev().take_while(is_of_title).last().unwrap_or(last);
    (first > row).then_some(first)
}

/// Whether a row breaks off inside the name of a unit that goes on in the next one: 中共云江市自然资源和.
fn breaks_off(page: &TextLayout<'_>, row: usize) -> bool {
    let text = page.text(row);
    let opens = ["中共", "中国共产党"].iter().any(|word| text.starts_with(word));
    let whole = ORGANS.ending(text).is_some();
    page.rows.get(row + 1).is_some_and(|next| !next.gap)
        && (opens && !whole || text.ends_with(['和', '与', '及', '、']))
}

/// Whether a row opens a title that goes on in the next one.
fn opens_title(text: &str) -> bool {
    ["关于", "中共", "中国共产党"].iter().any(|word| text.contains(word)) || names::is_organisation(text)
}

/// How many rows of furniture may stand above a title.
const MOST_FURNITURE: usize = 16;

/// In characters: menus and names of sites are short.
const LONGEST_MENU: usize = 40;

/// Whether a row names the notice, and not only a column of the site: it is about something.
fn names_notice(text: &str) -> bool {
    static ABOUT: Words = words! { 关于 整改 巡察 巡视 督察 审计 反馈 工作报告 };
    text.chars().count() >= SHORTEST_TITLE && NOUNS.ending(text).is_some() && ABOUT.are_in(text)
}

fn behind(text: &str, labels: &Words, length: impl Fn(&str) -> usize) -> Option<Range<usize>> {
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

/// （2024年1月24日）, （送审稿）, a speaker's name, a document's number.
fn is_aside(text: &str) -> bool {
    let bare = text.trim_matches(['（', '）', '(', ')', ' ']);
    let short = text.chars().count() <= 4 && !text.ends_with(['：', ':']) && number::read(text).is_none();
    let bracketed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']) && number::read(text).is_none();
    date::parse(bare).is_ok() || short || (bracketed || bare.contains('〔')) && text.chars().count() <= 24
}

fn is_title(page: &TextLayout<'_>, row: usize, titled: Option<&str>) -> bool {
    let text = page.text(row);
    let heading = matches!(page.rows[row].mark, Mark::Heading(_));
    let numbered = number::read(text).is_some();
    let length = text.chars().count();
    let sentence = text.ends_with(['。', '；', '：', ':', '！']) || text.contains('。');
    let repeated = titled.is_some_and(|title| compact(title) == compact(text));
    let names_itself = NOUNS.ending(text).is_some() || text.ends_with(['）', ')']);
    match titled {
        _ if numbered || sentence || length < 4 => false,
        // 关于“食材索证不全”问题的整改（已完成）
        _ if title::status_bracket(text).is_some() => false,
        _ if heading => matches!(page.rows[row].mark, Mark::Heading(1)) || row == 0 && titled.is_none(),
        Some(_) => repeated || length <= 60 && names_itself && !text.contains(['，', ',']),
        None => length <= 80,
    }
}

/// The last row of a title that starts at `row`: it goes on where it does not name what it is.
fn title_end(page: &TextLayout<'_>, row: usize) -> usize {
    let mut last = row;
    while last + 1 < page.rows.len() && last < row + 4 {
        let (text, next) = (page.text(last), page.text(last + 1));
        let heading = |row: usize| matches!(page.rows[row].mark, Mark::Heading(_));
        let is_end = is_title_end(next);
        let complete = NOUNS.ending(text).is_some() && !next.starts_with('的') && !(is_end && text.ends_with("情况"));
        // # 中共云江市水务局党组关于市委 ⏎ 第三轮巡察整改情况的通报
        let alike = heading(last) == heading(last + 1)
            || heading(last) && !page.rows[last + 1].gap && NOUNS.ending(next).is_some();
        let goes_on = (!page.rows[last + 1].gap || completes(page, last + 1))
            && alike
            && !complete
            && next.chars().count() <= 60
            && !next.ends_with(['。', '：', ':', '；'])
            && !next.contains('。')
            && !next.starts_with(['—', '–', '（', '('])
            && number::read(next).is_none()
            && !is_label_row(next)
            && !next.chars().take(LONGEST_LABEL).any(super::label::is_colon)
            && title_among(page, last + 1).is_none()
            && !is_furniture(next)
            && (is_end || next == "关于" || !is_aside(next));
        if !goes_on {
            break;
        }
        last += 1;
    }
    last
}

/// In characters: a label before a colon.
const LONGEST_LABEL: usize = 9;

/// Whether a row is nothing but the last word of a title: 通报, 的公告.
fn is_title_end(text: &str) -> bool {
    NOUNS.has(text.trim_start_matches('的'))
}

/// Whether a row, or the one behind it, ends as titles do, so that a title goes on over blank lines.
fn completes(page: &TextLayout<'_>, row: usize) -> bool {
    let ends = |row: usize| {
        let text = page.text(row);
        text.chars().count() <= 60 && NOUNS.ending(text).is_some()
    };
    let opens = page.text(row).starts_with("关于");
    ends(row) || opens && ends(row + 1)
}

/// Whether a row is of labels and no part of a title.
fn is_label_row(text: &str) -> bool {
    let lists = [&DATE_LABELS, &OTHER_DATE_LABELS, &CHANGE_LABELS, &PUBLISHER_LABELS, &OTHER_LABELS];
    lists.iter().any(|labels| labels.iter().any(|label| is_label(text, label)))
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
