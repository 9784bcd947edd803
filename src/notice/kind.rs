//! Kinds of documents (文种).

use serde::{Deserialize, Serialize};

/// Kind of document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 整改通报: the problems that an inspection found and how they were solved.
    Rectification,
    /// 审计整改公告: the same after an audit.
    AuditRectification,
    /// 工作报告: a report on work, without items.
    WorkReport,
    /// 巡察公告: the announcement of an inspection.
    InspectionNotice,
    /// 其他: anything else.
    #[default]
    Other,
}

impl Kind {
    /// All kinds, in the order they are listed.
    pub const ALL: [Self; 5] =
        [Self::Rectification, Self::AuditRectification, Self::WorkReport, Self::InspectionNotice, Self::Other];

    /// The kind's name, as front matter, pages and data write it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rectification => "整改通报",
            Self::AuditRectification => "审计整改公告",
            Self::WorkReport => "工作报告",
            Self::InspectionNotice => "巡察公告",
            Self::Other => "其他",
        }
    }

    /// The same in English, for sites and runs in that language.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Rectification => "Rectification notice",
            Self::AuditRectification => "Audit rectification notice",
            Self::WorkReport => "Work report",
            Self::InspectionNotice => "Inspection notice",
            Self::Other => "Other",
        }
    }

    /// The kind named `label`.
    pub fn parse(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.label() == label.trim())
    }

    /// Whether notices of this kind have items and a status; elsewhere the status is null.
    pub const fn has_status(self) -> bool {
        matches!(self, Self::Rectification | Self::AuditRectification)
    }
}
