//! Columns of items. Each row is self-contained and repeats the facts of its notice.

use std::rc::Rc;

use super::field::{ColumnForm, DataColumn, Value};
use super::notice::{NoticeRecord, STATUSES};
use crate::archive::Address;
use crate::archive::history::ItemAddress;
use crate::notice::{Deadline, Item};

/// An item as a row of data.
#[derive(Clone, Debug)]
pub struct ItemRecord<'a> {
    notice: Rc<NoticeRecord<'a>>,
    seq: u32,
    item: Item,
    history: Option<String>,
    url: String,
}

impl<'a> ItemRecord<'a> {
    /// The items of a notice in order. `lasting` are the addresses of their histories, empty if the notice belongs
    /// to no chain; `base` is the address of the site, if known.
    pub fn all(
        notice: NoticeRecord<'a>,
        lasting: Vec<ItemAddress<'a>>,
        base: Option<&'a str>,
    ) -> impl Iterator<Item = Self> + 'a {
        let (summary, notice) = (notice.summary, Rc::new(notice));
        let page = Address::notice(summary.id());
        summary.items.iter().enumerate().zip(1..).map(move |((at, item), seq)| Self {
            notice: Rc::clone(&notice),
            seq,
            history: lasting.get(at).map(ToString::to_string),
            url: absolute(base, &format!("{page}#{}", item.anchor)),
            item,
        })
    }

    /// The units it is about: its own, else those of its notice.
    fn unit(&self) -> Value<'_> {
        match self.item.unit.as_ref().filter(|unit| unit.is_indexed()) {
            Some(unit) => Value::Text(unit.value.name.as_str().into()),
            None => self.notice.unit(),
        }
    }

    fn unit_key(&self) -> Value<'_> {
        match self.item.unit.as_ref().filter(|unit| unit.is_indexed()) {
            Some(unit) => Value::Text(unit.value.key(self.notice.summary.id()).as_str().to_owned().into()),
            None => self.notice.unit_key(),
        }
    }

    fn deadline(&self) -> Option<&Deadline> {
        self.item.deadline.as_ref().filter(|found| found.is_indexed()).map(|found| &found.value)
    }

    fn responsible(&self) -> Option<&str> {
        self.item.responsible.as_ref().filter(|found| found.is_indexed()).map(|found| &*found.value)
    }
}

/// The address of a page or file of the site: absolute if the site has an address, else relative to the site.
pub(super) fn absolute(base: Option<&str>, address: &str) -> String {
    match base.map(str::trim).filter(|base| !base.is_empty()) {
        Some(base) => format!("{}/{address}", base.trim_end_matches('/')),
        None => address.to_owned(),
    }
}

type ItemValue<'a> = for<'r> fn(&'r ItemRecord<'a>) -> Value<'r>;

const fn field<'a>(
    name: &'static str,
    form: ColumnForm,
    about: &'static str,
    value: ItemValue<'a>,
) -> DataColumn<ItemRecord<'a>> {
    DataColumn { name, form, about, value }
}

/// The fields of an item, in the order of the columns.
pub fn item_fields<'a>() -> [DataColumn<ItemRecord<'a>>; 25] {
    [
        field("notice", ColumnForm::Text, "通报的永久编号", |row| Value::Text(row.notice.summary.id().into())),
        field("seq", ColumnForm::Number, "在通报中的次序", |row| Value::Number(row.seq)),
        field("number", ColumnForm::OptionalText, "编号，原文写法", |row| Value::text(row.item.number())),
        field(
            "path",
            ColumnForm::OptionalText,
            "各级编号，由外到内，以 / 分隔，没有编号的一级为空",
            |row| {
                let numbers: Vec<&str> = row.item.path.numbers().map(Option::unwrap_or_default).collect();
                Value::text(Some(numbers.join("/")))
            },
        ),
        field("title", ColumnForm::OptionalText, "标题", |row| Value::text(Some(&*row.item.title))),
        field("status", ColumnForm::OneOf(&STATUSES, false), "状态", |row| {
            Value::Text(row.item.status.name().into())
        }),
        field("status_label", ColumnForm::Text, "状态的说法", |row| {
            Value::Text(row.notice.status_label(row.item.status).into())
        }),
        field("status_raw", ColumnForm::OptionalText, "状态，原文写法", |row| {
            Value::text(row.item.status_raw.as_deref())
        }),
        field("sustained", ColumnForm::Flag, "是否长期坚持", |row| Value::Flag(row.item.sustained)),
        field("deadline", ColumnForm::OptionalDate, "整改时限，最后一日", |row| {
            Value::text(row.deadline().and_then(|deadline| deadline.day).map(|day| day.to_string()))
        }),
        field("deadline_raw", ColumnForm::OptionalText, "整改时限，原文写法", |row| {
            Value::text(row.deadline().map(|deadline| &*deadline.as_written))
        }),
        field("responsible", ColumnForm::OptionalText, "责任单位或责任人，原文写法", |row| {
            Value::text(row.responsible())
        }),
        field("measures", ColumnForm::Number, "措施条数", |row| Value::Number(row.item.measures.into())),
        field("unit", ColumnForm::OptionalText, "单位，多个以顿号分隔", |row| row.unit()),
        field("unit_key", ColumnForm::OptionalText, "单位的键，多个以顿号分隔", |row| row.unit_key()),
        field("round", ColumnForm::OptionalText, "轮次，原文写法", |row| row.notice.round()),
        field("round_key", ColumnForm::OptionalText, "轮次的键", |row| row.notice.round_key()),
        field("date", ColumnForm::OptionalDate, "通报的发布日期", |row| row.notice.date()),
        field("notice_title", ColumnForm::OptionalText, "通报的标题", |row| row.notice.title()),
        field("counted", ColumnForm::Flag, "是否计入统计：通报没有被后续通报接续", |row| {
            Value::Flag(row.notice.counted())
        }),
        field("superseded_by", ColumnForm::OptionalText, "接续这份通报的后续通报的永久编号", |row| {
            row.notice.superseded_by()
        }),
        field(
            "item_history",
            ColumnForm::OptionalText,
            "这一问题在最早列出它的通报里的地址，前后通报的同一问题相同",
            |row| Value::text(row.history.as_deref()),
        ),
        field("line", ColumnForm::Number, "原文行号", |row| Value::Number(row.item.line)),
        field("anchor", ColumnForm::Text, "页内锚点", |row| Value::Text(row.item.anchor.to_string().into())),
        field("url", ColumnForm::Text, "页面地址；网站没有设定地址时相对于本站", |row| {
            Value::Text(row.url.as_str().into())
        }),
    ]
}

/// The fields of the problem list (问题清单), with Chinese heads, for people who use office programs.
pub fn problem_list_fields<'a>() -> [DataColumn<ItemRecord<'a>>; 20] {
    [
        field("单位", ColumnForm::OptionalText, "单位，多个以顿号分隔", |row| row.unit()),
        field("轮次", ColumnForm::OptionalText, "轮次，原文写法", |row| row.notice.round()),
        field("发布日期", ColumnForm::OptionalDate, "通报的发布日期", |row| row.notice.date()),
        field("通报", ColumnForm::OptionalText, "通报的标题", |row| row.notice.title()),
        field("次序", ColumnForm::Number, "在通报中的次序", |row| Value::Number(row.seq)),
        field("编号", ColumnForm::OptionalText, "编号，原文写法", |row| Value::text(row.item.number())),
        field("问题", ColumnForm::OptionalText, "标题", |row| Value::text(Some(&*row.item.title))),
        field("状态", ColumnForm::Text, "状态的说法", |row| Value::Text(row.item.status.label().into())),
        field("状态原文", ColumnForm::OptionalText, "状态，原文写法", |row| {
            Value::text(row.item.status_raw.as_deref())
        }),
        field("是否长期坚持", ColumnForm::Flag, "完成之后是否长期坚持", |row| {
            Value::Flag(row.item.sustained)
        }),
        field("整改时限", ColumnForm::OptionalText, "整改时限，原文写法", |row| {
            Value::text(row.deadline().map(|deadline| &*deadline.as_written))
        }),
        field("时限日期", ColumnForm::OptionalDate, "整改时限，最后一日", |row| {
            Value::text(row.deadline().and_then(|deadline| deadline.day).map(|day| day.to_string()))
        }),
        field("责任单位", ColumnForm::OptionalText, "责任单位或责任人，原文写法", |row| {
            Value::text(row.responsible())
        }),
        field("措施条数", ColumnForm::Number, "措施条数", |row| Value::Number(row.item.measures.into())),
        field("计入统计", ColumnForm::Flag, "通报没有被后续通报接续", |row| {
            Value::Flag(row.notice.counted())
        }),
        field("接续通报", ColumnForm::OptionalText, "接续这份通报的后续通报的永久编号", |row| {
            row.notice.superseded_by()
        }),
        field("通报编号", ColumnForm::Text, "通报的永久编号", |row| {
            Value::Text(row.notice.summary.id().into())
        }),
        field("问题来历", ColumnForm::OptionalText, "这一问题在最早列出它的通报里的地址", |row| {
            Value::text(row.history.as_deref())
        }),
        field("原文行号", ColumnForm::Number, "原文行号", |row| Value::Number(row.item.line)),
        field("网址", ColumnForm::Text, "页面地址；网站没有设定地址时相对于本站", |row| {
            Value::Text(row.url.as_str().into())
        }),
    ]
}
