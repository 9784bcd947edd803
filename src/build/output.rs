//! The output folder: checked to be ours, and mended where a killed run left it half swapped.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::site::manifest;
use crate::text::fingerprint::Fingerprint;

/// An output folder that is absent, empty but for dot-files, or ours.
#[derive(Clone, Debug)]
pub struct Output {
    path: PathBuf,
}

/// The folder holds something that is not ours.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The folder.
    pub path: PathBuf,
    /// Something in it.
    pub holds: String,
}

impl Output {
    /// Looks at the folder `path`, first finishing or undoing a swap that a killed run left half done.
    ///
    /// # Errors
    /// An I/O error; `Ok(Err(_))` where the folder is not ours.
    pub fn open(path: &Path) -> Result<Result<Self, Foreign>> {
        let output = Self { path: path.to_owned() };
        output.recover()?;
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ok(output)),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        let mut visible = None;
        for entry in entries {
            let name = entry.with_context(|| path.display().to_string())?.file_name();
            let name = name.to_string_lossy();
            if !name.starts_with('.') {
                visible = Some(name.into_owned());
            }
        }
        match visible {
            Some(holds) if !output.is_ours()? => Ok(Err(Foreign { path: path.to_owned(), holds })),
            _ => Ok(Ok(output)),
        }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file of the site lies on disk.
    pub fn locate(&self, path: &str) -> PathBuf {
        below(&self.path, path)
    }

    /// The fingerprint of the manifest that lies in the folder.
    pub fn manifest(&self) -> Option<Fingerprint> {
        fs::File::open(self.locate(manifest::PATH)).and_then(Fingerprint::of_reader).ok()
    }

    /// Whether the folder's manifest is one of ours.
    fn is_ours(&self) -> Result<bool> {
        let path = self.locate(manifest::PATH);
        let mut head = [0; manifest::MARK.len()];
        match fs::File::open(&path).and_then(|mut file| file.read_exact(&mut head)) {
            Ok(()) => Ok(head == manifest::MARK),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof | io::ErrorKind::IsADirectory
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    /// Where something of this program's lies beside the folder.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.path.with_file_name(format!(".{name}.gongshi-{what}"))
    }

    /// Where folders cannot be exchanged in one step, a killed run may have moved the old one aside and put nothing in
    /// its place.
    fn recover(&self) -> Result<()> {
        let aside = self.beside("old");
        if !self.path.exists() && aside.exists() {
            fs::rename(&aside, &self.path).with_context(|| aside.display().to_string())?;
        }
        for left in [aside, self.beside("stage")] {
            if self.path.exists() && left.exists() {
                carry_dot_folders(&left, &self.path)?;
            }
            remove(&left)?;
        }
        Ok(())
    }
}

/// Folders such as `.git` move from the old tree to the new one after the swap, and again after a run that was killed
/// in between.
pub(super) fn carry_dot_folders(from: &Path, to: &Path) -> Result<()> {
    for entry in foreign_dot_entries(from)?.into_iter().filter(|entry| !entry.is_file()) {
        let target = to.join(entry.file_name().unwrap_or_default());
        if !target.exists() {
            fs::rename(&entry, &target).with_context(|| entry.display().to_string())?;
        }
    }
    Ok(())
}

/// Files and folders at the top of a tree whose names begin with a dot and that its manifest does not list: what others
/// put there. Those it lists come from `content/static/`.
pub(super) fn foreign_dot_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry.with_context(|| folder.display().to_string())?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    if !found.is_empty() {
        let manifest = fs::read(folder.join(manifest::PATH)).unwrap_or_default();
        found.retain(|entry| !manifest::lists(&manifest, &entry.file_name().unwrap_or_default().to_string_lossy()));
    }
    Ok(found)
}

/// The place of a file of the site below `root`.
pub(super) fn below(root: &Path, path: &str) -> PathBuf {
    let mut place = root.to_owned();
    place.extend(path.split('/').filter(|part| !part.is_empty()));
    place
}

/// Removes a folder with all in it, if it is there.
pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(|| path.display().to_string()),
        _ => Ok(()),
    }
}
