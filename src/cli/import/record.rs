//! Records of earlier imports, kept beside the cache: which notice was imported from which file, and the text that was
//! written, which is the base of a three-way merge. Safe to delete: a newer document is then refused with the
//! differences.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::Session;
use crate::io::replace::replace;
use crate::text::fingerprint::Fingerprint;

/// The folder of these records; none outside a site.
pub struct ImportRecords {
    folder: Option<PathBuf>,
    root: PathBuf,
}

/// Path of the notice of a source.
#[derive(Serialize, Deserialize)]
struct SourceRecord {
    target: PathBuf,
}

/// Text that an import wrote, before anybody edited it.
#[derive(Serialize, Deserialize)]
struct TargetRecord {
    base: String,
}

/// Hexadecimal digits in the name of a record's file.
const NAME_LENGTH: usize = 32;

impl ImportRecords {
    /// The records of a session's site.
    pub fn of(session: &Session) -> Self {
        let folder = session.folder.is_site().then(|| session.folder.cache().join("imported"));
        Self { folder, root: session.folder.root().to_owned() }
    }

    /// The notice imported from a source.
    pub fn target_of(&self, source: &Path) -> Option<PathBuf> {
        let record: SourceRecord = self.load("source", source)?;
        Some(if record.target.is_absolute() { record.target } else { self.root.join(record.target) })
    }

    /// Result of the last import into `target`, before any edit.
    pub fn base_of(&self, target: &Path) -> Option<String> {
        self.load("target", target).map(|record: TargetRecord| record.base)
    }

    /// Records that `base` was imported from `source` and written to `target`. If that fails, the import still succeeds.
    pub fn save_import(&self, source: &Path, target: &Path, base: &str) {
        self.save("target", target, &TargetRecord { base: base.to_owned() });
        if source != Path::new("-") {
            let target = target.strip_prefix(&self.root).unwrap_or(target).to_owned();
            self.save("source", source, &SourceRecord { target });
        }
    }

    fn path(&self, kind: &str, file: &Path) -> Option<PathBuf> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).ok()?;
        let root = fs::canonicalize(&self.root).ok()?;
        let whole = folder.join(file.file_name()?);
        let name = whole.strip_prefix(&root).unwrap_or(&whole).to_string_lossy().into_owned();
        let hash = Fingerprint::of(format!("{kind}:{name}").as_bytes()).short(NAME_LENGTH);
        Some(self.folder.as_ref()?.join(format!("{hash}.json")))
    }

    fn load<T: for<'de> Deserialize<'de>>(&self, kind: &str, file: &Path) -> Option<T> {
        serde_json::from_slice(&fs::read(self.path(kind, file)?).ok()?).ok()
    }

    fn save(&self, kind: &str, file: &Path, record: &impl Serialize) {
        let Some(path) = self.path(kind, file) else { return };
        let Ok(bytes) = serde_json::to_vec(record) else { return };
        let folder = path.parent().map(fs::create_dir_all);
        if matches!(folder, Some(Ok(()))) {
            // without a record, the next import of a changed document is refused
            let _ = replace(&path, &bytes);
        }
    }
}
