//! `theme.yaml` and the strings of a theme (`i18n/<language>.yaml`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The settings in `theme.yaml`. Every key has a default, so a folder without the file is a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeManifest {
    /// Name.
    pub title: String,
    /// Description in one sentence.
    pub description: String,
    /// The built-in theme below it; the default theme if absent.
    pub extends: Option<String>,
}

/// Why a YAML text of a theme cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// Message of the parser.
    pub message: String,
}

impl ThemeManifest {
    /// Reads a `theme.yaml`.
    ///
    /// # Errors
    /// [`Unreadable`] if it is not a mapping of the keys above.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        if is_empty(text) {
            return Ok(Self::default());
        }
        serde_yaml::from_str(text).map_err(|error| unreadable(&error))
    }
}

/// Reads the strings of a language: a flat mapping of keys to texts.
///
/// # Errors
/// [`Unreadable`] where it is anything else.
pub fn strings(text: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    if is_empty(text) {
        return Ok(BTreeMap::new());
    }
    serde_yaml::from_str(text).map_err(|error| unreadable(&error))
}

fn is_empty(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn unreadable(error: &serde_yaml::Error) -> Unreadable {
    let (line, column) = error.location().map_or((1, 1), |place| (place.line().max(1), place.column().max(1)));
    Unreadable { line, column, message: error.to_string() }
}
