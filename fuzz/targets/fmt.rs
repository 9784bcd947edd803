//! `fmt` of any text: a second run changes nothing, and every letter and digit stays.
#![no_main]

use gongshi::check::fmt::fmt;
use gongshi::notice::SourcePath;
use libfuzzer_sys::fuzz_target;

fn formatted(text: &str) -> String {
    fmt(&SourcePath::new("notices/a.md"), text).text
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let once = formatted(&text);
    assert_eq!(formatted(&once), once, "{text:?}");
    // bookmarks are the only words it removes
    if !text.contains("bookmark") {
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        assert_eq!(words(&once), words(&text), "{text:?}");
    }
});
