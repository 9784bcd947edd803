//! Reasons of I/O errors in Chinese and English.

use std::io;

use super::input::Refused;
use crate::config::{Language, phrases};
use crate::notice::{Code, Finding, SourcePath};
use crate::pages::MakeError;
use crate::site::manifest::UnwritableAddress;
use crate::text::span::Span;

/// A file cannot be opened. Arguments: `reason`, `reason_en`.
pub const UNREADABLE: Code = Code::new("file-unreadable");

/// The reasons of `error` from the outside in, as in `content/a.md: no permission`.
pub fn of(error: &anyhow::Error, language: Language) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for cause in error.chain() {
        let reason = of_cause(cause, language);
        // an I/O error that wraps another repeats its message
        if reasons.last() != Some(&reason) {
            reasons.push(reason);
        }
        // the messages of these errors include their cause
        if cause.is::<MakeError>() || cause.is::<walkdir::Error>() {
            break;
        }
    }
    reasons.join(": ")
}

fn of_cause(cause: &(dyn std::error::Error + 'static), language: Language) -> String {
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        let walked = error.get_ref().and_then(|inner| inner.downcast_ref::<walkdir::Error>());
        return in_words(walked.and_then(walkdir::Error::io_error).unwrap_or(error), language);
    }
    // the path is in an earlier reason
    if let Some(error) = cause.downcast_ref::<walkdir::Error>().and_then(walkdir::Error::io_error) {
        return in_words(error, language);
    }
    if let Some(UnwritableAddress(path)) = cause.downcast_ref() {
        let reason = language.pick("这个地址不能写成文件", "this address cannot be written as a file");
        return format!("/{path}: {reason}");
    }
    match cause.downcast_ref::<MakeError>() {
        Some(error) => of_making(error, language),
        None => cause.to_string(),
    }
}

/// Why a page could not be made.
pub fn of_making(error: &MakeError, language: Language) -> String {
    match error {
        MakeError::Changed(path) => language.pick(
            format!("content/{path}: 读取时文件变了，再运行一次"),
            format!("content/{path}: the file changed while it was read; run again"),
        ),
        MakeError::Unreadable(path, error) => format!("content/{path}: {}", in_words(error, language)),
        MakeError::Template(address, error) => {
            format!("/{address}: {}", error.clone().in_language(language))
        }
    }
}

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
            .pick(
                "不是文本，或编码认不出；请另存为 UTF-8",
                "not a text file, or in an unknown encoding; save it as UTF-8",
            )
            .to_owned(),
        Refused::TooLarge(limit) => {
            let limit = if limit < 1 << 20 { format!("{} KiB", limit >> 10) } else { format!("{} MiB", limit >> 20) };
            language.pick(format!("超过 {limit}，没有读"), format!("larger than {limit}; it was not read"))
        }
    }
}
