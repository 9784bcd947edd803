//! Findings of a build or publication: which stop it, which are printed, and the line with the totals.

use std::collections::BTreeMap;

use super::Session;
use crate::check::{self, RatedFinding, Severities, SeverityCounts, catalogue};
use crate::config::Language;
use crate::io::load::{ContentFolder, LoadedSite};
use crate::io::reason;
use crate::io::review::Review;
use crate::notice::{Code, Finding, Severity, SourcePath};
use crate::report::{self, Limits, Report};
use crate::site::Plan;

/// The findings of a run.
pub(super) struct Findings<'a> {
    /// All findings of `check`.
    review: &'a Review,
    severities: &'a Severities,
    totals: SeverityCounts,
    /// Findings that stop this build. `check` also looks at drafts and notices of other audiences; findings between
    /// those and others do not stop a build without them.
    fatal: Vec<RatedFinding>,
}

/// Weighs the findings of a loaded site.
pub(super) fn rate<'a>(loaded: &'a LoadedSite, plan: &Plan<'_>, review: &'a Review) -> Findings<'a> {
    let severities = &loaded.site.severities;
    let of_build = loaded.findings.iter().cloned().chain(plan.findings());
    let mut fatal = check::rate(of_build, severities);
    fatal.retain(|rated| rated.fatal);
    Findings { review, severities, totals: review.counts(severities), fatal }
}

impl Findings<'_> {
    /// Whether the build stops: for a fatal finding, or with `strict` for any warning.
    pub(super) fn stop(&self, strict: bool) -> bool {
        !self.fatal.is_empty() || strict && self.totals.errors + self.totals.warnings > 0
    }

    /// Prints privacy errors and, if the build stops, everything that must be corrected; then one line with the totals of
    /// `check`.
    pub(super) fn report(&self, session: &Session, strict: bool) {
        let is_stopped = self.stop(strict);
        let is_printed = |severity: Severity, code: &Code| match severity {
            _ if session.verbose => true,
            Severity::Error => is_stopped || catalogue::is_about_privacy(code.as_str()),
            Severity::Warning => strict && is_stopped,
            Severity::Note => false,
        };
        print(session, &self.with_fatal(self.review.rated(self.severities, is_printed)));
        let totals = report::summary(self.totals, session.language);
        let more = session.language.pick("用 gongshi check 列出全部。", " gongshi check lists them all.");
        // explains that a build goes on despite errors
        let remark = match is_stopped || self.totals.errors == 0 {
            true => "",
            false => session.language.pick(
                "这些错误不妨碍生成，但改好以前 gongshi publish 不会发布。",
                " These errors do not stop a build, but gongshi publish refuses until they are corrected.",
            ),
        };
        match self.totals.total() {
            0 => session.info(totals),
            _ => session.report(totals + remark + more),
        }
    }

    /// The findings that stop the build, counted by rule: `[duplicate-id] 2`. Empty if only `strict` stops it.
    pub(super) fn stopped_by(&self, language: Language) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for rated in &self.fatal {
            *counts.entry(rated.finding.code.as_str()).or_default() += 1;
        }
        let counts = counts.into_iter().map(|(code, count)| format!("[{code}] {count}"));
        counts.collect::<Vec<_>>().join(language.pick("、", ", "))
    }

    /// The errors, without those in files for which `is_hidden` holds.
    pub(super) fn errors(&self, is_hidden: impl Fn(&SourcePath) -> bool) -> Vec<RatedFinding> {
        // fatal findings are errors, too
        let mut errors = self.with_fatal(self.review.rated(self.severities, |severity, _| severity == Severity::Error));
        errors.retain(|rated| !is_hidden(&rated.finding.source));
        errors
    }

    /// `findings` and the fatal ones, each once, by file and position.
    fn with_fatal(&self, mut findings: Vec<RatedFinding>) -> Vec<RatedFinding> {
        findings.extend(self.fatal.iter().cloned());
        findings
            .sort_by(|a, b| (&a.finding.source, a.finding.span.start).cmp(&(&b.finding.source, b.finding.span.start)));
        findings.dedup();
        findings
    }
}

/// Prints the findings of files and folders that cannot be opened; returns whether there are any.
pub(super) fn report_unreadable(session: &Session, findings: &[Finding]) -> bool {
    let unreadable = findings.iter().filter(|finding| finding.code == reason::UNREADABLE).cloned();
    let rated = check::rate(unreadable, &Severities::default());
    print(session, &rated);
    !rated.is_empty()
}

/// Prints findings in full.
pub(super) fn print(session: &Session, findings: &[RatedFinding]) {
    if findings.is_empty() {
        return;
    }
    let sources = ContentFolder(session.folder.content());
    let text_of = |path: &SourcePath| sources.text(path);
    let root = session.relative_content();
    let report = Report { findings, text_of: &text_of, language: session.language, root: &root };
    session.report(report.blocks(session.style, Limits::default()));
}
