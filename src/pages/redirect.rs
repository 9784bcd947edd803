//! Redirects: the old addresses of notices and plain pages, and the page of a list that its next rows will fill.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::parts::{PageLink, notice_link};
use super::view::ViewPage;
use crate::archive::{Address, RowIndex};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// An old address of a notice or plain page, which redirects to the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectPage {
    /// Its target.
    pub target: RedirectTarget,
}

/// Owner of the old address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectTarget {
    /// A notice.
    Notice(RowIndex),
    /// A plain page, by its index among [`Inputs::pages`].
    Plain(usize),
}

impl ViewPage for RedirectPage {
    type View = RedirectView;
    const FOLDER: &'static str = "";
    const IN_SITEMAP: bool = false;

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let archive = inputs.archive;
        let notices = archive.aliased().filter_map(move |row| {
            let old = Address::of_aliases(&row.summary.facts.aliases, &row.address);
            Some((old, RedirectTarget::Notice(archive.find(row.id())?)))
        });
        let pages = inputs.pages.iter().enumerate();
        let pages = pages.map(|(index, page)| (page.old_addresses(), RedirectTarget::Plain(index)));
        notices
            .chain(pages)
            .flat_map(|(old, target)| old.into_iter().map(move |(from, _)| Entry::new(from, Self { target })))
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> RedirectView {
        let inputs = context.inputs;
        match self.target {
            RedirectTarget::Notice(row) => RedirectView::to(notice_link(&inputs.archive.rows()[row]), true),
            RedirectTarget::Plain(index) => {
                let page = &inputs.pages[index];
                RedirectView::to(PageLink::new(page.address.clone(), page.summary.facts.title_or_id()), false)
            }
        }
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// The page of a list that its next rows will fill; until then it redirects to the list. The list's own kind plans it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfilledPage {
    /// The list.
    pub list: Address,
}

impl ViewPage for UnfilledPage {
    type View = RedirectView;
    const FOLDER: &'static str = "";
    const IN_SITEMAP: bool = false;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        std::iter::empty()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> RedirectView {
        RedirectView::to(PageLink::new(self.list.clone(), context.inputs.theme.text("newest")), true)
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// Data of a redirecting page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedirectView {
    /// Its target.
    pub target: PageLink,
    /// Whether that is a notice or a list of notices.
    #[serde(skip)]
    pub is_notice: bool,
}

impl RedirectView {
    const fn to(target: PageLink, is_notice: bool) -> Self {
        Self { target, is_notice }
    }
}

impl View for RedirectView {
    const TEMPLATE: &'static str = "redirect.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let title = &self.target.title;
        let head = if self.is_notice { heads.below("notices", title) } else { heads.alone(title) };
        Head { canonical: heads.canonical(&self.target.url), noindex: true, ..head }
    }
}
