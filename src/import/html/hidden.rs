//! Removes what a page hides or strikes out, and marks what its styles raise or lower.
//!
//! An element is removed with all it holds (`display: none`, moved off the page, cut to nothing). Words are removed
//! where the style they inherit makes them unreadable: white on white, too small, invisible.

use super::look::{self, TextLook};
use super::main_text::words;
use super::sheet::{Declarations, ElementKey, StyleSheet};
use crate::import::ledger::{Ledger, NoteKind};
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
        for node in children {
            match node {
                MarkupNode::Element(child) => {
                    if let Some(child) = self.kept(child, look) {
                        element.children.push(MarkupNode::Element(child));
                    }
                }
                MarkupNode::Text(text) if look.is_seen() => {
                    self.ledger.passed(&text);
                    element.children.push(MarkupNode::Text(text));
                }
                MarkupNode::Text(text) => self.ledger.left_out(NoteKind::Hidden, &text),
            }
        }
    }

    /// The element with what of it is seen.
    fn kept(&mut self, mut element: Element, outer: &TextLook) -> Option<Element> {
        let key = ElementKey::of(&element);
        let style = self.sheet.declarations(&element, &key, &self.around);
        if let Some(kind) = left_out(&element, &style) {
            self.ledger.left_out(kind, &words(&element));
            return None;
        }
        // table heads are often white on a colour that a sheet of the site gives
        let may_be_dark = self.lacks_sheets && is_table_head(&element);
        let outer = if may_be_dark { &outer.on_unknown_ground() } else { outer };
        let look = outer.within(&element, &style);
        self.around.push(key);
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

fn left_out(element: &Element, style: &Declarations) -> Option<NoteKind> {
    // what Word puts behind the text of a page it saves
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
        _ if element.attribute("hidden").is_some() || look::hides(style) => Some(NoteKind::Hidden),
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

/// Whether an element is a head of a table, or a row that a style sheet singles out.
fn is_table_head(element: &Element) -> bool {
    matches!(element.name.as_str(), "th" | "thead") || element.name == "tr" && element.attribute("class").is_some()
}

/// Whether an element is the mark of a comment in a text that Word saved: [甲1].
fn is_comment_mark(element: &Element) -> bool {
    let classes = element.attribute("class").unwrap_or_default();
    classes
        .split_whitespace()
        .any(|class| ["msocommentreference", "msocomanchor"].contains(&class.to_ascii_lowercase().as_str()))
}
