//! The summary of a notice: a few KB that every page but its own can be made from.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::item::Item;
use super::outline::{Link, Notice, Stretch};
use super::source::SourcePath;
use super::status::Status;
use crate::text::coded::Coded;
use crate::text::fingerprint::Fingerprint;
use crate::text::span::Span;

/// What the archive keeps of a notice. It holds no text of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Where the notice is written.
    pub source: SourcePath,
    /// The fingerprint of its file.
    pub fingerprint: Fingerprint,
    /// What other pages can show of it, recognised by this: words that are in no fact and no item leave it as it is.
    pub shown: Fingerprint,
    /// What it states about itself.
    pub facts: Facts,
    /// Its items.
    pub items: Coded<Item>,
    /// How many items that are sure enough to be counted have each status, in the order of [`Status::ALL`].
    pub by_status: [u32; Status::ALL.len()],
    /// Images, attachments and links in it.
    pub links: Vec<Link>,
    /// What follows the front matter.
    pub body: Span,
    /// What of the body each item takes.
    pub stretches: Coded<Stretch>,
}

impl Summary {
    /// Summarises `notice`, read from a file with this `fingerprint`.
    pub fn of(notice: &Notice, fingerprint: Fingerprint) -> Self {
        let mut by_status = [0; Status::ALL.len()];
        notice.items.iter().filter(|item| item.is_indexed()).for_each(|item| by_status[item.status.index()] += 1);
        let items = Coded::of(&notice.items);
        let placeless: Vec<Item> = notice.items.iter().map(Item::without_spans).collect();
        let shown = Fingerprint::of_value(&(notice.facts.without_spans(), placeless));
        Self {
            source: notice.source.clone(),
            fingerprint,
            shown,
            facts: notice.facts.clone(),
            items,
            by_status,
            links: notice.links.clone(),
            body: notice.body,
            stretches: Coded::of(&notice.stretches()),
        }
    }

    /// The notice's id.
    pub fn id(&self) -> &str {
        self.facts.id()
    }
}
