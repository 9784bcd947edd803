//! Files that publishing adds to a site: the marker of a target and the note in a release.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fault::FileFault;
use super::manifest::{Manifest, NOTE, ReleaseId};
use crate::notice::Audience;
use crate::text::hex::hex;

/// The marker's file name at the top of a target.
pub const MARKER: &str = "gongshi-target.json";

/// Marker of a target. A folder with this file may be published to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The version of the layout.
    pub gongshi: u32,
    /// Id of the site (as in the feeds).
    pub site: String,
    /// Audience of the target.
    pub audience: Audience,
}

impl Marker {
    /// The marker of a target of `site` for `audience`.
    pub const fn new(site: String, audience: Audience) -> Self {
        Self { gongshi: 1, site, audience }
    }

    /// Reads a marker.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|marker: &Self| marker.gongshi == 1)
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        line(self)
    }
}

/// Beginning of the script `release.js`, before the note itself.
const SCRIPT: &[u8] = b"var gongshiRelease=";

/// `release.json` and `release.js`: which release a visitor sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The release.
    pub release: ReleaseId,
    /// The hash by which all its files can be checked.
    pub manifest_sha256: String,
    /// How many files the manifest lists.
    pub files: usize,
    /// When it was first published.
    pub published: String,
}

impl Note {
    /// The note on the release of `manifest`, published at `time`.
    pub fn of(manifest: &Manifest, time: &str) -> Self {
        Self {
            release: manifest.id(),
            manifest_sha256: hex(&manifest.sha256),
            files: manifest.files.len(),
            published: time.to_owned(),
        }
    }

    /// Its files, with their paths: the JSON, and the same as a script.
    pub fn files(&self) -> [(String, Vec<u8>); 2] {
        let json = line(self);
        let script = [SCRIPT, &json].concat();
        [(NOTE[0].to_owned(), json), (NOTE[1].to_owned(), script)]
    }

    /// Which of its files among `found` are missing, or are not the note on the release of `manifest`. The time of its
    /// first publication is in the files only.
    pub fn faults(found: &BTreeMap<String, Vec<u8>>, manifest: &Manifest) -> Vec<FileFault> {
        let parsed = NOTE.iter().find_map(|path| Self::parse(found.get(*path)?));
        let expected = Self::of(manifest, parsed.as_ref().map_or("", |note| &note.published)).files();
        let is_fault = |(path, bytes): &(String, Vec<u8>)| found.get(path) != Some(bytes);
        expected.into_iter().filter(is_fault).map(|(path, _)| FileFault::Differs(path)).collect()
    }

    /// Reads either of its files.
    fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes.strip_prefix(SCRIPT).unwrap_or(bytes)).ok()
    }
}

/// A value as one line of JSON. Plain structs of strings and numbers always have one.
fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
