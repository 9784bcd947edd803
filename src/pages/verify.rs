//! `/verify/`: explains how anybody can check that the served site is the published one.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::view::{ViewPage, single_entry};
use crate::archive::RowIndex;
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// The page on verifying the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyPage;

impl ViewPage for VerifyPage {
    type View = VerifyView;
    const FOLDER: &'static str = "verify/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        single_entry(Self::FOLDER, Self)
    }

    fn view(&self, _context: &MakeContext<'_>, _rows: &[RowIndex]) -> VerifyView {
        VerifyView {}
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// Data of the page: only strings of the theme. A release's id depends on all pages, so no page can show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyView {}

impl View for VerifyView {
    const TEMPLATE: &'static str = "verify.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.column("verify");
        Head { section: "data", ..head }
    }
}
