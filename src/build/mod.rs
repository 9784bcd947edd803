//! Incremental building: compares the plan with the last build, makes changed entries into a staging tree beside the
//! output, and swaps the two folders atomically.

mod build_cache;
mod compare;
pub mod costs;
pub mod explain;
mod fill;
pub mod output;
mod staging;
mod swap;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;

pub use self::build_cache::BuildCache;
use self::build_cache::BuildCacheHead;
use self::compare::{LastOutput, planned};
use self::costs::Costs;
use self::fill::{Filled, Filler};
use self::output::Output;
use self::staging::StagingTree;
use crate::archive::Address;
use crate::config::Language;
use crate::io::cache;
use crate::io::watchdog::{Endless, Watchdog};
use crate::pages::{Entry, Sources, Stage};
use crate::site::Plan;
use crate::text::fingerprint::Fingerprint;

/// Result of a build.
#[derive(Debug)]
pub struct Built {
    /// Number of files in the site, including the manifest.
    pub files: usize,
    /// Number of entries that were made again and have a changed file.
    pub rebuilt: usize,
    /// Whether the output changed.
    pub changed: bool,
    /// Whether the cache of the last build was damaged.
    pub damaged: bool,
    /// Whether the cache for the next build was written. The output is replaced even if that failed.
    pub saved: Result<()>,
}

impl Built {
    /// The result of a build that had nothing to change since `last_build`.
    fn unchanged(last_build: &BuildCache) -> Self {
        let files = last_build.file_count() + 1;
        Self { files, rebuilt: 0, changed: false, damaged: last_build.damaged, saved: Ok(()) }
    }
}

/// Error: the output has files that no build made, so it was not replaced.
#[derive(Clone, Debug)]
pub struct ForeignFiles {
    /// The output folder.
    pub output: PathBuf,
    /// The files, below the output folder.
    pub files: Vec<String>,
}

impl fmt::Display for ForeignFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.output.display(), self.files.join(", "))
    }
}

impl std::error::Error for ForeignFiles {}

/// How a build reports progress.
pub struct Reporting {
    /// Language of the progress bar; `None` hides it.
    pub progress: Option<Language>,
    /// Called when a page takes too long. It must end the process, because a running template cannot be stopped.
    pub endless: Box<dyn Fn(&Endless) + Send>,
    /// Collects the cost of entries, if wanted.
    pub costs: Option<Arc<Costs>>,
}

/// Brings `output` up to date with `plan`. The cache file of `last_build` is replaced at the end.
///
/// # Errors
/// [`ForeignFiles`] or [`crate::pages::MakeError`], else an I/O error with its path. The old output is then unchanged.
pub fn build(
    plan: &Plan<'_>,
    sources: &dyn Sources,
    output: &Output,
    last_build: &BuildCache,
    reporting: Reporting,
) -> Result<Built> {
    cache::remove_temporary(&last_build.path);
    let last = LastOutput::open(last_build, output);
    let inputs = plan.inputs.fingerprint();
    if inputs.is_some() && inputs == last_build.head.inputs && last.is_all_intact() {
        return Ok(Built::unchanged(last_build));
    }
    let planned = planned(plan);
    let is_planned = |address: &Address| planned.binary_search_by(|entry| entry.address.cmp(address)).is_ok();
    let dropped: Vec<&Address> = last_build.records.keys().filter(|address| !is_planned(address)).collect();
    let (first, second): (Vec<Entry>, Vec<Entry>) =
        planned.into_iter().partition(|entry| entry.stage() == Stage::First);
    let keyed = last.compare(plan, first);
    if dropped.is_empty() && keyed.iter().all(|keyed| keyed.can_keep) {
        let kept = last.keep_all(&keyed);
        if second.iter().all(|entry| last.keyed(plan, entry.clone(), &kept).can_keep) {
            return Ok(Built::unchanged(last_build));
        }
    }
    // each cache has its own previous tree, so that files made for one audience never get into another's site
    let name = last_build.path.file_name().unwrap_or_default().to_string_lossy();
    let previous = last_build.path.with_file_name(format!("previous-{name}"));
    let holds_nothing_else = last.holds_nothing_else();
    if !holds_nothing_else {
        let files = output.foreign_files()?;
        if !files.is_empty() {
            return Err(ForeignFiles { output: output.path().to_owned(), files }.into());
        }
    }
    let watchdog = Watchdog::start(reporting.endless);
    let costs = reporting.costs.as_deref();
    let filler = Filler { plan, sources, last: &last, watchdog: &watchdog, progress: reporting.progress, costs };
    let stage = StagingTree::open(output, &previous, last_build.head.stale.as_deref())?;
    let filled = last_build
        .files_of(dropped.iter().copied())
        .try_for_each(|file| stage.drop(&file.path))
        .and_then(|()| filler.fill(&stage, keyed, second))
        .and_then(|filled| finish(&stage, filled, last_build, &dropped));
    let (filled, stale, manifest) = match filled {
        Ok(filled) => filled,
        Err(error) => {
            // the first error is reported; the next run removes what stays
            let _ = stage.abandon();
            return Err(error);
        }
    };
    let is_kept = stage.swap(holds_nothing_else.then_some(previous.as_path()))?;
    let (files, rebuilt) = (filled.records.file_count() + 1, filled.changed);
    let head = BuildCacheHead::new(manifest, inputs, is_kept.then_some(stale));
    let saved = last_build.save(output, head, filled.records.into_records());
    Ok(Built { files, rebuilt, changed: true, damaged: last_build.damaged, saved })
}

/// Removes stale files from a filled staging tree and writes its manifest. Returns the result of filling, the files in
/// which the old output differs, and the hash of the manifest.
fn finish(
    stage: &StagingTree,
    filled: Filled,
    last_build: &BuildCache,
    dropped: &[&Address],
) -> Result<(Filled, Vec<String>, Fingerprint)> {
    let stale = filled.stale(last_build.files_of(dropped.iter().copied()));
    stale.iter().filter(|path| !filled.wrote(path)).try_for_each(|path| stage.drop(path))?;
    let manifest = filled.write_manifest(stage)?;
    Ok((filled, stale.into_iter().collect(), manifest))
}
