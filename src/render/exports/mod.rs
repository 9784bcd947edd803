//! The archive as data: CSV, JSON, JSON Schema and downloads, all driven by one table of fields.
//!
//! Writers stream row by row, so memory does not grow with the archive. Callers pass a writer.

mod archive_file;
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
mod public_source;
mod schema;
mod spreadsheet;
mod table;

pub use self::csv::safe_cell;
pub use archive_file::{ArchiveFile, DataTable, Years, archive_files, newest_first, notices_csv};
pub use download::{items_csv, notice_json};
pub use field::{ColumnForm, DataColumn, Value};
pub use format::Format;
pub use history::{HistoryRow, history_fields};
pub use index::{ArchiveFileRecord, data_index};
pub use item::{ItemRecord, item_fields, problem_list_fields};
pub use notice::{NoticeRecord, notice_fields};
pub use package::data_package;
pub use public_source::{HiddenReferences, public_source};
pub use schema::schema;
