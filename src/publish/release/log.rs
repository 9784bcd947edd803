//! The release log: JSON lines, each naming the hash of the line before and, at its end, its own.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::manifest::ReleaseId;
use crate::text::hex::hex;

/// A change of the served release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When, as `2025-03-14T09:26:53+08:00`.
    pub time: String,
    /// User.
    pub user: String,
    /// From which machine.
    pub host: String,
    /// `publish`, `apply` or `rollback`.
    pub action: String,
    /// The release that was live before.
    pub base: Option<ReleaseId>,
    /// The release that is live since.
    pub release: ReleaseId,
    /// The hash of its manifest.
    pub manifest_sha256: String,
    /// Notices added against the base.
    pub added: usize,
    /// Notices changed.
    pub changed: usize,
    /// Number of notices withdrawn or gone.
    pub removed: usize,
    /// Message of the user.
    pub message: Option<String>,
    /// The SHA-256 of the line before, without its end; absent in the first.
    pub prev: Option<String>,
}

/// A log that is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    text: String,
    /// The entries, oldest first.
    pub entries: Vec<LogEntry>,
}

/// Number, from 1, of the first line that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(pub usize);

const OWN: &str = ",\"sha256\":\"";

impl Log {
    /// Reads a log.
    ///
    /// # Errors
    /// [`Broken`] if a line is damaged, changed, missing or out of order.
    pub fn parse(bytes: &[u8]) -> Result<Self, Broken> {
        let text = std::str::from_utf8(bytes).map_err(|_| Broken(1))?;
        let mut log = Self::default();
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let entry = line.strip_suffix('\n').and_then(|line| read(line, log.head().as_deref()));
            log.entries.push(entry.ok_or(Broken(at + 1))?);
            log.text.push_str(line);
        }
        Ok(log)
    }

    /// The log with one entry more, whose `prev` is set here.
    #[must_use]
    pub fn with(&self, entry: LogEntry) -> Self {
        let entry = LogEntry { prev: self.head(), ..entry };
        let mut log = self.clone();
        log.text.push_str(&line(&entry));
        log.text.push('\n');
        log.entries.push(entry);
        log
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Whether this is the log `before` with one entry more or several.
    pub fn continues(&self, before: &[u8]) -> bool {
        self.bytes().len() > before.len() && self.bytes().starts_with(before)
    }

    /// The newest entry.
    pub fn last(&self) -> Option<&LogEntry> {
        self.entries.last()
    }

    /// The hash of the last line, which the next one names.
    pub fn head(&self) -> Option<String> {
        self.text.lines().next_back().map(|line| sha256(line.as_bytes()))
    }

    /// Releases, the one that was live last first, each once.
    pub fn recent(&self) -> Vec<&ReleaseId> {
        let mut recent: Vec<&ReleaseId> = Vec::new();
        for entry in self.entries.iter().rev() {
            if !recent.contains(&&entry.release) {
                recent.push(&entry.release);
            }
        }
        recent
    }

    /// The release served before `current` was published: stepping back twice undoes two publications.
    pub fn before(&self, current: &ReleaseId) -> Option<&ReleaseId> {
        let published: Vec<&ReleaseId> =
            self.entries.iter().filter(|entry| entry.action != "rollback").map(|entry| &entry.release).collect();
        let at = published.iter().rposition(|release| *release == current)?;
        published[..at].iter().rev().find(|release| **release != current).copied()
    }
}

/// The line of an entry: its fields, then the hash of the text before that hash.
fn line(entry: &LogEntry) -> String {
    let fields = serde_json::to_string(entry).unwrap_or_default();
    let fields = fields.trim_end_matches('}');
    format!("{fields}{OWN}{}\"}}", sha256(fields.as_bytes()))
}

/// The entry of a line whose own hash fits and which follows the line with the hash `prev`.
fn read(line: &str, prev: Option<&str>) -> Option<LogEntry> {
    let (fields, own) = line.rsplit_once(OWN)?;
    let entry: LogEntry = serde_json::from_str(&format!("{fields}}}")).ok()?;
    (own.strip_suffix("\"}")? == sha256(fields.as_bytes()) && entry.prev.as_deref() == prev).then_some(entry)
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(release: &str, action: &str) -> LogEntry {
        LogEntry {
            time: "2025-03-14T09:26:53+08:00".to_owned(),
            user: "李".to_owned(),
            host: "office".to_owned(),
            action: action.to_owned(),
            base: None,
            release: ReleaseId::parse(release).unwrap(),
            manifest_sha256: String::new(),
            added: 1,
            changed: 0,
            removed: 0,
            message: Some("},\"sha256\":\"".to_owned()),
            prev: None,
        }
    }

    fn log() -> Log {
        let steps = [("aaaaaaaaaaaa", "publish"), ("bbbbbbbbbbbb", "publish"), ("cccccccccccc", "apply")];
        steps.iter().fold(Log::default(), |log, (release, action)| log.with(entry(release, action)))
    }

    #[test]
    fn a_log_reads_back_and_every_change_of_a_byte_is_seen() {
        let log = log();
        assert_eq!(Log::parse(log.bytes()), Ok(log.clone()));
        for at in 0..log.bytes().len() {
            let mut bytes = log.bytes().to_vec();
            bytes[at] ^= 1;
            assert!(Log::parse(&bytes).is_err(), "byte {at}");
        }
        let text = String::from_utf8(log.bytes().to_vec()).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        assert_eq!(Log::parse([lines[0], lines[2]].concat().as_bytes()), Err(Broken(2)));
        assert_eq!(Log::parse(&log.bytes()[..log.bytes().len() - 9]), Err(Broken(3)));
    }

    #[test]
    fn stepping_back_twice_leads_two_publications_back() {
        let id = |text: &str| ReleaseId::parse(text).unwrap();
        let log = log().with(entry("bbbbbbbbbbbb", "rollback"));
        assert_eq!(log.before(&id("cccccccccccc")), Some(&id("bbbbbbbbbbbb")));
        assert_eq!(log.before(&id("bbbbbbbbbbbb")), Some(&id("aaaaaaaaaaaa")));
        assert_eq!(log.before(&id("aaaaaaaaaaaa")), None);
        assert_eq!(log.recent()[0], &id("bbbbbbbbbbbb"));
    }
}
