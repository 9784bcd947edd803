//! Formulas (MathML) in one line of text.

use crate::import::formula;
use crate::import::scripts::Script;
use crate::import::tree::{Element, MarkupNode};

/// Writes the formula in `element`; `before` is the last character in front of it.
pub fn linear(element: &Element, before: Option<char>) -> String {
    let mut text = row(element);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if is_digit(before) && is_digit(text.chars().next()) && text.contains('/') {
        text.insert(0, ' ');
    }
    text
}

/// The parts of an element one after the other.
fn row(element: &Element) -> String {
    let mut text = String::new();
    for node in &element.children {
        match node {
            MarkupNode::Text(words) => text.push_str(&words.split_whitespace().collect::<Vec<_>>().join(" ")),
            MarkupNode::Element(child) => formula::append(&mut text, &one(child), child.name == "mfrac"),
        }
    }
    text
}

fn one(element: &Element) -> String {
    let mut children = element.elements();
    let mut next = || children.next().map(one).unwrap_or_default();
    match element.name.as_str() {
        "mfrac" => formula::fraction(&next(), &next()),
        "msup" | "mover" => formula::with_script(next(), &next(), Script::Raised),
        "msub" | "munder" => formula::with_script(next(), &next(), Script::Lowered),
        "msubsup" | "munderover" => {
            let base = formula::with_script(next(), &next(), Script::Lowered);
            formula::with_script(base, &next(), Script::Raised)
        }
        "msqrt" => formula::root("", &row(element)),
        "mroot" => {
            let (inner, degree) = (next(), next());
            formula::root(&degree, &inner)
        }
        "mfenced" => {
            let parts: Vec<String> = element.elements().map(one).collect();
            let sign = |name: &str, usual: &str| element.attribute(name).unwrap_or(usual).to_owned();
            format!("{}{}{}", sign("open", "("), parts.join(","), sign("close", ")"))
        }
        "mtable" => format!("({})", element.elements().map(one).collect::<Vec<_>>().join("; ")),
        "mtr" => element.elements().map(one).collect::<Vec<_>>().join(", "),
        // the first form is shown, the others are for programs
        "semantics" => next(),
        "annotation" | "annotation-xml" | "mphantom" | "none" => String::new(),
        "mspace" => " ".to_owned(),
        _ => row(element),
    }
}
