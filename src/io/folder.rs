//! A site's folder: the paths of its parts, `site.yaml` and the files of its themes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use super::input;
use crate::config::site_yaml;

/// The path with the separator of the system between all its parts, since Windows also takes `/`.
pub fn with_system_separators(path: &Path) -> PathBuf {
    if cfg!(windows) { path.components().collect() } else { path.to_owned() }
}

/// Path of the file `path`, with `/` between its parts, below `folder`.
pub fn below(folder: &Path, path: &str) -> PathBuf {
    let parts = path.split('/').filter(|part| !part.is_empty());
    parts.fold(folder.to_owned(), |folder, part| folder.join(part))
}

/// A site's folder: it holds `content/` and optionally `themes/`.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The site in `root`.
    pub fn at(root: impl AsRef<Path>) -> Self {
        Self { root: with_system_separators(root.as_ref()) }
    }

    /// The site's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder with the notices.
    pub fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    /// The folder with the program's own files: caches and the lock. Safe to delete.
    pub fn cache(&self) -> PathBuf {
        self.root.join(".gongshi")
    }

    /// Whether the folder is a site.
    pub fn is_site(&self) -> bool {
        self.content().is_dir()
    }

    /// Text of `content/site.yaml`; empty if there is none.
    ///
    /// # Errors
    /// If it exists and cannot be read as text.
    pub fn site_yaml(&self) -> Result<String> {
        let path = self.content().join(site_yaml::PATH);
        match input::read_text(&path, input::SITE) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            read => read.with_context(|| path.display().to_string()),
        }
    }

    /// All files of the site's own theme `name`, by their path in it; empty if the site has none.
    ///
    /// # Errors
    /// If a file of it cannot be read.
    pub fn theme(&self, name: &str) -> Result<BTreeMap<String, Vec<u8>>> {
        let root = self.root.join("themes").join(name);
        let mut files = BTreeMap::new();
        if !root.is_dir() {
            return Ok(files);
        }
        for entry in WalkDir::new(&root).follow_links(false) {
            let entry = entry.with_context(|| root.display().to_string())?;
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type().is_file() && !is_hidden {
                let path = entry.path().strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
                let bytes =
                    input::read(entry.path(), input::THEME_FILE).with_context(|| entry.path().display().to_string())?;
                files.insert(path, bytes);
            }
        }
        Ok(files)
    }
}

/// Whether one of two folders is inside the other, symbolic links resolved as far as the folders exist.
pub fn overlap(one: &Path, other: &Path) -> bool {
    let (Some(one), Some(other)) = (resolved(one), resolved(other)) else { return false };
    one.starts_with(&other) || other.starts_with(&one)
}

/// The absolute path of a folder that may not exist yet, without `..` and, as far as it exists, without symbolic links.
fn resolved(path: &Path) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => drop(resolved.pop()),
            part => resolved.push(part),
        }
        if let Ok(found) = resolved.canonicalize() {
            resolved = found;
        }
    }
    Some(resolved)
}
