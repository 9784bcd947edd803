//! What is published: the site checked and built for an audience, in a folder of its own below `.gongshi/`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Exit, Session, Stop, build, check};
use crate::archive::Options;
use crate::build as builder;
use crate::build::output::Output;
use crate::check::{self as rules, Counts};
use crate::config::Site;
use crate::io::load::{ContentFolder, Loaded, ReadSources};
use crate::io::lock::Lock;
use crate::notice::{Severity, SourcePath};
use crate::pages::MakeError;
use crate::publish::package::Opened;
use crate::publish::release::signature::SecretKey;
use crate::publish::release::{Manifest, Marker};
use crate::publish::tree;
use crate::render::feeds;
use crate::site::manifest;

/// The file at a site's root with which its releases are signed, where there is one.
pub(super) const SECRET_KEY: &str = "gongshi.key";

/// How often a build begins again because a source changed while it was read.
const TRIES: usize = 3;

/// A site that is ready to be published.
pub(super) struct Assembled {
    /// The folder it was built into.
    pub(super) source: PathBuf,
    /// What it is known by.
    pub(super) opened: Opened,
}

/// The lock on the site's notes, which are made where there are none.
pub(super) fn lock(session: &Session) -> Result<Lock> {
    let notes = session.folder.notes();
    std::fs::create_dir_all(&notes).with_context(|| notes.display().to_string())?;
    let lock = build::lock(session)?;
    tree::remove(&incoming(session))?;
    Ok(lock)
}

/// Where a package is unpacked; what a killed run left there is removed by the next that takes the lock.
pub(super) fn incoming(session: &Session) -> PathBuf {
    session.folder.notes().join("incoming")
}

/// Checks and builds the site as `options` say, which show no drafts.
///
/// # Errors
/// [`Stop`] where anything is an error.
pub(super) fn site(session: &Session, site: Site, options: Options) -> Result<Assembled> {
    for _ in 1..TRIES {
        match once(session, site.clone(), options) {
            Err(error) if error.downcast_ref::<MakeError>().is_some_and(MakeError::is_change) => {}
            outcome => return outcome,
        }
    }
    once(session, site, options)
}

fn once(session: &Session, site: Site, options: Options) -> Result<Assembled> {
    let notes = session.folder.notes();
    let audience = options.audience;
    let name = format!("{}{}", audience.name(), if options.precompressed { "-gz" } else { "" });
    let source = notes.join("publish").join(&name);
    let output = Output::open(&source)?.map_err(|foreign| {
        let message = session
            .language
            .pick("里有不是本程序生成的文件，把它删去再试", "holds what this program did not make; remove it");
        Stop::new(Exit::Environment, format!("{} {message}", foreign.path.display()))
    })?;
    let theme = crate::io::theme::load(&session.folder, &site, session.language)
        .map_err(|error| Stop::new(Exit::Unable, error))?;
    let marker = Marker::new(feeds::site_id(&site), audience);
    let (known, loaded) = rayon::join(
        || builder::recall(&output, notes.join(format!("made-{name}"))),
        || Loaded::load(&session.folder, site, theme, options, session.quiet),
    );
    let loaded = loaded?;
    let plan = loaded.plan();
    stop_for_errors(session, &loaded, plan.findings())?;
    crate::io::reading::remember(&notes.join("sources"), &loaded.reading)?;
    let content = ContentFolder(session.folder.content());
    let sources = ReadSources { content: &content, reading: &loaded.reading };
    builder::build(&plan, &sources, &output, &known, session.quiet)?;
    let path = source.join(manifest::PATH);
    let manifest_bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let manifest = Manifest::parse(&manifest_bytes).with_context(|| path.display().to_string())?;
    let signature = secret_key(session)?.map(|key| key.sign(&manifest_bytes));
    Ok(Assembled { source, opened: Opened { marker, manifest, manifest_bytes, signature } })
}

/// Errors are never published; those in drafts and in what this audience may not see stop nothing.
fn stop_for_errors(session: &Session, loaded: &Loaded, between: Vec<crate::notice::Finding>) -> Result<()> {
    let is_hidden = |source: &SourcePath| {
        let file = loaded.reading.files.iter().find(|file| file.path == *source);
        let summary = file.and_then(|file| file.summary.as_ref());
        summary.is_some_and(|summary| summary.facts.draft || !loaded.options.audience.may_see(summary.facts.audience))
    };
    let mut findings = check::check_site(session, &loaded.site, &[])?.findings;
    findings.retain(|finding| !is_hidden(&finding.source));
    findings.extend(loaded.findings.iter().cloned().chain(between).filter(|finding| !is_hidden(&finding.source)));
    let mut findings = rules::weigh(findings, &loaded.site.severities);
    findings.retain(|weighed| weighed.severity == Severity::Error || weighed.fatal);
    if findings.is_empty() {
        return Ok(());
    }
    build::tell(session, &findings);
    let errors = Counts::of(&findings).errors;
    let message = session.language.pick(
        format!("有 {errors} 个错误，没有发布，在线的版本没有变。先用 gongshi check 改好。"),
        format!(
            "{errors} errors: nothing was published; what is live is as it was. Mend them with gongshi check first."
        ),
    );
    Err(Stop::new(Exit::Refused, message).into())
}

fn secret_key(session: &Session) -> Result<Option<SecretKey>> {
    let path = session.folder.root().join(SECRET_KEY);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        read => read.with_context(|| path.display().to_string())?,
    };
    let no_key = || {
        let message = session.language.pick("不是 gongshi key new 写的密钥", "is no key that gongshi key new wrote");
        Stop::new(Exit::Unable, format!("{} {message}", path.display()))
    };
    Ok(Some(SecretKey::parse(&text).ok_or_else(no_key)?))
}
