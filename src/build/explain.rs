//! `build --explain`: prints the parts of an entry's key and which of them changed, from the same walk that makes the
//! key.

use anyhow::Result;

use super::build_cache::BuildCache;
use crate::archive::Address;
use crate::config::Language;
use crate::pages::key::{Key, KeyExplainer};
use crate::pages::{Entry, Records};
use crate::site::Plan;

/// Lists the parts of the key of the entry at `path`, which changed since the last build, and what a build would do.
///
/// # Errors
/// If no entry has this address.
pub fn explain(plan: &Plan<'_>, known: &BuildCache, path: &str, language: Language) -> Result<String> {
    let path = path.trim_start_matches('/');
    let Some(entry) = plan.find(path) else {
        let nearest = nearest(plan, path).map(|address| format!(" → {address}")).unwrap_or_default();
        let message = language.pick("没有这个地址", "there is no such address");
        return Err(anyhow::anyhow!("{message}: {path}{nearest}"));
    };
    let records = known.records_without(&entry.address);
    let mut walk = KeyExplainer::default();
    plan.walk(&entry, &records, &mut walk);
    let remembered = known.key(&entry.address);
    let mut text = format!("/{}\n", entry.address);
    for (at, part) in walk.parts.iter().enumerate() {
        let before = remembered.and_then(|key: &Key| key.parts.get(at));
        let state = match before {
            Some(hash) if *hash == part.hash => language.pick("未变", "same"),
            Some(_) => language.pick("变了", "changed"),
            None => language.pick("新的", "new"),
        };
        text.push_str(&format!("  {state}  {:<8} {:08x}  {}\n", part.name, part.hash, part.subject));
    }
    text.push_str(verdict(plan, &entry, &records, remembered, language));
    Ok(text)
}

fn verdict(
    plan: &Plan<'_>,
    entry: &Entry,
    records: &Records,
    remembered: Option<&Key>,
    language: Language,
) -> &'static str {
    match remembered {
        Some(key) if *key == plan.key(entry, records) => {
            language.pick("沿用上次的文件。\n", "The last build's files are kept.\n")
        }
        Some(_) => language.pick(
            "要重新生成；生成出来没有变化的文件原样保留。\n",
            "It is records again; files that come out as they were stay as they are.\n",
        ),
        None => language.pick("还没有生成过。\n", "It has not been records before.\n"),
    }
}

fn nearest(plan: &Plan<'_>, path: &str) -> Option<Address> {
    let distance = |address: &Address| strsim::levenshtein(address.as_str(), path);
    plan.entries().map(|entry| entry.address).min_by_key(distance).filter(|address| distance(address) <= 4)
}
