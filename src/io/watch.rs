//! Watches a site's folder and reports which paths may have changed.
//!
//! The system's events are only hints: they may come twice, out of order, partially, or get lost. So the kind of an
//! event is ignored: the receiver re-reads the paths it names, or everything if it names a folder or nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A save is over when no event came for this long. Editors that write a file and rename it have finished by then.
const DEBOUNCE: Duration = Duration::from_millis(2);
/// The same after a file was closed or renamed, which is how most saves end.
const DEBOUNCE_AFTER_CLOSE: Duration = Duration::from_micros(500);
/// Changes are reported after this long even if events keep coming.
const MAX_DEBOUNCE: Duration = Duration::from_millis(40);
/// A new folder may have been filled before it was watched, so it is checked again after this long.
const RECHECK: Duration = Duration::from_millis(200);
/// How often a folder that cannot be watched is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// Paths that may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Paths below the watched folders. They may be files or folders, or no longer exist.
    pub paths: BTreeSet<PathBuf>,
    /// Whether anything may have changed, because events were lost.
    pub everything: bool,
}

impl Changes {
    /// Merges further changes.
    pub fn add(&mut self, more: Self) {
        self.paths.extend(more.paths);
        self.everything |= more.everything;
    }
}

/// Watches the given folders below `root`, whether they exist or not. Calls `on_change` with the paths that may have
/// changed, until it returns `false`. Where the system cannot watch more files, everything is reported once a second
/// instead. Returns whether that is so from the start.
///
/// # Errors
/// If `root` does not exist, or no thread can be started.
pub fn watch(root: &Path, folders: &[&str], on_change: impl FnMut(Changes) -> bool + Send + 'static) -> Result<bool> {
    let root = root.canonicalize().with_context(|| root.display().to_string())?;
    let (sender, events) = mpsc::channel();
    let handler = move |event: notify::Result<Event>| drop(sender.send(event));
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handler, config).ok();
    let is_watched = |watcher: &mut RecommendedWatcher| watcher.watch(&root, RecursiveMode::NonRecursive).is_ok();
    let is_polling = !watcher.as_mut().is_some_and(is_watched);
    let folders = folders.iter().map(|name| root.join(name)).collect();
    let mut watching = FolderWatcher { watcher, folders, watched: BTreeSet::new(), is_polling, events, on_change };
    watching.watch_new_folders();
    let is_polling = watching.is_polling;
    thread::Builder::new().name("watch".to_owned()).spawn(move || watching.run())?;
    Ok(is_polling)
}

/// The state of the watching thread.
struct FolderWatcher<T> {
    /// `None` if the system has no watch left.
    watcher: Option<RecommendedWatcher>,
    folders: Vec<PathBuf>,
    /// Whether a folder cannot be watched, so that everything is reported every second.
    is_polling: bool,
    /// The folders that are watched now.
    watched: BTreeSet<PathBuf>,
    events: Receiver<notify::Result<Event>>,
    on_change: T,
}

impl<T: FnMut(Changes) -> bool> FolderWatcher<T> {
    fn run(&mut self) {
        let mut recheck: Option<(Instant, Changes)> = None;
        loop {
            let timeout = recheck.as_ref().map_or(RETRY, |(at, _)| at.saturating_duration_since(Instant::now()));
            let mut changes = match self.events.recv_timeout(timeout) {
                Ok(event) => self.collect_burst(event),
                Err(RecvTimeoutError::Timeout) => Changes { everything: self.is_polling, ..Changes::default() },
                // only without a watcher
                Err(RecvTimeoutError::Disconnected) => {
                    thread::sleep(RETRY);
                    Changes { everything: true, ..Changes::default() }
                }
            };
            let touched = changes.paths.iter().any(|path| self.folders.contains(path));
            if (touched || changes.everything || self.watched.len() < self.folders.len())
                && self.update_watches(touched)
            {
                changes.everything = true;
            }
            let folders = changes.paths.iter().filter(|path| path.is_dir()).cloned().collect();
            let mut again = Changes { paths: folders, everything: changes.everything };
            if let Some((_, rechecked)) = recheck.take_if(|(at, _)| *at <= Instant::now()) {
                changes.add(rechecked);
            }
            if again != Changes::default() {
                again.add(recheck.take().map(|(_, before)| before).unwrap_or_default());
                recheck = Some((Instant::now() + RECHECK, again));
            }
            if changes != Changes::default() && !(self.on_change)(changes) {
                return;
            }
        }
    }

    /// Collects events until none came for a while.
    fn collect_burst(&self, first: notify::Result<Event>) -> Changes {
        let mut changes = Changes::default();
        let end = Instant::now() + MAX_DEBOUNCE;
        let mut next = Some(first);
        while let Some(event) = next {
            let timeout = if self.record(event, &mut changes) { DEBOUNCE_AFTER_CLOSE } else { DEBOUNCE };
            next = if Instant::now() < end { self.events.recv_timeout(timeout).ok() } else { None };
        }
        changes
    }

    /// Records the paths of an event. Returns whether a save may end with it.
    fn record(&self, event: notify::Result<Event>, changes: &mut Changes) -> bool {
        let Ok(event) = event else {
            changes.everything = true;
            return false;
        };
        changes.everything |= event.need_rescan();
        let ends = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            // reading changes nothing
            EventKind::Access(_) => return true,
            kind => matches!(kind, EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))),
        };
        // ignore paths outside the watched folders (the output, the caches)
        let watched = event.paths.into_iter().filter(|path| self.folders.iter().any(|folder| path.starts_with(folder)));
        changes.paths.extend(watched);
        ends
    }

    /// Watches new folders and forgets removed ones. Returns whether there were any. A folder that was `touched` may
    /// have been replaced by another with the same name.
    fn update_watches(&mut self, touched: bool) -> bool {
        let before = self.watched.clone();
        let removed: Vec<PathBuf> = before.iter().filter(|folder| touched || !folder.is_dir()).cloned().collect();
        for folder in &removed {
            // fails if the folder was deleted: then it is no longer watched anyway
            let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(folder));
            self.watched.remove(folder);
        }
        self.watch_new_folders();
        !removed.is_empty() || self.watched != before
    }

    fn watch_new_folders(&mut self) {
        self.is_polling = self.watcher.is_none();
        let new = self.folders.iter().filter(|folder| folder.is_dir() && !self.watched.contains(*folder));
        for folder in new.cloned().collect::<Vec<_>>() {
            let watcher = self.watcher.as_mut();
            match watcher.is_some_and(|watcher| watcher.watch(&folder, RecursiveMode::Recursive).is_ok()) {
                true => drop(self.watched.insert(folder)),
                false => self.is_polling = true,
            }
        }
    }
}
