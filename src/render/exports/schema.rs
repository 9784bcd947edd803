//! JSON Schemas of the data files, from the same table of fields.

use serde_json::{Map, Value, json};

use super::archive_file::DataTable;
use super::field::{ColumnForm, DataColumn};
use super::history::history_fields;
use super::item::{item_fields, problem_list_fields};
use super::notice::notice_fields;

/// The JSON Schema (2020-12) of a table's JSON file.
pub fn schema(table: DataTable) -> String {
    let (properties, required) = match table {
        DataTable::Notices => (properties(&notice_fields()), names(&notice_fields())),
        DataTable::Items => (properties(&item_fields()), names(&item_fields())),
        DataTable::Histories => (properties(&history_fields()), names(&history_fields())),
        DataTable::ProblemList => (properties(&problem_list_fields()), names(&problem_list_fields())),
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

fn names<R>(fields: &[DataColumn<R>]) -> Vec<&'static str> {
    fields.iter().map(|field| field.name).collect()
}

fn properties<R>(fields: &[DataColumn<R>]) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.to_owned(), property(field))).collect()
}

fn property<R>(field: &DataColumn<R>) -> Value {
    let mut property = match field.form {
        ColumnForm::Text => json!({"type": "string"}),
        ColumnForm::OptionalText => json!({"type": ["string", "null"]}),
        ColumnForm::OptionalDate => json!({"type": ["string", "null"], "format": "date"}),
        ColumnForm::OneOf(words, false) => json!({"enum": words}),
        ColumnForm::OneOf(words, true) => {
            let words: Vec<Value> = words.iter().map(|word| json!(word)).chain([Value::Null]).collect();
            json!({"enum": words})
        }
        ColumnForm::Number => json!({"type": "integer", "minimum": 0}),
        ColumnForm::OptionalNumber => json!({"type": ["integer", "null"], "minimum": 0}),
        ColumnForm::Flag => json!({"type": "boolean"}),
    };
    property["description"] = json!(field.about);
    property
}
