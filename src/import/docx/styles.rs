//! Styles: the level, numbering and look that a paragraph or run takes from its style and from those it is based on.

use std::collections::HashMap;

use crate::import::scripts::Script;
use crate::import::tree::Element;
use crate::text::colour::Rgb;

/// Styles nest no deeper than this.
const DEEPEST: usize = 20;
/// Levels of an outline that are headings; the tenth is body text.
const HEADINGS: u8 = 9;
/// Text of this size in half-points, or smaller, cannot be read.
const UNREADABLE: u32 = 2;

/// The styles of a document by their id.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, DocumentStyle>,
    defaults: RunProperties,
    /// The style of paragraphs that name none.
    default_paragraph: String,
}

/// Properties of a style; absent where it inherits them from the style it is based on.
#[derive(Clone, Debug, Default)]
struct DocumentStyle {
    based_on: Option<String>,
    name: String,
    level: Option<u8>,
    numbering: Option<ListPlace>,
    begins_page: Option<bool>,
    run: RunProperties,
}

/// Properties of a run; absent where they are inherited.
#[derive(Clone, Debug, Default)]
pub struct RunProperties {
    style: Option<String>,
    bold: Option<bool>,
    vanish: Option<bool>,
    strike: Option<bool>,
    double_strike: Option<bool>,
    white: Option<bool>,
    shaded: Option<bool>,
    size: Option<u32>,
    font: Option<String>,
    script: Option<Script>,
    raise: Option<i32>,
}

/// How a run looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunLook {
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether it is white on paper, which is as good as hidden.
    pub white: bool,
    /// Whether it is struck.
    pub struck: bool,
    /// Whether it is raised or lowered.
    pub script: Script,
    /// By how many half-points it is raised above the line, or lowered where negative.
    pub raise: i32,
    /// Its font, where one is named.
    pub font: Option<String>,
}

/// The list and level a paragraph is numbered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPlace {
    /// The list; absent where the style names it.
    pub list: Option<String>,
    /// The level; absent where the list's own levels name the style.
    pub level: Option<usize>,
}

impl Styles {
    /// The styles in the part of styles.
    pub fn of(part: Option<&Element>) -> Self {
        let root = part.and_then(|part| part.child("styles"));
        let elements = || root.into_iter().flat_map(Element::elements);
        let styles = || elements().filter(|element| element.name == "style");
        let is_default = |style: &&Element| {
            style.attribute("type") == Some("paragraph") && matches!(style.attribute("default"), Some("1" | "true"))
        };
        let default = styles().find(is_default).and_then(|style| style.attribute("styleId"));
        let defaults = root.and_then(|root| root.at(&["docDefaults", "rPrDefault", "rPr"]));
        Self {
            styles: styles()
                .filter_map(|style| Some((style.attribute("styleId")?.to_owned(), DocumentStyle::of(style))))
                .collect(),
            defaults: defaults.map(RunProperties::of).unwrap_or_default(),
            default_paragraph: default.unwrap_or_default().to_owned(),
        }
    }

    /// Whether the style is that of the title.
    pub fn is_title(&self, id: &str) -> bool {
        self.first(id, |style| matches!(style.name.as_str(), "title" | "标题").then_some(())).is_some()
    }

    /// Whether the style is that of a table of contents.
    pub fn is_contents(&self, id: &str) -> bool {
        let name = self.styles.get(id).map_or("", |style| style.name.as_str());
        let numbered = |name: &str| name.chars().next_back().is_some_and(|c| c.is_ascii_digit());
        name.starts_with("toc") || name.contains("目录") && (numbered(name) || name.contains("标题"))
    }

    /// Whether a table of the style is hidden.
    pub fn hides(&self, id: &str) -> bool {
        self.first(id, |style| style.run.vanish).unwrap_or(false)
    }

    /// Whether a paragraph of the style begins a page.
    pub fn begins_page(&self, id: &str) -> bool {
        self.first(id, |style| style.begins_page).unwrap_or(false)
    }

    /// The outline level of the style, from 0.
    pub fn level(&self, id: &str) -> Option<u8> {
        self.first(id, |style| style.level).filter(|level| *level < HEADINGS)
    }

    /// The list and level the style is numbered by.
    pub fn numbering(&self, id: &str) -> Option<ListPlace> {
        self.first(id, |style| style.numbering.clone())
    }

    /// How a run with these properties looks in a paragraph of a style.
    pub fn look(&self, paragraph: &str, own: &RunProperties) -> RunLook {
        let paragraph = if paragraph.is_empty() { self.default_paragraph.as_str() } else { paragraph };
        let character = own.style.as_deref().unwrap_or_default();
        let toggled = |take: fn(&RunProperties) -> Option<bool>| {
            take(own).unwrap_or_else(|| {
                let of = |id: &str| self.first(id, |style| take(&style.run)).unwrap_or(false);
                // where both styles switch something on, one switches it off again
                take(&self.defaults).unwrap_or(false) || of(paragraph) != of(character)
            })
        };
        let white = self.inherited(paragraph, own, |run| run.white).unwrap_or(false);
        let shaded = self.inherited(paragraph, own, |run| run.shaded).unwrap_or(false);
        let size = self.inherited(paragraph, own, |run| run.size);
        RunLook {
            bold: toggled(|run| run.bold),
            hidden: toggled(|run| run.vanish) || size.is_some_and(|size| size <= UNREADABLE),
            white: white && !shaded,
            struck: toggled(|run| run.strike) || toggled(|run| run.double_strike),
            script: self.inherited(paragraph, own, |run| run.script).unwrap_or_default(),
            raise: self.inherited(paragraph, own, |run| run.raise).unwrap_or_default(),
            font: self.inherited(paragraph, own, |run| run.font.clone()),
        }
    }

    /// A property of a run: its own, else of its character style, its paragraph's style, the document.
    fn inherited<T>(
        &self,
        paragraph: &str,
        own: &RunProperties,
        take: impl Fn(&RunProperties) -> Option<T>,
    ) -> Option<T> {
        let of = |id: &str| self.first(id, |style| take(&style.run));
        take(own).or_else(|| of(own.style.as_deref()?)).or_else(|| of(paragraph)).or_else(|| take(&self.defaults))
    }

    fn first<T>(&self, id: &str, take: impl Fn(&DocumentStyle) -> Option<T>) -> Option<T> {
        let mut next = self.styles.get(id);
        for _ in 0..DEEPEST {
            let style = next?;
            if let Some(found) = take(style) {
                return Some(found);
            }
            next = style.based_on.as_ref().and_then(|id| self.styles.get(id));
        }
        None
    }
}

impl DocumentStyle {
    fn of(style: &Element) -> Self {
        let value = |path: &[&str]| style.at(path).and_then(|element| element.attribute("val"));
        let name = value(&["name"]).unwrap_or_default().to_lowercase();
        let named = ["heading ", "标题 "].iter().find_map(|word| name.strip_prefix(word)?.parse::<u8>().ok());
        let level = value(&["pPr", "outlineLvl"]).and_then(|level| level.parse().ok());
        Self {
            based_on: value(&["basedOn"]).map(str::to_owned),
            level: level.or_else(|| named.and_then(|level| level.checked_sub(1))),
            numbering: style.at(&["pPr", "numPr"]).map(ListPlace::of),
            begins_page: style.at(&["pPr", "pageBreakBefore"]).map(is_on),
            run: style.child("rPr").map(RunProperties::of).unwrap_or_default(),
            name,
        }
    }
}

impl RunProperties {
    /// Whether the run itself says that it is not hidden.
    pub fn is_shown(&self) -> bool {
        self.vanish == Some(false)
    }

    /// Properties in a `w:rPr`.
    pub fn of(properties: &Element) -> Self {
        let mut own = Self::default();
        for property in properties.elements() {
            let value = property.attribute("val");
            match property.name.as_str() {
                "rStyle" => own.style = value.map(str::to_owned),
                "b" => own.bold = Some(is_on(property)),
                "vanish" => own.vanish = Some(is_on(property)),
                "strike" => own.strike = Some(is_on(property)),
                "dstrike" => own.double_strike = Some(is_on(property)),
                "color" => own.white = Some(is_white_colour(property)),
                "shd" => own.shaded = Some(is_shade(property)),
                "highlight" => own.shaded = Some(!matches!(value, Some("none" | "white"))),
                "position" => own.raise = value.and_then(|raise| raise.parse().ok()),
                "sz" => own.size = value.and_then(|size| size.parse().ok()),
                "rFonts" => {
                    let named =
                        ["ascii", "hAnsi", "eastAsia", "cs"].into_iter().filter_map(|of| property.attribute(of));
                    let symbol = named.clone().find(|font| super::symbols::is_symbol_font(font));
                    own.font = symbol.or_else(|| named.into_iter().next()).map(str::to_owned);
                }
                "vertAlign" => {
                    own.script = Some(match value {
                        Some("superscript") => Script::Raised,
                        Some("subscript") => Script::Lowered,
                        _ => Script::Line,
                    });
                }
                _ => {}
            }
        }
        own
    }
}

/// Whether a colour is white, or too near to it to be read on white.
fn is_white(color: &str) -> bool {
    let rgb = Rgb::parse(&format!("#{color}"));
    color.eq_ignore_ascii_case("white") || rgb.is_some_and(|rgb| rgb.contrast(Rgb::WHITE) < Rgb::LEAST_CONTRAST)
}

/// Whether a `w:color` is that of paper: by its value, or as the unshaded background colour of the theme.
fn is_white_colour(colour: &Element) -> bool {
    let is_shaded = colour.attribute("themeShade").is_some() || colour.attribute("themeTint").is_some();
    let is_background = matches!(colour.attribute("themeColor"), Some("background1" | "light1"));
    is_background && !is_shaded || is_white(colour.attribute("val").unwrap_or_default())
}

/// Whether a `w:shd` puts anything but paper after words.
pub fn is_shade(shade: &Element) -> bool {
    let fill = shade.attribute("fill").filter(|fill| !fill.eq_ignore_ascii_case("auto") && !is_white(fill));
    let pattern = shade.attribute("val").filter(|pattern| !matches!(*pattern, "clear" | "nil"));
    fill.is_some() || pattern.is_some() || shade.attribute("themeFill").is_some()
}

/// Whether a switch such as `w:b` is on: there, and not `false`.
pub fn is_on(switch: &Element) -> bool {
    !matches!(switch.attribute("val"), Some("0" | "false" | "off" | "none"))
}

impl ListPlace {
    /// The list and level a `w:numPr` names.
    pub fn of(properties: &Element) -> Self {
        let value = |name: &str| properties.child(name).and_then(|element| element.attribute("val"));
        Self { list: value("numId").map(str::to_owned), level: value("ilvl").and_then(|level| level.parse().ok()) }
    }
}
