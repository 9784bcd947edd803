//! The archive as data: CSV, JSON, JSON Schema and downloads, all driven by one table of fields (UX §1.9).
//!
//! Writers stream row by row, so that memory does not grow with the archive. Knows no files: callers give a writer.

mod csv;
mod download;
mod field;
mod index;
mod item;
mod json;
mod notice;
mod part;
mod schema;

pub use self::csv::{items_csv, notices_csv, safe_cell};
pub use download::{notice_json, shown_source};
pub use field::{Field, Form, Value};
pub use index::{PartFile, data_index};
pub use item::{ItemRow, item_fields};
pub use json::{items_json, notices_json};
pub use notice::{NoticeRow, notice_fields};
pub use part::{Format, Part, Table, Years, newest_first, parts};
pub use schema::schema;
