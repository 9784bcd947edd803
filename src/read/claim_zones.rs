//! Where a notice may state totals about itself.

use super::claims::Zone;
use super::facts::{Parts, rows};
use super::node::Outline;
use super::wording;
use crate::notice::{Confidence, Part};

impl Parts<'_> {
    /// Where totals may be stated: the lead, the first paragraph under the first heading, summaries, and what stands
    /// before the first item of an item part; and, in the sentences that say so, all that stands before the first
    /// item. Under a heading that holds some of the items, `picked`, and not all of them, figures are of those alone.
    /// In the order of the text, so that the place nearest to the title comes first.
    pub(super) fn zones(&self, outline: &Outline, picked: &[usize]) -> Vec<Zone> {
        let zone = |range, confidence, strict| Zone { range, confidence, strict };
        let mut zones = vec![zone(self.lead.clone(), Confidence::High, false)];
        for (at, node) in outline.iter().enumerate() {
            let next = outline.get(at + 1).map_or(node.end, |next| next.row.min(node.end));
            let words = self.page.normal.of_range(&node.title);
            // items are in the order of their rows
            let above = |row: usize| picked.partition_point(|item| outline[*item].row < row);
            let held = above(node.end) - above(node.row);
            let is_for_all = held == 0 || held == picked.len();
            let before_items = picked.first().is_none_or(|first| at < *first);
            if wording::is_summary(words) {
                zones.push(zone(rows(self.page, node.row, node.end), Confidence::High, false));
            } else if at == 0 && is_for_all {
                let is_work = node.part == Part::Organisation;
                let confidence = if is_work { Confidence::Medium } else { Confidence::High };
                zones.push(zone(rows(self.page, node.row + 1, next.min(node.row + 2)), confidence, false));
            } else if node.part == Part::Items && node.parent.is_none() && is_for_all {
                zones.push(zone(rows(self.page, node.row + 1, next.min(node.row + 3)), Confidence::Medium, false));
            } else if node.part != Part::Next && before_items && is_for_all {
                zones.push(zone(rows(self.page, node.row, next), Confidence::Medium, true));
            }
        }
        zones.retain(|zone| !zone.range.is_empty());
        zones.sort_by_key(|zone| zone.range.start);
        zones
    }
}
