//! Days that name no day: masked on purpose, or damaged by a conversion.

use std::ops::Range;

use super::codes;
use super::dates;
use super::facts::Parts;
use crate::notice::{Confidence, Date, Facts, Finding, Found, Origin, SourcePath, UnitName};

impl Parts<'_> {
    /// Masked on purpose: the unit and the years of the lead.
    pub(super) fn anonymised(&self, units: &[Found<UnitName>]) -> Option<Found<bool>> {
        let lead = self.page.normal.of_range(&self.lead);
        let year = ["X年", "x年", "×年", "*年", "某年"]
            .iter()
            .find_map(|mask| lead.find(mask).map(|at| at..at + mask.len()))?;
        let masked = !units.is_empty() && units.iter().all(|unit| unit.value.masked);
        masked.then(|| {
            let at = self.lead.start + year.start..self.lead.start + year.end;
            self.page.found(true, Origin::Prose, Confidence::Medium, &at)
        })
    }

    /// Reports masked days of the inspection and the feedback, if neither the front matter nor the text states such a
    /// day.
    pub(super) fn masked(&self, front_matter: &Facts, text: &Facts, source: &SourcePath, findings: &mut Vec<Finding>) {
        let lead = self.page.normal.of_range(&self.lead);
        let days = dates::masked(lead);
        let is_feedback = |at: &usize| {
            let rest = &lead[days[*at].end..days.get(at + 1).map_or(lead.len(), |next| next.start)];
            rest[..rest.find(['。', '；', '\n']).unwrap_or(rest.len())].contains("反馈")
        };
        let is_stated = |one: &Option<Found<Date>>, other: &Option<Found<Date>>| one.is_some() || other.is_some();
        let feedback = (0..days.len()).find(is_feedback).filter(|_| !is_stated(&front_matter.feedback, &text.feedback));
        let period = (0..days.len()).find(|day| !is_feedback(day));
        let period = period.filter(|_| !is_stated(&front_matter.period_start, &text.period_start));
        for (key, day) in [("period", period), ("feedback", feedback)] {
            let Some(day) = day.map(|day| &days[day]) else { continue };
            let at = self.lead.start + day.start..self.lead.start + day.end;
            let finding = Finding::new(codes::MASKED_DATE, source, self.page.normal.span(&at)).with("key", key);
            findings.push(finding.with("found", self.page.shown(&at)));
        }
    }

    /// Reports dates that a conversion damaged.
    pub(super) fn damage(&self, source: &SourcePath, findings: &mut Vec<Finding>) {
        let lead = self.page.normal.of_range(&self.lead);
        let mut from = 0;
        let mut places: Vec<Range<usize>> = Vec::new();
        while let Some(at) = dates::damaged(&lead[from..]) {
            places.push(self.lead.start + from + at.start..self.lead.start + from + at.end);
            from += at.end;
        }
        places.extend(self.closing.damaged.clone());
        for place in places {
            let finding = Finding::new(codes::DAMAGED_DATE, source, self.page.normal.span(&place));
            findings.push(finding.with("found", self.page.shown(&place)));
        }
    }
}
