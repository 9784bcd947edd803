//! Values of a form as text: the chosen entry of a list, ticks of boxes, and the words typed into fields.
//!
//! Each value replaces its control. Entries that were not chosen are left out.

use super::main_text::words;
use crate::import::ledger::Ledger;
use crate::import::note::NoteKind;
use crate::import::tree::{Element, MarkupNode};

/// Fields whose values are typed words.
const TYPED: [&str; 7] = ["", "text", "tel", "number", "date", "email", "url"];
/// Openings of entries that ask for a choice.
const PROMPTS: [&str; 4] = ["请选择", "请点选", "--", "—"];

/// Replaces the controls of a page by their values.
pub fn fill(page: &mut Element, ledger: &mut Ledger) {
    let is_line = is_line(page);
    for node in &mut page.children {
        let MarkupNode::Element(child) = node else { continue };
        match child.name.as_str() {
            "select" => show(child, |select| vec![text(chosen(select, ledger))]),
            "textarea" => show(child, typed),
            "input" => show(child, |input| vec![text(value(input, is_line))]),
            _ => fill(child, ledger),
        }
    }
}

/// Makes words of a control; its attributes stay, as they may hide it.
fn show(control: &mut Element, words: impl FnOnce(&Element) -> Vec<MarkupNode>) {
    control.children = words(control);
    "span".clone_into(&mut control.name);
}

const fn text(words: String) -> MarkupNode {
    MarkupNode::Text(words)
}

/// The words of the chosen entries. Without a choice a browser shows the first entry; it is not text.
fn chosen(select: &Element, ledger: &mut Ledger) -> String {
    let mut options = Vec::new();
    gather(select, &mut options);
    let mut chosen: Vec<String> =
        options.iter().filter(|option| option.attribute("selected").is_some()).map(|option| words(option)).collect();
    if select.attribute("multiple").is_none() {
        chosen.drain(..chosen.len().saturating_sub(1));
    }
    let is_prompt = |words: &String| PROMPTS.iter().any(|prompt| words.trim().starts_with(prompt));
    let (prompts, chosen): (Vec<String>, Vec<String>) = chosen.into_iter().partition(is_prompt);
    if chosen.is_empty() {
        let shown = prompts.first().cloned().or_else(|| options.first().map(|option| words(option)));
        ledger.left_out(NoteKind::Placeholders, &shown.unwrap_or_default());
    }
    chosen.iter().map(|words| words.trim()).collect::<Vec<_>>().join("、")
}

fn gather<'a>(element: &'a Element, options: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if child.name == "option" {
            options.push(child);
        } else {
            gather(child, options);
        }
    }
}

/// The lines of a field of several lines.
fn typed(area: &Element) -> Vec<MarkupNode> {
    let all = area.text();
    let mut nodes = Vec::new();
    for line in all.trim().lines() {
        if !nodes.is_empty() {
            nodes.push(MarkupNode::Element(Element { name: "br".to_owned(), ..Element::default() }));
        }
        nodes.push(text(line.to_owned()));
    }
    nodes
}

/// The sign of a box, or the typed words of a field in a line of text.
fn value(input: &Element, is_line: bool) -> String {
    let kind = input.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "checkbox" | "radio" if input.attribute("checked").is_some() => "☑".to_owned(),
        "checkbox" | "radio" => "☐".to_owned(),
        kind if is_line && TYPED.contains(&kind) => input.attribute("value").unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// Whether fields in an element belong to its text: it is a paragraph or a cell, or has words of its own. The field of
/// a search is in neither.
fn is_line(element: &Element) -> bool {
    matches!(element.name.as_str(), "p" | "td" | "th" | "li" | "span" | "label" | "u" | "dd")
        || element.text().contains(char::is_alphanumeric)
}
