//! Builds the site for publication: checked, for one audience, in a folder below `.gongshi/`.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::findings::Findings;
use super::{Exit, ExitError, Session, build, findings};
use crate::archive::Options;
use crate::build as builder;
use crate::build::BuildCache;
use crate::build::output::Output;
use crate::config::{Site, plural};
use crate::io::clock::today;
use crate::io::input;
use crate::io::load::{ContentFolder, LoadedSite, ReadSources, SiteParts};
use crate::io::lock::Lock;
use crate::io::reading::{self, ReviewFn};
use crate::io::review::Reviewer;
use crate::notice::SourcePath;
use crate::pages::MakeError;
use crate::publish::package::PackageContents;
use crate::publish::release::signature::SecretKey;
use crate::publish::release::{Manifest, Marker};
use crate::publish::tree;
use crate::render::feeds;
use crate::site::manifest;

/// The file at a site's root with the key that signs its releases, if there is one.
pub(super) const SECRET_KEY: &str = "gongshi.key";

/// Most attempts if sources change while they are read.
const MAX_ATTEMPTS: usize = 3;

/// A site that is ready to be published.
pub(super) struct Assembled {
    /// The folder it was built into.
    pub(super) source: PathBuf,
    /// Its manifest, marker and signature.
    pub(super) contents: PackageContents,
}

/// The working folder of a publication, with the lock that keeps other runs out.
pub(super) struct Workspace {
    folder: PathBuf,
    /// The site's lock; `None` if the site cannot be written and the folder is a temporary one of this run.
    lock: Option<Lock>,
}

impl Workspace {
    /// The workspace of a site: `.gongshi/`, or a temporary folder if the site cannot be written.
    ///
    /// # Errors
    /// [`ExitError`] if another run holds the lock; an I/O error with its path.
    pub(super) fn open(session: &Session) -> Result<Self> {
        let lock = build::lock(session)?;
        let folder = match lock {
            Some(_) => session.folder.cache(),
            None => std::env::temp_dir().join(format!("gongshi-{}", std::process::id())),
        };
        let workspace = Self { folder, lock };
        // left by a killed run
        tree::remove(&workspace.incoming())?;
        Ok(workspace)
    }

    /// Folder for unpacking a package.
    pub(super) fn incoming(&self) -> PathBuf {
        self.folder.join("incoming")
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if self.lock.is_none() {
            // if it cannot be removed, the system clears its temporary folder
            let _ = tree::remove(&self.folder);
        }
    }
}

/// Checks and builds the site with `options`, without drafts.
///
/// # Errors
/// [`ExitError`] if there are errors.
pub(super) fn site(session: &Session, workspace: &Workspace, site: &Site, options: Options) -> Result<Assembled> {
    for _ in 1..MAX_ATTEMPTS {
        match assemble_once(session, workspace, site, options) {
            Err(error) if error.downcast_ref::<MakeError>().is_some_and(MakeError::is_change) => {}
            outcome => return outcome,
        }
    }
    assemble_once(session, workspace, site, options)
}

fn assemble_once(session: &Session, workspace: &Workspace, site: &Site, options: Options) -> Result<Assembled> {
    let audience = options.audience;
    let name = format!("{}{}", audience.name(), if options.precompressed { "-gz" } else { "" });
    let source = workspace.folder.join("publish").join(&name);
    let output = Output::open(&source, &session.folder.content())?.map_err(|_| {
        let message = session.language.pick(
            "里有不是本程序生成的文件，删去以后再试",
            "has files that this program did not make; delete them and try again",
        );
        ExitError::new(Exit::Environment, format!("{} {message}", source.display()))
    })?;
    let theme = crate::io::theme::load(&session.folder, site, session.language)
        .map_err(|error| ExitError::new(Exit::Unable, error))?;
    let marker = Marker::new(feeds::site_id(site), audience);
    let parts = SiteParts::new(site.clone(), theme, options);
    let reviewer = Reviewer::open(&session.folder, site, today())?;
    let review_read: ReviewFn<'_> = &|file, text, read| reviewer.review_read(file, text, read);
    let (last_build, loaded) = rayon::join(
        || BuildCache::load(&output, workspace.folder.join(format!("made-{name}"))),
        || LoadedSite::load(&session.folder, parts, session.progress(), review_read),
    );
    let loaded = loaded?;
    session.detail(|| format!("{}: {}", session.language.pick("读取的文件", "files read"), loaded.reading.read));
    let review = reviewer.review_all(&session.folder, &loaded, &|_| true)?;
    let plan = loaded.plan();
    stop_for_errors(session, &loaded, &findings::rate(&loaded, &plan, &review))?;
    if workspace.lock.is_some() {
        let sources = session.folder.cache().join("sources");
        let saved = reading::save(&sources, &loaded.reading);
        session.warn_of_cache(saved.and_then(|()| review.save(&session.folder)));
    }
    let content = ContentFolder(session.folder.content());
    let sources = ReadSources { content: &content, reading: &loaded.reading };
    let built = builder::build(&plan, &sources, &output, &last_build, build::reporting(session));
    let built = built.map_err(|error| build::foreign_files(session, error))?;
    if workspace.lock.is_some() {
        session.warn_of_cache(built.saved);
    }
    let path = source.join(manifest::PATH);
    let manifest_bytes = input::read(&path, input::MANIFEST).with_context(|| path.display().to_string())?;
    let manifest = Manifest::parse(&manifest_bytes).with_context(|| path.display().to_string())?;
    let signature = secret_key(session)?.map(|key| key.sign(&manifest_bytes));
    Ok(Assembled { source, contents: PackageContents { marker, manifest, manifest_bytes, signature } })
}

/// Errors stop a publication, except those in drafts and in notices that this audience may not see.
fn stop_for_errors(session: &Session, loaded: &LoadedSite, findings: &Findings) -> Result<()> {
    let is_hidden = |source: &SourcePath| {
        let summary = loaded.reading.file(source).and_then(|file| file.summary.as_ref());
        summary.is_some_and(|summary| summary.facts.draft || !loaded.options.audience.may_see(summary.facts.audience))
    };
    let errors = findings.errors(is_hidden);
    if errors.is_empty() {
        return Ok(());
    }
    findings::print(session, &errors);
    let count = errors.len();
    let message = session.language.pick(
        format!("有 {count} 个错误，没有发布，在线的版本没有变。先用 gongshi check 改好。"),
        format!(
            "{}: nothing was published; the live site is unchanged. Correct them first; gongshi check lists them.",
            plural(count, "error", "errors")
        ),
    );
    Err(ExitError::new(Exit::Refused, message).into())
}

pub(super) fn secret_key(session: &Session) -> Result<Option<SecretKey>> {
    let path = session.folder.root().join(SECRET_KEY);
    let text = match input::read_text(&path, input::SMALL) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        read => read.with_context(|| path.display().to_string())?,
    };
    let no_key = || {
        let message = session.language.pick("不是 gongshi key new 写的密钥", "is not a key that gongshi key new wrote");
        ExitError::new(Exit::Unable, format!("{} {message}", path.display()))
    };
    Ok(Some(SecretKey::parse(&text).ok_or_else(no_key)?))
}
