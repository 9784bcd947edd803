//! Addresses: paths of pages and files below the site's root.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::notice::Found;
use crate::text::percent::percent_decoded;
use crate::text::slug;
use crate::text::span::Span;

/// A path below the site's root without a leading slash: `notices/x/` for a page, `feed.atom` for a file, and the
/// empty path for the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address(String);

impl Address {
    /// The address `path`.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The address of an alias (an old address in `aliases`), in the normal form in which addresses are compared:
    /// percent-escapes decoded, `/` for `\\`, no leading slash, `.` and `..` resolved, a page without its `index.html`.
    /// An alias with the extension of a web page ([`PAGE_EXTENSIONS`]) is a file, any other a page.
    ///
    /// `None` if it leads out of the site, or if some system cannot hold a file of that name.
    pub fn of_alias(alias: &str) -> Option<Self> {
        let path: String = percent_decoded(alias.trim()).nfc().collect();
        let path = path.replace('\\', "/");
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part.trim() {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        let is_folder =
            path.is_empty() || path.ends_with('/') || path.rsplit('/').next().is_some_and(|part| part == ".");
        if !is_folder && parts.last().is_some_and(|last| is_page_file(last) && *last != "index.html") {
            return Self::portable(parts.join("/"));
        }
        if parts.last() == Some(&"index.html") {
            parts.pop();
        }
        Self::portable(parts.iter().map(|part| format!("{part}/")).collect())
    }

    /// The usable addresses among the `aliases` of a page, each once, without the page's own.
    pub fn of_aliases(aliases: &[Found<String>], own: &Self) -> Vec<(Self, Span)> {
        let mut addresses: Vec<(Self, Span)> = Vec::new();
        for alias in aliases {
            let Some(address) = Self::of_alias(&alias.value) else { continue };
            if address != *own && !addresses.iter().any(|(other, _)| *other == address) {
                addresses.push((address, alias.span));
            }
        }
        addresses
    }

    /// The address of the file `path`: `a/index.html` is the page `a/`.
    pub fn of_file(path: &str) -> Self {
        match path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')) {
            Some(folder) => Self::new(folder),
            None => Self::new(path),
        }
    }

    /// The address `path`, if every system can hold its file.
    fn portable(path: String) -> Option<Self> {
        let address = Self(path);
        is_portable_path(&address.file()).then_some(address)
    }

    /// The page of a notice.
    pub fn notice(id: &str) -> Self {
        Self(format!("notices/{id}/"))
    }

    /// The page of a unit.
    pub fn unit(slug: &str) -> Self {
        Self(format!("units/{slug}/"))
    }

    /// The page of a round.
    pub fn round(slug: &str) -> Self {
        Self(format!("rounds/{slug}/"))
    }

    /// The page of a status.
    pub fn status(slug: &str) -> Self {
        Self(format!("status/{slug}/"))
    }

    /// The page of a year; `undated` for `None`.
    pub fn year(year: Option<i16>) -> Self {
        Self(year.map_or_else(|| "years/undated/".to_owned(), |year| format!("years/{year:04}/")))
    }

    /// The `number`-th immutable page (from 1, the oldest) of the list at this address.
    #[must_use]
    pub fn page(&self, number: usize) -> Self {
        Self(format!("{}page/{number}/", self.0))
    }

    /// The address `rest` below this one.
    #[must_use]
    pub fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The path, as in data files and canonical links.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its file relative to the output folder; for a page, the `index.html` in it.
    pub fn file(&self) -> String {
        match self.0.is_empty() || self.0.ends_with('/') {
            true => format!("{}index.html", self.0),
            false => self.0.clone(),
        }
    }

    /// The relative link from this address to `target`, naming `index.html` so that it works in a local folder, too.
    pub fn link_to(&self, target: &Self) -> String {
        let target_file = target.file();
        let folders = |path: &'_ str| path.rfind('/').map_or(0, |end| end + 1);
        let here = &self.0[..folders(&self.0)];
        let mut common = 0;
        for (at, (a, b)) in here.bytes().zip(target_file.bytes()).enumerate() {
            if a != b {
                break;
            }
            if a == b'/' {
                common = at + 1;
            }
        }
        let ups = here[common..].bytes().filter(|b| *b == b'/').count();
        format!("{}{}", "../".repeat(ups), &target_file[common..])
    }

    /// The relative link from this address to the site's root, `/` at its end; empty from the root itself.
    pub fn root(&self) -> String {
        "../".repeat(self.0.bytes().filter(|b| *b == b'/').count())
    }
}

/// Extensions of files that web servers show as pages.
const PAGE_EXTENSIONS: [&str; 13] =
    ["html", "htm", "xhtml", "shtml", "shtm", "asp", "aspx", "jsp", "jspx", "php", "do", "action", "cgi"];

/// Whether a name is that of a file that web servers show as a page.
pub fn is_page_file(name: &str) -> bool {
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending);
    ending.is_some_and(|ending| PAGE_EXTENSIONS.iter().any(|other| other.eq_ignore_ascii_case(ending)))
}

/// Whether an alias may be the file `path` on every system. Stricter than the writer, because an alias can be written
/// in another way, unlike the names of files in `content/`. No part is empty or made of dots and blanks, contains a
/// character with a meaning in paths or queries on some system, or is a name that Windows does not allow.
fn is_portable_path(path: &str) -> bool {
    /// Longest name on most file systems.
    const LONGEST_NAME: usize = 255;
    let is_name = |part: &str| {
        !part.trim_end_matches(['.', ' ']).is_empty()
            && part.len() <= LONGEST_NAME
            && !part.contains('#')
            && slug::is_portable_name(part)
    };
    path.split('/').all(is_name)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Address {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_have_one_form() {
        let form = |alias: &str| Address::of_alias(alias).map(|address| address.as_str().to_owned());
        for alias in ["old/", "/old", "old/index.html", "./old/./", "\\old\\", "a/../old", "%6Fld/", "//old//", " old "]
        {
            assert_eq!(form(alias).as_deref(), Some("old/"), "{alias}");
        }
        for alias in ["", ".", "/", "./", "a/..", "index.html", "%2E"] {
            assert_eq!(form(alias).as_deref(), Some(""), "{alias} is the home page");
        }
        assert_eq!(form("旧%20地址/通报.html").as_deref(), Some("旧 地址/通报.html"));
        for file in ["zwgk/1234.shtml", "show.asp", "a/b.JSP", "old/index.htm"] {
            assert_eq!(form(file).as_deref(), Some(file));
        }
        assert_eq!(form("zwgk/v1.2").as_deref(), Some("zwgk/v1.2/"));
        for alias in [
            "..",
            "../x.html",
            "a/../../x",
            "%2e%2e/x",
            "..%2Fx",
            "..\\x",
            "C:\\www\\x.html",
            "https://a.cn/x.html",
            "a/.../x",
            "show?id=1",
            "a\u{0}b",
            "old/con.html",
            "AUX/",
            "a|b.html",
            "a./b.html",
        ] {
            assert_eq!(form(alias), None, "{alias}");
        }
        assert_eq!(form(&"长".repeat(100)), None, "no file system holds a name of 300 bytes");
    }

    #[test]
    fn only_portable_paths_can_be_old_addresses() {
        for path in ["index.html", "a/b.html", "notices/通报/index.html", ".well-known/x", "..a/b"] {
            assert!(is_portable_path(path), "{path}");
        }
        for path in ["", "/a", "a//b", "a/", "../a", "a/../b", "./a", "a/.. /b", "c:/a", "a\\b"] {
            assert!(!is_portable_path(path), "{path}");
        }
    }

    #[test]
    fn links_are_relative_and_name_the_file() {
        let link = |from: &str, to: &str| Address::new(from).link_to(&Address::new(to));
        assert_eq!(link("", "notices/a/"), "notices/a/index.html");
        assert_eq!(link("notices/a/", "notices/b/"), "../b/index.html");
        assert_eq!(link("notices/a/", ""), "../../index.html");
        assert_eq!(link("notices/a/", "notices/a/"), "index.html");
        assert_eq!(link("notices/", "notices/page/1/"), "page/1/index.html");
        assert_eq!(link("notices/a/", "notices/ab/"), "../ab/index.html");
        assert_eq!(link("404.html", "assets/site.css"), "assets/site.css");
        assert_eq!(Address::new("units/x/page/2/").root(), "../../../../");
    }
}
