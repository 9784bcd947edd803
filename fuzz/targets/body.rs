//! The HTML of any body: tags are balanced, and neither scripts, handlers nor styles get into it.
#![no_main]

use std::collections::BTreeMap;

use gongshi::notice::SourcePath;
use gongshi::read::read;
use gongshi::render::html::{BodyContext, BodyWords, LinkTarget, body};
use libfuzzer_sys::fuzz_target;

/// The only elements of a body.
const NAMES: [&str; 28] = [
    "a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
    "section", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr",
];
const VOID: [&str; 3] = ["br", "hr", "img"];

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let notice = read(&SourcePath::new("notices/a.md"), &text).notice;
    let resolve = |target: &str| LinkTarget::Href(target.to_owned());
    let context = BodyContext { resolve: &resolve, traced: &[1, 3], words: &BodyWords::default(), notes: &BTreeMap::new() };
    let html = body(&notice, &text, &context).html;
    let mut open = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, words) = part.split_once('>').expect("every tag ends");
        assert!(!words.contains('>'), "{html}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(NAMES.contains(&name) || name == "ul", "<{tag}> in {html}");
        let mut rest = &tag[name.len()..];
        while let Some((attribute, behind)) = rest.split_once("=\"") {
            let attribute = attribute.trim();
            assert!(!attribute.starts_with("on") && attribute != "style", "<{tag}>");
            let (value, next) = behind.split_once('"').expect("every value ends");
            let scheme: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let scheme = scheme.to_ascii_lowercase();
            let leads = matches!(attribute, "href" | "src");
            assert!(!leads || !["javascript:", "data:", "vbscript:"].iter().any(|bad| scheme.starts_with(bad)), "<{tag}>");
            rest = next;
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
});
