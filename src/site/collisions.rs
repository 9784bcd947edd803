//! Addresses that two things claim: a file of `content/static/` or an old address of a notice where the site already has
//! a file of its own, or a folder where the other needs a file.

use std::collections::BTreeSet;

use super::manifest;
use crate::archive::Address;
use crate::notice::{Code, Finding, SourcePath};
use crate::pages::{self, Entry, EntryKind, Inputs};
use crate::text::span::Span;

/// An address is already used by the site. Arguments: `address`.
pub const ADDRESS_IN_USE: Code = Code::new("address-in-use");

/// The addresses of a site, in a form that answers what is below a folder.
struct Used<'a> {
    inputs: &'a Inputs<'a>,
    addresses: BTreeSet<Address>,
}

/// The collisions of static files and old addresses with what the site makes, and of old addresses with static files.
pub(super) fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let statics: Vec<(&Address, &SourcePath)> =
        inputs.static_files.iter().map(|(address, file)| (address, &file.source)).collect();
    let mut findings = twins(inputs);
    if statics.is_empty() && inputs.archive.aliased().next().is_none() {
        return findings;
    }
    let addresses = pages::entries(inputs).filter(is_own).map(|entry| entry.address).collect();
    let own = Used { inputs, addresses };
    let addresses = pages::entries(inputs).map(|entry| entry.address).collect();
    let all = Used { inputs, addresses };
    for (address, source) in statics {
        if own.uses(&address.file()) {
            findings.push(in_use(source, Span::default(), address));
        }
    }
    for row in inputs.archive.aliased() {
        for alias in &row.summary.facts.aliases {
            // the archive reports those that cannot be used
            let Some(address) = Address::of_alias(&alias.value) else { continue };
            let file = address.file();
            let id = address.as_str().strip_prefix("notices/").and_then(|rest| rest.strip_suffix('/'));
            if id.is_some_and(|id| inputs.archive.find(id).is_some()) {
                // the archive reports that two notices claim one address
                continue;
            }
            if all.uses(&file) || inputs.static_files.contains_key(file.as_str()) {
                findings.push(in_use(&row.summary.source, alias.span, &address));
            }
        }
    }
    findings
}

fn in_use(source: &SourcePath, span: Span, address: &Address) -> Finding {
    Finding::new(ADDRESS_IN_USE, source, span).with("address", address)
}

/// Plain pages at the address of another: `help.md` and `old/help.md`, or `Help.md`, which is the same on Windows.
fn twins(inputs: &Inputs<'_>) -> Vec<Finding> {
    let mut pages: Vec<_> = inputs.pages.iter().map(|page| (&page.summary.source, &page.address)).collect();
    pages.sort();
    let mut taken = BTreeSet::new();
    pages.retain(|(_, address)| !taken.insert(address.as_str().to_lowercase()));
    pages.into_iter().map(|(source, address)| in_use(source, Span::default(), address)).collect()
}

/// Whether the site makes the entry, whatever the author's static files and old addresses are.
fn is_own(entry: &Entry) -> bool {
    !matches!(entry.kind, EntryKind::StaticFile(_) | EntryKind::RedirectPage(_))
}

impl Used<'_> {
    /// Whether the site has a file at `path`, a file where `path` needs a folder, or a folder where it needs a file.
    fn uses(&self, path: &str) -> bool {
        let is_reserved = manifest::RESERVED.contains(&path);
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let needs_file = folders.into_iter().any(|folder| self.addresses.contains(folder));
        let below = format!("{path}/");
        let has_folder = self
            .addresses
            .range(Address::new(&below)..)
            .next()
            .is_some_and(|address| address.as_str().starts_with(&below));
        is_reserved || needs_file || has_folder || pages::find(self.inputs, path).as_ref().is_some_and(is_own)
    }
}
