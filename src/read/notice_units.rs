//! Units outside the lead: in the title, under it, and after 来源：.

use std::ops::Range;

use super::facts::{OPENING_ROWS, Parts, rows};
use super::full_names::{FullNames, NamedUnits};
use super::names;
use super::one_line::OneLine;
use crate::notice::unit::ORGANISATION_ENDS;
use crate::notice::{Confidence, Found, Origin, UnitName};

impl Parts<'_> {
    /// The units that the title, the signature and the line under the title name.
    pub(super) fn named_units(&self, signed: Option<Found<UnitName>>) -> NamedUnits {
        let (titled, named) = (self.units_in_title(), self.organisation().or_else(|| self.subtitled()));
        let opening = 0..self.lead.end.max(rows(self.page, 0, OPENING_ROWS).end);
        let stated = self.stated.units.iter();
        let units = stated.chain(&titled).chain(&signed).chain(&named).map(|found| &found.value);
        let full_names = FullNames::of(self.page.normal.of_range(&opening), units);
        let in_full = |found: Found<UnitName>| found.map(|unit| full_names.resolve(&unit).unwrap_or(unit));
        let titled = titled.into_iter().map(in_full).collect();
        let (signed, named, publisher) = (signed.map(in_full), named.map(in_full), self.publisher().map(in_full));
        NamedUnits { titled, signed, named, publisher, full_names }
    }

    pub(super) fn publisher(&self) -> Option<Found<UnitName>> {
        let range = self.head.publisher.as_ref()?;
        let name = self.page.shown(range);
        // 本站, 本单位 and 办公室 name nobody.
        let names_nobody = names::is_own(&name) || ORGANISATION_ENDS.has(&name);
        (names::is_organisation(&name) && !names_nobody)
            .then(|| self.page.found(UnitName::parse(&name), Origin::Label, Confidence::High, range))
    }

    /// Who gave the report: ——华山省地质矿产勘查开发局党委.
    pub(super) fn subtitled(&self) -> Option<Found<UnitName>> {
        let range = self.head.subtitle.as_ref()?;
        let text = self.page.normal.of_range(range);
        let name = text.trim_start_matches(['—', '–', '-', ' ']);
        let at = range.end - name.len()..range.end;
        names::is_organisation(name)
            .then(|| self.page.found(UnitName::parse(&self.page.shown(&at)), Origin::Structure, Confidence::High, &at))
    }

    /// The unit under the title.
    pub(super) fn organisation(&self) -> Option<Found<UnitName>> {
        let range = self.head.organisation.as_ref()?;
        let name = UnitName::parse(&self.page.shown(range));
        Some(self.page.found(name, Origin::Structure, Confidence::High, range))
    }

    /// The organisation whose meeting heard the report: ——在云江市总工会十届三次全委会上的工作报告.
    pub(super) fn reporting_unit(&self) -> Option<Found<UnitName>> {
        let meets = |range: &&Range<usize>| self.page.normal.of_range(range).contains('届');
        let range = [&self.head.subtitle, &self.head.title].into_iter().flatten().find(meets)?;
        let text = self.page.normal.of_range(range);
        let from = text.find('在').map_or(0, |at| at + '在'.len_utf8());
        let end = from + text[from..].find('届')?;
        let is_numeral = |c: char| crate::text::numeral::is_chinese(c) || c.is_ascii_digit() || c == '第';
        let name = text[from..end].trim_end_matches(is_numeral);
        let at = range.start + from..range.start + from + name.len();
        names::is_organisation(name)
            .then(|| self.page.found(UnitName::parse(&self.page.shown(&at)), Origin::Structure, Confidence::High, &at))
    }

    pub(super) fn units_in_title(&self) -> Vec<Found<UnitName>> {
        let read = |title: &OneLine<'_>| -> Vec<Found<UnitName>> {
            let units = names::in_title(&title.words).into_iter();
            units.map(|at| title.found(UnitName::parse(&title.shown(&at)), &at)).collect()
        };
        let front = self.front_title().map(|title| read(&title)).unwrap_or_default();
        match (front.is_empty(), self.own_title()) {
            (true, Some(title)) => read(&title),
            _ => front,
        }
    }
}
