//! The manifest: lists every file of the output but itself. A release is identified and verified by it.

use std::fmt;
use std::io::Write;

use rayon::prelude::*;

use crate::pages::FileRecord;
use crate::text::hex::digits;

/// Path of the manifest.
pub const PATH: &str = "manifest.json";

/// Path of the file in which publishing records the served release.
pub const RELEASE: &str = "release.json";

/// Path of the same as a script, for the page 校验: pages opened from a disk can read nothing else.
pub const RELEASE_SCRIPT: &str = "release.js";

/// Path of the manifest's signature.
pub const SIGNATURE: &str = "manifest.sig";

/// Paths that no entry may have.
pub const RESERVED: [&str; 4] = [PATH, RELEASE, RELEASE_SCRIPT, SIGNATURE];

/// First bytes of a manifest. A folder whose manifest begins with them was made by a build and may be replaced.
pub const MARK: &[u8] = b"{\"gongshi\":1,";

/// Files serialised in one task of a thread. Not measured.
const FILES_PER_TASK: usize = 4096;

/// The manifest of `files`, which must be sorted by path: JSON with one file a line, in pieces because it may be large.
pub fn write(files: &[FileRecord]) -> Vec<Vec<u8>> {
    let head = [MARK, b"\"files\":["].concat();
    let mut pieces = vec![head];
    pieces.par_extend(files.par_chunks(FILES_PER_TASK).enumerate().map(|(at, files)| serialise(files, at == 0)));
    pieces.push(b"\n]}\n".to_vec());
    pieces
}

/// Whether the text of a manifest lists a file `name`, or a file in a top folder of that name.
pub fn lists(manifest: &[u8], name: &str) -> bool {
    let quoted = serde_json::to_string(name).unwrap_or_default();
    let listed = format!("{{\"path\":{}", quoted.trim_end_matches('"'));
    let mut lines = manifest.split(|byte| *byte == b'\n');
    lines.any(|line| {
        line.strip_prefix(listed.as_bytes()).is_some_and(|rest| rest.starts_with(b"\"") || rest.starts_with(b"/"))
    })
}

/// Serialises some of the files. `is_first` is whether they begin the list.
fn serialise(files: &[FileRecord], mut is_first: bool) -> Vec<u8> {
    let mut text = Vec::new();
    for file in files {
        text.extend_from_slice(if is_first { b"\n{\"path\":" } else { b",\n{\"path\":" });
        is_first = false;
        // Writing to memory does not fail.
        let _ = serde_json::to_writer(&mut text, &file.path);
        let _ = write!(text, ",\"size\":{},\"sha256\":\"", file.size);
        file.sha256.iter().for_each(|byte| text.extend(digits(*byte)));
        text.extend_from_slice(b"\"}");
    }
    text
}

/// Error: an address that is not a plain path below the output, so no file can be written for it.
#[derive(Clone, Debug)]
pub struct UnwritableAddress(pub String);

impl fmt::Display for UnwritableAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}: this address cannot be written as a file", self.0)
    }
}

impl std::error::Error for UnwritableAddress {}

/// Whether a path stays below the folder it is joined to, on every system, and fits on one line. Builds write, and
/// releases list, only such paths.
pub fn is_plain_path(path: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    path.split('/').all(is_plain) && !path.contains(|c: char| c.is_control() || c == '\\') && !has_drive
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_stay_below_their_folder() {
        for path in ["a", "a/b.html", "旧 地址/通报.html", "..a/b..", ".well-known/x"] {
            assert!(is_plain_path(path), "{path}");
        }
        for path in ["", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "C:/a", "c:a", "a\nb"] {
            assert!(!is_plain_path(path), "{path:?}");
        }
    }

    #[test]
    fn a_manifest_is_json_and_is_searched_for_names() {
        let files = [FileRecord::of("a\"b.html", b"x"), FileRecord::of("公.csv", b"")];
        let text = write(&files).concat();
        assert!(text.starts_with(MARK));
        let value: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        assert_eq!(value["files"][0]["path"], "a\"b.html");
        assert!(lists(&text, "a\"b.html") && lists(&text, "公.csv"));
        assert!(!lists(&text, "a") && !lists(&text, "公") && !lists(&text, "b.html"));
        assert_eq!(value["files"][1]["sha256"], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
