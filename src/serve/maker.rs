//! Making pages on a thread of their own. A template can loop for ever and nothing stops one that does: its thread is then
//! abandoned, and whoever asked for the page gets an error.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::archive::Address;
use crate::config::Language;
use crate::io::load::{ContentFolder, LoadedSite};
use crate::io::watchdog::ThreadTime;
use crate::pages::{Entry, Made, MakeError, Outcome};
use crate::render::theme::{Theme, ThemeError};

/// How much processor time a page may take while somebody waits for it; an ordinary one takes a few milliseconds.
const LIMIT: Duration = Duration::from_secs(10);
/// How often the time used is looked at.
const INTERVAL: Duration = Duration::from_millis(250);
/// How long a page may take by the clock, whatever keeps it: a disk that does not answer.
const LONGEST: Duration = Duration::from_secs(120);
/// How many pages of one theme may fail to end before no more of its pages are made.
const PER_THEME: usize = 2;
/// How many threads are abandoned at most before no more pages are made: each keeps a processor busy.
const MOST: usize = 4;

/// Makes pages, and gives up on those that take too long.
pub struct PageMaker {
    language: Language,
    worker: Option<Worker>,
    /// The threads that were abandoned and still run.
    abandoned: Vec<JoinHandle<()>>,
    /// The pages that did not end with `theme`.
    stuck: BTreeSet<Address>,
    theme: Option<Arc<Theme>>,
}

/// A page to be made, of a state of the site.
struct Job {
    loaded: Arc<LoadedSite>,
    content: ContentFolder,
    entry: Entry,
    made: Made,
}

/// A thread that makes pages.
struct Worker {
    jobs: Sender<Job>,
    made: Receiver<Result<Outcome, MakeError>>,
    clock: ThreadTime,
    thread: JoinHandle<()>,
}

impl PageMaker {
    /// A maker that reports in `language`.
    pub fn new(language: Language) -> Self {
        Self { language, worker: None, abandoned: Vec::new(), stuck: BTreeSet::new(), theme: None }
    }

    /// Makes `entry` of what is loaded.
    ///
    /// # Errors
    /// [`MakeError`]; one of the template's where the page is not done in time.
    pub fn make(
        &mut self,
        loaded: &Arc<LoadedSite>,
        content: &ContentFolder,
        entry: &Entry,
        made: &Made,
    ) -> Result<Outcome, MakeError> {
        if !entry.kind.is_templated() {
            return loaded.plan().make(entry, content, made);
        }
        if self.theme.as_ref().is_none_or(|theme| !Arc::ptr_eq(theme, &loaded.theme)) {
            // another theme may end
            self.theme = Some(Arc::clone(&loaded.theme));
            self.stuck.clear();
        }
        self.abandoned.retain(|thread| !thread.is_finished());
        if self.stuck.contains(&entry.address) || self.stuck.len() >= PER_THEME || self.abandoned.len() >= MOST {
            return Err(self.endless(&loaded.site.theme, &entry.address));
        }
        let Some(worker) = self.worker.take().or_else(Worker::new) else {
            return loaded.plan().make(entry, content, made);
        };
        let job =
            Job { loaded: Arc::clone(loaded), content: content.clone(), entry: entry.clone(), made: made.clone() };
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
        let seconds = LIMIT.as_secs();
        let message = match self.stuck.contains(address) {
            true => self.language.pick(
                format!("算了 {seconds} 秒还没有做完，模板里可能有停不下来的循环。改好模板后会再试。"),
                format!("not done after {seconds} s of computing; a loop in a template may not end. It is tried again when a template changes."),
            ),
            false if self.abandoned.len() < MOST => self.language.pick(
                format!("这个主题已有 {PER_THEME} 个页面停不下来，改好模板之前不再做别的页面。"),
                format!("{PER_THEME} pages of this theme do not end; no others are made until a template changes."),
            ),
            false => self.language.pick(
                format!("已有 {MOST} 个页面停不下来，不再做别的页面。改好模板，再重启 gongshi serve。"),
                format!("{MOST} pages do not end, so no others are made. Correct the templates, then restart gongshi serve."),
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
        let (done, made) = mpsc::channel();
        let (ready, clock) = mpsc::channel();
        let work = move || {
            drop(ready.send(ThreadTime::of_this_thread()));
            for Job { loaded, content, entry, made } in todo {
                let outcome = loaded.plan().make(&entry, &content, &made);
                // the state is changed in place when nobody else holds it
                drop(loaded);
                if done.send(outcome).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("pages".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, made, clock: clock.recv().ok()?, thread })
    }

    /// Waits for the page; nothing where it takes too long.
    fn wait(&self) -> Option<Result<Outcome, MakeError>> {
        let (began, start) = (self.clock.used(), Instant::now());
        loop {
            match self.made.recv_timeout(INTERVAL) {
                Ok(outcome) => return Some(outcome),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    let used = self.clock.used().zip(began).map(|(now, began)| now.saturating_sub(began));
                    if used.is_none_or(|used| used > LIMIT) || start.elapsed() > LONGEST {
                        return None;
                    }
                }
            }
        }
    }
}
