//! The sitemap, in several files if one would be too long.

use super::channel::{base, day};
use crate::archive::Address;
use crate::config::Site;
use crate::notice::Date;
use crate::render::markup::escape;

/// Most addresses in one file (sitemaps.org).
const MAX_ADDRESSES: usize = 50_000;

const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap of these pages, each with the day of its last change, if known: `sitemap.xml`, or an index of that name and
/// the files `sitemap-1.xml` …. Empty if the site's address is not known.
pub fn sitemaps(site: &Site, pages: impl IntoIterator<Item = (Address, Option<Date>)>) -> Vec<(Address, String)> {
    let Some(base) = base(site) else { return Vec::new() };
    let mut files = Vec::new();
    let mut pages = pages.into_iter().peekable();
    while pages.peek().is_some() || files.is_empty() {
        let mut out = begin("urlset");
        for (address, changed) in pages.by_ref().take(MAX_ADDRESSES) {
            write_location(&mut out, "url", &format!("{base}{address}"), changed);
        }
        out.push_str("</urlset>\n");
        files.push(out);
    }
    if files.len() == 1 {
        return files.into_iter().map(|file| (Address::new("sitemap.xml"), file)).collect();
    }
    let mut index = begin("sitemapindex");
    let mut named: Vec<(Address, String)> =
        (1..).map(|number| Address::new(format!("sitemap-{number}.xml"))).zip(files).collect();
    named.iter().for_each(|(address, _)| write_location(&mut index, "sitemap", &format!("{base}{address}"), None));
    index.push_str("</sitemapindex>\n");
    named.insert(0, (Address::new("sitemap.xml"), index));
    named
}

fn begin(root: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{SPACE}\">\n")
}

fn write_location(out: &mut String, tag: &str, url: &str, changed: Option<Date>) {
    out.push_str(&format!("<{tag}><loc>"));
    escape(out, url);
    out.push_str("</loc>");
    if let Some(changed) = changed {
        out.push_str(&format!("<lastmod>{}</lastmod>", day(changed)));
    }
    out.push_str(&format!("</{tag}>\n"));
}
