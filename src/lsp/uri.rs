//! Paths and the `file:` URIs that editors send for them, on systems with drive letters and without.

use std::path::{Path, PathBuf};

use crate::text::percent::{path_encoded, strictly_decoded};

/// Style of a system's paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathStyle {
    /// `/home/a`
    Unix,
    /// `C:\Users\a`, `\\server\share\a`
    Windows,
}

/// The style of the system that the program runs on.
const SYSTEM: PathStyle = if cfg!(windows) { PathStyle::Windows } else { PathStyle::Unix };

/// Prefix of canonical paths on Windows, which editors do not use.
const VERBATIM: &str = r"\\?\";

/// The path of a `file:` URI.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    path_in(uri, SYSTEM).map(PathBuf::from)
}

/// The `file:` URI of a path.
pub(super) fn uri_of(path: &Path) -> String {
    uri_in(&path.to_string_lossy(), SYSTEM)
}

/// The canonical path (symbolic links resolved), in the form that editors use.
pub fn canonical(path: &Path) -> PathBuf {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match SYSTEM {
        PathStyle::Unix => whole,
        PathStyle::Windows => PathBuf::from(without_verbatim(&whole.to_string_lossy())),
    }
}

/// The path of a `file:` URI, with percent-escapes decoded and a capital drive letter.
fn path_in(uri: &str, style: PathStyle) -> Option<String> {
    let path = strictly_decoded(uri.strip_prefix("file://")?)?;
    if style == PathStyle::Unix {
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
        PathStyle::Unix => path.to_owned(),
        PathStyle::Windows => without_verbatim(path).replace('\\', "/"),
    };
    let escaped = path_encoded(&path, b"");
    match style {
        PathStyle::Unix => format!("file://{escaped}"),
        PathStyle::Windows if escaped.starts_with("//") => format!("file:{escaped}"),
        PathStyle::Windows => format!("file:///{escaped}"),
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
    use super::PathStyle::{Unix, Windows};
    use super::*;

    /// VS Code escapes the colon and writes a small letter; others write `C:`.
    #[test]
    fn uris_of_windows_and_unix_paths_are_parsed() {
        let read = |uri| path_in(uri, Windows);
        assert_eq!(read("file:///c%3A/%E7%AB%99/a%20b.md").as_deref(), Some(r"C:\站\a b.md"));
        assert_eq!(read("file:///D:/a.md").as_deref(), Some(r"D:\a.md"));
        assert_eq!(read("file://server/share/a.md").as_deref(), Some(r"\\server\share\a.md"));
        assert_eq!(path_in("file:///home/a%20b", Unix).as_deref(), Some("/home/a b"));
        assert_eq!(path_in("file:///c%3A/a", Unix).as_deref(), Some("/c:/a"));
        assert_eq!(path_in("untitled:a", Unix), None);
        assert_eq!(path_in("file:///%E7%AB", Unix), None);
    }

    #[test]
    fn paths_survive_the_round_trip_through_uris() {
        for (path, style) in [(r"C:\站\a b.md", Windows), (r"\\server\share\a.md", Windows), ("/home/站/a b", Unix)] {
            assert_eq!(path_in(&uri_in(path, style), style).as_deref(), Some(path));
        }
        assert_eq!(uri_in(r"C:\a b", Windows), "file:///C%3A/a%20b");
        assert_eq!(uri_in(r"\\?\C:\a", Windows), "file:///C%3A/a");
        assert_eq!(uri_in(r"\\?\UNC\server\share", Windows), "file://server/share");
    }
}
