//! A table as a workbook (.xlsx) for office programs: heads in bold, the first row frozen, a filter on every column.
//!
//! The same rows give the same bytes: the workbook has a fixed date, and every cell is text or a number.

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
        out.write_all(&self.book.save_to_buffer().map_err(fault)?)?;
        out.flush()
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
