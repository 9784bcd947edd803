//! Parses a page into a tree of elements; missing end tags are supplied.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::import::tree::{Element, TreeBuilder};

/// Elements that hold nothing.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that end an open paragraph.
const BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "div",
    "dl",
    "fieldset",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "nav",
    "ol",
    "p",
    "section",
    "table",
    "ul",
];

/// The tree of a page.
pub fn parse(text: &str) -> Element {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    let mut tree = TreeBuilder::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = lossy(&tag.name);
                close_before(&mut tree, &name);
                let attributes =
                    tag.attributes.iter().map(|(name, value)| (lossy(name), lossy(&value.value))).collect();
                tree.start(&name, attributes);
                if VOID.contains(&name.as_str()) || tag.self_closing && name.contains(':') {
                    tree.end();
                }
            }
            Token::EndTag(tag) => end(&mut tree, &lossy(&tag.name)),
            Token::String(text) => tree.text(&lossy(&text.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    tree.finish()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Closes the open elements that the start of another one ends: `<li>` ends the `<li>` before it.
fn close_before(tree: &mut TreeBuilder, name: &str) {
    let closes: &[&str] = match name {
        "li" => &["li", "p"],
        "dt" | "dd" => &["dt", "dd", "p"],
        "tr" => &["td", "th", "tr", "p"],
        "td" | "th" => &["td", "th", "p"],
        "tbody" | "tfoot" => &["td", "th", "tr", "thead", "tbody", "p"],
        "option" => &["option"],
        _ if BLOCKS.contains(&name) => &["p"],
        _ => return,
    };
    while tree.names().next().is_some_and(|open| closes.contains(&open)) {
        tree.end();
    }
}

/// Closes the innermost element of this name with everything in it; not beyond the cell or table it is in.
fn end(tree: &mut TreeBuilder, name: &str) {
    let barrier = |open: &&str| {
        *open == "table" || matches!(*open, "td" | "th") && !matches!(name, "tr" | "tbody" | "thead" | "table")
    };
    let depth = tree.names().take_while(|open| *open == name || !barrier(open)).position(|open| open == name);
    let depth = depth.or_else(|| (name == "table").then(|| tree.names().position(|open| open == name)).flatten());
    if let Some(depth) = depth {
        (0..=depth).for_each(|_| tree.end());
    }
}
