//! Formats findings for people and machines: terminal text, JSON, SARIF, GitHub annotations.
//!
//! Pure: it gets findings, a function that returns the text of a file, and a language. It prints nothing.

pub mod editor;
mod excerpt;
mod finding_text;
mod github;
mod json;
mod origin;
mod sarif;
mod settings;
pub mod show;
mod statistics;
mod terminal;

use std::sync::Arc;

pub use finding_text::{expected, summary};
pub use settings::settings;
pub use terminal::{Limits, TerminalStyle};

use crate::check::{RatedFinding, SeverityCounts};
use crate::config::Language;
use crate::notice::SourcePath;
use crate::text::lines::Lines;

/// If there are more findings, they are also counted by rule.
const FEW: usize = 10;

/// All findings of a run, sorted as by [`crate::check::rate`], with the values needed to print them.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The findings.
    pub findings: &'a [RatedFinding],
    /// The text of a file as it was checked; without it findings have no line.
    pub text_of: &'a dyn Fn(&SourcePath) -> Option<Arc<str>>,
    /// The language of messages.
    pub language: Language,
    /// Prefix of source paths: `content/`, or empty for files outside a site.
    pub root: &'a str,
}

impl Report<'_> {
    /// For a terminal: a block for each finding, then a line that counts them. Empty if nothing was found.
    pub fn text(&self, style: TerminalStyle, limits: Limits) -> String {
        match self.findings.is_empty() {
            true => String::new(),
            false => format!("{}{}\n{}", self.blocks(style, limits), self.summary(), self.count_by_rule()),
        }
    }

    /// For a terminal: a block for each finding.
    pub fn blocks(&self, style: TerminalStyle, limits: Limits) -> String {
        terminal::blocks(self, style, limits)
    }

    /// For programs: `{"findings": […], "counts": {…}}` and a line break.
    pub fn json(&self) -> String {
        json::text(self)
    }

    /// The findings as JSON values, for `show --format json`.
    pub fn values(&self) -> Vec<serde_json::Value> {
        json::values(self)
    }

    /// SARIF 2.1.0 and a line break.
    pub fn sarif(&self) -> String {
        sarif::text(self)
    }

    /// Workflow commands that GitHub turns into annotations, one line each.
    pub fn github(&self, limits: Limits) -> String {
        github::text(self, limits)
    }

    /// Number of findings of each rule; empty if there are few findings or only one rule.
    fn count_by_rule(&self) -> String {
        let is_other = |rated: &RatedFinding| rated.finding.code != self.findings[0].finding.code;
        let is_useful = self.findings.len() > FEW && self.findings.iter().any(is_other);
        if is_useful { self.statistics() } else { String::new() }
    }

    /// Number of findings of each rule, one line per rule, errors first.
    pub fn statistics(&self) -> String {
        statistics::statistics(self)
    }

    /// The line that counts the findings of a run.
    fn summary(&self) -> String {
        finding_text::summary(SeverityCounts::of(self.findings), self.language)
    }

    /// The files with their findings, in order.
    fn files(&self) -> impl Iterator<Item = (SourceText, &[RatedFinding])> {
        self.findings.chunk_by(|a, b| a.finding.source == b.finding.source).map(|findings| {
            let source = &findings[0].finding.source;
            (SourceText { path: self.path(source), text: (self.text_of)(source) }, findings)
        })
    }

    fn path(&self, source: &SourcePath) -> String {
        format!("{}{source}", self.root)
    }
}

/// A file that has findings.
struct SourceText {
    path: String,
    text: Option<Arc<str>>,
}

impl SourceText {
    fn lines(&self) -> Option<Lines<'_>> {
        self.text.as_deref().map(Lines::of)
    }
}
