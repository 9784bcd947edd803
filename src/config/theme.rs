//! `theme.yaml` and the strings of a theme (`i18n/<language>.yaml`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a theme says of itself. Every key has a default, so a folder without `theme.yaml` is a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeManifest {
    /// What it is called.
    pub title: String,
    /// One sentence on what it is for.
    pub description: String,
    /// The built-in theme it lies on; the default one where absent.
    pub extends: Option<String>,
}

/// Why a YAML text of a theme cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong, in the parser's words.
    pub message: String,
}

impl ThemeManifest {
    /// Reads a `theme.yaml`.
    ///
    /// # Errors
    /// [`Unreadable`] where it is no mapping of the keys above.
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
