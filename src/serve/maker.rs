//! The maker: pages made by templates are made on a thread of their own, for templates can loop and nothing stops one
//! that does. The thread is then left behind, and whoever asked is told.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use crate::archive::Address;
use crate::config::Language;
use crate::io::load::{ContentFolder, Loaded};
use crate::pages::{Entry, Made, MakeError, Outcome};
use crate::render::theme::{Theme, ThemeError};

/// A page takes some milliseconds; what takes so long does not end.
const PATIENCE: Duration = Duration::from_secs(10);
/// So many threads are left behind for one theme at most: each keeps a processor busy.
const MOST: usize = 2;

/// The maker.
pub struct Maker {
    language: Language,
    hands: Option<Hands>,
    /// The pages that did not end with `theme`.
    stuck: BTreeSet<Address>,
    theme: Option<Arc<Theme>>,
}

/// A page to be made, of a state of the site.
struct Job {
    loaded: Arc<Loaded>,
    content: ContentFolder,
    entry: Entry,
    made: Made,
}

/// A thread that makes pages.
struct Hands {
    jobs: Sender<Job>,
    made: Receiver<Result<Outcome, MakeError>>,
}

impl Maker {
    /// A maker that tells of what does not end in `language`.
    pub fn new(language: Language) -> Self {
        Self { language, hands: None, stuck: BTreeSet::new(), theme: None }
    }

    /// Makes `entry` of what is loaded.
    ///
    /// # Errors
    /// [`MakeError`]; one of the template's where the page is not done in time.
    pub fn make(
        &mut self,
        loaded: &Arc<Loaded>,
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
        if self.stuck.contains(&entry.address) || self.stuck.len() >= MOST {
            return Err(self.endless(&loaded.site.theme, &entry.address));
        }
        let Some(hands) = self.hands.take().or_else(Hands::new) else {
            return loaded.plan().make(entry, content, made);
        };
        let job =
            Job { loaded: Arc::clone(loaded), content: content.clone(), entry: entry.clone(), made: made.clone() };
        let _ = hands.jobs.send(job);
        match hands.made.recv_timeout(PATIENCE) {
            Ok(outcome) => {
                self.hands = Some(hands);
                outcome
            }
            Err(_) => {
                self.stuck.insert(entry.address.clone());
                Err(self.endless(&loaded.site.theme, &entry.address))
            }
        }
    }

    fn endless(&self, theme: &str, address: &Address) -> MakeError {
        let seconds = PATIENCE.as_secs();
        let message = match self.stuck.contains(address) {
            true => self.language.pick(
                format!("过了 {seconds} 秒还没有做完，模板里可能有停不下来的循环。改好模板后再试；重启 gongshi serve 才能腾出处理器。"),
                format!("not done after {seconds} s; a loop in a template may not end. It is tried again with another template; only a restart of gongshi serve frees the processor."),
            ),
            false => self.language.pick(
                "这个主题已有页面停不下来，改好模板之前不再做别的页面。".to_owned(),
                "pages of this theme do not end; no other is made until a template changes.".to_owned(),
            ),
        };
        MakeError::Template(
            address.clone(),
            ThemeError { file: format!("themes/{theme}"), message, ..ThemeError::default() },
        )
    }
}

impl Hands {
    fn new() -> Option<Self> {
        let (jobs, todo) = mpsc::channel::<Job>();
        let (done, made) = mpsc::channel();
        let work = move || {
            for Job { loaded, content, entry, made } in todo {
                let outcome = loaded.plan().make(&entry, &content, &made);
                // what is loaded is changed in place when nobody else holds it
                drop(loaded);
                if done.send(outcome).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("maker".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, made })
    }
}
