//! The summary of a notice: a few KB that every page but its own can be made from.

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::item::Item;
use super::outline::{Link, Notice, Stretch};
use super::source::SourcePath;
use crate::text::fingerprint::Fingerprint;
use crate::text::span::Span;

/// What the archive keeps of a notice. It holds no text of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Where the notice is written.
    pub source: SourcePath,
    /// The fingerprint of its file.
    pub fingerprint: Fingerprint,
    /// What it states about itself.
    pub facts: Facts,
    /// Its items.
    pub items: Vec<Item>,
    /// Images, attachments and links in it.
    pub links: Vec<Link>,
    /// What follows the front matter.
    pub body: Span,
    /// What of the body each item takes.
    pub stretches: Vec<Stretch>,
}

impl Summary {
    /// Summarises `notice`, read from a file with this `fingerprint`.
    pub fn of(notice: &Notice, fingerprint: Fingerprint) -> Self {
        Self {
            source: notice.source.clone(),
            fingerprint,
            facts: notice.facts.clone(),
            items: notice.items.clone(),
            links: notice.links.clone(),
            body: notice.body,
            stretches: notice.stretches(),
        }
    }

    /// The notice's id.
    pub fn id(&self) -> &str {
        self.facts.id()
    }
}
