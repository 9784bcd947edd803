//! The zip around a document: its parts, found through relationships, and the XML in them, within limits.

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use super::xml;
use crate::import::refusal::ImportRefusal;
use crate::import::tree::Element;

/// No part of a notice is larger than this, unpacked.
const LARGEST_PART: u64 = 16 << 20;
/// All parts that are read are not larger than this together.
const LARGEST_TOTAL: u64 = 48 << 20;
/// Documents have fewer parts than this.
const MOST_PARTS: usize = 10_000;

/// The parts of a document.
pub struct Package<R> {
    zip: ZipArchive<R>,
    /// Places in the zip by the parts' names in lower case, without a leading `/`.
    parts: HashMap<String, usize>,
    /// How many bytes may still be unpacked.
    budget: u64,
}

/// A relationship of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// The last word of its type: `styles`, `footnotes`, `aFChunk`.
    pub kind: String,
    /// The part it leads to; empty where that is outside the document.
    pub part: String,
    /// Whether it leads out of the document.
    pub external: bool,
}

/// The relationships of a part by their ids.
pub type Relationships = HashMap<String, Relationship>;

impl<R: Read + Seek> Package<R> {
    /// Opens a zip.
    pub fn open(source: R) -> Result<Self, ImportRefusal> {
        let zip = ZipArchive::new(source).map_err(|_| ImportRefusal::Damaged)?;
        if zip.len() > MOST_PARTS {
            return Err(ImportRefusal::TooLarge);
        }
        let names = zip.file_names().enumerate();
        let parts = names.filter_map(|(at, name)| Some((plain_name(&name.ok()?), at))).collect();
        Ok(Self { zip, parts, budget: LARGEST_TOTAL })
    }

    /// The name of the part that holds the document.
    pub fn main_part(&mut self) -> Result<String, ImportRefusal> {
        let related = self.relationships("")?.into_values().find(|relation| relation.kind == "officedocument");
        match related.map(|relation| relation.part).filter(|part| self.has(part)) {
            Some(part) if part.starts_with("xl/") => Err(ImportRefusal::Spreadsheet),
            Some(part) if part.starts_with("ppt/") => Err(ImportRefusal::Slides),
            Some(part) => Ok(part),
            None if self.has("word/document.xml") => Ok("word/document.xml".to_owned()),
            None => Err(self.refusal()),
        }
    }

    /// Why a zip is not a Word document.
    fn refusal(&mut self) -> ImportRefusal {
        let has = |part: &str| self.has(part);
        let mimetype = || self.parts.contains_key("mimetype") && self.parts.contains_key("content.xml");
        match () {
            () if has("ofd.xml") => ImportRefusal::Ofd,
            () if mimetype() => ImportRefusal::OpenDocument,
            () if has("xl/workbook.xml") || has("xl/workbook.bin") => ImportRefusal::Spreadsheet,
            () if has("ppt/presentation.xml") => ImportRefusal::Slides,
            () if has("encryptedpackage") => ImportRefusal::Encrypted,
            () if has("[content_types].xml") => ImportRefusal::Damaged,
            () => ImportRefusal::Archive,
        }
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&plain_name(name))
    }

    /// The bytes of a part; nothing if there is none.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportRefusal> {
        let Some(at) = self.parts.get(&plain_name(name)) else { return Ok(None) };
        let file = self.zip.by_index(*at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => ImportRefusal::Encrypted,
            _ => ImportRefusal::Damaged,
        })?;
        if file.encrypted() {
            return Err(ImportRefusal::Encrypted);
        }
        let most = LARGEST_PART.min(self.budget);
        let mut bytes = Vec::new();
        // limit the unpacked bytes: the size a zip claims may be wrong
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| ImportRefusal::Damaged)?;
        let length = bytes.len() as u64;
        if length > most {
            return Err(ImportRefusal::TooLarge);
        }
        self.budget -= length;
        Ok(Some(bytes))
    }

    /// The XML of a part; nothing if there is none.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, ImportRefusal> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let text = crate::text::decode::decode(&bytes).map_err(|_| ImportRefusal::Damaged)?.text;
        xml::parse(text.trim_start_matches('\u{feff}')).map(Some)
    }

    /// The relationships of a part; those of the package where it has no name.
    pub fn relationships(&mut self, part: &str) -> Result<Relationships, ImportRefusal> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(tree) = self.part(&name)? else { return Ok(Relationships::new()) };
        let entries = tree.child("Relationships").into_iter().flat_map(Element::elements);
        Ok(entries.filter_map(|entry| relationship(folder, entry)).collect())
    }
}

fn relationship(folder: &str, entry: &Element) -> Option<(String, Relationship)> {
    let kind = entry.attribute("Type")?.rsplit('/').next()?.to_ascii_lowercase();
    let external = entry.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
    let target = entry.attribute("Target")?;
    let part = if external { String::new() } else { resolved(folder, target) };
    Some((entry.attribute("Id")?.to_owned(), Relationship { kind, part, external }))
}

/// The part a target names, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut path: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/").to_ascii_lowercase()
}

fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_from_the_part_that_names_them() {
        assert_eq!(resolved("word", "styles2.xml"), "word/styles2.xml");
        assert_eq!(resolved("word", "/word/Notes.xml"), "word/notes.xml");
        assert_eq!(resolved("word/sub", "../chunk.docx"), "word/chunk.docx");
        assert_eq!(resolved("", "../../etc/passwd"), "etc/passwd");
    }
}
