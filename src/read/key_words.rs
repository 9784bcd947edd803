//! The words that keys of the front matter may be written with.

use unicode_normalization::UnicodeNormalization;

use crate::notice::fact;

/// All keys and aliases.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    fact::keys().flat_map(|key| key.words())
}

/// The key or alias that `key` is in another case or width.
pub(super) fn in_any_case(key: &str) -> Option<&'static str> {
    let folded = folded(key);
    names().find(|name| *name == folded)
}

/// Whether a key or alias decides who may see the notice.
pub(super) fn decides_visibility(key: &str) -> bool {
    fact::key(key).is_some_and(|key| key.decides_visibility())
}

/// A key in lower case and narrow characters, without invisible ones.
pub(super) fn folded(key: &str) -> String {
    let shown = |c: &char| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    key.nfkc().filter(shown).flat_map(char::to_lowercase).collect()
}
