//! Which view stands at which address.

use super::entry::What;
use super::make::Made;
use super::plan::Plan;
use crate::notice::SourcePath;
use crate::render::view::{self, View};

impl Plan<'_> {
    /// The view of an entry that is made of the archive alone.
    pub(super) fn view(&self, what: &What, made: &Made) -> View {
        let (archive, site) = (self.inputs.archive, self.inputs.site);
        match what {
            What::Home => View::Home(view::home(archive)),
            What::Notices(slice) => View::Notices(view::notices(archive, site, *slice)),
            What::Notice(at) => View::Withdrawn(view::withdrawn(archive, *at)),
            What::Units(slice) => View::Units(view::unit_index(archive, site, *slice)),
            What::Unit(place, slice) => View::Unit(view::unit(archive, site, *place, *slice)),
            What::Rounds(slice) => View::Rounds(view::round_index(archive, site, *slice)),
            What::Round(place, slice) => View::Round(view::round(archive, site, *place, *slice)),
            What::Statuses => View::Statuses(view::status_index(archive)),
            What::Status(place, slice) => View::Status(view::status(archive, site, *place, *slice)),
            What::StatusItems(place, slice) => View::Status(view::status_items(archive, *place, *slice)),
            What::Years => View::Years(view::year_index(archive)),
            What::Year(place, slice) => View::Year(view::year(archive, site, *place, *slice)),
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
