//! The desk: one thread that knows the site as it is now, makes the pages somebody asks for, and tells those who
//! follow a page what became of it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use anyhow::Result;
use tokio::sync::{oneshot, watch};

use super::Setup;
use super::index::{Index, Made, Now};
use super::page;
use super::state::{Problems, state};
use super::tree::Tree;
use crate::archive::Address;
use crate::config::{Language, Site};
use crate::io::folder::Folder;
use crate::io::load::{ContentFolder, Fixed, Linked, Loaded};
use crate::io::lock::Lock;
use crate::io::reading;
use crate::io::theme;
use crate::io::watch::Changes;
use crate::io::watchdog::Watchdog;
use crate::notice::SourcePath;
use crate::site::{Entry, MakeError, Memo, Page, Plan, What};

/// What the desk is asked.
#[derive(Debug)]
pub enum Ask {
    /// The file at a path.
    Page(String, oneshot::Sender<Answer>),
    /// To be told of a page from now on.
    Follow(String, watch::Sender<Arc<str>>),
    /// Files may have changed.
    Changed(Changes),
    /// The search index was made, or could not be.
    Indexed(Made),
}

/// What the desk answers.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub media: &'static str,
    /// What a page was made from.
    pub key: String,
    /// Where to look instead.
    pub location: Option<String>,
    /// Whether the file came from an author and may hold anything.
    pub foreign: bool,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Somebody looking at a page.
struct Follower {
    page: String,
    events: watch::Sender<Arc<str>>,
}

/// The desk.
pub struct Desk {
    folder: Folder,
    content: ContentFolder,
    /// The site's root as the watcher sees it.
    watched: PathBuf,
    language: Language,
    tree: Tree,
    fixed: Fixed,
    loaded: Arc<Loaded>,
    memo: Memo,
    problems: Problems,
    followers: Vec<Follower>,
    index: Index,
    watchdog: Watchdog,
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
        std::fs::create_dir_all(&notes)?;
        let tree = Tree::open(&folder.content(), &notes.join("sources"))?;
        let site = site(&folder).map_err(anyhow::Error::msg)?;
        let theme = theme::load(&folder, &site, language).map_err(anyhow::Error::msg)?;
        let fixed = Fixed { site, theme: Arc::new(theme), tables: Arc::default(), options: setup.options };
        let loaded = Arc::new(Loaded::of(&folder, &tree.reading, fixed.clone(), &Linked::default())?);
        // a build at work will remember the same
        if let Ok(_lock) = Lock::take(&notes.join("lock")) {
            reading::remember(&notes.join("sources"), &tree.reading)?;
        }
        let mut desk = Self {
            content: ContentFolder(folder.content()),
            watched: folder.root().canonicalize()?,
            index: Index::new(notes.join("search"), inbox),
            problems: Problems::default(),
            watchdog: Watchdog::start(),
            memo: Memo::default(),
            followers: Vec::new(),
            folder,
            language,
            tree,
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
        loop {
            // the plan borrows the state it is of, so there is a new one for every state
            let loaded = Arc::clone(&self.loaded);
            let plan = loaded.plan();
            self.tell(&plan);
            loop {
                let Ok(ask) = inbox.recv() else { return };
                if self.answer(&plan, ask) {
                    break;
                }
            }
        }
    }

    /// Answers one ask; whether the state is another one now.
    fn answer(&mut self, plan: &Plan<'_>, ask: Ask) -> bool {
        match ask {
            Ask::Changed(changes) => return self.take(&changes),
            Ask::Follow(path, events) => {
                self.followers.push(Follower { page: path, events });
                self.tell(plan);
            }
            Ask::Indexed(made) => {
                self.index.take(made, &Now { loaded: &self.loaded, plan, content: &self.content });
            }
            Ask::Page(path, reply) if self.index.has(&path) => {
                self.index.answer(path, reply, &Now { loaded: &self.loaded, plan, content: &self.content });
            }
            Ask::Page(path, reply) => match self.page(plan, &path) {
                Ok(answer) => drop(reply.send(answer)),
                Err(source) => return self.ask_again(&source, path, reply),
            },
        }
        false
    }

    /// A source is not what it was when the plan was made and no event has come yet: it is looked at now.
    fn ask_again(&mut self, source: &SourcePath, path: String, reply: oneshot::Sender<Answer>) -> bool {
        let mut changed = BTreeSet::new();
        let looked = self.tree.look_at(source, &mut changed);
        let is_new = looked.is_ok() && !changed.is_empty() && self.fold(&changed);
        let loaded = Arc::clone(&self.loaded);
        let plan = loaded.plan();
        let answer = self.page(&plan, &path).unwrap_or_else(|source| self.last(&plan, &path, &source));
        let _ = reply.send(answer);
        is_new
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// The source that changed since the plan was made.
    fn page(&mut self, plan: &Plan<'_>, path: &str) -> Result<Answer, SourcePath> {
        let Some(entry) = plan.find(path) else {
            return Ok(self.missing(plan, path));
        };
        let made = {
            let _watched = self.watchdog.watch(&entry.address);
            self.memo.page(plan, &entry, &self.content)
        };
        match made {
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
        let entry = Entry { address: Address::new("404.html"), what: What::NotFound };
        let page = self.memo.page(plan, &entry, &self.content).ok();
        let answer = page.and_then(|page| answer(&entry, "404.html", &page)).unwrap_or_default();
        Answer { status: 404, key: String::new(), ..answer }
    }

    /// Takes in what changed; whether the state is another one now.
    fn take(&mut self, changes: &Changes) -> bool {
        let content = self.watched.join("content");
        let is_of = |part: &str| {
            changes.everything || changes.paths.iter().any(|path| path.starts_with(self.watched.join(part)))
        };
        let (is_config, is_theme) = (is_of("content/site.yaml"), is_of("themes"));
        let before = self.problems.clone();
        let mut is_new = (is_config || is_theme) && self.dress(is_theme);
        match self.tree.look(changes, &content) {
            Ok(changed) => {
                self.problems.content = None;
                if is_new || !changed.is_empty() {
                    is_new = self.fold(&changed);
                }
            }
            Err(error) => self.problems.content = Some(format!("{error:#}")),
        }
        is_new || self.problems != before
    }

    /// Reads `site.yaml` and the theme again; whether either is another one. What is wrong with them leaves the last
    /// good ones in place.
    fn dress(&mut self, is_theme: bool) -> bool {
        let site = match site(&self.folder) {
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

    /// Folds what was read, of which `changed` is new; whether it could.
    fn fold(&mut self, changed: &BTreeSet<SourcePath>) -> bool {
        let linked = Linked { known: Some(&self.loaded.files), changed: Some(changed) };
        match Loaded::of(&self.folder, &self.tree.reading, self.fixed.clone(), &linked) {
            Ok(loaded) => {
                self.loaded = Arc::new(loaded);
                self.problems.pages.clear();
                true
            }
            Err(error) => {
                self.problems.content = Some(format!("{error:#}"));
                false
            }
        }
    }

    /// Tells everybody who follows a page what is new about it.
    fn tell(&mut self, plan: &Plan<'_>) {
        self.followers.retain(|follower| !follower.events.is_closed());
        let pages: BTreeSet<String> = self.followers.iter().map(|follower| follower.page.clone()).collect();
        for path in pages {
            let answer = self.page(plan, &path);
            let key = answer.unwrap_or_else(|source| self.last(plan, &path, &source)).key;
            let told: Arc<str> = state(&super::state::Scene {
                path: &path,
                key: &key,
                plan,
                loaded: &self.loaded,
                tree: &self.tree,
                problems: &self.problems,
                content: &self.content,
                root: &self.watched,
                language: self.language,
            })
            .into();
            for follower in self.followers.iter().filter(|follower| follower.page == path) {
                follower.events.send_if_modified(|last| {
                    let is_new = *last != told;
                    last.clone_from(&told);
                    is_new
                });
            }
        }
    }
}

/// The file at `path` among those of an entry.
fn answer(entry: &Entry, path: &str, page: &Page) -> Option<Answer> {
    let file = Address::new(path).file();
    let (_, bytes) = page.outcome.files.iter().find(|(name, _)| *name == file)?;
    let key = page.key.whole.short(16);
    let foreign = matches!(entry.what, What::Attachment(_));
    let media = page::media_type(&file);
    let is_page = media.starts_with("text/html") && !foreign;
    let bytes = if is_page { page::with_additions(bytes, &key) } else { bytes.clone() };
    Some(Answer { status: 200, media, key, location: None, foreign, bytes })
}

fn failure(address: &Address, reason: &str) -> Answer {
    let bytes = page::with_additions(&page::failed(&format!("/{address}"), reason), "failed");
    Answer { status: 500, media: page::media_type(".html"), key: "failed".to_owned(), bytes, ..Answer::default() }
}

fn site(folder: &Folder) -> Result<Site, String> {
    let text = folder.site_yaml().map_err(|error| format!("{error:#}"))?;
    Site::parse(&text).map_err(|error| format!("content/site.yaml:{}:{}: {}", error.line, error.column, error.message))
}
