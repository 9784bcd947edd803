//! The archive as data: CSV, JSON, JSON Schema and downloads, all driven by one table of fields.
//!
//! Writers stream row by row, so that memory does not grow with the archive. Knows no files: callers give a writer.

mod csv;
mod download;
mod field;
mod format;
mod history;
mod index;
mod item;
mod json;
mod notice;
mod package;
mod part;
mod schema;
mod source;
mod spreadsheet;
mod table;

pub use self::csv::safe_cell;
pub use download::{items_csv, notice_json};
pub use field::{ColumnForm, DataColumn, Value};
pub use format::Format;
pub use history::{HistoryRow, history_fields};
pub use index::{PartFile, data_index};
pub use item::{ItemRecord, item_fields, problem_list_fields};
pub use notice::{NoticeRecord, notice_fields};
pub use package::data_package;
pub use part::{ArchiveFile, DataTable, Years, archive_files, newest_first, notices_csv};
pub use schema::schema;
pub use source::{Unshown, shown_source};
