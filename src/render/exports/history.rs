//! Columns of histories. A row is the statement of one notice of a chain about one item.

use super::field::{ColumnForm, DataColumn, Value};
use super::item::absolute;
use super::notice::{NoticeRecord, STATUSES};
use crate::archive::history::{HistoryStep, ItemHistory, StepKind};
use crate::archive::{Address, Archive, RowIndex};

/// A step of a problem's history as a row of data.
#[derive(Clone, Debug)]
pub struct HistoryRow<'a> {
    history: String,
    step: u32,
    latest: bool,
    notice: NoticeRecord<'a>,
    says: HistoryStep<'a>,
    url: String,
}

impl<'a> HistoryRow<'a> {
    /// The steps of all problems of the chain whose newest notice is at `newest`.
    pub fn all(archive: &'a Archive, newest: RowIndex, base: Option<&str>) -> Vec<Self> {
        let histories = archive.chain_histories(newest).into_iter();
        histories.flat_map(|history| Self::of(archive, history, base)).collect()
    }

    fn of(archive: &'a Archive, history: ItemHistory<'a>, base: Option<&str>) -> Vec<Self> {
        let address = history.address().to_string();
        let last = history.steps.len();
        let rows = history.steps.into_iter().zip(1_u32..).filter_map(|(says, step)| {
            let page = Address::notice(says.notice);
            let anchor = says.anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
            Some(Self {
                history: address.clone(),
                step,
                latest: step as usize == last,
                notice: NoticeRecord::of(archive, archive.find(says.notice)?),
                url: absolute(base, &format!("{page}{anchor}")),
                says,
            })
        });
        rows.collect()
    }
}

/// The names of the steps, in the order of [`StepKind::ALL`].
const STEPS: [&str; 7] = [
    StepKind::First.name(),
    StepKind::Progress.name(),
    StepKind::SetBack.name(),
    StepKind::Unchanged.name(),
    StepKind::Unstated.name(),
    StepKind::NotListed.name(),
    StepKind::New.name(),
];

type Of<'a> = for<'r> fn(&'r HistoryRow<'a>) -> Value<'r>;

const fn field<'a>(
    name: &'static str,
    form: ColumnForm,
    about: &'static str,
    value: Of<'a>,
) -> DataColumn<HistoryRow<'a>> {
    DataColumn { name, form, about, value }
}

/// The fields of a step, in the order of the columns.
pub fn history_fields<'a>() -> [DataColumn<HistoryRow<'a>>; 22] {
    [
        field("item_history", ColumnForm::Text, "这一问题在最早列出它的通报里的地址", |row| {
            Value::Text(row.history.as_str().into())
        }),
        field("step", ColumnForm::Number, "第几步，从 1 起", |row| Value::Number(row.step)),
        field("latest", ColumnForm::Flag, "是否为最近的一步", |row| Value::Flag(row.latest)),
        field("notice", ColumnForm::Text, "通报的永久编号", |row| Value::Text(row.says.notice.into())),
        field("notice_title", ColumnForm::OptionalText, "通报的标题", |row| row.notice.title()),
        field("date", ColumnForm::OptionalDate, "通报的发布日期", |row| row.notice.date()),
        field("unit", ColumnForm::OptionalText, "单位，多个以顿号分隔", |row| row.notice.unit()),
        field("unit_key", ColumnForm::OptionalText, "单位的键，多个以顿号分隔", |row| {
            row.notice.unit_key()
        }),
        field("round", ColumnForm::OptionalText, "轮次，原文写法", |row| row.notice.round()),
        field("round_key", ColumnForm::OptionalText, "轮次的键", |row| row.notice.round_key()),
        field("change", ColumnForm::OneOf(&STEPS, false), "与此前最近一次注明的状态相比", |row| {
            Value::Text(row.says.kind.name().into())
        }),
        field("change_label", ColumnForm::Text, "变化的说法", |row| {
            Value::Text(row.notice.step_label(row.says.kind).into())
        }),
        field("sure", ColumnForm::Flag, "确认是同一问题；否则待确认", |row| Value::Flag(row.says.sure)),
        field("number", ColumnForm::OptionalText, "编号，原文写法；通报未再列出时为空", |row| {
            Value::text(row.says.number.as_deref())
        }),
        field("title", ColumnForm::OptionalText, "标题；通报未再列出时为空", |row| {
            Value::text(row.says.title.as_deref())
        }),
        field("status", ColumnForm::OneOf(&STATUSES, true), "状态；通报未再列出时为空", |row| {
            Value::text(row.says.status.map(|status| status.name()))
        }),
        field("status_label", ColumnForm::OptionalText, "状态的说法", |row| {
            Value::text(row.says.status.map(|status| row.notice.status_label(status)))
        }),
        field("status_raw", ColumnForm::OptionalText, "状态，原文写法", |row| {
            Value::text(row.says.status_raw.as_deref())
        }),
        field("deadline", ColumnForm::OptionalDate, "整改时限，最后一日", |row| {
            let day = row.says.deadline.as_ref().and_then(|deadline| deadline.day);
            Value::text(day.map(|day| day.to_string()))
        }),
        field("deadline_raw", ColumnForm::OptionalText, "整改时限，原文写法", |row| {
            Value::text(row.says.deadline.as_ref().map(|deadline| &*deadline.as_written))
        }),
        field("responsible", ColumnForm::OptionalText, "责任单位或责任人，原文写法", |row| {
            Value::text(row.says.responsible.as_deref())
        }),
        field("url", ColumnForm::Text, "页面地址；网站没有设定地址时相对于本站", |row| {
            Value::Text(row.url.as_str().into())
        }),
    ]
}
