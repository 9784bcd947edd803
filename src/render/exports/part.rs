//! Parts: which rows a data file holds, and what it is called.

use std::io::{self, Write};

use super::{items_csv, items_json, notices_csv, notices_json};
use crate::archive::{Address, Archive, RowIndex};

/// More notices than this are split by year.
const MOST_NOTICES: usize = 20_000;
/// More items than this are split by year.
const MOST_ITEMS: usize = 200_000;

/// What the rows of a data file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Notices.
    Notices,
    /// Their items.
    Items,
}

/// How a data file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Which notices a data file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Years {
    /// All.
    All,
    /// Those of the newest year, this one, in an archive that is split.
    Newest(Option<i16>),
    /// Those of this earlier year; `None` for the undated.
    Earlier(Option<i16>),
}

/// One data file of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// What its rows are.
    pub table: Table,
    /// How it is written.
    pub format: Format,
    /// Which notices it is about.
    pub years: Years,
}

impl Table {
    /// The name in file names and in `data/index.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notices => "notices",
            Self::Items => "items",
        }
    }

    /// Where its JSON Schema is.
    pub fn schema_address(self) -> Address {
        Address::new(format!("data/{}.schema.json", self.name()))
    }
}

impl Format {
    /// The extension of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// All data files of `archive`, the newest year first. A large archive is split by year: its `notices.json` and the
/// others hold the newest year, earlier years have files of their own.
pub fn parts(archive: &Archive) -> Vec<Part> {
    let (notices, items) =
        archive.listed().fold((0, 0), |(notices, items), (_, row)| (notices + 1, items + row.items.items() as usize));
    let years: Vec<Years> = match notices > MOST_NOTICES || items > MOST_ITEMS {
        false => vec![Years::All],
        true => by_year(archive),
    };
    let tables = [Table::Notices, Table::Items];
    let formats = [Format::Csv, Format::Json];
    let of =
        |years: Years| tables.into_iter().flat_map(move |table| formats.map(|format| Part { table, format, years }));
    years.into_iter().flat_map(of).collect()
}

fn by_year(archive: &Archive) -> Vec<Years> {
    let years = archive.years().iter().map(|group| group.year);
    years.enumerate().map(|(at, year)| if at == 0 { Years::Newest(year) } else { Years::Earlier(year) }).collect()
}

/// Rows, which come in the archive's order, in that of the data files: by date descending, undated last, then by id.
pub fn newest_first(archive: &Archive, rows: impl IntoIterator<Item = RowIndex>) -> Vec<RowIndex> {
    let rows: Vec<RowIndex> = rows.into_iter().collect();
    let day = |at: &RowIndex| archive.rows()[*at].day();
    rows.chunk_by(|a, b| day(a) == day(b)).rev().flatten().copied().collect()
}

impl Part {
    /// Where it is.
    pub fn address(&self) -> Address {
        let (table, format) = (self.table.name(), self.format.name());
        Address::new(match self.years {
            Years::All | Years::Newest(_) => format!("data/{table}.{format}"),
            Years::Earlier(Some(year)) => format!("data/{table}-{year:04}.{format}"),
            Years::Earlier(None) => format!("data/{table}-undated.{format}"),
        })
    }

    /// The year it holds, where the archive is split.
    pub fn year(&self) -> Option<i16> {
        match self.years {
            Years::All => None,
            Years::Newest(year) | Years::Earlier(year) => year,
        }
    }

    /// The notices it is about, in its order.
    pub fn notices(&self, archive: &Archive) -> Vec<RowIndex> {
        match self.years {
            Years::All => newest_first(archive, archive.listed().map(|(at, _)| at)),
            Years::Newest(year) | Years::Earlier(year) => {
                let group = archive.years().iter().find(|group| group.year == year);
                newest_first(archive, group.map(|group| group.rows.clone()).unwrap_or_default())
            }
        }
    }

    /// How many rows it has.
    pub fn rows(&self, archive: &Archive) -> usize {
        let count = |rows: &[RowIndex]| match self.table {
            Table::Notices => rows.len(),
            Table::Items => rows.iter().map(|at| archive.rows()[*at].summary.items.len()).sum(),
        };
        match self.years {
            Years::All => count(archive.listed_places()),
            Years::Newest(year) | Years::Earlier(year) => {
                archive.years().iter().find(|group| group.year == year).map_or(0, |group| count(&group.rows))
            }
        }
    }

    /// Writes it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, archive: &Archive, out: impl Write) -> io::Result<()> {
        let notices = self.notices(archive);
        let summaries = notices.iter().map(|at| &*archive.rows()[*at].summary);
        match (self.table, self.format) {
            (Table::Notices, Format::Csv) => notices_csv(archive, notices, out),
            (Table::Notices, Format::Json) => notices_json(archive, notices, out),
            (Table::Items, Format::Csv) => items_csv(summaries, out),
            (Table::Items, Format::Json) => items_json(summaries, out),
        }
    }
}
