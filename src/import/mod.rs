//! Turns a clerk's file (text, Word, a saved page) into a Markdown notice.
//!
//! Pure: bytes in, text out. Visible words stay unchanged; hidden words and leftovers of conversions are removed, and
//! everything that is left out is counted. Facts that the reader is not sure of become commented keys for the clerk.

mod accidental;
mod attachments;
mod body;
mod compose;
mod contents;
mod docx;
mod draft;
mod escape;
mod footnote;
mod formula;
mod front;
mod furniture;
mod grid;
mod html;
mod identity;
mod ledger;
mod mail;
pub mod merge;
mod note;
mod plain;
mod refusal;
mod residue;
mod scripts;
mod tree;
mod wrapped;

use std::io::{Read, Seek, SeekFrom};

pub use front::{FrontKey, KeyState};
pub use identity::short as short_id;
pub use note::{ImportNote, NoteKind};
pub use refusal::ImportRefusal;

use crate::notice::Notice;

/// A file that became a notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The notice as Markdown with front matter.
    pub markdown: String,
    /// The notice as the reader sees it.
    pub notice: Notice,
    /// The kind of file.
    pub format: FileFormat,
    /// The name of the encoding, where it was text.
    pub encoding: Option<&'static str>,
    /// Keys of its front matter, commented ones included; empty where the file was a notice already.
    pub keys: Vec<FrontKey>,
    /// Counts of text that was converted or left out.
    pub notes: Vec<ImportNote>,
}

/// The kinds of files that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// A notice with front matter: it stays as it is.
    Notice,
    /// Markdown without front matter.
    Markdown,
    /// Plain text.
    Text,
    /// Word or WPS.
    Docx,
    /// A saved page.
    Html,
}

/// Texts are not larger than this; the pictures of a document do not count.
const LARGEST_TEXT: u64 = 32 << 20;

/// Imports a file named `name` with these bytes.
///
/// # Errors
/// One [`ImportRefusal`] for a file that is not a notice.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, ImportRefusal> {
    // reading from memory does not fail
    import_from(name, std::io::Cursor::new(bytes), None).unwrap_or(Err(ImportRefusal::Damaged))
}

/// Imports a file that is read as far as needed: the pictures of a document never are. `id` is the id the notice is to
/// have.
///
/// # Errors
/// Where the file cannot be read; inside, one [`ImportRefusal`] for a file that is not a notice.
pub fn import_from(
    name: &str,
    mut source: impl Read + Seek,
    id: Option<&str>,
) -> std::io::Result<Result<Imported, ImportRefusal>> {
    let mut head = Vec::new();
    source.by_ref().take(4).read_to_end(&mut head)?;
    source.seek(SeekFrom::Start(0))?;
    let draft = if matches!(head.as_slice(), [b'P', b'K', 3 | 5, ..]) {
        docx::read(source)
    } else {
        let mut bytes = Vec::new();
        source.take(LARGEST_TEXT + 1).read_to_end(&mut bytes)?;
        match ImportRefusal::of_bytes(name, &bytes) {
            Some(refusal) => Err(refusal),
            None if bytes.len() as u64 > LARGEST_TEXT => Err(ImportRefusal::TooLarge),
            None => plain::read(name, &bytes),
        }
    };
    Ok(draft.map(|draft| compose::compose(name, draft, id)))
}
