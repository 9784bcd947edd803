//! Pages that lead elsewhere: the old addresses of notices, and the page of a list that its next rows will fill.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::parts::{PageLink, notice_link};
use super::view::ViewPage;
use crate::archive::{Address, RowIndex};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// An old address of a notice, which leads to the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectPage {
    /// The notice.
    pub row: RowIndex,
}

impl ViewPage for RedirectPage {
    type View = RedirectView;
    const FOLDER: &'static str = "";
    const IN_SITEMAP: bool = false;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let archive = inputs.archive;
        archive.aliased().flat_map(move |row| {
            let at = archive.find(row.id());
            let aliases = row.summary.facts.aliases.iter().filter_map(|alias| Address::of_alias(&alias.value));
            aliases.filter_map(move |from| Some(Entry::new(from, Self { row: at? })))
        })
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> RedirectView {
        RedirectView { target: notice_link(&context.inputs.archive.rows()[self.row]) }
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// The page of a list that its next rows will fill; until then it leads to the list. Planned by the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// The list.
    pub list: Address,
}

impl ViewPage for Unfilled {
    type View = RedirectView;
    const FOLDER: &'static str = "";
    const IN_SITEMAP: bool = false;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        std::iter::empty()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> RedirectView {
        RedirectView { target: PageLink::new(self.list.clone(), context.inputs.theme.text("newest")) }
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// What a page that leads elsewhere shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub target: PageLink,
}

impl View for RedirectView {
    const TEMPLATE: &'static str = "redirect.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.below("notices", &self.target.title);
        Head { canonical: heads.canonical(&self.target.url), noindex: true, ..head }
    }
}
