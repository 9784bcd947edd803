//! A document's body: its paragraphs and tables in order.

use super::numbering::Numbering;
use super::styles::{Styles, is_on, numbering_of};
use crate::import::draft::{Block, Note, table_blocks};
use crate::import::residue;
use crate::import::tree::Element;

/// Lines among the first of these may belong to one title.
const TITLE_LINES: usize = 4;
/// A line of a title is no longer than this.
const LONGEST_TITLE: usize = 40;

/// Reads a body.
pub struct Reader<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    /// What was read.
    pub blocks: Vec<Block>,
    counts: Counts,
    /// Paragraphs of text boxes, which stand behind the paragraph they are anchored in.
    boxes: Vec<&'a Element>,
    was_centred: bool,
}

#[derive(Default)]
struct Counts {
    residue: usize,
    images: usize,
    numbers: usize,
    tables: usize,
    changes: usize,
}

/// The words of a paragraph, and whether all of them are bold.
#[derive(Default)]
struct Words {
    text: String,
    bold: bool,
    plain: bool,
}

impl<'a> Reader<'a> {
    /// A reader for a document with these styles and lists.
    pub fn new(styles: &'a Styles, numbering: Numbering) -> Self {
        let (blocks, boxes) = (Vec::new(), Vec::new());
        Self { styles, numbering, blocks, counts: Counts::default(), boxes, was_centred: false }
    }

    /// Reads the body, and behind it the footnotes that are called in it.
    pub fn read(&mut self, body: &'a Element, footnotes: Option<&'a Element>) {
        self.container(body);
        let notes = footnotes.and_then(|part| part.child("footnotes"));
        for note in notes.into_iter().flat_map(Element::elements) {
            let label = note.attribute("id").unwrap_or_default();
            let mut words = Words::default();
            note.elements()
                .filter(|paragraph| paragraph.name == "p")
                .for_each(|paragraph| self.inline(paragraph, false, &mut words));
            let text = self.cleaned(&words.text.replace('\n', " "));
            if note.attribute("type").is_none() && !text.is_empty() {
                self.blocks.push(Block::Paragraph { text: format!("[^{label}]: {text}"), bold: false, goes_on: false });
            }
        }
    }

    /// What was left out or turned into text.
    pub fn notes(&self) -> Vec<Note> {
        let Counts { residue, images, numbers, tables, changes } = self.counts;
        let counted = [
            (residue, Note::Residue(residue)),
            (numbers, Note::Numbers(numbers)),
            (tables, Note::Tables(tables)),
            (images, Note::Images(images)),
            (changes, Note::TrackedChanges),
        ];
        counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note).collect()
    }

    fn container(&mut self, element: &'a Element) {
        for child in element.elements() {
            match child.name.as_str() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "sectPr" | "del" | "moveFrom" => {}
                "AlternateContent" => self.container(chosen(child)),
                _ => self.container(child),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &'a Element) {
        let properties = paragraph.child("pPr");
        let value =
            |path: &[&str]| properties.and_then(|own| own.at(path)).and_then(|element| element.attribute("val"));
        let style = value(&["pStyle"]).unwrap_or_default();
        let level = value(&["outlineLvl"]).and_then(|level| level.parse().ok()).or_else(|| self.styles.level(style));
        let mut words = Words::default();
        self.inline(paragraph, self.styles.is_bold(style), &mut words);
        let listed =
            properties.and_then(|own| own.child("numPr")).map_or_else(|| self.styles.numbering(style), numbering_of);
        let has_words = words.text.contains(|c: char| !c.is_whitespace());
        let number = listed.filter(|_| has_words).and_then(|(list, level)| self.numbering.next(&list, level));
        self.counts.numbers += usize::from(number.as_ref().is_some_and(|number| !number.is_empty()));
        let centred = value(&["jc"]) == Some("center");
        let goes_on = centred == self.was_centred && self.blocks.len() < TITLE_LINES && self.follows_title(&words.text);
        let text = format!("{}{}", number.unwrap_or_default(), words.text);
        for (at, line) in text.split('\n').enumerate() {
            let text = self.cleaned(line);
            if text.is_empty() || residue::is_page_number(&text) {
                continue;
            }
            self.was_centred = centred;
            self.blocks.push(match level {
                _ if self.styles.is_title(style) => Block::Heading(1, text),
                Some(level) if level < 9 && at == 0 => Block::Heading(level.saturating_add(2), text),
                _ => Block::Paragraph { text, bold: words.bold && !words.plain, goes_on },
            });
        }
        for anchored in std::mem::take(&mut self.boxes) {
            self.container(anchored);
        }
    }

    /// Whether words go on where a title's first line may have been broken.
    fn follows_title(&self, words: &str) -> bool {
        let line = |words: &str| {
            words.chars().count() <= LONGEST_TITLE
                && words.trim().ends_with(|c: char| c.is_alphanumeric() || "”》）".contains(c))
        };
        matches!(self.blocks.last(), Some(Block::Paragraph { text, .. }) if line(text) && line(words))
    }

    fn cleaned(&mut self, line: &str) -> String {
        let (text, removed) = residue::clean(line);
        self.counts.residue += removed;
        text
    }

    /// Gathers the words in `element`; `bold` is what its style says.
    fn inline(&mut self, element: &'a Element, bold: bool, words: &mut Words) {
        for child in element.elements() {
            match child.name.as_str() {
                "r" => self.run(child, bold, words),
                "pPr" | "rt" | "instrText" => {}
                "del" | "moveFrom" => self.counts.changes += 1,
                "ins" | "moveTo" => {
                    self.counts.changes += 1;
                    self.inline(child, bold, words);
                }
                "AlternateContent" => self.inline(chosen(child), bold, words),
                "t" => words.text.push_str(&child.text()),
                _ => self.inline(child, bold, words),
            }
        }
    }

    fn run(&mut self, run: &'a Element, bold: bool, words: &mut Words) {
        let properties = run.child("rPr");
        let switch = |name: &str| properties.and_then(|own| own.child(name)).map(is_on);
        if switch("vanish") == Some(true) {
            return;
        }
        let before = words.text.len();
        self.content(run, bold, words);
        if words.text[before..].contains(|c: char| !c.is_whitespace()) {
            match switch("b").unwrap_or(bold) {
                true => words.bold = true,
                false => words.plain = true,
            }
        }
    }

    fn content(&mut self, run: &'a Element, bold: bool, words: &mut Words) {
        for child in run.elements() {
            match child.name.as_str() {
                "t" => words.text.push_str(&child.text()),
                "tab" | "ptab" => words.text.push(' '),
                "br" if child.attribute("type").is_none_or(|kind| kind == "textWrapping") => words.text.push('\n'),
                "cr" => words.text.push('\n'),
                "noBreakHyphen" => words.text.push('-'),
                "sym" => words.text.extend(symbol(child)),
                "footnoteReference" => {
                    words.text.push_str(&format!("[^{}]", child.attribute("id").unwrap_or_default()))
                }
                "drawing" | "pict" | "object" => self.drawing(child),
                "AlternateContent" => self.content(chosen(child), bold, words),
                "ruby" => child.child("rubyBase").into_iter().for_each(|base| self.inline(base, bold, words)),
                _ => {}
            }
        }
    }

    /// Text boxes are kept for later; pictures are counted.
    fn drawing(&mut self, drawing: &'a Element) {
        match drawing.find("txbxContent") {
            Some(text) => self.boxes.push(text),
            None if drawing.find("blip").is_some() || drawing.find("imagedata").is_some() => self.counts.images += 1,
            None => {}
        }
    }

    fn table(&mut self, table: &'a Element) {
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        let blocks = table_blocks(rows);
        self.counts.tables += blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
        self.blocks.extend(blocks);
    }

    fn rows(&mut self, element: &'a Element, rows: &mut Vec<Vec<String>>) {
        for child in element.elements() {
            match child.name.as_str() {
                "tr" => {
                    let mut cells = Vec::new();
                    self.cells(child, &mut cells);
                    rows.push(cells);
                }
                "tblPr" | "tblGrid" => {}
                _ => self.rows(child, rows),
            }
        }
    }

    fn cells(&mut self, element: &'a Element, cells: &mut Vec<String>) {
        for child in element.elements() {
            match child.name.as_str() {
                "tc" => {
                    let text = self.cell(child);
                    let span = child.at(&["tcPr", "gridSpan"]).and_then(|span| span.attribute("val")?.parse().ok());
                    cells.push(text);
                    cells.extend((1..span.unwrap_or(1usize).min(64)).map(|_| String::new()));
                }
                "trPr" | "tblPrEx" => {}
                _ => self.cells(child, cells),
            }
        }
    }

    /// The paragraphs of a cell in one line; those of a table in it too.
    fn cell(&mut self, cell: &'a Element) -> String {
        let outer = std::mem::take(&mut self.blocks);
        self.container(cell);
        let inner = std::mem::replace(&mut self.blocks, outer);
        let mut parts = Vec::new();
        for block in inner {
            match block {
                Block::Paragraph { text, .. } | Block::Heading(_, text) => parts.push(text),
                Block::Table(rows) => parts.extend(rows.into_iter().flatten().filter(|text| !text.is_empty())),
            }
        }
        parts.join(" ")
    }
}

/// Of the alternatives a program may choose from, the first; they say the same.
fn chosen(alternatives: &Element) -> &Element {
    alternatives.child("Choice").or_else(|| alternatives.child("Fallback")).unwrap_or(alternatives)
}

/// A character named by its code; those of symbol fonts say nothing elsewhere.
fn symbol(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}'))
}
