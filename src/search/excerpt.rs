//! Excerpt texts: what hits are verified against and shown from.
//!
//! The files of a notice depend on the notice and on the day of the one that continues it: no other change rewrites them.

use super::bits::BitWriter;
use super::characters::{Characters, units};
use super::document::{NoticeText, PartText};
use super::root::VERSION;
use super::script::{IndexFile, script};
use super::tokens::Hash48;
use crate::notice::Status;
use crate::text::fingerprint::Fingerprint;

/// How many documents share a file.
pub const GROUP: usize = 8;

/// What is known of a notice's excerpts without reading them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExcerptStamp(u16);

impl ExcerptStamp {
    /// A stamp of the notice's content: the same content in the same format, the same stamp.
    pub fn of(notice: &NoticeText) -> Self {
        let mut content =
            format!("{VERSION}\n{}\n{}\n{:?}\n{:?}\n", notice.url, notice.title, notice.date, notice.newer);
        for part in &notice.parts {
            let (anchor, status) = (part.anchor.map(|anchor| anchor.to_string()), part.status.map(Status::name));
            content.push_str(&format!("{anchor:?}{status:?}\n{}\n{}\n", part.place, part.title));
            content.push_str(&part.text);
        }
        let print = Fingerprint::of(content.as_bytes());
        Self(u16::from_be_bytes([print.bytes()[0], print.bytes()[1]]))
    }

    /// Its two bytes.
    pub fn bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// Four hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:04x}", self.0)
    }
}

/// The path of a group of excerpts, without `.js`: `x/abc/def012345-0`.
pub fn path(notice: Hash48, group: usize) -> String {
    let hex = notice.hex();
    format!("x/{}/{}-{group}", &hex[..3], &hex[3..])
}

/// All excerpt files of a notice.
pub fn files(notice: &NoticeText, characters: &Characters) -> Vec<IndexFile> {
    let (hash, stamp) = (Hash48::of(&notice.id), ExcerptStamp::of(notice).hex());
    let groups = notice.parts.chunks(GROUP).enumerate();
    groups.map(|(group, parts)| script(&path(hash, group), &stamp, &payload(notice, parts, characters))).collect()
}

/// What stands for the day of a notice that continues another and states none.
const UNDATED: &str = "-";

/// The notice's address, title, day and the day of the notice that continues it, then each document.
fn payload(notice: &NoticeText, parts: &[PartText], characters: &Characters) -> Vec<u8> {
    let mut bits = BitWriter::default();
    characters.write(&notice.url, &mut bits);
    characters.write(&notice.title, &mut bits);
    characters.write(&notice.date.map(|date| date.to_string()).unwrap_or_default(), &mut bits);
    let newer = notice.newer.map(|newer| newer.date.map_or_else(|| UNDATED.to_owned(), |date| date.to_string()));
    characters.write(&newer.unwrap_or_default(), &mut bits);
    bits.number(parts.len() as u32);
    for part in parts {
        characters.write(&part.anchor.map(|anchor| anchor.to_string()).unwrap_or_default(), &mut bits);
        characters.write(&part.place, &mut bits);
        bits.bits(part.status.map_or(0, |status| status.index() as u32 + 1), 3);
        title(part, characters, &mut bits);
        characters.write(&part.text, &mut bits);
    }
    bits.finish()
}

/// A title that stands in the text is written as its place there.
fn title(part: &PartText, characters: &Characters, bits: &mut BitWriter) {
    let at = part.text.find(&part.title);
    bits.bits(u32::from(at.is_some()), 1);
    match at {
        Some(at) => {
            bits.number(units(&part.text[..at]));
            bits.number(units(&part.title));
        }
        None => characters.write(&part.title, bits),
    }
}
