//! From what a clerk has (text, Word, a saved page) to a Markdown notice.
//!
//! Pure: bytes in, text out. The words stay as they are; only what a conversion left behind is removed, and what the
//! reader is not sure of is left to the clerk as a commented key. A notice that was imported is never changed again.

mod compose;
mod docx;
mod draft;
mod front;
mod html;
mod plain;
mod refusal;
mod residue;
mod tree;

pub use draft::Note;
pub use front::{Key, State};
pub use refusal::Refusal;

use crate::notice::Notice;

/// A file that became a notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The notice as Markdown with front matter.
    pub markdown: String,
    /// What the reader finds in it.
    pub notice: Notice,
    /// What kind of file it was.
    pub format: FileFormat,
    /// The name of the encoding, where it was text.
    pub encoding: Option<&'static str>,
    /// What its front matter states, or leaves to the clerk; empty where the file was a notice already.
    pub keys: Vec<Key>,
    /// What was done or left out on the way.
    pub notes: Vec<Note>,
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

/// Imports a file named `name` with these bytes.
///
/// # Errors
/// One [`Refusal`] for a file that is no notice.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, Refusal> {
    let draft = match bytes {
        [b'P', b'K', 3 | 5, ..] => docx::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(refusal::of_compound(bytes)),
        [b'%', b'P', b'D', b'F', ..] => return Err(Refusal::Pdf),
        [b'{', b'\\', b'r', b't', b'f', ..] => return Err(Refusal::Rtf),
        _ => plain::read(name, bytes)?,
    };
    compose::compose(name, draft)
}
