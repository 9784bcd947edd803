//! Paths and the `file:` URIs that editors send for them, on systems with drive letters and without.

use std::path::{Path, PathBuf};

use crate::text::percent::{path_encoded, strictly_decoded};

/// Style of paths of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathStyle {
    /// `/home/a`
    Slashes,
    /// `C:\Users\a`, `\\server\share\a`
    Drives,
}

/// The style of the system the program runs on.
const HERE: PathStyle = if cfg!(windows) { PathStyle::Drives } else { PathStyle::Slashes };

/// Prefix of canonical paths on Windows; editors never send it.
const VERBATIM: &str = r"\\?\";

/// The path of a `file:` URI.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    path_in(uri, HERE).map(PathBuf::from)
}

/// The `file:` URI of a path.
pub(super) fn uri_of(path: &Path) -> String {
    uri_in(&path.to_string_lossy(), HERE)
}

/// The path with symbolic links resolved, written as editors write it.
pub fn resolved(path: &Path) -> PathBuf {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match HERE {
        PathStyle::Slashes => whole,
        PathStyle::Drives => PathBuf::from(without_verbatim(&whole.to_string_lossy())),
    }
}

/// The path of a `file:` URI, with percent-escapes decoded and a capital drive letter.
fn path_in(uri: &str, style: PathStyle) -> Option<String> {
    let path = strictly_decoded(uri.strip_prefix("file://")?)?;
    if style == PathStyle::Slashes {
        return Some(path);
    }
    let path = path.replace('/', r"\");
    let Some(local) = path.strip_prefix('\\') else { return Some(format!(r"\\{path}")) };
    match local.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => {
            Some(format!("{}{}", letter.to_ascii_uppercase() as char, &local[1..]))
        }
        _ => Some(path),
    }
}

fn uri_in(path: &str, style: PathStyle) -> String {
    let path = match style {
        PathStyle::Slashes => path.to_owned(),
        PathStyle::Drives => without_verbatim(path).replace('\\', "/"),
    };
    let escaped = path_encoded(&path, b"");
    match style {
        PathStyle::Slashes => format!("file://{escaped}"),
        PathStyle::Drives if escaped.starts_with("//") => format!("file:{escaped}"),
        PathStyle::Drives => format!("file:///{escaped}"),
    }
}

/// `C:\a` from `\\?\C:\a`, `\\server\share` from `\\?\UNC\server\share`.
fn without_verbatim(path: &str) -> String {
    match path.strip_prefix(VERBATIM) {
        Some(rest) => match rest.strip_prefix(r"UNC\") {
            Some(share) => format!(r"\\{share}"),
            None => rest.to_owned(),
        },
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::PathStyle::{Drives, Slashes};
    use super::*;

    /// VS Code escapes the colon and writes a small letter; others write `C:`.
    #[test]
    fn paths_with_drives_are_understood() {
        let read = |uri| path_in(uri, Drives);
        assert_eq!(read("file:///c%3A/%E7%AB%99/a%20b.md").as_deref(), Some(r"C:\站\a b.md"));
        assert_eq!(read("file:///D:/a.md").as_deref(), Some(r"D:\a.md"));
        assert_eq!(read("file://server/share/a.md").as_deref(), Some(r"\\server\share\a.md"));
        assert_eq!(path_in("file:///home/a%20b", Slashes).as_deref(), Some("/home/a b"));
        assert_eq!(path_in("file:///c%3A/a", Slashes).as_deref(), Some("/c:/a"));
        assert_eq!(path_in("untitled:a", Slashes), None);
        assert_eq!(path_in("file:///%E7%AB", Slashes), None);
    }

    #[test]
    fn paths_come_back_from_their_uris() {
        for (path, style) in [(r"C:\站\a b.md", Drives), (r"\\server\share\a.md", Drives), ("/home/站/a b", Slashes)]
        {
            assert_eq!(path_in(&uri_in(path, style), style).as_deref(), Some(path));
        }
        assert_eq!(uri_in(r"C:\a b", Drives), "file:///C%3A/a%20b");
        assert_eq!(uri_in(r"\\?\C:\a", Drives), "file:///C%3A/a");
        assert_eq!(uri_in(r"\\?\UNC\server\share", Drives), "file://server/share");
    }
}
