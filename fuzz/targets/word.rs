//! Import of a Word document with any XML in its body, and of any bytes as a document.
#![no_main]

use std::io::{Cursor, Write};

use gongshi::import::import;
use libfuzzer_sys::fuzz_target;

fn document(body: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("word/document.xml", stored).expect("a part");
    zip.write_all(b"<w:document xmlns:w=\"w\"><w:body>").expect("a vector takes everything");
    zip.write_all(body).expect("a vector takes everything");
    zip.write_all(b"</w:body></w:document>").expect("a vector takes everything");
    zip.finish().expect("a zip").into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    let _ = import("a.docx", &[b"PK\x03\x04", bytes].concat());
    let Ok(imported) = import("a.docx", &document(bytes)) else { return };
    let again = import("a.md", imported.markdown.as_bytes()).expect("a notice can be imported");
    assert_eq!(again.markdown, imported.markdown);
});
