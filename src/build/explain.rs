//! `build --explain`: prints the parts of an entry's key and which of them changed. It runs the same walk as the key
//! itself, so the two cannot differ.

use anyhow::Result;

use super::build_cache::BuildCache;
use crate::archive::Address;
use crate::config::Language;
use crate::pages::key::{Key, KeyExplainer};
use crate::pages::{Entry, Records};
use crate::site::Plan;

/// Edit distance up to which another address is suggested for one that does not exist. Not measured.
const MOST_TYPOS: usize = 4;

/// Lists the parts of the key of the entry at `path`, which of them changed since the last build, and whether a build
/// would make the entry again.
///
/// # Errors
/// If no entry has this address.
pub fn explain(plan: &Plan<'_>, last: &BuildCache, path: &str, language: Language) -> Result<String> {
    let path = path.trim_start_matches('/');
    let Some(entry) = plan.find(path) else {
        let nearest = nearest(plan, path).map(|address| format!(" → {address}")).unwrap_or_default();
        let message = language.pick("没有这个地址", "there is no such address");
        return Err(anyhow::anyhow!("{message}: {path}{nearest}"));
    };
    let records = last.records_without(&entry.address);
    let mut walk = KeyExplainer::default();
    plan.walk(&entry, &records, &mut walk);
    let last_key = last.key(&entry.address);
    let mut text = format!("/{}\n", entry.address);
    for (at, part) in walk.parts.iter().enumerate() {
        let before = last_key.and_then(|key: &Key| key.parts.get(at));
        let state = match before {
            Some(hash) if *hash == part.hash => language.pick("未变", "same"),
            Some(_) => language.pick("变了", "changed"),
            None => language.pick("新的", "new"),
        };
        text.push_str(&format!("  {state}  {:<8} {:08x}  {}\n", part.name, part.hash, part.subject));
    }
    text.push_str(verdict(plan, &entry, &records, last_key, language));
    Ok(text)
}

fn verdict(
    plan: &Plan<'_>,
    entry: &Entry,
    records: &Records,
    last_key: Option<&Key>,
    language: Language,
) -> &'static str {
    match last_key {
        Some(key) if *key == plan.key(entry, records) => {
            language.pick("沿用上次的文件。\n", "The last build's files are kept.\n")
        }
        Some(_) => language.pick(
            "需要重新生成；内容没有变化的文件予以保留。\n",
            "It would be made again; files with unchanged content would be kept.\n",
        ),
        None => language.pick("还没有生成过。\n", "It has not been made before.\n"),
    }
}

fn nearest(plan: &Plan<'_>, path: &str) -> Option<Address> {
    let distance = |address: &Address| strsim::levenshtein(address.as_str(), path);
    plan.entries().map(|entry| entry.address).min_by_key(distance).filter(|address| distance(address) <= MOST_TYPOS)
}
