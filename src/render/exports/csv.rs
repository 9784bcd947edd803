//! CSV for spreadsheets: UTF-8 with a byte order mark, CRLF, RFC 4180, and no cell that is a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use super::field::{DataColumn, Value};
use crate::text::han;

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

/// Writes a `'` before text that a spreadsheet would take for a formula or another number, and drops control characters.
pub fn safe_cell(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) || is_negative(&text);
    if !is_formula && !text.contains(char::is_control) {
        return text;
    }
    let words = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n'));
    Cow::Owned(is_formula.then_some('\'').into_iter().chain(words).collect())
}

/// Whether a spreadsheet reads `text` as a negative number: `(1)` is −1 to it.
fn is_negative(text: &str) -> bool {
    let inner = text.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    inner.is_some_and(|inner| {
        !inner.is_empty() && inner.chars().all(|c| c.is_numeric() && !han::is_han(c) || ".,%".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cells =
            [("=1+1", "'=1+1"), ("@x", "'@x"), ("\tx", "'\tx"), ("＝x", "'＝x"), ("1=1", "1=1"), ("a\0b", "ab")];
        let numbers = [
            ("(1)", "'(1)"),
            ("（1,234.5%）", "'（1,234.5%）"),
            ("(一)", "(一)"),
            ("()", "()"),
            ("(1)台账", "(1)台账"),
        ];
        for (text, expected) in cells.into_iter().chain(numbers) {
            assert_eq!(safe_cell(text.into()), expected);
        }
    }
}
