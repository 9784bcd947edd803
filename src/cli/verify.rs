//! `gongshi verify`: checks a target, or a built folder, against its log, its manifest and every hash.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::{Exit, ExitError, Session, target};
use crate::config::{Language, plural};
use crate::io::input;
use crate::publish::release::fault::{FileFault, Hashes, faults};
use crate::publish::release::manifest::{NOTE, SIGNATURE};
use crate::publish::release::marker::MARKER;
use crate::publish::release::signature::PublicKey;
use crate::publish::release::{Log, Manifest, Marker, Note, Refusal, ReleaseId};
use crate::publish::{Local, Target, TargetSnapshot, TargetState, folder_of};
use crate::render::feeds;
use crate::site::manifest;

/// Arguments of `gongshi verify`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi verify intranet                     核对发布记录、清单和在线的每个文件
  gongshi verify public                       核对生成的文件夹
  gongshi verify intranet --key gongshi.pub   连同签名")]
pub struct VerifyArgs {
    /// 目标的名字，或一个文件夹（a target's name, or a folder）
    #[arg(value_name = "TARGET|DIR")]
    target: Option<String>,
    /// 公钥文件，或公钥本身（the public key, or its file）
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Files of a release that its manifest does not list, and the manifest itself.
const OWN: [&str; 4] = [manifest::PATH, SIGNATURE, NOTE[0], NOTE[1]];

/// A release or folder to verify, with problems found so far.
struct Inspection {
    manifest: Vec<u8>,
    signature: Option<String>,
    hashes: Hashes,
    problems: Vec<String>,
    /// The release that the target names as live.
    release: Option<ReleaseId>,
    kept: usize,
    remedy: Remedy,
}

/// How damaged files can be replaced.
enum Remedy {
    /// Build again: the folder is the output of a build.
    Build,
    /// Publish again: a target of this site, by its name.
    Publish(String),
    /// Publish again from elsewhere: a target for which this machine has no site, by its folder.
    Apply(String),
}

impl Remedy {
    fn message(&self, language: Language) -> String {
        let (zh, en) = match self {
            Self::Build => (
                "重新运行 gongshi build，损坏的文件就会换成完好的。".to_owned(),
                " Run gongshi build again to replace them.".to_owned(),
            ),
            Self::Publish(name) => (
                format!(
                    "再运行一次 gongshi publish {name}，损坏的文件会换成完好的；或者用 gongshi rollback {name} 退回上一版。"
                ),
                format!(
                    " Run gongshi publish {name} again to replace damaged files, or roll back with gongshi rollback {name}."
                ),
            ),
            Self::Apply(folder) => (
                format!("在编辑的机器上再发布一次，或在这里运行 gongshi apply 包 {folder}，损坏的文件会换成完好的。"),
                format!(
                    " Publish again from the machine with the site, or run gongshi apply PACKAGE {folder} here, to replace damaged files."
                ),
            ),
        };
        language.pick(zh, en)
    }
}

/// Lists all differences on standard output.
pub(super) fn run(session: &Session, args: &VerifyArgs) -> Result<Exit> {
    let language = session.language;
    let key = args.key.as_deref().map(|key| public_key(session, key)).transpose()?;
    let is_target = |name: &str| session.site().is_ok_and(|site| site.targets.contains_key(name));
    if let Some(file) = args.target.as_deref().filter(|name| Path::new(name).is_file() && !is_target(name)) {
        let message = language.pick(
            format!("{file} 是文件。包由 gongshi apply 核对；这里写目标的名字，或一个文件夹。"),
            format!("{file} is a file. gongshi apply verifies packages; name a target or a folder here."),
        );
        return Err(ExitError::new(Exit::Unable, message).into());
    }
    let found = match plain_folder(args.target.as_deref()) {
        Some(folder) => of_folder(session, &folder)?,
        None => of_target(session, args)?,
    };
    let mut problems = found.problems;
    let parsed = Manifest::parse(&found.manifest);
    let files = parsed.as_ref().map_or(0, |manifest| manifest.files.len());
    let is_named = |manifest: &&Manifest| found.release.as_ref().is_none_or(|release| manifest.id() == *release);
    let damage = match parsed.as_ref().filter(is_named) {
        Some(manifest) => faults(manifest, &found.hashes),
        None => vec![FileFault::Differs(manifest::PATH.to_owned())],
    };
    problems.extend(damage.iter().map(|fault| fault.message(language)));
    if let Some(key) = key {
        let is_signed = found.signature.is_some_and(|signature| key.verifies(&found.manifest, &signature));
        if !is_signed {
            problems.push(language.pick("签名不符，或没有签名", "the signature is missing or wrong").to_owned());
        }
    }
    if problems.is_empty() {
        let kept = found.kept;
        session.info(language.pick(
            format!("核对无误：在线的 {files} 个文件与清单一致，保留着 {kept} 版。"),
            format!(
                "Verified: {} as listed in the manifest; {} kept.",
                plural(files, "live file is", "live files are"),
                plural(kept, "release is", "releases are")
            ),
        ));
        return Ok(Exit::Done);
    }
    problems.iter().for_each(|line| session.print(format!("{line}\n")));
    let count = problems.len();
    let remedy = if damage.is_empty() { String::new() } else { found.remedy.message(language) };
    session.info(language.pick(
        format!("有 {count} 处不符。{remedy}"),
        format!("{}.{remedy}", plural(count, "difference", "differences")),
    ));
    Ok(Exit::Differs)
}

/// A folder with a manifest in it: a built site, or one release.
fn plain_folder(name: Option<&str>) -> Option<PathBuf> {
    let folder = Path::new(name?);
    folder.join(manifest::PATH).is_file().then(|| folder.to_owned())
}

fn of_folder(session: &Session, folder: &Path) -> Result<Inspection> {
    let target = Local::at(folder.to_owned());
    let mut files = target.read(".", &OWN.map(str::to_owned))?;
    let manifest = files.remove(manifest::PATH).with_context(|| folder.display().to_string())?;
    let signature = files.remove(SIGNATURE).and_then(|bytes| String::from_utf8(bytes).ok());
    let mut hashes = target.hashes(".")?;
    let parsed = Manifest::parse(&manifest);
    // foreign dot-files at the top of an output folder are allowed: builds keep them too
    let is_listed = |path: &str| parsed.as_ref().is_some_and(|manifest| manifest.find(path).is_some());
    hashes.retain(|path, _| !path.starts_with('.') || is_listed(path));
    // a site that was built and not published has no note
    let is_noted = NOTE.iter().any(|path| files.contains_key(*path));
    let notes = parsed.as_ref().filter(|_| is_noted).map(|manifest| Note::faults(&files, manifest));
    let problems = notes.iter().flatten().map(|fault| fault.message(session.language)).collect();
    Ok(Inspection { manifest, signature, hashes, problems, release: None, kept: 1, remedy: Remedy::Build })
}

fn of_target(session: &Session, args: &VerifyArgs) -> Result<Inspection> {
    let language = session.language;
    let target = target::of_site_or_folder(session, args.target.as_deref())?;
    let snapshot = target.target.snapshot()?;
    if snapshot.state == TargetState::Damaged {
        let message = format!("{}: {}", target.name, Refusal::BadMarker.message(language));
        return Err(ExitError::new(Exit::Differs, message).into());
    }
    if snapshot.state != TargetState::Ours {
        let message = format!("{}: {}", target.name, Refusal::Unpublished.message(language));
        return Err(ExitError::new(Exit::Unable, message).into());
    }
    let mut problems = marker_faults(session, &target, &snapshot);
    let log = Log::parse(&snapshot.log);
    if let Err(broken) = &log {
        problems.push(Refusal::BrokenLog(broken.0).message(language));
    }
    let log = log.unwrap_or_default();
    let logged = log.last().map(|entry| &entry.release);
    let Some(current) = snapshot.current.as_ref().or(logged) else {
        return Err(ExitError::new(Exit::Unable, Refusal::Unpublished.message(language)).into());
    };
    if problems.is_empty() && snapshot.current.as_ref() != logged {
        problems.push(Refusal::Unlogged.message(language));
    }
    // read `current` itself, because readers see that
    let folder = if snapshot.current.is_some() { "current/.".to_owned() } else { folder_of(current) };
    let mut files = target.target.read(&folder, &OWN.map(str::to_owned))?;
    let manifest = files.remove(manifest::PATH).unwrap_or_default();
    let signature = files.remove(SIGNATURE).and_then(|bytes| String::from_utf8(bytes).ok());
    let is_named = Manifest::parse(&manifest).is_some_and(|manifest| manifest.id() == *current);
    let entries = log.entries.iter().filter(|entry| entry.release == *current);
    let sha256 = Manifest::parse(&manifest).map(|manifest| crate::text::hex::hex(&manifest.sha256));
    if entries.map(|entry| &entry.manifest_sha256).any(|logged| Some(logged) != sha256.as_ref()) && is_named {
        problems.push(Refusal::Unlogged.message(language));
    }
    // the log may lag behind: an interrupted publication leaves its release, and the next one logs it
    if let Some(parsed) = Manifest::parse(&manifest).filter(|_| is_named) {
        problems.extend(Note::faults(&files, &parsed).iter().map(|fault| fault.message(language)));
    }
    let hashes = target.target.hashes(&folder)?;
    let remedy = match target.audience {
        Some(_) => Remedy::Publish(target.name.clone()),
        None => Remedy::Apply(target.name.clone()),
    };
    Ok(Inspection {
        manifest,
        signature,
        hashes,
        problems,
        release: Some(current.clone()),
        kept: snapshot.releases.len(),
        remedy,
    })
}

/// Findings about a readable marker: changed bytes, or another site or audience than the target's
/// in `site.yaml`.
fn marker_faults(session: &Session, target: &target::FoundTarget, snapshot: &TargetSnapshot) -> Vec<String> {
    let Some(marker) = &snapshot.marker else { return Vec::new() };
    let site = target.audience.and_then(|audience| Some((session.site().ok()?, audience)));
    let expected = site.map(|(site, audience)| Marker::new(feeds::site_id(&site), audience));
    let is_genuine = marker.bytes() == snapshot.marker_bytes && expected.is_none_or(|expected| expected == *marker);
    let fault = FileFault::Differs(MARKER.to_owned());
    if is_genuine { Vec::new() } else { vec![fault.message(session.language)] }
}

pub(super) fn public_key(session: &Session, key: &str) -> Result<PublicKey> {
    let text = input::read_text(Path::new(key), input::SMALL).unwrap_or_else(|_| key.to_owned());
    PublicKey::parse(&text).ok_or_else(|| {
        let message = match session.language {
            Language::Zh => format!("{key} 不是公钥（64 位十六进制，或 gongshi key new 写的 .pub 文件）"),
            Language::En => {
                format!("{key} is not a public key (64 hexadecimal digits, or a .pub file written by gongshi key new)")
            }
        };
        ExitError::new(Exit::Unable, message).into()
    })
}
