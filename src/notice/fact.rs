//! The table of facts: one row for each fact that a notice can state about itself.
//!
//! It drives the front matter (its keys and how their values are parsed), the merging of front matter and text, the JSON
//! Schema, `show`, hover and completion. To add a fact, add a field to [`Facts`] and a row to [`FACTS`]. If its form is
//! new, add a variant to [`Slot`]; the compiler then asks for the rest.

use super::date::{Date, Moment};
use super::facts::{Facts, ItemContinuation};
use super::found::Found;
use super::kind::Kind;
use super::round::Round;
use super::status::Status;
use super::unit::UnitName;
use crate::text::span::Span;

/// A row of the table: a fact that a notice can state about itself.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// Its name in code, data files, `show` and templates.
    pub name: &'static str,
    /// How the front matter states it.
    pub key: FactKey,
    /// Description in Chinese.
    pub zh: &'static str,
    /// Description in English.
    pub en: &'static str,
    /// Its field in [`Facts`], and its form.
    pub slot: Slot,
    /// A value as the front matter writes it, for the reference; the example of `period` is at its first part. Lines
    /// below the first are indented by two blanks.
    pub example: &'static str,
}

/// How the front matter states a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKey {
    /// By a key with the fact's name, or by one of these aliases.
    Own(&'static [&'static str]),
    /// By a part of the value of another key: `period: [start, end]`, `claims: {problems: 28}`. The second word is the
    /// name of that part in Chinese.
    Part(&'static str, &'static str),
    /// Not at all: it is read from the text.
    None,
}

/// Accessors of a field of [`Facts`] that holds one value.
#[derive(Debug)]
pub struct One<T> {
    /// Borrows the field.
    pub get: fn(&Facts) -> &Option<Found<T>>,
    /// Borrows the field to change it.
    pub get_mut: fn(&mut Facts) -> &mut Option<Found<T>>,
}

/// Accessors of a field of [`Facts`] that holds a list.
#[derive(Debug)]
pub struct Many<T> {
    /// Borrows the field.
    pub get: fn(&Facts) -> &Vec<Found<T>>,
    /// Borrows the field to change it.
    pub get_mut: fn(&mut Facts) -> &mut Vec<Found<T>>,
}

impl<T> Clone for One<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for One<T> {}
impl<T> Clone for Many<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Many<T> {}

/// The form of a fact and the field that holds it.
#[derive(Clone, Copy, Debug)]
pub enum Slot {
    /// Words.
    Text(One<String>),
    /// The permanent id.
    Id(One<String>),
    /// Lines that are joined: 联系方式.
    Lines(One<String>),
    /// A day, and the time of day where one is written.
    Moment(One<Moment>),
    /// A day.
    Day(One<Date>),
    /// A count.
    Count(One<u32>),
    /// Yes or no.
    Flag(One<bool>),
    /// 文种
    Kind(One<Kind>),
    /// 整改状态
    Status(One<Status>),
    /// 轮次
    Round(One<Round>),
    /// An organisation.
    Unit(One<UnitName>),
    /// Organisations.
    Units(Many<UnitName>),
    /// Names.
    Names(Many<String>),
    /// Addresses, one an entry.
    Addresses(Many<String>),
    /// Which item continues which.
    Continuations(Many<ItemContinuation>),
    /// A setting of the notice, or words that are kept as written. It has no place and no origin.
    Setting(FrontMatterSetting),
}

/// A key of the front matter whose value is not a fact about the inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterSetting {
    /// 草稿
    Draft,
    /// The audience of the notice.
    Audience,
    /// 撤回
    Withdrawn,
    /// 更新记录
    Updates,
    /// Old anchors of items.
    ItemAliases,
    /// Free words.
    Tags,
    /// Free words.
    Categories,
    /// Kept without effect: `type: posts` of other generators.
    Ignored,
}

macro_rules! slot {
    ($form:ident($holder:ident), $($field:ident).+) => {
        Slot::$form($holder { get: |facts| &facts.$($field).+, get_mut: |facts| &mut facts.$($field).+ })
    };
}

macro_rules! facts {
    ($($name:literal $key:expr, $zh:literal, $en:literal, $slot:expr, $example:literal;)*) => {
        &[$(Fact { name: $name, key: $key, zh: $zh, en: $en, slot: $slot, example: $example }),*]
    };
}

use FactKey::{Own, Part};
use FrontMatterSetting::{Audience, Categories, Draft, Ignored, ItemAliases, Tags, Updates, Withdrawn};

/// All facts, in the order in which the front matter is documented and completed.
pub const FACTS: &[Fact] = facts! {
    "title"           Own(&["标题"]), "标题", "title", slot!(Text(One), title), "中共云江市教育局党组关于五届市委第三轮巡察整改情况的通报";
    "date"            Own(&["发布日期"]), "发布日期，如 2025-03-14", "day of publication", slot!(Moment(One), date), "2024-05-20";
    "updated"         Own(&["更新日期"]), "更新日期", "day of the last change", slot!(Moment(One), updated), "2024-06-03";
    "id"              Own(&[]), "永久的代号，决定网页地址；写定后不再改", "permanent id, part of the address", slot!(Id(One), id), "jiaoyuju-5-3";
    "aliases"         Own(&[]), "旧地址，一行一个", "old addresses", slot!(Addresses(Many), aliases), "[notices/old-name/]";
    "draft"           Own(&["草稿"]), "草稿，不发布", "a draft is not published", Slot::Setting(Draft), "true";
    "kind"            Own(&["文种"]), "文种", "kind of document", slot!(Kind(One), kind), "整改通报";
    "unit"            Own(&["被巡察单位", "被审计单位", "单位"]), "被巡察（被审计）单位，一个或几个", "inspected unit or units", slot!(Units(Many), units), "云江市教育局";
    "issuer"          Own(&["发布单位"]), "发布单位", "who publishes it", slot!(Unit(One), issuer), "中共云江市教育局党组";
    "body"            Own(&["巡察组", "巡视组"]), "巡察组、巡视组", "inspecting body", slot!(Names(Many), bodies), "市委第二巡察组";
    "round"           Own(&["轮次", "巡察轮次"]), "轮次，如 五届市委第三轮巡察", "round of inspection", slot!(Round(One), round), "五届市委第三轮巡察";
    "round_type"      Own(&["巡察类型"]), "巡察类型，如 常规、专项", "type of inspection", slot!(Text(One), round_type), "常规";
    "period_start"    Part("period", "巡察时间"), "巡察的第一天", "first day of the inspection", slot!(Day(One), period_start), "[2023-09-11, 2023-11-10]";
    "period_end"      Part("period", "巡察时间"), "巡察的最后一天", "last day of the inspection", slot!(Day(One), period_end), "";
    "feedback"        Own(&["反馈日期"]), "反馈日期", "day of the feedback", slot!(Day(One), feedback), "2023-12-08";
    "as_of"           Own(&["截至"]), "数据截至", "as of when the numbers hold", slot!(Text(One), as_of), "2024-05-15";
    "term_months"     FactKey::None, "集中整改的月数", "term for rectification in months", slot!(Count(One), term_months), "";
    "status"          Own(&["整改状态"]), "整改状态，代替由各项推出的", "status of the whole notice, overriding what follows from the items", slot!(Status(One), status), "部分完成";
    "aspects"         Part("claims", "方面"), "通报称有几个方面", "aspects the notice claims", slot!(Count(One), claims.aspects), "4";
    "contents"        Part("claims", "项内容"), "通报称有几项内容", "contents the notice claims", slot!(Count(One), claims.contents), "9";
    "problems"        Part("claims", "问题"), "通报称有几个问题", "problems the notice claims", slot!(Count(One), claims.problems), "28";
    "completed"       Part("claims", "完成"), "通报称完成几个", "completed problems the notice claims", slot!(Count(One), claims.completed), "22";
    "measures"        Part("claims", "措施"), "通报称有几条措施", "measures the notice claims", slot!(Count(One), claims.measures), "86";
    "systems"         Part("claims", "制度"), "通报称有几项制度", "systems the notice claims", slot!(Count(One), claims.systems), "12";
    "amount"          Part("claims", "万元"), "金额，按原文写", "amount as written", slot!(Text(One), claims.amount), "35.6";
    "contact"         Own(&["联系方式"]), "联系方式", "contact", slot!(Lines(One), contact), "电话 0999-5550101；邮箱 jyj@example.invalid";
    "signature"       FactKey::None, "落款", "signature", slot!(Text(One), signature), "";
    "audience"        Own(&[]), "给谁看", "who may see it", Slot::Setting(Audience), "intranet";
    "anonymised"      Own(&["匿名"]), "匿名：名称和数字已隐去", "names and numbers are masked", slot!(Flag(One), anonymised), "true";
    "follows"         Own(&[]), "接续哪一份通报，写它的 id", "id of the notice this one continues", slot!(Text(One), follows), "jiaoyuju-5-2";
    "withdrawn"       Own(&["撤回"]), "撤回：原因和日期", "withdrawn: reason and date", Slot::Setting(Withdrawn), "{reason: 数据有误，另行公布, date: 2024-06-10}";
    "updates"         Own(&["更新记录"]), "更新记录", "update history", Slot::Setting(Updates), "\n  - {date: 2024-06-03, note: 更正第 5 项的完成时间}";
    "item_aliases"    Own(&[]), "旧的问题锚点", "old anchors of items", Slot::Setting(ItemAliases), "{i-1a2b3c4d: i-5e6f7a8b}";
    "item_follows"    Own(&["承接"]), "承接：本通报的问题编号对应前一份通报的问题编号，如 {3: 5}", "which item of the notice before each item continues, by number", slot!(Continuations(Many), item_follows), "{3: 5}";
    "until"           Own(&["公示期至"]), "公示期至", "end of the publication period", slot!(Day(One), until), "2024-06-20";
    "type"            Own(&[]), "保留，不起作用", "kept, without effect", Slot::Setting(Ignored), "posts";
    "categories"      Own(&[]), "分类，随意的词", "free words", Slot::Setting(Categories), "[巡察整改]";
    "tags"            Own(&[]), "标签，随意的词", "free words", Slot::Setting(Tags), "[教育, 校车]";
};

/// A key of the front matter: its name, its aliases, and the facts its value states.
#[derive(Clone, Copy, Debug)]
pub struct FrontMatterKey {
    /// The canonical name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// The fact, or the first of those that its value states the parts of.
    pub fact: &'static Fact,
}

const PERIOD: &[&str] = &["巡察时间"];
const CLAIMS: &[&str] = &["通报数据"];

/// The keys of the front matter, each once, in the order of [`FACTS`].
pub fn keys() -> impl Iterator<Item = FrontMatterKey> {
    let mut before = "";
    FACTS.iter().filter_map(move |fact| {
        let (name, aliases) = match fact.key {
            FactKey::Own(aliases) => (fact.name, aliases),
            FactKey::Part("period", _) => ("period", PERIOD),
            FactKey::Part(name, _) => (name, CLAIMS),
            FactKey::None => return None,
        };
        (std::mem::replace(&mut before, name) != name).then_some(FrontMatterKey { name, aliases, fact })
    })
}

/// The key that is written `word`, by its name or an alias.
pub fn key(word: &str) -> Option<FrontMatterKey> {
    keys().find(|key| key.is(word))
}

impl FrontMatterKey {
    /// Whether the key may be written `word`.
    pub fn is(&self, word: &str) -> bool {
        self.words().any(|name| name == word)
    }

    /// Its name and its aliases.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// Whether it decides who may see the notice. A misspelling of such a key is an error, because the notice would be
    /// published otherwise.
    pub fn decides_visibility(&self) -> bool {
        matches!(
            self.fact.slot,
            Slot::Setting(FrontMatterSetting::Draft | FrontMatterSetting::Audience | FrontMatterSetting::Withdrawn)
        )
    }
}

/// The facts that the value of the key `name` states the parts of.
pub fn parts_of(name: &str) -> impl Iterator<Item = &'static Fact> {
    FACTS.iter().filter(move |fact| matches!(fact.key, FactKey::Part(key, _) if key == name))
}

/// The fact named `name`.
pub fn fact(name: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.name == name)
}

/// A value of a fact in words, and where it was found.
pub type Stated = Found<String>;

impl Fact {
    /// Its value in `facts` as text: names without party organs, days as ISO dates, rounds as written.
    pub fn stated(&self, facts: &Facts) -> Vec<Stated> {
        fn one<T: Clone>(field: One<T>, facts: &Facts, words: impl Fn(&T) -> String) -> Vec<Stated> {
            (field.get)(facts).iter().map(|found| found.clone().map(|value| words(&value))).collect()
        }
        fn many<T: Clone>(field: Many<T>, facts: &Facts, words: impl Fn(&T) -> String) -> Vec<Stated> {
            (field.get)(facts).iter().map(|found| found.clone().map(|value| words(&value))).collect()
        }
        match self.slot {
            Slot::Text(field) | Slot::Id(field) | Slot::Lines(field) => one(field, facts, String::clone),
            Slot::Moment(field) => one(field, facts, ToString::to_string),
            Slot::Day(field) => one(field, facts, ToString::to_string),
            Slot::Count(field) => one(field, facts, ToString::to_string),
            Slot::Flag(field) => one(field, facts, ToString::to_string),
            Slot::Kind(field) => one(field, facts, |kind| kind.label().to_owned()),
            Slot::Status(field) => one(field, facts, |status| status.label().to_owned()),
            Slot::Round(field) => one(field, facts, |round| round.label.clone()),
            Slot::Unit(field) => one(field, facts, |unit| unit.name.clone()),
            Slot::Units(field) => many(field, facts, |unit| unit.name.clone()),
            Slot::Names(field) | Slot::Addresses(field) => many(field, facts, String::clone),
            Slot::Continuations(field) => many(field, facts, |pair| format!("{} → {}", pair.number, pair.continues)),
            Slot::Setting(_) => Vec::new(),
        }
    }

    /// Moves the value from `other` to `facts` if `facts` has none.
    pub fn fill(&self, facts: &mut Facts, other: &mut Facts) {
        fn one<T>(field: One<T>, facts: &mut Facts, other: &mut Facts) {
            let value = (field.get_mut)(facts);
            if value.is_none() {
                *value = (field.get_mut)(other).take();
            }
        }
        fn many<T>(field: Many<T>, facts: &mut Facts, other: &mut Facts) {
            let values = (field.get_mut)(facts);
            if values.is_empty() {
                *values = std::mem::take((field.get_mut)(other));
            }
        }
        match self.slot {
            Slot::Text(field) | Slot::Id(field) | Slot::Lines(field) => one(field, facts, other),
            Slot::Moment(field) => one(field, facts, other),
            Slot::Day(field) => one(field, facts, other),
            Slot::Count(field) => one(field, facts, other),
            Slot::Flag(field) => one(field, facts, other),
            Slot::Kind(field) => one(field, facts, other),
            Slot::Status(field) => one(field, facts, other),
            Slot::Round(field) => one(field, facts, other),
            Slot::Unit(field) => one(field, facts, other),
            Slot::Units(field) => many(field, facts, other),
            Slot::Names(field) | Slot::Addresses(field) => many(field, facts, other),
            Slot::Continuations(field) => many(field, facts, other),
            Slot::Setting(_) => {}
        }
    }

    /// Clears the spans of the values.
    pub fn clear_spans(&self, facts: &mut Facts) {
        fn one<T>(field: One<T>, facts: &mut Facts) {
            (field.get_mut)(facts).iter_mut().for_each(|found| found.span = Span::default());
        }
        fn many<T>(field: Many<T>, facts: &mut Facts) {
            (field.get_mut)(facts).iter_mut().for_each(|found| found.span = Span::default());
        }
        match self.slot {
            Slot::Text(field) | Slot::Id(field) | Slot::Lines(field) => one(field, facts),
            Slot::Moment(field) => one(field, facts),
            Slot::Day(field) => one(field, facts),
            Slot::Count(field) => one(field, facts),
            Slot::Flag(field) => one(field, facts),
            Slot::Kind(field) => one(field, facts),
            Slot::Status(field) => one(field, facts),
            Slot::Round(field) => one(field, facts),
            Slot::Unit(field) => one(field, facts),
            Slot::Units(field) => many(field, facts),
            Slot::Names(field) | Slot::Addresses(field) => many(field, facts),
            Slot::Continuations(field) => many(field, facts),
            Slot::Setting(Withdrawn) => {
                facts.withdrawn.iter_mut().for_each(|withdrawn| withdrawn.span = Span::default())
            }
            Slot::Setting(Draft | Audience | Updates | ItemAliases | Tags | Categories | Ignored) => {}
        }
    }
}

impl Facts {
    /// The same values and lines without spans. A span moves whenever a word before it changes, and no other page shows
    /// it.
    #[must_use]
    pub fn without_spans(&self) -> Self {
        let mut facts = self.clone();
        FACTS.iter().for_each(|fact| fact.clear_spans(&mut facts));
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Origin;

    #[test]
    fn keys_and_aliases_are_unique() {
        let mut names: Vec<&str> = keys().flat_map(|key| key.words()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "a key or alias is used twice");
        assert_eq!(parts_of("period").count(), 2);
        assert_eq!(parts_of("claims").count(), 7);
        assert!(keys().all(|key| !key.fact.zh.is_empty() && !key.fact.en.is_empty()));
    }

    #[test]
    fn facts_can_be_filled_stated_and_cleared_of_spans() {
        let day = Date::constant(2025, 6, 30);
        let other = Facts {
            feedback: Some(Found::stated(day, Origin::Prose, 7, Span::new(3, 9))),
            item_follows: vec![Found::stated(
                ItemContinuation { number: "3".into(), continues: "5".into() },
                Origin::FrontMatter,
                2,
                Span::new(1, 2),
            )],
            ..Facts::default()
        };
        let mut facts = Facts::default();
        FACTS.iter().for_each(|fact| fact.fill(&mut facts, &mut other.clone()));
        assert_eq!(facts, other);
        let words = |name| {
            fact(name).map(|fact| fact.stated(&facts).iter().map(|found| found.value.clone()).collect::<Vec<_>>())
        };
        assert_eq!(words("feedback"), Some(vec!["2025-06-30".to_owned()]));
        assert_eq!(words("item_follows"), Some(vec!["3 → 5".to_owned()]));
        FACTS.iter().for_each(|fact| fact.clear_spans(&mut facts));
        assert!(FACTS.iter().flat_map(|fact| fact.stated(&facts)).all(|found| found.span.is_empty() && found.line > 0));
    }
}
