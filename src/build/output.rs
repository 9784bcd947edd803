//! The output folder: checks that a build made it, finds foreign files in it, and completes a swap that a killed run
//! left half done.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::swap;
use crate::io::folder::below;
use crate::io::source::is_system_file;
use crate::io::{folder, input};
use crate::site::manifest;
use crate::text::fingerprint::Fingerprint;

/// Most foreign files that a message lists.
const MOST_LISTED: usize = 10;

/// An output folder that does not exist, is empty but for dot-files, or was made by a build.
#[derive(Clone, Debug)]
pub struct Output {
    path: PathBuf,
}

/// Why a folder cannot be an output.
#[derive(Clone, Debug)]
pub enum Unusable {
    /// It is not empty and has no manifest of a build.
    Foreign {
        /// The folder.
        path: PathBuf,
        /// A file in it.
        file: String,
    },
    /// It is inside the folder of the sources, or the other way round.
    Content(PathBuf),
}

/// The fields of a manifest used here.
#[derive(Deserialize)]
struct Listing {
    files: Vec<ListedFile>,
}

#[derive(Deserialize)]
struct ListedFile {
    path: String,
}

impl Output {
    /// Opens the output folder `path` of a site whose sources are in `content`. First completes or undoes a swap that a
    /// killed run left half done. A symbolic link is followed.
    ///
    /// # Errors
    /// An I/O error; `Ok(Err(_))` if the folder cannot be an output.
    pub fn open(path: &Path, content: &Path) -> Result<Result<Self, Unusable>> {
        let path = match fs::symlink_metadata(path) {
            Ok(data) if data.is_symlink() => path.canonicalize().with_context(|| path.display().to_string())?,
            _ => path.to_owned(),
        };
        if folder::overlap(&path, content) {
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
            if !name.starts_with('.') && !is_system_file(&name) {
                visible = Some(name.into_owned());
            }
        }
        match visible {
            Some(file) if !output.is_ours()? => Ok(Err(Unusable::Foreign { path: path.to_owned(), file })),
            _ => Ok(Ok(output)),
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path of a site's file on disk.
    pub fn locate(&self, path: &str) -> PathBuf {
        below(&self.path, path)
    }

    /// Hash of the manifest in the folder.
    pub fn manifest(&self) -> Option<Fingerprint> {
        fs::File::open(self.locate(manifest::PATH)).and_then(Fingerprint::of_reader).ok()
    }

    /// The first `MOST_LISTED` files that the manifest does not list, sorted. Foreign dot-files at the top (`.git`, `.htaccess`)
    /// are not among them: every build moves them to the new output.
    ///
    /// # Errors
    /// An I/O error with its path if a folder cannot be listed.
    pub fn foreign_files(&self) -> Result<Vec<String>> {
        let mut ours: HashSet<String> = listed_files(&self.path).collect();
        ours.insert(manifest::PATH.to_owned());
        let dots: HashSet<String> = ours.iter().filter_map(|path| dot_name(path)).map(str::to_owned).collect();
        let mut foreign = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let on_disk = self.locate(&folder);
            let entries = match fs::read_dir(&on_disk) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.with_context(|| on_disk.display().to_string())?,
            };
            for entry in entries {
                let entry = entry.with_context(|| on_disk.display().to_string())?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                let is_foreign_dot_entry = folder.is_empty() && name.starts_with('.') && !dots.contains(&name);
                if is_folder && !is_foreign_dot_entry {
                    folders.push(path);
                } else if !is_foreign_dot_entry && !is_system_file(&name) && !ours.contains(&path) {
                    foreign.push(path);
                }
            }
        }
        foreign.sort();
        foreign.truncate(MOST_LISTED);
        Ok(foreign)
    }

    /// Whether a build made the manifest in the folder.
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

    /// Path of a temporary tree beside the output; `purpose` is part of its name.
    pub(super) fn beside(&self, purpose: &str) -> PathBuf {
        swap::beside(&self.path, purpose)
    }
}

/// Files listed by the manifest in `folder`; none if no build made it.
fn listed_files(folder: &Path) -> impl Iterator<Item = String> {
    let manifest = input::read(&folder.join(manifest::PATH), input::MANIFEST).unwrap_or_default();
    let listing = serde_json::from_slice::<Listing>(&manifest).map(|listing| listing.files).unwrap_or_default();
    listing.into_iter().map(|file| file.path)
}

/// First part of a path if it begins with a dot.
fn dot_name(path: &str) -> Option<&str> {
    path.split('/').next().filter(|name| name.starts_with('.'))
}
