//! A document's body: its paragraphs and tables in order.

use super::reader::{self, BodyReader, PAGE_END, ParagraphText, chosen, text_of};
use super::styles::{ListPlace, RunProperties, Styles, is_on, is_shade};
use crate::import::draft::DraftBlock;
use crate::import::grid::{self, SourceCell, VerticalMerge};
use crate::import::note::NoteKind;
use crate::import::tree::Element;
use crate::import::{residue, wrapped};
use crate::read::number;

/// Lines among the first of these may belong to one title.
const TITLE_LINES: usize = 4;
/// A line of a title is no longer than this.
const LONGEST_TITLE: usize = 40;
/// Levels of an outline from this on are body text.
const BODY_LEVEL: u8 = 9;

impl<'a> BodyReader<'a> {
    /// The blocks of the body, and after them the notes that are called in it.
    pub fn read(mut self, body: &'a Element) -> Vec<DraftBlock> {
        self.trusts_fields = super::fields::are_balanced(body);
        self.container(body);
        self.flush();
        let notes = self.called_notes();
        let end = self.blocks.len() - closing_length(&self.blocks);
        self.blocks.splice(end..end, notes);
        self.blocks
    }

    /// The notes that were called, and those that are called in them.
    fn called_notes(&mut self) -> Vec<DraftBlock> {
        let mut notes = Vec::new();
        while let Some((kind, id)) = self.calls.get(notes.len()).cloned() {
            let mut words = ParagraphText::default();
            for paragraph in self.find_note(kind, &id).into_iter().flat_map(Element::elements) {
                if !words.text.is_empty() {
                    words.text.push(' ');
                }
                self.inline(paragraph, "", &mut words);
            }
            let text = self.cleaned(&words.text.replace(['\n', PAGE_END], " "));
            notes.push(DraftBlock::Footnote(format!("{}{}", self.note_prefix, notes.len() + 1), text));
        }
        notes
    }

    fn container(&mut self, element: &'a Element) {
        for child in element.elements() {
            match child.name.as_str() {
                "p" => self.paragraph(child),
                "tbl" => self.table(child),
                "sectPr" | "sdtPr" => {}
                "del" | "moveFrom" => self.ledger.left_out(NoteKind::Deleted, &text_of(child)),
                "sdt" => self.block_control(child),
                "altChunk" | "subDoc" => self.chunk(child),
                "AlternateContent" => chosen(child).into_iter().for_each(|child| self.container(child)),
                _ => self.container(child),
            }
        }
    }

    /// A content control around paragraphs.
    fn block_control(&mut self, control: &'a Element) {
        let Some(content) = control.child("sdtContent") else { return };
        if reader::is_prompt(control) && content.find("tbl").is_none() {
            return self.ledger.left_out(NoteKind::Placeholders, &text_of(content));
        }
        let is_contents = reader::is_contents(control);
        self.contents += usize::from(is_contents);
        self.container(content);
        self.contents -= usize::from(is_contents);
    }

    fn chunk(&mut self, chunk: &Element) {
        self.flush();
        match self.parts.chunks.remove(chunk.attribute("id").unwrap_or_default()) {
            Some(Some(blocks)) => self.blocks.extend(blocks),
            Some(None) | None => self.ledger.dropped(NoteKind::Chunks),
        }
    }

    fn paragraph(&mut self, paragraph: &'a Element) {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|own| own.child("pStyle")?.attribute("val")).unwrap_or_default();
        let is_contents = self.styles.is_contents(style);
        let shaded = usize::from(properties.and_then(|own| own.child("shd")).is_some_and(is_shade));
        let begins_page = properties.and_then(|own| own.child("pageBreakBefore")).map(is_on);
        self.page_ended |= begins_page.unwrap_or_else(|| self.styles.begins_page(style));
        self.contents += usize::from(is_contents);
        self.shaded += shaded;
        let mut words = self.carried.take().unwrap_or_default();
        self.inline(paragraph, style, &mut words);
        let in_contents = self.is_in_contents();
        self.contents -= usize::from(is_contents);
        self.shaded -= shaded;
        match ParagraphMark::of(properties, self.styles, style) {
            ParagraphMark::Deleted if !words.text.is_empty() => self.carried = Some(words),
            ParagraphMark::Deleted => {}
            ParagraphMark::Hidden if words.text.trim().is_empty() => {}
            ParagraphMark::Hidden => {
                self.number(properties, style, &mut words);
                self.carried = Some(words);
            }
            ParagraphMark::Shown if in_contents && words.text.trim().is_empty() => self.drop_contents_title(),
            ParagraphMark::Shown => {
                self.number(properties, style, &mut words);
                self.push(words, properties, style);
            }
        }
        self.page_ended |= properties.and_then(|own| own.child("sectPr")).is_some_and(ends_page);
        self.open_boxes();
    }

    /// Reads the text boxes that are anchored in the paragraph before.
    fn open_boxes(&mut self) {
        for text in std::mem::take(&mut self.box_texts) {
            let text = self.cleaned(&text);
            if !text.is_empty() {
                self.blocks.push(DraftBlock::paragraph(text));
            }
        }
        let boxes = std::mem::take(&mut self.boxes);
        if boxes.is_empty() {
            return;
        }
        self.flush();
        self.shaded += 1;
        for anchored in boxes {
            self.container(anchored);
            self.flush();
        }
        self.shaded -= 1;
    }

    /// Puts the number of an automatic list before the words of its paragraph.
    fn number(&mut self, properties: Option<&Element>, style: &str, words: &mut ParagraphText) {
        let own = properties.and_then(|own| own.child("numPr")).map(ListPlace::of);
        let Some((list, level)) = self.numbering.place(own, self.styles, style) else { return };
        let number = self.numbering.next(&list, level).unwrap_or_default();
        if !number.is_empty() && words.text.contains(|c: char| !c.is_whitespace()) {
            self.ledger.count(NoteKind::Numbers, 1);
            words.text.insert_str(0, &number);
        }
    }

    /// Adds a paragraph: a block for each of its lines.
    fn push(&mut self, words: ParagraphText, properties: Option<&Element>, style: &str) {
        let value = |name: &str| properties.and_then(|own| own.child(name)).and_then(|own| own.attribute("val"));
        let level = value("outlineLvl").and_then(|level| level.parse().ok()).or_else(|| self.styles.level(style));
        let centred = value("jc") == Some("center");
        let goes_on = centred == self.was_centred && self.blocks.len() < TITLE_LINES && self.follows_title(&words.text);
        if self.styles.is_title(style) {
            let text = self.cleaned(&words.text.replace(['\n', PAGE_END], ""));
            return self.blocks.extend((!text.is_empty()).then_some(DraftBlock::Heading(1, text)));
        }
        for (at, line) in words.text.split_inclusive(['\n', PAGE_END]).enumerate() {
            let text = self.cleaned(line);
            let is_over_page = self.page_ended;
            self.page_ended |= line.ends_with(PAGE_END);
            if residue::is_page_number(&text) {
                self.ledger.left_out(NoteKind::Boilerplate, &text);
                continue;
            }
            if text.is_empty() {
                continue;
            }
            self.was_centred = centred;
            self.page_ended = line.ends_with(PAGE_END);
            if let Some(DraftBlock::Paragraph { text: before, .. }) = self.blocks.last_mut().filter(|_| is_over_page)
                && wrapped::goes_on_over_page(before, &text)
            {
                self.ledger.count(NoteKind::Wrapped, 1);
                wrapped::append(before, &text);
                continue;
            }
            self.blocks.push(match level {
                Some(level) if level < BODY_LEVEL && at == 0 => DraftBlock::Heading(level.saturating_add(2), text),
                _ => DraftBlock::Paragraph { text, bold: words.bold && !words.plain, goes_on },
            });
        }
    }

    /// Adds the words that wait for a paragraph which does not come.
    fn flush(&mut self) {
        if let Some(words) = self.carried.take() {
            self.push(words, None, "");
        }
    }

    /// Drops the title in front of a table of contents.
    fn drop_contents_title(&mut self) {
        if self.contents_at == Some(self.blocks.len()) {
            return;
        }
        let title = self.blocks.last().map(DraftBlock::words).unwrap_or_default();
        if is_contents_title(&title) {
            self.ledger.left_out(NoteKind::Contents, &title);
            self.blocks.pop();
        }
        self.contents_at = Some(self.blocks.len());
    }

    /// Whether words go on where a title's first line may have been broken.
    fn follows_title(&self, words: &str) -> bool {
        let line = |words: &str| {
            words.chars().count() <= LONGEST_TITLE
                && words.trim().ends_with(|c: char| c.is_alphanumeric() || "”》）".contains(c))
        };
        matches!(self.blocks.last(), Some(DraftBlock::Paragraph { text, .. }) if line(text) && line(words))
    }

    fn cleaned(&mut self, line: &str) -> String {
        let (text, removed) = residue::clean(line);
        self.ledger.count(NoteKind::Residue, removed);
        text
    }

    fn table(&mut self, table: &'a Element) {
        self.flush();
        // a style of tables may shade any of its cells
        let style = table.at(&["tblPr", "tblStyle"]).and_then(|style| style.attribute("val"));
        let styled = usize::from(style.is_some());
        let hidden = usize::from(style.is_some_and(|style| self.styles.hides(style)));
        self.shaded += styled;
        self.hidden_tables += hidden;
        let mut rows = Vec::new();
        self.rows(table, &mut rows);
        self.shaded -= styled;
        self.hidden_tables -= hidden;
        let blocks = grid::blocks(rows, self.ledger);
        self.blocks.extend(blocks);
    }

    fn rows(&mut self, element: &'a Element, rows: &mut Vec<Vec<SourceCell>>) {
        for child in element.elements() {
            match child.name.as_str() {
                "tr" => rows.extend(self.row(child)),
                "tblPr" | "tblGrid" | "sdtPr" => {}
                "del" | "moveFrom" => self.ledger.left_out(NoteKind::Deleted, &text_of(child)),
                "AlternateContent" => chosen(child).into_iter().for_each(|child| self.rows(child, rows)),
                _ => self.rows(child, rows),
            }
        }
    }

    /// The cells of a row; nothing where it is deleted or hidden.
    fn row(&mut self, row: &'a Element) -> Option<Vec<SourceCell>> {
        let properties = row.child("trPr");
        let has = |name: &str| properties.and_then(|own| own.child(name));
        let left_out = match () {
            () if has("del").is_some() || has("moveFrom").is_some() => Some(NoteKind::Deleted),
            () if has("hidden").is_some_and(is_on) => Some(NoteKind::Hidden),
            () => None,
        };
        if let Some(kind) = left_out {
            self.ledger.left_out(kind, &text_of(row));
            return None;
        }
        let margin = |name: &str| {
            let columns = has(name).and_then(|columns| columns.attribute("val")?.parse().ok()).filter(|n| *n > 0);
            columns.map(|columns| SourceCell { columns, rows: 1, ..SourceCell::default() })
        };
        let mut cells: Vec<SourceCell> = margin("gridBefore").into_iter().collect();
        self.cells(row, &mut cells);
        cells.extend(margin("gridAfter"));
        Some(cells)
    }

    fn cells(&mut self, element: &'a Element, cells: &mut Vec<SourceCell>) {
        for child in element.elements() {
            match child.name.as_str() {
                "tc" => self.cell(child, cells),
                "trPr" | "tblPrEx" | "sdtPr" => {}
                "AlternateContent" => chosen(child).into_iter().for_each(|child| self.cells(child, cells)),
                _ => self.cells(child, cells),
            }
        }
    }

    fn cell(&mut self, cell: &'a Element, cells: &mut Vec<SourceCell>) {
        let properties = cell.child("tcPr");
        let has = |name: &str| properties.and_then(|own| own.child(name));
        let columns = has("gridSpan").and_then(|span| span.attribute("val")?.parse().ok()).unwrap_or(1);
        let merge = match has("vMerge").map(|merge| merge.attribute("val")) {
            Some(Some("restart")) => VerticalMerge::Starts,
            Some(_) => VerticalMerge::Continues,
            None => VerticalMerge::None,
        };
        if has("cellDel").is_some() {
            self.ledger.left_out(NoteKind::Deleted, &text_of(cell));
            return cells.push(SourceCell { columns, rows: 1, ..SourceCell::default() });
        }
        let beside = has("hMerge").is_some_and(|merge| merge.attribute("val") != Some("restart"));
        if let (true, Some(left)) = (beside, cells.last_mut()) {
            left.columns += columns;
            return self.ledger.left_out(NoteKind::Hidden, &text_of(cell));
        }
        let shaded = usize::from(has("shd").is_some_and(is_shade));
        self.shaded += shaded;
        let outer = std::mem::take(&mut self.blocks);
        self.container(cell);
        self.flush();
        let blocks = std::mem::replace(&mut self.blocks, outer);
        self.shaded -= shaded;
        cells.push(SourceCell { blocks, columns, rows: 1, merge });
    }
}

/// Whether a section ends with its page.
fn ends_page(section: &Element) -> bool {
    section.child("type").and_then(|kind| kind.attribute("val")) != Some("continuous")
}

/// How many blocks at the end close a notice: the day, and short lines above it such as its signature. Notes go before
/// them, so that the day stays in the last line.
fn closing_length(blocks: &[DraftBlock]) -> usize {
    let short = |block: &DraftBlock| match block {
        DraftBlock::Paragraph { text, .. } => {
            // an entry of 附件 closes no notice
            text.chars().count() <= LONGEST_CLOSING && !text.contains(['。', '：']) && number::read(text).is_none()
        }
        DraftBlock::Heading(..) | DraftBlock::Table(_) | DraftBlock::Footnote(..) => false,
    };
    let is_day = |block: &DraftBlock| {
        let text = block.words();
        text.contains('年') && text.trim_end().ends_with('日') && short(block)
    };
    match blocks.last() {
        Some(last) if is_day(last) => blocks.iter().rev().take(LONGEST_SIGNATURE + 1).take_while(|b| short(b)).count(),
        _ => 0,
    }
}

/// Lines that close a notice are no longer than this.
const LONGEST_CLOSING: usize = 40;
/// A signature takes no more lines than this.
const LONGEST_SIGNATURE: usize = 3;

/// The state of a paragraph's mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ParagraphMark {
    /// It ends the paragraph.
    Shown,
    /// It was deleted: the next paragraph goes on with these words.
    Deleted,
    /// It is hidden, with the same effect.
    Hidden,
}

impl ParagraphMark {
    fn of(properties: Option<&Element>, styles: &Styles, style: &str) -> Self {
        let own = properties.and_then(|own| own.child("rPr"));
        let has = |name: &str| own.and_then(|own| own.child(name));
        match () {
            () if has("del").is_some() || has("moveFrom").is_some() => Self::Deleted,
            // this one parts a heading from words in the same line, which are two paragraphs
            () if has("specVanish").is_some_and(is_on) => Self::Shown,
            () if own.is_some_and(|own| styles.look(style, &RunProperties::of(own)).hidden) => Self::Hidden,
            () => Self::Shown,
        }
    }
}

/// Whether words are the title of a table of contents.
pub fn is_contents_title(words: &str) -> bool {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(words.to_lowercase().as_str(), "目录" | "目錄" | "目次" | "contents")
}
