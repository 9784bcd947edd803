//! A row of the table of rules: what a code means, weighs and says, and the function that looks for it.

use super::subject::Subject;
use crate::config::Language;
use crate::notice::{Finding, Severity};

/// The same words in both languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// 中文
    pub zh: &'static str,
    /// English
    pub en: &'static str,
}

impl Words {
    /// The words in `language`.
    pub fn in_language(self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

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
    pub message: Words,
    /// What stands behind the carets; may be empty.
    pub label: Words,
    /// The way out; empty where the finding's fix says it.
    pub help: Words,
    /// What the rule looks for and why, for `explain` and docs/checks.md.
    pub explanation: Words,
    /// What looks for it; absent where the reader, the archive or a door finds it.
    pub search: Option<Search>,
}

impl Rule {
    const fn new(code: &'static str, severity: Severity) -> Self {
        const NONE: Words = Words { zh: "", en: "" };
        Self { code, severity, fatal: false, message: NONE, label: NONE, help: NONE, explanation: NONE, search: None }
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
        self.message = Words { zh, en };
        self
    }

    /// With the words behind the carets.
    pub(super) const fn label(mut self, zh: &'static str, en: &'static str) -> Self {
        self.label = Words { zh, en };
        self
    }

    /// With a way out.
    pub(super) const fn help(mut self, zh: &'static str, en: &'static str) -> Self {
        self.help = Words { zh, en };
        self
    }

    /// With what it looks for and why.
    pub(super) const fn because(mut self, zh: &'static str, en: &'static str) -> Self {
        self.explanation = Words { zh, en };
        self
    }

    /// With the function that looks for it.
    pub(super) const fn found_by(mut self, search: Search) -> Self {
        self.search = Some(search);
        self
    }
}
