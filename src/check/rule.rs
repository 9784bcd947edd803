//! A row of the table of rules: what a code means, weighs and says, and the function that looks for it.

use super::subject::Subject;
use crate::config::Phrase;
use crate::notice::{Finding, Severity};

/// A function that looks for what a rule is about.
pub type Search = for<'a> fn(&Subject<'a>) -> Vec<Finding>;

/// A rule. `{name}` in message, label and help stands for the finding's argument of that name.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The public name, for ever.
    pub code: &'static str,
    /// How much a finding weighs where `site.yaml` does not say otherwise.
    pub severity: Severity,
    /// Whether a finding leaves no page to write (†), so that a build writes nothing.
    pub fatal: bool,
    /// The first line of a finding.
    pub message: Phrase,
    /// The first line of a finding that rests on how the text was read; empty for a rule that never doubts.
    pub question: Phrase,
    /// What stands behind the carets; may be empty.
    pub label: Phrase,
    /// The way out; empty where the finding's fix says it.
    pub help: Phrase,
    /// What the rule looks for and why, for `explain` and the page of rules in docs/.
    pub explanation: Phrase,
    /// What looks for it; absent where the search of another rule of its family, the reader, the archive or the command
    /// line finds it.
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

    /// The same, leaving no page to write.
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

    /// With the words behind the carets.
    pub(super) const fn label(mut self, zh: &'static str, en: &'static str) -> Self {
        self.label = Phrase { zh, en };
        self
    }

    /// With a way out.
    pub(super) const fn help(mut self, zh: &'static str, en: &'static str) -> Self {
        self.help = Phrase { zh, en };
        self
    }

    /// With what it looks for and why.
    pub(super) const fn because(mut self, zh: &'static str, en: &'static str) -> Self {
        self.explanation = Phrase { zh, en };
        self
    }

    /// With the function that looks for it.
    pub(super) const fn found_by(mut self, search: Search) -> Self {
        self.search = Some(search);
        self
    }
}

/// Words of a rule with … for what differs from finding to finding.
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
