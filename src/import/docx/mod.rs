//! Word documents as Word, WPS and LibreOffice write them: paragraphs, automatic numbers as text, tables, headings.
//!
//! Nothing in a document is run, and nothing outside it is fetched.

mod body;
mod counting;
mod numbering;
mod package;
mod styles;

use super::FileFormat;
use super::draft::{self, Draft, Note};
use super::refusal::Refusal;

/// Reads the bytes of a `.docx`.
pub fn read(bytes: &[u8]) -> Result<Draft, Refusal> {
    let mut package = package::Package::open(bytes)?;
    let document = package.part("word/document.xml")?.ok_or(Refusal::Damaged)?;
    let styles = styles::Styles::of(package.part("word/styles.xml")?.as_ref());
    let numbering = numbering::Numbering::of(package.part("word/numbering.xml")?.as_ref());
    let footnotes = package.part("word/footnotes.xml")?;
    let mut reader = body::Reader::new(&styles, numbering);
    let body = document.find("body").ok_or(Refusal::Damaged)?;
    reader.read(body, footnotes.as_ref());
    let mut notes = reader.notes();
    if package.has("word/vbaProject.bin") {
        notes.push(Note::Macros);
    }
    let text = draft::write(&reader.blocks);
    if !text.contains(char::is_alphanumeric) {
        return Err(Refusal::Empty);
    }
    Ok(Draft { format: FileFormat::Docx, encoding: None, text, date: None, notes })
}
