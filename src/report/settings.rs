//! Findings of `site.yaml` for a terminal.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Limits, Report, TerminalStyle};
use crate::check;
use crate::config::Language;
use crate::notice::{Finding, SourcePath};

/// The findings of `content/site.yaml`, whose text is `text`, in the form of `check`.
pub fn settings(findings: Vec<Finding>, text: &str, language: Language, style: TerminalStyle) -> String {
    let rated = check::rate(findings, &BTreeMap::new());
    let text: Arc<str> = text.into();
    let text_of = |_: &SourcePath| Some(Arc::clone(&text));
    Report { findings: &rated, text_of: &text_of, language, root: "content/" }.text(style, Limits::default())
}
