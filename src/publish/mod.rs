//! Publishing to targets: a local folder, or a folder on a host behind OpenSSH.
//!
//! A target holds `releases/<id>/`, which never change; `current`, which points to the served one; `log.jsonl`, the
//! history; and `gongshi-target.json`, which marks the folder as a target. Names that end in `.tmp` are unfinished and
//! removed by the next run.

mod deliver;
mod local;
pub mod package;
pub mod release;
mod remote;
mod repair;
mod ssh;
mod switch;
mod target;
pub mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use deliver::{Comparison, Delivery, FailedSwitch, compare, deliver, is_unsigned, roll_back, sign};
pub use local::Local;
pub use remote::Remote;
pub use repair::{damage, repair};
pub use target::{Target, TargetLock};

use crate::io::folder::with_system_separators;
use crate::publish::release::{Log, Marker, ReleaseId};

/// Number of releases that a target keeps, the live one included.
pub const KEPT_RELEASES: usize = 10;

/// Snapshot of a target.
#[derive(Clone, Debug, Default)]
pub struct TargetSnapshot {
    /// Whether it can be published to.
    pub state: TargetState,
    /// Its marker.
    pub marker: Option<Marker>,
    /// The bytes of the marker.
    pub marker_bytes: Vec<u8>,
    /// Bytes of its log.
    pub log: Vec<u8>,
    /// The release that is served.
    pub current: Option<ReleaseId>,
    /// All its releases.
    pub releases: BTreeSet<ReleaseId>,
}

/// State of a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TargetState {
    /// Its parent folder, named here, does not exist.
    NoParent(String),
    /// It does not exist yet.
    #[default]
    Absent,
    /// An empty folder.
    Empty,
    /// A folder with files, of which one is named here, and no marker.
    Foreign(String),
    /// A folder with releases whose marker is damaged.
    Damaged,
    /// A folder with the marker of a target.
    Ours,
}

/// Input for filling a new release.
#[derive(Clone, Debug)]
pub struct Upload<'a> {
    /// The release.
    pub id: &'a ReleaseId,
    /// The release that unchanged files are linked or copied from.
    pub base: Option<&'a ReleaseId>,
    /// Files with the same hash in `base`.
    pub keep: Vec<&'a str>,
    /// Files of `base` that are missing or different in the new release.
    pub stale: Vec<&'a str>,
    /// Files that `base` lacks or that differ there.
    pub send: Vec<&'a str>,
    /// The local folder with all files.
    pub source: &'a Path,
    /// Files that publishing adds: the manifest, the note, the signature.
    pub metadata: &'a BTreeMap<String, Vec<u8>>,
}

/// A change of the served release.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The release to serve.
    pub to: &'a ReleaseId,
    /// The release that is served now.
    pub from: Option<&'a ReleaseId>,
    /// The log with this change.
    pub log: &'a Log,
    /// Whether to switch even if readers may find nothing for a moment.
    pub allow_non_atomic: bool,
}

/// Guards that the user overrides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Switch even if readers may find nothing for a moment, because the target cannot switch atomically.
    pub non_atomic: bool,
    /// Publish even if the log's newest entry is later than this machine's clock.
    pub clock: bool,
}

/// Opens the target that `path` or `rsync` of `site.yaml` names; a relative path begins at the site's root.
///
/// # Errors
/// A message about an invalid target.
pub fn open_target(path: Option<&str>, rsync: Option<&str>, root: &Path) -> Result<Box<dyn Target>, String> {
    match (path, rsync) {
        (Some(path), None) if !path.is_empty() => Ok(Box::new(Local::at(with_system_separators(&root.join(path))))),
        (None, Some(host)) => Ok(Box::new(Remote::parse(host)?)),
        _ => Err("path, rsync".to_owned()),
    }
}

/// The folder of a release on a target.
pub fn folder_of(id: &ReleaseId) -> String {
    format!("releases/{id}")
}
