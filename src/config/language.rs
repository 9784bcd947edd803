//! The languages of messages.

use serde::Serialize;

use super::site::Site;

/// A language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Language {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Language {
    /// The language of a tag or locale: `zh-CN`, `zh_CN.UTF-8`, `en`, `en_GB`, …; `None` for others.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language of a site's pages.
    pub fn of_site(site: &Site) -> Self {
        Self::parse(&site.language).unwrap_or_default()
    }

    /// The wording in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// The same words in both languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// 中文
    pub zh: &'static str,
    /// English
    pub en: &'static str,
}

impl Phrase {
    /// The two wordings.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The words in `language`.
    pub fn in_language(self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

/// A count with its word in English: `1 notice`, `2 notices`.
pub fn plural(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
