//! Removes words that a page hides or strikes out, and marks those that its styles raise or lower.
//!
//! An element is removed with all it holds (`display: none`, moved off the page, cut to nothing). Words are removed
//! where the style they inherit makes them unreadable: white on white, too small, invisible.

use super::invisible::hides;
use super::look::{self, TextLook};
use super::main_text::words;
use super::sheet::{Declarations, ElementKey, StyleSheet};
use crate::import::ledger::Ledger;
use crate::import::note::NoteKind;
use crate::import::tree::{Element, MarkupNode};

/// Takes hidden and struck words out of a page and counts them.
pub fn drop(page: &mut Element, ledger: &mut Ledger) {
    let sheet = StyleSheet::of(page);
    let lacks_sheets = has_outside_sheets(page);
    Pruner { sheet, lacks_sheets, ledger, around: Vec::new() }.prune(page, &TextLook::default());
}

struct Pruner<'a> {
    sheet: StyleSheet,
    /// Whether the page has style sheets in other files, which are not read.
    lacks_sheets: bool,
    ledger: &'a mut Ledger,
    /// The elements around the present one, outermost first.
    around: Vec<ElementKey>,
}

impl Pruner<'_> {
    fn prune(&mut self, element: &mut Element, look: &TextLook) {
        let children = std::mem::take(&mut element.children);
        let mut is_first = true;
        for node in children {
            match node {
                MarkupNode::Element(child) => {
                    let is_head = is_table_head(&child, child.name == "tr" && std::mem::take(&mut is_first));
                    if let Some(child) = self.kept(child, look, is_head) {
                        element.children.push(MarkupNode::Element(child));
                    }
                }
                MarkupNode::Text(text) if look.is_readable() => {
                    self.ledger.passed(&text);
                    element.children.push(MarkupNode::Text(text));
                }
                MarkupNode::Text(text) => self.ledger.left_out(NoteKind::Hidden, &text),
            }
        }
    }

    /// The element with the words in it that can be seen; `is_head`: it may be the head of a table.
    fn kept(&mut self, mut element: Element, outer: &TextLook, is_head: bool) -> Option<Element> {
        let key = ElementKey::of(&element);
        let style = self.sheet.declarations(&element, &key, &self.around);
        if let Some(kind) = left_out(&element, &style) {
            self.ledger.left_out(kind, &words(&element));
            return None;
        }
        let mut look = outer.within(&element, &style);
        self.around.push(key);
        // heads of tables are often white on a colour that a sheet of the site gives; then all of their words are
        if self.lacks_sheets && is_head && !self.has_seen_words(&element, &look) {
            look = outer.on_unknown_background().within(&element, &style);
        }
        self.prune(&mut element, &look);
        self.around.pop();
        if let Some(name) = look::script_element(&element, &style) {
            let inner = std::mem::take(&mut element.children);
            let script = Element { name: name.to_owned(), attributes: Vec::new(), children: inner };
            element.children.push(MarkupNode::Element(script));
        }
        Some(element)
    }
}

impl Pruner<'_> {
    /// Whether somebody can read a word of an element, whose own look is `look`.
    fn has_seen_words(&mut self, element: &Element, look: &TextLook) -> bool {
        element.children.iter().any(|node| match node {
            MarkupNode::Text(text) => look.is_readable() && text.contains(char::is_alphanumeric),
            MarkupNode::Element(child) => {
                let key = ElementKey::of(child);
                let style = self.sheet.declarations(child, &key, &self.around);
                if left_out(child, &style).is_some() {
                    return false;
                }
                let look = look.within(child, &style);
                self.around.push(key);
                let is_readable = self.has_seen_words(child, &look);
                self.around.pop();
                is_readable
            }
        })
    }
}

fn left_out(element: &Element, style: &Declarations) -> Option<NoteKind> {
    // Word writes comments, headers and footers after the text of a page it saves
    match style.get("mso-element") {
        Some("comment-list" | "comment") => return Some(NoteKind::Comments),
        Some("header" | "footer") => return Some(NoteKind::HeaderFooter),
        _ if is_comment_mark(element) => return Some(NoteKind::Comments),
        _ => {}
    }
    match element.name.as_str() {
        "del" => Some(NoteKind::Deleted),
        "s" | "strike" => Some(NoteKind::Struck),
        "rt" | "rp" => Some(NoteKind::Ruby),
        "dialog" if element.attribute("open").is_none() => Some(NoteKind::Hidden),
        "datalist" => Some(NoteKind::Hidden),
        _ if element.attribute("hidden").is_some() || hides(style) => Some(NoteKind::Hidden),
        _ if look::strikes(style) => Some(NoteKind::Struck),
        _ => None,
    }
}

fn has_outside_sheets(page: &Element) -> bool {
    let is_sheet =
        page.name == "link" && page.attribute("rel").is_some_and(|rel| rel.to_ascii_lowercase().contains("stylesheet"));
    let imports = page.name == "style" && page.text().contains("@import");
    is_sheet || imports || page.elements().any(has_outside_sheets)
}

/// Whether an element is the head of a table: marked as one, or the first row where a style sheet singles it out.
fn is_table_head(element: &Element, is_first: bool) -> bool {
    match element.name.as_str() {
        "th" | "thead" => true,
        "tr" => is_first && element.attribute("class").is_some() || element.elements().any(|cell| cell.name == "th"),
        _ => false,
    }
}

/// Whether an element is the mark of a comment in a text that Word saved: [甲1].
fn is_comment_mark(element: &Element) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    classes
        .split_whitespace()
        .any(|class| ["msocommentreference", "msocomanchor"].contains(&class.to_ascii_lowercase().as_str()))
}
