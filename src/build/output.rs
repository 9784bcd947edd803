//! The output folder: checked to be ours, searched for files that no build made, and repaired where a killed run left
//! it half replaced.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::swap;
use crate::io::input;
use crate::site::manifest;
use crate::text::fingerprint::Fingerprint;

/// How many foreign files are named.
const NAMED: usize = 10;

/// An output folder that is absent, empty but for dot-files, or ours.
#[derive(Clone, Debug)]
pub struct Output {
    path: PathBuf,
}

/// Why a folder cannot be an output.
#[derive(Clone, Debug)]
pub enum Unusable {
    /// It holds something and no manifest of ours.
    Foreign {
        /// The folder.
        path: PathBuf,
        /// Something in it.
        holds: String,
    },
    /// It is inside the folder of the sources, or that folder is inside it.
    Content(PathBuf),
}

/// A manifest as far as it is needed here.
#[derive(Deserialize)]
struct Listing {
    files: Vec<ListedFile>,
}

#[derive(Deserialize)]
struct ListedFile {
    path: String,
}

impl Output {
    /// Looks at the folder `path` of a site whose sources are in `content`, first finishing or undoing a replacement
    /// that a killed run left half done. Where `path` is a symbolic link, the output is what it leads to.
    ///
    /// # Errors
    /// An I/O error; `Ok(Err(_))` where the folder cannot be an output.
    pub fn open(path: &Path, content: &Path) -> Result<Result<Self, Unusable>> {
        let path = match fs::symlink_metadata(path) {
            Ok(data) if data.is_symlink() => path.canonicalize().with_context(|| path.display().to_string())?,
            _ => path.to_owned(),
        };
        if overlaps(&path, content) {
            return Ok(Err(Unusable::Content(path)));
        }
        let output = Self { path };
        swap::recover(&output.path)?;
        let path = output.path();
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ok(output)),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        let mut visible = None;
        for entry in entries {
            let name = entry.with_context(|| path.display().to_string())?.file_name();
            let name = name.to_string_lossy();
            if !name.starts_with('.') && !is_litter(&name) {
                visible = Some(name.into_owned());
            }
        }
        match visible {
            Some(holds) if !output.is_ours()? => Ok(Err(Unusable::Foreign { path: path.to_owned(), holds })),
            _ => Ok(Ok(output)),
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file of the site is on disk.
    pub fn locate(&self, path: &str) -> PathBuf {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.fold(self.path.clone(), |folder, part| folder.join(part))
    }

    /// The hash of the manifest in the folder.
    pub fn manifest(&self) -> Option<Fingerprint> {
        fs::File::open(self.locate(manifest::PATH)).and_then(Fingerprint::of_reader).ok()
    }

    /// Files that the folder's manifest does not list, sorted, the first few of them. Dot-entries at the top that are
    /// not of the site (`.git`, `.htaccess`) are moved along by every build and are not among them.
    ///
    /// # Errors
    /// An I/O error with its path, where a folder cannot be listed.
    pub fn foreign_files(&self) -> Result<Vec<String>> {
        let mut ours: HashSet<String> = listed_files(&self.path).collect();
        ours.insert(manifest::PATH.to_owned());
        let dots: HashSet<String> = ours.iter().filter_map(|path| dot_name(path)).map(str::to_owned).collect();
        let mut foreign = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let place = self.locate(&folder);
            let entries = match fs::read_dir(&place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.with_context(|| place.display().to_string())?,
            };
            for entry in entries {
                let entry = entry.with_context(|| place.display().to_string())?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                match () {
                    () if folder.is_empty() && name.starts_with('.') && !dots.contains(&name) => {}
                    () if is_folder => folders.push(path),
                    () if is_litter(&name) || ours.contains(&path) => {}
                    () => foreign.push(path),
                }
            }
        }
        foreign.sort();
        foreign.truncate(NAMED);
        Ok(foreign)
    }

    /// Whether the folder's manifest is one of ours.
    fn is_ours(&self) -> Result<bool> {
        let path = self.locate(manifest::PATH);
        let mut head = [0; manifest::MARK.len()];
        let opened = input::open(&path, input::MANIFEST);
        match opened.and_then(|(mut file, _)| file.read_exact(&mut head)) {
            Ok(()) => Ok(head == manifest::MARK),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound
                        | io::ErrorKind::UnexpectedEof
                        | io::ErrorKind::IsADirectory
                        | io::ErrorKind::InvalidInput
                        | io::ErrorKind::FileTooLarge
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    /// A path of this program's beside the folder.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        swap::beside(&self.path, what)
    }
}

/// The files that the manifest in `folder` lists; none where there is no manifest of ours.
fn listed_files(folder: &Path) -> impl Iterator<Item = String> {
    let manifest = input::read(&folder.join(manifest::PATH), input::MANIFEST).unwrap_or_default();
    let listing = serde_json::from_slice::<Listing>(&manifest).map(|listing| listing.files).unwrap_or_default();
    listing.into_iter().map(|file| file.path)
}

/// The first part of a path, where it begins with a dot.
fn dot_name(path: &str) -> Option<&str> {
    path.split('/').next().filter(|name| name.starts_with('.'))
}

/// Whether a file is one that an operating system puts into every folder somebody looks at. Builds remove it.
pub(super) fn is_litter(name: &str) -> bool {
    ["Thumbs.db", "desktop.ini", ".DS_Store"].iter().any(|litter| litter.eq_ignore_ascii_case(name))
}

/// Whether one of two folders is inside the other, symbolic links resolved as far as the folders exist.
fn overlaps(output: &Path, content: &Path) -> bool {
    let (Some(output), Some(content)) = (resolved(output), resolved(content)) else { return false };
    output.starts_with(&content) || content.starts_with(&output)
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
