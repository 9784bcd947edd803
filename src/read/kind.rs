//! What kind of document a text is (DOMAIN §6.1).

use crate::notice::{Confidence, Kind};

/// What the kind is judged by.
pub struct Signs<'a> {
    /// The title, and under it the subtitle.
    pub title: &'a str,
    /// The first rows.
    pub opening: &'a str,
    /// The lead.
    pub lead: &'a str,
    /// Whether headings look like items with an answer each.
    pub has_items: bool,
    /// Whether a heading says that they were put right.
    pub answered: bool,
}

/// The kind, and how sure it is.
pub fn judge(signs: &Signs<'_>) -> Option<(Kind, Confidence)> {
    let Signs { title, opening, lead, has_items, answered } = *signs;
    let rectifies = title.contains("整改");
    let report = ["工作报告", "全委会", "全委（扩大）会", "代表大会"].iter().any(|word| title.contains(word));
    let speech = ["讲话", "发言", "致辞", "表态"].iter().any(|word| title.contains(word));
    let address = !speech && ["各位委员", "各位代表", "各位领导"].iter().any(|word| opening.contains(word));
    let about_inspection = ["巡视", "巡察", "督察"].iter().any(|word| title.contains(word));
    let about_audit = title.contains("审计");
    // A report on what was put right after an audit is read to a congress' committee, too.
    if report && !rectifies || address && !(reports_rectification(title) && (about_inspection || about_audit)) {
        return Some((Kind::WorkReport, Confidence::High));
    }
    let inspected = ["巡察组", "巡视组", "巡察反馈", "巡视反馈", "巡察意见", "巡视意见", "督察组", "督察反馈"]
        .iter()
        .any(|word| lead.contains(word));
    let audited = lead.contains("审计")
        && [
            "审计局",
            "审计厅",
            "审计署",
            "审计组",
            "审计报告",
            "进行了审计",
            "进行审计",
            "审计查出",
            "审计发现",
            "审计意见",
        ]
        .iter()
        .any(|word| lead.contains(word));
    if reports_rectification(title) && (about_inspection || about_audit) {
        let told = lead.contains("反馈") || lead.contains("整改") && (inspected || audited);
        let confidence = if told { Confidence::High } else { Confidence::Medium };
        let audit = about_audit && !inspected && (audited || !about_inspection);
        return Some((if audit { Kind::AuditRectification } else { Kind::Rectification }, confidence));
    }
    let announces = title.contains("公告") || title.contains("预告");
    if about_inspection && announces && !rectifies && !title.contains("督察") {
        return Some((Kind::InspectionNotice, Confidence::High));
    }
    let answered = (lead.contains("整改") || answered) && (lead.contains("反馈") || lead.contains("审计"));
    if answered && (has_items || reports_rectification(title)) && !is_speech(title) {
        if inspected {
            return Some((Kind::Rectification, Confidence::Medium));
        }
        if audited {
            return Some((Kind::AuditRectification, Confidence::Medium));
        }
    }
    // After other inspections: 安全生产检查发现问题整改情况, 民主生活会整改落实情况.
    (has_items && reports_rectification(title)).then_some((Kind::Rectification, Confidence::Medium))
}

/// Whether a title says that it reports what was put right, and not what is to be.
fn reports_rectification(title: &str) -> bool {
    let reports = ["情况", "结果", "进展", "完成", "成效", "台账", "清单", "报告", "公示", "通报", "公告", "公开"];
    title.find("整改").is_some_and(|at| reports.iter().any(|word| title[at..].contains(word))) && !is_speech(title)
}

/// Whether a title speaks of a plan, a meeting or a speech.
fn is_speech(title: &str) -> bool {
    let plans = [
        "方案",
        "计划",
        "意见的通知",
        "办法",
        "动员",
        "推进会",
        "整改专题民主生活会",
        "讲话",
        "发言",
        "召开",
        "部署会",
        "座谈会",
    ];
    // ——在市人大常委会第十四次会议上 says only where a report was given.
    let mut meetings = title.match_indices("会议").map(|(at, word)| &title[at + word.len()..]);
    let orders = title.ends_with("的通知") && !title.ends_with("情况的通知");
    orders || plans.iter().any(|word| title.contains(word)) || meetings.any(|behind| !behind.starts_with('上'))
}
