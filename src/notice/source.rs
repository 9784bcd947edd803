//! The path of a source.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A file's path relative to `content/`, with `/` between its parts on every system.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(String);

impl SourcePath {
    /// The path `path`; backslashes become `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(path.as_ref().replace('\\', "/"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's name without its folder and its last extension.
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folder of the file, without a slash at its end; empty for `content/` itself.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path of `target`, which is relative to this file; `None` if it is outside `content/`.
    pub fn resolve(&self, target: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/")))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_resolve_inside_content_only() {
        let source = SourcePath::new("notices\\2024\\a.b.md");
        assert_eq!((source.folder(), source.stem()), ("notices/2024", "a.b"));
        assert_eq!(source.resolve("../x/./y.png"), Some(SourcePath::new("notices/x/y.png")));
        assert_eq!(source.resolve("../../../x"), None);
    }
}
