//! The fields of a notice.

use super::field::{ColumnForm, DataColumn, Value};
use crate::archive::history::StepKind;
use crate::archive::{Address, Archive, Basis, Context, NoticeStatus, RowIndex, Tally};
use crate::config::Language;
use crate::notice::{Claims, Date, Facts, Found, Kind, Status, Summary};

/// A notice as a row of data.
#[derive(Clone, Debug)]
pub struct NoticeRecord<'a> {
    /// Summary of its file.
    pub summary: &'a Summary,
    units: Vec<&'a str>,
    unit_keys: Vec<&'a str>,
    round_key: Option<&'a str>,
    notice_status: Option<NoticeStatus>,
    items: Tally,
    follows: Option<&'a str>,
    superseded_by: Option<&'a str>,
    counts: bool,
    url: Address,
    language: Language,
}

impl<'a> NoticeRecord<'a> {
    /// The row at `at` of the archive.
    pub fn of(archive: &'a Archive, at: RowIndex) -> Self {
        let row = &archive.rows()[at];
        Self {
            summary: &row.summary,
            units: archive
                .units_of(at)
                .into_iter()
                .filter(|group| group.key.is_some())
                .map(|group| group.name.as_str())
                .collect(),
            unit_keys: row.units.iter().map(|key| key.as_str()).collect(),
            round_key: row.round.as_ref().map(|round| round.key.as_str()),
            notice_status: row.notice_status,
            items: row.items,
            follows: row.continues.map(|earlier| archive.rows()[earlier].id()),
            superseded_by: row.superseded_by.map(|newer| archive.rows()[newer].id()),
            counts: row.counts(),
            url: row.address.clone(),
            language: archive.language(),
        }
    }

    /// The record from the context of a notice's page, so that the page's downloads depend on that context only.
    pub fn in_context(summary: &'a Summary, context: &'a Context<'a>) -> Self {
        let unit_keys = context.unit_keys.clone();
        Self {
            summary,
            units: context.units.iter().map(|near| near.title).filter(|_| !unit_keys.is_empty()).collect(),
            unit_keys,
            round_key: context.round_key,
            notice_status: context.notice_status,
            items: context.items,
            follows: context.follows,
            superseded_by: context.newer,
            counts: context.counts,
            url: Address::notice(summary.id()),
            language: context.language,
        }
    }

    /// The notice's page.
    pub fn url(&self) -> &Address {
        &self.url
    }

    /// A status in the site's language.
    pub(super) fn status_label(&self, status: Status) -> &'static str {
        self.language.pick(status.label(), status.english())
    }

    /// A step in the site's language.
    pub(super) fn step_label(&self, step: StepKind) -> &'static str {
        step.label(self.language)
    }

    /// 发布日期
    pub(super) fn date(&self) -> Value<'a> {
        Value::text(self.facts().day().map(|day| day.to_string()))
    }

    /// 标题
    pub(super) fn title(&self) -> Value<'a> {
        sure(self.facts().title.as_ref(), String::as_str)
    }

    /// 更新日期
    fn updated(&self) -> Value<'a> {
        day(self.facts().updated.as_ref().map(|found| found.clone().map(|moment| moment.date)).as_ref())
    }

    /// 发布单位
    fn issuer(&self) -> Value<'a> {
        sure(self.facts().issuer.as_ref(), |unit| &unit.as_written)
    }

    /// 巡察组
    fn body(&self) -> Value<'a> {
        let bodies = self.facts().bodies.iter().filter(|body| body.is_indexed());
        joined(&bodies.map(|body| body.value.as_str()).collect::<Vec<_>>())
    }

    /// 单位
    pub(super) fn unit(&self) -> Value<'a> {
        joined(&self.units)
    }

    /// The keys of its units.
    pub(super) fn unit_key(&self) -> Value<'a> {
        joined(&self.unit_keys)
    }

    /// 轮次, as written.
    pub(super) fn round(&self) -> Value<'a> {
        sure(self.facts().round.as_ref(), |round| &round.label)
    }

    /// The key of its round.
    pub(super) fn round_key(&self) -> Value<'a> {
        Value::text(self.round_key)
    }

    /// Whether it counts: no other notice continues it.
    pub(super) fn counted(&self) -> bool {
        self.counts
    }

    /// The id of the notice that continues it.
    pub(super) fn superseded_by(&self) -> Value<'a> {
        Value::text(self.superseded_by)
    }

    fn facts(&self) -> &'a Facts {
        &self.summary.facts
    }
}

const KINDS: [&str; 5] = [
    Kind::Rectification.label(),
    Kind::AuditRectification.label(),
    Kind::WorkReport.label(),
    Kind::InspectionNotice.label(),
    Kind::Other.label(),
];

/// The canonical names of the statuses, in the order of [`Status::ALL`].
pub(super) const STATUSES: [&str; 6] = [
    Status::Done.name(),
    Status::Partial.name(),
    Status::InProgress.name(),
    Status::LongTerm.name(),
    Status::Open.name(),
    Status::Unstated.name(),
];

const BASES: [&str; 4] = [Basis::FrontMatter.name(), Basis::Items.name(), Basis::Claims.name(), Basis::None.name()];

type NoticeValue<'a> = for<'r> fn(&'r NoticeRecord<'a>) -> Value<'r>;

const fn field<'a>(
    name: &'static str,
    form: ColumnForm,
    about: &'static str,
    value: NoticeValue<'a>,
) -> DataColumn<NoticeRecord<'a>> {
    DataColumn { name, form, about, value }
}

/// The fields of a notice, in the order of the columns.
pub fn notice_fields<'a>() -> Vec<DataColumn<NoticeRecord<'a>>> {
    about_notice().into_iter().chain(about_items()).chain(about_chain_and_claims()).collect()
}

/// Columns for identity, kind and status.
fn about_notice<'a>() -> [DataColumn<NoticeRecord<'a>>; 17] {
    [
        field("id", ColumnForm::Text, "永久编号", |row| Value::Text(row.summary.id().into())),
        field("title", ColumnForm::OptionalText, "标题", |row| row.title()),
        field("date", ColumnForm::OptionalDate, "发布日期", |row| row.date()),
        field("updated", ColumnForm::OptionalDate, "更新日期", |row| row.updated()),
        field("kind", ColumnForm::OneOf(&KINDS, false), "文种", |row| Value::Text(row.facts().kind().label().into())),
        field("unit", ColumnForm::OptionalText, "单位，多个以顿号分隔", |row| row.unit()),
        field("unit_key", ColumnForm::OptionalText, "单位的键，多个以顿号分隔", |row| row.unit_key()),
        field("issuer", ColumnForm::OptionalText, "发布单位", |row| row.issuer()),
        field("body", ColumnForm::OptionalText, "巡察组，多个以顿号分隔", |row| row.body()),
        field("round", ColumnForm::OptionalText, "轮次，原文写法", |row| row.round()),
        field("round_key", ColumnForm::OptionalText, "轮次的键", |row| row.round_key()),
        field("period_start", ColumnForm::OptionalDate, "巡察开始日期", |row| {
            day(row.facts().period_start.as_ref())
        }),
        field("period_end", ColumnForm::OptionalDate, "巡察结束日期", |row| day(row.facts().period_end.as_ref())),
        field("feedback", ColumnForm::OptionalDate, "反馈日期", |row| day(row.facts().feedback.as_ref())),
        field("status", ColumnForm::OneOf(&STATUSES, true), "状态", |row| {
            Value::text(row.notice_status.map(|notice_status| notice_status.status.name()))
        }),
        field("status_label", ColumnForm::OptionalText, "状态的说法", |row| {
            Value::text(row.notice_status.map(|notice_status| notice_status.label(row.language)))
        }),
        field("status_basis", ColumnForm::OneOf(&BASES, true), "状态的依据", |row| {
            Value::text(row.notice_status.map(|notice_status| notice_status.basis.name()))
        }),
    ]
}

/// Numbers of items by status.
fn about_items<'a>() -> [DataColumn<NoticeRecord<'a>>; 7] {
    [
        field("items_total", ColumnForm::Number, "列出的问题数", |row| Value::Number(row.items.items())),
        field("items_done", ColumnForm::Number, "已完成", |row| Value::Number(row.items.count(Status::Done))),
        field("items_partial", ColumnForm::Number, "阶段性完成", |row| {
            Value::Number(row.items.count(Status::Partial))
        }),
        field("items_in_progress", ColumnForm::Number, "正在整改", |row| {
            Value::Number(row.items.count(Status::InProgress))
        }),
        field("items_long_term", ColumnForm::Number, "长期坚持", |row| {
            Value::Number(row.items.count(Status::LongTerm))
        }),
        field("items_open", ColumnForm::Number, "未完成", |row| Value::Number(row.items.count(Status::Open))),
        field("items_unstated", ColumnForm::Number, "未注明", |row| {
            Value::Number(row.items.count(Status::Unstated))
        }),
    ]
}

/// Columns for its chain, its claims and its address.
fn about_chain_and_claims<'a>() -> [DataColumn<NoticeRecord<'a>>; 8] {
    [
        field("follows", ColumnForm::OptionalText, "接续的上一份通报的永久编号", |row| {
            Value::text(row.follows)
        }),
        field("superseded_by", ColumnForm::OptionalText, "接续这份通报的后续通报的永久编号", |row| {
            row.superseded_by()
        }),
        field("counted", ColumnForm::Flag, "是否计入统计：没有被后续通报接续", |row| {
            Value::Flag(row.counted())
        }),
        field("claimed_aspects", ColumnForm::OptionalNumber, "通报所称方面数", |row| {
            claimed(&row.facts().claims, |claims| claims.aspects.as_ref())
        }),
        field("claimed_problems", ColumnForm::OptionalNumber, "通报所称问题数", |row| {
            claimed(&row.facts().claims, |claims| claims.problems.as_ref())
        }),
        field("claimed_completed", ColumnForm::OptionalNumber, "通报所称完成数", |row| {
            claimed(&row.facts().claims, |claims| claims.completed.as_ref())
        }),
        field("source", ColumnForm::Text, "原文件，相对于 content/", |row| {
            Value::Text(row.summary.source.as_str().into())
        }),
        field("url", ColumnForm::Text, "页面地址，相对于本站", |row| Value::Text(row.url.as_str().into())),
    ]
}

/// The text of a fact, if it is certain enough for data files.
fn sure<'a, T>(found: Option<&'a Found<T>>, words: impl Fn(&'a T) -> &'a str) -> Value<'a> {
    Value::text(found.filter(|found| found.is_indexed()).map(|found| words(&found.value)))
}

fn day<'a>(found: Option<&Found<Date>>) -> Value<'a> {
    Value::text(found.filter(|found| found.is_indexed()).map(|found| found.value.to_string()))
}

fn claimed<'a>(claims: &Claims, count: impl Fn(&Claims) -> Option<&Found<u32>>) -> Value<'a> {
    Value::number(count(claims).filter(|found| found.is_indexed()).map(|found| found.value))
}

fn joined<'a>(words: &[&'a str]) -> Value<'a> {
    match words {
        [one] => Value::text(Some(*one)),
        several => Value::text(Some(several.join("、"))),
    }
}
