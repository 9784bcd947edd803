//! Targets as they are named on the command line.

use anyhow::Result;
use clap::Args;

use super::{Exit, ExitError, Session, reasons};
use crate::config::Site;
use crate::io::clock;
use crate::io::folder;
use crate::io::user;
use crate::notice::Audience;
use crate::pages::MakeError;
use crate::publish::release::{LogEntry, Refusal, ReleaseId};
use crate::publish::{self, FailedSwitch, Overrides, Target};

/// Options to override guards.
#[derive(Clone, Copy, Debug, Args)]
pub struct OverrideArgs {
    /// 目标做不到一步切换时也继续（continue even if the target cannot switch atomically）
    #[arg(long)]
    allow_non_atomic: bool,
    /// 发布记录里最近一次比本机时钟晚也继续（continue even if the newest log entry is later than this machine's clock）
    #[arg(long)]
    allow_clock: bool,
}

/// A target that was found.
pub(super) struct FoundTarget {
    /// Its name in `site.yaml`, or the folder as it was typed.
    pub(super) name: String,
    /// Its audience, if `site.yaml` states one.
    pub(super) audience: Option<Audience>,
    /// Whether texts are sent with a compressed copy.
    pub(super) precompress: bool,
    /// Whether `site.yaml` lets it switch in more than one step.
    is_non_atomic_allowed: bool,
    /// Where its releases are.
    pub(super) target: Box<dyn Target>,
}

impl FoundTarget {
    /// The guards that the command line or the target in `site.yaml` overrides.
    pub(super) const fn overrides(&self, typed: OverrideArgs) -> Overrides {
        Overrides { non_atomic: typed.allow_non_atomic || self.is_non_atomic_allowed, clock: typed.allow_clock }
    }
}

/// The target of `site.yaml` called `name`; without a name, the only one.
///
/// # Errors
/// [`ExitError`] with the existing names.
pub(super) fn of_site(session: &Session, site: &Site, name: Option<&str>) -> Result<FoundTarget> {
    let language = session.language;
    let known = || site.targets.keys().map(String::as_str).collect::<Vec<_>>().join(language.pick("、", ", "));
    let unable = |message: String| anyhow::Error::from(ExitError::new(Exit::Unable, message));
    let (name, settings) = match (name, site.targets.len()) {
        (None, 1) => site.targets.iter().next().map(|(name, settings)| (name.as_str(), settings)),
        (Some(name), _) => site.targets.get(name).map(|settings| (name, settings)),
        (None, _) => None,
    }
    .ok_or_else(|| match (name, site.targets.is_empty()) {
        (_, true) => unable(language.pick(
            "site.yaml 里没有 targets，不知道发布到哪里。写上一个，例如：\ntargets:\n  intranet: {path: /srv/gongshi, audience: intranet}".to_owned(),
            "site.yaml has no targets, so there is nowhere to publish to. Add one, such as:\ntargets:\n  intranet: {path: /srv/gongshi, audience: intranet}".to_owned(),
        )),
        (None, _) => unable(language.pick(
            format!("有几个目标，写明是哪一个：{}", known()),
            format!("there are several targets; choose one: {}", known()),
        )),
        (Some(name), _) => {
            let nearest = site.targets.keys().min_by_key(|other| strsim::levenshtein(other, name));
            let nearest = nearest.map(String::as_str).unwrap_or_default();
            unable(language.pick(
                format!("没有名为“{name}”的目标，是不是“{nearest}”？（site.yaml 里有：{}）", known()),
                format!("there is no target “{name}”; did you mean “{nearest}”? (site.yaml has: {})", known()),
            ))
        }
    })?;
    if let Some(own) = settings.path.as_deref().and_then(|path| own_folder(session, path)) {
        return Err(unable(language.pick(
            format!("目标“{name}”的 path 和站点自己的 {own}/ 不能一个在另一个里面。换一个文件夹，例如 ../www。"),
            format!("the path of the target “{name}” and the site’s own {own}/ must not be inside one another. Choose another folder, such as ../www."),
        )));
    }
    let target = publish::open_target(settings.path.as_deref(), settings.rsync.as_deref(), session.folder.root());
    let target = target.map_err(|_| {
        unable(language.pick(
            format!("目标“{name}”要写 path: 文件夹 或 rsync: 用户@主机:文件夹 之一，主机名里不能有引号、空格等符号，也不能以 - 开头"),
            format!("the target “{name}” needs either path: DIR or rsync: user@host:DIR; a host name must not contain quotes or blanks or begin with -"),
        ))
    })?;
    Ok(FoundTarget {
        name: name.to_owned(),
        audience: Some(settings.audience),
        precompress: settings.precompress,
        is_non_atomic_allowed: settings.allow_non_atomic,
        target,
    })
}

/// The site's own folder that a target at `path` would overlap: published files there would be read as sources, or get
/// in the way of a build.
fn own_folder(session: &Session, path: &str) -> Option<&'static str> {
    let root = session.folder.root();
    OWN_FOLDERS.into_iter().find(|own| folder::overlap(&root.join(path), &root.join(own)))
}

/// The folders of a site that are read or written by this program.
const OWN_FOLDERS: [&str; 4] = ["content", "themes", "public", ".gongshi"];

/// The target of `site.yaml` called `name` if there is one, else the folder of that name.
///
/// # Errors
/// [`ExitError`] if it is neither.
pub(super) fn of_site_or_folder(session: &Session, name: Option<&str>) -> Result<FoundTarget> {
    let site = if session.folder.is_site() { session.site()? } else { Site::default() };
    match name {
        Some(path) if !site.targets.contains_key(path) && is_path(path, &site) => {
            let target = publish::open_target(Some(path), None, std::path::Path::new("."));
            let target = target.map_err(|_| ExitError::new(Exit::Unable, path.to_owned()))?;
            Ok(FoundTarget {
                name: path.to_owned(),
                audience: None,
                precompress: false,
                is_non_atomic_allowed: false,
                target,
            })
        }
        name => of_site(session, &site, name),
    }
}

/// Whether an argument names a folder, or cannot be anything else.
fn is_path(name: &str, site: &Site) -> bool {
    name.contains(['/', '\\']) || std::path::Path::new(name).exists() || site.targets.is_empty()
}

/// The log entry of this run; hashes and counts are filled in later.
pub(super) fn entry(action: &str, message: Option<&str>) -> LogEntry {
    LogEntry {
        time: clock::now(),
        user: user::user(),
        host: user::host(),
        action: action.to_owned(),
        base: None,
        release: ReleaseId::of(&[0; 32]),
        manifest_sha256: String::new(),
        added: 0,
        changed: 0,
        removed: 0,
        message: message.map(str::to_owned),
        prev: None,
    }
}

/// Removes or completes what a killed run left on a target that is up to date.
pub(super) fn recover(found: &FoundTarget) {
    // taking the lock does it; if that fails, the next run does it
    drop(found.target.lock());
}

/// The error of a publication, rollback or apply that failed with `error`, with its exit code and message. Errors with
/// an exit code of their own are returned unchanged.
pub(super) fn failed(session: &Session, found: &FoundTarget, error: anyhow::Error) -> anyhow::Error {
    let is_stop = error.chain().any(|cause| cause.is::<ExitError>() || cause.is::<MakeError>());
    if is_stop { error } else { refused(session, found, &error).into() }
}

fn refused(session: &Session, found: &FoundTarget, error: &anyhow::Error) -> ExitError {
    let language = session.language;
    let refusal = error.downcast_ref::<Refusal>();
    let why = match refusal {
        // the context is the file that the refusal is about
        Some(refusal) if error.chain().len() > 1 && !error.is::<FailedSwitch>() => {
            format!("{error}: {}", refusal.message(language))
        }
        Some(refusal) => refusal.message(language),
        None => reasons::of(error, language),
    };
    let exit = match refusal {
        Some(Refusal::Locked) => Exit::Locked,
        Some(refusal) if refusal.is_damage() => Exit::Differs,
        Some(_) | None => Exit::Refused,
    };
    let wanted = error.downcast_ref::<FailedSwitch>().filter(|_| refusal.is_none());
    let is_live = wanted.is_some_and(|FailedSwitch(wanted)| {
        found.target.snapshot().is_ok_and(|snapshot| snapshot.current.as_ref() == Some(wanted))
    });
    if is_live {
        let message = language.pick(
            "新的一版已经在线，只是最后几步没有做完；下一次运行会自动补上。",
            "The new release is live, but the last steps are not done yet; the next run completes them.",
        );
        return ExitError::new(Exit::Environment, format!("{why}\n{message}"));
    }
    let unchanged = language.pick("没有发布，在线的版本没有变。", "Nothing was published; the live site is unchanged.");
    ExitError::new(exit, format!("{why}\n{unchanged}"))
}
