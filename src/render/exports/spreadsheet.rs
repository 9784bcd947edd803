//! A table as a workbook (.xlsx) for office programs: heads in bold, the first row frozen, a filter on every column.
//!
//! The same rows give the same bytes on every system: the workbook has a fixed date and names a fixed system, and
//! every cell is text or a number.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};

use super::field::{ColumnForm, DataColumn, Value};

/// The name of the only sheet.
const SHEET: &str = "问题清单";
/// Width of columns of dates, counts and flags, in characters.
const NARROW: f64 = 11.0;
/// Width of columns of text, in characters.
const WIDE: f64 = 28.0;
/// Most characters in a cell (ECMA-376).
const MAX_CELL_LENGTH: usize = 32_767;

/// A workbook being filled.
pub struct Spreadsheet {
    book: Workbook,
    sheet: Worksheet,
    columns: u16,
    next: u32,
}

impl Spreadsheet {
    /// A workbook with the heads of `fields`.
    pub fn begin<R>(fields: &[DataColumn<R>]) -> io::Result<Self> {
        let mut book = Workbook::new();
        let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(fault)?;
        book.set_properties(&DocProperties::new().set_title(SHEET).set_creation_datetime(&created));
        let mut sheet = Worksheet::new();
        sheet.set_name(SHEET).map_err(fault)?;
        let head = CellFormat::new().set_bold();
        let mut columns = 0;
        for field in fields {
            sheet.write_string_with_format(0, columns, field.name, &head).map_err(fault)?;
            sheet.set_column_width(columns, width(field.form)).map_err(fault)?;
            columns += 1;
        }
        sheet.set_freeze_panes(1, 0).map_err(fault)?;
        Ok(Self { book, sheet, columns, next: 1 })
    }

    /// Writes a row.
    pub fn row<R>(&mut self, fields: &[DataColumn<R>], row: &R) -> io::Result<()> {
        for (column, field) in (0..self.columns).zip(fields) {
            match (field.value)(row) {
                Value::None => Ok(&mut self.sheet),
                Value::Text(text) => self.sheet.write_string(self.next, column, shortened(&text)),
                Value::Number(number) => self.sheet.write_number(self.next, column, number),
                Value::Flag(flag) => self.sheet.write_string(self.next, column, if flag { "是" } else { "否" }),
            }
            .map_err(fault)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Writes the workbook.
    pub fn end(mut self, mut out: impl Write) -> io::Result<()> {
        if let Some(last) = self.columns.checked_sub(1) {
            self.sheet.autofilter(0, 0, self.next - 1, last).map_err(fault)?;
        }
        self.book.push_worksheet(self.sheet);
        let mut bytes = self.book.save_to_buffer().map_err(fault)?;
        made_on_unix(&mut bytes);
        out.write_all(&bytes)?;
        out.flush()
    }
}

/// Makes a zip file name Unix as the system it was made on, in each entry of its directory: the `zip` crate names the
/// one it runs on.
fn made_on_unix(zip: &mut [u8]) {
    // APPNOTE.TXT 4.3.12 and 4.3.16: the directory's first entry is where the end record says, 6 bytes before its end
    const UNIX: u8 = 3;
    let number = |bytes: &[u8], at: usize| Some(usize::from(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?)));
    let end = zip.len().saturating_sub(6);
    let start = zip.get(end..).and_then(|rest| rest.first_chunk()).map(|bytes| u32::from_le_bytes(*bytes));
    let mut at = start.and_then(|start| usize::try_from(start).ok()).unwrap_or(zip.len());
    while let Some(entry) = zip.get_mut(at..).filter(|entry| entry.starts_with(b"PK\x01\x02") && entry.len() > 46) {
        entry[5] = UNIX;
        // name, extra field, comment
        let lengths = [28, 30, 32].map(|length| number(entry, length).unwrap_or_default());
        at += 46 + lengths.iter().sum::<usize>();
    }
}

fn width(form: ColumnForm) -> f64 {
    match form {
        ColumnForm::Text | ColumnForm::OptionalText => WIDE,
        ColumnForm::OptionalDate
        | ColumnForm::OneOf(..)
        | ColumnForm::Number
        | ColumnForm::OptionalNumber
        | ColumnForm::Flag => NARROW,
    }
}

/// Text without control characters, cut to the length of a cell.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_CELL_LENGTH).collect()
}

fn fault(fault: XlsxError) -> io::Error {
    io::Error::other(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_made_on_windows_has_the_same_bytes() {
        let mut book = Vec::new();
        Spreadsheet::begin::<()>(&[]).unwrap().end(&mut book).unwrap();
        let entries: Vec<usize> = memchr::memmem::find_iter(&book, b"PK\x01\x02").collect();
        assert!(entries.len() > 5, "{entries:?}");
        let mut on_windows = book.clone();
        entries.iter().for_each(|at| on_windows[at + 5] = 0);
        assert_ne!(on_windows, book);
        made_on_unix(&mut on_windows);
        assert_eq!(on_windows, book);
        for cut in 0..book.len() {
            made_on_unix(&mut book[..cut].to_vec());
        }
    }
}
