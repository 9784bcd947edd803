//! Addresses: where a page or file stands below the site's root.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A path below the site's root without a leading slash: `notices/x/` for a page, `feed.atom` for a file, and the
/// empty path for the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address(String);

impl Address {
    /// The address `path`.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
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

    /// The path as data files and canonical links write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds it, relative to the output folder: a page's is its `index.html`.
    pub fn file(&self) -> String {
        match self.0.is_empty() || self.0.ends_with('/') {
            true => format!("{}index.html", self.0),
            false => self.0.clone(),
        }
    }

    /// The relative link from this address to `target`, naming `index.html` so that it works from a folder.
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
