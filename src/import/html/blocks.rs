//! The paragraphs, headings, lists and tables of a page's text.

use super::main_text::is_around;
use crate::import::draft::{Block, Note, table_blocks};
use crate::import::residue;
use crate::import::tree::{Element, Node};

/// What was read.
pub struct Read {
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// What was left out or turned into text.
    pub notes: Vec<Note>,
}

/// Reads the text in `main`.
pub fn read(main: &Element) -> Read {
    let mut reader = Reader::default();
    reader.children(main, &Style::default());
    reader.flush(&Style::default());
    let Reader { blocks, residue, images, numbers, tables, .. } = reader;
    let counted = [
        (residue, Note::Residue(residue)),
        (numbers, Note::Numbers(numbers)),
        (tables, Note::Tables(tables)),
        (images, Note::Images(images)),
    ];
    Read { blocks, notes: counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note).collect() }
}

/// The blocks of a cell of a table.
type Cell = Vec<Block>;

/// How the words of an element are to be taken.
#[derive(Clone, Debug, Default)]
struct Style {
    bold: bool,
    heading: Option<u8>,
    preserved: bool,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    line: String,
    /// Whether all words of the line are bold, or some are not.
    bold: bool,
    plain: bool,
    residue: usize,
    images: usize,
    numbers: usize,
    tables: usize,
}

impl Reader {
    fn children(&mut self, element: &Element, style: &Style) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.text(text, style),
                Node::Element(child) if is_around(child) => {}
                Node::Element(child) => self.element(child, style),
            }
        }
    }

    fn element(&mut self, element: &Element, style: &Style) {
        let name = element.name.as_str();
        match name {
            "br" | "hr" => self.flush(style),
            "img" => self.images += 1,
            "b" | "strong" => self.children(element, &Style { bold: true, ..style.clone() }),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.block(element, style, &Style { heading: Some(level), ..style.clone() });
            }
            "ol" => self.numbered(element, style),
            "ul" => {
                self.flush(style);
                self.entries(element, style, |_| "- ".to_owned());
            }
            "table" => self.table(element, style),
            "pre" => self.block(element, style, &Style { preserved: true, ..style.clone() }),
            "p" | "div" | "section" | "article" | "main" | "blockquote" | "center" | "header" | "dl" | "dt" | "dd"
            | "li" | "address" | "figure" | "figcaption" | "fieldset" => self.block(element, style, style),
            _ => {
                let bold = style.bold || is_bold(element);
                self.children(element, &Style { bold, ..style.clone() });
            }
        }
    }

    fn block(&mut self, element: &Element, around: &Style, style: &Style) {
        self.flush(around);
        let bold = style.bold || is_bold(element);
        self.block_in_line(element, &Style { bold, ..style.clone() });
    }

    fn block_in_line(&mut self, element: &Element, style: &Style) {
        self.children(element, style);
        self.flush(style);
    }

    /// The numbers a browser shows are written out.
    fn numbered(&mut self, list: &Element, style: &Style) {
        self.flush(style);
        self.numbers += list.elements().filter(|element| element.name == "li").count();
        let mut next: i64 = list.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        self.entries(list, style, |entry| {
            let number = entry.attribute("value").and_then(|value| value.parse().ok()).unwrap_or(next);
            next = number.saturating_add(1);
            format!("{number}. ")
        });
    }

    /// The entries of a list behind their marks, and whatever else stands between them.
    fn entries(&mut self, list: &Element, style: &Style, mut mark: impl FnMut(&Element) -> String) {
        for node in &list.children {
            match node {
                Node::Element(entry) if entry.name == "li" => {
                    self.flush(style);
                    self.line = mark(entry);
                    self.block_in_line(entry, style);
                }
                Node::Element(other) if is_around(other) => {}
                Node::Element(other) => self.element(other, style),
                Node::Text(text) => self.text(text, style),
            }
        }
        self.flush(style);
    }

    fn table(&mut self, table: &Element, style: &Style) {
        self.flush(style);
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        // a page laid out with a table is no table of words
        let is_layout = rows.iter().flatten().any(|cell: &Cell| cell.len() > 6);
        if is_layout {
            return self.blocks.extend(rows.into_iter().flatten().flatten());
        }
        let cell = |blocks: Vec<Block>| {
            let texts = blocks.into_iter().flat_map(|block| match block {
                Block::Paragraph { text, .. } | Block::Heading(_, text) => vec![text],
                Block::Table(rows) => rows.into_iter().flatten().collect(),
            });
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
        let blocks = table_blocks(rows);
        self.tables += blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
        self.blocks.extend(blocks);
    }

    fn rows(&mut self, element: &Element, rows: &mut Vec<Vec<Cell>>) {
        for node in &element.children {
            match node {
                Node::Element(child) if is_around(child) => {}
                Node::Element(child) if child.name == "tr" => {
                    let cells = child.children.iter().filter_map(|node| self.cell_of(node));
                    rows.push(cells.collect());
                }
                Node::Element(child) if child.find("tr").is_some() || child.name == "tbody" => self.rows(child, rows),
                // words between rows, or a caption
                node => rows.extend(self.cell_of(node).map(|cell| vec![cell])),
            }
        }
    }

    fn cell_of(&mut self, node: &Node) -> Option<Cell> {
        match node {
            Node::Element(cell) if is_around(cell) || cell.name == "colgroup" => None,
            Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th" | "caption") => Some(self.cell(cell)),
            Node::Text(text) if text.trim().is_empty() => None,
            other => Some(self.cell(&Element { children: vec![other.clone()], ..Element::default() })),
        }
    }

    fn cell(&mut self, cell: &Element) -> Cell {
        let outer = std::mem::take(&mut self.blocks);
        self.block_in_line(cell, &Style::default());
        std::mem::replace(&mut self.blocks, outer)
    }

    fn text(&mut self, text: &str, style: &Style) {
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

    fn flush(&mut self, style: &Style) {
        let (text, removed) = residue::clean(&std::mem::take(&mut self.line));
        let bold = std::mem::take(&mut self.bold) & !std::mem::take(&mut self.plain);
        self.residue += removed;
        if !text.contains(|c: char| !c.is_whitespace() && c != '-') || residue::is_page_number(&text) {
            return;
        }
        self.blocks.push(match style.heading {
            Some(level) => Block::Heading(level, text),
            None => Block::Paragraph { text, bold, goes_on: false },
        });
    }
}

fn is_bold(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default().replace(' ', "");
    ["font-weight:bold", "font-weight:700", "font-weight:600"].iter().any(|bold| style.contains(bold))
}
