//! Footnotes: collected after the body, referred to by their own labels.

use super::stack::{ElementKind, start_tag};
use super::writer::BodyWriter;
use crate::render::markup::escape;

impl BodyWriter<'_> {
    /// Writes a reference to a footnote.
    pub(super) fn footnote_reference(&mut self, label: &str, at: usize) {
        if let Some((words, _)) = &mut self.image {
            words.push_str(&format!("[{label}]"));
            return;
        }
        self.ensure_leaf(at);
        if self.leaf.is_none_or(|leaf| leaf.skipped) {
            return;
        }
        let number = self.footnotes.number(label);
        let first = !std::mem::replace(&mut self.footnotes.labels[number].called, true);
        let (href, id) = (format!("#fn-{}", number + 1), format!("fnref-{}", number + 1));
        let out = &mut self.page.out;
        out.push_str("<sup>");
        match first {
            true => start_tag(out, "a", &[("href", &href), ("id", &id)]),
            false => start_tag(out, "a", &[("href", &href)]),
        }
        out.push('[');
        escape(out, label);
        out.push_str("]</a></sup>");
        self.last = ']';
        self.leaf.iter_mut().for_each(|leaf| leaf.fresh = false);
    }

    /// Begins a footnote, which is buffered until the end of the page.
    pub(super) fn begin_footnote(&mut self, label: &str) {
        self.close_leaf();
        self.flush_marker();
        if self.footnotes.aside.is_some() {
            return self.containers.push(None);
        }
        let number = self.footnotes.number(label);
        let defined = std::mem::replace(&mut self.footnotes.labels[number].defined, true);
        let aside = (std::mem::take(&mut self.page), std::mem::take(&mut self.containers));
        self.footnotes.aside = Some(aside);
        self.containers.push(Some(0));
        let id = format!("fn-{}", number + 1);
        let attributes = [("class", "footnote"), ("id", id.as_str())];
        self.page.open("div", ElementKind::Container, if defined { &attributes[..1] } else { &attributes });
        self.page.out.push_str("<span class=\"footnote-label\">[");
        escape(&mut self.page.out, label);
        self.page.out.push_str("]</span> ");
    }

    /// Ends a footnote.
    pub(super) fn end_footnote(&mut self) {
        self.close_leaf();
        self.flush_marker();
        self.containers.pop();
        if !self.containers.is_empty() {
            return;
        }
        self.page.close_to(0);
        if let Some((page, containers)) = self.footnotes.aside.take() {
            let note = std::mem::replace(&mut self.page, page);
            self.containers = containers;
            self.footnotes.notes.push_str(&note.out);
            self.footnotes.lines.extend(note.block_lines);
        }
    }

    /// Writes the collected footnotes.
    pub(super) fn write_footnotes(&mut self) {
        if !self.footnotes.notes.is_empty() {
            self.page.out.push_str("<div class=\"footnotes\">\n");
            self.page.out.push_str(&self.footnotes.notes);
            self.page.out.push_str("</div>\n");
            self.page.block_lines.append(&mut self.footnotes.lines);
        }
    }
}
