//! The settings in `site.yaml`. Every key has a default, so an empty file is valid.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::register::{RoundEntry, UnitEntry};
use crate::notice::{Audience, Severity};

/// A site as `content/site.yaml` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// The site's name.
    pub title: String,
    /// Description in one sentence.
    pub description: Option<String>,
    /// 主管单位
    pub owner: Option<String>,
    /// 主办单位
    pub organizer: Option<String>,
    /// The address the site is served at, with a `/` at the end. Without it no sitemap, canonical or self link is written.
    pub base_url: Option<String>,
    /// Id of the site in feeds and data; derived from `base_url` or the title if absent.
    pub id: Option<String>,
    /// The language of messages and of the theme's strings: `zh-CN` or `en`.
    pub language: String,
    /// The place in the keys of rounds, if nothing else names one.
    pub place: Option<String>,
    /// The offset of the site's clock.
    pub utc_offset: String,
    /// The theme's folder name.
    pub theme: String,
    /// The colour of links and buttons: `#rrggbb`.
    pub accent: Option<String>,
    /// The picture before the site's name, by its address.
    pub logo: Option<String>,
    /// The picture shown where a link is shared, by its address.
    pub share_image: Option<String>,
    /// The main navigation; the built-in one where empty.
    pub navigation: Vec<SiteLink>,
    /// More links in the footer.
    pub footer_links: Vec<SiteLink>,
    /// A sentence at the top of every page.
    pub banner: Option<String>,
    /// The first day the banner is shown.
    pub banner_from: Option<String>,
    /// The last day the banner is shown.
    pub banner_until: Option<String>,
    /// How many rows a list page holds.
    pub page_size: usize,
    /// 联系方式
    pub contact: Option<String>,
    /// ICP 备案号
    pub icp: Option<String>,
    /// 公安备案号
    pub police_record: Option<String>,
    /// 网站标识码
    pub site_id_code: Option<String>,
    /// Months between feedback and publication.
    pub term_months: Option<u32>,
    /// The register of units.
    pub units: Vec<UnitEntry>,
    /// The register of rounds.
    pub rounds: Vec<RoundEntry>,
    /// Severities that replace those of the rules, by code; `null` turns a rule off.
    pub severities: BTreeMap<String, Option<Severity>>,
    /// The targets of `publish`, by name.
    pub targets: BTreeMap<String, TargetSettings>,
    /// The link that opens an editor at `{path}` and `{line}`.
    pub editor: Option<String>,
}

/// A link that the site's settings name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteLink {
    /// The words shown.
    pub title: String,
    /// An address of the site, or one of the web.
    pub url: String,
}

/// A target of `publish`, with exactly one of `path` and `rsync`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TargetSettings {
    /// A local or mounted directory.
    pub path: Option<String>,
    /// `user@host:DIR` over the system's OpenSSH.
    pub rsync: Option<String>,
    /// Audience of the target.
    pub audience: Audience,
    /// Whether a compressed copy is written beside each text file.
    pub precompress: bool,
    /// Whether to publish where the switch takes two steps (as on Windows), so that readers may find nothing for a moment.
    pub allow_non_atomic: bool,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            title: "整改公示".to_owned(),
            description: None,
            owner: None,
            organizer: None,
            base_url: None,
            id: None,
            language: "zh-CN".to_owned(),
            place: None,
            utc_offset: "+08:00".to_owned(),
            theme: "default".to_owned(),
            accent: None,
            logo: None,
            share_image: None,
            navigation: Vec::new(),
            footer_links: Vec::new(),
            banner: None,
            banner_from: None,
            banner_until: None,
            page_size: 50,
            contact: None,
            icp: None,
            police_record: None,
            site_id_code: None,
            term_months: None,
            units: Vec::new(),
            rounds: Vec::new(),
            severities: BTreeMap::new(),
            targets: BTreeMap::new(),
            editor: None,
        }
    }
}
