//! Findings: mistakes in a notice, as a code with arguments. `report/` turns them into text.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::source::SourcePath;
use crate::text::span::Span;

/// The public name of a rule, which never changes: `full-width-colon`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// The code named `name`, in kebab case.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The code's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Fails `check` and stops `publish`.
    Error,
    /// Fails under `--strict`.
    Warning,
    /// Worth knowing.
    Note,
}

/// A word or number the message of a finding mentions, by the name its template uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Argument {
    /// The name in the message template.
    pub name: Cow<'static, str>,
    /// The words.
    pub value: String,
}

/// An edit that needs no judgement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fix {
    /// The replaced span.
    pub span: Span,
    /// The text that replaces it.
    pub replacement: String,
}

/// One mistake at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// The file it is in.
    pub source: SourcePath,
    /// The words it is about; empty for the file as a whole.
    pub span: Span,
    /// Which rule found it.
    pub code: Code,
    /// Arguments of its message.
    pub arguments: Vec<Argument>,
    /// Another place that is part of it: the other party of a conflict.
    pub related: Option<(SourcePath, Span)>,
    /// The edit that fixes it, if that needs no judgement.
    pub fix: Option<Fix>,
    /// Whether it depends on how the text was read, not on the text alone. Such a finding is a warning at most and is
    /// worded as a question.
    pub doubtful: bool,
}

impl Finding {
    /// A finding of `code` at `span` of `source`.
    pub fn new(code: Code, source: &SourcePath, span: Span) -> Self {
        Self { source: source.clone(), span, code, arguments: Vec::new(), related: None, fix: None, doubtful: false }
    }

    /// With an argument for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push(Argument { name: Cow::Borrowed(name), value: value.to_string() });
        self
    }

    /// With the other place it concerns.
    #[must_use]
    pub fn relating(mut self, source: &SourcePath, span: Span) -> Self {
        self.related = Some((source.clone(), span));
        self
    }

    /// With an edit that fixes it.
    #[must_use]
    pub fn fixed_by(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Marked as doubtful unless `certain`.
    #[must_use]
    pub fn doubtful_unless(mut self, certain: bool) -> Self {
        self.doubtful = !certain;
        self
    }

    /// The argument named `name`.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|argument| argument.name == name).map(|argument| argument.value.as_str())
    }
}
