//! The manifest: every file of the output but itself, by which a release is known and verified.

use std::io::Write;

use super::record::{FileRecord, digits};

/// The manifest's own path.
pub const PATH: &str = "manifest.json";

/// What a manifest begins with; a folder whose manifest begins so is ours to replace.
pub const MARK: &[u8] = b"{\"gongshi\":1,";

/// The manifest of `files`, which must be sorted by path: JSON, one file a line.
pub fn write<'a>(files: impl Iterator<Item = &'a FileRecord>) -> Vec<u8> {
    let mut text = Vec::from(MARK);
    text.extend_from_slice(b"\"files\":[");
    for (at, file) in files.enumerate() {
        text.extend_from_slice(if at > 0 { b",\n{\"path\":" } else { b"\n{\"path\":" });
        // Writing to memory does not fail.
        let _ = serde_json::to_writer(&mut text, &file.path);
        let _ = write!(text, ",\"size\":{},\"sha256\":\"", file.size);
        text.extend(digits(&file.sha256));
        text.extend_from_slice(b"\"}");
    }
    text.extend_from_slice(b"\n]}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_json_and_says_what_it_lists() {
        let files = [FileRecord::of("a\"b.html", b"x"), FileRecord::of("公.csv", b"")];
        let text = write(files.iter());
        assert!(text.starts_with(MARK));
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        assert_eq!(value["files"][0]["path"], "a\"b.html");
        assert_eq!(value["files"][1]["sha256"], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
