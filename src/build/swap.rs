//! Replaces the output by a finished staging tree atomically, and completes or undoes a replacement that was
//! interrupted.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::io::exchange::exchange;
use crate::io::input;
use crate::io::rename::{self, rename};
use crate::site::manifest;

/// Replaces the output `out` by the tree `new`. Dot-files at the top of the old tree move to the new one. The rest of the
/// old tree is kept as `previous` if given and possible, else removed. Returns whether it was kept.
///
/// # Errors
/// An I/O error with its path; `out` is then still the old tree.
pub(super) fn swap(new: &Path, out: &Path, previous: Option<&Path>) -> Result<bool> {
    if !out.exists() {
        if let Some(parent) = out.parent() {
            fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        }
        rename(new, out).with_context(|| out.display().to_string())?;
        return Ok(false);
    }
    let dots = foreign_dot_entries(out)?;
    if let Err(error) = copy_dot_files(&dots, new) {
        // the first error is reported; the next run removes what stays
        let _ = remove(new);
        return Err(error);
    }
    if exchange(new, out).is_ok() {
        return retire((new, &dots), out, previous);
    }
    let aside = beside(out, "old");
    rename(out, &aside).with_context(|| out.display().to_string())?;
    if let Err(error) = rename(new, out) {
        rename(&aside, out).with_context(|| aside.display().to_string())?;
        return Err(error).with_context(|| out.display().to_string());
    }
    retire((&aside, &dots), out, previous)
}

/// Completes an interrupted swap. Where folders cannot be exchanged atomically, a killed run may have moved the old
/// tree aside without moving the new one to `out`.
///
/// # Errors
/// An I/O error with its path.
pub(super) fn recover(out: &Path) -> Result<()> {
    let aside = beside(out, "old");
    if !out.exists() && aside.exists() {
        rename(&aside, out).with_context(|| aside.display().to_string())?;
    }
    for left in [aside, beside(out, "stage")] {
        if out.exists() && left.exists() {
            carry_dot_folders((&left, &foreign_dot_entries(&left)?), out)?;
        }
        remove(&left)?;
    }
    Ok(())
}

/// Path of a temporary tree beside the output `out`; `purpose` is part of its name.
pub(super) fn beside(out: &Path, purpose: &str) -> PathBuf {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.gongshi-{purpose}"))
}

/// Keeps the old tree `old`, which `out` has replaced, as `previous`, or removes it. `dots` are the dot-entries to
/// move to the new tree, as paths in the output.
fn retire((old, dots): (&Path, &[PathBuf]), out: &Path, previous: Option<&Path>) -> Result<bool> {
    carry_dot_folders((old, dots), out)?;
    if let Some(previous) = previous
        && keep(old, previous).is_ok()
    {
        return Ok(true);
    }
    remove(old).map(|()| false)
}

/// Moves the old tree to `previous`. If that fails, as on a read-only site, the next build is only slower.
fn keep(old: &Path, previous: &Path) -> Result<()> {
    remove(previous)?;
    for entry in foreign_dot_entries(old)? {
        remove(&entry)?;
    }
    rename(old, previous).with_context(|| previous.display().to_string())
}

/// Copies files to the top of a tree, unless the site has one of that name.
fn copy_dot_files(dots: &[PathBuf], to: &Path) -> Result<()> {
    for entry in dots.iter().filter(|entry| entry.is_file()) {
        let target = to.join(entry.file_name().unwrap_or_default());
        if !target.exists() {
            fs::copy(entry, target).with_context(|| entry.display().to_string())?;
        }
    }
    Ok(())
}

/// Moves folders such as `.git` from the old tree to the new one after the swap, or when recovering from a killed run.
fn carry_dot_folders((from, dots): (&Path, &[PathBuf]), to: &Path) -> Result<()> {
    for name in dots.iter().filter_map(|entry| entry.file_name()) {
        let (entry, target) = (from.join(name), to.join(name));
        if entry.is_dir() && !target.exists() {
            rename(&entry, &target).with_context(|| entry.display().to_string())?;
        }
    }
    Ok(())
}

/// Dot-entries at the top of a tree that are not part of the site.
fn foreign_dot_entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry.with_context(|| folder.display().to_string())?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    if !found.is_empty() {
        let manifest = input::read(&folder.join(manifest::PATH), input::MANIFEST).unwrap_or_default();
        found.retain(|entry| !manifest::lists(&manifest, &entry.file_name().unwrap_or_default().to_string_lossy()));
    }
    Ok(found)
}

/// Removes a file or folder, if it is there.
pub(super) fn remove(path: &Path) -> Result<()> {
    rename::remove(path).with_context(|| path.display().to_string())
}

/// Removes a file, if it is there.
pub(super) fn remove_file(path: &Path) -> Result<()> {
    rename::remove_file(path).with_context(|| path.display().to_string())
}
