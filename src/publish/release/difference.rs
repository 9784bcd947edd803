//! Difference between two releases in the domain's terms: notices, the statuses of their items, other pages,
//! and addresses that are lost.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::manifest::Manifest;
use crate::archive::history::StepSummary;
use crate::config::Language;
use crate::notice::Status;

/// One of the two releases: its manifest, and the files listed by [`wanted`].
#[derive(Clone, Copy, Debug)]
pub struct ReleaseSide<'a> {
    /// Its files.
    pub manifest: &'a Manifest,
    /// The bytes of some of them.
    pub files: &'a BTreeMap<String, Vec<u8>>,
}

/// A changed notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeChange {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its units.
    pub unit: Option<String>,
    /// The items whose status changed.
    pub statuses: Vec<StatusChange>,
    /// For a notice that continues another: the steps of its items since that one.
    pub steps: Option<StepSummary>,
}

/// An item whose status changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusChange {
    /// Its number within the notice, from 1.
    pub seq: u32,
    /// Its title.
    pub title: String,
    /// The status before.
    pub from: StatusWords,
    /// The status now.
    pub to: StatusWords,
}

/// A status in words: those of the notice, or its label where the notice has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusWords {
    /// As the notice writes it, in the notice's language.
    Written(String),
    /// Named by its label.
    Label(Status),
}

impl StatusWords {
    /// The words for messages in `language`.
    pub fn words(&self, language: Language) -> &str {
        match self {
            Self::Written(words) => words,
            Self::Label(status) => language.pick(status.label(), status.english()),
        }
    }
}

/// The difference between two releases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Notices that are new.
    pub added: Vec<NoticeChange>,
    /// Notices whose text or facts changed.
    pub changed: Vec<NoticeChange>,
    /// Notices that are withdrawn now: their address keeps title, dates and reason.
    pub withdrawn: Vec<NoticeChange>,
    /// Notices whose address changed; the old one redirects to the new one.
    pub moved: Vec<NoticeChange>,
    /// Notices without a page at their address: deleted, or no longer for this audience.
    pub removed: Vec<NoticeChange>,
    /// Number of other pages that are new, changed or gone.
    pub other_pages: usize,
    /// Addresses of notices, plain pages and items that no longer exist. Publishing refuses to lose them unasked.
    pub lost: Vec<String>,
    /// Addresses of units and rounds that no longer exist. They depend on the notices and the registers, so losing them is
    /// allowed.
    pub lost_groups: Vec<String>,
    /// Number of notices in the old release.
    pub notices_before: usize,
}

/// The attribute of pages that redirect to another address.
const REFRESH: &[u8] = b"http-equiv=\"refresh\"";

/// The fields of a `notice.json` used here.
#[derive(Default, Deserialize)]
struct PublishedFacts {
    title: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    items: Vec<ItemFacts>,
    compared: Option<StepSummary>,
}

#[derive(Deserialize)]
struct ItemFacts {
    seq: u32,
    title: Option<String>,
    status: String,
    status_raw: Option<String>,
    sustained: bool,
    anchor: String,
}

impl ItemFacts {
    fn words(&self) -> StatusWords {
        let label = || StatusWords::Label(Status::parse(&self.status).unwrap_or_default());
        self.status_raw.clone().map_or_else(label, StatusWords::Written)
    }
}

/// The files of the old and of the new release that [`Difference::between`] reads.
pub fn wanted(old: &Manifest, new: &Manifest) -> (Vec<String>, Vec<String>) {
    let (old_ids, new_ids) = (notices(old), notices(new));
    let of_old = old_ids.iter().filter(|id| differs(id, old, new)).map(|id| facts_of(id));
    let of_new = new_ids.iter().filter(|id| differs(id, old, new));
    let of_new = of_new.flat_map(|id| [facts_of(id), page_of(id)]);
    let ended = old_ids.iter().filter(|id| new.find(&facts_of(id)).is_none());
    let remaining = ended.map(|id| page_of(id)).filter(|page| new.find(page).is_some());
    (of_old.collect(), of_new.chain(remaining).collect())
}

impl Difference {
    /// The difference between `old`, if there is one, and `new`.
    pub fn between(old: Option<ReleaseSide<'_>>, new: ReleaseSide<'_>) -> Self {
        let Some(old) = old else {
            let added = notices(new.manifest).into_iter().map(|id| change(&id, &read(new, &id))).collect();
            let other_pages = pages(new.manifest).filter(|page| notice_of(page).is_none()).count();
            return Self { added, other_pages, ..Self::default() };
        };
        let mut difference = Self { notices_before: notices(old.manifest).len(), ..Self::default() };
        let ids: BTreeSet<String> = notices(old.manifest).into_iter().chain(notices(new.manifest)).collect();
        let mut listed = BTreeSet::new();
        for id in ids.iter().filter(|id| differs(id, old.manifest, new.manifest)) {
            let (in_old, in_new) = (old.manifest.find(&facts_of(id)), new.manifest.find(&facts_of(id)));
            match (in_old, in_new) {
                (None, _) => difference.added.push(change(id, &read(new, id))),
                (_, None) => difference.add_ended(new, change(id, &read(old, id))),
                _ => difference.compare(old, new, id),
            }
            listed.insert(page_of(id));
        }
        difference.pages(old.manifest, new.manifest, &listed);
        difference
    }

    /// Adds a notice that is no longer listed. The page left at its address shows whether it was moved or withdrawn.
    fn add_ended(&mut self, new: ReleaseSide<'_>, change: NoticeChange) {
        let page = page_of(&change.id);
        let redirects = new.files.get(&page).is_some_and(|bytes| memchr::memmem::find(bytes, REFRESH).is_some());
        match new.manifest.find(&page) {
            None => self.removed.push(change),
            Some(_) if redirects => self.moved.push(change),
            Some(_) => self.withdrawn.push(change),
        }
    }

    /// Number of withdrawn and removed notices.
    pub const fn ended_count(&self) -> usize {
        self.withdrawn.len() + self.removed.len()
    }

    /// Compares a notice that is in both releases.
    fn compare(&mut self, old: ReleaseSide<'_>, new: ReleaseSide<'_>, id: &str) {
        let (old_facts, new_facts) = (read(old, id), read(new, id));
        let page = new.files.get(&page_of(id)).map(Vec::as_slice).unwrap_or_default();
        let mut change = change(id, &new_facts);
        for before in &old_facts.items {
            match new_facts.items.iter().find(|item| item.anchor == before.anchor) {
                Some(item) if (&item.status, item.sustained) != (&before.status, before.sustained) => {
                    change.statuses.push(StatusChange {
                        seq: item.seq,
                        title: item.title.clone().unwrap_or_default(),
                        from: before.words(),
                        to: item.words(),
                    });
                }
                None if memchr::memmem::find(page, format!("id=\"{}\"", before.anchor).as_bytes()).is_none() => {
                    self.lost.push(format!("notices/{id}/#{}", before.anchor));
                }
                _ => {}
            }
        }
        change.statuses.sort_by_key(|status| status.seq);
        self.changed.push(change);
    }

    /// Counts the other pages, and collects lost addresses.
    fn pages(&mut self, old: &Manifest, new: &Manifest, listed: &BTreeSet<String>) {
        let all: BTreeSet<&str> = pages(old).chain(pages(new)).collect();
        let differing = all.into_iter().filter(|page| !listed.contains(*page) && !old.agrees_on(page, new));
        self.other_pages = differing.count();
        for page in pages(old).filter(|page| new.find(page).is_none()) {
            let address = page.trim_end_matches("index.html");
            let mut parts = address.trim_end_matches('/').split('/');
            match (parts.next(), parts.next(), parts.next()) {
                (Some("notices"), Some(section), _) if section != "page" => self.lost.push(address.to_owned()),
                (Some("pages"), Some(_), None) => self.lost.push(address.to_owned()),
                (Some("units" | "rounds"), Some(section), None) if section != "page" => {
                    self.lost_groups.push(address.to_owned());
                }
                _ => {}
            }
        }
        self.lost.sort();
    }

    /// Whether no page changed.
    pub fn is_empty(&self) -> bool {
        self.added.len() + self.changed.len() + self.moved.len() + self.ended_count() + self.other_pages == 0
    }
}

/// Notices that `new` would revert: their text in `new` is that of the `earlier` release, and differs from the
/// `current` one, which is later. If `new` is the earlier release as a whole, that is the site itself, `/`.
pub fn reverted(earlier: &Manifest, current: &Manifest, new: &Manifest) -> Vec<String> {
    let text_in =
        |manifest: &Manifest, id: &str| manifest.find(&format!("notices/{id}/notice.md")).map(|file| file.sha256);
    let is_reverted = |id: &String| {
        let (before, now, then) = (text_in(earlier, id), text_in(current, id), text_in(new, id));
        then.is_some() && then == before && then != now
    };
    let notices = notices(new).into_iter().filter(is_reverted).map(|id| format!("notices/{id}/"));
    let mut reverted: Vec<String> = notices.collect();
    if reverted.is_empty() && new.sha256 == earlier.sha256 && earlier.sha256 != current.sha256 {
        reverted.push("/".to_owned());
    }
    reverted
}

/// The ids of all notices that are not withdrawn.
fn notices(manifest: &Manifest) -> Vec<String> {
    let id = |path: &str| path.strip_prefix("notices/")?.strip_suffix("/notice.json").map(str::to_owned);
    manifest.files.iter().filter_map(|file| id(&file.path)).collect()
}

fn facts_of(id: &str) -> String {
    format!("notices/{id}/notice.json")
}

fn page_of(id: &str) -> String {
    format!("notices/{id}/index.html")
}

/// Whether the text or the facts of a notice differ.
fn differs(id: &str, old: &Manifest, new: &Manifest) -> bool {
    let text = format!("notices/{id}/notice.md");
    !(old.agrees_on(&facts_of(id), new) && old.agrees_on(&text, new))
}

fn pages(manifest: &Manifest) -> impl Iterator<Item = &str> {
    manifest.files.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with(".html"))
}

/// The id of the notice whose page this is.
fn notice_of(page: &str) -> Option<&str> {
    let id = page.strip_prefix("notices/")?.strip_suffix("/index.html")?;
    (!id.contains('/')).then_some(id)
}

fn read(side: ReleaseSide<'_>, id: &str) -> PublishedFacts {
    let bytes = side.files.get(&facts_of(id)).map(Vec::as_slice).unwrap_or_default();
    serde_json::from_slice(bytes).unwrap_or_default()
}

fn change(id: &str, facts: &PublishedFacts) -> NoticeChange {
    NoticeChange {
        id: id.to_owned(),
        title: facts.title.clone().unwrap_or_else(|| id.to_owned()),
        unit: facts.unit.clone(),
        statuses: Vec::new(),
        steps: facts.compared.clone(),
    }
}
