//! A value and where it was found: what makes every value of the index traceable to its line.

use serde::{Deserialize, Serialize};

use crate::text::span::Span;

/// What kind of place a value was taken from, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A key of the front matter.
    FrontMatter,
    /// A label line such as `整改结果：`.
    Label,
    /// The notice's headings and parts.
    Structure,
    /// A sentence.
    Prose,
    /// The file's name.
    FileName,
    /// `site.yaml`.
    Site,
    /// Nowhere.
    None,
}

/// How sure the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Stated.
    #[default]
    High,
    /// Follows from what is stated by a rule that rarely errs.
    Medium,
    /// A guess worth showing as 待确认; never indexed.
    Low,
}

/// A value with its place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Found<T> {
    /// What was found.
    pub value: T,
    /// What kind of place it comes from.
    pub from: Origin,
    /// The line in the source, from 1; 0 where the place is no line (file name, site).
    pub line: u32,
    /// The words it was read from; empty where the place is no text.
    pub span: Span,
    /// How sure the reader is.
    pub confidence: Confidence,
}

impl<T> Found<T> {
    /// A value stated at `span` on `line`.
    pub fn stated(value: T, from: Origin, line: usize, span: Span) -> Self {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Self { value, from, line, span, confidence: Confidence::High }
    }

    /// A value that stands in no text, such as one taken from the file's name.
    pub fn placeless(value: T, from: Origin, confidence: Confidence) -> Self {
        Self { value, from, line: 0, span: Span::default(), confidence }
    }

    /// The same with another confidence.
    #[must_use]
    pub fn with(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// Another value from the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Found<U> {
        let Self { value, from, line, span, confidence } = self;
        Found { value: change(value), from, line, span, confidence }
    }

    /// Whether the value is sure enough to be indexed.
    pub fn is_indexed(&self) -> bool {
        self.confidence != Confidence::Low
    }

    /// The line, where the place is one.
    pub fn line(&self) -> Option<u32> {
        (self.line > 0).then_some(self.line)
    }
}
