//! Any manifest, log and marker of a target: what is accepted is safe and is written back unchanged.
#![no_main]

use gongshi::publish::release::log::Log;
use gongshi::publish::release::manifest::Manifest;
use gongshi::publish::release::marker::Marker;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
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
