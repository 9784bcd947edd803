//! A value with its origin, line and confidence, so that every value of the index can be traced to its line.

use serde::{Deserialize, Serialize};

use crate::text::span::Span;

/// Origin of a value, strongest first.
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
    /// None: nothing was found.
    None,
}

/// Confidence of the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The text states it.
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
    /// The value.
    pub value: T,
    /// Its origin.
    pub from: Origin,
    /// The line in the source, from 1; 0 if the origin is not a line (file name, site).
    pub line: u32,
    /// The span it was read from; empty if it was not read from the text.
    pub span: Span,
    /// Confidence of the reader.
    pub confidence: Confidence,
}

impl<T> Found<T> {
    /// A value stated at `span` on `line`.
    pub fn stated(value: T, from: Origin, line: usize, span: Span) -> Self {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Self { value, from, line, span, confidence: Confidence::High }
    }

    /// A value that is not in the text, such as one taken from the file's name.
    pub fn without_place(value: T, from: Origin, confidence: Confidence) -> Self {
        Self { value, from, line: 0, span: Span::default(), confidence }
    }

    /// The same with another confidence.
    #[must_use]
    pub fn with_confidence(mut self, confidence: Confidence) -> Self {
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

    /// The line; `None` if the origin is not a line.
    pub fn line(&self) -> Option<u32> {
        (self.line > 0).then_some(self.line)
    }
}
