//! Completion: keys and values of the front matter, statuses under items.

use serde_json::{Value, json};

use super::without_nulls;
use crate::notice::fact;
use crate::notice::{Audience, Kind, Status};
use crate::read;

/// Names that the site uses, offered as completions.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    /// Names of units.
    pub units: Vec<String>,
    /// Labels of rounds.
    pub rounds: Vec<String>,
    /// Ids and titles of notices.
    pub notices: Vec<(String, String)>,
}

/// Completions at `offset` of `text`.
pub fn completion(text: &str, offset: usize, names: &KnownNames) -> Vec<Value> {
    let Some(before) = text.get(..offset) else { return Vec::new() };
    let line = before.rsplit('\n').next().unwrap_or_default();
    if !read::split::is_in_front_matter(before) {
        let label = ["整改状态", "整改结果", "完成情况"].iter().any(|label| line.trim_start().starts_with(label));
        return if label && line.contains(['：', ':']) { statuses() } else { Vec::new() };
    }
    let Some((key, _)) = line.split_once(':') else { return keys() };
    match fact::key(key.trim()).map(|key| key.name) {
        Some("kind") => Kind::ALL.iter().map(|kind| item(kind.label(), None, 12)).collect(),
        Some("status") => statuses(),
        Some("unit" | "issuer") => names.units.iter().map(|unit| item(unit, None, 12)).collect(),
        Some("round") => names.rounds.iter().map(|round| item(round, None, 12)).collect(),
        Some("follows") => names.notices.iter().map(|(id, title)| item(id, Some(title), 18)).collect(),
        Some("audience") => {
            [Audience::Public, Audience::Intranet].map(|audience| item(audience.name(), None, 12)).into()
        }
        _ => Vec::new(),
    }
}

fn keys() -> Vec<Value> {
    let keys = fact::keys().flat_map(|key| key.words().map(move |word| (word, key.name)));
    keys.map(|(word, name)| {
        let mut key = item(word, (word != name).then_some(name), 10);
        key["insertText"] = format!("{word}: ").into();
        key
    })
    .collect()
}

fn statuses() -> Vec<Value> {
    let written = Status::ALL.into_iter().filter(|status| *status != Status::Unstated);
    written.map(|status| item(status.label(), Some(status.name()), 20)).collect()
}

/// A completion of the protocol's `kind` (10 a property, 12 a value, 18 a reference, 20 a member of an enumeration).
fn item(label: &str, detail: Option<&str>, kind: u8) -> Value {
    without_nulls(json!({ "label": label, "detail": detail, "kind": kind }))
}
