//! Publishing: what a target is to us, and its two kinds, a folder and a host behind OpenSSH.
//!
//! On a target: `releases/<id>/` never changes, `current` leads to the one that is served, `log.jsonl` tells how that
//! came about, `gongshi-target.json` marks the folder as ours. What ends in `.tmp` is unfinished and cleared away by
//! the next run.

mod deliver;
mod local;
pub mod package;
mod remote;
mod ssh;
mod switch;
pub mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

pub use deliver::{Comparison, Delivery, compare, deliver, roll_back};
pub use local::Local;
pub use remote::Remote;

use crate::release::fault::Hashes;
use crate::release::{Log, Marker, ReleaseId};

/// How many releases are kept, the live one included.
pub const KEPT: usize = 10;

/// What a target looks like from outside.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What kind of place it is.
    pub state: State,
    /// What its marker says.
    pub marker: Option<Marker>,
    /// Its log as it lies there.
    pub log: Vec<u8>,
    /// The release that is served.
    pub current: Option<ReleaseId>,
    /// All releases that lie there.
    pub releases: BTreeSet<ReleaseId>,
}

/// What kind of place a target is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// The folder it would lie in is not there.
    NoParent,
    /// Not there yet.
    #[default]
    Absent,
    /// An empty folder.
    Empty,
    /// A folder with something in it and no marker.
    Foreign(String),
    /// Ours.
    Ours,
}

/// What is to lie in a new release.
#[derive(Clone, Debug)]
pub struct Upload<'a> {
    /// The release.
    pub id: &'a ReleaseId,
    /// The release that unchanged files are taken from.
    pub base: Option<&'a ReleaseId>,
    /// Files that are the same in `base`.
    pub keep: Vec<&'a str>,
    /// What lies in `base` and not, or not so, in the new release.
    pub stale: Vec<&'a str>,
    /// Files that are not the same.
    pub send: Vec<&'a str>,
    /// The folder with all of them.
    pub source: &'a Path,
    /// What lies in a release besides: the manifest, the note, the signature.
    pub own: &'a BTreeMap<String, Vec<u8>>,
}

/// How the served release is to change.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The release to serve.
    pub to: &'a ReleaseId,
    /// The release that is served now.
    pub from: Option<&'a ReleaseId>,
    /// The log that tells it.
    pub log: &'a Log,
    /// Whether readers may find nothing for a moment.
    pub allow_non_atomic: bool,
}

/// Something that keeps others from a target until it is dropped.
pub trait Held {}

/// A place that releases are published to.
pub trait Place {
    /// Looks at it and changes nothing.
    ///
    /// # Errors
    /// Where it cannot be looked at.
    fn look(&self) -> Result<Look>;

    /// The bytes of files below a folder of the target, such as `releases/<id>`; those that are not there are left out.
    ///
    /// # Errors
    /// Where a file that is there cannot be read.
    fn read(&self, folder: &str, paths: &[String]) -> Result<BTreeMap<String, Vec<u8>>>;

    /// Makes the target ours where it is absent or empty.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn begin(&self, marker: &Marker) -> Result<()>;

    /// Takes the target's lock, then clears away or finishes what a killed run left.
    ///
    /// # Errors
    /// [`crate::release::Refusal::Locked`], or where it cannot be written.
    fn hold(&self) -> Result<Box<dyn Held>>;

    /// Fills `releases/<id>.tmp`.
    ///
    /// # Errors
    /// Where it cannot be filled.
    fn upload(&self, upload: &Upload<'_>) -> Result<()>;

    /// Puts files of `releases/<id>.tmp` in their places once more, and removes those that are not in `send`.
    ///
    /// # Errors
    /// Where that fails.
    fn mend(&self, upload: &Upload<'_>, faulty: &[&str]) -> Result<()>;

    /// The hashes of all files in a folder of the target, read from its disk.
    ///
    /// # Errors
    /// Where the folder cannot be listed.
    fn hashes(&self, folder: &str) -> Result<Hashes>;

    /// Makes `releases/<id>.tmp` the release `id`, on disk for good.
    ///
    /// # Errors
    /// Where that fails.
    fn seal(&self, id: &ReleaseId) -> Result<()>;

    /// Serves another release, and logs it.
    ///
    /// # Errors
    /// Where the old release is still served.
    fn switch(&self, change: &Change<'_>) -> Result<()>;

    /// Removes releases.
    ///
    /// # Errors
    /// Where one cannot be removed.
    fn remove(&self, releases: &[ReleaseId]) -> Result<()>;
}

/// The place a target of `site.yaml` names; a relative path begins at the site's root.
///
/// # Errors
/// What is wrong with the target's words.
pub fn place(path: Option<&str>, rsync: Option<&str>, root: &Path) -> Result<Box<dyn Place>, String> {
    match (path, rsync) {
        (Some(path), None) if !path.is_empty() => Ok(Box::new(Local::at(root.join(PathBuf::from(path))))),
        (None, Some(host)) => Ok(Box::new(Remote::parse(host)?)),
        _ => Err("path, rsync".to_owned()),
    }
}

/// The folder of a release on a target.
pub fn folder_of(id: &ReleaseId) -> String {
    format!("releases/{id}")
}
