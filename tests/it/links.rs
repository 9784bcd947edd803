//! A link checker for built sites: every internal link leads to a file, every anchor to an id.

use std::collections::{BTreeMap, BTreeSet};

/// The broken links of a site, given as its files.
pub fn broken(site: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let pages: BTreeMap<&String, &str> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, std::str::from_utf8(bytes).unwrap()))
        .collect();
    assert!(!pages.is_empty(), "there are pages to check");
    let ids: BTreeMap<&String, BTreeSet<&str>> =
        pages.iter().map(|(path, html)| (*path, values(html, &["id"]).into_iter().collect())).collect();
    let mut broken = Vec::new();
    for (path, html) in &pages {
        for link in values(html, &["href", "src", "action"]) {
            let link = unescaped(link);
            if let Err(reason) = check(site, &ids, path, &link) {
                broken.push(format!("{path}: {link}: {reason}"));
            }
        }
    }
    broken
}

fn check(
    site: &BTreeMap<String, Vec<u8>>,
    ids: &BTreeMap<&String, BTreeSet<&str>>,
    page: &str,
    link: &str,
) -> Result<(), &'static str> {
    let foreign = ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme));
    if foreign || page == "404.html" && link.starts_with('/') {
        return Ok(());
    }
    let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = target.split('?').next().unwrap();
    let path =
        if target.is_empty() { page.to_owned() } else { resolve(page, &decoded(target)).ok_or("leaves the site")? };
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
    if !site.contains_key(&path) {
        return Err("no such file");
    }
    let known = ids.get(&path).is_none_or(|ids| anchor.is_empty() || ids.contains(decoded(anchor).as_str()));
    if known { Ok(()) } else { Err("no such anchor") }
}

fn resolve(page: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The values of these attributes, in double quotes as all our pages write them.
fn values<'a>(html: &'a str, names: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for name in names {
        let mark = format!(" {name}=\"");
        for (at, _) in html.match_indices(&mark) {
            let rest = &html[at + mark.len()..];
            found.push(&rest[..rest.find('"').unwrap()]);
        }
    }
    found
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .filter(|_| bytes[at] == b'%')
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match hex {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap()
}
