//! Any manifest, log and marker of a target: what is accepted is safe and is written back unchanged, and a log with any
//! words in its entries can be read again.
#![no_main]

use gongshi::publish::release::log::{Log, LogEntry};
use gongshi::publish::release::manifest::{Manifest, ReleaseId};
use gongshi::publish::release::marker::Marker;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let log = text.split('\n').take(3).fold(Log::default(), |log, words| {
        log.with(LogEntry {
            time: words.to_owned(),
            user: words.to_owned(),
            host: text.clone(),
            action: words.to_owned(),
            base: None,
            release: ReleaseId::parse("aaaaaaaaaaaa").expect("an id"),
            manifest_sha256: words.to_owned(),
            added: bytes.len(),
            changed: 0,
            removed: 0,
            message: Some(text.clone()),
            prev: None,
        })
    });
    assert_eq!(Log::parse(log.bytes()), Ok(log.clone()));
    if let Ok(log) = Log::parse(bytes) {
        assert_eq!(log.bytes(), bytes);
    }
    if let Some(manifest) = Manifest::parse(bytes) {
        for file in &manifest.files {
            let is_step = |part: &str| !part.is_empty() && part != "." && part != "..";
            assert!(file.path.split('/').all(is_step) && !file.path.contains('\\'), "{}", file.path);
        }
    }
    let _ = Marker::parse(bytes);
});
