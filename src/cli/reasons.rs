//! Why something failed, in words: the operating system's and our own reasons in the language of the run.

use std::io;

use crate::config::Language;
pub use crate::io::reason::in_words as of_io;

/// The reasons of `error` from the outside in, as in `content/a.md: no permission`.
pub fn of(error: &anyhow::Error, language: Language) -> String {
    let reason = |cause: &(dyn std::error::Error + 'static)| match cause.downcast_ref::<io::Error>() {
        Some(error) => of_io(error, language),
        None => cause.to_string(),
    };
    let mut reasons: Vec<String> = Vec::new();
    for cause in error.chain() {
        let reason = reason(cause);
        // an I/O error that wraps another repeats its message
        if reasons.last() != Some(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join(": ")
}
