//! JSON Schemas of the data files, from the same table of fields.

use serde_json::{Map, Value, json};

use super::field::{Field, Form};
use super::history::history_fields;
use super::item::{item_fields, problem_list_fields};
use super::notice::notice_fields;
use super::part::Table;

/// The JSON Schema (2020-12) of a table's JSON file.
pub fn schema(table: Table) -> String {
    let (properties, required) = match table {
        Table::Notices => (properties(&notice_fields()), names(&notice_fields())),
        Table::Items => (properties(&item_fields()), names(&item_fields())),
        Table::Histories => (properties(&history_fields()), names(&history_fields())),
        Table::ProblemList => (properties(&problem_list_fields()), names(&problem_list_fields())),
    };
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.title(),
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
