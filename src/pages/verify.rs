//! `/verify/`: in words, how anybody can check that what is served is what was published.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::view::{ViewPage, only};
use crate::archive::RowIndex;
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// The page on checking what is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyPage;

impl ViewPage for VerifyPage {
    type View = VerifyView;
    const FOLDER: &'static str = "verify/";

    fn entries<'a>(_inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        only(Self::FOLDER, Self)
    }

    fn view(&self, _context: &MakeContext<'_>, _rows: &[RowIndex]) -> VerifyView {
        VerifyView {}
    }

    fn as_of(&self, _inputs: &Inputs<'_>) -> Option<Date> {
        None
    }
}

/// What the page shows: words of the theme only. The id of a release, which is made of the pages, cannot be on one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyView {}

impl View for VerifyView {
    const TEMPLATE: &'static str = "verify.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.column("verify");
        Head { section: "data", ..head }
    }
}
