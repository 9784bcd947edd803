//! Any file in place of a cache: it is damaged, missing or read, and the sources are the same as without it. A cache with
//! a right hash and any content may say anything, but nothing panics.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use gongshi::io::cache;
use gongshi::io::reading::{self, SourcesRead};
use libfuzzer_sys::fuzz_target;
use serde::ser::{Serialize, SerializeTuple, Serializer};

/// Bytes that are written as they are.
struct Raw<'a>(&'a [u8]);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = serializer.serialize_tuple(self.0.len())?;
        self.0.iter().try_for_each(|byte| bytes.serialize_element(byte))?;
        bytes.end()
    }
}

/// A folder with one notice.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("gongshi-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("content")).expect("a folder");
    std::fs::write(folder.join("content/a.md"), "---\ntitle: 通报\n---\n\n正文\n").expect("a notice");
    folder
});

fn read() -> SourcesRead {
    reading::read(&FOLDER.join("content"), &FOLDER.join("cache"), None, &|_, _, _| ()).expect("a readable folder")
}

fuzz_target!(|bytes: &[u8]| {
    let cache = FOLDER.join("cache");
    std::fs::write(&cache, bytes).expect("a cache");
    let read_bytes = read();
    assert_eq!(read_bytes.files.len(), 1);
    assert_eq!(read_bytes.files[0].summary.as_ref().map(|summary| summary.facts.title()), Some("通报"));
    cache::save(&cache, &Raw(bytes)).expect("a cache");
    for file in read().files {
        let _ = file.findings.len();
    }
});
