//! Data files, feeds and the sitemap: what the site offers to programs.

use super::entry::{FeedFormat, What};
use super::key::Walk;
use super::make::Made;
use super::plan::Plan;
use super::record::Outcome;
use crate::archive::{Address, RowIndex};
use crate::notice::Date;
use crate::render::exports::{self, PartFile, Table};
use crate::render::feeds::{self, Scope};
use crate::render::view::DataFile;

/// The newest rows of a feed.
const NEWEST: usize = 50;

impl Plan<'_> {
    /// What a data file, feed or sitemap is made from.
    pub(super) fn walk_data(&self, what: &What, made: &Made, walk: &mut dyn Walk) {
        let archive = self.inputs.archive;
        match what {
            What::Part(part) => self.walk_rows(&part.notices(archive), walk),
            What::Schema(_) => {}
            What::DataIndex => {
                let bytes = serde_json::to_vec(&self.data_files(made)).unwrap_or_default();
                walk.part("files", &self.parts().len(), &bytes);
            }
            What::UnitTable(place) => self.walk_rows(&archive.units()[*place].rows, walk),
            What::Sitemap => {
                self.walk_site(walk);
                let pages: Vec<String> = self.sitemap_pages().map(|page| format!("{page:?}")).collect();
                walk.part("pages", &pages.len(), pages.join("\n").as_bytes());
            }
            what => {
                self.walk_site(walk);
                let scope = self.scope(what);
                let (name, rows) = match scope {
                    Scope::Site => (String::new(), self.listed),
                    Scope::Unit(group) => (format!("{}\n{}", group.name, group.slug), group.rows.as_slice()),
                    Scope::Round(group) => (format!("{}\n{}", group.label, group.slug), group.rows.as_slice()),
                };
                walk.part("scope", &scope.page(), name.as_bytes());
                self.walk_rows(&rows[rows.len().saturating_sub(NEWEST)..], walk);
            }
        }
    }

    /// The bytes of a data file, feed or sitemap.
    pub(super) fn make_data(&self, what: &What, address: &Address, made: &Made) -> Outcome {
        let (archive, site) = (self.inputs.archive, self.inputs.site);
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = match what {
            What::Part(part) => part.write(archive, &mut bytes),
            What::UnitTable(place) => {
                let rows = exports::newest_first(archive, archive.units()[*place].rows.iter().copied());
                exports::notices_csv(archive, rows, &mut bytes)
            }
            _ => Ok(()),
        };
        match what {
            What::Part(_) | What::UnitTable(_) => {}
            What::Schema(table) => bytes = exports::schema(*table).into_bytes(),
            What::DataIndex => bytes = exports::data_index(archive, &self.part_files(made)).into_bytes(),
            What::Sitemap => {
                let files = feeds::sitemaps(site, self.sitemap_pages());
                let files = files.into_iter().map(|(address, text)| (address.file(), text.into_bytes())).collect();
                return Outcome { files, note: Vec::new() };
            }
            What::Feed(format) | What::UnitFeed(_, format) | What::RoundFeed(_, format) => {
                bytes = match format {
                    FeedFormat::Atom => feeds::atom(archive, site, self.scope(what)),
                    FeedFormat::Json => feeds::json_feed(archive, site, self.scope(what)),
                }
                .into_bytes();
            }
            _ => {}
        }
        Outcome::file(address.file(), bytes)
    }

    /// The files the page of data lists, with their sizes and hashes.
    pub(super) fn data_files(&self, made: &Made) -> Vec<DataFile> {
        let parts = self.part_files(made).into_iter().map(|file| DataFile {
            url: file.part.address(),
            kind: file.part.table.name().to_owned(),
            format: file.part.format.name().to_owned(),
            year: file.part.year(),
            rows: Some(file.rows),
            bytes: file.bytes,
            sha256: file.sha256,
        });
        let others = others().into_iter().filter_map(|(url, kind, format)| {
            let file = made.record(&url)?.files.iter().next()?;
            Some(DataFile {
                url,
                kind: kind.to_owned(),
                format: format.to_owned(),
                bytes: usize::try_from(file.size).unwrap_or(usize::MAX),
                sha256: file.sha256_hex(),
                ..DataFile::default()
            })
        });
        parts.chain(others).collect()
    }

    /// The addresses of the files that the page and the index of data list.
    pub(super) fn offered(&self) -> impl Iterator<Item = Address> {
        self.parts().iter().map(exports::Part::address).chain(others().map(|(address, ..)| address))
    }

    fn part_files(&self, made: &Made) -> Vec<PartFile> {
        let file = |part: &exports::Part| {
            let file = made.record(&part.address())?.files.iter().next()?;
            Some(PartFile {
                part: *part,
                rows: part.rows(self.inputs.archive),
                bytes: usize::try_from(file.size).unwrap_or(usize::MAX),
                sha256: file.sha256_hex(),
            })
        };
        self.parts().iter().filter_map(file).collect()
    }

    /// Every page with the day it last changed, where that is a day of its own.
    fn sitemap_pages(&self) -> impl Iterator<Item = (Address, Option<Date>)> + '_ {
        let archive = self.inputs.archive;
        self.entries().filter_map(move |entry| {
            let is_page = entry.address.as_str().is_empty() || entry.address.as_str().ends_with('/');
            let is_old = matches!(entry.what, What::Redirect(_) | What::Segment(_));
            let changed = match entry.what {
                What::Notice(at) if archive.rows()[at].withdrawn => return None,
                What::Notice(at) => {
                    let facts = &archive.rows()[at].summary.facts;
                    facts.updated.as_ref().map(|found| found.value.date).or(facts.day())
                }
                _ => None,
            };
            (is_page && !is_old).then_some((entry.address, changed))
        })
    }

    fn scope(&self, what: &What) -> Scope<'_> {
        match what {
            What::UnitFeed(place, _) => Scope::Unit(&self.inputs.archive.units()[*place]),
            What::RoundFeed(place, _) => Scope::Round(&self.inputs.archive.rounds()[*place]),
            _ => Scope::Site,
        }
    }

    /// The rows something shows, in their order.
    pub(super) fn walk_rows(&self, rows: &[RowIndex], walk: &mut dyn Walk) {
        let rows = rows.iter().map(|at| &self.inputs.archive.rows()[*at]);
        let prints: Vec<u8> = rows.flat_map(|row| *row.shown.bytes()).collect();
        walk.part("rows", &(prints.len() / 32), &prints);
    }
}

/// What the page of data lists besides the data files: where it stands, its kind and format.
fn others() -> [(Address, &'static str, &'static str); 5] {
    [
        (Table::Notices.schema_address(), "schema", "json"),
        (Table::Items.schema_address(), "schema", "json"),
        (Address::new(FeedFormat::Atom.name()), "feed", "atom"),
        (Address::new(FeedFormat::Json.name()), "feed", "json"),
        (Address::new("sitemap.xml"), "sitemap", "xml"),
    ]
}
