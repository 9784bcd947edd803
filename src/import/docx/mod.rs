//! Word documents as Word, WPS and LibreOffice write them.
//!
//! Nothing in a document is run, and nothing outside it is fetched.

mod body;
mod counting;
mod equation;
mod fields;
mod math;
mod numbering;
mod package;
mod reader;
mod runs;
mod styles;
mod symbols;
mod xml;

use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read, Seek};

pub use body::is_contents_title;

use self::package::{Package, Relationships};
use self::reader::{BodyReader, DocumentParts, text_of};
use super::draft::{self, Draft, DraftBlock};
use super::ledger::Ledger;
use super::note::NoteKind;
use super::refusal::ImportRefusal;
use super::tree::{Element, TOO_DEEP};
use super::{FileFormat, contents, mail, residue, wrapped};

/// Documents are embedded in one another no deeper than this.
const DEEPEST: usize = 3;

/// Reads a `.docx`.
pub fn read(source: impl Read + Seek) -> Result<Draft, ImportRefusal> {
    let mut ledger = Ledger::default();
    let mut blocks = blocks(source, 0, &mut ledger)?;
    mail::drop_blocks(&mut blocks, &mut ledger);
    contents::drop_typed(&mut blocks, &mut ledger);
    wrapped::join_blocks(&mut blocks, &mut ledger);
    let text = draft::write(&blocks);
    if !text.contains(char::is_alphanumeric) {
        return Err(ImportRefusal::Empty);
    }
    Ok(Draft { format: FileFormat::Docx, encoding: None, text, above: Vec::new(), date: None, ledger })
}

/// The blocks of a document, embedded `depth` documents deep.
fn blocks(source: impl Read + Seek, depth: usize, ledger: &mut Ledger) -> Result<Vec<DraftBlock>, ImportRefusal> {
    let mut package = Package::open(source)?;
    let main = package.main_part()?;
    let document = package.part(&main)?.ok_or(ImportRefusal::Damaged)?;
    let body = document.at(&["document", "body"]).ok_or(ImportRefusal::Damaged)?;
    let relationships = package.relationships(&main)?;
    let related = |kind: &str| relationships.values().find(|relation| relation.kind == kind && !relation.external);
    let mut part = |kind: &str| match related(kind) {
        Some(relation) => package.part(&relation.part),
        None => package.part(&format!("word/{kind}.xml")),
    };
    let styles = styles::Styles::of(part("styles")?.as_ref());
    let mut numbering = numbering::Numbering::of(part("numbering")?.as_ref());
    numbering.link(&styles);
    let (footnotes, endnotes, comments) = (part("footnotes")?, part("endnotes")?, part("comments")?);
    let chunks = chunks(&mut package, &relationships, depth, ledger)?;
    let parts = |chunks, prefix: &str| DocumentParts {
        styles: &styles,
        footnotes: footnotes.as_ref(),
        endnotes: endnotes.as_ref(),
        relationships: &relationships,
        chunks,
        note_prefix: prefix.to_owned(),
    };
    let prefix = "a".repeat(depth);
    let blocks = BodyReader::new(parts(chunks, &prefix), numbering.clone(), ledger).read(body);
    for (id, edge) in edges(&mut package, body, &relationships)? {
        let reader = BodyReader::new(parts(HashMap::new(), &id), numbering.clone(), ledger);
        let Some(root) = edge.elements().next() else { continue };
        let words: String = reader.read(root).iter().map(DraftBlock::words).collect();
        ledger.leave_text();
        if !is_page_number(&words) {
            ledger.left_out(NoteKind::HeaderFooter, &words);
        }
    }
    for comment in comments.iter().flat_map(|part| part.elements()).flat_map(Element::elements) {
        ledger.leave_text();
        ledger.left_out(NoteKind::Comments, &text_of(comment));
    }
    let too_deep = document.find(TOO_DEEP).is_some();
    ledger.count(NoteKind::TooDeep, usize::from(too_deep));
    let macros =
        relationships.values().any(|relation| relation.kind == "vbaproject") || package.has("word/vbaproject.bin");
    ledger.count(NoteKind::Macros, usize::from(macros));
    Ok(blocks)
}

/// The blocks of embedded documents by their ids.
fn chunks<R: Read + Seek>(
    package: &mut Package<R>,
    relationships: &Relationships,
    depth: usize,
    ledger: &mut Ledger,
) -> Result<HashMap<String, Option<Vec<DraftBlock>>>, ImportRefusal> {
    let mut chunks = HashMap::new();
    for (id, relation) in relationships.iter().filter(|(_, relation)| relation.kind == "afchunk") {
        let bytes = if relation.external { None } else { package.bytes(&relation.part)? };
        let read = bytes.and_then(|bytes| match bytes.as_slice() {
            [b'P', b'K', ..] if depth < DEEPEST => blocks(Cursor::new(&bytes), depth + 1, ledger).ok(),
            _ => super::plain::chunk(&relation.part, &bytes, ledger),
        });
        chunks.insert(id.clone(), read);
    }
    Ok(chunks)
}

/// The headers and footers that sections of the body refer to, each once.
fn edges<R: Read + Seek>(
    package: &mut Package<R>,
    body: &Element,
    relationships: &Relationships,
) -> Result<Vec<(String, Element)>, ImportRefusal> {
    let mut ids = BTreeSet::new();
    sections(body, &mut ids);
    let mut edges = Vec::new();
    for id in ids {
        let Some(relation) = relationships.get(&id).filter(|relation| !relation.external) else { continue };
        edges.extend(package.part(&relation.part)?.map(|part| (id, part)));
    }
    Ok(edges)
}

fn sections(element: &Element, ids: &mut BTreeSet<String>) {
    for child in element.elements() {
        match child.name.as_str() {
            "headerReference" | "footerReference" => ids.extend(child.attribute("id").map(str::to_owned)),
            "p" => child.at(&["pPr", "sectPr"]).into_iter().for_each(|section| sections(section, ids)),
            "tbl" => {}
            _ => sections(child, ids),
        }
    }
}

/// Whether a header holds nothing but the number of its page: 第3页 共8页.
fn is_page_number(words: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || "第页共/-—–－·".contains(c);
    words.chars().all(sign) || residue::is_page_number(words)
}
