//! `gongshi check`: checks all notices, or the given ones.

use std::path::PathBuf;
use std::sync::mpsc;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::review::Checked;
use super::{Exit, Session, fix};
use crate::check::{self, RatedFinding, SeverityCounts};
use crate::config::plural;
use crate::io::watch;
use crate::notice::SourcePath;
use crate::report::{Limits, Report};

/// Arguments of `gongshi check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi check                            检查全部通报（check all notices）
  gongshi check content/notices/2025       只检查一个文件夹或一份通报（one folder or notice）
  gongshi check --fix                      照“改为”改好，其余的列出来（apply the corrections shown as “change to”）
  gongshi check --statistics               每条规则有几处（how often each rule was broken）
  gongshi check --watch                    保存一次检查一次（check again after every save）
  gongshi check --strict --format github   在 CI 里：有警告就失败，问题标在改动旁边（in CI: fail on any warning）
  gongshi explain count-mismatch           说明一条规则（explain a rule）")]
pub struct CheckArgs {
    /// 要检查的文件或文件夹；不写就检查全部（files or folders; default: all notices）
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 有任何警告就失败（fail on any warning）
    #[arg(long)]
    strict: bool,
    /// 照“改为”改好；要斟酌的留着（apply the corrections shown as “change to”）
    #[arg(long)]
    fix: bool,
    /// 只列每条规则有几处（only the number of findings of each rule）
    #[arg(long)]
    statistics: bool,
    /// 保存一次检查一次（check again after every save）
    #[arg(long)]
    watch: bool,
    /// 输出的形式（output format）
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, value_name = "FORM")]
    format: ReportFormat,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub annotations.
    Github,
}

/// Checks and reports all findings; fails for errors, under `--strict` for warnings too.
pub(super) fn run(session: &Session, args: &CheckArgs) -> Result<Exit> {
    if !args.watch {
        return check_once(session, args);
    }
    session.need_site()?;
    let (sender, saves) = mpsc::channel();
    watch::watch(session.folder.root(), &["content"], move |_| sender.send(()).is_ok())?;
    loop {
        check_once(session, args)?;
        session.info(session.language.pick("等待保存……（Ctrl+C 结束）", "Waiting for a save… (Ctrl+C to stop)"));
        if saves.recv().is_err() {
            return Ok(Exit::Done);
        }
        // skip the events of files saved together, and of those that --fix saved
        while saves.try_recv().is_ok() {}
    }
}

fn check_once(session: &Session, args: &CheckArgs) -> Result<Exit> {
    let mut checked = Checked::of(session, &args.paths)?;
    let mut findings = check::rate(std::mem::take(&mut checked.findings), &checked.site.severities);
    if args.fix {
        fix::apply(session, &findings, &checked)?;
        checked = Checked::of(session, &args.paths)?;
        findings = check::rate(std::mem::take(&mut checked.findings), &checked.site.severities);
    }
    let text_of = |path: &SourcePath| checked.text(path);
    let root = if checked.outside.is_empty() { session.relative_content() } else { String::new() };
    let report = Report { findings: &findings, text_of: &text_of, language: session.language, root: &root };
    print_report(session, args, &report, checked.files);
    Ok(outcome(&findings, args.strict))
}

fn print_report(session: &Session, args: &CheckArgs, report: &Report, files: usize) {
    let style = session.out_style;
    session.print(match args.format {
        ReportFormat::Text if args.statistics => report.statistics(),
        ReportFormat::Text => report.text(style, Limits::default()),
        ReportFormat::Json => report.json(),
        ReportFormat::Sarif => report.sarif(),
        ReportFormat::Github => report.github(Limits::default()),
    });
    session.info(match report.findings.is_empty() {
        true => session.language.pick(
            format!("检查了 {files} 个文件，没有发现问题。"),
            format!("Checked {} and found nothing.", plural(files, "file", "files")),
        ),
        false => session
            .language
            .pick(format!("检查了 {files} 个文件。"), format!("Checked {}.", plural(files, "file", "files"))),
    });
}

fn outcome(findings: &[RatedFinding], strict: bool) -> Exit {
    let SeverityCounts { errors, warnings, .. } = SeverityCounts::of(findings);
    if errors > 0 || strict && warnings > 0 { Exit::Findings } else { Exit::Done }
}
