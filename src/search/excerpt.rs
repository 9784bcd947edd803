//! Excerpt files: the texts of notices, in which the reader verifies hits and from which it shows excerpts.
//!
//! The excerpt file of a notice depends only on the notice and on the day of the one that continues it.

use super::characters::{Characters, units};
use super::document::{NoticeText, PartText};
use super::packed::PackedTexts;
use super::script::{IndexFile, VERSION, script};
use super::tokens::Hash48;
use crate::notice::Status;
use crate::text::fingerprint::Fingerprint;

/// Stamp of a notice's content, to detect stale excerpt files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExcerptStamp(u16);

impl ExcerptStamp {
    /// The stamp of a notice. Equal content in the same format has an equal stamp.
    pub fn of(notice: &NoticeText) -> Self {
        let head = format!("{VERSION}\n{}\n{}\n{:?}\n{:?}\n", notice.url, notice.title, notice.date, notice.newer);
        let part_head = |part: &PartText| {
            let (anchor, status) = (part.anchor.map(|anchor| anchor.to_string()), part.status.map(Status::name));
            format!("{anchor:?}{status:?}\n{}\n{}\n", part.number_path, part.title)
        };
        let part_heads: Vec<String> = notice.parts.iter().map(part_head).collect();
        let parts = part_heads.iter().zip(&notice.parts).flat_map(|(head, part)| [head.as_str(), &part.text]);
        let content: Vec<&str> = std::iter::once(head.as_str()).chain(parts).collect();
        let hash = Fingerprint::of_pieces(&content);
        Self(u16::from_be_bytes([hash.bytes()[0], hash.bytes()[1]]))
    }

    /// As two bytes.
    pub fn bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// As four hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:04x}", self.0)
    }
}

/// Path of a notice's excerpts, without `.js`: `x/ab/cdef012345`.
pub fn path(notice: Hash48) -> String {
    let hex = notice.hex();
    format!("x/{}/{}", &hex[..2], &hex[2..])
}

/// The excerpt file of a notice.
pub fn file(notice: &NoticeText, characters: &Characters) -> IndexFile {
    let (hash, stamp) = (Hash48::of(&notice.id), ExcerptStamp::of(notice).hex());
    script(&path(hash), &stamp, &payload(notice, characters))
}

/// Written for the day of the notice that continues this one if it has none.
const UNDATED: &str = "-";

/// The content: the notice's address, title and day, the day of the notice that continues it, then each document.
fn payload(notice: &NoticeText, characters: &Characters) -> Vec<u8> {
    let mut packed = PackedTexts::new(characters);
    packed.text(&notice.url);
    packed.text(&notice.title);
    packed.text(&notice.date.map(|date| date.to_string()).unwrap_or_default());
    let newer = notice.newer.map(|newer| newer.date.map_or_else(|| UNDATED.to_owned(), |date| date.to_string()));
    packed.text(&newer.unwrap_or_default());
    packed.bits.number(notice.parts.len() as u32);
    for part in &notice.parts {
        packed.text(&part.anchor.map(|anchor| anchor.to_string()).unwrap_or_default());
        packed.text(&part.number_path);
        packed.bits.bits(part.status.map_or(0, |status| status.index() as u32 + 1), 3);
        write_title(part, &mut packed);
        packed.text(&part.text);
    }
    packed.bits.finish()
}

/// Writes the title of a document; a title that occurs in the text is written as its offset there.
fn write_title(part: &PartText, packed: &mut PackedTexts<'_>) {
    let at = part.text.find(&part.title);
    packed.bits.bits(u32::from(at.is_some()), 1);
    match at {
        Some(at) => {
            packed.bits.number(units(&part.text[..at]));
            packed.bits.number(units(&part.title));
        }
        None => packed.text(&part.title),
    }
}
