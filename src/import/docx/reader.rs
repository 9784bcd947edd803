//! State of the reader while it walks through a document's body, and the parts of the document that it looks up.

use std::collections::HashMap;

use super::fields::FieldStack;
use super::numbering::Numbering;
use super::package::Relationships;
use super::styles::{Styles, is_on};
use crate::import::draft::DraftBlock;
use crate::import::footnote::FOOTNOTE;
use crate::import::ledger::Ledger;
use crate::import::tree::Element;

/// The words of a paragraph, and whether all of them are bold.
#[derive(Debug, Default)]
pub struct ParagraphText {
    /// The words; a line break parts lines, [`PAGE_END`] pages.
    pub text: String,
    /// Whether some are bold.
    pub bold: bool,
    /// Whether some are not.
    pub plain: bool,
    /// Whether some are on the line, not raised or lowered.
    pub on_line: bool,
}

/// Ends a page or column within the words of a paragraph.
pub const PAGE_END: char = '\u{c}';

/// A note of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentNote {
    /// At the foot of a page.
    Foot,
    /// At the end of the document.
    End,
}

/// The parts a body refers to.
pub struct DocumentParts<'a> {
    /// The styles.
    pub styles: &'a Styles,
    /// The footnotes, where there are some.
    pub footnotes: Option<&'a Element>,
    /// The endnotes, where there are some.
    pub endnotes: Option<&'a Element>,
    /// Relationships by the ids used in the body.
    pub relationships: &'a Relationships,
    /// The blocks of embedded documents by their ids; none for those that cannot be read.
    pub chunks: HashMap<String, Option<Vec<DraftBlock>>>,
    /// Stands before the numbers of notes, so that those of an embedded document are not those around it.
    pub note_prefix: String,
}

/// Reads a body.
pub struct BodyReader<'a> {
    pub(super) styles: &'a Styles,
    pub(super) numbering: Numbering,
    pub(super) ledger: &'a mut Ledger,
    pub(super) fields: FieldStack,
    /// Whether fields begin and end as they should.
    pub(super) trusts_fields: bool,
    /// How many tables of contents are open.
    pub(super) contents: usize,
    /// How many shaded cells and shapes are open, on which white words can be read.
    pub(super) shaded: usize,
    /// How many tables are open whose style hides their words.
    pub(super) hidden_tables: usize,
    /// Text boxes and words of shapes, which go after the paragraph they are anchored in.
    pub(super) boxes: Vec<&'a Element>,
    pub(super) box_texts: Vec<String>,
    /// The notes that were called, in this order.
    pub(super) calls: Vec<(DocumentNote, String)>,
    pub(super) note_prefix: String,
    pub(super) parts: DocumentParts<'a>,
    pub(super) blocks: Vec<DraftBlock>,
    /// How many blocks there were where contents were left out.
    pub(super) contents_at: Option<usize>,
    /// Words whose paragraph mark is deleted or hidden: they go on in the next paragraph.
    pub(super) carried: Option<ParagraphText>,
    pub(super) was_centred: bool,
    /// Whether a page ended after the last words.
    pub(super) page_ended: bool,
}

impl<'a> BodyReader<'a> {
    /// A reader for a document with these parts and lists.
    pub fn new(parts: DocumentParts<'a>, numbering: Numbering, ledger: &'a mut Ledger) -> Self {
        Self {
            styles: parts.styles,
            numbering,
            ledger,
            fields: FieldStack::default(),
            trusts_fields: true,
            contents: 0,
            shaded: 0,
            hidden_tables: 0,
            boxes: Vec::new(),
            box_texts: Vec::new(),
            calls: Vec::new(),
            note_prefix: parts.note_prefix.clone(),
            parts,
            blocks: Vec::new(),
            contents_at: None,
            carried: None,
            was_centred: false,
            page_ended: false,
        }
    }

    /// A footnote or endnote by its id.
    pub(super) fn find_note(&self, kind: DocumentNote, id: &str) -> Option<&'a Element> {
        let (part, name) = match kind {
            DocumentNote::Foot => (self.parts.footnotes, "footnotes"),
            DocumentNote::End => (self.parts.endnotes, "endnotes"),
        };
        let mut notes = part?.child(name)?.elements();
        notes.find(|note| note.attribute("id") == Some(id) && note.attribute("type").is_none_or(|t| t == "normal"))
    }

    /// Whether an id leads out of the document.
    pub(super) fn is_external(&self, id: &str) -> bool {
        self.parts.relationships.get(id).is_some_and(|relation| relation.external)
    }
}

/// Whether a control shows only the prompt to fill it in.
pub fn is_prompt(control: &Element) -> bool {
    control.at(&["sdtPr", "showingPlcHdr"]).is_some_and(is_on)
}

/// Whether a control holds a table of contents.
pub fn is_contents(control: &Element) -> bool {
    let gallery = control.child("sdtPr").and_then(|own| own.find("docPartGallery"));
    gallery.and_then(|gallery| gallery.attribute("val")).is_some_and(|gallery| {
        gallery.to_ascii_lowercase().starts_with("table of contents") || gallery.contains("目录")
    })
}

/// Of the alternatives that a program may choose from, one that has words or pictures; they show the same.
pub fn chosen(alternatives: &Element) -> Option<&Element> {
    let shows = |branch: &&Element| ["t", "blip", "imagedata", "chart"].iter().any(|name| branch.find(name).is_some());
    let branches = || alternatives.elements().filter(|branch| matches!(branch.name.as_str(), "Choice" | "Fallback"));
    branches().find(shows).or_else(|| branches().next())
}

/// All words in an element, whether they are shown or not.
pub fn text_of(element: &Element) -> String {
    let mut text = String::new();
    gather(element, &mut text);
    text
}

fn gather(element: &Element, text: &mut String) {
    match element.name.as_str() {
        "t" | "delText" => text.extend(element.text().chars().filter(|c| !FOOTNOTE.contains(c))),
        "AlternateContent" => chosen(element).into_iter().for_each(|child| gather(child, text)),
        "sym" => text.push('□'),
        _ => element.elements().for_each(|child| gather(child, text)),
    }
}
