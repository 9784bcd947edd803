//! The catalogue: what every code means, weighs and says, in Chinese and English.
//!
//! One file a family. The messages of a run, `explain`, docs/checks.md and SARIF are all made from it.

mod front_matter;

use crate::config::Language;
use crate::notice::Severity;

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

/// A row of the catalogue. `{name}` in message, label and help stands for the finding's argument of that name.
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
}

impl Rule {
    /// A row with a code and a severity; the words follow.
    const fn new(code: &'static str, severity: Severity) -> Self {
        const NONE: Words = Words { zh: "", en: "" };
        Self { code, severity, fatal: false, message: NONE, label: NONE, help: NONE, explanation: NONE }
    }

    const fn error(code: &'static str) -> Self {
        Self::new(code, Severity::Error)
    }

    const fn warning(code: &'static str) -> Self {
        Self::new(code, Severity::Warning)
    }

    const fn note(code: &'static str) -> Self {
        Self::new(code, Severity::Note)
    }

    const fn fatal(mut self) -> Self {
        self.fatal = true;
        self
    }

    const fn says(mut self, zh: &'static str, en: &'static str) -> Self {
        self.message = Words { zh, en };
        self
    }

    const fn label(mut self, zh: &'static str, en: &'static str) -> Self {
        self.label = Words { zh, en };
        self
    }

    const fn help(mut self, zh: &'static str, en: &'static str) -> Self {
        self.help = Words { zh, en };
        self
    }

    const fn because(mut self, zh: &'static str, en: &'static str) -> Self {
        self.explanation = Words { zh, en };
        self
    }
}

/// The families in the order docs list them: a heading and its rules.
pub const FAMILIES: &[(Words, &[Rule])] =
    &[(Words { zh: "文件与头部", en: "File and front matter" }, front_matter::RULES)];

/// All rules, family by family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|(_, rules)| rules.iter())
}

/// The rule of `code`.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// The name of a severity, as messages show it.
pub fn severity_name(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick("错误", "error"),
        Severity::Warning => language.pick("警告", "warning"),
        Severity::Note => language.pick("提示", "note"),
    }
}
