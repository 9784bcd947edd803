//! A row of the table of rules: code, severity, texts, and the function that searches for findings.

use super::subject::Subject;
use crate::config::Phrase;
use crate::notice::{Finding, Severity};

/// A function that searches for the findings of a rule.
pub type Search = for<'a> fn(&Subject<'a>) -> Vec<Finding>;

/// A rule. `{name}` in message, label and help stands for the finding's argument of that name.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The public name, which never changes.
    pub code: &'static str,
    /// The severity of a finding, unless `site.yaml` states another.
    pub severity: Severity,
    /// Whether no page can be written with such a finding (†), so that a build writes nothing.
    pub fatal: bool,
    /// The first line of a finding.
    pub message: Phrase,
    /// The first line of a doubtful finding, which depends on how the text was read; empty if there are none.
    pub question: Phrase,
    /// The text after the carets; may be empty.
    pub label: Phrase,
    /// The remedy; empty if the finding has a fix.
    pub help: Phrase,
    /// Explanation for `explain` and the page of rules in docs/.
    pub explanation: Phrase,
    /// The search; absent if another search of the family, the reader, the archive or the command line makes the findings.
    pub search: Option<Search>,
}

impl Rule {
    const fn new(code: &'static str, severity: Severity) -> Self {
        const NONE: Phrase = Phrase { zh: "", en: "" };
        Self {
            code,
            severity,
            fatal: false,
            message: NONE,
            question: NONE,
            label: NONE,
            help: NONE,
            explanation: NONE,
            search: None,
        }
    }

    /// A rule whose findings fail `check`.
    pub(super) const fn error(code: &'static str) -> Self {
        Self::new(code, Severity::Error)
    }

    /// A rule whose findings fail `check --strict`.
    pub(super) const fn warning(code: &'static str) -> Self {
        Self::new(code, Severity::Warning)
    }

    /// A rule whose findings are worth knowing.
    pub(super) const fn note(code: &'static str) -> Self {
        Self::new(code, Severity::Note)
    }

    /// Marks the rule as fatal (†): no page can be written.
    pub(super) const fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }

    /// With the first line of its findings.
    pub(super) const fn says(mut self, zh: &'static str, en: &'static str) -> Self {
        self.message = Phrase { zh, en };
        self
    }

    /// With the first line of its doubtful findings.
    pub(super) const fn asks(mut self, zh: &'static str, en: &'static str) -> Self {
        self.question = Phrase { zh, en };
        self
    }

    /// With the text after the carets.
    pub(super) const fn label(mut self, zh: &'static str, en: &'static str) -> Self {
        self.label = Phrase { zh, en };
        self
    }

    /// With the remedy.
    pub(super) const fn help(mut self, zh: &'static str, en: &'static str) -> Self {
        self.help = Phrase { zh, en };
        self
    }

    /// With the explanation.
    pub(super) const fn because(mut self, zh: &'static str, en: &'static str) -> Self {
        self.explanation = Phrase { zh, en };
        self
    }

    /// With the function that searches for its findings.
    pub(super) const fn found_by(mut self, search: Search) -> Self {
        self.search = Some(search);
        self
    }
}

/// A text of a rule with … for the arguments.
pub fn in_general(message: &str) -> String {
    let mut words = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, (_, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        words.push_str(before);
        words.push('…');
        rest = after;
    }
    words + rest
}
