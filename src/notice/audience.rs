//! The audience of a notice.

use serde::{Deserialize, Serialize};

/// The audience of a notice or of a build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// The unit's own network only.
    Intranet,
}

impl Audience {
    /// The name in front matter, `site.yaml` and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Intranet => "intranet",
        }
    }

    /// The audience named `text`, in English or Chinese (公开, 内网).
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "public" | "公开" => Some(Self::Public),
            "intranet" | "内网" => Some(Self::Intranet),
            _ => None,
        }
    }

    /// Whether a build for this audience may show what is meant for `other`.
    pub const fn may_see(self, other: Self) -> bool {
        matches!((self, other), (Self::Intranet, _) | (_, Self::Public))
    }
}
