//! A table as a workbook (.xlsx) for office programs: heads in bold, the first row frozen, a filter on every column.
//!
//! The same rows give the same bytes: the workbook carries a fixed date, and every cell is words or a number.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, Worksheet, XlsxError};

use super::field::{ColumnForm, DataColumn, Value};

/// The name of the only sheet.
const SHEET: &str = "问题清单";
/// Widths of columns in characters: of dates, counts and flags, and of words.
const NARROW: f64 = 11.0;
const WIDE: f64 = 28.0;
/// A cell holds no more characters (ECMA-376).
const MOST_IN_A_CELL: usize = 32_767;

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

/// Words without control characters, no longer than a cell holds.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(MOST_IN_A_CELL).collect()
}

fn fault(fault: XlsxError) -> io::Error {
    io::Error::other(fault)
}
