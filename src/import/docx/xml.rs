//! The XML of a part as a tree.
//!
//! Only XML's predefined entities are resolved, so nothing expands and nothing is fetched.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::import::refusal::ImportRefusal;
use crate::import::tree::{Element, TreeBuilder};

/// Elements that say nothing about words: without them a tree takes half the memory.
const UNUSED: [&str; 12] = [
    "lang",
    "szCs",
    "kern",
    "spacing",
    "ind",
    "proofErr",
    "bookmarkStart",
    "bookmarkEnd",
    "snapToGrid",
    "noProof",
    "lastRenderedPageBreak",
    "tcW",
];

/// The tree of an XML text.
///
/// # Errors
/// [`ImportRefusal::Damaged`] for text that is not XML, and for a document type, which no word processor writes.
pub fn parse(text: &str) -> Result<Element, ImportRefusal> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut tree = TreeBuilder::default();
    loop {
        match reader.read_event().map_err(|_| ImportRefusal::Damaged)? {
            Event::Start(tag) => tree.start(tag.local_name().as_ref(), attributes(&tag)),
            Event::Empty(tag) => {
                if !UNUSED.contains(&tag.local_name().as_ref()) {
                    tree.start(tag.local_name().as_ref(), attributes(&tag));
                    tree.end();
                }
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
            Event::DocType(_) => return Err(ImportRefusal::Damaged),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
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
        .filter(|attribute| !attribute.key.local_name().as_ref().starts_with("rsid"))
        .map(|attribute| (attribute.key.local_name().as_ref().to_owned(), value(&attribute)))
        .collect()
}
