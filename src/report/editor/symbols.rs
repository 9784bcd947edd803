//! The outline of a notice as an editor shows it.

use serde_json::{Value, json};

use super::{Positions, without_nulls};
use crate::notice::{Heading, Notice};

/// The headings, nested by level; items include their status.
pub fn symbols(notice: &Notice, text: &str) -> Vec<Value> {
    let positions = Positions::of(text);
    let mut rest = notice.outline.as_slice();
    let mut symbols = Vec::new();
    while let Some((first, _)) = rest.split_first() {
        symbols.push(symbol(notice, &positions, first.level, &mut rest));
    }
    symbols
}

/// Takes the first heading of `rest` with everything below it.
fn symbol(notice: &Notice, positions: &Positions, level: u8, rest: &mut &[Heading]) -> Value {
    let Some((heading, below)) = rest.split_first() else { return Value::Null };
    *rest = below;
    let mut children = Vec::new();
    while let Some(next) = rest.first().filter(|next| next.level > level) {
        children.push(symbol(notice, positions, next.level, rest));
    }
    let detail = notice.item_of(heading).map(|item| item.status.label());
    let name = format!("{}{}", heading.number.as_deref().unwrap_or_default(), heading.title);
    without_nulls(json!({
        "name": if name.is_empty() { "—" } else { &name },
        "detail": detail,
        // items are methods (6) and other headings namespaces (3), so that editors show different icons
        "kind": if detail.is_some() { 6 } else { 3 },
        "range": positions.range(heading.extent.join(heading.span)),
        "selectionRange": positions.range(heading.span),
        "children": children,
    }))
}
