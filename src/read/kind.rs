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
}

/// The kind, and how sure it is.
pub fn judge(signs: &Signs<'_>) -> Option<(Kind, Confidence)> {
    let Signs { title, opening, lead, has_items } = *signs;
    let rectifies = title.contains("整改");
    let report = ["工作报告", "全委会", "全委（扩大）会", "代表大会"].iter().any(|word| title.contains(word));
    let address = ["各位委员", "各位代表", "各位领导"].iter().any(|word| opening.contains(word));
    if report && !rectifies || address {
        return Some((Kind::WorkReport, Confidence::High));
    }
    let inspected =
        ["巡察组", "巡视组", "巡察反馈", "巡视反馈", "巡察意见", "巡视意见"].iter().any(|word| lead.contains(word));
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
    let about_inspection = ["巡视", "巡察"].iter().any(|word| title.contains(word));
    let about_audit = title.contains("审计");
    if rectifies && (about_inspection || about_audit) {
        let told = lead.contains("反馈") || lead.contains("整改") && (inspected || audited);
        let confidence = if told { Confidence::High } else { Confidence::Medium };
        let audit = about_audit && !inspected && (audited || !about_inspection);
        return Some((if audit { Kind::AuditRectification } else { Kind::Rectification }, confidence));
    }
    let announces = title.contains("公告") || title.contains("预告");
    if about_inspection && announces && !rectifies {
        return Some((Kind::InspectionNotice, Confidence::High));
    }
    let answered = lead.contains("整改") && (lead.contains("反馈") || lead.contains("审计"));
    if answered && (rectifies || has_items) {
        if inspected {
            return Some((Kind::Rectification, Confidence::Medium));
        }
        if audited {
            return Some((Kind::AuditRectification, Confidence::Medium));
        }
    }
    None
}
