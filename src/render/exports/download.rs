//! Downloads on a notice's page: its items and its facts. For its source see `source`.

use std::io::{self, Write};

use super::format::Format;
use super::item::{ItemRecord, item_fields};
use super::json::members;
use super::notice::{NoticeRecord, notice_fields};
use super::table::write_table;
use crate::archive::history::{ItemAddress, StepSummary};

/// Writes a notice's fields and its items as one object: the fields of `notices.json` and, as `items`, those of
/// `items.json`; if it continues another notice, also `compared`, the steps of its items since that one.
///
/// # Errors
/// Those of `out`.
pub fn notice_json(
    row: &NoticeRecord<'_>,
    lasting: Vec<ItemAddress<'_>>,
    compared: Option<&StepSummary>,
    base: Option<&str>,
    mut out: impl Write,
) -> io::Result<()> {
    out.write_all(b"{")?;
    members(&mut out, &notice_fields(), row)?;
    out.write_all(b",\"items\":[")?;
    let fields = item_fields();
    for (at, item) in ItemRecord::all(row.clone(), lasting, base).enumerate() {
        out.write_all(if at == 0 { b"\n{" } else { b",\n{" })?;
        members(&mut out, &fields, &item)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"\n]")?;
    if let Some(compared) = compared {
        out.write_all(b",\"compared\":")?;
        serde_json::to_writer(&mut out, compared)?;
    }
    out.write_all(b"}\n")?;
    out.flush()
}

/// Writes the items of one notice.
///
/// # Errors
/// Those of `out`.
pub fn items_csv(
    row: &NoticeRecord<'_>,
    lasting: Vec<ItemAddress<'_>>,
    base: Option<&str>,
    out: impl Write,
) -> io::Result<()> {
    write_table(Format::Csv, &item_fields(), out, |write| {
        ItemRecord::all(row.clone(), lasting, base).try_for_each(|item| write(&item))
    })
}
