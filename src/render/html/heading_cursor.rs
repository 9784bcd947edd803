//! The headings of the outline in the page: their ids and tags, in order.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::notice::{Heading, Notice};
use crate::text::fingerprint::Fingerprint;

/// The ids that the headings of `notice.outline` have in the page, in the same order: an item's anchor, else `s-` and
/// 8 hexadecimal digits derived from the notice's id, the title and its occurrence.
pub fn heading_ids(notice: &Notice) -> Vec<String> {
    let mut occurrences: HashMap<&str, usize> = HashMap::new();
    let id_of = |heading: &'_ Heading, occurrence: usize| match notice.item_of(heading) {
        Some(item) => item.anchor.to_string(),
        None => {
            let key = format!("{}\n{}\n{occurrence}", notice.facts.id(), heading.title);
            format!("s-{}", Fingerprint::of(key.as_bytes()).short(8))
        }
    };
    notice
        .outline
        .iter()
        .map(|heading| {
            let seen = occurrences.entry(&heading.title).or_default();
            *seen += 1;
            id_of(heading, *seen)
        })
        .collect()
}

/// The old anchors that no present element uses as its id.
pub fn free_aliases(notice: &Notice) -> HashSet<&str> {
    let old = notice.facts.item_aliases.iter().map(|(old, _)| old.as_str());
    let aliases: HashSet<&str> = old.filter(|old| !old.is_empty() && !old.contains(char::is_whitespace)).collect();
    match aliases.is_empty() {
        true => aliases,
        false => {
            let ids = heading_ids(notice);
            aliases.into_iter().filter(|old| !ids.iter().any(|id| id == old)).collect()
        }
    }
}

/// The tag of a heading's level.
pub fn level_tag(level: u8) -> &'static str {
    ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level.clamp(1, 6)) - 1]
}

/// The headings of the outline, consumed in order.
pub struct HeadingCursor<'a> {
    headings: &'a [Heading],
    ids: Vec<String>,
    next: usize,
}

impl<'a> HeadingCursor<'a> {
    /// The outline of `notice` from its first heading.
    pub fn of(notice: &'a Notice) -> Self {
        Self { headings: &notice.outline, ids: heading_ids(notice), next: 0 }
    }

    /// The heading at `index`.
    pub fn heading(&self, index: usize) -> &'a Heading {
        &self.headings[index]
    }

    /// The id of the heading at `index`.
    pub fn id(&self, index: usize) -> &str {
        &self.ids[index]
    }

    /// Whether the next heading starts between these offsets of the source.
    pub fn starts_in(&self, start: usize, end: usize) -> bool {
        self.headings.get(self.next).is_some_and(|heading| (start..end).contains(&heading.span.start))
    }

    /// The headings before `start` that were not written yet, and the one that starts before `end`.
    pub fn take_line(&mut self, start: usize, end: usize) -> (Range<usize>, Option<usize>) {
        let from = self.next;
        while self.headings.get(self.next).is_some_and(|heading| heading.span.start < start) {
            self.next += 1;
        }
        let missed = from..self.next;
        let found = self.starts_in(start, end).then_some(self.next);
        self.next += usize::from(found.is_some());
        (missed, found)
    }

    /// The remaining headings.
    pub fn take_rest(&mut self) -> Range<usize> {
        let from = self.next;
        self.next = self.headings.len();
        from..self.next
    }
}
