//! `404.html`: the page that a server shows at addresses that do not exist.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::view::{ViewPage, single_entry};
use crate::archive::{Address, RowIndex};
use crate::config::Site;
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// The page for addresses that do not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFoundPage;

impl NotFoundPage {
    /// Its address.
    pub const ADDRESS: &'static str = "404.html";
}

impl ViewPage for NotFoundPage {
    type View = NotFoundView;
    const FOLDER: &'static str = "";
    const IN_SITEMAP: bool = false;

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::ADDRESS, Self)
    }

    fn view(&self, _context: &MakeContext<'_>, _rows: &[RowIndex]) -> NotFoundView {
        NotFoundView {}
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// Data of the page: nothing of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotFoundView {}

impl View for NotFoundView {
    const TEMPLATE: &'static str = "404.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        Head {
            description: heads.text("not_found_lead"),
            noindex: true,
            canonical: None,
            ..heads.alone(&heads.text("not_found"))
        }
    }

    /// It is shown at any address, so its links begin with the path that the site is served at.
    fn root(&self, site: &Site, _address: &Address) -> String {
        let base = site.base_url.as_deref().unwrap_or("/");
        let path = base.split_once("://").map_or(base, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        path.to_owned()
    }
}
