//! The desk: one thread that knows the site as it is now, makes the pages somebody asks for, and tells those who
//! follow a page what became of it.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;
use tokio::sync::{oneshot, watch};

use super::Setup;
use super::answer::Answer;
use super::ask::Ask;
use super::index::{Index, Now};
use super::maker::PageMaker;
use super::page;
use super::state::{Problems, state};
use super::tree::SourceTree;
use crate::archive::Address;
use crate::config::{Language, Site};
use crate::io::folder::Folder;
use crate::io::load::{ContentFolder, Fixed, LoadedSite, Prints};
use crate::io::lock::Lock;
use crate::io::reading;
use crate::io::theme;
use crate::io::watch::Changes;
use crate::notice::SourcePath;
use crate::pages::{Entry, EntryKind, MakeError, NotFoundPage};
use crate::report::{self, TerminalStyle};
use crate::site::{MadePage, Memo, Plan};

/// How many pages can be followed at once: more than anybody has open, and well below the number of connections.
const MOST_FOLLOWERS: usize = 96;
/// A desk that was asked nothing for so long has time for what can wait.
const IDLE: Duration = Duration::from_millis(10);

/// What must be done about the state before more is answered.
enum Next {
    /// Files may have changed.
    Changed(Changes),
    /// A source is not what it was when the plan was made; somebody waits for the page made of it.
    Again(SourcePath, String, oneshot::Sender<Answer>),
}

/// Somebody looking at a page.
struct Follower {
    page: String,
    events: watch::Sender<Arc<str>>,
    /// What it was told last.
    told: Option<Value>,
}

/// The desk.
pub struct Desk {
    folder: Folder,
    content: ContentFolder,
    /// The site's root as the watcher sees it.
    watched: PathBuf,
    language: Language,
    tree: SourceTree,
    /// The sources that changed since they were folded.
    pending: BTreeSet<SourcePath>,
    /// What was asked while changes were taken in.
    backlog: VecDeque<Ask>,
    /// Whether everything must be folded anew.
    is_stale: bool,
    fixed: Fixed,
    loaded: Arc<LoadedSite>,
    memo: Memo,
    problems: Problems,
    followers: Vec<Follower>,
    index: Index,
    maker: PageMaker,
}

impl Desk {
    /// Reads the site.
    ///
    /// # Errors
    /// What is wrong with `site.yaml` or the theme, or an I/O error with its path.
    pub fn open(setup: &Setup, inbox: Sender<Ask>) -> Result<Self> {
        let folder = setup.folder.clone();
        let language = setup.language;
        let notes = folder.notes();
        // on a read-only site nothing is remembered
        let can_remember = std::fs::create_dir_all(&notes).is_ok();
        let tree = SourceTree::open(&folder.content(), &notes.join("sources"))?;
        let site = site(&folder, language).map_err(anyhow::Error::msg)?;
        let theme = theme::load(&folder, &site, language).map_err(anyhow::Error::msg)?;
        let fixed = Fixed { site, theme: Arc::new(theme), tables: Arc::default(), options: setup.options };
        let loaded = Arc::new(LoadedSite::of(&folder, &tree.reading, fixed.clone(), &Prints::new()));
        // a build that is running will remember the same
        if can_remember && let Ok(_lock) = Lock::take(&notes.join("lock")) {
            // a cache that cannot be written only makes the next start slower
            drop(reading::remember(&notes.join("sources"), &tree.reading));
        }
        let mut desk = Self {
            content: ContentFolder(folder.content()),
            watched: folder.root().canonicalize()?,
            index: Index::new(notes.join("search"), move |made| drop(inbox.send(Ask::Indexed(made)))),
            problems: Problems::default(),
            maker: PageMaker::new(language),
            memo: Memo::default(),
            followers: Vec::new(),
            folder,
            language,
            tree,
            pending: BTreeSet::new(),
            backlog: VecDeque::new(),
            is_stale: false,
            fixed,
            loaded,
        };
        desk.index.make(&desk.loaded, &desk.content);
        Ok(desk)
    }

    /// How many notices the site lists.
    pub fn notices(&self) -> usize {
        self.loaded.archive.listed().count()
    }

    /// Answers until nobody can ask any more.
    pub fn work(&mut self, inbox: &Receiver<Ask>) {
        let (mut again, mut is_new): (Option<(String, oneshot::Sender<Answer>)>, bool) = (None, true);
        loop {
            // the plan borrows the state it is of, so there is a new one for every state
            let loaded = Arc::clone(&self.loaded);
            let plan = loaded.plan();
            if let Some((path, reply)) = again.take() {
                let answer = self.page(&plan, &path);
                drop(reply.send(answer.unwrap_or_else(|source| self.last(&plan, &path, &source))));
            }
            if is_new {
                // whoever follows a page asks for it now; its checks can wait so long
                self.tell(&plan, true);
            }
            let mut is_told = !is_new;
            let next = loop {
                let patience = if is_told { Duration::MAX } else { IDLE };
                let ask = match self.backlog.pop_front() {
                    Some(ask) => Ok(ask),
                    None => inbox.recv_timeout(patience),
                };
                let ask = match ask {
                    Ok(ask) => ask,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        self.tell(&plan, false);
                        is_told = true;
                        continue;
                    }
                };
                if let Some(next) = self.answer(&plan, ask) {
                    break next;
                }
            };
            drop(plan);
            // with nobody else holding the state it is changed in place
            drop(loaded);
            is_new = match next {
                Next::Changed(mut changes) => {
                    self.gather(inbox, &mut changes);
                    self.take(&changes)
                }
                Next::Again(source, path, reply) => {
                    // no event has come yet: it is looked at now
                    let looked = self.tree.look_at(&source, &mut self.pending);
                    again = Some((path, reply));
                    let before = self.problems.clone();
                    self.took(looked) || self.problems != before
                }
            };
        }
    }

    /// What changed in the meantime is taken in at once; whoever asked something else waits for it.
    fn gather(&mut self, inbox: &Receiver<Ask>, changes: &mut Changes) {
        for ask in inbox.try_iter() {
            match ask {
                Ask::Changed(more) => changes.add(more),
                ask => self.backlog.push_back(ask),
            }
        }
    }

    /// Answers one ask, or says what must be done about the state first.
    fn answer(&mut self, plan: &Plan<'_>, ask: Ask) -> Option<Next> {
        match ask {
            Ask::Changed(changes) => return Some(Next::Changed(changes)),
            Ask::Follow(path, events) => {
                if self.followers.len() >= MOST_FOLLOWERS {
                    // its stream ends; a browser that still shows the page asks again
                    self.followers.remove(0);
                }
                self.followers.push(Follower { page: path, events, told: None });
                self.tell(plan, false);
            }
            Ask::Indexed(made) => {
                self.index.take(made, &Now { loaded: &self.loaded, plan, content: &self.content });
            }
            Ask::Page(path, reply) if self.index.has(&path) => {
                self.index.answer(path, reply, &Now { loaded: &self.loaded, plan, content: &self.content });
            }
            Ask::Page(path, reply) => match self.page(plan, &path) {
                Ok(answer) => drop(reply.send(answer)),
                Err(source) => return Some(Next::Again(source, path, reply)),
            },
        }
        None
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// The source that changed since the plan was made.
    fn page(&mut self, plan: &Plan<'_>, path: &str) -> Result<Answer, SourcePath> {
        let Some(entry) = plan.find(path) else {
            return Ok(self.missing(plan, path));
        };
        match self.made(plan, &entry) {
            Ok(page) => {
                self.problems.pages.remove(&entry.address);
                Ok(answer(&entry, path, &page).unwrap_or_else(|| self.missing(plan, path)))
            }
            Err(MakeError::Changed(source)) => Err(source),
            Err(error) => {
                self.problems.pages.insert(entry.address.clone(), error.to_string());
                let last = self.memo.last(&entry.address).and_then(|page| answer(&entry, path, page));
                Ok(last.unwrap_or_else(|| failure(&entry.address, &error.to_string())))
            }
        }
    }

    fn made(&mut self, plan: &Plan<'_>, entry: &Entry) -> Result<MadePage, MakeError> {
        let Self { memo, maker, loaded, content, .. } = self;
        memo.page(plan, entry, &mut |entry, earlier| maker.make(loaded, content, entry, earlier))
    }

    /// The last good page of an entry whose source cannot be read.
    fn last(&self, plan: &Plan<'_>, path: &str, source: &SourcePath) -> Answer {
        let entry = plan.find(path);
        let last = entry.as_ref().and_then(|entry| answer(entry, path, self.memo.last(&entry.address)?));
        last.unwrap_or_else(|| failure(&Address::new(path), &format!("content/{source}")))
    }

    /// What stands at no address: the way to the folder of that name, or the page that says so.
    fn missing(&mut self, plan: &Plan<'_>, path: &str) -> Answer {
        if !path.ends_with('/') && plan.find(&format!("{path}/")).is_some() {
            return Answer { status: 302, location: Some(format!("/{path}/")), ..Answer::default() };
        }
        let entry = Entry::new(Address::new(NotFoundPage::ADDRESS), NotFoundPage);
        let page = self.made(plan, &entry).ok();
        let answer = page.and_then(|page| answer(&entry, NotFoundPage::ADDRESS, &page)).unwrap_or_default();
        Answer { status: 404, key: String::new(), ..answer }
    }

    /// Takes in what changed; whether anything is other than before.
    fn take(&mut self, changes: &Changes) -> bool {
        let before = self.problems.clone();
        let content = self.watched.join("content");
        let is_of = |part: &str| {
            changes.everything || changes.paths.iter().any(|path| path.starts_with(self.watched.join(part)))
        };
        let (is_config, is_theme) = (is_of("content/site.yaml"), is_of("themes"));
        self.is_stale |= (is_config || is_theme) && self.dress(is_theme);
        let looked = self.tree.look(changes, &content, &mut self.pending);
        self.took(looked) || self.problems != before
    }

    /// Folds what was looked at, as far as that went well; whether anything is new.
    fn took(&mut self, looked: Result<()>) -> bool {
        let folded = looked.and_then(|()| self.fold());
        self.problems.content = folded.as_ref().err().map(|error| format!("{error:#}"));
        folded.is_ok_and(|is_new| is_new)
    }

    /// Reads `site.yaml` and the theme again; whether either is another one. What is wrong with them leaves the last
    /// good ones in place.
    fn dress(&mut self, is_theme: bool) -> bool {
        let site = match site(&self.folder, self.language) {
            // without content/ there is nothing to read it from
            Ok(_) if !self.folder.is_site() => self.fixed.site.clone(),
            Ok(site) => site,
            Err(error) => {
                self.problems.site = Some(error);
                return false;
            }
        };
        self.problems.site = None;
        let is_new = site != self.fixed.site;
        let is_dressed = site.theme == self.fixed.site.theme && site.language == self.fixed.site.language;
        if is_theme || !is_dressed || self.problems.theme.is_some() {
            match theme::load(&self.folder, &site, self.language) {
                Ok(theme) => self.fixed.theme = Arc::new(theme),
                Err(error) => {
                    self.problems.theme = Some(error);
                    return false;
                }
            }
            self.problems.theme = None;
            self.fixed.site = site;
            return true;
        }
        self.fixed.site = site;
        is_new
    }

    /// Folds what was read, what changed into what is there or all of it anew; whether there was anything.
    fn fold(&mut self) -> Result<bool> {
        if self.pending.is_empty() && !self.is_stale {
            return Ok(false);
        }
        let reading = &self.tree.reading;
        let is_folded = !self.is_stale && Arc::make_mut(&mut self.loaded).change(&self.folder, reading, &self.pending);
        if !is_folded {
            self.is_stale = true;
            let known = self.loaded.prints(&self.pending);
            self.loaded = Arc::new(LoadedSite::of(&self.folder, reading, self.fixed.clone(), &known));
        }
        self.is_stale = false;
        self.pending.clear();
        self.problems.pages.clear();
        Ok(true)
    }

    /// Tells everybody who follows a page what is new about it; in `haste` its checks are those it had.
    fn tell(&mut self, plan: &Plan<'_>, haste: bool) {
        self.followers.retain(|follower| !follower.events.is_closed());
        let pages: BTreeSet<String> = self.followers.iter().map(|follower| follower.page.clone()).collect();
        for path in pages {
            let answer = self.page(plan, &path);
            let key = answer.unwrap_or_else(|source| self.last(plan, &path, &source)).key;
            let followers = self.followers.iter().filter(|follower| follower.page == path);
            let before = followers.clone().find_map(|follower| follower.told.clone()).filter(|_| haste);
            let told = state(&super::state::Scene {
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
            let text: Arc<str> = told.to_string().into();
            for follower in self.followers.iter_mut().filter(|follower| follower.page == path) {
                if follower.told.as_ref() != Some(&told) {
                    follower.told = Some(told.clone());
                    let _ = follower.events.send(Arc::clone(&text));
                }
            }
        }
    }
}

/// The file at `path` among those of an entry.
fn answer(entry: &Entry, path: &str, page: &MadePage) -> Option<Answer> {
    let file = Address::new(path).file();
    let (_, bytes) = page.outcome.files.iter().find(|(name, _)| *name == file)?;
    let key = page.key.whole.short(16);
    let foreign = matches!(entry.kind, EntryKind::AttachedFile(_) | EntryKind::StaticFile(_));
    // an old address is a page, whatever program once made it: show.asp
    let is_redirect = matches!(entry.kind, EntryKind::RedirectPage(_));
    let media = page::media_type(if is_redirect { ".html" } else { &file });
    let is_page = media.starts_with("text/html") && !foreign;
    let bytes = if is_page { page::with_additions(bytes, &key) } else { bytes.clone() };
    Some(Answer { status: 200, media, key, location: None, foreign, bytes })
}

fn failure(address: &Address, reason: &str) -> Answer {
    let bytes = page::with_additions(&page::failed(&format!("/{address}"), reason), "failed");
    Answer { status: 500, media: page::media_type(".html"), key: "failed".to_owned(), bytes, ..Answer::default() }
}

fn site(folder: &Folder, language: Language) -> Result<Site, String> {
    let text = folder.site_yaml().map_err(|error| format!("{error:#}"))?;
    Site::parse(&text).map_err(|findings| report::settings(findings, &text, language, TerminalStyle::Plain))
}
