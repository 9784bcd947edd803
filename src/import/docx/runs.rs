//! The words of a paragraph: runs, fields, formulas, symbols, calls of notes, without those hidden or struck.

use super::fields::FieldText;
use super::math;
use super::reader::{BodyReader, DocumentNote, PAGE_END, ParagraphText, chosen, is_contents, is_prompt, text_of};
use super::styles::{RunLook, RunProperties, is_on};
use super::symbols;
use crate::import::footnote::FOOTNOTE;
use crate::import::note::NoteKind;
use crate::import::scripts::{self, Script};
use crate::import::tree::Element;

impl<'a> BodyReader<'a> {
    /// Gathers the words in `element`, part of a paragraph of a style.
    pub fn inline(&mut self, element: &'a Element, style: &str, words: &mut ParagraphText) {
        for child in element.elements() {
            match child.name.as_str() {
                "r" => self.run(child, style, words),
                "pPr" | "rt" | "rubyPr" | "instrText" | "sdtPr" => {}
                "del" | "moveFrom" => self.ledger.left_out(NoteKind::Deleted, &text_of(child)),
                "ins" | "moveTo" => {
                    self.ledger.count(NoteKind::Inserted, 1);
                    self.inline(child, style, words);
                }
                "fldSimple" => {
                    self.fields.open_simple(child.attribute("instr").unwrap_or_default());
                    self.inline(child, style, words);
                    let shown = self.fields.close();
                    self.field_text(shown, &RunLook::default(), words);
                }
                "sdt" => self.control(child, style, words),
                "AlternateContent" => chosen(child).into_iter().for_each(|child| self.inline(child, style, words)),
                "oMath" => {
                    let formula = math::linear(child, words.text.chars().next_back());
                    self.ledger.left_out(NoteKind::Hidden, &formula.hidden);
                    self.emit(&formula.text, &RunLook::default(), words);
                }
                "t" => self.emit(&child.text(), &self.styles.look(style, &RunProperties::default()), words),
                _ => self.inline(child, style, words),
            }
        }
    }

    /// A content control within a line.
    fn control(&mut self, control: &'a Element, style: &str, words: &mut ParagraphText) {
        let content = control.child("sdtContent");
        if let Some(ticked) = control.at(&["sdtPr", "checkbox"]) {
            let ticked = ticked.child("checked").is_some_and(is_on);
            let is_shown = content.is_none_or(|content| content.find("del").is_none());
            let text = if ticked { "☑" } else { "☐" };
            return if is_shown {
                self.emit(text, &RunLook::default(), words)
            };
        }
        let Some(content) = content else { return };
        if is_prompt(control) {
            return self.ledger.left_out(NoteKind::Placeholders, &text_of(content));
        }
        let is_contents = is_contents(control);
        self.contents += usize::from(is_contents);
        self.inline(content, style, words);
        self.contents -= usize::from(is_contents);
    }

    fn run(&mut self, run: &'a Element, style: &str, words: &mut ParagraphText) {
        let own = run.child("rPr").map(RunProperties::of).unwrap_or_default();
        let mut look = self.styles.look(style, &own);
        look.hidden |= self.hidden_tables > 0 && !own.is_shown();
        look.hidden |= look.white && self.shaded == 0;
        let halves = run
            .at(&["rPr", "eastAsianLayout"])
            .filter(|layout| matches!(layout.attribute("combine"), Some("1" | "true" | "on")));
        match halves {
            Some(_) => self.emit(&in_two_lines(&text_of(run)), &look, words),
            None => self.content(run, style, &look, words),
        }
    }

    fn content(&mut self, run: &'a Element, style: &str, look: &RunLook, words: &mut ParagraphText) {
        for child in run.elements() {
            match child.name.as_str() {
                "t" => self.emit(&child.text(), look, words),
                "delText" => self.ledger.left_out(NoteKind::Deleted, &child.text()),
                "tab" | "ptab" => self.emit(" ", look, words),
                "br" | "cr" => self.break_line(child, words),
                "noBreakHyphen" => self.emit("-", look, words),
                "sym" => self.symbol(child, look, words),
                "fldChar" if self.trusts_fields => {
                    let shown = self.fields.mark(child);
                    self.field_text(shown, look, words);
                }
                "instrText" if self.trusts_fields => self.fields.instruct(&child.text()),
                "footnoteReference" => self.note(DocumentNote::Foot, child, look, words),
                "endnoteReference" => self.note(DocumentNote::End, child, look, words),
                "drawing" | "pict" | "object" => self.drawing(child, look),
                "AlternateContent" => {
                    chosen(child).into_iter().for_each(|child| self.content(child, style, look, words));
                }
                "ruby" => {
                    let reading = child.child("rt").map(text_of).unwrap_or_default();
                    self.ledger.left_out(NoteKind::Ruby, &reading);
                    child.child("rubyBase").into_iter().for_each(|base| self.inline(base, style, words));
                }
                _ => {}
            }
        }
    }

    /// A break of a line, column or page; within an instruction or a table of contents it parts nothing.
    fn break_line(&mut self, element: &Element, words: &mut ParagraphText) {
        if !self.fields.hides() && !self.is_in_contents() {
            let is_page = matches!(element.attribute("type"), Some("page" | "column"));
            words.text.push(if is_page { PAGE_END } else { '\n' });
        }
    }

    fn field_text(&mut self, shown: Option<FieldText>, look: &RunLook, words: &mut ParagraphText) {
        match shown {
            Some(FieldText::Words { text, ruby }) => {
                self.ledger.left_out(NoteKind::Ruby, &ruby);
                self.emit(&text, look, words);
            }
            Some(FieldText::Unknown) => self.ledger.dropped(NoteKind::Formulas),
            None => {}
        }
    }

    /// Adds visible words to the paragraph, and others to the ledger.
    pub fn emit(&mut self, text: &str, look: &RunLook, words: &mut ParagraphText) {
        if self.fields.hides() || text.is_empty() {
            return;
        }
        self.fields.showed();
        let left_out = match look {
            RunLook { hidden: true, .. } => Some(NoteKind::Hidden),
            _ if self.is_in_contents() => Some(NoteKind::Contents),
            RunLook { struck: true, .. } => Some(NoteKind::Struck),
            _ => None,
        };
        if let Some(kind) = left_out {
            return self.ledger.left_out(kind, text);
        }
        let text = self.in_own_characters(text, look);
        let script = script(look, words.on_line);
        if script == Script::Lowered && scripts::join_fraction(&mut words.text, &text) {
            return self.ledger.passed(&words.text);
        }
        words.text.push_str(&scripts::write(&text, script, words.text.chars().next_back()));
        self.ledger.passed(&words.text);
        if text.contains(|c: char| !c.is_whitespace()) {
            words.bold |= look.bold;
            words.plain |= !look.bold;
            words.on_line |= look.script == Script::Line && look.raise.abs() < LEAST_RAISE;
        }
    }

    /// Whether words here are part of a table of contents.
    pub fn is_in_contents(&self) -> bool {
        self.contents > 0 || self.fields.in_contents()
    }

    /// The characters that a symbol font shows for `text`.
    fn in_own_characters(&mut self, text: &str, look: &RunLook) -> String {
        let font = look.font.as_deref().unwrap_or_default();
        let is_symbol = symbols::is_symbol_font(font);
        if !is_symbol && !text.contains(|c| symbols::is_private(c) || FOOTNOTE.contains(&c)) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            // a font that is named for Latin letters does not show Han characters
            let is_coded = is_symbol && u32::from(c) < 0x100 || symbols::is_private(c);
            match symbols::character(if is_coded { font } else { "" }, c.into()) {
                Some(' ') => out.push(' '),
                Some(shown) if !FOOTNOTE.contains(&shown) => out.push(shown),
                _ => self.ledger.left_out(NoteKind::Symbols, &c.to_string()),
            }
        }
        out
    }

    fn symbol(&mut self, element: &Element, look: &RunLook, words: &mut ParagraphText) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let font = element.attribute("font").unwrap_or_default();
        match code.and_then(|code| symbols::character(font, code)) {
            Some(c) => self.emit(&c.to_string(), &RunLook { font: None, ..look.clone() }, words),
            None if look.hidden => {}
            None => self.ledger.left_out(NoteKind::Symbols, "?"),
        }
    }

    /// The call of a footnote or endnote; notes are numbered as they are called.
    fn note(&mut self, kind: DocumentNote, call: &Element, look: &RunLook, words: &mut ParagraphText) {
        let id = call.attribute("id").unwrap_or_default();
        let Some(note) = self.find_note(kind, id) else { return };
        if look.hidden || look.struck || self.fields.hides() || self.is_in_contents() {
            return self.ledger.left_out(if look.struck { NoteKind::Struck } else { NoteKind::Hidden }, &text_of(note));
        }
        let known = self.calls.iter().position(|called| *called == (kind, id.to_owned()));
        let number = known.unwrap_or_else(|| {
            self.calls.push((kind, id.to_owned()));
            self.calls.len() - 1
        }) + 1;
        words.text.push_str(&format!("{}{}{number}{}", FOOTNOTE[0], self.note_prefix, FOOTNOTE[1]));
    }

    /// Keeps the text boxes of a drawing for later, and counts its pictures and charts.
    fn drawing(&mut self, drawing: &'a Element, look: &RunLook) {
        if look.hidden || is_hidden(drawing) {
            return self.ledger.left_out(NoteKind::Hidden, &text_of(drawing));
        }
        let (mut pictures, mut objects) = (false, false);
        self.shapes(drawing, &mut pictures, &mut objects);
        match (objects, pictures) {
            (true, _) => self.ledger.dropped(NoteKind::Objects),
            (false, true) => self.ledger.dropped(NoteKind::Images),
            (false, false) => {}
        }
    }

    fn shapes(&mut self, element: &'a Element, pictures: &mut bool, objects: &mut bool) {
        for child in element.elements() {
            match child.name.as_str() {
                "AlternateContent" => {
                    chosen(child).into_iter().for_each(|child| self.shapes(child, pictures, objects));
                }
                "txbxContent" | "txBody" => self.boxes.push(child),
                "textpath" => {
                    let text = child.attribute("string").unwrap_or_default().to_owned();
                    self.box_texts.push(text);
                }
                "blip" | "imagedata" | "chart" | "relIds" | "OLEObject" => {
                    let is_picture = matches!(child.name.as_str(), "blip" | "imagedata");
                    *pictures |= is_picture;
                    *objects |= !is_picture;
                    let linked = ["link", "id", "href"].iter().filter_map(|name| child.attribute(name));
                    let is_external = linked.into_iter().any(|id| self.is_external(id));
                    self.ledger.count(NoteKind::External, usize::from(is_external));
                }
                _ if is_hidden(child) => self.ledger.left_out(NoteKind::Hidden, &text_of(child)),
                _ => self.shapes(child, pictures, objects),
            }
        }
    }
}

/// Characters that are moved by fewer half-points than this are set a little higher, not above the line.
const LEAST_RAISE: i32 = 4;

/// Position of characters: above or below the line where others beside them are on it. A whole line that is moved is
/// a line.
fn script(look: &RunLook, has_line: bool) -> Script {
    match look.raise {
        _ if look.script != Script::Line || !has_line => look.script,
        LEAST_RAISE.. => Script::Raised,
        raise if raise <= -LEAST_RAISE => Script::Lowered,
        _ => Script::Line,
    }
}

/// Whether a drawing or shape is hidden.
fn is_hidden(element: &Element) -> bool {
    let on = |element: &Element| matches!(element.attribute("hidden"), Some("1" | "true" | "t" | "on"));
    let named = ["docPr", "cNvPr"].iter().any(|name| {
        element.child(name).or_else(|| element.child("nvSpPr").and_then(|own| own.child(name))).is_some_and(on)
    });
    let inner = ["inline", "anchor"].iter().filter_map(|name| element.child(name)).any(is_hidden);
    let style = element.attribute("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    named || inner || style.contains("visibility:hidden") || style.contains("display:none")
}

/// Two lines in the height of one: a number over another must not become one number.
fn in_two_lines(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let half = characters.len().div_ceil(2);
    let (upper, lower): (String, String) = match text.trim().split_once(char::is_whitespace) {
        Some((upper, lower)) => (upper.to_owned(), lower.trim().to_owned()),
        None => (characters[..half].iter().collect(), characters[half..].iter().collect()),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_number(&upper) && is_number(&lower) { format!("{upper}/{lower}") } else { text.to_owned() }
}
