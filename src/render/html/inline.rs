//! Words in a line: text, strong and emphasised words, links, images.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::block::unmasked;
use super::links::{LinkTarget, encoded};
use super::stack::{ElementKind, start_tag};
use super::writer::{BodyWriter, DEEPEST};
use super::{emphasis, mask};
use crate::notice::Heading;
use crate::text::link::{is_safe, leads_out};
use crate::text::percent::target_decoded;

impl BodyWriter<'_> {
    /// Text of the body at `range`.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some((words, _)) = &mut self.image {
            words.push_str(&unmasked(text));
            return;
        }
        self.ensure_leaf(range.start);
        match self.run_in_end(range.start) {
            Some(end) if end <= range.start => {
                self.end_run_in(range.start);
                self.words(text, range.start);
            }
            // only text that is spelt as in the source can be cut at an offset of the source
            Some(end) if end < range.end && text.len() == range.len() && text.is_char_boundary(end - range.start) => {
                let (heading, rest) = text.split_at(end - range.start);
                self.words(heading, range.start);
                if !rest.trim().is_empty() {
                    self.end_run_in(end);
                    self.words(rest, end);
                }
            }
            _ => self.words(text, range.start),
        }
    }

    /// End of the current heading, if text continues after it in the same line and no element is open inside it.
    fn run_in_end(&self, at: usize) -> Option<usize> {
        let leaf = self.leaf?;
        let heading = self.outline.heading(leaf.heading?);
        let end = self.words_end(heading);
        let past = end <= at && self.page.top() == Some(ElementKind::Pair);
        (heading.run_in && (self.page.top() == Some(ElementKind::Leaf) || past)).then_some(end)
    }

    /// End of a heading's text, including the full stop after it and the `**` that closes it.
    fn words_end(&self, heading: &Heading) -> usize {
        let start = heading.span.start.saturating_sub(self.base);
        let end = heading.span.end.saturating_sub(self.base);
        let is_stop = |c: char| "。，；：！？,.;:!?".contains(c);
        let rest = self.body.get(end..).unwrap_or_default();
        let after = rest.trim_start_matches(is_stop);
        let is_strong = self.body.get(start..end).is_some_and(|words| words.matches("**").count() % 2 == 1);
        let after = match after.strip_prefix("**").filter(|_| is_strong) {
            Some(after) => after.trim_start_matches(is_stop),
            None => after,
        };
        end + rest.len() - after.len()
    }

    /// Writes text that may contain masks.
    fn words(&mut self, text: &str, at: usize) {
        let Some(leaf) = &mut self.leaf else { return };
        if leaf.skipped {
            return;
        }
        let trimmed = if leaf.fresh { text.trim_start() } else { text };
        leaf.fresh &= trimmed.is_empty();
        let offset = at + (text.len() - trimmed.len());
        if !trimmed.bytes().any(|b| b <= mask::BRACKET) {
            return self.write(trimmed);
        }
        let mut from = 0;
        for (position, byte) in trimmed.bytes().enumerate().filter(|(_, b)| *b <= mask::BRACKET) {
            self.write(&trimmed[from..position]);
            from = position + 1;
            self.masked(byte, offset + position);
        }
        self.write(&trimmed[from..]);
    }

    /// Writes the text that a mask stands for; other control characters are dropped.
    fn masked(&mut self, mask: u8, at: usize) {
        let original = self.body.as_bytes().get(at).copied();
        match (mask, original) {
            (mask::LITERAL_LESS_THAN, Some(b'<')) => self.write("<"),
            (mask::BRACKET, Some(b'[')) => self.write("["),
            (emphasis::STRONG_OPENS | emphasis::STRONG_CLOSES, Some(b'*')) => {
                let second = at.checked_sub(1).and_then(|before| self.body.as_bytes().get(before)) == Some(&b'*');
                match second {
                    false => {}
                    true if mask == emphasis::STRONG_OPENS => self.page.open("strong", ElementKind::Pair, &[]),
                    true => self.close_inline(ElementKind::Pair),
                }
            }
            _ => {}
        }
    }

    /// Opens strong or emphasised words.
    pub(super) fn open_inline(&mut self, tag: &'static str, kind: ElementKind, at: usize) {
        if self.image.is_some() {
            return;
        }
        self.ensure_leaf(at);
        if self.run_in_end(at).is_some_and(|end| end <= at) {
            self.end_run_in(at);
        }
        if self.is_shown() && self.page.depth() < 3 * DEEPEST {
            self.page.open(tag, kind, &[]);
        }
    }

    /// Closes the innermost element of this kind, and everything open in it, inside the leaf.
    pub(super) fn close_inline(&mut self, kind: ElementKind) {
        let Some(leaf) = self.leaf.filter(|leaf| !leaf.skipped) else { return };
        let innermost = self.page.kinds_from(leaf.depth).enumerate().filter(|(_, open)| *open == kind).last();
        if let Some((position, _)) = innermost {
            self.page.close_to(leaf.depth + position);
        }
    }

    /// Closes everything open inside a heading that began at `depth`.
    pub(super) fn close_marks(&mut self, depth: usize) {
        let leaves = self.page.kinds_from(depth).take_while(|kind| *kind == ElementKind::Leaf).count();
        self.page.close_to(depth + leaves);
    }

    fn is_shown(&self) -> bool {
        self.leaf.is_some_and(|leaf| !leaf.skipped)
    }

    /// Opens a link, if its target is allowed.
    pub(super) fn open_link(&mut self, link: LinkType, target: &str, at: usize) {
        let target = match link {
            LinkType::Email => format!("mailto:{target}"),
            _ => unmasked(target),
        };
        if self.image.is_some() {
            return;
        }
        self.ensure_leaf(at);
        if self.run_in_end(at).is_some_and(|end| end <= at) {
            self.end_run_in(at);
        }
        if let (true, Some(href)) = (self.is_shown(), self.href(&target)) {
            self.page.open("a", ElementKind::Link, &[("href", &href)]);
        }
    }

    fn href(&self, target: &str) -> Option<String> {
        if !is_safe(target) {
            return None;
        }
        let decoded = target_decoded(target);
        match (self.context.resolve)(&decoded) {
            LinkTarget::Href(href) if href == decoded => Some(encoded(target)),
            LinkTarget::Href(href) if is_safe(&href) => Some(encoded(&href)),
            LinkTarget::Href(_) | LinkTarget::Text => None,
        }
    }

    /// Begins an image, whose alternative text is collected first.
    pub(super) fn begin_image(&mut self, target: &str, at: usize) {
        if self.image.is_none() {
            self.ensure_leaf(at);
            self.image = Some((String::new(), unmasked(target)));
        }
    }

    /// Writes an image of the site as an image, one from elsewhere as a link, and others as their alternative text.
    pub(super) fn end_image(&mut self, at: usize) {
        let Some((words, target)) = self.image.take() else { return };
        if !self.is_shown() {
            return;
        }
        if self.run_in_end(at).is_some_and(|end| end <= at) {
            self.end_run_in(at);
        }
        let in_link =
            self.leaf.is_some_and(|leaf| self.page.kinds_from(leaf.depth).any(|kind| kind == ElementKind::Link));
        match self.href(&target) {
            Some(source) if !leads_out(&source) && !source.is_empty() => {
                start_tag(&mut self.page.out, "img", &[("src", &source), ("alt", &words)]);
            }
            Some(href) if !in_link => {
                self.page.open("a", ElementKind::Link, &[("href", &href)]);
                self.write(if words.is_empty() { &target } else { &words });
                self.page.close();
            }
            _ => self.write(&words),
        }
        self.leaf.iter_mut().for_each(|leaf| leaf.fresh = false);
    }

    /// Words in a code span.
    pub(super) fn code_span(&mut self, text: &str, range: Range<usize>) {
        let words = unmasked(text);
        if let Some((alt, _)) = &mut self.image {
            alt.push_str(&words);
            return;
        }
        self.ensure_leaf(range.start);
        if self.run_in_end(range.start).is_some_and(|end| end <= range.start) {
            self.end_run_in(range.start);
        }
        if self.is_shown() {
            self.page.out.push_str("<code>");
            self.write(&words);
            self.page.out.push_str("</code>");
            self.leaf.iter_mut().for_each(|leaf| leaf.fresh = false);
        }
    }
}
