//! Type, size and times of files below one folder. A build checks every file of a site, so on Unix the folder is opened
//! once and paths are resolved from there, which saves the system the path above it. The gain was not measured.

use std::path::Path;

/// Metadata of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStat {
    /// Whether it is a regular file and not a link.
    pub is_file: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Size in bytes.
    pub size: u64,
    /// Time of modification, in nanoseconds since 1970; far in the future if the system does not report it.
    pub modified: u64,
    /// Time of modification or, where the system records it, of the last change of name, links or times.
    pub changed: u64,
}

#[cfg(unix)]
pub use by_handle::StatRoot;
#[cfg(not(unix))]
pub use by_path::StatRoot;

#[cfg(unix)]
mod by_handle {
    use rustix::fd::OwnedFd;
    use rustix::fs::{AtFlags, FileType, Mode, OFlags, open, statat};

    use super::{FileStat, Path};

    /// An open folder that paths are resolved from.
    #[derive(Debug)]
    pub struct StatRoot(Option<OwnedFd>);

    impl StatRoot {
        /// Opens `path`. Below a folder that does not exist, no file is found.
        pub fn open(path: &Path) -> Self {
            Self(open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok())
        }

        /// Metadata of `path` below the folder, with `/` between its parts; of the folder itself if `path` is empty.
        pub fn stat(&self, path: &str) -> Option<FileStat> {
            let path = if path.is_empty() { "." } else { path };
            let data = statat(self.0.as_ref()?, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
            let kind = FileType::from_raw_mode(data.st_mode);
            let nanoseconds = |seconds: i64, rest: i128| {
                u64::try_from(i128::from(seconds) * 1_000_000_000 + rest).unwrap_or(u64::MAX)
            };
            let modified = nanoseconds(data.st_mtime, i128::from(data.st_mtime_nsec));
            let changed = nanoseconds(data.st_ctime, i128::from(data.st_ctime_nsec)).max(modified);
            Some(FileStat {
                is_file: kind == FileType::RegularFile,
                is_folder: kind == FileType::Directory,
                size: u64::try_from(data.st_size).unwrap_or(u64::MAX),
                modified,
                changed,
            })
        }
    }
}

#[cfg(any(not(unix), test))]
mod by_path {
    use std::path::PathBuf;
    use std::time::SystemTime;

    use super::{FileStat, Path};

    /// A folder that paths are resolved from.
    #[derive(Debug)]
    pub struct StatRoot(PathBuf);

    impl StatRoot {
        /// Opens `path`. Below a folder that does not exist, no file is found.
        pub fn open(path: &Path) -> Self {
            Self(path.to_owned())
        }

        /// Metadata of `path` below the folder, with `/` between its parts; of the folder itself if `path` is empty.
        pub fn stat(&self, path: &str) -> Option<FileStat> {
            let mut full = self.0.clone();
            full.extend(path.split('/').filter(|part| !part.is_empty()));
            let data = std::fs::symlink_metadata(full).ok()?;
            let since = data.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
            let modified = since.and_then(|time| u64::try_from(time.as_nanos()).ok()).unwrap_or(u64::MAX);
            let (is_file, is_folder, size) = (data.is_file(), data.is_dir(), data.len());
            Some(FileStat { is_file, is_folder, size, modified, changed: modified })
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn both_ways_to_stat_give_the_same_result() {
        use super::{by_handle, by_path};
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        std::fs::write(folder.path().join("a/b c"), "整改").unwrap();
        std::os::unix::fs::symlink("b c", folder.path().join("a/link")).unwrap();
        let (one, other) = (by_handle::StatRoot::open(folder.path()), by_path::StatRoot::open(folder.path()));
        for path in ["", "a", "a/b c", "a/link", "a/none", "a/b c/d"] {
            assert_eq!(one.stat(path).is_some(), !path.ends_with(['e', 'd']), "{path}");
            // both report the size of a symbolic link itself and do not take it for a file
            let without_changed = |stat: super::FileStat| super::FileStat { changed: 0, ..stat };
            let (one, other) = (one.stat(path), other.stat(path));
            assert_eq!(one.map(without_changed), other.map(without_changed), "{path}");
        }
        assert_eq!(one.stat("a/b c").map(|stat| (stat.is_file, stat.size)), Some((true, 6)));
        assert_eq!(one.stat("a/link").map(|stat| stat.is_file), Some(false));
        assert_eq!(by_handle::StatRoot::open(&folder.path().join("none")).stat(""), None);
    }
}
