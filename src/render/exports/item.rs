//! The fields of an item.

use super::field::{Field, Form, Value};
use super::notice::STATUSES;
use crate::archive::Address;
use crate::notice::{Item, Summary};

/// An item as a row of data.
#[derive(Clone, Debug)]
pub struct ItemRow<'a> {
    notice: &'a str,
    seq: u32,
    item: Item,
    url: String,
}

impl<'a> ItemRow<'a> {
    /// The items of a notice in order.
    pub fn all(summary: &'a Summary) -> impl Iterator<Item = Self> {
        let page = Address::notice(summary.id());
        summary.items.iter().zip(1..).map(move |(item, seq)| Self {
            notice: summary.id(),
            seq,
            url: format!("{page}#{}", item.anchor),
            item,
        })
    }
}

type Of<'a> = for<'r> fn(&'r ItemRow<'a>) -> Value<'r>;

const fn field<'a>(name: &'static str, form: Form, about: &'static str, value: Of<'a>) -> Field<ItemRow<'a>> {
    Field { name, form, about, value }
}

/// The fields of an item, in the order of the columns.
pub fn item_fields<'a>() -> [Field<ItemRow<'a>>; 12] {
    [
        field("notice", Form::Text, "通报的永久编号", |row| Value::Text(row.notice.into())),
        field("seq", Form::Number, "在通报中的次序", |row| Value::Number(row.seq)),
        field("number", Form::OptionalText, "编号，原文写法", |row| Value::text(row.item.number())),
        field(
            "path",
            Form::OptionalText,
            "各级编号，由外到内，以 / 分隔，没有编号的一级为空",
            |row| {
                let numbers: Vec<&str> = row.item.path.numbers().map(Option::unwrap_or_default).collect();
                Value::text(Some(numbers.join("/")))
            },
        ),
        field("title", Form::OptionalText, "标题", |row| Value::text(Some(&*row.item.title))),
        field("status", Form::OneOf(&STATUSES, false), "状态", |row| Value::Text(row.item.status.name().into())),
        field("status_raw", Form::OptionalText, "状态，原文写法", |row| {
            Value::text(row.item.status_raw.as_deref())
        }),
        field("sustained", Form::Flag, "是否长期坚持", |row| Value::Flag(row.item.sustained)),
        field("measures", Form::Number, "措施条数", |row| Value::Number(row.item.measures.into())),
        field("line", Form::Number, "原文行号", |row| Value::Number(row.item.line)),
        field("anchor", Form::Text, "页内锚点", |row| Value::Text(row.item.anchor.to_string().into())),
        field("url", Form::Text, "页面地址，相对于本站", |row| Value::Text(row.url.as_str().into())),
    ]
}
