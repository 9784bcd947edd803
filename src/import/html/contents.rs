//! Tables of contents of a page: paragraphs that Word marks as one, and runs of links to places in the same page.

use std::collections::HashSet;

use super::main_text::{walk, words};
use crate::import::docx::is_contents_title;
use crate::import::ledger::Ledger;
use crate::import::note::NoteKind;
use crate::import::tree::{Element, MarkupNode};

/// Without a title, fewer links are not a table of contents.
const FEWEST: usize = 3;

/// Takes tables of contents out of a page.
pub fn drop(page: &mut Element, ledger: &mut Ledger) {
    let mut places = HashSet::new();
    walk(page, &mut |element| {
        places.extend(["id", "name"].iter().filter_map(|name| element.attribute(name)).map(str::to_owned));
    });
    prune(page, &places, ledger);
}

/// The part an element has in a table of contents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ContentsPart {
    /// Nothing.
    None,
    /// It holds nothing.
    Blank,
    /// It is the title of one.
    Title,
    /// It consists of links to places in the page; holds their number.
    Links(usize),
    /// Word marks it as an entry.
    Marked,
}

fn prune(element: &mut Element, places: &HashSet<String>, ledger: &mut Ledger) {
    let parts: Vec<ContentsPart> = element.children.iter().map(|node| part(node, places)).collect();
    let mut dropped = vec![false; parts.len()];
    let mut at = 0;
    while at < parts.len() {
        let length = parts[at..].iter().take_while(|part| **part != ContentsPart::None).count();
        let run = &parts[at..at + length];
        let links: usize = run.iter().map(|part| if let ContentsPart::Links(links) = part { *links } else { 0 }).sum();
        let is_marked = run.contains(&ContentsPart::Marked);
        let is_titled = run.contains(&ContentsPart::Title) && links > 0;
        if is_marked || is_titled || links >= FEWEST {
            for (offset, part) in run.iter().enumerate() {
                // unmarked links around marked entries may be anything
                dropped[at + offset] =
                    *part != ContentsPart::Blank && (!is_marked || !matches!(part, ContentsPart::Links(..=2)));
            }
        }
        at += length.max(1);
    }
    let mut dropped = dropped.into_iter();
    element.children.retain(|node| {
        let is_dropped = dropped.next().unwrap_or(false);
        if let (true, MarkupNode::Element(child)) = (is_dropped, node) {
            ledger.left_out(NoteKind::Contents, &words(child));
        }
        !is_dropped
    });
    for node in &mut element.children {
        if let MarkupNode::Element(child) = node {
            prune(child, places, ledger);
        }
    }
}

fn part(node: &MarkupNode, places: &HashSet<String>) -> ContentsPart {
    let element = match node {
        MarkupNode::Text(text) if text.trim().is_empty() => return ContentsPart::Blank,
        MarkupNode::Text(_) => return ContentsPart::None,
        MarkupNode::Element(element) => element,
    };
    let class = element.attribute("class").unwrap_or_default();
    if class.split_whitespace().any(|class| class.to_ascii_lowercase().starts_with("msotoc")) {
        return ContentsPart::Marked;
    }
    // within a line links to other places are references
    if !matches!(
        element.name.as_str(),
        "p" | "div" | "ul" | "ol" | "li" | "nav" | "h1" | "h2" | "h3" | "dl" | "dd" | "dt"
    ) {
        return ContentsPart::None;
    }
    let mut links = 0;
    match is_links(element, places, &mut links) {
        true if links > 0 => ContentsPart::Links(links),
        _ if is_contents_title(&words(element)) => ContentsPart::Title,
        true if words(element).trim().is_empty() => ContentsPart::Blank,
        _ => ContentsPart::None,
    }
}

/// Whether all words of an element are in links to places of the page, numbers of pages and leaders aside; counts them.
fn is_links(element: &Element, places: &HashSet<String>, links: &mut usize) -> bool {
    element.children.iter().all(|node| match node {
        MarkupNode::Text(text) => !text.contains(|c: char| c.is_alphabetic()),
        MarkupNode::Element(child) if leads_within(child, places) => {
            *links += usize::from(words(child).contains(char::is_alphanumeric));
            true
        }
        MarkupNode::Element(child) if child.name == "a" && child.attribute("href").is_some() => false,
        MarkupNode::Element(child) => is_links(child, places, links),
    })
}

fn leads_within(element: &Element, places: &HashSet<String>) -> bool {
    let target = element.attribute("href").and_then(|target| Some(target.split_once('#')?.1));
    element.name == "a" && target.is_some_and(|target| places.contains(target))
}
