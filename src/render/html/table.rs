//! Tables, and rows that are items.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::stack::{ElementKind, target};
use super::trace::line_id;
use super::writer::{BodyWriter, DEEPEST, HtmlTable, Leaf, LeafForm};

impl BodyWriter<'_> {
    /// Begins a table in a frame that can be scrolled.
    pub(super) fn begin_table(&mut self, alignments: &[Alignment], at: usize) {
        let fits = self.containers.len() < DEEPEST;
        let label = self.context.words.table.as_str();
        let attributes = [("class", "table"), ("tabindex", "0"), ("role", "group"), ("aria-label", label)];
        self.open_container(Some("div"), &attributes, at);
        self.table = fits.then(|| {
            self.page.open("table", ElementKind::Container, &[]);
            let depth = self.page.depth();
            HtmlTable {
                alignments: alignments.to_vec(),
                depth,
                head: true,
                column: 0,
                labels: Vec::new(),
                row: None,
                end: 0,
                pending: String::new(),
            }
        });
    }

    /// Ends the table.
    pub(super) fn end_table(&mut self) {
        self.table = None;
        self.close_container();
    }

    /// Begins a row; one that is an item can be linked to.
    pub(super) fn begin_row(&mut self, head: bool, range: Range<usize>) {
        self.close_leaf();
        let Some(table) = &mut self.table else { return };
        let line = self.base + range.start..self.base + range.end;
        let (missed, row) = self.outline.take_line(line.start, line.end);
        missed.for_each(|index| target(&mut table.pending, self.outline.id(index)));
        let traced = self.trace.take_to(line.start);
        traced.iter().for_each(|line| target(&mut table.pending, &line_id(*line)));
        (table.head, table.row, table.column, table.end) = (head, row, 0, range.end);
        if head {
            self.page.open("thead", ElementKind::Container, &[]);
        } else if self.page.depth() == table.depth {
            self.page.open("tbody", ElementKind::Container, &[]);
        }
        let id = row.map(|index| self.outline.id(index).to_owned());
        let class = row.and_then(|index| self.item_at(index)).map_or("other", |_| "item");
        let attributes: Vec<(&str, &str)> =
            id.as_deref().map(|id| [("class", class), ("id", id)]).into_iter().flatten().collect();
        self.page.open("tr", ElementKind::Container, &attributes);
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) {
        self.close_leaf();
        if let Some(table) = &self.table {
            self.page.close_to(if table.head { table.depth } else { table.depth + 1 });
        }
    }

    /// Begins a cell.
    pub(super) fn begin_cell(&mut self, range: Range<usize>) {
        let Some(table) = &mut self.table else {
            return self.begin(LeafForm::Paragraph, range.start);
        };
        let words = self.body.get(range).unwrap_or_default().trim_matches(['|', ' ', '\t']);
        let is_empty = words.is_empty();
        if table.head {
            table.labels.push(plain_label(words));
        }
        let align = match table.alignments.get(table.column) {
            Some(Alignment::Left) => Some(("class", "left")),
            Some(Alignment::Center) => Some(("class", "center")),
            Some(Alignment::Right) => Some(("class", "right")),
            _ => None,
        };
        let is_head = table.head && !is_empty;
        // on narrow screens a row is a card, and each cell has the label of its column
        let label = table.labels.get(table.column).filter(|label| !table.head && !is_empty && !label.is_empty());
        let label = label.cloned();
        table.column += 1;
        let (first, row) = (table.column == 1, table.row);
        let pending = std::mem::take(&mut table.pending);
        let label = label.as_deref().map(|label| ("data-label", label));
        let scope = is_head.then_some(("scope", "col"));
        let attributes: Vec<(&str, &str)> = scope.into_iter().chain(align).chain(label).collect();
        self.page.open(if is_head { "th" } else { "td" }, ElementKind::Container, &attributes);
        self.page.out.push_str(&pending);
        if let Some(index) = row.filter(|_| first) {
            self.write_aliases(index);
        }
        let depth = self.page.depth();
        self.leaf = Some(Leaf { depth, form: LeafForm::Bare, heading: None, note: None, skipped: false, fresh: true });
    }

    /// Ends a cell. In an item's row, the first cell ends with ¶, and the cell with the status ends with the badge.
    pub(super) fn end_cell(&mut self, range: Range<usize>) {
        self.close_leaf();
        let Some(table) = &self.table else { return };
        if table.column == table.alignments.len() {
            // the parser drops cells beyond those of the head: keep their text in the last cell
            let rest = self.body.get(range.end..table.end).unwrap_or_default();
            let words = rest.trim_matches(['|', ' ', '\t', '\r', '\n']).to_owned();
            if !words.is_empty() {
                self.write(" ");
                self.write(&words);
            }
        }
        let Some(table) = &self.table else { return };
        let (first, row) = (table.column == 1, table.row);
        if let Some((index, item)) = row.and_then(|index| Some((index, self.item_at(index)?.clone()))) {
            let status = self.outline.heading(index).status_span;
            if first {
                self.write_permalink(&item);
            }
            let stated = |start: usize| (self.base + range.start..self.base + range.end).contains(&start);
            if status.map_or(first, |span| stated(span.start)) {
                self.write_badge(&item, status.is_some());
            }
            if first && let Some(note) = self.context.notes.get(&item.anchor) {
                self.page.out.push_str("<span class=\"history\">");
                self.page.out.push_str(note);
                self.page.out.push_str("</span>");
            }
        }
        self.page.close();
    }
}

/// The text of a cell of the head without marks of emphasis and code, links or comments.
fn plain_label(words: &str) -> String {
    if words.contains(['<', '[', '\\', '&']) {
        return String::new();
    }
    words.replace(['*', '`', '_'], "").trim().to_owned()
}
