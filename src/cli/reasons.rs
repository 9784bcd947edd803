//! Why something failed, in words: the operating system's and our own reasons in the language of the run.

use std::io;

use crate::config::{Language, phrases};
use crate::io::input::Refused;

/// The reasons of `error` from the outside in, as in `content/a.md: no permission`.
pub fn of(error: &anyhow::Error, language: Language) -> String {
    let reason = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<io::Error>() {
        Some(error) => of_io(error, language),
        None => cause.to_string(),
    };
    let mut reasons: Vec<String> = Vec::new();
    for cause in error.chain() {
        let reason = reason(cause);
        // an I/O error that wraps another says the same as that
        if reasons.last() != Some(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join(": ")
}

/// What an I/O error means and, where there is one, the way out.
pub fn of_io(error: &io::Error, language: Language) -> String {
    if let Some(refused) = Refused::of(error) {
        return refusal(refused, language);
    }
    phrases::system_error(error, language)
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
