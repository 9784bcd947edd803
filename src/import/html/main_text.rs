//! Which part of a page is its text: the smallest element that holds nearly all of the words outside links.

use crate::import::tree::{Element, MarkupNode};

/// Elements that hold no words of the article.
const UNREAD: [&str; 10] =
    ["script", "style", "noscript", "head", "nav", "footer", "aside", "button", "iframe", "template"];

/// Words in ids and classes of elements around an article.
const AROUND: [&str; 22] = [
    "nav",
    "menu",
    "breadcrumb",
    "crumb",
    "footer",
    "foot",
    "sidebar",
    "share",
    "copyright",
    "related",
    "recommend",
    "pagination",
    "pager",
    "toolbar",
    "qrcode",
    "banner",
    "topbar",
    "location",
    "position",
    "print",
    "comment",
    "login",
];

/// Of the words, an element must hold this part to be looked into further.
const MOST: (usize, usize) = (85, 100);

/// The element that holds a page's text.
pub fn of(page: &Element) -> &Element {
    let mut main = page.find("body").unwrap_or(page);
    while let Some(child) = main.elements().filter(|child| !is_around(child)).max_by_key(|child| length(child)) {
        if is_text(child) || length(child) * MOST.1 < length(main) * MOST.0 {
            break;
        }
        main = child;
    }
    main
}

/// Whether an element is text itself, not something around texts.
fn is_text(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "table"
            | "tbody"
            | "tr"
            | "span"
            | "font"
            | "b"
            | "strong"
            | "pre"
            | "li"
            | "a"
    )
}

/// Whether an element's words are no part of a text.
pub fn is_around(element: &Element) -> bool {
    if UNREAD.contains(&element.name.as_str()) {
        return true;
    }
    let named = [element.attribute("class"), element.attribute("id")].into_iter().flatten();
    let parts = named.flat_map(|names| names.split([' ', '-', '_']));
    let block = matches!(element.name.as_str(), "div" | "ul" | "section" | "header" | "table" | "p" | "dl");
    block
        && parts.into_iter().any(|part| AROUND.contains(&part.to_ascii_lowercase().as_str()))
        && length_of(element, true) < 400
}

/// How many characters of an element are words outside links.
pub fn length(element: &Element) -> usize {
    length_of(element, false)
}

fn length_of(element: &Element, whole: bool) -> usize {
    element
        .children
        .iter()
        .map(|node| match node {
            MarkupNode::Text(text) => text.chars().filter(|c| c.is_alphanumeric()).count(),
            MarkupNode::Element(child) if child.name == "a" && child.attribute("href").is_some() && !whole => 0,
            MarkupNode::Element(child) if !whole && is_around(child) || UNREAD.contains(&child.name.as_str()) => 0,
            MarkupNode::Element(child) => length_of(child, whole),
        })
        .sum()
}

/// The words in `whole` that are not read when `main` is: those outside it, and those around its text.
pub fn around(whole: &Element, main: &Element) -> String {
    let mut left_out = String::new();
    gather_around(whole, main, std::ptr::eq(whole, main), &mut left_out);
    left_out
}

fn gather_around(element: &Element, main: &Element, inside: bool, left_out: &mut String) {
    for node in &element.children {
        match node {
            MarkupNode::Text(text) if !inside => left_out.push_str(text),
            MarkupNode::Text(_) => {}
            MarkupNode::Element(child) if INVISIBLE.contains(&child.name.as_str()) => {}
            MarkupNode::Element(child) if inside && is_around(child) => left_out.push_str(&words(child)),
            MarkupNode::Element(child) => gather_around(child, main, inside || std::ptr::eq(child, main), left_out),
        }
    }
}

/// Elements whose words no browser shows.
const INVISIBLE: [&str; 6] = ["script", "style", "noscript", "head", "template", "iframe"];

/// All words of an element.
pub fn words(element: &Element) -> String {
    let parts = element.children.iter().map(|node| match node {
        MarkupNode::Text(text) => text.clone(),
        MarkupNode::Element(child) if child.name == "br" => " ".to_owned(),
        MarkupNode::Element(child) if INVISIBLE.contains(&child.name.as_str()) => String::new(),
        MarkupNode::Element(child) => words(child),
    });
    parts.collect()
}

/// Shows every element in the tree to `look`, outermost first.
pub fn walk(element: &Element, look: &mut dyn FnMut(&Element)) {
    look(element);
    element.elements().for_each(|child| walk(child, look));
}
