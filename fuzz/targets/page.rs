//! Import of any text or page: it becomes a notice that another import leaves unchanged.
#![no_main]

use gongshi::import::import;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let page = [b"<html><body>", bytes].concat();
    for (name, bytes) in [("a.html", page.as_slice()), ("a.txt", bytes), ("a.md", bytes)] {
        let Ok(imported) = import(name, bytes) else { continue };
        let again = import("a.md", imported.markdown.as_bytes()).expect("a notice can be imported");
        assert_eq!(again.markdown, imported.markdown, "{name}");
    }
});
