//! `gongshi publish`: checks, builds, shows the changes, and publishes to a target.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::assemble::{self, Assembled, Workspace};
use super::target::{self, FoundTarget};
use super::{Exit, ExitError, Session, summary};
use crate::archive::Options;
use crate::config::plural;
use crate::io::input;
use crate::publish::release::{Refusal, ReleaseId, guard};
use crate::publish::{self, Comparison, Delivery, TargetState};
use crate::text::fingerprint::Fingerprint;

/// Arguments of `gongshi publish`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi publish intranet --dry-run     只看会改什么，不碰目标
  gongshi publish intranet -m 五月更新   发布，并在记录里写一句话
  gongshi publish web --yes              不在终端里运行时（cron、CI）不询问
  gongshi rollback intranet              一秒钟退回上一版")]
pub struct PublishArgs {
    /// site.yaml 里 targets 的名字；只有一个时可以不写（a target of site.yaml; the only one unless named）
    #[arg(value_name = "TARGET")]
    target: Option<String>,
    /// 只说会改什么，不碰目标（say what would change and touch nothing）
    #[arg(long)]
    dry_run: bool,
    /// 不询问（do not ask）
    #[arg(long, short)]
    yes: bool,
    /// 允许至多 N 份通报或网址消失（let N notices or addresses go）
    #[arg(long, value_name = "N")]
    allow_remove: Option<usize>,
    /// 允许把别人发布的改动改回旧的（let what others published change back）
    #[arg(long)]
    allow_revert: bool,
    #[command(flatten)]
    allow: target::OverrideArgs,
    /// 写进发布记录的一句话（what the log says）
    #[arg(short, long, value_name = "MESSAGE")]
    message: Option<String>,
}

/// Publishes the site to a target.
pub(super) fn run(session: &Session, args: &PublishArgs) -> Result<Exit> {
    session.need_site()?;
    let site = session.site()?;
    let found = target::of_site(session, &site, args.target.as_deref())?;
    let failed = |error: anyhow::Error| target::failed(session, &found, error);
    let workspace = Workspace::open(session).map_err(failed)?;
    let audience = found.audience.unwrap_or_default();
    let options = Options { audience, drafts: false, precompressed: found.precompress };
    let assembled = assemble::site(session, &workspace, &site, options).map_err(failed)?;
    let Assembled { source, opened } = &assembled;
    let delivery = Delivery {
        source,
        manifest: &opened.manifest,
        manifest_bytes: &opened.manifest_bytes,
        signature: opened.signature.clone(),
        marker: &opened.marker,
        seen: seen(session, &found.name),
        entry: target::entry("publish", args.message.as_deref()),
        allowed: found.overrides(args.allow),
    };
    let wanted = opened.manifest.id();
    let comparison = compare(session, &found, &delivery).map_err(failed)?;
    if comparison.current.as_ref() == Some(&wanted) {
        live(session, &found, &comparison, &delivery, args.dry_run).map_err(failed)?;
        if !args.dry_run {
            session.warn_of_cache(remember(session, &found.name, wanted.as_str()));
        }
        return Ok(Exit::Done);
    }
    tell(session, &found, &comparison, &delivery);
    guard::changes(&comparison.difference, args.allow_remove).map_err(|refusal| failed(refusal.into()))?;
    if !args.allow_revert {
        guard::reverts(&comparison.reverted, comparison.log.last()).map_err(|refusal| failed(refusal.into()))?;
    }
    if args.dry_run {
        return Ok(Exit::Done);
    }
    // nobody confirms a summary that was not printed
    session.printed()?;
    if !args.yes {
        confirm(session)?;
    }
    publish::deliver(&*found.place, &comparison, &delivery).map_err(failed)?;
    session.warn_of_cache(remember(session, &found.name, wanted.as_str()));
    session.say(published(session, &wanted));
    Ok(Exit::Done)
}

/// Repairs and signs the live release if needed, when it is the one to be published, and reports it.
pub(super) fn live(
    session: &Session,
    found: &FoundTarget,
    comparison: &Comparison,
    delivery: &Delivery<'_>,
    dry_run: bool,
) -> Result<()> {
    if repaired(session, found, comparison, delivery, dry_run)? || signed(session, found, delivery, dry_run)? {
        return Ok(());
    }
    if !dry_run {
        target::tidy(found);
    }
    let (name, id) = (&found.name, delivery.manifest.id());
    session.say(session.language.pick(
        format!("{name} 已是最新（{id}），没有要发布的。"),
        format!("{name} is up to date ({id}); there is nothing to publish."),
    ));
    Ok(())
}

/// Sends the damaged files of the live release again and lists them. Returns whether there were any.
fn repaired(
    session: &Session,
    found: &FoundTarget,
    comparison: &Comparison,
    delivery: &Delivery<'_>,
    dry_run: bool,
) -> Result<bool> {
    let (name, id, language) = (&found.name, delivery.manifest.id(), session.language);
    let damage = publish::damage(&*found.place, delivery)?;
    if damage.is_empty() {
        return Ok(false);
    }
    damage.iter().for_each(|fault| session.print(format!("{}\n", fault.message(language))));
    let count = damage.len();
    if dry_run {
        session.say(language.pick(
            format!("{name} 内容已是最新（{id}），但有 {count} 个文件损坏了；发布时会换成完好的。"),
            format!(
                "{name} is up to date ({id}), but {}; publishing replaces them.",
                plural(count, "file is damaged", "files are damaged")
            ),
        ));
        return Ok(true);
    }
    publish::repair(&*found.place, comparison, delivery)?;
    session.say(language.pick(
        format!("{name} 内容已是最新（{id}）；有 {count} 个文件损坏了，换成了完好的。"),
        format!(
            "{name} is up to date ({id}); {}.",
            plural(count, "damaged file was replaced", "damaged files were replaced")
        ),
    ));
    Ok(true)
}

/// Signs the live release if its signature is missing or different. Returns whether it was.
fn signed(session: &Session, found: &FoundTarget, delivery: &Delivery<'_>, dry_run: bool) -> Result<bool> {
    let (name, id) = (&found.name, delivery.manifest.id());
    if !publish::is_unsigned(&*found.place, delivery)? {
        return Ok(false);
    }
    if dry_run {
        session.say(session.language.pick(
            format!("{name} 已是最新（{id}），只是没有这把密钥的签名；发布时会补上。"),
            format!("{name} is up to date ({id}) but not signed with this key; publishing will sign it."),
        ));
        return Ok(true);
    }
    publish::sign(&*found.place, delivery)?;
    session.say(session.language.pick(
        format!("{name} 已是最新（{id}），补上了签名。"),
        format!("{name} is up to date ({id}); it is signed now."),
    ));
    Ok(true)
}

/// That a release is live now.
pub(super) fn published(session: &Session, id: &ReleaseId) -> String {
    session.language.pick(format!("已发布 {id}。"), format!("Published {id}."))
}

/// Compares, after checking that a target published to before still exists.
fn compare(session: &Session, found: &FoundTarget, delivery: &Delivery<'_>) -> Result<Comparison> {
    let snapshot = found.place.snapshot()?;
    if snapshot.state != TargetState::Ours
        && memory(session, &found.name).exists()
        && !matches!(snapshot.state, TargetState::Foreign(_) | TargetState::Damaged)
    {
        return Err(Refusal::Unmounted.into());
    }
    publish::compare(&*found.place, &snapshot, delivery)
}

/// Prints the changes on standard output.
pub(super) fn tell(session: &Session, found: &FoundTarget, comparison: &Comparison, delivery: &Delivery<'_>) {
    let (name, audience, id) = (&found.name, delivery.marker.audience.name(), delivery.manifest.id());
    let aside = |text: String| session.language.pick(format!("（{text}）"), format!(" ({text}) "));
    let before = comparison.log.last().map(|last| {
        let message = last.message.as_ref().map(|message| format!(" “{message}”")).unwrap_or_default();
        let who = format!("{} {}@{}{message}", last.time, last.user, last.host);
        format!("{}{}→ ", last.release, aside(who))
    });
    let target = format!("{name}{}", aside(audience.to_owned()));
    session.print(format!("{}: {}{id}\n", target.trim_end(), before.unwrap_or_default()));
    session.print(summary::summary(&comparison.difference, session.language));
}

fn confirm(session: &Session) -> Result<()> {
    let refused = |zh: &str, en: &str| ExitError::new(Exit::Refused, session.language.pick(zh, en));
    if !std::io::stdin().is_terminal() {
        let stop = refused(
            "不在终端里，没法询问：确认要发布就加 --yes，只看改动用 --dry-run。没有发布，在线的版本没有变。",
            "this is no terminal, so nobody can be asked: add --yes to publish, or --dry-run to snapshot. Nothing was published; what is live is as it was.",
        );
        return Err(stop.into());
    }
    session.tell(session.language.pick("发布吗？输入 y 再按回车：", "Publish? Type y and press Enter:"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).context("stdin")?;
    match answer.trim() {
        "y" | "Y" | "yes" | "是" => Ok(()),
        _ => Err(refused("没有发布，在线的版本没有变。", "Nothing was published; what is live is as it was.").into()),
    }
}

/// File that records publications to a target; a target that is missing though recorded is probably not mounted.
fn memory(session: &Session, name: &str) -> PathBuf {
    session.folder.cache().join("published").join(Fingerprint::of(name.as_bytes()).short(16))
}

/// The release that was published to a target, or seen there, by this site's last run.
fn seen(session: &Session, name: &str) -> Option<ReleaseId> {
    let noted = input::read_text(&memory(session, name), input::SMALL).ok()?;
    ReleaseId::parse(noted.lines().nth(1)?)
}

fn remember(session: &Session, name: &str, release: &str) -> Result<()> {
    let path = memory(session, name);
    let folder = session.folder.cache().join("published");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, format!("{name}\n{release}\n")))
        .with_context(|| path.display().to_string())
}
