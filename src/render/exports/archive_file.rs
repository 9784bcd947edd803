//! Data files of the archive: their rows and names.

use std::io::{self, Write};

use super::field::DataColumn;
use super::format::Format;
use super::history::{HistoryRow, history_fields};
use super::item::{ItemRecord, item_fields, problem_list_fields};
use super::notice::{NoticeRecord, notice_fields};
use super::table::write_table;
use crate::archive::{Address, Archive, RowIndex};

/// Archives with more notices have data files by year. Spreadsheets and browsers still open a file of this size; the limit
/// was not measured.
const MOST_NOTICES: usize = 20_000;
/// Archives with more items have data files by year.
const MOST_ITEMS: usize = 200_000;

/// Most rows of a workbook; larger ones are not written. Making one takes about 3 KB of memory per row, and office programs
/// can open the CSV.
const MOST_WORKBOOK_ROWS: usize = 50_000;

/// Kind of rows in a data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataTable {
    /// Notices.
    Notices,
    /// Their items.
    Items,
    /// Histories of items along chains, one row a step.
    Histories,
    /// The items with Chinese heads, for people who use office programs.
    ProblemList,
}

/// The notices in a data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Years {
    /// All.
    All,
    /// Those of this year, the newest of an archive that is split.
    Newest(Option<i16>),
    /// Those of this earlier year; `None` for the undated.
    Earlier(Option<i16>),
}

/// One data file of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArchiveFile {
    /// Kind of its rows.
    pub table: DataTable,
    /// Its format.
    pub format: Format,
    /// The notices in it.
    pub years: Years,
}

impl DataTable {
    /// All tables.
    pub const ALL: [Self; 4] = [Self::Notices, Self::Items, Self::Histories, Self::ProblemList];
    /// The tables for programs, which have a JSON Schema.
    pub const WITH_SCHEMA: [Self; 3] = [Self::Notices, Self::Items, Self::Histories];

    /// The name in `data/index.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notices => "notices",
            Self::Items => "items",
            Self::Histories => "histories",
            Self::ProblemList => "problem_list",
        }
    }

    /// The name of its files without extension.
    const fn stem(self) -> &'static str {
        match self {
            Self::Notices | Self::Items | Self::Histories => self.name(),
            Self::ProblemList => "问题清单",
        }
    }

    /// Description in Chinese.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Notices => "通报",
            Self::Items => "问题",
            Self::Histories => "问题的前后变化",
            Self::ProblemList => "问题清单",
        }
    }

    /// Its format.
    const fn formats(self) -> [Format; 2] {
        match self {
            Self::Notices | Self::Items | Self::Histories => [Format::Csv, Format::Json],
            Self::ProblemList => [Format::Csv, Format::Xlsx],
        }
    }

    /// Address of its JSON Schema.
    pub fn schema_address(self) -> Address {
        Address::new(format!("data/{}.schema.json", self.name()))
    }
}

/// All data files of `archive`, the newest year first. A large archive is split by year: its `notices.json` and the
/// others hold the newest year, earlier years have files of their own.
pub fn archive_files(archive: &Archive) -> Vec<ArchiveFile> {
    let (notices, items) =
        archive.listed().fold((0, 0), |(notices, items), (_, row)| (notices + 1, items + row.items.items() as usize));
    let years: Vec<Years> = match notices > MOST_NOTICES || items > MOST_ITEMS {
        false => vec![Years::All],
        true => by_year(archive),
    };
    let of = |years: Years| {
        let archive_files = DataTable::ALL.into_iter().flat_map(|table| table.formats().map(|format| (table, format)));
        archive_files.map(move |(table, format)| ArchiveFile { table, format, years })
    };
    years.into_iter().flat_map(of).filter(|part| part.is_written(archive)).collect()
}

fn by_year(archive: &Archive) -> Vec<Years> {
    let years = archive.years().iter().map(|group| group.year);
    years.enumerate().map(|(at, year)| if at == 0 { Years::Newest(year) } else { Years::Earlier(year) }).collect()
}

/// Sorts rows given in the archive's order for a data file: by date descending, undated last, then by id.
pub fn newest_first(archive: &Archive, rows: impl IntoIterator<Item = RowIndex>) -> Vec<RowIndex> {
    let rows: Vec<RowIndex> = rows.into_iter().collect();
    let day = |at: &RowIndex| archive.rows()[*at].day();
    rows.chunk_by(|a, b| day(a) == day(b)).rev().flatten().copied().collect()
}

impl ArchiveFile {
    /// Its address.
    pub fn address(&self) -> Address {
        let (table, format) = (self.table.stem(), self.format.name());
        Address::new(match self.years {
            Years::All | Years::Newest(_) => format!("data/{table}.{format}"),
            Years::Earlier(Some(year)) => format!("data/{table}-{year:04}.{format}"),
            Years::Earlier(None) => format!("data/{table}-undated.{format}"),
        })
    }

    /// The year of its notices, if the archive is split.
    pub fn year(&self) -> Option<i16> {
        match self.years {
            Years::All => None,
            Years::Newest(year) | Years::Earlier(year) => year,
        }
    }

    /// Whether the file exists.
    fn is_written(&self, archive: &Archive) -> bool {
        let is_earlier = matches!(self.years, Years::Earlier(_));
        match (self.table, self.format) {
            (_, Format::Xlsx) => !is_earlier && self.rows(archive) <= MOST_WORKBOOK_ROWS,
            (DataTable::Histories, _) => !is_earlier || self.rows(archive) > 0,
            (_, Format::Csv | Format::Json) => true,
        }
    }

    /// Its notices in order. A chain is in the year of its newest notice.
    pub fn notices(&self, archive: &Archive) -> Vec<RowIndex> {
        let mut notices = self.all_notices(archive);
        if self.table == DataTable::Histories {
            notices.retain(|at| is_newest_of_chain(archive, *at));
        }
        notices
    }

    fn all_notices(&self, archive: &Archive) -> Vec<RowIndex> {
        match self.years {
            Years::All => newest_first(archive, archive.listed().map(|(at, _)| at)),
            Years::Newest(year) | Years::Earlier(year) => {
                let group = archive.years().iter().find(|group| group.year == year);
                newest_first(archive, group.map(|group| group.rows.clone()).unwrap_or_default())
            }
        }
    }

    /// Number of its rows.
    pub fn rows(&self, archive: &Archive) -> usize {
        let count = |rows: &[RowIndex]| match self.table {
            DataTable::Notices => rows.len(),
            DataTable::Items | DataTable::ProblemList => {
                rows.iter().map(|at| archive.rows()[*at].summary.items.len()).sum()
            }
            DataTable::Histories => {
                let chains = rows.iter().filter(|at| is_newest_of_chain(archive, **at));
                chains.filter_map(|at| archive.rows()[*at].chain.as_ref()).map(|chain| chain.step_count()).sum()
            }
        };
        match self.years {
            Years::All => count(archive.listed_rows()),
            Years::Newest(year) | Years::Earlier(year) => {
                archive.years().iter().find(|group| group.year == year).map_or(0, |group| count(&group.rows))
            }
        }
    }

    /// Writes it. `base` is the address of the site, if known.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, archive: &Archive, base: Option<&str>, out: impl Write) -> io::Result<()> {
        let notices = self.notices(archive);
        match self.table {
            DataTable::Notices => write_notices(self.format, archive, notices, out),
            DataTable::Items => write_items(self.format, &item_fields(), archive, &notices, base, out),
            DataTable::ProblemList => write_items(self.format, &problem_list_fields(), archive, &notices, base, out),
            DataTable::Histories => write_table(self.format, &history_fields(), out, |write| {
                let mut rows = notices.into_iter().flat_map(|at| HistoryRow::all(archive, at, base));
                rows.try_for_each(|row| write(&row))
            }),
        }
    }
}

fn is_newest_of_chain(archive: &Archive, at: RowIndex) -> bool {
    let row = &archive.rows()[at];
    row.continues.is_some() && row.superseded_by.is_none()
}

/// Writes the notices at `rows` for spreadsheets.
///
/// # Errors
/// Those of `out`.
pub fn notices_csv(archive: &Archive, rows: impl IntoIterator<Item = RowIndex>, out: impl Write) -> io::Result<()> {
    write_notices(Format::Csv, archive, rows, out)
}

fn write_notices(
    format: Format,
    archive: &Archive,
    rows: impl IntoIterator<Item = RowIndex>,
    out: impl Write,
) -> io::Result<()> {
    write_table(format, &notice_fields(), out, |write| {
        rows.into_iter().try_for_each(|at| write(&NoticeRecord::of(archive, at)))
    })
}

fn write_items<'a>(
    format: Format,
    fields: &[DataColumn<ItemRecord<'a>>],
    archive: &'a Archive,
    notices: &[RowIndex],
    base: Option<&'a str>,
    out: impl Write,
) -> io::Result<()> {
    write_table(format, fields, out, |write| {
        for at in notices {
            let (notice, lasting) = (NoticeRecord::of(archive, *at), archive.lasting_addresses(*at));
            ItemRecord::all(notice, lasting, base).try_for_each(|row| write(&row))?;
        }
        Ok(())
    })
}
