//! Findings of a build or publication: which stop it, which are printed, and the line with the totals.

use super::Session;
use crate::check::{self, Weighed, catalogue};
use crate::io::load::{ContentFolder, LoadedSite};
use crate::io::review::Review;
use crate::notice::{Severity, SourcePath};
use crate::report::{Limits, Report};
use crate::site::Plan;

/// The findings of a run.
pub(super) struct Findings {
    /// Everything that `check` finds.
    all: Vec<Weighed>,
    /// Codes of findings that stop this build. `check` also looks at drafts and notices of other audiences; findings
    /// between those and others do not stop a build without them.
    fatal: Vec<Weighed>,
}

/// Weighs the findings of a loaded site.
pub(super) fn weigh(loaded: &LoadedSite, plan: &Plan<'_>, review: &Review) -> Findings {
    let severities = &loaded.site.severities;
    let own = loaded.findings.iter().cloned().chain(plan.findings());
    let mut fatal = check::weigh(own, severities);
    fatal.retain(|weighed| weighed.fatal);
    Findings { all: check::weigh(review.findings.iter().cloned(), severities), fatal }
}

impl Findings {
    /// Whether the build stops: for a fatal finding, or with `strict` for any warning.
    pub(super) fn stop(&self, strict: bool) -> bool {
        !self.fatal.is_empty() || strict && self.all.iter().any(|weighed| weighed.severity != Severity::Note)
    }

    /// Prints what must not be published and, where the build stops, everything that is to be corrected; then one line
    /// with the totals of `check`.
    pub(super) fn report(&self, session: &Session, strict: bool) {
        let is_stopped = self.stop(strict);
        let is_shown = |weighed: &&Weighed| match weighed.severity {
            Severity::Error => is_stopped || catalogue::is_about_privacy(weighed.finding.code.as_str()),
            Severity::Warning => strict && is_stopped,
            Severity::Note => false,
        };
        let is_shown = |weighed: &&Weighed| session.verbose || is_shown(weighed);
        let mut shown: Vec<Weighed> = self.all.iter().filter(is_shown).chain(&self.fatal).cloned().collect();
        shown.sort_by(|a, b| (&a.finding.source, a.finding.span.start).cmp(&(&b.finding.source, b.finding.span.start)));
        shown.dedup();
        print(session, &shown);
        let totals = Report { findings: &self.all, text_of: &|_| None, language: session.language, root: "" }.summary();
        let more = session.language.pick("用 gongshi check 列出全部。", " gongshi check lists them all.");
        match self.all.is_empty() {
            false => session.tell(totals + more),
            true => session.say(totals),
        }
    }

    /// The errors, without those in files for which `is_hidden` holds.
    pub(super) fn errors(&self, is_hidden: impl Fn(&SourcePath) -> bool) -> Vec<Weighed> {
        let all = self.all.iter().chain(&self.fatal);
        let errors = all.filter(|weighed| weighed.severity == Severity::Error || weighed.fatal);
        let mut errors: Vec<Weighed> = errors.filter(|weighed| !is_hidden(&weighed.finding.source)).cloned().collect();
        errors
            .sort_by(|a, b| (&a.finding.source, a.finding.span.start).cmp(&(&b.finding.source, b.finding.span.start)));
        errors.dedup();
        errors
    }
}

/// Prints findings in full.
pub(super) fn print(session: &Session, findings: &[Weighed]) {
    if findings.is_empty() {
        return;
    }
    let content = session.folder.content();
    let sources = ContentFolder(content.clone());
    let text_of = |path: &SourcePath| sources.text(path);
    let root = content.strip_prefix(".").unwrap_or(&content).display().to_string() + "/";
    let report = Report { findings, text_of: &text_of, language: session.language, root: &root };
    session.tell(report.blocks(session.style, Limits::default()));
}
