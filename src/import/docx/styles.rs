//! What paragraph styles say: level, boldness, numbering.

use std::collections::HashMap;

use crate::import::tree::Element;

/// Styles nest no deeper than this.
const DEEPEST: usize = 20;

/// The styles of a document by their id.
#[derive(Debug, Default)]
pub struct Styles(HashMap<String, Style>);

/// What a paragraph style says; absent where it leaves that to the style it is based on.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    is_title: bool,
    level: Option<u8>,
    bold: Option<bool>,
    numbering: Option<(String, usize)>,
}

impl Styles {
    /// The styles in `word/styles.xml`.
    pub fn of(part: Option<&Element>) -> Self {
        let root = part.and_then(|part| part.child("styles"));
        let styles = root.into_iter().flat_map(Element::elements).filter(|element| element.name == "style");
        Self(styles.filter_map(|style| Some((style.attribute("styleId")?.to_owned(), Style::of(style)))).collect())
    }

    /// Whether the style is that of the title.
    pub fn is_title(&self, id: &str) -> bool {
        self.first(id, |style| style.is_title.then_some(())).is_some()
    }

    /// The outline level of the style, from 0.
    pub fn level(&self, id: &str) -> Option<u8> {
        self.first(id, |style| style.level).filter(|level| *level < 9)
    }

    /// Whether the style is bold.
    pub fn is_bold(&self, id: &str) -> bool {
        self.first(id, |style| style.bold).unwrap_or(false)
    }

    /// The list and level the style is numbered by.
    pub fn numbering(&self, id: &str) -> Option<(String, usize)> {
        self.first(id, |style| style.numbering.clone())
    }

    fn first<T>(&self, id: &str, take: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut next = self.0.get(id);
        for _ in 0..DEEPEST {
            let style = next?;
            if let Some(found) = take(style) {
                return Some(found);
            }
            next = style.based_on.as_ref().and_then(|id| self.0.get(id));
        }
        None
    }
}

impl Style {
    fn of(style: &Element) -> Self {
        let value = |path: &[&str]| style.at(path).and_then(|element| element.attribute("val"));
        let name = value(&["name"]).unwrap_or_default().to_ascii_lowercase();
        Self {
            based_on: value(&["basedOn"]).map(str::to_owned),
            is_title: matches!(name.as_str(), "title" | "标题"),
            level: value(&["pPr", "outlineLvl"]).and_then(|level| level.parse().ok()),
            bold: style.at(&["rPr", "b"]).map(is_on),
            numbering: style.at(&["pPr", "numPr"]).and_then(numbering_of),
        }
    }
}

/// Whether a switch such as `w:b` is on: there, and not `false`.
pub fn is_on(switch: &Element) -> bool {
    !matches!(switch.attribute("val"), Some("0" | "false" | "off" | "none"))
}

/// The list and level a `w:numPr` names.
pub fn numbering_of(properties: &Element) -> Option<(String, usize)> {
    let value = |name: &str| properties.child(name).and_then(|element| element.attribute("val"));
    let level = value("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((value("numId")?.to_owned(), level))
}
