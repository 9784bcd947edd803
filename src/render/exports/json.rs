//! JSON: arrays of flat objects, one object per line, `null` for empty CSV cells.

use std::io::{self, Write};

use super::field::{DataColumn, Value};

/// Writes the members of an object, without its braces.
pub(super) fn members<R>(out: &mut impl Write, fields: &[DataColumn<R>], row: &R) -> io::Result<()> {
    for (at, field) in fields.iter().enumerate() {
        out.write_all(if at > 0 { b",\"" } else { b"\"" })?;
        out.write_all(field.name.as_bytes())?;
        out.write_all(b"\":")?;
        match (field.value)(row) {
            Value::None => out.write_all(b"null")?,
            Value::Text(text) => serde_json::to_writer(&mut *out, &text)?,
            Value::Number(number) => write!(out, "{number}")?,
            Value::Flag(flag) => out.write_all(if flag { b"true" } else { b"false" })?,
        }
    }
    Ok(())
}

/// A JSON array of objects being written.
pub struct JsonList<W: Write> {
    out: W,
    first: bool,
}

impl<W: Write> JsonList<W> {
    /// An array without rows.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(b"[")?;
        Ok(Self { out, first: true })
    }

    /// Writes a row.
    pub fn row<R>(&mut self, fields: &[DataColumn<R>], row: &R) -> io::Result<()> {
        self.out.write_all(if self.first { b"\n{" } else { b",\n{" })?;
        self.first = false;
        members(&mut self.out, fields, row)?;
        self.out.write_all(b"}")
    }

    /// Ends the array.
    pub fn end(mut self) -> io::Result<()> {
        self.out.write_all(b"\n]\n")?;
        self.out.flush()
    }
}
