//! `gongshi build`: makes the site.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, Session, Stop};
use crate::archive::Options;
use crate::build::explain::explain;
use crate::build::output::Output;
use crate::build::{self, Built};
use crate::check::{self, Weighed};
use crate::config::Site;
use crate::io::load::{ContentFolder, Loaded, ReadSources};
use crate::io::lock::{Lock, Unlocked};
use crate::io::reading;
use crate::notice::{Audience, Severity, SourcePath};
use crate::pages::MakeError;
use crate::report::{Limits, Report};

/// Arguments of `gongshi build`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi build                          生成到 public/
  gongshi build -o /srv/gongshi          生成到别处
  gongshi build --audience intranet      内网版，包含 audience: intranet 的通报
  gongshi build --explain units/x/       说明某个地址为什么重新生成或没有重新生成")]
pub struct BuildArgs {
    /// 生成到哪里（the output folder）
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 发布后的网址，代替 site.yaml 里的（overrides base_url of site.yaml）
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 给谁看（who the site is for）
    #[arg(long, value_name = "public|intranet", default_value = "public", value_parser = audience)]
    audience: Audience,
    /// 连同草稿（drafts as well; such a site cannot be published）
    #[arg(long)]
    drafts: bool,
    /// 有任何警告就失败，不动旧的输出（fail on any warning and leave the old output）
    #[arg(long)]
    strict: bool,
    /// 文本文件旁边另放一份压缩好的 .gz（a .gz beside every text, for servers that send it as it is）
    #[arg(long)]
    precompress: bool,
    /// 同时做几件事（how many things at once）
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// 说明时间花在哪里（where the time went）
    #[arg(long)]
    timings: bool,
    /// 说明一个地址为什么重新生成或没有（why an address was or was not made again; builds nothing）
    #[arg(long, value_name = "ADDRESS")]
    explain: Option<String>,
}

/// The audience an argument names.
pub(super) fn audience(text: &str) -> Result<Audience, String> {
    Audience::parse(text).ok_or_else(|| "public, intranet".to_owned())
}

/// How often a build begins again because a source changed while it was read.
const TRIES: usize = 3;

/// Builds the site, telling every finding; findings that leave a page unwritable stop it before anything is written.
pub(super) fn run(session: &Session, args: &BuildArgs) -> Result<Exit> {
    session.need_site()?;
    if let Some(jobs) = args.jobs {
        // The pool may be set already when commands run in one process, as in tests.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
    }
    let notes = session.folder.notes();
    std::fs::create_dir_all(&notes).with_context(|| notes.display().to_string())?;
    let _lock = lock(session)?;
    for attempt in 1.. {
        match once(session, args) {
            Err(error) if attempt < TRIES && error.downcast_ref::<MakeError>().is_some_and(MakeError::is_change) => {
                session.say(
                    session
                        .language
                        .pick("有文件在读取时变了，重新开始。", "a file changed while it was read; beginning again."),
                );
            }
            outcome => return outcome,
        }
    }
    Ok(Exit::Environment)
}

fn once(session: &Session, args: &BuildArgs) -> Result<Exit> {
    let mut clock = Clock::start();
    let site = site(session, args)?;
    let output = open_output(session, args)?;
    let theme = crate::io::theme::load(&session.folder, &site, session.language)
        .map_err(|error| Stop::new(Exit::Unable, error))?;
    let options = Options { audience: args.audience, drafts: args.drafts, precompressed: args.precompress };
    clock.lap("theme");
    let (known, loaded) = rayon::join(
        || build::recall(&output, session.folder.notes().join("made")),
        || Loaded::load(&session.folder, site, theme, options, session.quiet),
    );
    let loaded = loaded?;
    clock.lap("read");
    let plan = loaded.plan();
    let mut findings = loaded.findings.clone();
    findings.extend(plan.findings());
    let findings = check::weigh(findings, &loaded.site.severities);
    tell(session, &findings);
    if let Some(exit) = stops(session, &findings, args.strict) {
        return Ok(exit);
    }
    clock.lap("plan");
    let content = ContentFolder(session.folder.content());
    let sources = ReadSources { content: &content, reading: &loaded.reading };
    let remember = || reading::remember(&session.folder.notes().join("sources"), &loaded.reading);
    if let Some(address) = &args.explain {
        remember()?;
        let told = explain(&plan, &known, address, session.language);
        session.print(told.map_err(|error| Stop::new(Exit::Unable, error.to_string()))?);
        return Ok(Exit::Done);
    }
    let (remembered, built) = rayon::join(remember, || build::build(&plan, &sources, &output, &known, session.quiet));
    remembered?;
    let built = built?;
    clock.lap("build");
    said(session, &loaded, &built, &output, clock.total());
    if args.timings {
        session.tell(clock.laps(session.language));
    }
    // The process ends here; taking a large archive apart first would only keep the clerk waiting.
    std::mem::forget((loaded, known));
    Ok(Exit::Done)
}

/// The lock on the site's notes.
///
/// # Errors
/// [`Stop`] where another run holds it.
pub(super) fn lock(session: &Session) -> Result<Lock> {
    let path = session.folder.notes().join("lock");
    Lock::take(&path).map_err(|unlocked| match unlocked {
        Unlocked::Held => {
            let message = session.language.pick(
                "另一个 gongshi 正在处理这个站点，等它结束再试。",
                "another gongshi is at work on this site; try again when it is done.",
            );
            Stop::new(Exit::Locked, message).into()
        }
        Unlocked::Io(error) => anyhow::Error::from(error).context(path.display().to_string()),
    })
}

/// `site.yaml` with what the command line overrides.
fn site(session: &Session, args: &BuildArgs) -> Result<Site> {
    let mut site = session.site()?;
    if args.base_url.is_some() {
        site.base_url.clone_from(&args.base_url);
    }
    Ok(site)
}

fn open_output(session: &Session, args: &BuildArgs) -> Result<Output> {
    let path = args.output.clone().unwrap_or_else(|| session.folder.root().join("public"));
    Output::open(&path)?.map_err(|foreign| {
        let (path, holds) = (foreign.path.display(), foreign.holds);
        let message = session.language.pick(
            format!("{path} 里有不是本程序生成的文件（{holds}），没有动它。换一个输出文件夹，或者先把它清空。"),
            format!("{path} holds what this program did not make ({holds}) and was left alone. Name another folder, or empty it first."),
        );
        Stop::new(Exit::Unable, message).into()
    })
}

/// Tells all findings of a run.
pub(super) fn tell(session: &Session, findings: &[Weighed]) {
    if findings.is_empty() {
        return;
    }
    let sources = ContentFolder(session.folder.content());
    let text_of = |path: &SourcePath| sources.text(path);
    let root =
        session.folder.content().strip_prefix(".").unwrap_or(&session.folder.content()).display().to_string() + "/";
    let report = Report { findings, text_of: &text_of, language: session.language, root: &root };
    session.tell(report.text(session.style, Limits::default()));
}

/// Whether findings stop the build: those that leave no page to write, or any under `--strict`.
fn stops(session: &Session, findings: &[Weighed], strict: bool) -> Option<Exit> {
    let fatal = findings.iter().any(|weighed| weighed.fatal);
    let strictly = strict && findings.iter().any(|weighed| weighed.severity != Severity::Note);
    if !fatal && !strictly {
        return None;
    }
    session
        .tell(session.language.pick("没有生成，旧的输出没有动过。", "Nothing was built; the old output is as it was."));
    Some(Exit::Findings)
}

fn said(session: &Session, loaded: &Loaded, built: &Built, output: &Output, took: Duration) {
    let total = loaded.archive.total();
    let (notices, items) = (loaded.archive.listed().count(), total.items());
    let (path, files, made) = (output.path().display(), built.files, built.made);
    let seconds = took.as_secs_f64();
    if built.damaged || loaded.reading.damaged {
        session.tell(session.language.pick(
            "警告: .gongshi/ 里的缓存损坏了，已经重新生成。",
            "warning: the cache in .gongshi/ was damaged and has been made anew.",
        ));
    }
    session.say(match built.changed {
        true => session.language.pick(
            format!("生成了 {path}：通报 {notices} 份，问题 {items} 项，文件 {files} 个（新做 {made}），用时 {seconds:.2} 秒"),
            format!("Built {path}: {notices} notices, {items} items, {files} files ({made} made anew) in {seconds:.2} s"),
        ),
        false => session.language.pick(
            format!("{path} 已是最新：通报 {notices} 份，问题 {items} 项，文件 {files} 个，用时 {seconds:.2} 秒"),
            format!("{path} is up to date: {notices} notices, {items} items, {files} files, {seconds:.2} s"),
        ),
    });
}

/// Where the time of a run went.
struct Clock {
    began: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        let now = Instant::now();
        Self { began: now, last: now, laps: Vec::new() }
    }

    fn lap(&mut self, name: &'static str) {
        self.laps.push((name, self.last.elapsed()));
        self.last = Instant::now();
    }

    fn total(&self) -> Duration {
        self.began.elapsed()
    }

    fn laps(&self, language: crate::config::Language) -> String {
        let name = |lap: &str| match lap {
            "theme" => language.pick("主题", "theme"),
            "read" => language.pick("读取", "read"),
            "plan" => language.pick("汇总与检查", "fold and check"),
            _ => language.pick("生成与切换", "make and swap"),
        };
        let lines: Vec<String> = self
            .laps
            .iter()
            .map(|(lap, took)| format!("{:>9.1} ms  {}", took.as_secs_f64() * 1e3, name(lap)))
            .collect();
        lines.join("\n")
    }
}
