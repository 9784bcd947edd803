//! Writes tables row by row, in any format.

use std::io::{self, Write};

use super::csv::CsvTable;
use super::field::DataColumn;
use super::format::Format;
use super::json::JsonList;
use super::spreadsheet::Spreadsheet;

/// Writes a table of `fields` in `format`; `fill` passes the rows.
///
/// # Errors
/// Those of `out`.
pub fn write_table<R, W: Write>(
    format: Format,
    fields: &[DataColumn<R>],
    out: W,
    fill: impl FnOnce(&mut dyn FnMut(&R) -> io::Result<()>) -> io::Result<()>,
) -> io::Result<()> {
    match format {
        Format::Csv => {
            let mut table = CsvTable::begin(fields, out)?;
            fill(&mut |row| table.row(fields, row))?;
            table.end()
        }
        Format::Json => {
            let mut list = JsonList::begin(out)?;
            fill(&mut |row| list.row(fields, row))?;
            list.end()
        }
        Format::Xlsx => {
            let mut sheet = Spreadsheet::begin(fields)?;
            fill(&mut |row| sheet.row(fields, row))?;
            sheet.end(out)
        }
    }
}
