//! Which view stands at which address, and what a list is recognised by.

use super::entry::What;
use super::key::Walk;
use super::make::Made;
use super::plan::Plan;
use crate::archive::{Paging, RowIndex, Slice};
use crate::notice::SourcePath;
use crate::render::view::parts::{Link, notice_link};
use crate::render::view::{self, ListPart, View};
use crate::text::fingerprint::Fingerprint;

impl Plan<'_> {
    /// The view of an entry that is made of the archive alone.
    pub(super) fn view(&self, what: &What, made: &Made) -> View {
        self.view_of(what, made, self.rows_on(what))
    }

    /// The same but for the rows that a list shows.
    pub(super) fn view_around_rows(&self, what: &What, made: &Made) -> View {
        self.view_of(what, made, &[])
    }

    /// The rows that a list shows, oldest first.
    pub(super) fn rows_on(&self, what: &What) -> &[RowIndex] {
        let archive = self.inputs.archive;
        match what {
            What::Notices(slice) => self.sliced(self.listed, *slice),
            What::Unit(place, slice) => self.sliced(&archive.units()[*place].rows, *slice),
            What::Round(place, slice) => self.sliced(&archive.rounds()[*place].rows, *slice),
            What::Year(place, slice) => self.sliced(&archive.years()[*place].rows, *slice),
            What::Status(place, slice) => self.sliced(&archive.statuses()[*place].rows, *slice),
            What::StatusItems(place, slice) => view::item_rows(&archive.statuses()[*place], *slice).1,
            _ => &[],
        }
    }

    /// The rows a list shows, with what it shows of the notices that continue them.
    pub(super) fn walk_list(&self, what: &What, walk: &mut dyn Walk) {
        let (archive, rows) = (self.inputs.archive, self.rows_on(what));
        if rows.is_empty() {
            return;
        }
        self.walk_rows(rows, walk);
        let later = rows.iter().filter_map(|at| archive.rows()[*at].superseded_by);
        let later: Vec<Link> = later.map(|at| notice_link(&archive.rows()[at])).collect();
        if !later.is_empty() {
            walk.part("superseded", &later.len(), Fingerprint::of_json(&later).bytes());
        }
        if let What::StatusItems(place, slice) = what {
            let before = view::item_rows(&archive.statuses()[*place], *slice).0;
            walk.part("items", &"before", &before.to_le_bytes());
        }
    }

    fn sliced<'r>(&self, rows: &'r [RowIndex], slice: Slice) -> &'r [RowIndex] {
        &rows[Paging::of(rows.len(), self.inputs.site.page_size).range(slice)]
    }

    fn view_of(&self, what: &What, made: &Made, rows: &[RowIndex]) -> View {
        let (archive, site) = (self.inputs.archive, self.inputs.site);
        let part = |slice: &Slice| ListPart { slice: *slice, rows };
        match what {
            What::Home => View::Home(view::home(archive)),
            What::Notices(slice) => View::Notices(view::notices(archive, site, part(slice))),
            What::Notice(at) => View::Withdrawn(view::withdrawn(archive, *at)),
            What::Units(slice) => View::Units(view::unit_index(archive, site, *slice)),
            What::Unit(place, slice) => View::Unit(view::unit(archive, site, *place, part(slice))),
            What::Rounds(slice) => View::Rounds(view::round_index(archive, site, *slice)),
            What::Round(place, slice) => View::Round(view::round(archive, site, *place, part(slice))),
            What::Statuses => View::Statuses(view::status_index(archive)),
            What::Status(place, slice) => View::Status(view::status(archive, site, *place, part(slice))),
            What::StatusItems(place, slice) => View::Status(view::status_items(archive, *place, part(slice))),
            What::Years => View::Years(view::year_index(archive)),
            What::Year(place, slice) => View::Year(view::year(archive, site, *place, part(slice))),
            What::Matrix(slice) => View::Matrix(view::matrix(archive, site, *slice)),
            What::Stats => View::Stats(view::stats(archive)),
            What::Search => View::Search(view::search(archive)),
            What::Data => View::Data(view::data(archive, self.data_files(made))),
            What::Redirect(target) => self.redirect(target),
            What::Unfilled(list) => View::Redirect(view::to_list(list, self.inputs.theme.text("newest"))),
            _ => View::NotFound(view::NotFound::default()),
        }
    }

    fn redirect(&self, target: &crate::archive::Address) -> View {
        let archive = self.inputs.archive;
        let at = archive.rows().iter().position(|row| row.address == *target);
        at.map_or(View::NotFound(view::NotFound::default()), |at| View::Redirect(view::redirect(archive, at)))
    }

    /// The address of the source's page, where it has one in this build.
    pub fn page_of(&self, source: &SourcePath) -> Option<&crate::archive::Address> {
        let rows = self.inputs.archive.rows().iter().map(|row| (&row.summary.source, &row.address));
        let pages = self.inputs.pages.iter().map(|page| (&page.summary.source, &page.address));
        rows.chain(pages).find(|(path, _)| *path == source).map(|(_, address)| address)
    }
}
