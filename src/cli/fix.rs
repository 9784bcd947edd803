//! `check --fix`: applies the fixes of findings and reports them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use super::review::Checked;
use super::{Session, fmt};
use crate::check::RatedFinding;
use crate::check::fix::{self, Correction};
use crate::config::{plural, site_yaml};
use crate::io::source;
use crate::notice::{Finding, SourcePath};
use crate::text::decode;

/// Applies the corrections of `findings` to their files. A file that changed since it was checked, or is not in UTF-8,
/// is left alone.
pub(super) fn apply(session: &Session, findings: &[RatedFinding], checked: &Checked) -> Result<()> {
    let mut by_source: BTreeMap<&SourcePath, Vec<&Finding>> = BTreeMap::new();
    for rated in findings.iter().filter(|rated| rated.finding.source.as_str() != site_yaml::PATH) {
        by_source.entry(&rated.finding.source).or_default().push(&rated.finding);
    }
    let mut count = 0;
    for (source, findings) in by_source {
        let Some(text) = checked.text(source) else { continue };
        let path = match checked.outside.iter().find(|path| path.to_string_lossy() == source.as_str()) {
            Some(path) => path.clone(),
            None => source::locate(&session.folder.content(), source),
        };
        let (fixed, corrections) = fix::apply(&text, &findings);
        if corrections.is_empty() || !is_as_checked(&path, &text)? {
            continue;
        }
        fmt::write(&path, &fixed)?;
        count += corrections.len();
        corrections.iter().for_each(|correction| show(session, &path, correction));
    }
    session.info(
        session
            .language
            .pick(format!("改了 {count} 处。"), format!("Applied {}.", plural(count, "correction", "corrections"))),
    );
    Ok(())
}

fn is_as_checked(path: &Path, text: &str) -> Result<bool> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    Ok(decode::decode(&bytes).is_ok_and(|decoded| decoded.encoding == "UTF-8" && decoded.text == text))
}

/// `content/notices/a.md:9 [stray-space] 教育局党组 开展 → 教育局党组开展`
fn show(session: &Session, path: &Path, correction: &Correction) {
    let Correction { line, code, before, after } = correction;
    session.print(format!("{}:{line} [{code}] {before} → {after}\n", path.display()));
}
