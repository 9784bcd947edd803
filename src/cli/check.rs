//! `gongshi check`: looks all notices over, or those that are named.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use super::{Exit, Session, Stop};
use crate::archive::Options;
use crate::check::{self, Counts, Weighed};
use crate::config::Site;
use crate::io::clock;
use crate::io::input;
use crate::io::load::{ContentFolder, Fixed, Loaded};
use crate::io::review::{Review, Reviewer};
use crate::io::source::{self, Role};
use crate::notice::{Audience, SourcePath};
use crate::report::{Limits, Report, Style};
use crate::text::decode;

/// Arguments of `gongshi check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi check                            检查全部通报
  gongshi check content/notices/2025       只检查一个文件夹或一份通报
  gongshi check --strict --format github   在 CI 里：有警告就失败，问题标在改动旁边
  gongshi explain count-mismatch           说明一条规则")]
pub struct CheckArgs {
    /// 要检查的文件或文件夹；不写就检查全部（files or folders; all notices where none is named）
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// 有任何警告就失败（fail on any warning）
    #[arg(long)]
    strict: bool,
    /// 输出的形式（the form of the output）
    #[arg(long, value_enum, default_value_t = Form::Text, value_name = "FORM")]
    format: Form,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub annotations.
    Github,
}

/// Checks and tells all findings; fails for errors, under `--strict` for warnings too.
pub(super) fn run(session: &Session, args: &CheckArgs) -> Result<Exit> {
    let content = session.folder.content();
    let (inside, outside) = sort_out(&args.paths, &content)?;
    let in_site = session.folder.is_site();
    if args.paths.is_empty() || !inside.is_empty() {
        session.need_site()?;
    }
    let site = if in_site { session.site()? } else { Site::default() };
    let (mut findings, mut files) = (Vec::new(), outside.len());
    if args.paths.is_empty() || !inside.is_empty() {
        let review = check_site(session, &site, &inside)?;
        files += review.files;
        findings = review.findings;
    }
    let reviewer = Reviewer::open(&session.folder, &site, clock::today())?;
    let sources = ContentFolder(content.clone());
    let mut texts: BTreeMap<SourcePath, Arc<str>> = BTreeMap::new();
    for path in &outside {
        let source = SourcePath::new(path.to_string_lossy());
        let bytes = input::read(path, input::NOTICE).with_context(|| path.display().to_string())?;
        texts.extend(decode::decode(&bytes).ok().map(|decoded| (source.clone(), decoded.text.into())));
        findings.extend(reviewer.review_bytes(&source, Role::Notice, &bytes, &[]));
    }
    let findings = check::weigh(findings, &site.severities);
    let text_of = |path: &SourcePath| texts.get(path).cloned().or_else(|| sources.text(path));
    let root = content.strip_prefix(".").unwrap_or(&content).display().to_string() + "/";
    let root = if outside.is_empty() { root.as_str() } else { "" };
    let report = Report { findings: &findings, text_of: &text_of, language: session.language, root };
    tell(session, args, &report, files);
    Ok(outcome(&findings, args.strict))
}

fn tell(session: &Session, args: &CheckArgs, report: &Report, files: usize) {
    let style = if std::io::stdout().is_terminal() { session.style } else { Style::Plain };
    session.print(match args.format {
        Form::Text => report.text(style, Limits::default()),
        Form::Json => report.json(),
        Form::Sarif => report.sarif(),
        Form::Github => report.github(Limits::default()),
    });
    session.say(match report.findings.is_empty() {
        true => session.language.pick(
            format!("检查了 {files} 个文件，没有发现问题。"),
            format!("Checked {files} files and found nothing."),
        ),
        false => session.language.pick(format!("检查了 {files} 个文件。"), format!("Checked {files} files.")),
    });
}

fn outcome(findings: &[Weighed], strict: bool) -> Exit {
    let Counts { errors, warnings, .. } = Counts::of(findings);
    if errors > 0 || strict && warnings > 0 { Exit::Findings } else { Exit::Done }
}

/// The named paths: those inside `content/`, as sources, and the files among the others.
fn sort_out(paths: &[PathBuf], content: &Path) -> Result<(Vec<SourcePath>, Vec<PathBuf>)> {
    let home = content.canonicalize().ok();
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for path in paths {
        let whole = path.canonicalize().with_context(|| path.display().to_string())?;
        match home.as_ref().and_then(|home| whole.strip_prefix(home).ok()) {
            Some(below) => inside.push(SourcePath::new(below.to_string_lossy())),
            None if whole.is_dir() => outside.extend(notices_in(path)?),
            None => outside.push(path.clone()),
        }
    }
    Ok((inside, outside))
}

/// The notices in a folder outside of a site.
fn notices_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let tree = source::list(folder).with_context(|| folder.display().to_string())?;
    let notices = tree.files.iter().filter(|file| file.role.is_text());
    Ok(notices.map(|file| source::locate(folder, &file.path)).collect())
}

/// Reviews the notices of the site at or below the paths `wanted`; all where none is named.
fn check_site(session: &Session, site: &Site, wanted: &[SourcePath]) -> Result<Review> {
    let theme = crate::io::theme::load(&session.folder, site, session.language)
        .map_err(|error| Stop::new(Exit::Unable, error))?;
    let is_wanted = |path: &SourcePath| {
        let below =
            |folder: &SourcePath| path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        wanted.is_empty() || wanted.iter().any(|one| one == path || one.as_str().is_empty() || below(one))
    };
    let reviewer = Reviewer::open(&session.folder, site, clock::today())?;
    // drafts and notices for the intranet are checked, too
    let options = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
    let fixed = Fixed::new(site.clone(), theme, options);
    let loaded = Loaded::load(&session.folder, fixed, session.quiet, &|file, text, read| {
        if is_wanted(&file.path) {
            reviewer.see(file, text, read);
        }
    })?;
    reviewer.review_all(&session.folder, &loaded, &is_wanted)
}
