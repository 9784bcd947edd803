//! JSON Schemas of the data files, from the same table of fields.

use serde_json::{Map, Value, json};

use super::field::{Field, Form};
use super::item::item_fields;
use super::notice::notice_fields;
use super::part::Table;

/// The JSON Schema (2020-12) of `notices.json` or `items.json`.
pub fn schema(table: Table) -> String {
    let (title, properties, required) = match table {
        Table::Notices => ("通报", properties(&notice_fields()), names(&notice_fields())),
        Table::Items => ("问题", properties(&item_fields()), names(&item_fields())),
    };
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        },
    });
    format!("{schema:#}\n")
}

fn names<R>(fields: &[Field<R>]) -> Vec<&'static str> {
    fields.iter().map(|field| field.name).collect()
}

fn properties<R>(fields: &[Field<R>]) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.to_owned(), property(field))).collect()
}

fn property<R>(field: &Field<R>) -> Value {
    let mut property = match field.form {
        Form::Text => json!({"type": "string"}),
        Form::OptionalText => json!({"type": ["string", "null"]}),
        Form::OptionalDate => json!({"type": ["string", "null"], "format": "date"}),
        Form::OneOf(words, false) => json!({"enum": words}),
        Form::OneOf(words, true) => {
            let words: Vec<Value> = words.iter().map(|word| json!(word)).chain([Value::Null]).collect();
            json!({"enum": words})
        }
        Form::Number => json!({"type": "integer", "minimum": 0}),
        Form::OptionalNumber => json!({"type": ["integer", "null"], "minimum": 0}),
        Form::Flag => json!({"type": "boolean"}),
    };
    property["description"] = json!(field.about);
    property
}
