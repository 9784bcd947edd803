//! Makes pages on a separate thread. Nothing can stop a template that loops forever, so its thread is abandoned and the
//! request gets an error.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::archive::Address;
use crate::config::Language;
use crate::io::load::{ContentFolder, LoadedSite};
use crate::io::watchdog::ThreadTime;
use crate::pages::{Entry, MakeError, Outcome, Records};
use crate::render::theme::{Theme, ThemeError};

/// Processor time a page may take; an ordinary one takes a few milliseconds.
const MAX_CPU_TIME: Duration = Duration::from_secs(10);
/// How often the processor time is checked.
const INTERVAL: Duration = Duration::from_millis(250);
/// Wall-clock time a page may take, for example if a disk does not respond.
const MAX_WALL_TIME: Duration = Duration::from_secs(120);
/// After this many unfinished pages of one theme, its other pages are refused: more would only occupy more threads.
const MAX_STUCK_PER_THEME: usize = 2;
/// After this many abandoned threads, all templated pages are refused: each keeps a processor busy.
const MAX_ABANDONED: usize = 4;

/// Makes pages within time limits.
pub struct PageMaker {
    language: Language,
    worker: Option<Worker>,
    /// Abandoned threads that are still running.
    abandoned: Vec<JoinHandle<()>>,
    /// Pages that did not finish with `theme`.
    stuck: BTreeSet<Address>,
    theme: Option<Arc<Theme>>,
}

/// A page to make from a state of the site.
struct Job {
    loaded: Arc<LoadedSite>,
    content: ContentFolder,
    entry: Entry,
    records: Records,
}

/// A thread that makes pages.
struct Worker {
    jobs: Sender<Job>,
    outcomes: Receiver<Result<Outcome, MakeError>>,
    clock: ThreadTime,
    thread: JoinHandle<()>,
}

impl PageMaker {
    /// A maker that reports in `language`.
    pub fn new(language: Language) -> Self {
        Self { language, worker: None, abandoned: Vec::new(), stuck: BTreeSet::new(), theme: None }
    }

    /// Makes an entry of the loaded site.
    ///
    /// # Errors
    /// [`MakeError`]; a template error if the page takes too long.
    pub fn make(
        &mut self,
        loaded: &Arc<LoadedSite>,
        content: &ContentFolder,
        entry: &Entry,
        records: &Records,
    ) -> Result<Outcome, MakeError> {
        if !entry.kind.is_templated() {
            return loaded.plan().make(entry, content, records);
        }
        if self.theme.as_ref().is_none_or(|theme| !Arc::ptr_eq(theme, &loaded.theme)) {
            // a changed theme may finish
            self.theme = Some(Arc::clone(&loaded.theme));
            self.stuck.clear();
        }
        self.abandoned.retain(|thread| !thread.is_finished());
        if self.stuck.contains(&entry.address)
            || self.stuck.len() >= MAX_STUCK_PER_THEME
            || self.abandoned.len() >= MAX_ABANDONED
        {
            return Err(self.endless(&loaded.site.theme, &entry.address));
        }
        let Some(worker) = self.worker.take().or_else(Worker::new) else {
            return loaded.plan().make(entry, content, records);
        };
        let job = Job {
            loaded: Arc::clone(loaded),
            content: content.clone(),
            entry: entry.clone(),
            records: records.clone(),
        };
        let _ = worker.jobs.send(job);
        match worker.wait() {
            Some(outcome) => {
                self.worker = Some(worker);
                outcome
            }
            None => {
                self.stuck.insert(entry.address.clone());
                self.abandoned.push(worker.thread);
                Err(self.endless(&loaded.site.theme, &entry.address))
            }
        }
    }

    fn endless(&self, theme: &str, address: &Address) -> MakeError {
        let seconds = MAX_CPU_TIME.as_secs();
        let message = match self.stuck.contains(address) {
            true => self.language.pick(
                format!("算了 {seconds} 秒还没有生成完，模板里可能有停不下来的循环。改好模板后会再试。"),
                format!("not finished after {seconds} s of computing; a template may have an endless loop. It is tried again when a template changes."),
            ),
            false if self.abandoned.len() < MAX_ABANDONED => self.language.pick(
                format!("这个主题已有 {MAX_STUCK_PER_THEME} 个页面停不下来，改好模板之前不再生成别的页面。"),
                format!("{MAX_STUCK_PER_THEME} pages of this theme never finish; no others are made until a template changes."),
            ),
            false => self.language.pick(
                format!("已有 {MAX_ABANDONED} 个页面停不下来，不再生成别的页面。改好模板，再重启 gongshi serve。"),
                format!("{MAX_ABANDONED} pages never finish, so no others are made. Correct the templates, then restart gongshi serve."),
            ),
        };
        MakeError::Template(
            address.clone(),
            ThemeError { file: format!("themes/{theme}"), message, ..ThemeError::default() },
        )
    }
}

impl Worker {
    fn new() -> Option<Self> {
        let (jobs, todo) = mpsc::channel::<Job>();
        let (done, outcomes) = mpsc::channel();
        let (ready, clock) = mpsc::channel();
        let work = move || {
            drop(ready.send(ThreadTime::of_this_thread()));
            for Job { loaded, content, entry, records } in todo {
                let outcome = loaded.plan().make(&entry, &content, &records);
                // release the state, which is changed in place when nobody else holds it
                drop(loaded);
                if done.send(outcome).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("pages".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, outcomes, clock: clock.recv().ok()?, thread })
    }

    /// Waits for the page; `None` if it takes too long.
    fn wait(&self) -> Option<Result<Outcome, MakeError>> {
        let (began, start) = (self.clock.used(), Instant::now());
        loop {
            match self.outcomes.recv_timeout(INTERVAL) {
                Ok(outcome) => return Some(outcome),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    let used = self.clock.used().zip(began).map(|(now, began)| now.saturating_sub(began));
                    if used.is_none_or(|used| used > MAX_CPU_TIME) || start.elapsed() > MAX_WALL_TIME {
                        return None;
                    }
                }
            }
        }
    }
}
