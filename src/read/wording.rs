//! How problems, measures and parts are worded: the words by which titles of problems and of measures differ.

use super::counts::{self, Counted};
use crate::notice::{Part, status};
use crate::text::words::{Words, words};

/// Kind of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleShape {
    /// 关于“…”问题的整改, …方面: says that it is a problem.
    Problem,
    /// Its words blame: 不到位, 未…, 缺….
    Likely,
    /// No word decides.
    Neutral,
    /// Its words praise or promise: 加强…, 健全….
    Measure,
}

/// Openings of titles that name a problem.
static OPENINGS: Words = Words::new(&[
    "针对巡察反馈的",
    "针对巡视反馈的",
    "针对反馈的",
    "针对反馈",
    "针对",
    "对照反馈的",
    "对照",
    "反馈指出的",
    "反馈指出",
    "关于反馈的",
    "关于巡察反馈的",
    "关于",
    "反馈问题：",
    "反馈问题:",
    "反馈的",
    "对于",
    "问题：",
    "问题:",
]);

/// How many bytes of a title are its opening: 关于, 针对反馈的, 在 and 对 before a quote.
pub fn opening(title: &str) -> usize {
    let known = OPENINGS.opening(title).map(str::len);
    known
        .or_else(|| title.starts_with(['在', '对']).then(|| "在".len()).filter(|at| title[*at..].starts_with('“')))
        .unwrap_or(0)
}

static BLAMES: Words = words! {
    不 未 缺 欠 弱 慢 老化 短缺 失管 失察 悬空 浮于 盲区 死角 反弹 滞留 挤占 超期 虚假 挂账 差距 违反
    违规 违纪 短板 隐患 风险 漏洞 形式主义 有待 仍需 偏差 超标准 超范围 超预算 没有 以贷 侵占 挪用 虚列 套取
    截留 闲置 拖欠 长期挂账 难以 落后 错误 遗漏 多头 逾期 违法 多计 虚报 少计 重复 僵尸 空白 空壳 空心
    碎片化 同质化 表面化 娱乐化 边缘化 背离 偏离 错位 越位 失范 失真 失实 失职 亏损 积压 造假 代签 补签 倒签
    冒领 克扣 瞒报 漏报 迟报 滥发 小金库 围标 串标 抄袭 雷同 照搬 照抄 坐支 白条 私设 私存 漏损 渗漏 疏漏
    口号
};

/// Blames on how something is done. At the end of a title they are the problem, whatever opens it: 清退违规补贴拖沓.
static VERDICTS: Words = words! {
    拖延 推诿 敷衍 走过场 流于形式 走形式 打折扣 折扣 松散 松懈 宽松 虚化 淡化 偏低 缓慢 较少 较慢 较低 混乱
    空转 失之于宽 粗放 随意 应付 僵化 淡薄 迟缓 滞后 扯皮 梗阻 被动 消极 偏高 过高 过大 过长 过多 过少 过低
    生硬 粗暴 懒散 涣散 泛化 薄弱 疏忽 拖沓 走样 脱节 断层 单一 乏力 粗糙 缺位
};

/// Words with a blame's characters that blame nobody.
static HARMLESS: Words = words! {
    慢性 慢病 不断 不忘 不懈 不折不扣 毫不 不仅 未来 不动摇 永不 不放松 不松劲 通过 填补空白 不走样 不变形 不悬空
    强弱项 不少于 不低于 不超过 不高于 不大于 不小于 不得 不留 不再 不动产 未成年
};

static PROMISES: Words = words! {
    加强 强化 完善 健全 建立 制定 推进 推动 提升 提高 深化 落实 开展 组织 严格 规范 压实 坚持 持续 进一步 加大
    召开 认真 狠抓 注重 全面 深入 切实 抓 扎实 聚焦 着力 突出 统一 细化 明确 巩固 增强 做好 坚决 严明 严肃 强 优化
    发挥 构建 建强 夯实 解决 统筹 及时 积极 大力 举一反三 立行立改 精心 高度 成立 学习 把握 筑牢 树立 紧盯 压紧
    层层 修订 印发 督促 扛牢 靠前 搭建 帮助 培育 打造 畅通 创新 探索 实施 举办 选派 整合 盘活 清理 清退 排查 整治
    出台 补齐 新建 争取 投入 聘请 选聘 配齐 配强 追缴 追回 收回 改进 改善 丰富 拓宽 拓展 扩大 定期 专题 主动 带头
    牢固 激发 会同 更新 重新 常态化
};

/// First words of measures against a fault, which the words after them name: 追回欠费, 更换不合格水表.
static REMEDIES: Words = words! {
    追回 追缴 收回 清退 退回 退还 补发 补缴 补齐 补办 补建 补录 补记 补登 补签 清运 清淤 清理 清查 拆除 关停 取缔 立案 约谈 问责 更换
    修复 安装 增设 增配 废止 注销 核销 核减 纠正 整治 排查 消除 解决 上缴 归还 催缴 腾退 叫停 复绿
};

/// Whether a title states measures against a fault. With a verdict at its end, it is the problem: 清退办公用房不彻底.
fn is_remedy(title: &str) -> bool {
    const LAST: usize = 3;
    let Some(remedy) = REMEDIES.opening(title) else { return false };
    let object = &title[remedy.len()..];
    let last = object.char_indices().rev().nth(LAST - 1).map_or(0, |(at, _)| at);
    let fails = |words: &str| words.contains(['不', '未', '慢', '难', '少', '弱', '低', '差', '缺']);
    // 整治走过场 is a measure, 整治陋习走过场 a problem.
    let verdict = VERDICTS.ending(object).is_some_and(|verdict| verdict.len() < object.len());
    !object.is_empty() && !fails(&object[last..]) && !verdict
}

/// Kind of a title, by its words without the number.
pub fn look(title: &str) -> TitleShape {
    let title = title.trim_end_matches(['。', '：', ':', '；', '.', ' ']);
    let opening = opening(title);
    if is_class(title) || counts_problems(title) {
        return TitleShape::Neutral;
    }
    // 对照问题，逐项整改 names no problem of its own.
    let opens = opening > 0 && !title[opening..].starts_with("问题");
    let promises = PROMISES.opening(title).is_some() && !title.starts_with("全面从严治党");
    let named = ends_as_problem(title);
    // 关于“维护管理缺位”的整改情况
    let quoted = title[opening..].starts_with('“') && title.ends_with("情况") && title.contains("整改");
    // 关于“传承人名册多年未更新”
    let quoted = quoted || opening > 0 && title[opening..].starts_with('“') && title.ends_with('”');
    if opens && (named || quoted || title.contains("问题") || title.contains("方面")) {
        return TitleShape::Problem;
    }
    // 收回欠款43.7万元: the result is counted.
    if !named && (promises && counts(title) || is_remedy(title)) {
        return TitleShape::Measure;
    }
    let blames = blames(title);
    match (named, blames, promises) {
        (true, true, _) | (true, _, false) => TitleShape::Problem,
        (_, true, _) => TitleShape::Likely,
        (_, _, true) => TitleShape::Measure,
        _ => TitleShape::Neutral,
    }
}

/// Whether a title counts problems and names none: 梳理反馈问题29个, 29个问题中已办结27个.
fn counts_problems(title: &str) -> bool {
    let is_total = |count: &counts::Count<'_>| count.kind == Some(Counted::Problems);
    title.contains("问题") && title.contains(['个', '项', '条']) && counts::counts(title).iter().any(is_total)
}

/// Whether a title ends in a count: 43.7万元, 6800人.
fn counts(title: &str) -> bool {
    title.chars().rev().take(LONGEST_UNIT).any(|c| c.is_ascii_digit())
}

/// In characters.
const LONGEST_UNIT: usize = 4;

/// Whether a title ends as problems do: 问题, 方面, 的整改.
fn ends_as_problem(title: &str) -> bool {
    ["问题", "方面", "的整改", "问题整改", "问题的整改情况", "问题整改情况", "方面整改情况", "方面的整改情况"]
        .iter()
        .any(|end| title.ends_with(end))
}

/// Whether a title names measures, under which problems need their own words.
pub fn is_of_measures(title: &str) -> bool {
    title.contains('措') && (title.contains("措施") || title.contains("举措"))
}

/// Whether a line that ends in a colon announces measures: 我们这样改：.
pub fn announces_measures(line: &str) -> bool {
    static MEASURES: Words = words! { 做法 措施 举措 采取 做了 工作 行动 整改 改 落实 };
    MEASURES.are_in(line) && !announces_problems(line)
}

/// Whether a line that ends in a colon announces problems: 主要表现如下：.
pub fn announces_problems(line: &str) -> bool {
    let line = line.trim_end_matches(['：', ':', ' ']);
    let line = ["如下", "有", "为", "包括", "在"].iter().find_map(|end| line.strip_suffix(end)).unwrap_or(line);
    ["问题", "表现", "不足", "方面", "情形", "情况"].iter().any(|end| line.ends_with(end))
}

/// Whether a title blames somebody.
pub fn blames(title: &str) -> bool {
    // 入户走访少, 线索发现难: the last word decides.
    let boasts =
        || ["减少", "多少", "降低", "解难", "克难", "破难", "纾难", "不难"].iter().any(|end| title.ends_with(end));
    if title.ends_with(['少', '低', '差', '难', '慢', '乱', '散', '软', '浅', '窄']) && !boasts() {
        return true;
    }
    let mut rest = title;
    while let Some(first) = rest.chars().next() {
        let harmless = HARMLESS.opening(rest);
        if harmless.is_none() && (BLAMES.opening(rest).is_some() || VERDICTS.opening(rest).is_some()) {
            return true;
        }
        rest = &rest[harmless.map_or(first.len_utf8(), str::len)..];
    }
    false
}

/// Whether a title names a class of problems and none of them: 共性问题, 已完成整改的问题.
pub fn is_class(title: &str) -> bool {
    static CLASSES: Words = words! {
        共性 个性 立行立改 立查立改 即知即改 限期整改 长期整改 长期坚持 持续整改 完成整改 正在整改 整改到位 已整改
        未整改 新发现 新增 普遍性 阶段性完成 移交 移交办理 整改不到位 整改不彻底 未整改到位 反弹回潮
    };
    let opening = &title.as_bytes()[..title.len().min(LONGEST_CLASS)];
    let named = memchr::memmem::find(opening, "问题".as_bytes()).map(|at| title[..at].trim_end_matches(['的', '类']));
    named.is_some_and(|words| !words.contains('“') && CLASSES.iter().any(|class| words.ends_with(class)))
        || is_found(title)
}

/// Whether a title names all that was found somewhere, and nothing of it: 民生资金审计查出问题的整改情况.
fn is_found(title: &str) -> bool {
    static FOUND: Words = words! { 查出 发现 反馈 指出 反映 };
    const ENDS: [&str; 4] = ["整改落实情况", "整改进展情况", "整改情况", "整改"];
    let words = ENDS.iter().find_map(|end| title.strip_suffix(end)).unwrap_or(title).trim_end_matches('的');
    let found = words.strip_suffix("问题").map(without_fillers);
    found.is_some_and(|words| !words.contains('“') && FOUND.iter().any(|verb| words.ends_with(verb)))
}

/// Whether a heading of an item part says that it holds some of the problems only: 重点整改任务落实情况.
pub fn lists_some(title: &str) -> bool {
    static SOME: Words = words! { 重点问题 重点整改任务 重点任务 重点事项 部分问题 主要问题 突出问题 典型问题 };
    names_rectification(title) && SOME.are_in(title)
}

/// In bytes, 问题 included.
const LONGEST_CLASS: usize = 45;

/// Whether a title names an aspect, under which there are problems.
pub fn is_aspect(title: &str) -> bool {
    let title = title.trim_end_matches(['。', '：', ':', '；', '.']);
    if is_class(title) {
        return true;
    }
    const ENDS: [&str; 7] =
        ["的整改落实情况", "整改落实情况", "的整改进展情况", "整改进展情况", "的整改情况", "整改情况", "的整改"];
    let title = ENDS.iter().find_map(|end| title.strip_suffix(end)).unwrap_or(title);
    // 党的建设方面存在的突出问题
    match title.strip_suffix("问题") {
        Some(words) => words.ends_with('类') || without_fillers(words).ends_with("方面"),
        None => title.ends_with("方面"),
    }
}

/// Whether words before a comma speak of problems and name none: 问题, 聚焦反馈问题.
pub fn names_no_problem(words: &str) -> bool {
    static FACES: Words = words! { 围绕 直面 正视 对标 查摆 剖析 找准 盯住 };
    static WHOSE: Words = words! { 反馈 的 存在 突出 主要 重点 具体 巡察 巡视 督察 审计 发现 指出 查出 };
    let Some(mut rest) = words.strip_suffix("问题") else { return false };
    while let Some(word) = WHOSE.ending(rest) {
        rest = &rest[..rest.len() - word.len()];
    }
    rest.is_empty() || PROMISES.has(rest) || FACES.has(rest)
}

/// Removes the words that may be between 方面 and 问题.
fn without_fillers(words: &str) -> &str {
    static FILLERS: Words = words! { 的 存在 突出 主要 重点 具体 有关 相关 };
    let mut words = words;
    while let Some(filler) = FILLERS.ending(words) {
        words = &words[..words.len() - filler.len()];
    }
    words
}

/// Headings of a summary, whose numbers are claims.
pub fn is_summary(title: &str) -> bool {
    SUMMARIES.are_in(title)
}

static SUMMARIES: Words = words! {
    基本情况 总体情况 概况 总体进展 整体情况 总体成效 总体整改 工作概述 总体落实
};

static NEXT: Words = words! {
    下一步 下步 下阶段 下一阶段 今后 打算 努力方向 工作计划 后续工作 后续整改 工作安排
};

static ORGANISATION: Words = words! {
    组织整改 组织领导 工作组织 组织情况 组织开展 组织推进 组织落实 组织实施 主要做法 主要措施 责任落实 主体责任
    第一责任 部署 主要负责 书记 基本做法 工作开展情况 整改责任 履职 领导班子
};

static FEEDBACK: Words = words! {
    反馈意见 反馈问题 反馈的问题 反馈的主要问题 反馈的突出问题 反馈的具体问题 发现问题 发现的问题 发现的主要问题 查出问题
    查出的问题 查出的主要问题 指出问题 指出的问题 指出的主要问题
};

static PROBLEMS: Words = words! {
    问题清单 突出问题 主要问题 存在的问题 存在问题
};

static ANSWERS: Words = words! {
    情况 进展 落实 结果 成效 清单 台账 任务 问题 完成 事项
};

/// The part of the notice that a heading opens, if its words name it.
pub fn part(title: &str) -> Option<Part> {
    let about_feedback = FEEDBACK.are_in(title);
    if says_problem(title) && (!about_feedback || title.contains('“') || blames(title)) {
        return None;
    }
    if is_summary(title) {
        return Some(Part::Other);
    }
    if is_class(title) {
        return Some(Part::Items);
    }
    // 落实决策部署方面存在的问题及整改情况 names an aspect of the problems, 落实整改责任方面 does not.
    let of_work = ["整改责任", "整改主体", "整改工作", "组织"].iter().any(|word| title.contains(word));
    let of_aspect =
        ["方面存在", "方面问题", "方面的问题"].iter().any(|word| title.contains(word)) || is_aspect(title) && !of_work;
    if ORGANISATION.are_in(title) && !blames(title) && !of_aspect {
        return Some(Part::Organisation);
    }
    let answers = names_rectification(title);
    // 今后发展谋划不足方面 blames a plan and makes none.
    let next = NEXT.are_in(title) && !(ends_as_problem(title) && blames(title));
    // 整改落实情况及下一步打算 is both; the first counts.
    let answered_first = title.find("整改") < title.find('下')
        && ["整改情况", "落实情况", "进展情况"].iter().any(|word| title.contains(word));
    // 后续整改进展情况 is about results, 后续整改工作 is not.
    let later =
        ["后续整改进展", "后续整改情况", "后续整改落实", "后续整改完成"].iter().any(|word| title.contains(word));
    match next {
        true if answers && (answered_first || later) => Some(Part::Items),
        true => Some(Part::Next),
        false => {
            (answers || about_feedback && !title.ends_with("反馈意见") || PROBLEMS.are_in(title)).then_some(Part::Items)
        }
    }
}

/// Whether a title names rectification: 整改落实情况, 反馈问题的整改. Future rectification (未完成的限期整改) is a
/// measure, and bad rectification (整改任务跟踪不力) a problem.
fn names_rectification(title: &str) -> bool {
    let Some((before, behind)) = title.split_once("整改") else { return false };
    let of_things = ["问题", "任务", "事项", "清单"].iter().any(|word| before.trim_end_matches('的').ends_with(word));
    let answered = ANSWERS.are_in(behind) && !blames(behind);
    answered || of_things && !blames(behind) || status::read(title).is_some()
}

/// Whether a title says by its template that it is a problem.
fn says_problem(title: &str) -> bool {
    opening(title) > 0 && look(title) == TitleShape::Problem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_and_measures_differ() {
        for title in ["关于“学习不够”问题的整改。", "针对推进不力的问题", "对职工关心不够方面", "经费使用不规范问题"]
        {
            assert_eq!(look(title), TitleShape::Problem, "{title}");
        }
        for title in ["推进非公企业入会打折扣", "合同管理不严格"] {
            assert_eq!(look(title), TitleShape::Likely, "{title}");
        }
        for title in ["民生资金审计查出问题的整改情况", "巡察反馈的问题", "信访工作发现问题"]
        {
            assert!(is_aspect(title) && look(title) == TitleShape::Neutral, "{title}");
        }
        assert_eq!(look("巡察发现问题整改不彻底"), TitleShape::Likely);
        for title in ["加强组织领导", "持续推进不断深化", "着力解决突出问题"] {
            assert_eq!(look(title), TitleShape::Measure, "{title}");
        }
    }

    #[test]
    fn parts_are_named_by_their_headings() {
        let cases = [
            ("整改工作组织情况", Some(Part::Organisation)),
            ("党组及主要负责人组织整改落实情况", Some(Part::Organisation)),
            ("整改任务推进落实情况", Some(Part::Items)),
            ("集中整改情况", Some(Part::Items)),
            ("市委巡察组反馈意见整改进展情况", Some(Part::Items)),
            ("关于市委巡察反馈问题的整改落实情况", Some(Part::Items)),
            ("下一步整改工作安排", Some(Part::Next)),
            ("贯彻落实党中央决策部署方面", None),
            ("聚焦落实主体责任方面的整改情况", Some(Part::Items)),
            ("落实整改责任方面", Some(Part::Organisation)),
            ("下一步计划", Some(Part::Next)),
            ("关于“学习不够深入”问题的整改情况", None),
            ("关于“学习不够深入”的整改情况", None),
            ("巡察整改总体情况", Some(Part::Other)),
            ("2023年工作回顾", None),
            ("已完成整改", Some(Part::Items)),
            ("未完成的限期整改", None),
            ("未完成的限期整改任务跟踪不力", None),
            ("任务到人、按月整改", None),
        ];
        for (title, expected) in cases {
            assert_eq!(part(title), expected, "{title}");
        }
    }
}
