//! `theme.yaml` and the strings of a theme (`i18n/<language>.yaml`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::yaml;

/// The settings in `theme.yaml`. Every key has a default, so a folder without the file is a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ThemeManifest {
    /// Name of the theme.
    pub title: String,
    /// Description in one sentence.
    pub description: String,
    /// The built-in theme that provides the files it does not have; the default theme if absent.
    pub extends: Option<String>,
}

/// Error in a YAML text of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
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
    /// [`YamlError`] if it is not a mapping of the keys above.
    pub fn parse(text: &str) -> Result<Self, YamlError> {
        if is_empty(text) {
            return Ok(Self::default());
        }
        yaml::parse(text).map_err(|error| yaml_error(&error))
    }
}

/// Reads the strings of a language: a flat mapping of keys to texts.
///
/// # Errors
/// [`YamlError`] if it is anything else.
pub fn strings(text: &str) -> Result<BTreeMap<String, String>, YamlError> {
    if is_empty(text) {
        return Ok(BTreeMap::new());
    }
    yaml::parse(text).map_err(|error| yaml_error(&error))
}

fn is_empty(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn yaml_error(error: &serde_yaml::Error) -> YamlError {
    let (line, column) = error.location().map_or((1, 1), |place| (place.line().max(1), place.column().max(1)));
    YamlError { line, column, message: error.to_string() }
}
