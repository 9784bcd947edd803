//! The law of accounting: every visible character of a document is in the Markdown or in the report, and nothing hidden
//! is in the Markdown.
//!
//! `IMPORT_CASES=10000 cargo test --test it import::law` tries more documents.

use std::collections::BTreeMap;

use gongshi::import::{NoteKind, import};
use proptest::prelude::*;

use super::generator::{GeneratedDocument, NUMBERING, STYLES, name};
use super::package;

fn cases() -> u32 {
    std::env::var("IMPORT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

fn holds(choices: Vec<u8>) -> Result<(), TestCaseError> {
    let document = GeneratedDocument::of(choices);
    let part = |name: &str, notes: &str| format!("<w:{name} xmlns:w=\"w\">{notes}</w:{name}>");
    let relationships = "<Relationships><Relationship Id=\"chunk\" Type=\"x/aFChunk\" Target=\"chunk.html\"/>\
                         <Relationship Id=\"header\" Type=\"x/header\" Target=\"header1.xml\"/></Relationships>";
    let body = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", document.body);
    let bytes = package(&[
        ("word/document.xml", &body),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", &part("footnotes", &document.footnotes)),
        ("word/endnotes.xml", &part("endnotes", &document.endnotes)),
        ("word/header1.xml", &document.header),
        ("word/chunk.html", &document.chunk),
        ("word/_rels/document.xml.rels", relationships),
    ]);
    let Ok(imported) = import("a.docx", &bytes) else {
        prop_assert!(document.shown.is_empty(), "refused: {}", body);
        return Ok(());
    };
    let markdown = &imported.markdown;
    for word in &document.shown {
        prop_assert!(markdown.contains(word.as_str()), "{word} is lost: {body}\n{markdown}");
    }
    for kind in ['隐', '略'] {
        prop_assert!(!markdown.contains(kind), "{kind} got out: {body}\n{markdown}");
    }
    let mut rest = markdown.as_str();
    for word in &document.in_order {
        let at = rest.find(word.as_str());
        // a title moves into the front matter
        let is_title = markdown.lines().nth(1).is_some_and(|line| line.contains(word.as_str()));
        prop_assert!(at.is_some() || is_title, "{word} is out of order: {body}\n{markdown}");
        rest = at.filter(|_| !is_title).map_or(rest, |at| &rest[at..]);
    }
    let mut reported = BTreeMap::new();
    for note in imported.notes.iter().filter(|note| name(note.kind) != "other") {
        *reported.entry(name(note.kind)).or_insert(0) += note.characters;
    }
    prop_assert_eq!(reported, document.reported, "{}\n{}", body, markdown);
    let unknown = imported.notes.iter().find(|note| matches!(note.kind, NoteKind::Symbols | NoteKind::Chunks));
    prop_assert!(unknown.is_none(), "{unknown:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn every_visible_character_is_accounted_for(choices in prop::collection::vec(any::<u8>(), 1..120)) {
        holds(choices)?;
    }
}
