//! The kind of document (文种) of a text.
//!
//! A 整改通报 says in its title that it reports what was put right, or its lead does. Lectures, plans, news, orders and
//! templates speak of the same things and report nothing.

use crate::notice::{Confidence, Kind};
use crate::text::numeral;
use crate::text::words::{Words, words};

/// The words that decide the kind.
pub struct Signs<'a> {
    /// The title, and under it the subtitle.
    pub title: &'a str,
    /// The first rows.
    pub opening: &'a str,
    /// The lead.
    pub lead: &'a str,
    /// The last rows.
    pub closing: &'a str,
    /// Whether headings look like items with an answer each.
    pub has_items: bool,
    /// Whether a heading says that they were put right.
    pub answered: bool,
}

/// Titles of reports on a year's or a term's work.
static WORK_REPORTS: Words = words! { 工作报告 全委会 代表大会 };

/// How a report opens that is read to an assembly.
static ADDRESSES: Words = words! { 各位委员 各位代表 各位副主任 各位组成人员 };

/// How a speech opens.
static LISTENERS: Words = words! { 同志们 各位领导 各位同志 各位同事 各位来宾 各位嘉宾 各位老师 };

/// In characters: 主任、各位副主任、秘书长、各位委员.
const LONGEST_ADDRESS: usize = 40;

/// Whether a row opens with `listeners`, whom a text is read to: 各位委员：, and not 欢迎各位委员、代表监督.
fn addresses(rows: &str, listeners: &Words) -> bool {
    const HEADS: [&str; 4] = ["各位", "主任", "主席", "尊敬的"];
    rows.lines().any(|row| {
        let end = row.find(['：', ':', '！', '!']).or_else(|| row.trim_end().strip_suffix('，').map(str::len));
        let stands_alone = end.is_some_and(|end| {
            let address = &row[..end];
            listeners.are_in(address) && address.chars().count() <= LONGEST_ADDRESS && !address.contains(['。', '；'])
        });
        // 主任，各位副主任，各位委员，受县人民政府委托…
        let runs_on = || {
            let (at, word) = listeners.find(row).filter(|(at, _)| row[..*at].chars().count() <= LONGEST_ADDRESS)?;
            Some(row[at + word.len()..].starts_with('，') && !row[..at].contains('。'))
        };
        stands_alone || HEADS.iter().any(|head| row.starts_with(head)) && runs_on() == Some(true)
    })
}

/// Whether a text is a report that an assembly's standing committee deliberates on: it is addressed to the committee
/// (市人大常委会：), and given on somebody's behalf, at a session, or for deliberation. A written answer to the
/// committee is none.
fn reports_to_assembly(opening: &str, closing: &str) -> bool {
    let names_committee = |row: &str| {
        let name = row.trim_end().strip_suffix(['：', ':']).unwrap_or_default();
        ["人大常委会", "人民代表大会常务委员会", "人民代表大会"].iter().any(|end| name.ends_with(end))
    };
    static GIVEN: Words = words! { 委托 会议上 请审议 请予审议 请予以审议 请审查 请予审查 };
    opening.lines().any(|row| row.chars().count() <= LONGEST_ADDRESS && names_committee(row))
        && (GIVEN.are_in(opening) || GIVEN.are_in(closing))
}

/// Whether rows are what people say by turns: 主持人：… 局长：….
fn is_talk(rows: &str) -> bool {
    static SPEAKERS: Words = words! { 主持人 记者 嘉宾 网友 听众 观众 问 答 };
    let speaks = |row: &&str| SPEAKERS.opening(row).is_some_and(|who| row[who.len()..].starts_with(['：', ':']));
    rows.lines().filter(speaks).count() >= FEWEST_TURNS
}

/// How many rows that name who speaks show a talk.
const FEWEST_TURNS: usize = 3;

static SPEECHES: Words = words! { 讲话 发言 致辞 表态 };

/// Words of a lead about an inspection.
static INSPECTED: Words = words! {
    巡察组 巡视组 巡察反馈 巡视反馈 巡察意见 巡视意见 督察组 督察反馈 督察意见 巡察工作 巡视工作 巡察 巡视 督察
};

/// Words of a lead about an audit.
static AUDITED: Words = words! {
    审计局 审计厅 审计署 审计组 审计报告 进行了审计 进行审计 审计查出 审计发现 审计意见
};

/// Names of documents that are about rectification but report none, after 整改 or anywhere.
static NO_REPORTS: Words = words! {
    讲义 要点 模板 范文 范本 样本 样稿 样式 样表 示例 示范 写作 撰写 课件 教案 教程 讲座 授课 党课 培训 辅导 解读 问答 答疑 指南
    指引 手册 须知 试题 提纲 心得 体会 感悟 研讨 思考 浅谈 浅析 探析 评论 时评 社论 观察 述评 经验 做法 启示 案例 综述 侧记 纪实
    动员 推进会 部署会 座谈会 调度会 汇报会 通报会 反馈会 培训班 专题会 民主生活会 讲话 发言 致辞 表态 承诺书 责任书 通知书 建议书
    写法 怎么 如何 怎样 访谈 专访 对话 实录 简报 快报 专报 专刊 意见书 方案 计划 办法 细则 制度 规定 规程 流程 标准 要求 提示 注意事项 征求意见 征集 意见的通知 函询
};

/// Names of samples, anywhere in a title.
static SAMPLES: Words = words! {
    课件 模板 模版 范文 范本 范例 样本 样例 样稿 样式 样表 讲稿 讲义 教案 格式 示例 填写 填报 填表 自查清单 核对清单 检查清单 自查表 核对表 评分表 参考文本 写作 怎么写
};

/// Whether a sentence says of the text that it is a sample: 本文为示例，供各单位参考; or a row says nothing else:
/// （样本）.
fn calls_itself_sample(rows: &str) -> bool {
    static SELF: Words = words! {
        本文 此文 该文 全文 本稿 此稿 本篇 此篇 本件 本模板 本范文 本样本 本示例 本样稿 本材料 本通报 本公开稿 此为 以下为 以下是 以下系 以下内容 以下通报
        以上为 以上是 以上系 以上内容 上述内容 文中 文内 这份 这篇 该模板 该范文
    };
    static CALLS: Words = words! { 示例 示范文本 范例 样例 样本 样稿 模板 模版 范文 范本 例文 虚构 杜撰 虚拟 仅供参考 供参考 参考文本 参考稿 填写说明 };
    static NAMES: Words = words! { 说明 编者按 注 备注 提示 温馨提示 使用说明 };
    rows.lines().any(|row| {
        let bare = row.trim_matches(|c: char| !c.is_alphanumeric());
        let whole = bare.trim_end_matches(|c: char| c.is_ascii_digit() || numeral::is_chinese(c));
        let words =
            NAMES.longest_opening(bare).map_or(bare, |name| bare[name.len()..].trim_start_matches(['：', ':', ' ']));
        let says = |sentence: &str| SELF.opening(sentence.trim_start()).is_some() && CALLS.are_in(sentence);
        CALLS.has(whole) || words.split(['。', '；', '？', '！']).any(says)
    })
}

/// Words of a title about another report: 召开会议听取整改情况汇报.
static NEWS: Words = words! {
    召开 听取 约谈 观摩 举办 举行 出席 传达学习 见成效 显成效 见实效 取得 再发力 真改 实改 如何 怎样 怎么 为什么
};

/// Right before 整改 they say that others see to it: 督导巡察整改情况.
static SEES_TO: Words = words! {
    调研 督导 督查 督办 推进 推动 开展 部署 安排 强化 聚焦 狠抓 抓好 抓实 抓细 做实 扎实 紧盯 压实 督促 审议 研究
};

/// Verbs after 关于 in titles that ask something of others: 关于报送巡察整改情况的通知.
static ORDERS: Words = words! {
    请 报送 上报 做好 加强 规范 印发 征求 组织 开展 进一步 切实 认真 抓好 加快 建立 完善 转发 召开 举办
};

/// Names of reports, after 整改.
static REPORTS: Words = words! { 情况 结果 进展 完成 成效 台账 清单 报告 公示 通报 公告 公开 };

/// The kind, and how sure it is.
pub fn judge(signs: &Signs<'_>) -> Option<(Kind, Confidence)> {
    let Signs { title, opening, lead, closing, has_items, answered } = *signs;
    if calls_itself_sample(opening) || calls_itself_sample(closing) || is_talk(opening) {
        return Some((Kind::Other, Confidence::Medium));
    }
    let rectifies = title.contains("整改");
    let reports = reports_rectification(title);
    let work_report = WORK_REPORTS.are_in(title) || title.contains("全委（扩大）会");
    let address = !SPEECHES.are_in(title) && (addresses(opening, &ADDRESSES) || reports_to_assembly(opening, closing));
    let about_inspection = ["巡视", "巡察", "督察"].iter().any(|word| title.contains(word));
    let about_audit = title.contains("审计");
    let inspected = INSPECTED.are_in(lead);
    // A report on rectification after an inspection may be read to an assembly, too; a report on audits is one to it.
    let answers_inspection = reports && about_inspection && inspected && lead.contains("反馈");
    if work_report && !rectifies || address && !answers_inspection {
        return Some((Kind::WorkReport, Confidence::High));
    }
    let audited = lead.contains("审计") && AUDITED.are_in(lead);
    if reports && (about_inspection || about_audit) {
        let is_about_findings = lead.contains("反馈") || lead.contains("整改") && (inspected || audited);
        let confidence = if is_about_findings { Confidence::High } else { Confidence::Medium };
        let audit = about_audit && !names_inspection(lead) && (audited || !about_inspection);
        return Some((if audit { Kind::AuditRectification } else { Kind::Rectification }, confidence));
    }
    // A speech at a meeting is not a report, whatever numbers it contains.
    if !reports && addresses(opening, &LISTENERS) {
        return Some((Kind::Other, Confidence::Medium));
    }
    let announces = title.contains("公告") || title.contains("预告");
    if about_inspection && announces && !rectifies && !title.contains("督察") {
        return Some((Kind::InspectionNotice, Confidence::High));
    }
    if is_bait(title) {
        return Some((Kind::Other, Confidence::Medium));
    }
    let announced = announces_rectification(lead);
    let answers = (lead.contains("整改") || answered) && (lead.contains("反馈") || lead.contains("审计")) || announced;
    // An article that names problems answers nobody: a notice says who inspected, or that it publishes.
    let tells = announced || title.is_empty() || tells_of_inspection(lead);
    if answers && (has_items && tells || reports) {
        if audited && !names_inspection(lead) {
            return Some((Kind::AuditRectification, Confidence::Medium));
        }
        if inspected {
            return Some((Kind::Rectification, Confidence::Medium));
        }
    }
    // After other inspections: 安全生产检查发现问题整改情况, 民主生活会整改落实情况.
    match has_items && reports {
        true => Some((Kind::Rectification, Confidence::Medium)),
        false => (!title.is_empty()).then_some((Kind::Other, Confidence::Medium)),
    }
}

/// Whether a lead names who inspected, so that the notice does not answer an audit that it mentions.
fn names_inspection(lead: &str) -> bool {
    ["巡察组", "巡视组", "巡察反馈", "巡视反馈", "督察组", "督察反馈"].iter().any(|word| lead.contains(word))
}

/// Whether a lead says that somebody inspected, or announces the measures.
fn tells_of_inspection(lead: &str) -> bool {
    static WHO: Words = words! { 巡察组 巡视组 督察组 审计局 审计厅 审计署 审计组 检查组 督导组 };
    static HANDS_OVER: Words = words! { 现将 现就 如下 公布 公示 公告 通报 };
    WHO.are_in(lead) || HANDS_OVER.are_in(lead)
}

/// Whether a lead says that the text publishes the rectification: 现将整改进展情况向社会公布.
fn announces_rectification(lead: &str) -> bool {
    static PUBLISHES: Words = words! { 公布 通报 公开 公示 公告 报告 };
    let opening = lead.find("现将").or_else(|| lead.find("现就"));
    opening.is_some_and(|at| {
        let sentence = lead[at..].split(['。', '\n']).next().unwrap_or_default();
        sentence.contains("整改") && PUBLISHES.are_in(sentence)
    })
}

/// Whether a title reports rectification that is done, not planned.
fn reports_rectification(title: &str) -> bool {
    title.find("整改").is_some_and(|at| REPORTS.are_in(&title[at..])) && !is_bait(title)
}

/// Whether a title is of a plan, a meeting, a lecture, a template, news or an order about rectification.
fn is_bait(title: &str) -> bool {
    // 整改方案落实情况 reports how a plan is carried out: the words after the last 情况 count.
    let reported = ["落实情况", "完成情况", "进展情况", "整改情况", "执行情况"]
        .iter()
        .filter_map(|word| title.rfind(word).map(|at| at + word.len()))
        .max();
    let head = &title[..reported.unwrap_or(title.len())];
    let tail = &title[reported.unwrap_or(0)..];
    if NO_REPORTS.are_in(tail) || SAMPLES.are_in(title) || SPEECHES.are_in(title) {
        return true;
    }
    if orders(title) {
        return true;
    }
    // ——在市人大常委会第十四次会议上 says only where a report was given.
    let mut meetings = tail.match_indices("会议").map(|(at, word)| &tail[at + word.len()..]);
    if meetings.any(|behind| !behind.starts_with('上')) {
        return true;
    }
    // 局党组关于…的通报 is the unit's own; 局党组召开会议听取…情况 is written by somebody else.
    let published = ["公示", "公告", "通报", "公开", "清单", "台账"].iter().any(|end| title.ends_with(end));
    !title.contains("关于") && (NEWS.are_in(head) || !published && sees_to(head))
}

/// Whether 整改 is the object of a verb in a title: 扎实推进巡察整改.
fn sees_to(title: &str) -> bool {
    let before = title.find("整改").map_or("", |at| &title[..at]);
    let before =
        ["反馈问题", "反馈意见", "问题", "反馈"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let before = ["巡察", "巡视", "督察", "审计"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    SEES_TO.ending(before).is_some()
}

/// Whether a title gives instructions to others: 关于做好…的通知.
fn orders(title: &str) -> bool {
    let order = title.ends_with("的通知") && !title.ends_with("情况的通知");
    let asked = title.find("关于").map(|at| &title[at + "关于".len()..]);
    let asks = asked.is_some_and(|words| ORDERS.opening(words).is_some());
    // 某公司关于报送审计整改结果的函 reports; 关于请报送…的函 asks.
    let sends = asked.is_some_and(|words| words.starts_with("报送") || words.starts_with("上报"));
    let sends = sends && (title.ends_with('函') || title.ends_with("报告"));
    order || asks && !sends && !title.ends_with("通报") && !title.ends_with("公告") && !title.ends_with("公示")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assemblies_are_addressed_where_a_row_opens() {
        for row in
            ["各位委员：", "主任、各位副主任、各位委员：", "主任，各位委员，受县人民政府委托，报告如下。", "各位代表，"]
        {
            assert!(addresses(row, &ADDRESSES), "{row}");
        }
        for row in ["欢迎各位委员、代表监督。", "各位委员、代表可来电监督。", "会上，各位委员，各位代表发言。"]
        {
            assert!(!addresses(row, &ADDRESSES), "{row}");
        }
    }

    #[test]
    fn titles_that_report_are_told_from_those_that_only_speak_of_it() {
        for title in [
            "中共青禾区水务局党组关于区委第三轮巡察整改进展情况的通报",
            "关于市委巡察反馈意见整改落实情况的公告（第二批）",
            "云江市贯彻落实省生态环境保护督察反馈意见整改方案落实情况",
            "云江市2023年度审计查出问题整改结果公告",
            "区民政局巡察整改情况公开稿",
            "云江市教育局巡察整改台账",
            "关于市委提级巡察反馈意见整改情况的报告",
            "关于进一步推进巡察整改情况的通报",
        ] {
            assert!(reports_rectification(title), "{title}");
        }
        for title in [
            "巡察整改情况报告怎么写",
            "巡察整改情况报告（模板）",
            "巡察整改情况通报上网前核对表",
            "巡察整改专题讲座提纲",
            "区水务局召开会议听取巡察整改情况汇报",
            "关于报送巡察整改进展情况的通知",
            "关于做好审计整改情况公开工作的通知",
            "青禾区水务局巡察整改工作方案",
            "区委巡察办督导巡察整改情况",
            "关于巡察整改情况公开工作的几点思考",
            "巡察整改取得显著成效",
            "区委第二巡察组巡察整改情况反馈会",
        ] {
            assert!(!reports_rectification(title), "{title}");
        }
    }
}
