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
  gongshi publish intranet --dry-run     只看会改什么，不改目标
  gongshi publish intranet -m 五月更新   发布，并在记录里写一句话
  gongshi publish web --yes              不在终端里运行时（cron、CI）不询问
  gongshi rollback intranet              一秒钟退回上一版")]
pub struct PublishArgs {
    /// site.yaml 里 targets 的名字；只有一个时可以不写（name of a target in site.yaml; may be omitted if there is only one）
    #[arg(value_name = "TARGET")]
    target: Option<String>,
    /// 只看会改什么，不改目标（show the changes without publishing them）
    #[arg(long)]
    dry_run: bool,
    /// 不询问（do not ask）
    #[arg(long, short)]
    yes: bool,
    /// 允许至多 N 份通报或网址消失（allow up to N notices or addresses to be removed）
    #[arg(long, value_name = "N")]
    allow_remove: Option<usize>,
    /// 允许把别人发布的改动改回旧的（allow changes published by others to be reverted）
    #[arg(long)]
    allow_revert: bool,
    #[command(flatten)]
    allow: target::OverrideArgs,
    /// 写进发布记录的一句话（message for the release log）
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
    let Assembled { source, contents } = &assembled;
    let delivery = Delivery {
        source,
        manifest: &contents.manifest,
        manifest_bytes: &contents.manifest_bytes,
        signature: contents.signature.clone(),
        marker: &contents.marker,
        seen: last_seen(session, &found.name),
        entry: target::entry("publish", args.message.as_deref()),
        allowed: found.overrides(args.allow),
    };
    let wanted = contents.manifest.id();
    let comparison = compare(session, &found, &delivery).map_err(failed)?;
    if comparison.current.as_ref() == Some(&wanted) {
        repair_and_sign(session, &found, &comparison, &delivery, args.dry_run).map_err(failed)?;
        if !args.dry_run {
            session.warn_of_cache(record(session, &found.name, wanted.as_str()));
        }
        return Ok(Exit::Done);
    }
    print_changes(session, &found, &comparison, &delivery);
    guard_changes(&comparison, args.allow_remove, args.allow_revert).map_err(|refusal| failed(refusal.into()))?;
    if args.dry_run {
        return Ok(Exit::Done);
    }
    // the user must have seen the changes before confirming them
    session.check_output()?;
    if !args.yes {
        confirm(session)?;
    }
    publish::deliver(&*found.target, &comparison, &delivery).map_err(failed)?;
    session.warn_of_cache(record(session, &found.name, wanted.as_str()));
    session.info(published_message(session, &wanted));
    Ok(Exit::Done)
}

/// Refuses changes that lose more notices or addresses than `allow_remove`, and, unless `allow_revert`, those that revert
/// newer ones.
pub(super) fn guard_changes(
    comparison: &Comparison,
    allow_remove: Option<usize>,
    allow_revert: bool,
) -> Result<(), Refusal> {
    guard::changes(&comparison.difference, allow_remove)?;
    if allow_revert { Ok(()) } else { guard::reverts(&comparison.reverted, comparison.log.last()) }
}

/// Repairs and signs the live release if needed, when it is the one to be published, and reports it.
pub(super) fn repair_and_sign(
    session: &Session,
    found: &FoundTarget,
    comparison: &Comparison,
    delivery: &Delivery<'_>,
    dry_run: bool,
) -> Result<()> {
    if repair_damage(session, found, comparison, delivery, dry_run)?
        || add_signature(session, found, delivery, dry_run)?
    {
        return Ok(());
    }
    if !dry_run {
        target::recover(found);
    }
    let (name, id) = (&found.name, delivery.manifest.id());
    session.info(session.language.pick(
        format!("{name} 已是最新（{id}），没有要发布的。"),
        format!("{name} is up to date ({id}); there is nothing to publish."),
    ));
    Ok(())
}

/// Sends the damaged files of the live release again and lists them. Returns whether there were any.
fn repair_damage(
    session: &Session,
    found: &FoundTarget,
    comparison: &Comparison,
    delivery: &Delivery<'_>,
    dry_run: bool,
) -> Result<bool> {
    let (name, id, language) = (&found.name, delivery.manifest.id(), session.language);
    let damage = publish::damage(&*found.target, delivery)?;
    if damage.is_empty() {
        return Ok(false);
    }
    damage.iter().for_each(|fault| session.print(format!("{}\n", fault.message(language))));
    let count = damage.len();
    if dry_run {
        session.info(language.pick(
            format!("{name} 内容已是最新（{id}），但有 {count} 个文件损坏了；发布时会换成完好的。"),
            format!(
                "{name} is up to date ({id}), but {}; publishing replaces them.",
                plural(count, "file is damaged", "files are damaged")
            ),
        ));
        return Ok(true);
    }
    publish::repair(&*found.target, comparison, delivery)?;
    session.info(language.pick(
        format!("{name} 内容已是最新（{id}）；有 {count} 个文件损坏了，换成了完好的。"),
        format!(
            "{name} is up to date ({id}); {}.",
            plural(count, "damaged file was replaced", "damaged files were replaced")
        ),
    ));
    Ok(true)
}

/// Signs the live release if its signature is missing or different. Returns whether it was.
fn add_signature(session: &Session, found: &FoundTarget, delivery: &Delivery<'_>, dry_run: bool) -> Result<bool> {
    let (name, id) = (&found.name, delivery.manifest.id());
    if !publish::is_unsigned(&*found.target, delivery)? {
        return Ok(false);
    }
    if dry_run {
        session.info(session.language.pick(
            format!("{name} 已是最新（{id}），只是没有这把密钥的签名；发布时会补上。"),
            format!("{name} is up to date ({id}) but not signed with this key; publishing will sign it."),
        ));
        return Ok(true);
    }
    publish::sign(&*found.target, delivery)?;
    session.info(session.language.pick(
        format!("{name} 已是最新（{id}），补上了签名。"),
        format!("{name} is up to date ({id}); it is signed now."),
    ));
    Ok(true)
}

/// The message that a release is live now.
pub(super) fn published_message(session: &Session, id: &ReleaseId) -> String {
    session.language.pick(format!("已发布 {id}。"), format!("Published {id}."))
}

/// Compares, after checking that a target published to before still exists.
fn compare(session: &Session, found: &FoundTarget, delivery: &Delivery<'_>) -> Result<Comparison> {
    let snapshot = found.target.snapshot()?;
    if snapshot.state != TargetState::Ours
        && record_path(session, &found.name).exists()
        && !matches!(snapshot.state, TargetState::Foreign(_) | TargetState::Damaged)
    {
        return Err(Refusal::Unmounted.into());
    }
    publish::compare(&*found.target, &snapshot, delivery)
}

/// Prints the changes on standard output.
pub(super) fn print_changes(session: &Session, found: &FoundTarget, comparison: &Comparison, delivery: &Delivery<'_>) {
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
            "不在终端里，无法询问：确认要发布就加 --yes，只看改动用 --dry-run。没有发布，在线的版本没有变。",
            "standard input is not a terminal, so publishing cannot be confirmed: add --yes to publish, or --dry-run to show the changes only. Nothing was published; the live site is unchanged.",
        );
        return Err(stop.into());
    }
    session.report(session.language.pick("发布吗？输入 y 再按回车：", "Publish? Type y and press Enter:"));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).context("stdin")?;
    match answer.trim() {
        "y" | "Y" | "yes" | "是" => Ok(()),
        _ => Err(refused("没有发布，在线的版本没有变。", "Nothing was published; the live site is unchanged.").into()),
    }
}

/// The file that records publications to a target. A recorded target that is missing is probably not mounted.
fn record_path(session: &Session, name: &str) -> PathBuf {
    session.folder.cache().join("published").join(Fingerprint::of(name.as_bytes()).short(16))
}

/// The release that was live on a target after this site's last publication to it.
fn last_seen(session: &Session, name: &str) -> Option<ReleaseId> {
    let record = input::read_text(&record_path(session, name), input::SMALL).ok()?;
    ReleaseId::parse(record.lines().nth(1)?)
}

fn record(session: &Session, name: &str, release: &str) -> Result<()> {
    let path = record_path(session, name);
    let folder = session.folder.cache().join("published");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, format!("{name}\n{release}\n")))
        .with_context(|| path.display().to_string())
}
