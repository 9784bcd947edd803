//! Reasons of I/O errors in Chinese and English.

use std::io;

use super::input::Refused;
use crate::config::{Language, phrases};
use crate::notice::{Code, Finding, SourcePath};
use crate::text::span::Span;

/// A file cannot be opened. Arguments: `reason`, `reason_en`.
pub const UNREADABLE: Code = Code::new("file-unreadable");

/// Reason of an I/O error and, if there is one, the remedy.
pub fn in_words(error: &io::Error, language: Language) -> String {
    match Refused::of(error) {
        Some(refused) => refusal(refused, language),
        None => phrases::system_error(error, language),
    }
}

/// The finding for a file or folder that cannot be opened.
pub fn unreadable(path: &SourcePath, error: &io::Error) -> Finding {
    let finding = Finding::new(UNREADABLE, path, Span::default());
    finding.with("reason", in_words(error, Language::Zh)).with("reason_en", in_words(error, Language::En))
}

fn refusal(refused: Refused, language: Language) -> String {
    match refused {
        Refused::NotAFile => {
            language.pick("不是普通文件，没有打开", "not a regular file; it was not opened").to_owned()
        }
        Refused::NotText => language
            .pick("不是文本，或编码认不出；请另存为 UTF-8", "not a text, or in an unknown encoding; save it as UTF-8")
            .to_owned(),
        Refused::TooLarge(limit) => {
            let limit = if limit < 1 << 20 { format!("{} KiB", limit >> 10) } else { format!("{} MiB", limit >> 20) };
            language.pick(format!("超过 {limit}，没有读"), format!("larger than {limit}; it was not read"))
        }
    }
}
