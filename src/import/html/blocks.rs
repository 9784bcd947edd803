//! The paragraphs, headings, lists and tables of a page's text.

use super::main_text::{is_around, words};
use super::mathml;
use crate::import::draft::DraftBlock;
use crate::import::grid::{self, SourceCell};
use crate::import::ledger::Ledger;
use crate::import::note::NoteKind;
use crate::import::scripts::{self, Script};
use crate::import::tree::{Element, MarkupNode};
use crate::import::{residue, wrapped};
use crate::read::number;

/// The blank of `&nbsp;`, with which editors fill lines.
const NO_BREAK: char = '\u{a0}';

/// Reads the text in `main`.
pub fn read(main: &Element, ledger: &mut Ledger) -> Vec<DraftBlock> {
    let mut reader =
        PageReader { ledger, blocks: Vec::new(), line: String::new(), bold: false, plain: false, page_ended: false };
    reader.children(main, &TextStyle::default());
    reader.flush(&TextStyle::default());
    reader.blocks
}

/// How the words of an element are to be taken.
#[derive(Clone, Debug, Default)]
struct TextStyle {
    bold: bool,
    heading: Option<u8>,
    preserved: bool,
    script: Script,
}

struct PageReader<'a> {
    ledger: &'a mut Ledger,
    blocks: Vec<DraftBlock>,
    line: String,
    /// Whether some words of the line are bold, and whether some are not.
    bold: bool,
    plain: bool,
    /// Whether a page ended after the last words.
    page_ended: bool,
}

impl PageReader<'_> {
    fn children(&mut self, element: &Element, style: &TextStyle) {
        for node in &element.children {
            match node {
                MarkupNode::Text(text) => self.text(text, style),
                MarkupNode::Element(child) if is_around(child) => {}
                MarkupNode::Element(child) => self.element(child, style),
            }
        }
    }

    fn element(&mut self, element: &Element, style: &TextStyle) {
        let name = element.name.as_str();
        match name {
            "br" | "hr" => {
                self.flush(style);
                self.page_ended |= ends_page(element);
            }
            "img" | "svg" | "canvas" | "video" | "object" | "embed" => self.ledger.dropped(NoteKind::Images),
            _ if is_list_number(element) => self.list_number(element),
            "math" => {
                let formula = mathml::linear(element, self.line.chars().next_back());
                self.text(&formula, style);
            }
            "sup" | "sub" => {
                let script = if name == "sup" { Script::Raised } else { Script::Lowered };
                self.children(element, &TextStyle { script, ..style.clone() });
            }
            "b" | "strong" => self.children(element, &TextStyle { bold: true, ..style.clone() }),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.block(element, style, &TextStyle { heading: Some(level), ..style.clone() });
            }
            "ol" => self.numbered(element, style),
            "ul" => {
                self.flush(style);
                self.entries(element, style, |entry| {
                    // an entry that is numbered by its words needs no other mark
                    let is_numbered = number::read(words(entry).trim_start()).is_some();
                    if is_numbered { String::new() } else { "- ".to_owned() }
                });
            }
            "table" => self.table(element, style),
            "pre" => self.block(element, style, &TextStyle { preserved: true, ..style.clone() }),
            "p" | "div" | "section" | "article" | "main" | "blockquote" | "center" | "header" | "dl" | "dt" | "dd"
            | "li" | "address" | "figure" | "figcaption" | "fieldset" => self.block(element, style, style),
            _ => {
                let bold = style.bold || is_bold(element);
                self.children(element, &TextStyle { bold, ..style.clone() });
            }
        }
    }

    /// The number of a list as one types it: with a blank after a Latin mark. Bullets are letters of a symbol font.
    fn list_number(&mut self, element: &Element) {
        let all = words(element);
        let number = all.trim_matches(|c: char| c.is_whitespace());
        let is_number = number.contains(|c: char| c.is_numeric() || "一二三四五六七八九十".contains(c))
            || number.ends_with(['.', '、', ')', '）']);
        if !is_number {
            return self.line.push_str("- ");
        }
        self.line.push_str(number);
        if number.ends_with(|c: char| c.is_ascii()) {
            self.line.push(' ');
        }
    }

    fn block(&mut self, element: &Element, around: &TextStyle, style: &TextStyle) {
        self.flush(around);
        let bold = style.bold || is_bold(element);
        self.block_in_line(element, &TextStyle { bold, ..style.clone() });
    }

    fn block_in_line(&mut self, element: &Element, style: &TextStyle) {
        self.children(element, style);
        self.flush(style);
    }

    /// The numbers a browser shows are written out.
    fn numbered(&mut self, list: &Element, style: &TextStyle) {
        self.flush(style);
        let numbers = list.elements().filter(|element| element.name == "li").count();
        self.ledger.count(NoteKind::Numbers, numbers);
        let mut next: i64 = list.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        self.entries(list, style, |entry| {
            let number = entry.attribute("value").and_then(|value| value.parse().ok()).unwrap_or(next);
            next = number.saturating_add(1);
            format!("{number}. ")
        });
    }

    /// The entries of a list after their marks, and anything else between them.
    fn entries(&mut self, list: &Element, style: &TextStyle, mut mark: impl FnMut(&Element) -> String) {
        for node in &list.children {
            match node {
                MarkupNode::Element(entry) if entry.name == "li" => {
                    self.flush(style);
                    self.line = mark(entry);
                    self.block_in_line(entry, style);
                }
                MarkupNode::Element(other) if is_around(other) => {}
                MarkupNode::Element(other) => self.element(other, style),
                MarkupNode::Text(text) => self.text(text, style),
            }
        }
        self.flush(style);
    }

    fn table(&mut self, table: &Element, style: &TextStyle) {
        self.flush(style);
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        end_spans(&mut rows);
        let blocks = grid::blocks(rows, self.ledger);
        self.blocks.extend(blocks);
    }

    fn rows(&mut self, element: &Element, rows: &mut Vec<Vec<SourceCell>>) {
        for node in &element.children {
            match node {
                MarkupNode::Element(child) if is_around(child) || child.name == "colgroup" => {}
                MarkupNode::Element(child) if child.name == "tr" => {
                    let cells = child.children.iter().filter_map(|node| self.cell_of(node));
                    rows.push(cells.collect());
                }
                MarkupNode::Element(child) if matches!(child.name.as_str(), "thead" | "tbody" | "tfoot") => {
                    let first = rows.len();
                    self.rows(child, rows);
                    end_spans(&mut rows[first..]);
                }
                MarkupNode::Element(child) if child.name != "caption" && child.find("tr").is_some() => {
                    self.rows(child, rows);
                }
                MarkupNode::Text(text) if text.trim().is_empty() => {}
                // a caption, or words between rows
                node => {
                    let blocks = self.blocks_in(node);
                    self.blocks.extend(blocks);
                }
            }
        }
    }

    fn cell_of(&mut self, node: &MarkupNode) -> Option<SourceCell> {
        let span = |cell: &Element, name: &str| cell.attribute(name).and_then(|span| span.trim().parse().ok());
        match node {
            MarkupNode::Element(cell) if is_around(cell) => None,
            MarkupNode::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => Some(SourceCell {
                columns: span(cell, "colspan").unwrap_or(1),
                rows: span(cell, "rowspan").unwrap_or(1),
                blocks: self.blocks_in(node),
                ..SourceCell::default()
            }),
            MarkupNode::Text(text) if text.trim().is_empty() => None,
            other => Some(SourceCell { blocks: self.blocks_in(other), columns: 1, rows: 1, ..SourceCell::default() }),
        }
    }

    /// The blocks of a node by itself.
    fn blocks_in(&mut self, node: &MarkupNode) -> Vec<DraftBlock> {
        let outer = std::mem::take(&mut self.blocks);
        match node {
            MarkupNode::Element(element) => self.block_in_line(element, &TextStyle::default()),
            MarkupNode::Text(text) => {
                self.text(text, &TextStyle::default());
                self.flush(&TextStyle::default());
            }
        }
        std::mem::replace(&mut self.blocks, outer)
    }

    fn text(&mut self, text: &str, style: &TextStyle) {
        if style.script != Script::Line {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !(style.script == Script::Lowered && scripts::join_fraction(&mut self.line, &text)) {
                self.line.push_str(&scripts::write(&text, style.script, self.line.chars().next_back()));
            }
            return;
        }
        if style.preserved {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.flush(style);
                }
                self.line.push_str(line);
            }
            return;
        }
        for c in text.chars() {
            let c = if c == NO_BREAK { ' ' } else { c };
            let blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            match blank {
                // a line end of the source between two Han characters is none of the text
                true if c != ' ' && !self.line.ends_with(|c: char| c.is_ascii()) => {}
                true if self.line.is_empty() || self.line.ends_with(' ') => {}
                true => self.line.push(' '),
                false => self.line.push(c),
            }
        }
        if text.contains(char::is_alphanumeric) {
            self.bold |= style.bold;
            self.plain |= !style.bold;
        }
    }

    fn flush(&mut self, style: &TextStyle) {
        let (text, removed) = residue::clean(&std::mem::take(&mut self.line));
        let bold = std::mem::take(&mut self.bold) & !std::mem::take(&mut self.plain);
        self.ledger.count(NoteKind::Residue, removed);
        if !text.contains(|c: char| !c.is_whitespace() && c != '-') || residue::is_page_number(&text) {
            return self.ledger.left_out(NoteKind::Boilerplate, &text);
        }
        self.ledger.passed(&text);
        let is_over_page = std::mem::take(&mut self.page_ended);
        if let Some(DraftBlock::Paragraph { text: before, .. }) = self.blocks.last_mut().filter(|_| is_over_page)
            && style.heading.is_none()
            && wrapped::goes_on_over_page(before, &text)
        {
            wrapped::append(before, &text);
            return self.ledger.count(NoteKind::Wrapped, 1);
        }
        self.blocks.push(match style.heading {
            Some(level) => DraftBlock::Heading(level, text),
            None => DraftBlock::Paragraph { text, bold, goes_on: false },
        });
    }
}

/// Lets cells end with the last row of their part of a table; `rowspan="0"` means to it.
fn end_spans(rows: &mut [Vec<SourceCell>]) {
    let all = rows.len();
    for (at, row) in rows.iter_mut().enumerate() {
        for cell in row {
            cell.rows = if cell.rows == 0 { all - at } else { cell.rows.min(all - at) };
        }
    }
}

/// Whether a page ends at a break: `page-break-before: always`.
fn ends_page(element: &Element) -> bool {
    element.attribute("style").unwrap_or_default().to_ascii_lowercase().contains("page-break-before")
}

/// Whether an element is the number or the bullet of a list, which Word writes out with blanks up to the words.
fn is_list_number(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default();
    style.split(';').filter_map(|one| one.split_once(':')).any(|(name, value)| {
        name.trim().eq_ignore_ascii_case("mso-list") && value.trim().eq_ignore_ascii_case("ignore")
    })
}

fn is_bold(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default().replace(' ', "");
    ["font-weight:bold", "font-weight:700", "font-weight:600"].iter().any(|bold| style.contains(bold))
}
