//! `gongshi show`: everything read from a notice with its origin, for programs and for clerks.

mod field;
pub mod readings;
mod sheet;

use serde_json::{Value, json};

pub use field::{Field, FieldValue, fields};
pub use sheet::{cells, fact_name};

use crate::archive::Row;
use crate::config::Language;
use crate::notice::{Notice, SourcePath};

/// A file to show.
#[derive(Clone, Copy)]
pub struct ReadNotice<'a> {
    /// Its path.
    pub source: &'a SourcePath,
    /// The notice and its row, names resolved; absent where the file could not be read.
    pub notice: Option<(&'a Notice, &'a Row)>,
    /// Its findings, as [`super::Report::values`] gives them.
    pub findings: &'a [Value],
}

/// One object of the list that `show --format json` prints.
pub fn object(read: &ReadNotice<'_>) -> Value {
    let keys = ["code", "severity", "line", "column", "byte_start", "byte_end", "message", "help"];
    let findings: Vec<Value> = read
        .findings
        .iter()
        .map(|finding| {
            keys.iter().map(|key| ((*key).to_owned(), finding[*key].clone())).collect::<serde_json::Map<_, _>>().into()
        })
        .collect();
    let notice = read.notice.map(|(notice, row)| {
        let fields = fields(notice, row);
        fields.into_iter().map(|field| (field.name.to_owned(), value(&field))).collect::<serde_json::Map<_, _>>()
    });
    let items = read.notice.map(|(notice, _)| items(notice)).unwrap_or_default();
    json!({ "source": read.source.as_str(), "notice": notice, "items": items, "findings": findings })
}

fn value(field: &Field) -> Value {
    let value = match &field.value {
        FieldValue::None => Value::Null,
        FieldValue::Text(text) => text.as_str().into(),
        FieldValue::List(texts) => texts.clone().into(),
        FieldValue::Number(number) => (*number).into(),
        FieldValue::Flag(flag) => (*flag).into(),
    };
    json!({ "value": value, "from": field.from, "line": field.line, "confidence": field.confidence })
}

fn items(notice: &Notice) -> Vec<Value> {
    let items = notice.items.iter().zip(1..).map(|(item, seq)| {
        json!({
            "seq": seq,
            "number": item.number(),
            "path": item.path.numbers().collect::<Vec<_>>(),
            "title": item.title,
            "status": item.status.name(),
            "status_raw": item.status_raw,
            "sustained": item.sustained,
            "measures": item.measures,
            "deadline": item.deadline.as_ref().map(|found| found.value.to_string()),
            "responsible": item.responsible.as_ref().map(|found| &found.value),
            "unit": item.unit.as_ref().map(|found| &found.value.name),
            "confidence": item.confidence,
            "line": item.line,
            "anchor": item.anchor.to_string(),
        })
    });
    items.collect()
}

/// The text form: facts with their lines, claims beside counts, the outline with statuses, findings.
pub fn text(read: &ReadNotice<'_>, language: Language) -> String {
    sheet::text(read, language)
}
