//! `data/index.json`: every data file with its size and hash.

use serde_json::json;

use super::archive_file::ArchiveFile;
use crate::archive::Archive;

/// A data file with its size and hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveFileRecord {
    /// The file.
    pub part: ArchiveFile,
    /// Number of its rows.
    pub rows: usize,
    /// Its size.
    pub bytes: usize,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
}

/// The list of all data files: `{as_of, notices, items, files: [{path, kind, year, rows, bytes, sha256}]}`, the counts
/// being those of the files' rows.
pub fn data_index(archive: &Archive, files: &[ArchiveFileRecord]) -> String {
    let items: usize = archive.listed().map(|(_, row)| row.summary.items.len()).sum();
    let files: Vec<_> = files
        .iter()
        .map(|file| {
            json!({
                "path": file.part.address().as_str(),
                "kind": file.part.table.name(),
                "year": file.part.year(),
                "rows": file.rows,
                "bytes": file.bytes,
                "sha256": file.sha256,
            })
        })
        .collect();
    let index = json!({
        "as_of": archive.as_of().map(|day| day.to_string()),
        "notices": archive.listed().count(),
        "items": items,
        "files": files,
    });
    format!("{index:#}\n")
}
