//! Address collisions: a plain page, a file of `content/static/` or an alias at an address where the site or another of
//! them has a file, or a folder where the other needs a file.
//!
//! Addresses that differ only in case count as one: on Windows they are one file.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest;
use crate::archive::{Address, DUPLICATE_ADDRESS, unusable_addresses};
use crate::notice::{Code, Finding, SourcePath};
use crate::pages::{self, Entry, EntryKind, Inputs};
use crate::text::span::Span;

/// An address is already used by the site. Arguments: `address`.
pub const ADDRESS_IN_USE: Code = Code::new("address-in-use");

/// An address chosen by an author.
struct Claim<'a> {
    address: Address,
    source: &'a SourcePath,
    span: Span,
    kind: ClaimKind,
}

/// Kind of file that an author's address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClaimKind {
    /// A plain page.
    Page,
    /// A file of `content/static/`.
    Static,
    /// An alias: an old address of a plain page or notice.
    Alias,
}

/// The lower-case paths of a site's files, ordered, so that files below a folder are found.
struct Used<'a> {
    inputs: &'a Inputs<'a>,
    files: BTreeSet<String>,
}

/// Findings for addresses claimed twice, and for unusable aliases of plain pages.
pub(super) fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = inputs.pages.iter().flat_map(|page| unusable_addresses(&page.summary)).collect();
    let claims = claims(inputs);
    if claims.is_empty() {
        return findings;
    }
    let own = Used::of(inputs, is_own);
    let all = Used::of(inputs, |_| true);
    let mut taken: BTreeMap<String, &Claim<'_>> = BTreeMap::new();
    for claim in &claims {
        let file = claim.address.file().to_lowercase();
        let other = *taken.entry(file.clone()).or_insert(claim);
        let is_used = match claim.kind {
            // the page itself is one of the site's own files
            ClaimKind::Page => false,
            ClaimKind::Static => own.uses(&file),
            ClaimKind::Alias => own.uses(&file) || all.clashes(&file),
        };
        if is_reported(inputs, claim, other) {
            continue;
        }
        if other.source != claim.source {
            let finding = Finding::new(DUPLICATE_ADDRESS, claim.source, claim.span);
            findings.push(finding.with("address", &claim.address).with("other", other.source));
        } else if is_used {
            findings.push(Finding::new(ADDRESS_IN_USE, claim.source, claim.span).with("address", &claim.address));
        }
    }
    findings
}

/// All claims: plain pages first, aliases last, so that the later one of two is reported.
fn claims<'a>(inputs: &'a Inputs<'_>) -> Vec<Claim<'a>> {
    let one = |source, kind| move |(address, span)| Claim { address, source, span, kind };
    let mut pages: Vec<_> = inputs.pages.iter().map(|page| (&page.summary.source, page)).collect();
    pages.sort_by_key(|(source, _)| *source);
    let mut claims: Vec<Claim<'a>> = Vec::new();
    claims.extend(
        pages.iter().map(|(source, page)| one(*source, ClaimKind::Page)((page.address.clone(), Span::default()))),
    );
    let files = inputs.static_files.values();
    claims.extend(files.map(|file| one(&file.source, ClaimKind::Static)((file.address.clone(), Span::default()))));
    claims.extend(
        pages.iter().flat_map(|(source, page)| page.old_addresses().into_iter().map(one(*source, ClaimKind::Alias))),
    );
    claims.extend(inputs.archive.aliased().flat_map(|row| {
        let old = Address::of_aliases(&row.summary.facts.aliases, &row.address);
        old.into_iter().map(one(&row.summary.source, ClaimKind::Alias))
    }));
    claims
}

/// Whether the archive already reports this alias of a notice, because it takes the address of `other` or of a notice.
fn is_reported(inputs: &Inputs<'_>, claim: &Claim<'_>, other: &Claim<'_>) -> bool {
    let is_notice = |source: &SourcePath| inputs.archive.row_of_source(source).is_some();
    let id = claim.address.as_str().strip_prefix("notices/").and_then(|rest| rest.strip_suffix('/'));
    let takes_notice = id.is_some_and(|id| inputs.archive.find(id).is_some());
    let takes_alias = other.source != claim.source && is_notice(other.source) && other.address == claim.address;
    claim.kind == ClaimKind::Alias && is_notice(claim.source) && (takes_notice || takes_alias)
}

/// Whether the site itself makes the entry: it is neither a static file nor an alias.
fn is_own(entry: &Entry) -> bool {
    !matches!(entry.kind, EntryKind::StaticFile(_) | EntryKind::RedirectPage(_))
}

impl<'a> Used<'a> {
    fn of(inputs: &'a Inputs<'a>, is_included: impl Fn(&Entry) -> bool) -> Self {
        let entries = pages::entries(inputs).filter(is_included);
        Self { inputs, files: entries.map(|entry| entry.address.file().to_lowercase()).collect() }
    }

    /// Whether there is a file at `path`, a file where `path` needs a folder, or a folder where it needs a file.
    fn uses(&self, path: &str) -> bool {
        let is_reserved = manifest::RESERVED.contains(&path);
        let is_file = || self.files.contains(path) || pages::find(self.inputs, path).as_ref().is_some_and(is_own);
        is_reserved || is_file() || self.clashes(path)
    }

    /// Whether there is a file where `path` needs a folder, or a folder where it needs a file.
    fn clashes(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let needs_file = folders.into_iter().any(|folder| self.files.contains(folder));
        let below = format!("{path}/");
        needs_file || self.files.range(below.clone()..).next().is_some_and(|file| file.starts_with(&below))
    }
}
