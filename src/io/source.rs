//! The source tree: the files in `content/`, and the stamps from which changed files are detected.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use super::folder::below;
use super::reason;
use crate::check::TextKind;
use crate::config::site_yaml;
use crate::notice::{Code, Finding, SourcePath};
use crate::text::span::Span;
use crate::text::{decode, slug};

/// `content/` has a symbolic link; links are not followed. No arguments.
pub const SYMLINK: Code = Code::new("symlink-skipped");
/// A folder has the name of a notice. No arguments.
pub const FOLDER: Code = Code::new("folder-named-md");
/// The name of a file or folder is not UTF-8, so it can have no address. Arguments: `name`, decoded as GB18030 if
/// possible.
pub const NAME: Code = Code::new("file-name-not-utf8");
/// The name of a file or folder is not allowed on Windows. The file is left out on every system. No arguments.
pub const RESERVED: Code = Code::new("file-name-reserved");
/// A FIFO, device or socket is in `content/`; it is never opened. No arguments.
pub const SPECIAL: Code = Code::new("special-file");

/// A file or folder of `static/` whose name begins with a dot is left out. No arguments.
pub const DOT_FILE: Code = Code::new("dot-file-skipped");

/// Names with a dot that servers and hosts look for; `static/` may have them.
const PUBLIC_DOT_NAMES: [&str; 3] = [".well-known", ".htaccess", ".nojekyll"];

/// The longest extension of a README, as in `README.zh-Hans.md`.
const LONGEST_README_EXTENSION: usize = "zh-Hans.md".len();

/// The folder of files that are copied as they are to the root of the site.
pub const STATIC: &str = "static/";

/// Stamp of a file. If it is unchanged, the file is taken for unchanged without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// Size in bytes.
    pub size: u64,
    modified: i128,
    changed: i128,
    inode: u64,
}

/// Role of a file in `content/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FileRole {
    /// A notice: any `.md` outside `pages/`.
    Notice,
    /// A plain page: `pages/*.md`.
    Page,
    /// A file of `static/`: copied as it is to the root of the site.
    Static,
    /// Anything else: copied where a notice or page links to it.
    File,
}

impl FileRole {
    /// How the checks treat it.
    pub const fn text_kind(self) -> TextKind {
        match self {
            Self::Page => TextKind::Page,
            Self::Notice | Self::Static | Self::File => TextKind::Notice,
        }
    }

    /// Whether it is read as text.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Notice | Self::Page)
    }
}

/// A file in `content/`.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path below `content/`.
    pub path: SourcePath,
    /// Its role in the site.
    pub role: FileRole,
    /// Size and times, to detect changes.
    pub stamp: FileStamp,
}

/// All files in `content/`, sorted by path, and findings about the tree.
#[derive(Clone, Debug, Default)]
pub struct ContentTree {
    /// The files.
    pub files: Vec<SourceFile>,
    /// Findings about skipped links, folders and names.
    pub findings: Vec<Finding>,
}

/// Lists `content/` without following links. Hidden files and editors' backups are skipped.
///
/// # Errors
/// An I/O error with its path if a folder cannot be listed.
pub fn list(content: &Path) -> io::Result<ContentTree> {
    list_below(content, content)
}

/// Lists the folder `root` inside `content/`, as [`list`] does.
///
/// # Errors
/// An I/O error with its path if a folder cannot be listed.
pub fn list_below(content: &Path, root: &Path) -> io::Result<ContentTree> {
    let mut tree = ContentTree::default();
    let walk = WalkDir::new(root)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(content, entry) && is_below_named(entry));
    for entry in walk {
        // a folder may vanish while the tree is walked
        let is_gone = |error: &walkdir::Error| {
            error.depth() > 0 && error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        let entry = match entry {
            Err(error) if is_gone(&error) => continue,
            Err(error) if error.depth() > 0 && error.io_error().is_some() => {
                let path = error.path().and_then(|path| path.strip_prefix(content).ok());
                let path = SourcePath::new(path.unwrap_or(root).to_string_lossy());
                tree.findings.push(reason::unreadable(&path, &error.into()));
                continue;
            }
            // without the English words that walkdir puts around it
            entry => entry.map_err(|error| match error.io_error().and_then(io::Error::raw_os_error) {
                Some(code) => io::Error::from_raw_os_error(code),
                None => io::Error::from(error),
            })?,
        };
        let path = entry.path().strip_prefix(content).unwrap_or(entry.path());
        let Some(path) = path.to_str().map(SourcePath::new) else {
            tree.findings.push(unnamed(path));
            continue;
        };
        let kind = entry.file_type();
        if is_left_out(&path) {
            tree.findings.push(Finding::new(DOT_FILE, &path, Span::default()));
        } else if is_reserved(&path) {
            tree.findings.push(Finding::new(RESERVED, &path, Span::default()));
        } else if kind.is_symlink() {
            tree.findings.push(Finding::new(SYMLINK, &path, Span::default()));
        } else if kind.is_dir() {
            if path.as_str().ends_with(".md") && role(&path) != FileRole::Static {
                tree.findings.push(Finding::new(FOLDER, &path, Span::default()));
            }
        } else if !kind.is_file() {
            tree.findings.push(Finding::new(SPECIAL, &path, Span::default()));
        } else if path.as_str() != site_yaml::PATH && !is_skipped(&path) {
            match entry.metadata() {
                Ok(data) => tree.files.push(SourceFile { role: role(&path), stamp: stamp(&data), path }),
                Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    tree.files.sort_by(|a, b| a.path.cmp(&b.path));
    tree.findings.sort();
    Ok(tree)
}

/// The file at `path` as [`list`] would return it; `None` if there is none or it is skipped.
pub fn find(content: &Path, path: &SourcePath) -> Option<SourceFile> {
    if path.as_str() == site_yaml::PATH || is_skipped(path) || is_reserved(path) {
        return None;
    }
    let file = locate(content, path);
    let data = std::fs::symlink_metadata(&file).ok().filter(Metadata::is_file)?;
    // a file below a symbolic link is skipped, as by `list`
    let mut above = file.ancestors().skip(1).take_while(|folder| *folder != content);
    if above.any(Path::is_symlink) {
        return None;
    }
    Some(SourceFile { path: path.clone(), role: role(path), stamp: stamp(&data) })
}

/// Path of a source on disk.
pub fn locate(content: &Path, path: &SourcePath) -> PathBuf {
    below(content, path.as_str())
}

/// Whether a path, or a folder above it, is skipped: hidden files, backups of editors, and Markdown that is meant for
/// the people who write notices (`README.md`, `_模板.md`).
pub fn is_skipped(path: &SourcePath) -> bool {
    if let Some(rest) = path.as_str().strip_prefix(STATIC) {
        return rest.split('/').any(|name| is_leftover(name) || is_private_name(name));
    }
    let parts = || path.as_str().split('/');
    parts().any(is_hidden_name) || is_markdown(path) && is_for_writers(path)
}

/// Whether a file is meant for the people who write notices: `README.md`, `_模板.md`, anything in a folder `_…`.
pub fn is_for_writers(path: &SourcePath) -> bool {
    let parts = || path.as_str().split('/');
    parts().any(|part| part.starts_with('_')) || parts().next_back().is_some_and(is_readme)
}

/// Whether a file name is that of a README: `README.md`, `readme.zh.md`.
fn is_readme(name: &str) -> bool {
    let (stem, rest) = name.split_once('.').unwrap_or((name, ""));
    stem.eq_ignore_ascii_case("readme") && rest.len() <= LONGEST_README_EXTENSION
}

fn is_hidden(content: &Path, entry: &DirEntry) -> bool {
    let path = entry.path().strip_prefix(content).unwrap_or(entry.path());
    let path = SourcePath::new(path.to_string_lossy());
    is_skipped(&path) && !is_left_out(&path)
}

/// Whether a path of `static/` is skipped for its name alone, which is worth a finding: it may have been meant to be
/// public.
fn is_left_out(path: &SourcePath) -> bool {
    let (folder, name) = path.as_str().rsplit_once('/').unwrap_or_default();
    path.as_str().starts_with(STATIC)
        && is_private_name(name)
        && !is_leftover(name)
        && !is_skipped(&SourcePath::new(format!("{folder}/")))
}

/// Whether the folder above an entry has a valid name. One finding for the folder is enough for everything in it.
fn is_below_named(entry: &DirEntry) -> bool {
    let is_usable = |name: &str| !slug::is_device(name);
    let folder = || entry.path().parent().and_then(Path::file_name);
    entry.depth() < 2 || folder().is_none_or(|name| name.to_str().is_some_and(is_usable))
}

/// The finding for a file or folder whose name is not UTF-8, as often in old archives.
fn unnamed(path: &Path) -> Finding {
    let bytes = path.file_name().map(|name| name.as_encoded_bytes().to_vec()).unwrap_or_default();
    let name = decode::decode(&bytes).map_or_else(|_| path.to_string_lossy().into_owned(), |decoded| decoded.text);
    Finding::new(NAME, &SourcePath::new(path.to_string_lossy()), Span::default()).with("name", name)
}

fn is_hidden_name(name: &str) -> bool {
    name.starts_with('.') || is_leftover(name)
}

/// Whether a name is one of those that editors, systems and version control leave behind.
fn is_leftover(name: &str) -> bool {
    let endings = ["~", ".tmp", ".bak", ".swp"];
    let is_backup = name.starts_with("~$") || endings.iter().any(|ending| name.ends_with(ending));
    is_backup || is_system_file(name) || matches!(name, ".git" | ".gitignore" | ".gitkeep" | ".svn")
}

/// Whether operating systems put files of this name into every folder.
pub fn is_system_file(name: &str) -> bool {
    ["Thumbs.db", "desktop.ini", ".DS_Store"].iter().any(|system| system.eq_ignore_ascii_case(name))
}

/// Whether a name begins with a dot and is none that a site may have.
fn is_private_name(name: &str) -> bool {
    name.starts_with('.') && !PUBLIC_DOT_NAMES.contains(&name)
}

/// Whether the name of a file, or of a folder above it, is not allowed on every system. Copied files keep their names
/// in the site; for texts only device names matter.
fn is_reserved(path: &SourcePath) -> bool {
    let is_copied = !role(path).is_text();
    path.as_str().split('/').any(|part| slug::is_device(part) || is_copied && part.contains([':', '\\']))
}

/// Role of a file by its path.
pub fn role(path: &SourcePath) -> FileRole {
    let text = path.as_str();
    if text.starts_with(STATIC) {
        return FileRole::Static;
    }
    match (is_markdown(path), text.starts_with("pages/")) {
        (true, true) => FileRole::Page,
        (true, false) => FileRole::Notice,
        (false, _) => FileRole::File,
    }
}

fn is_markdown(path: &SourcePath) -> bool {
    path.as_str().rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("md"))
}

/// The stamp of a file from its metadata.
pub fn stamp(data: &Metadata) -> FileStamp {
    let modified = data.modified().ok().and_then(|time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).ok(),
        Err(before) => i128::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
    });
    let (changed, inode) = inode(data);
    FileStamp { size: data.len(), modified: modified.unwrap_or_default(), changed, inode }
}

impl FileStamp {
    /// The stamp of a file that was read after `now`. If the file may still change without a new stamp, returns a stamp
    /// that equals none, so that the next run reads the file again.
    #[must_use]
    pub fn settled(self, now: i128) -> Self {
        match self.is_fresh(now) {
            true => Self { modified: i128::MAX, ..self },
            false => self,
        }
    }

    /// Whether the file may change again within the same tick of the clock: it was modified less than a
    /// [`COARSEST_TICK`] before `now` (nanoseconds since 1970), or after it.
    pub fn is_fresh(&self, now: i128) -> bool {
        self.modified.max(self.changed) > now - COARSEST_TICK
    }
}

/// The coarsest clock that file systems stamp files with: FAT has two seconds. In nanoseconds.
const COARSEST_TICK: i128 = 2_000_000_000;

#[cfg(unix)]
fn inode(data: &Metadata) -> (i128, u64) {
    use std::os::unix::fs::MetadataExt;
    (i128::from(data.ctime()) * 1_000_000_000 + i128::from(data.ctime_nsec()), data.ino())
}

#[cfg(not(unix))]
fn inode(_data: &Metadata) -> (i128, u64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_may_change_in_the_same_tick_is_not_settled() {
        let second = 1_000_000_000;
        let stamp = FileStamp { size: 1, modified: 100 * second, changed: 100 * second, inode: 7 };
        for (now, is_settled) in [(90, false), (100, false), (101, false), (103, true)] {
            assert_eq!(stamp.settled(now * second) == stamp, is_settled, "{now}");
        }
        assert!(stamp.settled(100 * second).is_fresh(1000 * second), "a file that was not settled is read again");
    }
}
