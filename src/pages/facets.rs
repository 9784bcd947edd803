//! The facets of a notice: for each family, the values under which the search finds it.

use super::inputs::Inputs;
use crate::archive::RowIndex;
use crate::notice::Kind;
use crate::search::facet::{Facet, Family};

/// The theme's words in labels of facets, as part of cache keys.
pub(super) fn words(inputs: &Inputs<'_>) -> String {
    Kind::ALL.map(|kind| kind_word(inputs, kind)).join("\n") + inputs.theme.text(UNDATED)
}

/// Label of notices without a date, in `i18n/`.
const UNDATED: &str = "undated";
/// Key of the facet of notices that do not state a value.
const UNSTATED: &str = "unstated";

/// The facets of the notice at `at`, without those of its items' statuses, which the index adds.
pub(super) fn of_notice(inputs: &Inputs<'_>, at: RowIndex) -> Vec<Facet> {
    Family::ALL.into_iter().flat_map(|family| values(inputs, at, family)).collect()
}

fn values(inputs: &Inputs<'_>, at: RowIndex, family: Family) -> Vec<Facet> {
    let archive = inputs.archive;
    let row = &archive.rows()[at];
    let facet = |key: Option<String>, label: &str| Facet {
        family,
        key: key.unwrap_or_else(|| UNSTATED.to_owned()),
        label: label.to_owned(),
    };
    match family {
        Family::Unit => {
            let units = archive.units_of(at).into_iter();
            units.map(|group| facet(group.key.as_ref().map(ToString::to_string), &group.name)).collect()
        }
        Family::Round => {
            let round = archive.round_of(at).into_iter();
            round.map(|group| facet(group.key.as_ref().map(ToString::to_string), &group.label)).collect()
        }
        Family::Year => {
            let year = row.day().map(|day| format!("{:04}", day.year()));
            let label = year.clone().unwrap_or_else(|| inputs.theme.text(UNDATED).to_owned());
            vec![facet(year, &label)]
        }
        Family::Kind => {
            let kind = row.summary.facts.kind();
            vec![facet(Some(kind.label().to_owned()), &kind_word(inputs, kind))]
        }
        // of items, and of the notice's place in its chain: the index knows them
        Family::Status | Family::State => Vec::new(),
    }
}

/// A kind of notice in the site's language.
fn kind_word(inputs: &Inputs<'_>, kind: Kind) -> String {
    inputs.theme.text(&format!("kind_{}", kind.label())).to_owned()
}
