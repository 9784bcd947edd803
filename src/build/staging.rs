//! The stage: a whole new tree beside the output, put in its place in one step.
//!
//! The first stage is filled file by file, hard links for what stays. The tree it replaces is kept as the spare, and the
//! next stage is that spare with only what changed since, so that its cost grows with the change and not with the site.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use rayon::prelude::*;

use super::output::{Output, below, carry_dot_folders, foreign_dot_entries, remove};
use crate::io::exchange::exchange;

/// A tree that will take the output's place as a whole.
#[derive(Debug)]
pub struct Stage {
    output: Output,
    path: PathBuf,
    /// Whether what stays lies in it already.
    filled: bool,
    folders: Mutex<HashSet<PathBuf>>,
}

impl Stage {
    /// An empty stage beside the output; one that a killed run left is removed.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn empty(output: &Output) -> Result<Self> {
        let path = output.beside("stage");
        remove(&path)?;
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Self { output: output.clone(), path, filled: false, folders: Mutex::default() })
    }

    /// A stage that is what the output is, made of the tree `spare`, which differs from it in the files `stale`.
    /// The spare is used up. `None` where there is none, or it lies on another disk.
    ///
    /// # Errors
    /// An I/O error with its path; the spare is then gone.
    pub fn of_spare(output: &Output, spare: &Path, stale: &[String]) -> Result<Option<Self>> {
        let path = output.beside("stage");
        remove(&path)?;
        if fs::rename(spare, &path).is_err() {
            return Ok(None);
        }
        let stage = Self { output: output.clone(), path, filled: true, folders: Mutex::default() };
        match stage.bring_up(stale) {
            Ok(()) => Ok(Some(stage)),
            Err(error) => stage.abandon().and(Err(error)),
        }
    }

    /// Makes some files of a filled stage what they are in the output.
    fn bring_up(&self, paths: &[String]) -> Result<()> {
        // one after the other: a folder that is emptied goes, and must not go under a file that is linked
        paths.par_iter().try_for_each(|path| self.drop(path))?;
        let is_there = |path: &&String| fs::symlink_metadata(self.output.locate(path)).is_ok();
        paths.par_iter().filter(is_there).try_for_each(|path| self.link(path))
    }

    /// Writes a file of the new tree.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.write_pieces(path, &[bytes])
    }

    /// Writes a large file of the new tree.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn write_pieces(&self, path: &str, pieces: &[impl AsRef<[u8]>]) -> Result<()> {
        let target = self.prepare(path)?;
        if self.filled {
            // what lies there may be the very file of the output
            remove_file(&target)?;
        }
        let written = fs::File::create(&target)
            .and_then(|mut file| pieces.iter().try_for_each(|piece| file.write_all(piece.as_ref())));
        written.with_context(|| target.display().to_string())
    }

    /// Takes a file over from the old tree: a hard link, or a copy where links are not to be had.
    ///
    /// # Errors
    /// An I/O error with its path; the caller makes the file anew.
    pub fn keep(&self, path: &str) -> Result<()> {
        match self.filled {
            true => Ok(()),
            false => self.link(path),
        }
    }

    /// Leaves a file of the old tree out, and the folders that are empty without it.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn drop(&self, path: &str) -> Result<()> {
        if !self.filled {
            return Ok(());
        }
        let target = below(&self.path, path);
        remove_file(&target)?;
        let above = target.ancestors().skip(1).take_while(|folder| *folder != self.path);
        for folder in above.take_while(|folder| fs::remove_dir(folder).is_ok()) {
            if let Ok(mut folders) = self.folders.lock() {
                folders.remove(folder);
            }
        }
        Ok(())
    }

    /// Puts the new tree in the place of the old. Dot-files that others put at the old tree's top move along; what is left of it becomes
    /// the `spare`, where one is asked for and can be kept, else it is removed. Tells whether it was kept.
    ///
    /// # Errors
    /// An I/O error with its path; the old tree is then still in its place.
    pub fn swap(self, spare: Option<&Path>) -> Result<bool> {
        let (new, out) = (self.path.as_path(), self.output.path());
        if !out.exists() {
            if let Some(parent) = out.parent() {
                fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
            }
            fs::rename(new, out).with_context(|| out.display().to_string())?;
            return Ok(false);
        }
        if let Err(error) = self.copy_dot_files() {
            // Why it failed matters more than what stays until the next run.
            let _ = remove(new);
            return Err(error);
        }
        if exchange(new, out).is_ok() {
            return retire(new, out, spare);
        }
        let aside = self.output.beside("old");
        fs::rename(out, &aside).with_context(|| out.display().to_string())?;
        if let Err(error) = fs::rename(new, out) {
            fs::rename(&aside, out).with_context(|| aside.display().to_string())?;
            return Err(error).with_context(|| out.display().to_string());
        }
        retire(&aside, out, spare)
    }

    /// Throws the new tree away.
    ///
    /// # Errors
    /// An I/O error with its path.
    pub fn abandon(self) -> Result<()> {
        remove(&self.path)
    }

    fn link(&self, path: &str) -> Result<()> {
        let target = self.prepare(path)?;
        let old = self.output.locate(path);
        fs::hard_link(&old, &target)
            .or_else(|_| fs::copy(&old, &target).map(|_| ()))
            .with_context(|| old.display().to_string())
    }

    fn copy_dot_files(&self) -> Result<()> {
        let out = self.output.path();
        for entry in foreign_dot_entries(out)?.into_iter().filter(|entry| entry.is_file()) {
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

/// Takes leave of the old tree `old`, whose place `out` has taken: it becomes the spare, or goes.
fn retire(old: &Path, out: &Path, spare: Option<&Path>) -> Result<bool> {
    carry_dot_folders(old, out)?;
    if let Some(spare) = spare {
        remove(spare)?;
        for entry in foreign_dot_entries(old)? {
            if entry.is_dir() { remove(&entry)? } else { remove_file(&entry)? }
        }
        if fs::rename(old, spare).is_ok() {
            return Ok(true);
        }
    }
    remove(old).map(|()| false)
}

fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).with_context(|| path.display().to_string()),
        _ => Ok(()),
    }
}
