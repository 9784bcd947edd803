//! JSON: arrays of flat objects, one a line, `null` where the CSV is empty.

use std::io::{self, Write};

use super::field::{Field, Value};
use super::item::{ItemRow, item_fields};
use super::notice::{NoticeRow, notice_fields};
use crate::archive::{Archive, RowIndex};
use crate::notice::Summary;

/// Writes the notices at `rows`.
///
/// # Errors
/// Those of `out`.
pub fn notices_json(
    archive: &Archive,
    rows: impl IntoIterator<Item = RowIndex>,
    mut out: impl Write,
) -> io::Result<()> {
    let fields = notice_fields();
    let mut list = List::begin(&mut out)?;
    for at in rows {
        list.row(&fields, &NoticeRow::of(archive, at))?;
    }
    list.end()
}

/// Writes the items of these notices.
///
/// # Errors
/// Those of `out`.
pub fn items_json<'a>(notices: impl IntoIterator<Item = &'a Summary>, mut out: impl Write) -> io::Result<()> {
    let fields = item_fields();
    let mut list = List::begin(&mut out)?;
    for summary in notices {
        for row in ItemRow::all(summary) {
            list.row(&fields, &row)?;
        }
    }
    list.end()
}

/// Writes the members of an object, without its braces.
pub(super) fn members<R>(out: &mut impl Write, fields: &[Field<R>], row: &R) -> io::Result<()> {
    for (at, field) in fields.iter().enumerate() {
        write!(out, "{}\"{}\": ", if at > 0 { ", " } else { "" }, field.name)?;
        match (field.value)(row) {
            Value::None => out.write_all(b"null")?,
            Value::Text(text) => serde_json::to_writer(&mut *out, &text)?,
            Value::Number(number) => write!(out, "{number}")?,
            Value::Flag(flag) => write!(out, "{flag}")?,
        }
    }
    Ok(())
}

struct List<'w, W: Write> {
    out: &'w mut W,
    first: bool,
}

impl<'w, W: Write> List<'w, W> {
    fn begin(out: &'w mut W) -> io::Result<Self> {
        out.write_all(b"[")?;
        Ok(Self { out, first: true })
    }

    fn row<R>(&mut self, fields: &[Field<R>], row: &R) -> io::Result<()> {
        self.out.write_all(if self.first { b"\n{" } else { b",\n{" })?;
        self.first = false;
        members(self.out, fields, row)?;
        self.out.write_all(b"}")
    }

    fn end(self) -> io::Result<()> {
        self.out.write_all(b"\n]\n")?;
        self.out.flush()
    }
}
