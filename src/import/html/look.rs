//! Colour, background and size of words by their styles, as far as they decide whether the words can be read.

use super::css_colour::CssColour;
use super::length::{Length, UNREADABLE};
use super::sheet::Declarations;
use crate::import::tree::Element;
use crate::text::colour::Rgb;

/// The background of words.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Background {
    /// One colour.
    Plain(Rgb),
    /// A picture, or a colour that is not known.
    Unknown,
}

/// The style of words, as far as it decides whether they can be read.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLook {
    /// Their colour, where it is known.
    colour: Option<Rgb>,
    background: Background,
    is_faint: bool,
    is_small: bool,
    is_invisible: bool,
}

impl Default for TextLook {
    fn default() -> Self {
        Self {
            colour: None,
            background: Background::Plain(Rgb::WHITE),
            is_faint: false,
            is_small: false,
            is_invisible: false,
        }
    }
}

impl TextLook {
    /// Whether somebody can read such words.
    pub fn is_readable(&self) -> bool {
        let has_contrast = match (self.colour, self.background) {
            (Some(colour), Background::Plain(background)) => colour.contrast(background) >= Rgb::LEAST_CONTRAST,
            (None, _) | (_, Background::Unknown) => true,
        };
        has_contrast && !self.is_faint && !self.is_small && !self.is_invisible
    }

    /// The same style on a background of unknown colour.
    #[must_use]
    pub fn on_unknown_background(&self) -> Self {
        Self { background: Background::Unknown, ..self.clone() }
    }

    /// The style of words in `element`, which is inside words of this style.
    #[must_use]
    pub fn within(&self, element: &Element, style: &Declarations) -> Self {
        let mut look = self.clone();
        if element.name == "a" && element.attribute("href").is_some() {
            // links have a colour of their own
            (look.colour, look.is_faint) = (None, false);
        }
        let colour = style.get("-webkit-text-fill-color").or_else(|| style.get("color"));
        let colour = colour.or_else(|| element.attribute("color").filter(|_| element.name == "font"));
        match colour.map(CssColour::parse) {
            Some(CssColour::Opaque(colour)) => (look.colour, look.is_faint) = (Some(colour), false),
            Some(CssColour::Faint) => look.is_faint = true,
            Some(CssColour::Other) => (look.colour, look.is_faint) = (None, false),
            Some(CssColour::Inherited) => (look.colour, look.is_faint) = (self.colour, self.is_faint),
            None => {}
        }
        let background = style.get("background-color").or_else(|| style.get("background"));
        let background = background.or_else(|| element.attribute("bgcolor"));
        let has_picture = style.get("background-image").is_some_and(|image| image != "none")
            || element.attribute("background").is_some();
        match background.map(background_of) {
            _ if has_picture => look.background = Background::Unknown,
            Some(Some(background)) => look.background = background,
            Some(None) | None => {}
        }
        // the background is shown through the letters
        let is_cut = ["background-clip", "-webkit-background-clip"].iter().any(|name| style.get(name) == Some("text"));
        look.is_faint &= !is_cut;
        if let Some(size) = style.get("font-size").or_else(|| style.get("font").and_then(font_size)) {
            look.is_small = is_small(size).unwrap_or(look.is_small);
        }
        match style.get("visibility") {
            Some("hidden" | "collapse") => look.is_invisible = true,
            Some("visible") => look.is_invisible = false,
            _ => {}
        }
        look
    }
}

/// The background that a `background` sets; `None` if it changes nothing.
fn background_of(value: &str) -> Option<Background> {
    if value.contains("url(") || value.contains("gradient") {
        return Some(Background::Unknown);
    }
    let words = if value.contains('(') { vec![value] } else { value.split_whitespace().collect() };
    let colours: Vec<CssColour> = words.into_iter().map(CssColour::parse).collect();
    let plain = colours.iter().find_map(|colour| match colour {
        CssColour::Opaque(colour) => Some(Background::Plain(*colour)),
        CssColour::Faint | CssColour::Inherited | CssColour::Other => None,
    });
    let leaves =
        value == "none" || colours.iter().all(|colour| matches!(colour, CssColour::Faint | CssColour::Inherited));
    plain.or((!leaves).then_some(Background::Unknown))
}

/// The size in a `font`: `bold 12pt/1.5 serif`.
fn font_size(font: &str) -> Option<&str> {
    let sizes = font.split_whitespace().map(|word| word.split('/').next().unwrap_or_default());
    // a weight is a plain number, too
    sizes
        .into_iter()
        .find(|word| *word == "0" || word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_err())
}

/// Whether words of this size are too small to read; `None` if that depends on the size around them.
fn is_small(size: &str) -> Option<bool> {
    match Length::parse(size)? {
        Length { number: 0.0, .. } => Some(true),
        Length { number, unit: "px" | "pt" | "" } => Some(number <= UNREADABLE),
        Length { number, unit: "%" } => (number <= 5.0).then_some(true),
        Length { number, unit: "em" | "ex" } => (number <= 0.05).then_some(true),
        _ => Some(false),
    }
}

/// Whether a style strikes words out.
pub fn strikes(style: &Declarations) -> bool {
    ["text-decoration", "text-decoration-line"]
        .iter()
        .any(|name| style.get(name).is_some_and(|decoration| decoration.contains("line-through")))
}

/// `sup` or `sub`, where a style raises or lowers the words of an element within a line.
pub fn script_element(element: &Element, style: &Declarations) -> Option<&'static str> {
    if !matches!(element.name.as_str(), "span" | "font" | "a" | "b" | "strong" | "i" | "em" | "small" | "u") {
        return None;
    }
    // half the height of a line or less would be an even line set a little higher
    let raised = |length: Length<'_>| match length.unit {
        "%" => (length.number.abs() >= 20.0).then_some(length.number),
        _ => length.pixels().filter(|pixels| pixels.abs() >= 2.5),
    };
    let shift = match style.get("vertical-align") {
        Some("super" | "text-top") => Some(1.0),
        Some("sub" | "text-bottom") => Some(-1.0),
        Some(value) => Length::parse(value).and_then(raised),
        None => None,
    };
    // Word writes both for words it raises
    let word = || style.get("mso-text-raise").and_then(Length::parse).and_then(raised);
    let moved = || {
        let top = style.get("top").filter(|_| style.get("position") == Some("relative"));
        top.and_then(Length::parse).and_then(raised).map(|down| -down)
    };
    let shift = shift.or_else(word).or_else(moved)?;
    Some(if shift > 0.0 { "sup" } else { "sub" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_nobody_can_read() {
        let seen = |styles: &[&str]| {
            let nested = styles.iter().fold(TextLook::default(), |look, style| {
                look.within(&Element { name: "span".to_owned(), ..Element::default() }, &Declarations::parse(style))
            });
            nested.is_readable()
        };
        for styles in [
            &["color:white"][..],
            &["color:#FFF"],
            &["color:#fefefe"],
            &["color: rgb(255, 255, 255)"],
            &["color:rgba(0,0,0,0)"],
            &["color:transparent"],
            &["color:hsl(0,0%,100%)"],
            &["font-size:0"],
            &["font-size:1px"],
            &["font:0/0 a"],
            &["visibility:hidden"],
            &["background:#000", "color:black"],
            &["color:white", "font-size:12pt"],
            &["background:#c00", "color:white", "background:white"],
        ] {
            assert!(!seen(styles), "{styles:?}");
        }
        for styles in [
            &["color:red"][..],
            &["background:#c00", "color:#fff"],
            &["background:url(x.png)", "color:#fff"],
            &["background-color:navy", "color:#fff"],
            &["color:white", "color:#333"],
            &["font-size:0", "font-size:14px"],
            &["font:bold 12pt/1.5 serif"],
            &["visibility:hidden", "visibility:visible"],
            &["color:#eee;background:transparent", "color:#999"],
        ] {
            assert!(seen(styles), "{styles:?}");
        }
    }
}
