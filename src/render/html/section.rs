//! Sections of the outline in the page: ¶, status and old anchors beside their headings.

use std::collections::HashSet;

use super::stack::{ElementKind, start_tag, target};
use super::writer::{BodyWriter, DEEPEST};
use crate::notice::{HeadingRole, Item, Part};
use crate::render::markup::escape;

impl BodyWriter<'_> {
    /// Closes the sections that end at or before `at`.
    pub(super) fn close_sections(&mut self, at: usize) {
        while matches!(self.page.top(), Some(ElementKind::Section { end, .. }) if end <= self.base + at) {
            self.page.close();
        }
    }

    /// Opens the section of a heading. Returns the level of the heading's element.
    pub(super) fn open_section(&mut self, index: usize) -> u8 {
        let heading = self.outline.heading(index);
        let (start, level) = (heading.span.start, heading.level);
        while matches!(self.page.top(), Some(ElementKind::Section { end, outline, .. }) if end <= start || outline >= level)
        {
            self.page.close();
        }
        let tag_level = self.next_level(None);
        if self.page.depth() > 2 * DEEPEST {
            target(&mut self.page.out, self.outline.id(index));
            return tag_level;
        }
        let certain = self.notice.item_of(heading).filter(|item| item.is_indexed());
        let status = certain.map(|item| item.status.slug());
        let mut attributes = vec![("class", class(heading.role)), ("id", self.outline.id(index))];
        attributes.extend(status.as_deref().map(|status| ("data-status", status)));
        let kind = ElementKind::Section { end: heading.extent.end, outline: level, heading: tag_level };
        self.page.open("section", kind, &attributes);
        tag_level
    }

    /// The level of the next heading: one below the level of the section it is in. A heading without a section may be one
    /// level deeper if its Markdown level is.
    pub(super) fn next_level(&mut self, written: Option<u8>) -> u8 {
        let levels = self.page.kinds_from(0).rev();
        let parent = levels.into_iter().find_map(|kind| match kind {
            ElementKind::Section { heading, .. } => Some(heading),
            ElementKind::Container
            | ElementKind::Leaf
            | ElementKind::Strong
            | ElementKind::Pair
            | ElementKind::Emphasis
            | ElementKind::Link => None,
        });
        let lowest = parent.map_or(2, |parent| parent + 1).min(6);
        let level = written.unwrap_or(lowest).clamp(lowest, (self.last_level + 1).max(lowest).min(6));
        self.last_level = level;
        level
    }

    /// Writes ¶ and status after an item's title.
    pub(super) fn end_item_title(&mut self, index: usize) {
        if let Some(item) = self.notice.item_of(self.outline.heading(index)) {
            self.write_permalink(item);
            self.write_badge(item, false);
        }
    }

    /// Writes the page's additions to an item, below its title.
    pub(super) fn write_note(&mut self, index: usize) {
        let Some(item) = self.notice.item_of(self.outline.heading(index)) else { return };
        if let Some(note) = self.context.notes.get(&item.anchor) {
            let out = &mut self.page.out;
            start_tag(out, "p", &[("class", "history")]);
            out.push_str(note);
            out.push_str("</p>\n");
        }
    }

    /// Writes the link an item can be shared by.
    pub(super) fn write_permalink(&mut self, item: &Item) {
        let href = format!("#{}", item.anchor);
        let out = &mut self.page.out;
        out.push(' ');
        start_tag(out, "a", &[("class", "anchor"), ("href", &href), ("aria-label", &self.context.words.permalink)]);
        out.push_str("¶</a>");
    }

    /// Writes an item's status, and the notice's own wording if it differs, unless that wording is right before it
    /// (`after_raw`). An uncertain item has 待确认 instead.
    pub(super) fn write_badge(&mut self, item: &Item, after_raw: bool) {
        if !item.is_indexed() {
            let out = &mut self.page.out;
            out.push(' ');
            start_tag(out, "span", &[("class", "note")]);
            escape(out, &self.context.words.unsure);
            out.push_str("</span>");
            return;
        }
        let label = self.context.words.statuses[item.status.index()].as_str();
        let raw = item.status_raw.as_deref();
        let out = &mut self.page.out;
        out.push(' ');
        // after the same word only the mark is written, without a frame
        let bare = if after_raw && raw == Some(label) { " bare" } else { "" };
        start_tag(out, "span", &[("class", &format!("status status-{}{bare}", item.status.slug()))]);
        start_tag(out, "span", &[("class", "mark"), ("aria-hidden", "true")]);
        out.push_str(item.status.mark());
        out.push_str("</span>");
        if bare.is_empty() {
            out.push(' ');
            escape(out, label);
        }
        out.push_str("</span>");
        if let Some(raw) = raw.filter(|raw| !after_raw && *raw != label) {
            out.push(' ');
            start_tag(out, "span", &[("class", "status-raw")]);
            escape(out, raw);
            out.push_str("</span>");
        }
    }

    /// Writes the old anchors of an item, so that links to them keep working.
    pub(super) fn write_aliases(&mut self, index: usize) {
        let Some(item) = self.notice.item_of(self.outline.heading(index)) else { return };
        for (old, new) in &self.notice.facts.item_aliases {
            if *new == Some(item.anchor) && self.aliases.remove(old.as_str()) {
                target(&mut self.page.out, old);
            }
        }
    }

    /// Writes old anchors of items that no longer exist at the top of the page, so that links to them lead there.
    pub(super) fn write_lost_aliases(&mut self) {
        let anchors: HashSet<_> = self.notice.items.iter().map(|item| item.anchor).collect();
        for (old, new) in &self.notice.facts.item_aliases {
            let lost = new.is_none_or(|anchor| !anchors.contains(&anchor));
            if lost && self.aliases.remove(old.as_str()) {
                target(&mut self.page.out, old);
            }
        }
    }

    /// The item a table's row is about.
    pub(super) fn item_at(&self, index: usize) -> Option<&Item> {
        self.notice.item_of(self.outline.heading(index))
    }

    /// Ends a heading that text follows at `at` in the same line, and begins the paragraph of that text, or the next heading.
    pub(super) fn end_run_in(&mut self, at: usize) {
        let Some(mut leaf) = self.leaf else { return };
        let Some(index) = leaf.heading else { return };
        self.close_marks(leaf.depth);
        self.end_item_title(index);
        let gap = self.body[at..].len() - self.body[at..].trim_start_matches(['*', ' ', '\u{3000}']).len();
        if self.outline.starts_in(self.base + at, self.base + at + gap + 1) {
            self.page.close_to(leaf.depth);
            self.write_note(index);
            let (missed, next) = self.outline.take_line(self.base + at, self.base + at + gap + 1);
            if let Some(next) = next {
                return self.begin_heading(next, missed, at);
            }
        }
        self.page.close_to(leaf.depth + 1);
        self.page.open("p", ElementKind::Leaf, &[]);
        leaf.heading = None;
        leaf.note = Some(index);
        leaf.fresh = true;
        self.leaf = Some(leaf);
    }
}

fn class(role: HeadingRole) -> &'static str {
    match role {
        HeadingRole::Part(Part::Lead) => "part part-lead",
        HeadingRole::Part(Part::Organisation) => "part part-organisation",
        HeadingRole::Part(Part::Items) => "part part-items",
        HeadingRole::Part(Part::Next) => "part part-next",
        HeadingRole::Part(Part::Other) => "part part-other",
        HeadingRole::Group => "group",
        HeadingRole::Item(_) => "item",
        HeadingRole::Other => "other",
    }
}
