//! The live site: one thread that owns the current state of the site, makes pages on request, and notifies the browsers
//! that follow a page.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use tokio::sync::{oneshot, watch};

use super::ServeOptions;
use super::additions;
use super::answer::Answer;
use super::index::{CurrentSite, Index};
use super::message::Message;
use super::page_maker::PageMaker;
use super::page_state::{Problems, page_state};
use super::tree::SourceTree;
use crate::archive::Address;
use crate::config::{Language, Site};
use crate::io::folder::Folder;
use crate::io::load::{ContentFolder, KnownHashes, LoadedSite, SiteParts};
use crate::io::lock::Lock;
use crate::io::reading;
use crate::io::reason;
use crate::io::theme;
use crate::io::watch::Changes;
use crate::notice::SourcePath;
use crate::pages::{Entry, EntryKind, MakeError, NotFoundPage};
use crate::report::{self, TerminalStyle};
use crate::site::{MadePage, PageCache, Plan};

/// Most followed pages at once: more than anybody opens, and well below the number of connections.
const MOST_FOLLOWERS: usize = 96;
/// After this long without a message, the checks of followed pages are run. Short, because requests for the page and its
/// assets follow each other within a few milliseconds.
const IDLE: Duration = Duration::from_millis(10);

/// A change of state that must happen before more messages are answered.
enum Interrupt {
    /// Files may have changed.
    Changed(Changes),
    /// A source changed after the plan was made, and a request waits for a page made from it.
    Reread(SourcePath, String, oneshot::Sender<Answer>),
}

/// A browser that shows a page and listens for its events.
struct Follower {
    page: String,
    events: watch::Sender<Arc<str>>,
    /// The state last sent to it.
    last_sent: Option<Value>,
}

/// The site as it is in the files now.
pub struct LiveSite {
    folder: Folder,
    content: ContentFolder,
    /// The site's root, with symbolic links resolved as the watcher reports paths.
    watched: PathBuf,
    language: Language,
    tree: SourceTree,
    /// Sources that changed since the last fold.
    pending: BTreeSet<SourcePath>,
    /// Requests received while changes were being read.
    backlog: VecDeque<Message>,
    /// Whether the whole site must be folded again.
    needs_fold: bool,
    parts: SiteParts,
    loaded: Arc<LoadedSite>,
    page_cache: PageCache,
    problems: Problems,
    followers: Vec<Follower>,
    index: Index,
    page_maker: PageMaker,
}

impl LiveSite {
    /// Reads and folds the site, and starts building its search index.
    ///
    /// # Errors
    /// An invalid `site.yaml` or theme, or an I/O error with its path.
    pub fn open(serve_options: &ServeOptions, inbox: Sender<Message>) -> Result<Self> {
        let folder = serve_options.folder.clone();
        let language = serve_options.language;
        let cache_folder = folder.cache();
        // on a read-only site nothing is cached
        let can_cache = std::fs::create_dir_all(&cache_folder).is_ok();
        let tree = SourceTree::open(&folder.content(), &cache_folder.join("sources"))?;
        let site = parse_site(&folder, language).map_err(anyhow::Error::msg)?;
        let theme = theme::load(&folder, &site, language).map_err(anyhow::Error::msg)?;
        let parts = SiteParts { site, theme: Arc::new(theme), tables: Arc::default(), options: serve_options.options };
        let loaded = Arc::new(LoadedSite::of(&folder, &tree.reading, parts.clone(), &KnownHashes::new()));
        // skipped if a build is running: it writes the same cache
        if can_cache && let Ok(_lock) = Lock::take(&cache_folder.join("lock")) {
            // if the cache cannot be written, only the next start is slower
            drop(reading::save(&cache_folder.join("sources"), &tree.reading));
        }
        let mut live = Self {
            content: ContentFolder(folder.content()),
            watched: folder.root().canonicalize()?,
            index: Index::new(cache_folder.join("search"), move |result| drop(inbox.send(Message::Indexed(result)))),
            problems: Problems::default(),
            page_maker: PageMaker::new(language),
            page_cache: PageCache::default(),
            followers: Vec::new(),
            folder,
            language,
            tree,
            pending: BTreeSet::new(),
            backlog: VecDeque::new(),
            needs_fold: false,
            parts,
            loaded,
        };
        live.index.start_build(&live.loaded, &live.content);
        Ok(live)
    }

    /// Number of notices listed on the site.
    pub fn notices(&self) -> usize {
        self.loaded.archive.listed().count()
    }

    /// Answers messages until all senders are gone.
    pub fn run(&mut self, inbox: &Receiver<Message>) {
        let (mut waiting, mut is_new): (Option<(String, oneshot::Sender<Answer>)>, bool) = (None, true);
        loop {
            // the plan borrows the state, so every state needs a new one
            let loaded = Arc::clone(&self.loaded);
            let plan = loaded.plan();
            if let Some((path, reply)) = waiting.take() {
                let answer = self.page(&plan, &path);
                drop(reply.send(answer.unwrap_or_else(|source| self.last_good(&plan, &path, &source))));
            }
            if is_new {
                // send the new keys at once; the checks can wait until the site is idle
                self.notify(&plan, true);
            }
            let mut is_notified = !is_new;
            let next = loop {
                let timeout = if is_notified { Duration::MAX } else { IDLE };
                let message = match self.backlog.pop_front() {
                    Some(message) => Ok(message),
                    None => inbox.recv_timeout(timeout),
                };
                let message = match message {
                    Ok(message) => message,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        self.notify(&plan, false);
                        is_notified = true;
                        continue;
                    }
                };
                if let Some(next) = self.answer(&plan, message) {
                    break next;
                }
            };
            drop(plan);
            // once no other reference is left, the state is changed in place
            drop(loaded);
            is_new = match next {
                Interrupt::Changed(mut changes) => {
                    self.merge_pending_changes(inbox, &mut changes);
                    self.apply_changes(&changes)
                }
                Interrupt::Reread(source, path, reply) => {
                    // no event has arrived yet: read the source now
                    let read = self.tree.update_one(&source, &mut self.pending);
                    waiting = Some((path, reply));
                    let before = self.problems.clone();
                    self.fold_read(read) || self.problems != before
                }
            };
        }
    }

    /// Merges all waiting changes into `changes`; other messages go to the backlog.
    fn merge_pending_changes(&mut self, inbox: &Receiver<Message>, changes: &mut Changes) {
        for message in inbox.try_iter() {
            match message {
                Message::Changed(more) => changes.add(more),
                message => self.backlog.push_back(message),
            }
        }
    }

    /// Answers one message, or returns the change of state it needs first.
    fn answer(&mut self, plan: &Plan<'_>, message: Message) -> Option<Interrupt> {
        match message {
            Message::Changed(changes) => return Some(Interrupt::Changed(changes)),
            Message::Follow(path, events) => {
                if self.followers.len() >= MOST_FOLLOWERS {
                    // the oldest stream ends; if its page is still open, the browser reconnects
                    self.followers.remove(0);
                }
                self.followers.push(Follower { page: path, events, last_sent: None });
                self.notify(plan, false);
            }
            Message::Indexed(result) => {
                let site = CurrentSite { loaded: &self.loaded, plan, content: &self.content };
                let failure = self.index.install(result, &site);
                self.problems.search = failure.map(|error| reason::of(&error, self.language));
                self.notify(plan, false);
            }
            Message::Page(path, reply) if self.index.serves(&path) => {
                self.index.answer(path, reply, &CurrentSite { loaded: &self.loaded, plan, content: &self.content });
            }
            Message::Page(path, reply) => match self.page(plan, &path) {
                Ok(answer) => drop(reply.send(answer)),
                Err(source) => return Some(Interrupt::Reread(source, path, reply)),
            },
        }
        None
    }

    /// Answers with the file at `path`.
    ///
    /// # Errors
    /// The source that changed after the plan was made.
    fn page(&mut self, plan: &Plan<'_>, path: &str) -> Result<Answer, SourcePath> {
        let Some(entry) = plan.find(path) else {
            return Ok(self.not_found(plan, path));
        };
        match self.make(plan, &entry) {
            Ok(page) => {
                self.problems.pages.remove(&entry.address);
                Ok(answer_with(&entry, path, &page).unwrap_or_else(|| self.not_found(plan, path)))
            }
            Err(MakeError::Changed(source)) => Err(source),
            Err(error) => {
                let reason = reason::of_making(&error, self.language);
                self.problems.pages.insert(entry.address.clone(), reason.clone());
                let last_good =
                    self.page_cache.last_good(&entry.address).and_then(|page| answer_with(&entry, path, page));
                Ok(last_good.unwrap_or_else(|| error_answer(&entry.address, &reason)))
            }
        }
    }

    fn make(&mut self, plan: &Plan<'_>, entry: &Entry) -> Result<MadePage, MakeError> {
        let Self { page_cache, page_maker, loaded, content, .. } = self;
        page_cache.page(plan, entry, &mut |entry, earlier| page_maker.make(loaded, content, entry, earlier))
    }

    /// The last good page of an entry whose source cannot be read.
    fn last_good(&self, plan: &Plan<'_>, path: &str, source: &SourcePath) -> Answer {
        let entry = plan.find(path);
        let last_good =
            entry.as_ref().and_then(|entry| answer_with(entry, path, self.page_cache.last_good(&entry.address)?));
        last_good.unwrap_or_else(|| error_answer(&Address::new(path), &format!("content/{source}")))
    }

    /// Redirects to the folder of that name if there is one, else answers with the 404 page.
    fn not_found(&mut self, plan: &Plan<'_>, path: &str) -> Answer {
        let folder = Address::new(format!("{path}/"));
        if !path.ends_with('/') && plan.find(folder.as_str()).is_some_and(|entry| entry.address == folder) {
            return Answer { status: 302, location: Some(format!("/{folder}")), ..Answer::default() };
        }
        let entry = Entry::new(Address::new(NotFoundPage::ADDRESS), NotFoundPage);
        let page = self.make(plan, &entry).ok();
        let answer = page.and_then(|page| answer_with(&entry, NotFoundPage::ADDRESS, &page)).unwrap_or_default();
        Answer { status: 404, key: String::new(), ..answer }
    }

    /// Reads the changed files and folds them. Returns whether the site or its problems changed.
    fn apply_changes(&mut self, changes: &Changes) -> bool {
        let before = self.problems.clone();
        let content = self.watched.join("content");
        let touches = |part: &str| {
            changes.everything || changes.paths.iter().any(|path| path.starts_with(self.watched.join(part)))
        };
        let (is_config, is_theme) = (touches("content/site.yaml"), touches("themes"));
        self.needs_fold |= (is_config || is_theme) && self.reload_settings(is_theme);
        let read = self.tree.update(changes, &content, &mut self.pending);
        self.fold_read(read) || self.problems != before
    }

    /// Folds if reading succeeded. Returns whether the site changed.
    fn fold_read(&mut self, read: Result<()>) -> bool {
        let folded = read.and_then(|()| self.fold());
        self.problems.content = folded.as_ref().err().map(|error| reason::of(error, self.language));
        folded.is_ok_and(|is_new| is_new)
    }

    /// Reads `site.yaml` and the theme again. Returns whether either changed. If one is invalid, the last good one
    /// stays.
    fn reload_settings(&mut self, is_theme: bool) -> bool {
        let site = match parse_site(&self.folder, self.language) {
            // without content/ there is no site.yaml to read
            Ok(_) if !self.folder.is_site() => self.parts.site.clone(),
            Ok(site) => site,
            Err(error) => {
                self.problems.site = Some(error);
                return false;
            }
        };
        self.problems.site = None;
        let is_new = site != self.parts.site;
        let is_same_theme = site.theme == self.parts.site.theme && site.language == self.parts.site.language;
        if is_theme || !is_same_theme || self.problems.theme.is_some() {
            match theme::load(&self.folder, &site, self.language) {
                Ok(theme) => self.parts.theme = Arc::new(theme),
                Err(error) => {
                    self.problems.theme = Some(error);
                    return false;
                }
            }
            self.problems.theme = None;
            self.parts.site = site;
            return true;
        }
        self.parts.site = site;
        is_new
    }

    /// Folds the pending sources, one by one if possible, else the whole site. Returns whether there were any.
    fn fold(&mut self) -> Result<bool> {
        if self.pending.is_empty() && !self.needs_fold {
            return Ok(false);
        }
        let reading = &self.tree.reading;
        let is_folded =
            !self.needs_fold && Arc::make_mut(&mut self.loaded).change(&self.folder, reading, &self.pending);
        if !is_folded {
            self.needs_fold = true;
            let known = self.loaded.known_hashes(&self.pending);
            self.loaded = Arc::new(LoadedSite::of(&self.folder, reading, self.parts.clone(), &known));
        }
        self.needs_fold = false;
        self.pending.clear();
        self.problems.pages.clear();
        Ok(true)
    }

    /// Sends every follower the new state of its page, if it changed. `is_quick` keeps the checks last sent.
    fn notify(&mut self, plan: &Plan<'_>, is_quick: bool) {
        self.followers.retain(|follower| !follower.events.is_closed());
        let pages: BTreeSet<String> = self.followers.iter().map(|follower| follower.page.clone()).collect();
        for path in pages {
            let answer = self.page(plan, &path);
            let key = answer.unwrap_or_else(|source| self.last_good(plan, &path, &source)).key;
            let followers = self.followers.iter().filter(|follower| follower.page == path);
            let before = followers.clone().find_map(|follower| follower.last_sent.clone()).filter(|_| is_quick);
            let last_sent = page_state(&super::page_state::StateInputs {
                path: &path,
                key: &key,
                plan,
                loaded: &self.loaded,
                tree: &self.tree,
                problems: &self.problems,
                content: &self.content,
                root: &self.watched,
                language: self.language,
                before: before.as_ref(),
            });
            let text: Arc<str> = last_sent.to_string().into();
            for follower in self.followers.iter_mut().filter(|follower| follower.page == path) {
                if follower.last_sent.as_ref() != Some(&last_sent) {
                    follower.last_sent = Some(last_sent.clone());
                    let _ = follower.events.send(Arc::clone(&text));
                }
            }
        }
    }
}

/// The file at `path` among the files of an entry.
fn answer_with(entry: &Entry, path: &str, page: &MadePage) -> Option<Answer> {
    let file = Address::new(path).file();
    let (_, bytes) = page.outcome.files.iter().find(|(name, _)| *name == file)?;
    let key = page.key.whole.short(16);
    let foreign = matches!(entry.kind, EntryKind::AttachedFile(_) | EntryKind::StaticFile(_));
    // an alias is a page whatever its extension: `show.asp`
    let is_redirect = matches!(entry.kind, EntryKind::RedirectPage(_));
    let media = additions::media_type(if is_redirect { ".html" } else { &file });
    let is_page = media.starts_with("text/html") && !foreign;
    let bytes = if is_page { additions::with_additions(bytes, &key) } else { bytes.clone() };
    Some(Answer { status: 200, media, key, location: None, foreign, bytes })
}

fn error_answer(address: &Address, reason: &str) -> Answer {
    let bytes = additions::with_additions(&additions::error_page(&format!("/{address}"), reason), "failed");
    Answer { status: 500, media: additions::media_type(".html"), key: "failed".to_owned(), bytes, ..Answer::default() }
}

fn parse_site(folder: &Folder, language: Language) -> Result<Site, String> {
    let text = folder.site_yaml().map_err(|error| reason::of(&error, language))?;
    Site::parse(&text).map_err(|findings| report::settings(findings, &text, language, TerminalStyle::Plain))
}
