//! A target in a local or mounted folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{Change, Target, TargetLock, TargetSnapshot, TargetState, Upload, folder_of, switch, tree};
use crate::io::folder::below;
use crate::io::input::{self, Refused};
use crate::io::lock::{Lock, Unlocked};
use crate::io::rename::rename;
use crate::publish::release::fault::Hashes;
use crate::publish::release::manifest::SIGNATURE;
use crate::publish::release::marker::MARKER;
use crate::publish::release::{Log, Marker, Refusal, ReleaseId};
use crate::site::manifest;

const LOG: &str = "log.jsonl";
/// The log after the switch, written before the switch and renamed after it.
const NEXT_LOG: &str = "log.jsonl.tmp";
const LOCK: &str = ".gongshi-lock";

/// A target in a folder.
#[derive(Clone, Debug)]
pub struct Local {
    folder: PathBuf,
}

impl TargetLock for Lock {}

impl Local {
    /// The target in `folder`.
    pub const fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn unfinished(&self, id: &ReleaseId) -> PathBuf {
        self.folder.join(format!("releases/{id}.tmp"))
    }

    /// The live release: `current` is a link to it, or a copy with its manifest. If a killed run had only moved the old
    /// copy aside, its manifest is read, because the next run restores it.
    fn current(&self) -> Option<ReleaseId> {
        let current = self.folder.join("current");
        match fs::read_link(&current) {
            Ok(target) => ReleaseId::parse(&target.file_name()?.to_string_lossy()),
            Err(_) => {
                let manifest =
                    |folder: &str| input::read(&self.folder.join(folder).join(manifest::PATH), input::MANIFEST);
                let bytes = manifest("current").or_else(|_| manifest(switch::ASIDE)).ok()?;
                Some(ReleaseId::of(&Sha256::digest(bytes).into()))
            }
        }
    }

    fn releases(&self) -> BTreeSet<ReleaseId> {
        let entries = fs::read_dir(self.folder.join("releases")).into_iter().flatten().flatten();
        entries.filter_map(|entry| ReleaseId::parse(&entry.file_name().to_string_lossy())).collect()
    }

    /// The served release and the log. If a switch happens between the two reads, both are read again.
    fn current_and_log(&self) -> Result<(Option<ReleaseId>, Vec<u8>)> {
        let mut current = self.current();
        loop {
            let log = self.log(current.as_ref())?.0;
            let now = self.current();
            if std::mem::replace(&mut current, now) == current {
                return Ok((current, log));
            }
        }
    }

    /// The log, with the pending entry of a switch that a killed run completed but could not record, and whether there
    /// was one. A prepared log counts only if it continues the present one, since an interrupted write may end at any
    /// earlier entry.
    fn log(&self, current: Option<&ReleaseId>) -> Result<(Vec<u8>, bool)> {
        let next = self.read_optional(NEXT_LOG, input::LOG)?;
        let log = self.read_optional(LOG, input::LOG)?.unwrap_or_default();
        let next = next.and_then(|next| Log::parse(&next).ok()).filter(|next| next.continues(&log));
        let switched = next.filter(|next| next.last().map(|entry| &entry.release) == current);
        Ok(switched.map_or((log, false), |next| (next.bytes().to_vec(), true)))
    }

    fn read_optional(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>> {
        let path = self.folder.join(name);
        match input::read(&path, limit) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some).with_context(|| path.display().to_string()),
        }
    }

    /// Removes or completes what a killed run left.
    fn recover(&self) -> Result<()> {
        switch::recover(&self.folder)?;
        if self.log(self.current().as_ref())?.1 {
            let (next, log) = (self.folder.join(NEXT_LOG), self.folder.join(LOG));
            rename(&next, &log).with_context(|| log.display().to_string())?;
        }
        for entry in fs::read_dir(&self.folder).with_context(|| self.folder.display().to_string())? {
            remove_unfinished(&entry?.path())?;
        }
        for entry in fs::read_dir(self.folder.join("releases")).into_iter().flatten() {
            remove_unfinished(&entry?.path())?;
        }
        Ok(())
    }

    /// Writes a file of the upload below `folder`.
    fn write_file(upload: &Upload<'_>, folder: &Path, path: &str) -> Result<()> {
        let target = below(folder, path);
        match upload.metadata.get(path) {
            Some(bytes) => tree::write(&target, bytes),
            None => {
                let from = below(upload.source, path);
                fs::copy(&from, &target).with_context(|| target.display().to_string())?;
                tree::set_mode(&target, 0o644).with_context(|| target.display().to_string())
            }
        }
    }
}

impl Target for Local {
    fn snapshot(&self) -> Result<TargetSnapshot> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let parent = self.folder.parent().filter(|parent| !parent.as_os_str().is_empty());
                let missing = parent.filter(|parent| !parent.is_dir()).map(|parent| parent.display().to_string());
                let state = missing.map_or(TargetState::Absent, TargetState::NoParent);
                return Ok(TargetSnapshot { state, ..TargetSnapshot::default() });
            }
            Err(error) => return Err(error).with_context(|| self.folder.display().to_string()),
        };
        let marker_bytes = match self.read_optional(MARKER, input::SMALL) {
            // too large or not a file, so publishing did not write it
            Err(error) if error.downcast_ref().is_some_and(|error| Refused::of(error).is_some()) => Some(Vec::new()),
            read => read?,
        };
        let marker = marker_bytes.as_ref().and_then(|bytes| Marker::parse(bytes));
        let mut names = Vec::new();
        for entry in entries {
            names.push(entry.with_context(|| self.folder.display().to_string())?.file_name());
        }
        let mut names: Vec<String> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.starts_with('.') && name != "lost+found" && !name.ends_with(".tmp"));
        names.sort();
        let state = match (&marker, names.into_iter().next()) {
            (Some(_), _) => TargetState::Ours,
            (None, _) if marker_bytes.is_some() => TargetState::Damaged,
            (None, Some(name)) => TargetState::Foreign(self.folder.join(name).display().to_string()),
            (None, None) => TargetState::Empty,
        };
        let (current, log) = self.current_and_log()?;
        let marker_bytes = marker_bytes.unwrap_or_default();
        Ok(TargetSnapshot { state, marker, marker_bytes, log, current, releases: self.releases() })
    }

    fn read(&self, folder: &str, paths: &[String]) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        for path in paths {
            if let Some(bytes) = self.read_optional(&format!("{folder}/{path}"), input::MANIFEST)? {
                files.insert(path.clone(), bytes);
            }
        }
        Ok(files)
    }

    fn create(&self, marker: &Marker) -> Result<()> {
        tree::create_folder(&self.folder, &self.folder)?;
        tree::replace(&self.folder.join(MARKER), &marker.bytes())?;
        tree::create_folder(&self.folder, &self.folder.join("releases"))?;
        tree::sync(&self.folder)
    }

    fn lock(&self) -> Result<Box<dyn TargetLock>> {
        let path = self.folder.join(LOCK);
        let lock = Lock::take(&path).map_err(|unlocked| match unlocked {
            Unlocked::Held => Refusal::Locked.into(),
            Unlocked::Io(error) => anyhow::Error::from(error).context(path.display().to_string()),
        })?;
        self.recover()?;
        Ok(Box::new(lock))
    }

    fn upload(&self, upload: &Upload<'_>) -> Result<()> {
        let folder = self.unfinished(upload.id);
        tree::remove(&folder)?;
        tree::create_folder(&self.folder, &folder)?;
        let base = upload.base.map(|id| self.folder.join(folder_of(id)));
        let all = || upload.keep.iter().chain(&upload.send).copied().chain(upload.metadata.keys().map(String::as_str));
        let parents: BTreeSet<PathBuf> =
            all().filter_map(|path| below(&folder, path).parent().map(Path::to_owned)).collect();
        parents.iter().try_for_each(|parent| tree::create_folder(&folder, parent))?;
        upload.keep.par_iter().try_for_each(|path| {
            let linked = base.as_ref().map(|base| fs::hard_link(below(base, path), below(&folder, path)));
            match linked {
                Some(Ok(())) => Ok(()),
                _ => Self::write_file(upload, &folder, path),
            }
        })?;
        upload.send.par_iter().try_for_each(|path| Self::write_file(upload, &folder, path))?;
        upload.metadata.keys().try_for_each(|path| Self::write_file(upload, &folder, path))
    }

    fn resend(&self, upload: &Upload<'_>, faulty: &[&str]) -> Result<()> {
        let folder = self.unfinished(upload.id);
        for path in faulty {
            tree::remove(&below(&folder, path))?;
        }
        upload.send.iter().try_for_each(|path| Self::write_file(upload, &folder, path))
    }

    fn replace(&self, upload: &Upload<'_>, extra: &[&str]) -> Result<()> {
        let (from, to) = (self.unfinished(upload.id), self.folder.join(folder_of(upload.id)));
        tree::sync_all(&from)?;
        extra.iter().try_for_each(|path| tree::remove(&below(&to, path)))?;
        for path in upload.send.iter().copied().chain(upload.metadata.keys().map(String::as_str)) {
            let target = below(&to, path);
            tree::create_folder(&to, target.parent().unwrap_or(&to))?;
            if fs::symlink_metadata(&target).is_ok_and(|data| data.is_dir()) {
                tree::remove(&target)?;
            }
            rename(below(&from, path), &target).with_context(|| target.display().to_string())?;
        }
        tree::sync_all(&to)?;
        tree::remove(&from)
    }

    fn discard(&self, id: &ReleaseId) -> Result<()> {
        tree::remove(&self.unfinished(id))
    }

    fn hashes(&self, folder: &str) -> Result<Hashes> {
        let folder = self.folder.join(folder);
        match folder.try_exists() {
            Ok(false) => Ok(Hashes::new()),
            _ => tree::hashes(&folder),
        }
    }

    fn commit(&self, id: &ReleaseId) -> Result<()> {
        let (from, to) = (self.unfinished(id), self.folder.join(folder_of(id)));
        tree::sync_all(&from)?;
        rename(&from, &to).with_context(|| to.display().to_string())?;
        tree::sync(&self.folder.join("releases"))
    }

    fn sign(&self, id: &ReleaseId, signature: &str) -> Result<()> {
        let current = self.folder.join("current");
        let is_copy = fs::symlink_metadata(&current).is_ok_and(|data| data.is_dir());
        let copy = (is_copy && self.current().as_ref() == Some(id)).then_some(current);
        // at the top of the target, where the next run removes it if this one is killed
        let next = self.folder.join(format!("{SIGNATURE}.tmp"));
        for folder in std::iter::once(self.folder.join(folder_of(id))).chain(copy) {
            tree::write(&next, signature.as_bytes())?;
            tree::set_mode(&next, 0o644).with_context(|| next.display().to_string())?;
            tree::sync(&next)?;
            let to = folder.join(SIGNATURE);
            rename(&next, &to).with_context(|| to.display().to_string())?;
            tree::sync(&folder)?;
        }
        Ok(())
    }

    fn switch(&self, change: &Change<'_>) -> Result<()> {
        let next = self.folder.join(NEXT_LOG);
        if let Err(error) = tree::write(&next, change.log.bytes()).and_then(|()| tree::sync(&next)) {
            let _ = tree::remove(&next);
            return Err(error);
        }
        let was_live = change.from == Some(change.to);
        // what comes after the switch may fail, such as a flush; a repair does not change which release is live
        if let Err(error) = switch::switch_current(&self.folder, change.to, change.allow_non_atomic)
            && (was_live || self.current().as_ref() != Some(change.to))
        {
            // if it cannot be removed now, the next run removes it
            let _ = tree::remove(&next).and_then(|()| switch::recover(&self.folder));
            return Err(error);
        }
        let log = self.folder.join(LOG);
        // if this fails, the next run finds both logs and renames the new one
        rename(&next, &log).with_context(|| log.display().to_string())?;
        tree::sync(&self.folder)
    }

    fn remove(&self, releases: &[ReleaseId]) -> Result<()> {
        for id in releases {
            let (from, unfinished) = (self.folder.join(folder_of(id)), self.unfinished(id));
            rename(&from, &unfinished).with_context(|| from.display().to_string())?;
            tree::remove(&unfinished)?;
        }
        Ok(())
    }
}

fn remove_unfinished(path: &Path) -> Result<()> {
    match path.extension().is_some_and(|extension| extension == "tmp") {
        true => tree::remove(path),
        false => Ok(()),
    }
}
