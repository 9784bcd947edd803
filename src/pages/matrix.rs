//! `/matrix/`: a table of units by rounds: which unit was inspected when, and how many of its items are done.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::entry::{Entry, MakeContext};
use super::inputs::Inputs;
use super::paged::list_entries;
use super::parts::{Counts, PageLink, Pager};
use super::view::ViewPage;
use crate::archive::{Address, Archive, Paging, RoundGroup, RowIndex, Slice, Tally, UnitGroup};
use crate::config::Site;
use crate::notice::Date;
use crate::render::head::{Head, Heads};
use crate::render::page::View;

/// Most columns of a matrix; older rounds are only counted. More do not fit on a screen.
const ROUNDS: usize = 12;

/// A page of the whole matrix, units by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixPage {
    /// Which part of the units.
    pub slice: Slice,
}

impl ViewPage for MatrixPage {
    type View = MatrixView;
    const FOLDER: &'static str = "matrix/";

    fn entries<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = Entry> + 'a {
        let units = inputs.archive.units().len();
        list_entries(inputs, &Address::new(Self::FOLDER), units, |slice| Self { slice }).into_iter()
    }

    fn view(&self, context: &MakeContext<'_>, _rows: &[RowIndex]) -> MatrixView {
        MatrixView::of(context.inputs.archive, context.inputs.site, self.slice)
    }

    fn as_of(&self, inputs: &Inputs<'_>) -> Option<Date> {
        inputs.archive.as_of()
    }
}

/// Data of a page of the whole matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixView {
    /// The matrices of the units on this page, place by place.
    pub places: Vec<PlaceMatrix>,
    /// Links to the other parts.
    pub pager: Pager,
    /// Number of rounds left out because they are older.
    pub older_rounds: usize,
}

impl MatrixView {
    fn of(archive: &Archive, site: &Site, slice: Slice) -> Self {
        let units: Vec<&UnitGroup> = archive.units().iter().rev().collect();
        let range = Paging::of(units.len(), site.page_size).range(slice);
        let on_page: Vec<&UnitGroup> = units[range].iter().rev().copied().collect();
        let mut places: Vec<(&str, Vec<&UnitGroup>)> = Vec::new();
        for unit in on_page {
            let place = place_stem(unit.place.as_deref().unwrap_or_default());
            match places.iter_mut().find(|(name, _)| *name == place) {
                Some((_, units)) => units.push(unit),
                None => places.push((place, vec![unit])),
            }
        }
        let places: Vec<PlaceMatrix> = places.into_iter().map(|(_, units)| PlaceMatrix::of(archive, &units)).collect();
        Self {
            older_rounds: places.iter().map(|place| place.matrix.older_rounds).sum(),
            places,
            pager: Pager::of(&Address::new(MatrixPage::FOLDER), units.len(), site.page_size, slice),
        }
    }
}

impl View for MatrixView {
    const TEMPLATE: &'static str = "matrix.html";

    fn head(&self, heads: &Heads<'_>) -> Head {
        let head = heads.numbered(heads.column("matrix"), self.pager.number, &self.pager.list);
        Head { section: "units", ..head }
    }
}

/// The name of a place without its suffix: 云江 and 云江市 are one place.
fn place_stem(place: &str) -> &str {
    let ends = ['省', '市', '区', '县', '州', '旗'];
    place.strip_suffix(ends).filter(|stem| stem.chars().count() > 1).unwrap_or(place)
}

/// The matrix of the units of one place. Rounds belong to one place, so each place has columns of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PlaceMatrix {
    /// The place, where the units have one.
    pub place: Option<String>,
    /// Its units by its rounds.
    pub matrix: Matrix,
}

impl PlaceMatrix {
    fn of(archive: &Archive, units: &[&UnitGroup]) -> Self {
        let place = units.iter().filter_map(|unit| unit.place.clone()).max_by_key(String::len);
        Self { place, matrix: Matrix::of(archive, units, ROUNDS) }
    }
}

/// Units by rounds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The columns, newest first.
    pub rounds: Vec<PageLink>,
    /// The units with a notice of one of these rounds.
    pub units: Vec<MatrixRow>,
    /// Number of units without one.
    pub left_out: usize,
    /// Number of older rounds with any of the units.
    pub older_rounds: usize,
}

/// A unit with a cell for each round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The unit.
    pub unit: PageLink,
    /// Its cells in the order of the columns; empty where nothing is published (未公开).
    pub cells: Vec<Option<MatrixCell>>,
}

/// The notices of a unit in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// The notice; for several, the section of the round on the unit's page.
    pub url: Address,
    /// The anchor in that page; empty for its top.
    pub anchor: String,
    /// Counts of its notices.
    pub counts: Counts,
    /// From 0 (nothing stated to be done) to 4 (everything stated to be done).
    pub shade: u32,
}

impl Matrix {
    /// The matrix of `units` by their newest `rounds` rounds.
    pub fn of(archive: &Archive, units: &[&UnitGroup], rounds: usize) -> Self {
        let rows: HashSet<RowIndex> = units.iter().flat_map(|unit| unit.rows.iter().copied()).collect();
        let is_theirs = |group: &&RoundGroup| group.key.is_some() && group.rows.iter().any(|at| rows.contains(at));
        let mut columns: Vec<&RoundGroup> = archive.rounds().iter().filter(is_theirs).collect();
        let older_rounds = columns.len().saturating_sub(rounds);
        columns.truncate(rounds);
        let column_of: HashMap<&str, usize> =
            columns.iter().enumerate().map(|(at, group)| (group.slug.as_str(), at)).collect();
        let all = units.iter().map(|unit| row(archive, unit, &column_of));
        let in_matrix: Vec<MatrixRow> = all.filter(|row| row.cells.iter().any(Option::is_some)).collect();
        Self {
            rounds: columns.iter().map(|group| PageLink::round(group)).collect(),
            left_out: units.len() - in_matrix.len(),
            units: in_matrix,
            older_rounds,
        }
    }
}

fn row(archive: &Archive, unit: &UnitGroup, column_of: &HashMap<&str, usize>) -> MatrixRow {
    let mut cells: Vec<(Tally, Vec<RowIndex>)> = vec![Default::default(); column_of.len()];
    for at in &unit.rows {
        let Some(round) = archive.round_of(*at) else { continue };
        if let Some(column) = column_of.get(round.slug.as_str()) {
            cells[*column].0.add(&archive.rows()[*at].tally());
            cells[*column].1.push(*at);
        }
    }
    let cells = cells.iter().map(|(tally, rows)| cell(archive, unit, tally, rows)).collect();
    MatrixRow { unit: PageLink::unit(unit), cells }
}

fn cell(archive: &Archive, unit: &UnitGroup, tally: &Tally, rows: &[RowIndex]) -> Option<MatrixCell> {
    let counting: Vec<RowIndex> = rows.iter().copied().filter(|at| archive.rows()[*at].counts()).collect();
    let newest = rows.last()?;
    let (url, anchor) = match counting.as_slice() {
        [single_entry] => (archive.rows()[*single_entry].address.clone(), String::new()),
        [] => (archive.rows()[*newest].address.clone(), String::new()),
        _ => {
            let round = archive.round_of(*newest).map(|group| format!("r-{}", group.slug));
            (Address::unit(&unit.slug), round.unwrap_or_default())
        }
    };
    let counts = Counts::from(tally);
    let shade = (counts.items_done * 4).checked_div(counts.items_total).unwrap_or(0);
    Some(MatrixCell { url, anchor, counts, shade })
}

/// The `limit` units with the newest notices, newest first; units without a name are left out.
pub fn newest_units(archive: &Archive, limit: usize) -> Vec<&UnitGroup> {
    let mut units: Vec<&UnitGroup> = Vec::new();
    for (at, _) in archive.listed().rev() {
        for unit in archive.units_of(at) {
            if unit.key.is_some() && !units.iter().any(|listed| listed.key == unit.key) {
                units.push(unit);
            }
        }
        if units.len() >= limit {
            break;
        }
    }
    units.truncate(limit);
    units
}
