//! The summary of a notice: the few KB that every page except its own is made from.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::item::Item;
use super::outline::{Link, Notice, Stretch};
use super::source::SourcePath;
use super::status::Status;
use crate::text::coded::Coded;
use crate::text::fingerprint::Fingerprint;
use crate::text::span::Span;

/// The part of a notice that the archive keeps, without the text of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The source of the notice.
    pub source: SourcePath,
    /// Hash of its file.
    pub fingerprint: Fingerprint,
    /// Hash of its facts and items, which other pages can show. It does not depend on any other text.
    pub facts_hash: Fingerprint,
    /// The facts it states about itself.
    pub facts: Facts,
    /// Its items that are certain enough to be indexed. Only the notice's own page shows the others.
    pub items: Coded<Item>,
    /// How many items are to be confirmed (待确认) and therefore not among `items`.
    pub uncertain: u32,
    /// How many of `items` have each status, in the order of [`Status::ALL`].
    pub by_status: [u32; Status::ALL.len()],
    /// Images, attachments and links in it.
    pub links: Vec<Link>,
    /// The body: the text after the front matter.
    pub body: Span,
    /// The part of the body of each of `items`.
    pub stretches: Coded<Stretch>,
}

impl Summary {
    /// Summarises `notice`, read from a file with the hash `fingerprint`.
    pub fn of(notice: &Notice, fingerprint: Fingerprint) -> Self {
        let certain: Vec<Item> = notice.items.iter().filter(|item| item.is_indexed()).cloned().collect();
        let mut by_status = [0; Status::ALL.len()];
        certain.iter().for_each(|item| by_status[item.status.index()] += 1);
        let uncertain = u32::try_from(notice.items.len() - certain.len()).unwrap_or(u32::MAX);
        let without_place: Vec<Item> = notice.items.iter().map(Item::without_spans).collect();
        let facts_hash = Fingerprint::of_value(&(notice.facts.without_spans(), without_place));
        Self {
            source: notice.source.clone(),
            fingerprint,
            facts_hash,
            facts: notice.facts.clone(),
            items: Coded::of(&certain),
            uncertain,
            by_status,
            links: notice.links.clone(),
            body: notice.body,
            stretches: Coded::of(&certain_stretches(notice)),
        }
    }

    /// The notice's id.
    pub fn id(&self) -> &str {
        self.facts.id()
    }
}

/// The stretches of the items that are certain enough to be indexed, numbered among these alone. The text of the other
/// items belongs to no item.
fn certain_stretches(notice: &Notice) -> Vec<Stretch> {
    let mut certain = 0;
    let places: Vec<Option<usize>> = notice
        .items
        .iter()
        .map(|item| {
            let place = item.is_indexed().then_some(certain);
            certain += usize::from(place.is_some());
            place
        })
        .collect();
    let renumbered = |stretch: Stretch| Some(Stretch { item: (*places.get(stretch.item)?)?, ..stretch });
    notice.stretches().into_iter().filter_map(renumbered).collect()
}
