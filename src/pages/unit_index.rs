//! `/units/`: the index of units.

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::{list_entries, newest_first_slice};
use super::parts::{Counts, GroupRow, PageLink, Pager, if_newest};
use super::view::ViewPage;
use crate::archive::{Address, RowIndex, Slice, UnitGroup};
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// A page of the index of units. The list's own address holds the first names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitIndexPage {
    /// Which part of the index.
    pub slice: Slice,
}

impl ViewPage for UnitIndexPage {
    type View = UnitIndexView;
    const FOLDER: &'static str = "units/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let units = inputs.archive.units().len();
        list_entries(inputs, &Address::new(Self::FOLDER), units, |slice| Self { slice }).into_iter()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> UnitIndexView {
        let (archive, size) = (context.inputs.archive, context.inputs.site.page_size);
        let units = archive.units();
        UnitIndexView {
            total: if_newest(self.slice, || Counts::from(archive.total())),
            letters: if_newest(self.slice, || letters(units, size)).unwrap_or_default(),
            groups: newest_first_slice(units, size, self.slice)
                .iter()
                .map(|group| GroupRow::unit(archive, group))
                .collect(),
            pager: Pager::of(&Address::new(Self::FOLDER), units.len(), size, self.slice),
        }
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of a page of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitIndexView {
    /// Totals of the archive; absent on numbered pages.
    pub total: Option<Counts>,
    /// All units by the first letter of their sound, where they do not fit on one page; numbered pages and very long
    /// indexes have none.
    pub letters: Vec<Letter>,
    /// This page's units in the order of the register, then by sound.
    pub groups: Vec<GroupRow>,
    /// Links to the other pages.
    pub pager: Pager,
}

/// The units whose sound begins with one letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The letter, or `#` for names without a sound.
    pub letter: String,
    /// The units by sound.
    pub units: Vec<PageLink>,
}

/// The most units whose names are listed by letter: about 40 kB of the 100 kB a list may have.
const MOST_BY_LETTER: usize = 300;

fn letters(units: &[UnitGroup], size: usize) -> Vec<Letter> {
    let mut named: Vec<&UnitGroup> = units.iter().filter(|unit| unit.key.is_some()).collect();
    if units.len() <= size || named.len() > MOST_BY_LETTER {
        return Vec::new();
    }
    named.sort_by_key(|unit| (&unit.sound, &unit.name));
    let mut letters: Vec<Letter> = Vec::new();
    for unit in named {
        let first = unit.sound.chars().next().filter(char::is_ascii_alphabetic);
        let letter = first.map_or_else(|| "#".to_owned(), |first| first.to_ascii_uppercase().to_string());
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.units.push(PageLink::unit(unit)),
            _ => letters.push(Letter { letter, units: vec![PageLink::unit(unit)] }),
        }
    }
    letters
}

impl View for UnitIndexView {
    const TEMPLATE: &'static str = "units.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        heads.numbered(heads.column("units"), self.pager.number, &self.pager.list)
    }
}
