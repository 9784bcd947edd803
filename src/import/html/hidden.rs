//! Removes hidden and struck elements of a page: by element, by `style`, and by simple rules of its own style sheet.

use crate::import::ledger::{Ledger, NoteKind};
use crate::import::tree::{Element, MarkupNode};

use super::main_text::words;

/// Takes hidden and struck elements out of a page and counts their words.
pub fn drop(page: &mut Element, ledger: &mut Ledger) {
    let mut rules = Rules::default();
    collect(page, &mut rules);
    prune(page, &rules, ledger);
}

/// Classes and ids that a page's own style sheet hides or strikes out.
#[derive(Default)]
struct Rules {
    hidden: Vec<String>,
    struck: Vec<String>,
}

fn collect(element: &Element, rules: &mut Rules) {
    if element.name == "style" {
        for rule in element.text().split('}') {
            let Some((selectors, declarations)) = rule.split_once('{') else { continue };
            let declarations = squeezed(declarations);
            let list = match () {
                () if hides(&declarations) => &mut rules.hidden,
                () if strikes(&declarations) => &mut rules.struck,
                () => continue,
            };
            let simple = |selector: &&str| {
                selector.starts_with(['.', '#'])
                    && !selector[1..].contains(|c: char| !c.is_alphanumeric() && !"-_".contains(c))
            };
            list.extend(selectors.split(',').map(str::trim).filter(simple).map(str::to_owned));
        }
    }
    element.elements().for_each(|child| collect(child, rules));
}

fn squeezed(style: &str) -> String {
    style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

fn hides(style: &str) -> bool {
    let zero = |name: &str| {
        style.split(';').filter_map(|one| one.strip_prefix(name)).any(|size| {
            let digits = size.trim_end_matches(|c: char| c.is_alphabetic() || c == '%');
            digits.parse::<f32>().is_ok_and(|size| size == 0.0)
        })
    };
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("mso-hide:all")
        || zero("font-size:")
        || zero("opacity:")
}

fn strikes(style: &str) -> bool {
    style.contains("line-through")
}

fn prune(element: &mut Element, rules: &Rules, ledger: &mut Ledger) {
    element.children.retain(|node| match node {
        MarkupNode::Element(child) => match left_out(child, rules) {
            Some(kind) => {
                ledger.left_out(kind, &words(child));
                false
            }
            None => true,
        },
        MarkupNode::Text(text) => {
            ledger.passed(text);
            true
        }
    });
    for node in &mut element.children {
        if let MarkupNode::Element(child) = node {
            prune(child, rules, ledger);
        }
    }
}

fn left_out(element: &Element, rules: &Rules) -> Option<NoteKind> {
    let style = squeezed(element.attribute("style").unwrap_or_default());
    let named = |list: &[String]| {
        let class = element.attribute("class").unwrap_or_default();
        let id = element.attribute("id").unwrap_or_default();
        list.iter().any(|selector| match selector.strip_prefix('.') {
            Some(name) => class.split_whitespace().any(|own| own == name),
            None => !id.is_empty() && selector.strip_prefix('#') == Some(id),
        })
    };
    match element.name.as_str() {
        "del" => Some(NoteKind::Deleted),
        "s" | "strike" => Some(NoteKind::Struck),
        "rt" | "rp" => Some(NoteKind::Ruby),
        _ if element.attribute("hidden").is_some() || hides(&style) || named(&rules.hidden) => Some(NoteKind::Hidden),
        _ if strikes(&style) || named(&rules.struck) => Some(NoteKind::Struck),
        _ => None,
    }
}
