//! The zip around a document, and the XML in it, within limits.

use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::import::refusal::Refusal;
use crate::import::tree::{Builder, Element};

/// No part of a notice is larger than this, unpacked.
const LARGEST: u64 = 16 << 20;
/// Documents have fewer parts than this.
const MOST_PARTS: usize = 10_000;

/// A document's parts.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens a zip that is a Word document.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
        let package = Self { zip };
        let has = |part: &str| package.has(part);
        match () {
            () if package.zip.len() > MOST_PARTS => Err(Refusal::TooLarge),
            () if has("word/document.xml") => Ok(package),
            () if has("xl/workbook.xml") || has("xl/workbook.bin") => Err(Refusal::Spreadsheet),
            () if has("EncryptedPackage") => Err(Refusal::Encrypted),
            () => Err(Refusal::Archive),
        }
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.zip.file_names().any(|part| part.is_ok_and(|part| part == name))
    }

    /// The XML of a part; nothing where there is none.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, Refusal> {
        if !self.has(name) {
            return Ok(None);
        }
        let file = self.zip.by_name(name).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => Refusal::Encrypted,
            _ => Refusal::Damaged,
        })?;
        if file.encrypted() {
            return Err(Refusal::Encrypted);
        }
        let mut bytes = Vec::new();
        // the size a zip claims may be wrong, so that what comes out is what is limited
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Damaged)?;
        if bytes.len() as u64 > LARGEST {
            return Err(Refusal::TooLarge);
        }
        let text = crate::text::decode::decode(&bytes).map_err(|_| Refusal::Damaged)?.text;
        parse(text.trim_start_matches('\u{feff}')).map(Some)
    }
}

/// The tree of an XML text. Entities other than XML's own stand for nothing.
fn parse(text: &str) -> Result<Element, Refusal> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut tree = Builder::default();
    loop {
        match reader.read_event().map_err(|_| Refusal::Damaged)? {
            Event::Start(tag) => tree.start(tag.local_name().as_ref(), attributes(&tag)),
            Event::Empty(tag) => {
                tree.start(tag.local_name().as_ref(), attributes(&tag));
                tree.end();
            }
            Event::End(_) => tree.end(),
            Event::Text(text) => tree.text(&text.xml10_content()),
            Event::CData(text) => tree.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                let entity = quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned);
                tree.text(&character.or(entity).unwrap_or_default());
            }
            Event::Eof => return Ok(tree.finish()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let value = |attribute: &quick_xml::events::attributes::Attribute<'_>| {
        attribute.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned).unwrap_or_default()
    };
    let mut attributes = tag.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .map(|attribute| (attribute.key.local_name().as_ref().to_owned(), value(&attribute)))
        .collect()
}
