//! The output folder: checked to be ours, staged beside itself, swapped in one step.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::site::manifest;

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
            Some(holds) if !output.is_ours() => Ok(Err(Foreign { path: path.to_owned(), holds })),
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

    /// The SHA-256 of the manifest that lies in the folder.
    pub fn manifest_sha256(&self) -> Option<[u8; 32]> {
        use sha2::{Digest, Sha256};
        fs::read(self.locate(manifest::PATH)).ok().map(|bytes| Sha256::digest(bytes).into())
    }

    /// An empty stage beside the folder; one that a killed run left is removed.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn stage(&self) -> Result<Stage> {
        let path = self.beside("stage");
        remove(&path)?;
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Stage { output: self.clone(), path, folders: Mutex::default() })
    }

    fn is_ours(&self) -> bool {
        let mut head = [0; manifest::MARK.len()];
        let read = fs::File::open(self.locate(manifest::PATH)).and_then(|mut file| file.read_exact(&mut head));
        read.is_ok() && head == manifest::MARK
    }

    fn beside(&self, what: &str) -> PathBuf {
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

/// A tree that will take the output's place as a whole.
#[derive(Debug)]
pub struct Stage {
    output: Output,
    path: PathBuf,
    folders: Mutex<HashSet<PathBuf>>,
}

impl Stage {
    /// Writes a file of the new tree.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let target = self.prepare(path)?;
        fs::write(&target, bytes).with_context(|| target.display().to_string())
    }

    /// Takes a file over from the old tree: a hard link, or a copy where links are not to be had.
    ///
    /// # Errors
    /// An I/O error with its path; the caller makes the file anew.
    pub fn keep(&self, path: &str) -> Result<()> {
        let target = self.prepare(path)?;
        let old = self.output.locate(path);
        fs::hard_link(&old, &target)
            .or_else(|_| fs::copy(&old, &target).map(|_| ()))
            .with_context(|| old.display().to_string())
    }

    /// Puts the new tree in the place of the old, which is then removed. Dot-files at the old tree's top move along.
    ///
    /// # Errors
    /// An I/O error with its path; the old tree is then still in its place.
    pub fn swap(self) -> Result<()> {
        let (new, out) = (self.path.as_path(), self.output.path.as_path());
        if !out.exists() {
            if let Some(parent) = out.parent() {
                fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
            }
            return fs::rename(new, out).with_context(|| out.display().to_string());
        }
        self.copy_dot_files()?;
        if exchange(new, out).is_ok() {
            carry_dot_folders(new, out)?;
            return remove(new);
        }
        let aside = self.output.beside("old");
        fs::rename(out, &aside).with_context(|| out.display().to_string())?;
        if let Err(error) = fs::rename(new, out) {
            fs::rename(&aside, out).with_context(|| aside.display().to_string())?;
            return Err(error).with_context(|| out.display().to_string());
        }
        carry_dot_folders(&aside, out)?;
        remove(&aside)
    }

    /// Throws the new tree away.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn abandon(self) -> Result<()> {
        remove(&self.path)
    }

    fn copy_dot_files(&self) -> Result<()> {
        let out = &self.output.path;
        for entry in dot_entries(out)?.into_iter().filter(|entry| entry.is_file()) {
            fs::copy(&entry, self.path.join(entry.file_name().unwrap_or_default()))
                .with_context(|| entry.display().to_string())?;
        }
        Ok(())
    }

    /// The file's place in the new tree, its folder made.
    fn prepare(&self, path: &str) -> Result<PathBuf> {
        let target = below(&self.path, path);
        let folder = target.parent().unwrap_or(&self.path);
        let known = |folders: &Mutex<HashSet<PathBuf>>| folders.lock().is_ok_and(|folders| folders.contains(folder));
        if !known(&self.folders) {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            if let Ok(mut folders) = self.folders.lock() {
                folders.insert(folder.to_owned());
            }
        }
        Ok(target)
    }
}

/// Folders such as `.git` move from the old tree to the new one after the swap, and again after a run that was killed
/// in between.
fn carry_dot_folders(from: &Path, to: &Path) -> Result<()> {
    for entry in dot_entries(from)?.into_iter().filter(|entry| !entry.is_file()) {
        let target = to.join(entry.file_name().unwrap_or_default());
        if !target.exists() {
            fs::rename(&entry, &target).with_context(|| entry.display().to_string())?;
        }
    }
    Ok(())
}

fn dot_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry.with_context(|| folder.display().to_string())?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn below(root: &Path, path: &str) -> PathBuf {
    path.split('/').filter(|part| !part.is_empty()).fold(root.to_owned(), |folder, part| folder.join(part))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(|| path.display().to_string()),
        _ => Ok(()),
    }
}

/// Exchanges two folders in one step, where the system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
