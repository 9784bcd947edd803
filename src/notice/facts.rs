//! The facts of a notice: everything the index knows of it but its items.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::audience::Audience;
use super::claim::Claims;
use super::date::{Date, Moment};
use super::found::Found;
use super::item::Anchor;
use super::kind::Kind;
use super::round::Round;
use super::status::Status;
use super::unit::UnitName;
use crate::text::span::Span;

/// The facts a notice states about itself, with their origins; absent if not stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The permanent id: from the front matter, else made from the file's name.
    pub id: Option<Found<String>>,
    /// 标题, blanks between Han characters dropped.
    pub title: Option<Found<String>>,
    /// 发布日期
    pub date: Option<Found<Moment>>,
    /// 更新日期
    pub updated: Option<Found<Moment>>,
    /// 文种
    pub kind: Option<Found<Kind>>,
    /// The inspected units.
    pub units: Vec<Found<UnitName>>,
    /// 发布单位
    pub issuer: Option<Found<UnitName>>,
    /// The inspecting bodies (巡察组), as written.
    pub bodies: Vec<Found<String>>,
    /// 轮次
    pub round: Option<Found<Round>>,
    /// 巡察类型, where it is stated apart from the round's label.
    pub round_type: Option<Found<String>>,
    /// The first day of the inspection.
    pub period_start: Option<Found<Date>>,
    /// The last day of the inspection.
    pub period_end: Option<Found<Date>>,
    /// 反馈日期
    pub feedback: Option<Found<Date>>,
    /// 截至, as written if it is not a day.
    pub as_of: Option<Found<String>>,
    /// Months allowed for rectification: 3 of 集中整改三个月.
    pub term_months: Option<Found<u32>>,
    /// 整改状态 of the whole notice, where the front matter overrides what the items say.
    pub status: Option<Found<Status>>,
    /// 通报数据
    pub claims: Claims,
    /// 联系方式, as written.
    pub contact: Option<Found<String>>,
    /// The signature at the end, as written.
    pub signature: Option<Found<String>>,
    /// 匿名: names and numbers are masked.
    pub anonymised: Option<Found<bool>>,
    /// 公示期至
    pub until: Option<Found<Date>>,
    /// 草稿
    pub draft: bool,
    /// Its audience.
    pub audience: Audience,
    /// The id of the notice this one continues.
    pub follows: Option<Found<String>>,
    /// Why and when it was withdrawn.
    pub withdrawn: Option<Withdrawn>,
    /// 更新记录, as written, oldest first.
    pub updates: Vec<Update>,
    /// Old addresses, relative to the site's root.
    pub aliases: Vec<Found<String>>,
    /// Old anchors of items and the anchors that took their place.
    pub item_aliases: Vec<(String, Option<Anchor>)>,
    /// 承接: which item of the notice before each item continues, where the matching by titles is wrong.
    pub item_follows: Vec<Found<ItemContinuation>>,
    /// Free words: never a source of kind, unit, round or status.
    pub tags: Vec<String>,
    /// Free words, as `tags`.
    pub categories: Vec<String>,
    /// Keys we do not know, as data for templates.
    #[serde(with = "extra")]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A notice taken back: its page keeps title, dates and reason only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// 原因
    pub reason: Option<String>,
    /// When.
    pub date: Option<Date>,
    /// Span of the statement in the front matter.
    pub span: Span,
}

/// An entry of `item_follows`: an item of this notice and the item it continues, by their numbers as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ItemContinuation {
    /// The number of the item here.
    pub number: String,
    /// The number of the item in the notice that `follows` names.
    pub continues: String,
}

/// One line of the update history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// When.
    pub date: Option<Date>,
    /// The change.
    pub note: String,
}

impl Facts {
    /// The title; empty if there is none.
    pub fn title(&self) -> &str {
        self.title.as_ref().map(|found| found.value.as_str()).unwrap_or_default()
    }

    /// Name of the notice in links, lists and headings: its title, or its id if it has none, so that nothing has an
    /// empty name.
    pub fn title_or_id(&self) -> &str {
        if self.title().trim().is_empty() { self.id() } else { self.title() }
    }

    /// The id; empty if there is none.
    pub fn id(&self) -> &str {
        self.id.as_ref().map(|found| found.value.as_str()).unwrap_or_default()
    }

    /// The kind; 其他 if none is stated.
    pub fn kind(&self) -> Kind {
        self.kind.as_ref().filter(|found| found.is_indexed()).map(|found| found.value).unwrap_or_default()
    }

    /// The day of publication, if it is certain enough to be indexed.
    pub fn day(&self) -> Option<Date> {
        self.date.as_ref().filter(|found| found.is_indexed()).map(|found| found.value.date)
    }
}

/// Serialises extra keys. Their values are any JSON, which the cache's format (postcard, not self-describing) can only
/// keep as text.
mod extra {
    use std::collections::BTreeMap;

    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::{Serialize, Serializer};
    use serde_json::Value;

    type Extra = BTreeMap<String, Value>;

    pub(super) fn serialize<S: Serializer>(extra: &Extra, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => extra.serialize(serializer),
            false => serializer.collect_map(extra.iter().map(|(key, value)| (key, value.to_string()))),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Extra, D::Error> {
        if deserializer.is_human_readable() {
            return Extra::deserialize(deserializer);
        }
        let texts = BTreeMap::<String, String>::deserialize(deserializer)?;
        let read = |(key, text): (String, String)| serde_json::from_str(&text).map(|value| (key, value));
        texts.into_iter().map(read).collect::<Result<_, _>>().map_err(D::Error::custom)
    }
}
