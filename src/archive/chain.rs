//! Chains: which notice continues which (`follows`), and who represents a chain.

use std::collections::HashMap;

use super::row::{Row, RowIndex};
use crate::notice::{Code, Finding};

/// `follows` names no notice of the archive. Arguments: `id`.
pub const UNKNOWN: Code = Code::new("follows-unknown");
/// Notices follow each other in a circle. Arguments: `id`.
pub const CYCLE: Code = Code::new("follows-cycle");

/// Sets `continues` and `superseded_by` of all rows. `hidden` says whether an id belongs to a notice that this build
/// leaves out, which is no finding.
pub fn link(rows: &mut [Row], hidden: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let by_id: HashMap<String, RowIndex> = rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect();
    for at in 0..rows.len() {
        let summary = rows[at].summary.clone();
        let Some(follows) = summary.facts.follows.as_ref() else { continue };
        match by_id.get(&follows.value) {
            _ if rows[at].withdrawn => {}
            Some(earlier) if leads_back(rows, *earlier, at) => {
                findings.push(Finding::new(CYCLE, &summary.source, follows.span).with("id", &follows.value));
            }
            Some(earlier) if rows[*earlier].withdrawn => {}
            Some(earlier) => {
                rows[at].continues = Some(*earlier);
                // rows are sorted, so of two that continue the same notice the newest is linked last
                rows[*earlier].superseded_by = Some(at);
            }
            None if hidden(&follows.value) => {}
            None => findings.push(Finding::new(UNKNOWN, &summary.source, follows.span).with("id", &follows.value)),
        }
    }
    findings
}

fn leads_back(rows: &[Row], mut from: RowIndex, to: RowIndex) -> bool {
    loop {
        if from == to {
            return true;
        }
        match rows[from].continues {
            Some(earlier) => from = earlier,
            None => return false,
        }
    }
}
