//! `gongshi check`: looks all notices over, or those that are named.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use super::{Exit, Session, Stop};
use crate::archive::{Options, Registers};
use crate::check::{self, Counts, Subject, Weighed};
use crate::config::Site;
use crate::io::clock;
use crate::io::load::{Fixed, Loaded};
use crate::io::reading;
use crate::io::source::{self, Role};
use crate::notice::{Audience, Date, Finding, SourcePath, Summary};
use crate::read;
use crate::report::{Limits, Report, Style};
use crate::text::decode;
use crate::text::fingerprint::Fingerprint;

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

/// What was looked over: the findings, and the texts they were found in.
#[derive(Default)]
pub(super) struct Checked {
    pub(super) findings: Vec<Finding>,
    texts: BTreeMap<SourcePath, Arc<str>>,
    files: usize,
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
    let mut checked = Checked::default();
    if args.paths.is_empty() || !inside.is_empty() {
        checked = check_site(session, &site, &inside)?;
    }
    let bench = Bench { site: &site, registers: Registers::of(&site), today: clock::today() };
    for path in &outside {
        checked.add(check_file(&bench, &SourcePath::new(path.to_string_lossy()), path, &[])?);
    }
    let findings = check::weigh(std::mem::take(&mut checked.findings), &site.severities);
    let root = content.strip_prefix(".").unwrap_or(&content).display().to_string() + "/";
    let texts = &checked.texts;
    let text_of = |path: &SourcePath| texts.get(path).cloned();
    let root = if outside.is_empty() { root.as_str() } else { "" };
    tell(
        session,
        args,
        &Report { findings: &findings, text_of: &text_of, language: session.language, root },
        checked.files,
    );
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

/// Checks the notices of the site that lie at or below `wanted`; all where none is named.
pub(super) fn check_site(session: &Session, site: &Site, wanted: &[SourcePath]) -> Result<Checked> {
    let theme = crate::io::theme::load(&session.folder, site, session.language)
        .map_err(|error| Stop::new(Exit::Unable, error))?;
    let is_wanted = |path: &SourcePath| {
        let below =
            |folder: &SourcePath| path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        wanted.is_empty() || wanted.iter().any(|one| one == path || one.as_str().is_empty() || below(one))
    };
    let bench = Bench { site, registers: Registers::of(site), today: clock::today() };
    let content = session.folder.content();
    let mut known = reading::recall(&session.folder.notes().join("sources"));
    known.retain(|file| !is_wanted(&file.path));
    let seen: Mutex<BTreeMap<SourcePath, Checked>> = Mutex::default();
    let reading = reading::refresh_with(&content, known, session.quiet, &|file, text, read| {
        if file.role == Role::Notice && is_wanted(&file.path) {
            let checked = bench.review(text, read, file.summary.as_deref(), &[]);
            seen.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.clone(), checked);
        }
    })?;
    let mut seen = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    // everything is looked over: what only some may see, and what is not finished
    let options = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
    let fixed = Fixed { site: site.clone(), theme: Arc::new(theme), tables: Arc::default(), options };
    let loaded = Loaded::with_findings(&session.folder, &reading, fixed)?;
    for (path, known) in between(&loaded, &seen) {
        if !is_wanted(&path) {
            continue;
        }
        match seen.get_mut(&path) {
            // What is wrong between notices may be waived, too; few have any of it.
            Some(checked) => *checked = check_file(&bench, &path, &source::locate(&content, &path), &known)?,
            None => drop(seen.insert(path, Checked { findings: known, ..Checked::default() })),
        }
    }
    let mut checked = Checked::default();
    seen.into_values().for_each(|one| checked.add(one));
    if wanted.is_empty() {
        let text = session.folder.site_yaml()?;
        checked.findings.extend(check::unknown_rules(site, &text));
        checked.texts.insert(SourcePath::new("site.yaml"), text.into());
    }
    Ok(checked)
}

/// What is wrong with the tree and between notices, by source: all that looking at a notice alone does not find.
fn between(loaded: &Loaded, seen: &BTreeMap<SourcePath, Checked>) -> BTreeMap<SourcePath, Vec<Finding>> {
    let mut between: BTreeMap<SourcePath, Vec<Finding>> = BTreeMap::new();
    for finding in loaded.findings.iter().cloned().chain(loaded.plan().findings()) {
        if !(seen.contains_key(&finding.source) && read::codes::ALL.contains(&finding.code)) {
            between.entry(finding.source.clone()).or_default().push(finding);
        }
    }
    between
}

/// What all notices are looked over with.
struct Bench<'a> {
    site: &'a Site,
    registers: Registers<'a>,
    today: Date,
}

impl Bench<'_> {
    /// Checks a notice that was read; `known` is what is wrong between it and others.
    fn review(&self, text: &str, read: &read::Reading, summary: Option<&Summary>, known: &[Finding]) -> Checked {
        let round = summary.and_then(|summary| self.registers.round(summary)).map(|round| round.key);
        let subject = Subject::new(&read.notice, text, round, self.site, self.today);
        let findings = check::review(&subject, read.findings.iter().chain(known).cloned().collect());
        // Only what has findings is shown.
        let texts = if findings.is_empty() { None } else { Some((read.notice.source.clone(), text.into())) };
        Checked { findings, texts: texts.into_iter().collect(), files: 1 }
    }
}

/// Checks a file that is read for it; `known` is what is wrong between it and others. A file of a site that vanished
/// meanwhile has nothing wrong.
fn check_file(bench: &Bench<'_>, source: &SourcePath, path: &Path, known: &[Finding]) -> Result<Checked> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if !known.is_empty() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Checked::default());
        }
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    match decode::decode(&bytes) {
        Ok(decoded) => {
            let read = read::read(source, &decoded.text);
            let summary = Summary::of(&read.notice, Fingerprint::of(&bytes));
            Ok(bench.review(&decoded.text, &read, Some(&summary), known))
        }
        Err(error) => Ok(Checked { findings: vec![reading::undecoded(source, error)], files: 1, ..Checked::default() }),
    }
}

impl Checked {
    fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.texts.extend(other.texts);
        self.files += other.files;
    }
}
