//! CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, RFC 4180, and no cell that is a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use super::field::{DataColumn, Value};

/// A CSV table being written.
pub struct CsvTable<W: Write>(csv::Writer<W>);

impl<W: Write> CsvTable<W> {
    /// A table with the heads of `fields`.
    pub fn begin<R>(fields: &[DataColumn<R>], mut out: W) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(fields.iter().map(|field| field.name)).map_err(io::Error::from)?;
        Ok(Self(writer))
    }

    /// Writes a row.
    pub fn row<R>(&mut self, fields: &[DataColumn<R>], row: &R) -> io::Result<()> {
        for field in fields {
            self.0.write_field(cell((field.value)(row)).as_bytes()).map_err(io::Error::from)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    /// Ends the table.
    pub fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn cell(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::None => Cow::Borrowed(""),
        Value::Text(text) => safe_cell(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
    }
}

/// Writes a `'` before text that a spreadsheet would take for a formula, and drops control characters.
pub fn safe_cell(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if !is_formula && !text.contains(char::is_control) {
        return text;
    }
    let words = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n'));
    Cow::Owned(is_formula.then_some('\'').into_iter().chain(words).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cells =
            [("=1+1", "'=1+1"), ("@x", "'@x"), ("\tx", "'\tx"), ("＝x", "'＝x"), ("1=1", "1=1"), ("a\0b", "ab")];
        for (text, expected) in cells {
            assert_eq!(safe_cell(text.into()), expected);
        }
    }
}
