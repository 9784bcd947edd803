//! The sources that `check` reads, and all their findings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};

use super::{Exit, ExitError, Session};
use crate::archive::Options;
use crate::config::{Site, site_yaml};
use crate::io::clock;
use crate::io::input;
use crate::io::load::{ContentFolder, LoadedSite, SiteParts};
use crate::io::review::{Review, Reviewer};
use crate::io::source::{self, FileRole};
use crate::notice::{Audience, Finding, SourcePath};
use crate::text::decode;

/// The findings of a run, with the texts they are in.
pub(super) struct Checked {
    pub(super) site: Site,
    pub(super) findings: Vec<Arc<Finding>>,
    /// Number of files checked.
    pub(super) files: usize,
    /// The files outside the site, as given on the command line.
    pub(super) outside: Vec<PathBuf>,
    texts: BTreeMap<SourcePath, Arc<str>>,
    content: ContentFolder,
}

impl Checked {
    /// Checks the files and folders `paths`; the whole site if there are none.
    ///
    /// # Errors
    /// [`ExitError`] if there is no site to check, and I/O errors.
    pub(super) fn of(session: &Session, paths: &[PathBuf]) -> Result<Self> {
        let content = session.folder.content();
        let (inside, outside) = split_paths(paths, &content)?;
        let needs_site = paths.is_empty() || !inside.is_empty();
        if needs_site {
            session.need_site()?;
        }
        let text = if session.folder.is_site() { session.folder.site_yaml()? } else { String::new() };
        let (site, findings) = site_yaml::read(&text);
        let mut findings: Vec<Arc<Finding>> = findings.into_iter().map(Arc::new).collect();
        let mut files = outside.len();
        if needs_site {
            let review = check_site(session, &site, &inside)?;
            files += review.files;
            findings.extend(review.findings().map(Arc::new));
        }
        let reviewer = Reviewer::open(&session.folder, &site, clock::today())?;
        let mut texts: BTreeMap<SourcePath, Arc<str>> = BTreeMap::new();
        for path in &outside {
            let source = SourcePath::new(path.to_string_lossy());
            let bytes = input::read(path, input::NOTICE).with_context(|| path.display().to_string())?;
            texts.extend(decode::decode(&bytes).ok().map(|decoded| (source.clone(), decoded.text.into())));
            let reviewed = reviewer.review_bytes(&source, FileRole::Notice, &bytes, &[]);
            findings.extend(reviewed.stored.iter().map(Arc::new));
        }
        drop(reviewer);
        Ok(Self { site, findings, files, outside, texts, content: ContentFolder(content) })
    }

    /// The text of a file. Files of the site are read again.
    pub(super) fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        self.texts.get(path).cloned().or_else(|| self.content.text(path))
    }
}

/// Splits the given paths into those inside `content/`, as sources, and files outside the site.
fn split_paths(paths: &[PathBuf], content: &Path) -> Result<(Vec<SourcePath>, Vec<PathBuf>)> {
    let content = content.canonicalize().ok();
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for path in paths {
        let whole = path.canonicalize().with_context(|| path.display().to_string())?;
        match content.as_ref().and_then(|content| whole.strip_prefix(content).ok()) {
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

/// Reviews the notices of the site at or below the paths `wanted`; all if there are none.
fn check_site(session: &Session, site: &Site, wanted: &[SourcePath]) -> Result<Review> {
    let theme = crate::io::theme::load(&session.folder, site, session.language)
        .map_err(|error| ExitError::new(Exit::Unable, error))?;
    let is_wanted = |path: &SourcePath| {
        let below =
            |folder: &SourcePath| path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        wanted.is_empty() || wanted.iter().any(|one| one == path || one.as_str().is_empty() || below(one))
    };
    let reviewer = Reviewer::open(&session.folder, site, clock::today())?;
    // drafts and notices for the intranet are checked as well
    let options = Options { audience: Audience::Intranet, drafts: true, ..Options::default() };
    let parts = SiteParts::new(site.clone(), theme, options);
    let loaded = LoadedSite::load(&session.folder, parts, session.progress(), &|file, text, read| {
        if is_wanted(&file.path) {
            reviewer.review_read(file, text, read);
        }
    })?;
    reviewer.review_all(&session.folder, &loaded, &is_wanted)
}
