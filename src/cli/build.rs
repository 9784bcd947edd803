//! `gongshi build`: builds the site.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;

use super::findings::Findings;
use super::{Exit, ExitError, Session, findings};
use crate::archive::Options;
use crate::build::costs::{Costs, KindCost};
use crate::build::explain::explain;
use crate::build::output::{Output, Unusable};
use crate::build::{self, BuildCache, Built, ForeignFiles, Reporting};
use crate::config::{Site, address, plural};
use crate::io::clock::today;
use crate::io::load::{ContentFolder, LoadedSite, ReadSources, SiteParts};
use crate::io::lock::{Lock, Unlocked};
use crate::io::reading::{self, ReviewFn};
use crate::io::review::Reviewer;
use crate::io::watchdog::Endless;
use crate::notice::Audience;
use crate::pages::MakeError;

/// Arguments of `gongshi build`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi build                          生成到 public/
  gongshi build -o /srv/gongshi          生成到别处
  gongshi build --audience intranet      内网版，包含 audience: intranet 的通报
  gongshi build --explain units/x/       说明某个地址为什么重新生成或没有重新生成")]
pub struct BuildArgs {
    /// 生成到哪里（output folder）
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 发布后的网址，代替 site.yaml 里的（overrides base_url of site.yaml）
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 给谁看（audience of the site）
    #[arg(long, value_name = "public|intranet", default_value = "public", value_parser = audience)]
    audience: Audience,
    /// 连同草稿（include drafts; such a site cannot be published）
    #[arg(long)]
    drafts: bool,
    /// 有任何警告就失败，不动旧的输出（fail on any warning and keep the old output）
    #[arg(long)]
    strict: bool,
    /// 文本文件旁边另放一份压缩好的 .gz（write a .gz beside each text file, for servers that send precompressed files）
    #[arg(long)]
    precompress: bool,
    /// 同时用几个线程（number of threads）
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// 说明时间花在哪里（show how long each step took）
    #[arg(long)]
    timings: bool,
    /// 说明一个地址为什么重新生成或没有（explain why an address was or was not rebuilt; builds nothing）
    #[arg(long, value_name = "ADDRESS")]
    explain: Option<String>,
}

/// Parses an audience.
pub(super) fn audience(text: &str) -> Result<Audience, String> {
    Audience::parse(text).ok_or_else(|| "public, intranet".to_owned())
}

/// Most attempts if sources change while they are read.
const MAX_ATTEMPTS: usize = 3;

/// Builds the site and reports what `check` finds; findings that leave a page unwritable stop it before anything is
/// written.
pub(super) fn run(session: &Session, args: &BuildArgs) -> Result<Exit> {
    session.need_site()?;
    if let Some(jobs) = args.jobs {
        // the pool may exist already when several commands run in one process, as in tests
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build_global();
    }
    let lock = lock(session)?;
    for attempt in 1.. {
        match build_once(session, args, lock.is_some()) {
            Err(error)
                if attempt < MAX_ATTEMPTS && error.downcast_ref::<MakeError>().is_some_and(MakeError::is_change) =>
            {
                session.info(
                    session
                        .language
                        .pick("有文件在读取时变了，重新开始。", "A file changed while it was read; starting over."),
                );
            }
            outcome => return outcome,
        }
    }
    Ok(Exit::Environment)
}

/// Builds once. `can_cache` is whether caches can be written.
fn build_once(session: &Session, args: &BuildArgs, can_cache: bool) -> Result<Exit> {
    let mut clock = StepTimes::start();
    let site = site(session, args)?;
    let output = open_output(session, args)?;
    let theme = crate::io::theme::load(&session.folder, &site, session.language)
        .map_err(|error| ExitError::new(Exit::Unable, error))?;
    let options = Options { audience: args.audience, drafts: args.drafts, precompressed: args.precompress };
    let parts = SiteParts::new(site.clone(), theme, options);
    clock.lap("theme");
    let reviewer = Reviewer::open(&session.folder, &site, today())?;
    let review_read: ReviewFn<'_> = &|file, text, read| reviewer.review_read(file, text, read);
    let (last_build, loaded) = rayon::join(
        || BuildCache::load(&output, session.folder.cache().join("made")),
        || LoadedSite::load(&session.folder, parts, session.progress(), review_read),
    );
    let loaded = loaded?;
    clock.lap("read");
    let review = reviewer.review_all(&session.folder, &loaded, &|_| true)?;
    let plan = loaded.plan();
    let findings = findings::rate(&loaded, &plan, &review);
    let is_stopped = findings.stop(args.strict);
    findings.report(session, args.strict);
    let save_caches = || match can_cache {
        true => reading::save(&session.folder.cache().join("sources"), &loaded.reading)
            .and_then(|()| review.save(&session.folder)),
        false => Ok(()),
    };
    if is_stopped {
        session.warn_of_cache(save_caches());
        report_stopped(session, &findings);
        return Ok(Exit::Findings);
    }
    clock.lap("plan");
    let content = ContentFolder(session.folder.content());
    let sources = ReadSources { content: &content, reading: &loaded.reading };
    if let Some(address) = &args.explain {
        session.warn_of_cache(save_caches());
        let explained = explain(&plan, &last_build, address, session.language);
        session.print(explained.map_err(|error| ExitError::new(Exit::Unable, error.to_string()))?);
        return Ok(Exit::Done);
    }
    let costs = (args.timings || session.verbose).then(|| Arc::new(Costs::default()));
    let (saved, built) = rayon::join(save_caches, || {
        let reporting = Reporting { costs: costs.clone(), ..reporting(session) };
        build::build(&plan, &sources, &output, &last_build, reporting)
    });
    let mut built = built.map_err(|error| foreign_files(session, error))?;
    if can_cache {
        session.warn_of_cache(saved.and(std::mem::replace(&mut built.saved, Ok(()))));
    }
    clock.lap("build");
    report(session, &loaded, &built, &output, clock.total());
    report_costs(session, &clock, costs.as_deref());
    // the process ends here: freeing a large archive first would only take time (not measured)
    std::mem::forget((loaded, last_build));
    Ok(Exit::Done)
}

/// Reports that nothing was built, and which findings stopped it.
fn report_stopped(session: &Session, findings: &Findings<'_>) {
    let by = findings.stopped_by(session.language);
    session.report(match by.is_empty() {
        true => session.language.pick(
            "没有生成，旧的输出没有动过：有警告，而命令里写了 --strict。".to_owned(),
            "Nothing was built; the old output is unchanged: there are warnings, and --strict was given.".to_owned(),
        ),
        false => session.language.pick(
            format!("没有生成，旧的输出没有动过。必须先改好的：{by}。"),
            format!("Nothing was built; the old output is unchanged. These must be corrected first: {by}."),
        ),
    });
}

/// How a build reports progress.
pub(super) fn reporting(session: &Session) -> Reporting {
    let (progress, session) = (session.progress(), session.clone());
    let endless = move |endless: &Endless| {
        let unchanged = session.language.pick("旧的输出没有动过。", "The old output is unchanged.");
        session.report(format!(
            "{}: {} {unchanged}",
            session.language.pick("错误", "error"),
            endless.message(session.language)
        ));
        std::process::exit(Exit::Unable as i32);
    };
    Reporting { progress, endless: Box::new(endless), costs: None }
}

/// The site's lock; `None` if the site cannot be written, so that no cache is written either.
///
/// # Errors
/// [`ExitError`] if another run holds it.
pub(super) fn lock(session: &Session) -> Result<Option<Lock>> {
    let folder = session.folder.cache();
    let path = folder.join("lock");
    let taken = std::fs::create_dir_all(&folder).map_err(Unlocked::Io).and_then(|()| Lock::take(&path));
    match taken {
        Ok(lock) => Ok(Some(lock)),
        Err(Unlocked::Held) => {
            let message = session.language.pick(
                "另一个 gongshi 正在处理这个站点，等它结束再试。",
                "another gongshi is working on this site. Try again when it has finished.",
            );
            Err(ExitError::new(Exit::Locked, message).into())
        }
        Err(Unlocked::Io(error)) if is_read_only(&error) => {
            session.info(session.language.pick(
                format!("{} 不能写，这一次不用缓存。", folder.display()),
                format!("{} cannot be written; this run uses no cache.", folder.display()),
            ));
            Ok(None)
        }
        Err(Unlocked::Io(error)) => Err(anyhow::Error::from(error).context(path.display().to_string())),
    }
}

/// Whether an error means that the folder is not writable.
fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// `site.yaml` with the options of the command line.
fn site(session: &Session, args: &BuildArgs) -> Result<Site> {
    let mut site = session.site()?;
    if let Some(written) = &args.base_url {
        let message = || {
            session.language.pick(
                format!("--base-url {written} 不是网址，应以 http:// 或 https:// 开头。"),
                format!("--base-url {written} is not an address: it must begin with http:// or https://."),
            )
        };
        site.base_url = Some(address::base_url(written).ok_or_else(|| ExitError::new(Exit::Unable, message()))?);
    }
    Ok(site)
}

fn open_output(session: &Session, args: &BuildArgs) -> Result<Output> {
    let path = args.output.clone().unwrap_or_else(|| session.folder.root().join("public"));
    Output::open(&path, &session.folder.content())?.map_err(|unusable| {
        let message = match unusable {
            Unusable::Foreign { path, file } => session.language.pick(
                format!("{} 里有不是本程序生成的文件（{file}），没有动它。换一个输出文件夹，或者先把它清空。", path.display()),
                format!("{} has files that this program did not make ({file}); nothing was changed. Choose another output folder, or empty this one first.", path.display()),
            ),
            Unusable::Content(path) => session.language.pick(
                format!("输出文件夹 {} 和 content/ 不能一个在另一个里面。换一个输出文件夹。", path.display()),
                format!("the output folder {} and content/ must not be inside one another. Choose another output folder.", path.display()),
            ),
        };
        ExitError::new(Exit::Unable, message).into()
    })
}

/// Message for a failed build; for foreign files in the output, with what to do about them.
pub(super) fn foreign_files(session: &Session, error: anyhow::Error) -> anyhow::Error {
    let Some(ForeignFiles { output, files }) = error.downcast_ref() else { return error };
    let (output, files) = (output.display(), files.join(session.language.pick("、", ", ")));
    let message = session.language.pick(
        format!("{output} 里有不是本程序生成的文件：{files}。没有生成，旧的输出没有动过。要随站点发布的文件放进 content/static/，其余的从这里移走。"),
        format!("{output} has files that this program did not make: {files}. Nothing was built; the old output is unchanged. Move files that belong to the site to content/static/, and the others elsewhere."),
    );
    ExitError::new(Exit::Environment, message).into()
}

fn report(session: &Session, loaded: &LoadedSite, built: &Built, output: &Output, elapsed: Duration) {
    if built.damaged || loaded.reading.damaged {
        session.report(session.language.pick(
            "警告: .gongshi/ 里的缓存损坏了，已经重新生成。",
            "warning: the cache in .gongshi/ was damaged and has been rebuilt.",
        ));
    }
    let total = loaded.archive.total();
    let (notices, items) = (loaded.archive.listed().count(), total.items());
    let (path, files, rebuilt) = (output.path().display(), built.files, built.rebuilt);
    let seconds = elapsed.as_secs_f64();
    let counts =
        [plural(notices, "notice", "notices"), plural(items as usize, "item", "items"), plural(files, "file", "files")]
            .join(", ");
    session.info(match built.changed {
        true => session.language.pick(
            format!("生成了 {path}：通报 {notices} 份，问题 {items} 项，文件 {files} 个（重新生成 {rebuilt}），用时 {seconds:.2} 秒"),
            format!("Built {path}: {counts} ({rebuilt} rebuilt) in {seconds:.2} s"),
        ),
        false => session.language.pick(
            format!("{path} 已是最新：通报 {notices} 份，问题 {items} 项，文件 {files} 个，用时 {seconds:.2} 秒"),
            format!("{path} is up to date: {counts}, {seconds:.2} s"),
        ),
    });
}

/// Prints the time of each step and, unless nothing changed, the cost of each kind of page.
fn report_costs(session: &Session, clock: &StepTimes, costs: Option<&Costs>) {
    let Some(costs) = costs else { return };
    session.report(clock.laps(session.language));
    let head = session.language.pick(
        "     时间（各线程合计）   文件数      字节  页面种类",
        "     time, all threads    files     bytes  kind of page",
    );
    let line = |(kind, cost): (&'static str, KindCost)| {
        format!("{:>19.1} ms {:>8} {:>9}  {kind}", cost.time.as_secs_f64() * 1e3, cost.files, cost.bytes)
    };
    let lines: Vec<String> = costs.by_time().into_iter().map(line).collect();
    if !lines.is_empty() {
        session.report(format!("{head}\n{}", lines.join("\n")));
    }
}

/// Time of each step of a run.
struct StepTimes {
    began: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl StepTimes {
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
            .map(|(lap, elapsed)| format!("{:>9.1} ms  {}", elapsed.as_secs_f64() * 1e3, name(lap)))
            .collect();
        lines.join("\n")
    }
}
