//! Watching a site's folder: whatever is saved in it, however an editor saves, ends as "look again at these".
//!
//! The system's events are only hints: they may come twice, out of order, half, or be lost. So nothing is concluded
//! from what an event says happened; the paths it names are looked at, and everything is looked at where it names a
//! folder, or none.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A save is over when nothing came for so long; editors that rename and write are done by then.
const DEBOUNCE: Duration = Duration::from_millis(2);
/// The same after a file was closed or took its place, which is how most saves end.
const DEBOUNCE_AFTER_CLOSE: Duration = Duration::from_micros(500);
/// However much goes on, something is told after so long.
const MAX_DEBOUNCE: Duration = Duration::from_millis(40);
/// A folder may have been filled before it was watched, so it is looked at once more.
const RECHECK: Duration = Duration::from_millis(200);
/// How often a folder that cannot be watched is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// What may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Paths to look at, below the folder that is watched; they may be files, folders or nothing any more.
    pub paths: BTreeSet<PathBuf>,
    /// Whether everything is to be looked at, because events were lost.
    pub everything: bool,
}

impl Changes {
    /// Adds what else may have changed.
    pub fn add(&mut self, more: Self) {
        self.paths.extend(more.paths);
        self.everything |= more.everything;
    }
}

/// Watches the folders `folders` the folder `root`, whether they exist or not, and passes on what may have changed
/// until
/// `on_change` says that nobody listens. Where the system watches no more files, everything is looked at once a second
/// instead; whether that is so from the start.
///
/// # Errors
/// Where `root` does not exist, or no thread can be started.
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

/// Folders that are being watched.
struct FolderWatcher<T> {
    /// Absent where the system has no watch left to give.
    watcher: Option<RecommendedWatcher>,
    folders: Vec<PathBuf>,
    /// Whether something cannot be watched, so that everything is looked at again and again.
    is_polling: bool,
    /// The folders among `folders` that are watched now.
    watched: BTreeSet<PathBuf>,
    events: Receiver<notify::Result<Event>>,
    on_change: T,
}

impl<T: FnMut(Changes) -> bool> FolderWatcher<T> {
    fn run(&mut self) {
        let mut recheck: Option<(Instant, Changes)> = None;
        loop {
            let patience = recheck.as_ref().map_or(RETRY, |(at, _)| at.saturating_duration_since(Instant::now()));
            let mut changes = match self.events.recv_timeout(patience) {
                Ok(event) => self.collect_burst(event),
                Err(RecvTimeoutError::Timeout) => Changes { everything: self.is_polling, ..Changes::default() },
                // without a watcher nobody sends; with one this never happens
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

    /// Everything from the first event until it is quiet.
    fn collect_burst(&self, first: notify::Result<Event>) -> Changes {
        let mut changes = Changes::default();
        let end = Instant::now() + MAX_DEBOUNCE;
        let mut next = Some(first);
        while let Some(event) = next {
            let patience = if self.record(event, &mut changes) { DEBOUNCE_AFTER_CLOSE } else { DEBOUNCE };
            next = if Instant::now() < end { self.events.recv_timeout(patience).ok() } else { None };
        }
        changes
    }

    /// Takes down what an event names; whether a save may be over with it.
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
        // what lies beside the watched folders (the output, our notes) is none of ours
        let ours = event.paths.into_iter().filter(|path| self.folders.iter().any(|folder| path.starts_with(folder)));
        changes.paths.extend(ours);
        ends
    }

    /// Watches the folders that came, forgets those that went; whether any did. A folder that was `touched` may be
    /// another one of the same name.
    fn update_watches(&mut self, touched: bool) -> bool {
        let before = self.watched.clone();
        let gone: Vec<PathBuf> = before.iter().filter(|folder| touched || !folder.is_dir()).cloned().collect();
        for folder in &gone {
            // it is not watched any more where it was deleted
            let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(folder));
            self.watched.remove(folder);
        }
        self.watch_new_folders();
        !gone.is_empty() || self.watched != before
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
