//! The Atom feed of events.

use serde::Serialize;

use super::atom::write;
use super::channel::{Channel, FeedBase, FeedEntry, base, site_id, time};
use crate::archive::Address;
use crate::config::Site;
use crate::notice::{Date, Moment};

/// Something that happened to a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UpdateEntry {
    /// Permanent unique id.
    pub id: String,
    /// Event and notice.
    pub title: String,
    /// The page of the notice.
    pub url: Address,
    /// The day it happened.
    pub day: Date,
    /// The details; may be empty.
    pub summary: String,
}

/// The feed `title` of `page`, at `address`, with these entries, newest first.
pub fn updates(site: &Site, title: &str, page: &Address, address: &Address, entries: &[UpdateEntry]) -> String {
    let feed_base = FeedBase { base: base(site), feed: address };
    let urn = format!("urn:gongshi:{}:updates", site_id(site));
    let entry = |entry: &UpdateEntry| {
        let happened = time(Moment { date: entry.day, time: None }, site);
        FeedEntry {
            id: format!("{urn}:{}", entry.id),
            title: entry.title.clone(),
            url: feed_base.link(&entry.url),
            published: happened.clone(),
            updated: happened,
            author: None,
            tags: Vec::new(),
            summary: entry.summary.clone(),
        }
    };
    let self_url = feed_base.base.is_some().then(|| feed_base.link(address));
    let title = format!("{title} - {}", site.title);
    write(&Channel::with(site, urn.clone(), title, feed_base.link(page), self_url, entries.iter().map(entry).collect()))
}
