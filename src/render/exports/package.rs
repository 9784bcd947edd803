//! `data/datapackage.json`: all data files with their columns, as a Frictionless Data Package.

use serde_json::{Map, Value, json};

use super::archive_file::{DataTable, Years};
use super::field::{ColumnForm, DataColumn};
use super::format::Format;
use super::history::history_fields;
use super::index::ArchiveFileRecord;
use super::item::{item_fields, problem_list_fields};
use super::notice::notice_fields;
use crate::archive::Archive;

/// The package of these files of a site called `title`.
pub fn data_package(title: &str, archive: &Archive, files: &[ArchiveFileRecord]) -> String {
    let resources: Vec<Value> = files.iter().map(resource).collect();
    let mut package = Map::new();
    package.insert("profile".into(), json!("data-package"));
    package.insert("name".into(), json!("gongshi"));
    package.insert("title".into(), json!(title));
    if let Some(day) = archive.as_of() {
        package.insert("version".into(), json!(day.to_string()));
    }
    package.insert("resources".into(), json!(resources));
    format!("{:#}\n", Value::Object(package))
}

fn resource(file: &ArchiveFileRecord) -> Value {
    let part = file.part;
    let (name, address) = (part.table.name().replace('_', "-"), part.address());
    let path = address.as_str().trim_start_matches("data/");
    let year = match part.years {
        Years::Earlier(Some(year)) => format!("-{year:04}"),
        Years::Earlier(None) => "-undated".to_owned(),
        Years::All | Years::Newest(_) => String::new(),
    };
    let mut resource = json!({
        "name": format!("{name}{year}-{}", part.format.name()),
        "title": part.table.title(),
        "path": path,
        "format": part.format.name(),
        "mediatype": media_type(part.format),
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
    });
    // Only CSV is described as a table: validators need add-ons for JSON and workbooks, which have the same rows.
    // The columns of the JSON files are in their JSON Schemas.
    if part.format == Format::Csv {
        resource["type"] = json!("table");
        resource["profile"] = json!("tabular-data-resource");
        resource["encoding"] = json!("utf-8");
        resource["schema"] = table_schema(part.table);
    } else {
        resource["type"] = json!("file");
    }
    resource
}

const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv",
        Format::Json => "application/json",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}

fn table_schema(table: DataTable) -> Value {
    match table {
        DataTable::Notices => json!({"fields": fields(&notice_fields()), "primaryKey": ["id"]}),
        DataTable::Items => json!({"fields": fields(&item_fields()), "primaryKey": ["notice", "seq"]}),
        DataTable::Histories => json!({"fields": fields(&history_fields()), "primaryKey": ["item_history", "step"]}),
        DataTable::ProblemList => json!({"fields": fields(&problem_list_fields()), "primaryKey": ["通报编号", "次序"]}),
    }
}

fn fields<R>(fields: &[DataColumn<R>]) -> Vec<Value> {
    fields.iter().map(field).collect()
}

fn field<R>(field: &DataColumn<R>) -> Value {
    let (kind, constraints) = match field.form {
        ColumnForm::Text => ("string", json!({"required": true})),
        ColumnForm::OptionalText => ("string", json!({})),
        ColumnForm::OptionalDate => ("date", json!({})),
        ColumnForm::OneOf(words, optional) => ("string", json!({"required": !optional, "enum": words})),
        ColumnForm::Number => ("integer", json!({"required": true, "minimum": 0})),
        ColumnForm::OptionalNumber => ("integer", json!({"minimum": 0})),
        ColumnForm::Flag => ("boolean", json!({"required": true})),
    };
    json!({"name": field.name, "type": kind, "description": field.about, "constraints": constraints})
}
